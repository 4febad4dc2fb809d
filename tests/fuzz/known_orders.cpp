#include "tests/fuzz/known_orders.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "order/verdict.h"
#include "rules/evaluation/rulebook.h"

namespace ordergate::fuzz {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Lines of a file; a deck's line keeps its order under "order".
void read_lines(const fs::path& path, std::vector<std::string>& orders) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    const Json value = Json::parse(line, nullptr, false);
    const bool nested = value.is_object() && value.contains("order") && value["order"].is_object();
    orders.push_back(nested ? value["order"].dump() : line);
  }
}

void read_folder(const fs::path& folder, std::vector<std::string>& orders) {
  if (!fs::is_directory(folder)) return;
  std::vector<fs::path> paths;
  for (const auto& each : fs::recursive_directory_iterator(folder))
    if (each.path().extension() == ".ndjson" || each.path().extension() == ".jsonl")
      paths.push_back(each.path());
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    std::vector<std::string> lines;
    read_lines(path, lines);
    for (std::string& line : lines)
      if (line.find("order_id") != std::string::npos) orders.push_back(std::move(line));
  }
}

void read_rule_examples(std::vector<std::string>& orders) {
  auto book = rules::RuleBook::load({.directory = "", .profile = rules::Profile::enforced, .policy = {}});
  OG_CHECK(book.ok());
  const Verdict none;
  (void)book.value().check([&](std::string_view order, rules::Profile) -> const Verdict& {
    orders.emplace_back(order);
    return none;
  });
}

}  // namespace

std::vector<std::string> known_orders() {
  const fs::path root = OG_SOURCE_DIR;
  std::vector<std::string> orders;
  read_folder(root / "examples", orders);
  read_folder(root / "tests/golden/cases", orders);
  read_rule_examples(orders);
  read_folder(root / "../shared/data/cases", orders);
  return orders;
}

}  // namespace ordergate::fuzz
