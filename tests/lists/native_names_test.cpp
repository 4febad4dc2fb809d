// Names in original characters that the lists do not print.
#include "lists/native_names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "lists/embedded.h"
#include "lists/entry_key.h"
#include "lists/reader.h"
#include "lists/text.h"
#include "lists/watchlist.h"
#include "tables/csv.h"

namespace ordergate::lists {
namespace {

const std::string kShared = OG_SOURCE_DIR "/../shared/data/";
const std::string kConsolidated = kShared + "lists/csl/consolidated_2026-07-31.csv";

ListEntry entry(ListCode list, const char* name) {
  ListEntry entry;
  entry.list = list;
  entry.kind = PartyKind::company;
  entry.names.push_back({name, ListedName::Role::primary});
  return entry;
}

std::vector<PartyHit> screen(const Watchlist& list, std::string_view name) {
  PartyScratch scratch;
  PartyQuery query;
  query.name = name;
  std::vector<PartyHit> hits;
  (void)list.screen(query, scratch, hits);  // a name over a bound is held; what counts here is who was met
  return hits;
}

Watchlist list_of(std::vector<ListEntry> entries) {
  ListFile file;
  file.entries = std::move(entries);
  return Watchlist::build({std::move(file)}, {}).value();
}

TEST(NativeNames, AreMetInEveryWatchlistWhateverTheListPrints) {
  const Watchlist list = list_of({entry(ListCode::el, "Yangtze Memory Technologies Co., Ltd."),
                                  entry(ListCode::el, "Rostec (Russian Technologies State Corporation)"),
                                  entry(ListCode::sdn, "SHAHED AVIATION INDUSTRIES RESEARCH CENTER"),
                                  entry(ListCode::sdn, "DAEDONG CREDIT BANK")});
  const char* const full[] = {"长江存储科技有限责任公司", "Государственная корпорация «Ростех»",
                              "مرکز تحقیقات صنایع هوایی شاهد", "대동신용은행"};
  for (std::uint32_t i = 0; i < std::size(full); ++i) {
    const std::vector<PartyHit> hits = screen(list, full[i]);
    ASSERT_FALSE(hits.empty()) << full[i];
    EXPECT_EQ(hits.front().entry, EntryId{i}) << full[i];
  }
  EXPECT_TRUE(screen(list, full[0]).front().sure);
}

TEST(NativeNames, ShortOnesAreNeverAnIdentity) {
  const Watchlist list = list_of({entry(ListCode::el, "Yangtze Memory Technologies Co., Ltd.")});
  const std::vector<PartyHit> hits = screen(list, "长江存储");
  ASSERT_FALSE(hits.empty());
  EXPECT_FALSE(hits.front().sure);
}

TEST(NativeNames, BelongToTheEntryOfThatListAndName) {
  ListEntry other = entry(ListCode::dpl, "Yangtze Memory Technologies Co., Ltd.");
  EXPECT_EQ(NativeNames::builtin().add_to(other), 0U);
  ListEntry printed = entry(ListCode::el, "YANGTZE MEMORY TECHNOLOGIES CO LTD");
  EXPECT_GT(NativeNames::builtin().add_to(printed), 0U) << "case and punctuation aside";
  const std::size_t names = printed.names.size();
  (void)NativeNames::builtin().add_to(printed);
  EXPECT_EQ(printed.names.size(), names) << "no name twice";
}

TEST(NativeNames, ChangeNeitherKeyNorContentOfAnEntry) {
  const ListEntry plain = entry(ListCode::el, "Yangtze Memory Technologies Co., Ltd.");
  const Watchlist list = list_of({plain});
  ASSERT_GT(list.entries().front().names.size(), 1U);
  EXPECT_EQ(list.entries().front().key, key_of(plain));
  EXPECT_EQ(list.entries().front().content_hash, content_hash_of(plain));
}

/// The code and the letters and digits of a name: what a row is tied to its entry by.
std::string letters(std::string_view list, std::string_view name) {
  std::string key(list);
  for (const char c : ascii_lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  }
  return key;
}

TEST(NativeNames, EveryRowNamesAnEntryAndSaysWhereItIsFrom) {
  const tables::CsvTable table =
      tables::CsvTable::parse(embedded_file(embedded_files(), "data/native_names.csv"), "native_names.csv")
          .value();
  EXPECT_GE(table.rows.size(), 200U);
  const bool published = std::filesystem::exists(kConsolidated);
  const ListFile file = published ? read_list_file(kConsolidated).value() : ListFile{};
  std::set<std::string> listed;
  for (const ListEntry& entry : file.entries) {
    if (!entry.names.empty()) listed.insert(letters(to_string(entry.list), entry.names.front().text));
  }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto field = [&](std::string_view column) { return table.field(table.rows[row], column); };
    EXPECT_FALSE(field("source").empty()) << row;
    EXPECT_TRUE(field("certainty") == "seen" || field("certainty") == "recalled") << row;
    EXPECT_FALSE(field("native_names").empty() && field("short_names").empty()) << row;
    EXPECT_TRUE(!published || listed.contains(letters(field("list"), field("name"))))
        << field("list") << ' ' << field("name") << " is no primary name of its list";
  }
}

/// Ordinary parties in the scripts of the table, against the whole list.
TEST(NativeNames, WakeNobodyInOrdinaryDecks) {
  const std::string folder = kShared + "cases/world/names/ordinary";
  if (!std::filesystem::exists(folder) || !std::filesystem::exists(kConsolidated))
    GTEST_SKIP() << "the published list or the decks are not here: " << folder;
  const Watchlist list = Watchlist::build({read_list_file(kConsolidated).value()}, {}).value();
  const auto native = [](std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0xD0; });
  };
  std::size_t asked = 0;
  std::vector<std::string> met;
  for (const char* deck :
       {"co_cn_han", "co_ru_cyr", "co_ir_fa", "co_ar_script", "pe_cn_han", "pe_kr_hangul"}) {
    std::ifstream in(folder + "/" + deck + ".jsonl");
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      const std::string name = nlohmann::json::parse(line).get<std::string>();
      ++asked;
      for (const PartyHit& hit : screen(list, name)) {
        if (native(hit.matched)) met.push_back(name + " ~ " + std::string(hit.matched));
      }
    }
  }
  EXPECT_GT(asked, 1'000U);
  EXPECT_LE(met.size() * 1'000, asked) << [&] {
    std::string all;
    for (const std::string& one : met) all += "\n  " + one;
    return all;
  }();
}

}  // namespace
}  // namespace ordergate::lists
