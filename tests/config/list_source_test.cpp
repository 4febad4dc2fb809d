// [[lists.source]]: where lists are fetched from, and where what they give is read.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "config/catalog.h"
#include "config/config.h"
#include "config/duration.h"
#include "config/publishers.h"

namespace ordergate {
namespace {

class ListSourceTest : public testing::Test {
 protected:
  ListSourceTest()
      : path_(std::filesystem::temp_directory_path() / ("ordergate-source-" + std::to_string(::getpid()))) {}
  ~ListSourceTest() override {
    std::error_code error;
    std::filesystem::remove(path_, error);
  }
  Result<Config> load(const std::string& text) {
    std::ofstream(path_) << text;
    return load_config(path_.string());
  }
  std::string error_of(const std::string& sources, const std::string& lists = "store = \"/s\"\n") {
    const Result<Config> config = load("[lists]\n" + lists + sources);
    return config ? "" : config.error().text.substr(path_.string().size());
  }

 private:
  std::filesystem::path path_;
};

TEST_F(ListSourceTest, takes_the_address_of_a_publisher_that_it_is_called_after_or_names) {
  const Result<Config> config = load(
      "[lists]\nstore = \"/s\"\npaths = [\"/own.csv\"]\n[[lists.source]]\nname = \"un\"\nevery = \"1d\"\n"
      "[[lists.source]]\nname = \"britain\"\npreset = \"uk_sanctions_list\"\n");
  ASSERT_TRUE(config.ok()) << config.error().text;
  const std::vector<ListSource>& sources = config.value().lists.sources;
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_EQ(sources[0].url, find_publisher("un")->url);
  EXPECT_EQ(sources[0].every, std::chrono::hours(24));
  EXPECT_EQ(sources[1].url, find_publisher("uk_sanctions_list")->url);
  EXPECT_EQ(config.value().lists.paths,
            (std::vector<std::string>{"/own.csv", "/s/un/current", "/s/britain/current"}));
}

TEST_F(ListSourceTest, prints_what_it_reads_again_and_no_secret) {
  const std::string whole =
      "[lists]\nstore = \"/s\"\n[[lists.source]]\nname = \"a\"\nurl = \"https://a.example/l.csv\"\nattempts "
      "= 2\n"
      "stall_timeout = \"5s\"\n[[lists.source]]\nname = \"un\"\n";
  const Result<Config> config = load(whole);
  ASSERT_TRUE(config.ok()) << config.error().text;
  const std::string printed = print_config(config.value());
  const Result<Config> again = load(printed);
  ASSERT_TRUE(again.ok()) << again.error().text;
  EXPECT_EQ(print_config(again.value()), printed);
  EXPECT_EQ(again.value().lists.sources[0].attempts, 2);
  EXPECT_EQ(again.value().lists.paths.size(), 2U);

  const Result<Config> secret = load(
      "[lists]\nstore = \"/s\"\n[[lists.source]]\nname = \"a\"\nurl = "
      "\"https://u:s3cr3t@a.example/l?k=s3cr3t\"\n"
      "authorization = \"Bearer s3cr3t\"\n");
  ASSERT_TRUE(secret.ok()) << secret.error().text;
  EXPECT_EQ(print_config(secret.value()).find("s3cr3t"), std::string::npos) << print_config(secret.value());
}

TEST_F(ListSourceTest, every_publisher_is_known_by_its_name_and_reached_safely) {
  for (const Publisher& each : publishers()) {
    EXPECT_EQ(find_publisher(each.name), &each);
    EXPECT_EQ(error_of("[[lists.source]]\nname = \"" + std::string(each.name) + "\"\n"), "");
    EXPECT_TRUE(each.url.starts_with("https://")) << each.name;
  }
  EXPECT_EQ(find_publisher(""), nullptr);
}

TEST_F(ListSourceTest, refuses_what_cannot_work_by_file_line_and_key) {
  const std::string a = "[[lists.source]]\nname = \"a\"\nurl = \"https://a.example/l\"\n";
  EXPECT_EQ(error_of(a), "");
  EXPECT_EQ(error_of(a + "evry = \"1h\"\n"),
            ":6: [lists.source[0]] evry: no such setting (did you mean 'every'?)");
  EXPECT_NE(error_of(a + a).find(":7: [lists.source[1]] name: 'a' stands twice"), std::string::npos)
      << error_of(a + a);
  EXPECT_NE(error_of(a, "").find("store: must be set where [[lists.source]] stands"), std::string::npos);
  EXPECT_NE(error_of(a, "store = \"/l/s\"\npaths = [\"/l\"]\n").find("lies in '/l'"), std::string::npos);
  EXPECT_NE(error_of("[lists.source]\nname = \"a\"\n").find("expected [[lists.source]]"), std::string::npos);
  EXPECT_NE(error_of("[[lists.source]]\nurl = \"https://a.example/l\"\n").find("name"), std::string::npos);
  for (const char* name : {"", "A", "a/b", "..", "a b", "."})
    EXPECT_NE(
        error_of("[[lists.source]]\nurl = \"https://a.example/l\"\nname = \"" + std::string(name) + "\"\n"),
        "")
        << name;
}

TEST_F(ListSourceTest, bounds_of_the_catalog_are_the_last_values_taken) {
  const auto takes = [this](const Setting& setting, const std::string& value) {
    return error_of("[[lists.source]]\nname = \"a\"\nurl = \"https://a.example/l\"\n" +
                    std::string(setting.key) + " = " + value + "\n")
        .empty();
  };
  for (const Setting& each : list_source_catalog()) {
    const std::string_view type = setting_type(each);
    const auto text = [&](std::int64_t value) {
      return type == "duration" ? '"' + format_duration(std::chrono::milliseconds(value)) + '"'
                                : std::to_string(value);
    };
    if (type != "duration" && type != "whole number") continue;
    EXPECT_TRUE(takes(each, text(each.low)) && takes(each, text(each.high))) << each.key;
    EXPECT_FALSE(takes(each, text(each.low - 1)) || takes(each, text(each.high + 1))) << each.key;
    EXPECT_TRUE(takes(each, setting_default(each))) << each.key;
  }
}

}  // namespace
}  // namespace ordergate
