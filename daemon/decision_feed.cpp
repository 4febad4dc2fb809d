#include "daemon/decision_feed.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "daemon/decision_files.h"
#include "daemon/log.h"
#include "daemon/topic_freshness.h"
#include "daemon/topic_reader.h"

namespace ordergate::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How long records may gather before the workers see them.
constexpr milliseconds kGather{200};
/// How often it is asked what stands in the topic, and how long it may be in doubt whether that was read
/// before nothing is cleared any more.
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

/// Publishes and counts. `unreadable`: why they cannot be read; empty: they can.
void DecisionFeed::take(const decisions::OverlayBuilder& builder, const std::string& unreadable) {
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
}

void DecisionFeed::read_whole() {
  const std::lock_guard lock(mutex_);
  counts_.read_unix_s = unix_s(clock_());
}

/// Whether a clearance was withdrawn meanwhile is not known: none counts until it is.
void DecisionFeed::cannot_read(const std::string& why) {
  log::error("decisions cannot be read: nothing is cleared until they can", {{"reason", why}});
  if (last_) {
    last_->set_unreadable(true);
    take(*last_, why);
    return;
  }
  const std::lock_guard lock(mutex_);
  counts_.unreadable = why;
}

Status DecisionFeed::read_files() {
  if (config_.review.decisions.empty()) return Done{};
  Result<decisions::OverlayBuilder> read = read_decisions(config_.review);
  if (!read) {
    cannot_read(read.error().text);
    return last_ ? Status(Done{}) : read.error();
  }
  last_.emplace(std::move(read).value());
  take(*last_, "");
  read_whole();
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
  TopicReading reading;
  reading.topics = {config_.review.topic};
  reading.follow = true;
  reading.patience = kPatience;
  Result<std::unique_ptr<TopicReader>> opened = TopicReader::open(config_, reading);
  if (!opened) return opened.error().text;
  decisions::OverlayBuilder builder(std::move(options).value());
  if (last_) builder.keep_withdrawals(*last_);
  std::string why = read_on(*opened.value(), builder);
  // A record that was read and not published yet, and that may be gone when the topic is read again.
  if (last_) last_->keep_withdrawals(builder);
  return why;
}

std::string DecisionFeed::read_on(TopicReader& reader, decisions::OverlayBuilder& builder) {
  builder.set_topic(config_.review.topic, reader.positions());
  bool changed = true, whole = false;
  auto published = steady_clock::now(), looked = published;
  TopicFreshness fresh(published);
  while (!stopping_.load()) {
    const auto until = steady_clock::now() + kGather;
    Result<std::optional<TopicRecord>> next = reader.next(
        [&] { return stopping_.load() || steady_clock::now() >= until || (!whole && reader.at_end()); });
    if (!next) return next.error().text;
    const auto now = steady_clock::now();
    if (const std::optional<TopicRecord>& record = next.value()) {
      changed = true;
      fresh.got_record(now);
      if (record->value)
        builder.add_record(record->key, *record->value, record->partition, record->offset);
      else if (record->key)
        builder.remove(*record->key, record->partition);
    }
    if (!whole && reader.at_end()) {
      whole = true;
      fresh.reached_end(now);
      read_whole();
    }
    if (whole && changed && (now - published >= kGather || !next.value())) {
      publish(builder, reader.positions());
      changed = false;
      published = now;
    }
    if (fresh.read_to(reader.positions()) && whole) read_whole();
    if (now - looked < kLook) continue;
    looked = now;
    if (!fresh.waits()) {
      if (std::optional<std::vector<std::int64_t>> ends = reader.ends()) {
        if (lost_records(*ends, reader.positions()))
          return "topic " + config_.review.topic + " ends before what was read of it";
        fresh.told_ends(*std::move(ends), now);
      }
    }
    if (fresh.doubt(steady_clock::now()) > kDoubtMax)
      return "what stands in topic " + config_.review.topic + " is not read";
  }
  return {};
}

void DecisionFeed::publish(decisions::OverlayBuilder& builder, const std::vector<std::int64_t>& positions) {
  builder.set_topic(config_.review.topic, positions);
  last_.emplace(builder);
  last_->set_unreadable(false);
  take(*last_, "");
  if (box_.version() == 1)
    log::info("decisions read", {{"topic", config_.review.topic}, {"count", builder.size()}});
}

}  // namespace ordergate::daemon
