#include "daemon/counters.h"

#include <algorithm>
#include <functional>

namespace ordergate::daemon {

void TimeHistogram::observe_ns(std::uint64_t ns) noexcept {
  const auto bound = std::find_if(kTimeBucketsUs.begin(), kTimeBucketsUs.end(),
                                  [&](std::uint32_t us) { return ns <= std::uint64_t{us} * 1000; });
  buckets_[static_cast<std::size_t>(bound - kTimeBucketsUs.begin())].add();
  sum_ns_.add(ns);
}

LabelCounts::LabelCounts() : entries_(std::make_unique<Entry[]>(kLabelsMax)) {}

void LabelCounts::add(std::string_view label) noexcept {
  label = label.substr(0, kLabelBytesMax);
  const std::uint32_t size = size_.load(std::memory_order_relaxed);
  std::size_t at = std::hash<std::string_view>{}(label) & (kIndexSize - 1);
  for (; index_[at] != 0; at = (at + 1) & (kIndexSize - 1)) {
    Entry& entry = entries_[index_[at] - 1];
    if (label == entry.name.data()) return entry.count.add();
  }
  if (size == kLabelsMax) return other_.add();
  Entry& entry = entries_[size];
  std::copy(label.begin(), label.end(), entry.name.begin());
  entry.count.add();
  index_[at] = static_cast<std::uint16_t>(size + 1);
  size_.store(size + 1, std::memory_order_release);
}

std::vector<std::pair<std::string, std::uint64_t>> LabelCounts::read() const {
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  const std::uint32_t size = size_.load(std::memory_order_acquire);
  for (std::uint32_t i = 0; i < size; ++i)
    counts.emplace_back(entries_[i].name.data(), entries_[i].count.get());
  if (other_.get() > 0) counts.emplace_back("other", other_.get());
  return counts;
}

void WorkerCounters::publish(WorkerReport report) {
  const std::lock_guard lock(mutex_);
  report_ = std::move(report);
}

WorkerReport WorkerCounters::report() const {
  const std::lock_guard lock(mutex_);
  return report_;
}

std::string_view to_string(OutputTopic topic) noexcept {
  constexpr std::array<std::string_view, kOutputTopicCount> kNames = {"verdicts", "allow", "hold", "deny",
                                                                      "dead_letter"};
  return kNames[static_cast<std::size_t>(topic)];
}

}  // namespace ordergate::daemon
