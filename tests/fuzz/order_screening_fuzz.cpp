// Whole orders through the screener, from bytes to verdict bytes: parse, parties, items, texts, rules,
// encode. It never crashes, the verdict is JSON, the same bytes come twice (with warm caches and with cold
// ones), the verdict is never milder than its findings, and a record with an error is never allowed.
//
// ORDERGATE_FUZZ_LISTS names list files or a folder of them; without it the lists are the sample and the one
// of the rules' examples.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "order/encoder.h"
#include "order/json_syntax.h"
#include "screening/screener.h"
#include "screening/snapshot.h"
#include "tests/fuzz/known_orders.h"
#include "tests/fuzz/order_mutator.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max);

namespace ordergate::fuzz {
namespace {

constexpr Date kToday = Date::from_ymd(2026, 9, 1);
constexpr std::uint32_t kVerdictDepthMax = 32;
constexpr unsigned kColdEvery = 16;  // orders between two screeners with empty caches

std::shared_ptr<const Snapshot> load() {
  const char* const paths = std::getenv("ORDERGATE_FUZZ_LISTS");
  auto files =
      read_snapshot_lists(paths != nullptr ? std::vector<std::string>{paths} : std::vector<std::string>{});
  OG_CHECK(files.ok());
  files.value().push_back(rules::example_list());
  auto snapshot = assemble_snapshot(std::move(files).value(), SnapshotOptions{});
  OG_CHECK(snapshot.ok());
  return std::move(snapshot).value();
}

class Checker {
 public:
  Checker() : snapshot_(load()), warm_(RecordLimits{}) { warm_.use(snapshot_); }

  void check(std::string_view record) {
    if (checked_++ % kColdEvery == 0) {
      cold_ = std::make_unique<Screener>(RecordLimits{});
      cold_->use(snapshot_);
    }
    screen(warm_, record, first_);
    screen(warm_, record, second_);
    OG_CHECK(first_ == second_);
    screen(*cold_, record, second_);
    OG_CHECK(first_ == second_);
    OG_CHECK(check_json(first_, kVerdictDepthMax).code == OrderError::none);
  }

 private:
  void screen(Screener& screener, std::string_view record, std::string& out) {
    RecordContext context;
    context.source.file = "fuzz";
    context.source.line = 1;
    context.today = kToday;
    const Verdict& verdict = screener.screen(record, context);
    if (!verdict.error.code.empty()) OG_CHECK(verdict.decision != Decision::allow);
    for (const Finding& finding : verdict.findings)
      OG_CHECK(static_cast<int>(verdict.decision) >= static_cast<int>(finding.outcome));
    out.clear();
    encode_verdict(verdict, snapshot_json(*snapshot_), 0, out);
  }

  std::shared_ptr<const Snapshot> snapshot_;
  Screener warm_;
  std::unique_ptr<Screener> cold_;
  unsigned checked_ = 0;
  std::string first_, second_;
};

Checker& checker() {
  static Checker made;
  return made;
}

OrderMutator& mutator() {
  static OrderMutator made(known_orders(), LLVMFuzzerMutate);
  return made;
}

/// Each known order as a file of a folder of the working directory, which the fuzzer reads as seeds.
std::string write_seeds() {
  namespace fs = std::filesystem;
  const fs::path folder = fs::absolute("order_screening_seeds");
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::size_t number = 0;
  for (const std::string& order : known_orders())
    std::ofstream(folder / std::to_string(number++), std::ios::binary) << order;
  return folder.string();
}

}  // namespace
}  // namespace ordergate::fuzz

/// A run over folders reads the known orders too; one over files (a crash looked at again) does not.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  if (*argc < 2 || !std::filesystem::is_directory((*argv)[*argc - 1])) return 0;
  static const std::string seeds = ordergate::fuzz::write_seeds();
  static std::vector<char*> arguments(*argv, *argv + *argc);
  arguments.push_back(const_cast<char*>(seeds.c_str()));
  *argc = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  *argv = arguments.data();
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max,
                                               unsigned seed) {
  return ordergate::fuzz::mutator().mutate(data, size, max, seed);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ordergate::fuzz::checker().check({reinterpret_cast<const char*>(data), size});
  return 0;
}
