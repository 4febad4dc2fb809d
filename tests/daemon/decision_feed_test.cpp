// Files of decisions for the workers, as they come and go between reloads.
#include "daemon/decision_feed.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace ordergate::daemon {
namespace {

const std::string kClearance =
    R"({"decision_id":"d-1","kind":"not_the_party","by":"ada","at":"2026-02-10T09:12:00Z","reason":"other founders",)"
    R"("scope":{"list":"EL","entry":"1","entry_hash":"0123456789abcdef","party":")" +
    std::string(64, 'a') + "\"}}";

class DecisionFiles : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove_all(file_); }
  void TearDown() override { std::filesystem::remove_all(file_); }
  void write(const std::string& text) { std::ofstream(file_) << text << '\n'; }
  std::string answer(const DecisionFeed& feed) {
    const std::string party(64, 'a');
    decisions::MatchQuery query;
    query.list = "EL";
    query.entry = "1";
    query.entry_hash = "0123456789abcdef";
    query.party = party;
    const decisions::MatchAnswer found = feed.box().current()->find(query);
    return found.decision == nullptr ? "none" : std::string(to_string(found.ended));
  }

  const std::string file_ = testing::TempDir() + "/decision_feed_test.ndjson";
  Config config_ = [this] {
    Config config;
    config.review.decisions = {file_};
    return config;
  }();
  DecisionFeed feed_{config_, wall_time};
};

TEST_F(DecisionFiles, WithoutThemAtTheStartNothingIsScreened) {
  EXPECT_FALSE(feed_.read_files().ok());
  EXPECT_FALSE(feed_.ready());
  EXPECT_NE(feed_.counts().unreadable, "");
  write(kClearance);
  EXPECT_TRUE(feed_.read_files().ok());
  EXPECT_TRUE(feed_.ready());
}

TEST_F(DecisionFiles, ThatCannotBeReadAnyMoreClearNothingAndHinderNoReload) {
  write(kClearance);
  ASSERT_TRUE(feed_.read_files().ok());
  EXPECT_EQ(answer(feed_), "");
  EXPECT_EQ(feed_.counts().unreadable, "");
  std::filesystem::remove(file_);
  std::filesystem::create_directory(file_);
  EXPECT_TRUE(feed_.read_files().ok());
  EXPECT_TRUE(feed_.ready());
  EXPECT_EQ(answer(feed_), "unreadable");
  EXPECT_NE(feed_.counts().unreadable.find(file_), std::string::npos);
  std::filesystem::remove(file_);
  EXPECT_TRUE(feed_.read_files().ok());
  EXPECT_EQ(answer(feed_), "unreadable");
  write(kClearance);
  EXPECT_TRUE(feed_.read_files().ok());
  EXPECT_EQ(answer(feed_), "");
  EXPECT_EQ(feed_.counts().unreadable, "");
}

}  // namespace
}  // namespace ordergate::daemon
