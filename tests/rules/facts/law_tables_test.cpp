// The foundry's transistor limits: rows of the pack, checked when loaded.
#include "rules/facts/law_tables.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "rules/pack/files.h"

namespace ordergate::rules {
namespace {

/// What is wrong with a pack whose `file` is `text`; empty when nothing is.
std::string error_of(const std::string& file, const std::string& text) {
  const std::filesystem::path directory =
      std::filesystem::temp_directory_path() /
      ("law_tables_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()));
  std::filesystem::create_directories(directory);
  std::ofstream(directory / file) << text;
  const Result<LawTables> loaded = LawTables::load(pack_files(directory.string()).value());
  std::filesystem::remove_all(directory);
  return loaded ? "" : loaded.error().text;
}

const LawTables& tables() {
  static const LawTables loaded = std::move(LawTables::load(pack_files())).value();
  return loaded;
}

TEST(LawTables, RefuseBadRowsWithFileAndLine) {
  const std::string limits = "hbm,completed_from,transistors_max,citation,certainty,note\n";
  const std::string first = "any,,30000000000,c,confirmed,\n";
  const auto says = [](const std::string& error, const char* words) {
    return error.find(words) != std::string::npos;
  };
  EXPECT_TRUE(says(error_of("foundry_limits.csv", limits), "no limit"));
  EXPECT_TRUE(says(error_of("foundry_limits.csv", limits + "no,2027-01-01,1,c,confirmed,\n"), "first row"));
  EXPECT_TRUE(says(error_of("foundry_limits.csv", limits + "any,,many,c,confirmed,\n"), "above 0"));
  EXPECT_TRUE(says(error_of("foundry_limits.csv", limits + first + "no,2027,1,c,confirmed,\n"), "no date"));
  EXPECT_TRUE(says(error_of("foundry_limits.csv", limits + first + "no,2029-01-01,2,c,confirmed,\n" +
                                                      "no,2027-01-01,2,c,confirmed,\n"),
                   "foundry_limits.csv:4: completed_from must come after"));
}

TEST(LawTables, TransistorsOfNote1ByDayAndMemory) {
  const auto most = [](bool no_hbm, int year, unsigned month, unsigned day) {
    return tables().transistors_max(no_hbm, Date::from_ymd(year, month, day));
  };
  EXPECT_EQ(tables().transistors_max(true, std::nullopt), 30e9);
  EXPECT_EQ(most(true, 2026, 12, 31), 30e9);
  EXPECT_EQ(most(true, 2027, 1, 1), 35e9);
  EXPECT_EQ(most(true, 2028, 6, 1), 40e9) << "2028 is in no sentence of the note: the rules hold from 30e9";
  EXPECT_EQ(most(true, 2028, 12, 31), 40e9);
  EXPECT_EQ(most(true, 2029, 1, 1), 40e9);
  EXPECT_EQ(most(false, 2029, 1, 1), 30e9);
}

}  // namespace
}  // namespace ordergate::rules
