#include "daemon/decision_feed.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "daemon/decision_files.h"
#include "daemon/log.h"
#include "daemon/topic_reader.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How long records may gather before the workers see them.
constexpr milliseconds kGather{200};
/// How often it is asked whether everything that stands in the topic was read, and how long that may be in
/// doubt before nothing is cleared any more.
constexpr milliseconds kLook{5'000}, kDoubtMax{30'000};
constexpr milliseconds kPatience{10'000};
constexpr milliseconds kRetryFirst{500}, kRetryMax{30'000};

std::uint64_t sum(const std::array<std::uint64_t, decisions::kRefusalCount>& counts) {
  std::uint64_t all = 0;
  for (const std::uint64_t count : counts) all += count;
  return all;
}

}  // namespace

void DecisionBox::publish(std::shared_ptr<const decisions::Overlay> overlay) {
  const std::lock_guard lock(mutex_);
  if (current_) retired_.push_back(std::move(current_));
  current_ = std::move(overlay);
  std::erase_if(retired_, [](const auto& old) { return old.use_count() == 1; });
  version_.fetch_add(1, std::memory_order_release);
}

std::shared_ptr<const decisions::Overlay> DecisionBox::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

DecisionFeed::~DecisionFeed() { stop(); }

void DecisionFeed::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_.store(true);
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool DecisionFeed::wait(milliseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return stopping_.load(); });
}

DecisionCounts DecisionFeed::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

/// Publishes and counts.
void DecisionFeed::take(const decisions::OverlayBuilder& builder, bool unreadable) {
  box_.publish(builder.build());
  const std::uint64_t refused = sum(builder.refused());
  if (refused > refused_told_ && !builder.rejections().empty())
    log::warning("records of decisions do not count",
                 {{"refused", refused}, {"last", decisions::to_text(builder.rejections().back())}});
  refused_told_ = refused;
  const std::lock_guard lock(mutex_);
  counts_.count = builder.size();
  counts_.refused = builder.refused();
  counts_.unreadable = unreadable;
  if (!unreadable) counts_.read_unix_s = unix_s(clock_());
}

/// Whether a clearance was withdrawn meanwhile is not known: none counts until it is.
void DecisionFeed::cannot_read(const std::string& why) {
  log::error("decisions cannot be read: nothing is cleared until they can", {{"reason", why}});
  if (!last_) return;
  last_->set_unreadable(true);
  take(*last_, true);
}

Status DecisionFeed::read_files() {
  if (config_.review.decisions.empty()) return Done{};
  Result<decisions::OverlayBuilder> read = read_decisions(config_.review);
  if (!read) {
    cannot_read(read.error().text);
    return read.error();
  }
  last_.emplace(std::move(read).value());
  take(*last_, false);
  return Done{};
}

Status DecisionFeed::start() {
  if (config_.review.topic.empty()) return Done{};
  if (const auto options = decision_options(config_.review); !options) return options.error();
  thread_ = std::thread([this] { run(); });
  return Done{};
}

void DecisionFeed::run() {
  milliseconds delay = kRetryFirst;
  while (!stopping_.load()) {
    const std::uint64_t before = box_.version();
    const std::string why = follow();
    if (stopping_.load()) return;
    if (box_.version() > before) delay = kRetryFirst;
    cannot_read(why);
    if (!wait(delay)) return;
    delay = std::min(delay * 2, kRetryMax);
  }
}

std::string DecisionFeed::follow() {
  Result<decisions::OverlayBuilder::Options> options = decision_options(config_.review);
  if (!options) return options.error().text;
  decisions::OverlayBuilder builder(std::move(options).value());
  if (last_) builder.keep_withdrawals(*last_);
  TopicReading reading;
  reading.topics = {config_.review.topic};
  reading.follow = true;
  reading.patience = kPatience;
  Result<std::unique_ptr<TopicReader>> opened = TopicReader::open(config_, reading);
  if (!opened) return opened.error().text;
  TopicReader& reader = *opened.value();
  builder.set_topic(config_.review.topic, reader.positions().size());
  bool changed = true, whole = false;
  auto published = steady_clock::now(), confirmed = published, looked = published;
  while (!stopping_.load()) {
    const auto until = steady_clock::now() + kGather;
    Result<std::optional<TopicRecord>> next = reader.next(
        [&] { return stopping_.load() || steady_clock::now() >= until || (!whole && reader.at_end()); });
    if (!next) return next.error().text;
    if (const std::optional<TopicRecord>& record = next.value()) {
      changed = true;
      if (record->value)
        builder.add_record(record->key, *record->value, record->partition, record->offset);
      else if (record->key)
        builder.remove(*record->key);
    }
    whole = whole || reader.at_end();
    const auto now = steady_clock::now();
    if (whole && changed && (now - published >= kGather || !next.value())) {
      const std::vector<std::int64_t> positions = reader.positions();
      for (std::size_t i = 0; i < positions.size(); ++i)
        builder.set_offset(static_cast<std::int32_t>(i), positions[i]);
      last_.emplace(builder);
      last_->set_unreadable(false);
      take(*last_, false);
      if (box_.version() == 1)
        log::info("decisions read", {{"topic", config_.review.topic}, {"count", builder.size()}});
      changed = false;
      published = now;
      confirmed = now;
    }
    if (now - looked < kLook) continue;
    looked = now;
    if (reader.all_read()) {
      confirmed = steady_clock::now();
      const std::lock_guard lock(mutex_);
      if (!counts_.unreadable && whole) counts_.read_unix_s = unix_s(clock_());
    } else if (steady_clock::now() - confirmed > kDoubtMax) {
      return "what stands in topic " + config_.review.topic + " is not read";
    }
  }
  return {};
}

}  // namespace ordergate::daemon
