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
  [[nodiscard]] bool takes(const SettingDescription& setting, const std::string& value) const {
    std::ofstream(path_) << "[" << setting.table << "]\n" << setting.key << " = " << value << "\n";
    return load_config(path_.string()).ok();
  }

 private:
  std::filesystem::path path_;
};

TEST_F(CatalogTest, names_every_key_that_is_printed_and_takes_its_default) {
  std::set<std::string> known;
  for (const SettingDescription& each : setting_catalog()) {
    EXPECT_TRUE(known.insert(std::string(each.table) + "." + std::string(each.key)).second) << each.key;
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
  for (const SettingDescription& each : setting_catalog()) {
    if (each.type != "whole number") continue;
    const std::string high = each.high == "default" ? setting_default(each) : std::string(each.high);
    EXPECT_TRUE(takes(each, std::string(each.low))) << each.key;
    EXPECT_TRUE(takes(each, high)) << each.key;
    EXPECT_FALSE(takes(each, std::to_string(std::stoll(std::string(each.low)) - 1))) << each.key;
    EXPECT_FALSE(takes(each, std::to_string(std::stoll(high) + 1))) << each.key;
  }
}

TEST_F(CatalogTest, durations_and_words_are_taken_as_far_as_it_says) {
  for (const SettingDescription& each : setting_catalog()) {
    if (each.type == "duration") {
      EXPECT_TRUE(takes(each, std::string(each.low)) && takes(each, std::string(each.high))) << each.key;
      EXPECT_FALSE(takes(each, "\"999ms\"") || takes(each, "\"87601h\"")) << each.key;
    }
    if (each.type != "one of") continue;
    std::istringstream words{std::string(each.low)};
    for (std::string word; words >> word;) {
      if (word.back() == ',') word.pop_back();
      const bool needs_more = word == "exactly_once";  // an instance_id
      EXPECT_TRUE(needs_more || takes(each, "\"" + word + "\"")) << word;
    }
    EXPECT_FALSE(takes(each, "\"neither\"")) << each.key;
  }
}

}  // namespace
}  // namespace ordergate
