// The catalog of settings says what load_config does: every key is known, every default is taken, every bound
// is the last value that is.
#include "config/catalog.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "config/config.h"
#include "config/duration.h"

namespace ordergate {
namespace {

class CatalogTest : public testing::Test {
 protected:
  CatalogTest()
      : path_(std::filesystem::temp_directory_path() / ("ordergate-catalog-" + std::to_string(::getpid()))) {}
  ~CatalogTest() override {
    std::error_code error;
    std::filesystem::remove(path_, error);
  }
  [[nodiscard]] bool takes(const Setting& setting, const std::string& value) const {
    std::ofstream(path_) << "[" << setting.table << "]\n" << setting.key << " = " << value << "\n";
    return load_config(path_.string()).ok();
  }

 private:
  std::filesystem::path path_;
};

TEST_F(CatalogTest, names_every_key_that_is_printed_and_takes_its_default) {
  std::set<std::string> known;
  for (const Setting& each : setting_catalog()) {
    EXPECT_TRUE(known.insert(std::string(each.table) + "." + std::string(each.key)).second) << each.key;
    if (setting_type(each) == "properties") continue;
    const std::string preset = setting_default(each);
    if (preset.empty()) {
      EXPECT_EQ(each.table, "matching") << each.key;
    } else {
      EXPECT_TRUE(takes(each, preset)) << each.key << " = " << preset;
    }
  }
  std::istringstream printed(print_config(Config{}));
  std::string table;
  for (std::string line; std::getline(printed, line);) {
    if (line.starts_with("[")) table = line.substr(1, line.size() - 2);
    if (const std::size_t at = line.find(" = "); at != std::string::npos) {
      EXPECT_EQ(known.count(table + "." + line.substr(0, at)), 1U) << line;
    }
  }
}

TEST_F(CatalogTest, bounds_are_the_last_values_taken) {
  for (const Setting& each : setting_catalog()) {
    if (setting_type(each) != "whole number") continue;
    EXPECT_TRUE(takes(each, std::to_string(each.low))) << each.key;
    EXPECT_TRUE(takes(each, std::to_string(each.high))) << each.key;
    EXPECT_FALSE(takes(each, std::to_string(each.low - 1))) << each.key;
    EXPECT_FALSE(takes(each, std::to_string(each.high + 1))) << each.key;
  }
}

TEST_F(CatalogTest, durations_are_taken_as_far_as_it_says) {
  for (const Setting& each : setting_catalog()) {
    if (setting_type(each) != "duration") continue;
    const auto in_ms = [](std::int64_t value) {
      return '"' + format_duration(std::chrono::milliseconds(value)) + '"';
    };
    EXPECT_TRUE(takes(each, in_ms(each.low)) && takes(each, in_ms(each.high))) << each.key;
    EXPECT_FALSE(takes(each, in_ms(each.low - 1)) || takes(each, in_ms(each.high + 1))) << each.key;
  }
}

TEST_F(CatalogTest, words_are_taken_and_no_other) {
  std::size_t tried = 0;
  for (const Setting& each : setting_catalog()) {
    if (setting_type(each) != "one of") continue;
    for (const std::string& word : setting_words(each.table, each.key)) {
      EXPECT_TRUE(takes(each, '"' + word + '"')) << word;
      ++tried;
    }
    EXPECT_FALSE(takes(each, "\"neither\"")) << each.key;
  }
  EXPECT_EQ(tried, 11U);
}

TEST_F(CatalogTest, rows_of_a_table_stand_together) {
  std::set<std::string_view> seen;
  std::string_view table;
  for (const Setting& each : setting_catalog()) {
    if (each.table == table) continue;
    table = each.table;
    EXPECT_TRUE(seen.insert(table).second) << table;
  }
}

TEST_F(CatalogTest, reference_names_every_key_its_range_and_its_words) {
  const std::string page = settings_reference();
  for (const char* row : {"| `workers` | whole number | `0` | 0 to 256 | threads |",
                          "| `stale_after` | duration | `\"2d\"` | \"1s\" to \"3650d\" |",
                          "| `format` | one of | `\"text\"` | text, json |",
                          "| `name_threshold` | whole number |  | 1 to 100 | points of 100 |"})
    EXPECT_NE(page.find(row), std::string::npos) << row;
}

}  // namespace
}  // namespace ordergate
