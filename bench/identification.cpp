// Identifies the items of labelled listing titles and prints quality and speed as one table.
//
//   bench_identify [TITLES.jsonl] [--misses]
//
// Answers are checked before the clock starts. Speed is titles a second of processor time, against reading
// the same lines with simdjson alone, in the same run; then the dearest text of 64 KiB, and whole verdicts of
// the titles as listings, shipped to one country and worldwide.
#include <fmt/format.h>
#include <simdjson.h>

#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include "rules/items/item_identify.h"
#include "rules/pack/files.h"
#include "screening/screener.h"

namespace {

using ordergate::index_of;
using ordergate::rules::Identified;
using ordergate::rules::ItemCatalog;
using ordergate::rules::ItemId;
using ordergate::rules::ItemScratch;
using ordergate::rules::ItemTable;

struct Title {
  std::string text, item, kind, why;
  int controlled = -1;  // 1 yes, 0 no, -1 not settled by the title
};

std::string text_of(simdjson::dom::element line, const char* key) {
  std::string_view text;
  return line[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::vector<Title> read_titles(const std::string& path) {
  std::vector<Title> titles;
  simdjson::dom::parser parser;
  for (simdjson::dom::element line : parser.load_many(path)) {
    Title title{text_of(line, "title"), text_of(line, "item_id"), text_of(line, "kind"), text_of(line, "why"),
                -1};
    bool controlled = false;
    if (line["controlled"].get(controlled) == simdjson::SUCCESS) title.controlled = controlled ? 1 : 0;
    titles.push_back(std::move(title));
  }
  return titles;
}

struct Tally {
  int controlled = 0, missed = 0, others = 0, flagged = 0, items = 0, right = 0, right_second = 0,
      undecided = 0, undecided_held = 0, accessories = 0, accessories_flagged = 0;
};

std::string item_name(const ItemCatalog& catalog, ItemId item) {
  return item == ItemId::none ? "-" : catalog.table().item(item).id;
}

void check(const ItemCatalog& catalog, const Title& title, ItemScratch& scratch, Tally& tally, bool print) {
  const Identified found = catalog.identify({.description = title.text}, scratch);
  const bool advanced = is_advanced_ic(found);
  const std::string item = item_name(catalog, found.reading.item);
  const bool accessory = title.kind != "card" && title.kind != "server" && title.kind != "module";
  const char* verdict = nullptr;
  if (title.controlled == 1) {
    ++tally.controlled;
    tally.missed += advanced ? 0 : 1;
    if (!advanced) verdict = "MISSED ";
  } else if (title.controlled == 0) {
    ++tally.others;
    tally.accessories += accessory ? 1 : 0;
    tally.flagged += advanced ? 1 : 0;
    tally.accessories_flagged += advanced && accessory ? 1 : 0;
    if (advanced) verdict = "FLAGGED";
  } else {
    ++tally.undecided;
    tally.undecided_held += advanced ? 1 : 0;
    if (!advanced) verdict = "UNHELD ";
  }
  if (!title.item.empty() && title.item != "null") {
    ++tally.items;
    const bool second = item != title.item && item_name(catalog, found.reading.second) == title.item;
    tally.right += item == title.item ? 1 : 0;
    tally.right_second += second ? 1 : 0;
    if (verdict == nullptr && item != title.item) verdict = second ? "SECOND " : "OTHER  ";
  } else if (verdict == nullptr && found.reading.item != ItemId::none) {
    verdict = "EXTRA  ";
  }
  if (print && verdict != nullptr)
    fmt::print("{} {} | {} | wanted {} got {} | {}\n", verdict, title.kind, title.text,
               title.item.empty() ? "-" : title.item, item, title.why);
}

/// Processor time of this program, so that a busy machine does not count.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double measure_reading(const ItemCatalog& catalog, const std::vector<Title>& titles, std::uint64_t& sum) {
  ItemScratch scratch = catalog.make_scratch();
  constexpr int kRounds = 200;
  const double begin = processor_seconds();
  for (int round = 0; round < kRounds; ++round)
    for (const Title& title : titles)
      sum += index_of(catalog.identify({.description = title.text}, scratch).reading.item);
  return static_cast<double>(titles.size() * kRounds) / (processor_seconds() - begin);
}

double measure_parsing(const std::vector<Title>& titles, std::uint64_t& sum) {
  std::vector<simdjson::padded_string> lines;
  for (const Title& title : titles) {
    std::string line = "{\"title\": \"";
    for (const char c : title.text) line += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    lines.emplace_back(line + "\"}");
  }
  simdjson::ondemand::parser parser;
  constexpr int kRounds = 200;
  const double begin = processor_seconds();
  for (int round = 0; round < kRounds; ++round)
    for (const simdjson::padded_string& line : lines) {
      simdjson::ondemand::document document;
      std::string_view text;
      if (parser.iterate(line).get(document) == simdjson::SUCCESS &&
          document["title"].get_string().get(text) == simdjson::SUCCESS)
        sum += text.size();
    }
  return static_cast<double>(lines.size() * kRounds) / (processor_seconds() - begin);
}

struct Dearest {
  std::string piece;
  double milliseconds = 0;
  ordergate::Completeness complete = ordergate::Completeness::over_bound;
};

/// The longest time for a description of 64 KiB made of one hostile piece.
Dearest measure_long_texts(const ItemCatalog& catalog, std::uint64_t& sum) {
  ItemScratch scratch = catalog.make_scratch();
  Dearest dearest;
  for (const char* piece :
       {"H H H ", "h1", "4 0 9 0 ", "h100 ", "rtx 4090 with box ", "<b>h</b>", "&#72;&#49;", "H\u0336", "Н1",
        "h300 ", "9 0 0 - 2 1 ", "100-", "g g g ", "bracket for a100 ", "Quality goods. "}) {
    std::string text = "nvidia ";
    while (text.size() < (std::size_t{64} << 10)) text += piece;
    const ordergate::rules::ItemText item{.description = "graphics card", .more = text};
    sum += index_of(catalog.identify(item, scratch).reading.item);
    constexpr int kRounds = 5;
    const double begin = processor_seconds();
    ordergate::Completeness complete = ordergate::Completeness::complete;
    for (int round = 0; round < kRounds; ++round) complete = catalog.identify(item, scratch).completeness;
    const double milliseconds = 1000 * (processor_seconds() - begin) / kRounds;
    if (milliseconds > dearest.milliseconds) dearest = {piece, milliseconds, complete};
  }
  return dearest;
}

/// Whole verdicts a second of the titles as listings; `ships_to` is JSON, empty: worldwide.
double measure_listings(ordergate::Screener& screener, const std::vector<Title>& titles,
                        const std::string& ships_to, std::uint64_t& sum) {
  std::vector<std::string> records;
  for (const Title& title : titles) {
    std::string text;
    for (const char c : title.text) text += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    records.push_back(R"({"order_id":"L","kind":"listing","listing":{"title":")" + text + "\"" + ships_to +
                      "}}");
  }
  ordergate::RecordContext context;
  context.today = ordergate::Date::from_ymd(2026, 9, 1);
  constexpr int kRounds = 5;
  const double begin = processor_seconds();
  for (int round = 0; round < kRounds; ++round)
    for (const std::string& record : records)
      sum += static_cast<std::uint64_t>(screener.screen(record, context).decision);
  return static_cast<double>(records.size() * kRounds) / (processor_seconds() - begin);
}

}  // namespace

int main(int argc, char** argv) {
  std::string path = "../shared/data/cases/listing_titles.jsonl";
  bool print = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--misses") == 0) {
      print = true;
    } else {
      path = argv[i];
    }
  }
  ordergate::Result<ItemCatalog> loaded = ItemCatalog::load({.files = ordergate::rules::pack_files()});
  if (!loaded) {
    fmt::print(stderr, "{}\n", loaded.error().text);
    return 3;
  }
  const ItemCatalog& catalog = loaded.value();
  const std::vector<Title> titles = read_titles(path);
  if (titles.empty()) {
    fmt::print(stderr, "{}: no titles\n", path);
    return 3;
  }
  Tally tally;
  ItemScratch scratch = catalog.make_scratch();
  for (const Title& title : titles) check(catalog, title, scratch, tally, print);
  std::uint64_t sum = 0;
  const double reading = measure_reading(catalog, titles, sum);
  const double parsing = measure_parsing(titles, sum);
  const auto percent = [](int part, int whole) { return whole == 0 ? 0.0 : 100.0 * part / whole; };
  fmt::print("titles                      {}\n", titles.size());
  fmt::print("controlled, missed          {} of {}\n", tally.missed, tally.controlled);
  fmt::print("not controlled, flagged     {} of {} ({:.1f} %)\n", tally.flagged, tally.others,
             percent(tally.flagged, tally.others));
  fmt::print("accessories and other goods {} of {} flagged ({:.1f} %)\n", tally.accessories_flagged,
             tally.accessories, percent(tally.accessories_flagged, tally.accessories));
  fmt::print("not settled by the title    {} of {} held\n", tally.undecided_held, tally.undecided);
  fmt::print("item named right            {} of {} ({:.1f} %), {} more as the second reading\n", tally.right,
             tally.items, percent(tally.right, tally.items), tally.right_second);
  fmt::print("titles a second, one core   {:.0f}\n", reading);
  fmt::print("parse only (simdjson)       {:.0f}   ratio {:.1f}   (sum {})\n", parsing, parsing / reading,
             sum);
  const Dearest dearest = measure_long_texts(catalog, sum);
  fmt::print("dearest text of 64 KiB      {:.1f} ms, {} (\"{}\" again and again)\n", dearest.milliseconds,
             dearest.complete == ordergate::Completeness::complete ? "read whole" : "held as over the bound",
             dearest.piece);
  ordergate::Result<std::shared_ptr<const ordergate::Snapshot>> snapshot = ordergate::load_snapshot({});
  if (!snapshot) {
    fmt::print(stderr, "{}\n", snapshot.error().text);
    return 3;
  }
  ordergate::Screener screener{ordergate::RecordLimits{}};
  screener.use(std::move(snapshot).value());
  const double one = measure_listings(screener, titles, R"(,"ships_to":["DE"])", sum);
  const double world = measure_listings(screener, titles, "", sum);
  fmt::print("listings a second, one country {:.0f}, worldwide {:.0f}\n", one, world);
  return tally.missed == 0 ? 0 : 1;
}
