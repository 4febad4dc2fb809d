#include "tracing/exporter.h"

#include <algorithm>
#include <utility>

namespace ordergate::tracing {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr milliseconds kLook{100};
constexpr seconds kFirstDelay{1};
constexpr seconds kDelayMax{60};

/// Those that OTLP lets be asked again; no answer at all is like them.
bool may_come_again(int status) noexcept {
  return status == 0 || status == 429 || status == 502 || status == 503 || status == 504;
}

std::string describe(const PostAnswer& answer) {
  return answer.status == 0 ? answer.why : "HTTP status " + std::to_string(answer.status);
}

}  // namespace

Result<std::unique_ptr<Exporter>> Exporter::create(const TracingSettings& settings, Sender sender,
                                                   std::vector<TraceQueue*> queues, ExporterNews news) {
  Result<std::unique_ptr<HttpPost>> http = HttpPost::create(settings);
  if (!http) return http.error();
  HttpPost* const client = http.value().get();
  auto made = std::make_unique<Exporter>(settings, std::move(sender), std::move(queues), std::move(news),
                                         [client](const std::string& body) { return client->post(body); });
  made->http_ = std::move(http).value();
  return made;
}

Exporter::Exporter(const TracingSettings& settings, Sender sender, std::vector<TraceQueue*> queues,
                   ExporterNews news, Post post)
    : settings_(settings),
      sender_(std::move(sender)),
      queues_(std::move(queues)),
      news_(std::move(news)),
      post_(std::move(post)) {
  batch_.reserve(kBatchTracesMax);
}

Exporter::~Exporter() { stop(); }

void Exporter::start() {
  thread_ = std::thread([this] { run(); });
}

void Exporter::stop() {
  if (http_) http_->stop_at(steady_clock::now() + kStopMax);
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

ExportCounts Exporter::counts() const noexcept {
  return {exported_.load(std::memory_order_relaxed), refused_.load(std::memory_order_relaxed)};
}

void Exporter::run() {
  Time due_at = steady_clock::now() + settings_.interval;
  while (wait(kLook)) {
    const bool due = steady_clock::now() >= due_at;
    if (due) due_at = steady_clock::now() + settings_.interval;
    turn(due);
  }
  not_before_ = {};
  turn(true);
  if (!batch_.empty()) give_up();
}

/// False when told to stop.
bool Exporter::wait(milliseconds at_most) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, at_most, [this] { return stop_; });
  return !stop_;
}

void Exporter::turn(bool due) {
  take();
  const bool again = attempts_ > 0 && steady_clock::now() >= not_before_;
  const bool first = attempts_ == 0 && (due || batch_.size() >= kBatchTracesMax);
  if (!batch_.empty() && (again || first)) send();
}

/// While a batch waits to be sent again, the queues fill, and then drop.
void Exporter::take() {
  if (attempts_ > 0) return;
  OrderTrace trace;
  for (TraceQueue* const queue : queues_)
    while (batch_.size() < kBatchTracesMax && queue->pop(trace)) batch_.push_back(trace);
}

void Exporter::send() {
  if (body_.empty()) body_ = encode_traces(batch_, sender_);
  ++attempts_;
  const PostAnswer answer = post_(body_);
  answer.status / 100 == 2 ? took(answer) : not_taken(answer);
}

void Exporter::took(const PostAnswer& answer) {
  const std::uint64_t spans = batch_.size() * kSpansPerTrace;
  const TakenInPart part = read_answer(answer.body);
  const auto rejected = std::clamp<std::int64_t>(part.rejected_spans, 0, static_cast<std::int64_t>(spans));
  exported_.fetch_add(spans - static_cast<std::uint64_t>(rejected), std::memory_order_relaxed);
  refused_.fetch_add(static_cast<std::uint64_t>(rejected), std::memory_order_relaxed);
  batch_.clear();
  body_.clear();
  attempts_ = 0;
  if (std::exchange(failing_, false))
    news_.recovered(duration_cast<seconds>(steady_clock::now() - failing_since_));
}

void Exporter::not_taken(const PostAnswer& answer) {
  if (!std::exchange(failing_, true)) {
    failing_since_ = steady_clock::now();
    news_.failing(describe(answer));
  }
  if (!may_come_again(answer.status) || attempts_ >= kAttemptsMax) return give_up();
  const seconds delay = answer.retry_after.value_or(kFirstDelay * (1 << (attempts_ - 1)));
  not_before_ = steady_clock::now() + std::min(delay, kDelayMax);
}

void Exporter::give_up() {
  refused_.fetch_add(batch_.size() * kSpansPerTrace, std::memory_order_relaxed);
  batch_.clear();
  body_.clear();
  attempts_ = 0;
}

}  // namespace ordergate::tracing
