#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "daemon/accepted_lists_store.h"
#include "lists/reader.h"

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;
using lists::ListCode;

class ListMemoryTest : public ::testing::Test {
 protected:
  ListMemoryTest() {
    root_ =
        fs::temp_directory_path() /
        ("ordergate-memory-" + std::to_string(testing::UnitTest::GetInstance()->current_test_info()->line()) +
         "-" + std::to_string(::getpid()));
    fs::create_directories(root_ / "state");
    fs::create_directories(root_ / "lists");
  }
  ~ListMemoryTest() override { fs::remove_all(root_); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(root_ / name, std::ios::binary) << text;
    return root_ / name;
  }
  /// What is accepted when the lists folder is read now.
  [[nodiscard]] lists::AcceptedLists read() const {
    auto files = lists::read_lists({root_ / "lists"});
    EXPECT_TRUE(files) << files.error().text;
    return {tally_lists(files.value()), source_files(files.value()), "", 1'800'000'000};
  }
  [[nodiscard]] std::size_t generations() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(root_ / "state" / "lists"), fs::directory_iterator()));
  }
  [[nodiscard]] AcceptedListsStore memory() const { return AcceptedListsStore(root_ / "state"); }
  fs::path root_;
};

TEST_F(ListMemoryTest, has_nothing_before_anything_was_accepted) {
  ASSERT_TRUE(memory().last());
  EXPECT_FALSE(memory().last().value());
  EXPECT_TRUE(memory().take_acceptance().value().empty());
}

TEST_F(ListMemoryTest, without_a_state_directory_remembers_nothing_and_fails_at_nothing) {
  write("lists/own.csv", "name\nOne Works\n");
  const AcceptedListsStore none("");
  EXPECT_FALSE(none.enabled());
  EXPECT_TRUE(none.remember(read()));
  EXPECT_FALSE(none.last().value());
  EXPECT_TRUE(none.take_acceptance().value().empty());
}

TEST_F(ListMemoryTest, gives_back_what_was_accepted_with_copies_that_read_the_same) {
  write("lists/sdn.csv", "36,\"AEROSAMPLE\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n");
  write("lists/alt.csv", "36,12,\"aka\",\"AERO-SAMPLE\",-0- \r\n");
  const auto named = lists::read_lists({root_ / "lists" / "sdn.csv"});
  ASSERT_TRUE(named) << named.error().text;
  ASSERT_TRUE(memory().remember({tally_lists(named.value()), source_files(named.value()), "", 5}));
  fs::remove_all(root_ / "lists");

  const auto last = memory().last();
  ASSERT_TRUE(last) << last.error().text;
  EXPECT_EQ(last.value()->lists, tally_lists(named.value()));
  EXPECT_EQ(last.value()->written_unix_s, 5);
  const std::vector<std::string> copies = memory().copies_of(*last.value());
  ASSERT_EQ(copies.size(), 1U) << "the alias file was not named: it is found beside";
  EXPECT_EQ(fs::path(copies[0]).filename(), "sdn.csv");
  const auto again = lists::read_lists(copies);
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(again.value()[0].names, 2U);
  EXPECT_EQ(tally_lists(again.value()), tally_lists(named.value()));
}

TEST_F(ListMemoryTest, keeps_the_last_copies_only) {
  write("lists/own.csv", "name\nOne Works\n");
  ASSERT_TRUE(memory().remember(read()));
  const std::string first = memory().last().value()->copies;
  ASSERT_TRUE(memory().remember(read()));
  EXPECT_EQ(memory().last().value()->copies, first);
  write("lists/own.csv", "name\nOne Works\nTwo Works\n");
  ASSERT_TRUE(memory().remember(read()));
  EXPECT_NE(memory().last().value()->copies, first);
  EXPECT_EQ(generations(), 1U);
}

TEST_F(ListMemoryTest, does_not_keep_a_file_that_was_written_again_since_it_was_read) {
  write("lists/own.csv", "name\nOne Works\n");
  ASSERT_TRUE(memory().remember(read()));
  const std::string before = memory().last().value()->copies;
  write("lists/own.csv", "name\nOne Works\nTwo Works\n");
  const lists::AcceptedLists accepted = read();
  write("lists/own.csv", "name\nSomebody Else\n");
  const Status kept = memory().remember(accepted);
  ASSERT_FALSE(kept);
  EXPECT_NE(kept.error().text.find("own.csv: was written again"), std::string::npos) << kept.error().text;
  EXPECT_EQ(memory().last().value()->copies, before);
  EXPECT_EQ(memory().copies_of(*memory().last().value()).size(), 1U);
}

TEST_F(ListMemoryTest, a_copy_that_is_gone_is_no_copy) {
  write("lists/a.csv", "name\nOne Works\n");
  write("lists/b.csv", "name\nTwo Works\n");
  ASSERT_TRUE(memory().remember(read()));
  const lists::AcceptedLists last = *memory().last().value();
  ASSERT_EQ(memory().copies_of(last).size(), 2U);
  fs::remove(memory().copies_of(last)[1]);
  EXPECT_TRUE(memory().copies_of(last).empty()) << "half of the lists is not the lists";
}

TEST_F(ListMemoryTest, a_record_that_cannot_be_read_is_an_error_that_says_what_to_do) {
  write("state/accepted-lists.json", "{\"version\": 1");
  const auto last = memory().last();
  ASSERT_FALSE(last);
  EXPECT_NE(last.error().text.find("accepted-lists.json: what was accepted last cannot be read"),
            std::string::npos);
  EXPECT_NE(last.error().text.find("removing the file"), std::string::npos);
}

TEST_F(ListMemoryTest, an_acceptance_stands_once) {
  write("state/accept-shrunken", "EL  # three quarters moved to another list\r\n\n meu, UVL\n");
  const auto taken = memory().take_acceptance();
  ASSERT_TRUE(taken) << taken.error().text;
  EXPECT_EQ(taken.value(), (std::vector{ListCode::el, ListCode::meu, ListCode::uvl}));
  EXPECT_FALSE(fs::exists(root_ / "state" / "accept-shrunken"));
  EXPECT_TRUE(memory().take_acceptance().value().empty());
}

TEST_F(ListMemoryTest, an_acceptance_is_added_to_what_an_operator_wrote) {
  write("state/accept-shrunken", "EL");
  ASSERT_TRUE(memory().accept_next({ListCode::isn, ListCode::meu}));
  EXPECT_EQ(memory().take_acceptance().value(), (std::vector{ListCode::el, ListCode::isn, ListCode::meu}));
  EXPECT_TRUE(memory().take_acceptance().value().empty());
}

TEST_F(ListMemoryTest, an_acceptance_of_a_list_that_is_none_is_an_error_and_gone) {
  write("state/accept-shrunken", "EL\nELL\n");
  const auto taken = memory().take_acceptance();
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().text.find("accept-shrunken:2: 'ELL' is no code of a list"), std::string::npos);
  EXPECT_FALSE(fs::exists(root_ / "state" / "accept-shrunken"));
}

}  // namespace
}  // namespace ordergate::daemon
