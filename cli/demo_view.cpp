#include "cli/demo_view.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/terminal_text.h"

namespace ordergate::cli {
namespace {

constexpr std::size_t kDenialsShown = 6;
constexpr std::uint64_t kShowMs = 1'000;
constexpr std::size_t kBarWidth = 40;
constexpr std::string_view kNotice =
    "DEMO: invented orders, the small sample list, a Kafka inside this program. It protects nobody.";

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string duration(std::uint32_t us) {
  if (us < 1'000) return fmt::format("{} µs", us);
  if (us < 1'000'000) return fmt::format("{} ms", us / 1'000);
  return fmt::format("{} s", us / 1'000'000);
}

/// The bucket under which `percent` of the orders are.
std::string within(const std::array<std::uint64_t, daemon::kTimeBucketsUs.size() + 1>& counts,
                   double percent) {
  std::uint64_t all = 0;
  for (const std::uint64_t count : counts) all += count;
  if (all == 0) return "-";
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < daemon::kTimeBucketsUs.size(); ++i) {
    below += counts[i];
    if (share(below, all) >= percent) return duration(daemon::kTimeBucketsUs[i]);
  }
  return "over 10 s";
}

}  // namespace

void DemoView::take(std::string_view verdict_json) {
  ++seen_;
  if (verdict_json.find("\"verdict\":\"deny\"") == std::string_view::npos) return;
  const auto verdict = nlohmann::json::parse(verdict_json, nullptr, false);
  if (verdict.is_discarded() || verdict["findings"].empty()) return;
  const auto& finding = verdict["findings"][0];
  denials_.push_front(fmt::format("{}  {}  {}", verdict.value("order_id", ""), finding.value("rule", ""),
                                  finding.value("message", "")));
  if (denials_.size() > kDenialsShown) denials_.pop_back();
}

DemoView::Numbers DemoView::read(const daemon::MetricsInput& input) {
  Numbers numbers;
  numbers.ms = input.steady_ms;
  for (const daemon::WorkerCounters* worker : input.workers) {
    for (std::size_t i = 0; i < numbers.verdicts.size(); ++i)
      numbers.verdicts[i] += worker->verdicts[i].get();
    for (std::size_t i = 0; i < numbers.times.size(); ++i)
      numbers.times[i] += worker->poll_to_acknowledged_time.bucket(i);
  }
  return numbers;
}

std::string DemoView::latency(const Numbers& now, const Numbers& before) {
  auto counts = now.times;
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] -= before.times[i];
  return fmt::format("half within {}, 99 % within {}", within(counts, 50), within(counts, 99));
}

std::string DemoView::line(const Numbers& now) const {
  const std::uint64_t orders = now.orders();
  const std::uint64_t ms = now.ms - last_.ms;
  const auto rate = ms == 0 ? 0 : (orders - last_.orders()) * 1'000 / ms;
  return fmt::format("{:3} s  {} orders, {} a second  allow {:.1f} %  hold {:.1f} %  deny {:.1f} %  {}",
                     (now.ms - began_ms_ + 500) / 1'000, orders, rate, share(now.verdicts[0], orders),
                     share(now.verdicts[1], orders), share(now.verdicts[2], orders), latency(now, last_));
}

void DemoView::show(int http_port, const daemon::MetricsInput& input) {
  const Numbers now = read(input);
  if (began_ms_ == 0) {
    began_ms_ = now.ms;
    last_ = now;
    if (!output_.is_terminal()) {
      output_.line(kNotice);
      output_.line(fmt::format("metrics: http://127.0.0.1:{}/metrics", http_port));
      output_.flush();
    }
    return;
  }
  if (now.ms - last_.ms < kShowMs) return;
  if (output_.is_terminal())
    draw(http_port, now);
  else
    output_.line(line(now));
  output_.flush();
  last_ = now;
}

void DemoView::draw(int http_port, const Numbers& now) {
  output_.write("\033[H\033[J");
  output_.line(output_.colored(kNotice, Color::bold));
  output_.line(fmt::format("http://127.0.0.1:{}/metrics   Ctrl-C ends it{}", http_port,
                           seconds_max_ == 0 ? "" : fmt::format(", or {} s", seconds_max_)));
  output_.line("");
  output_.line(line(now));
  output_.line("");
  constexpr std::array<std::pair<std::string_view, Color>, 3> kRows = {
      {{"allow", Color::green}, {"hold", Color::yellow}, {"deny", Color::red}}};
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    const auto filled =
        static_cast<std::size_t>(std::lround(share(now.verdicts[i], now.orders()) * kBarWidth / 100));
    output_.line(fmt::format("{:6}{:>9}  ", kRows[i].first, now.verdicts[i]) +
                 output_.colored(std::string(filled, '#'), kRows[i].second));
  }
  output_.line("");
  output_.line("Last denials");
  for (const std::string& denial : denials_)
    output_.line("  " + printable(denial).substr(0, output_.columns() - 2));
}

void DemoView::finish() {
  output_.line(fmt::format("{} verdicts read back from the verdict topic. {}", seen_, kNotice));
  output_.flush();
}

}  // namespace ordergate::cli
