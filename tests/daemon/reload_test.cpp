// Reloads and starts under guard, on the sample list written out as a file.
#include "daemon/reload.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;
using lists::ListCode;

/// Later than any file was written, so that the age of lists is that of their files.
WallTime late() { return WallTime(std::chrono::seconds(4'102'444'800)); }

class ReloaderTest : public ::testing::Test {
 protected:
  ReloaderTest() {
    root_ =
        fs::temp_directory_path() /
        ("ordergate-reload-" + std::to_string(testing::UnitTest::GetInstance()->current_test_info()->line()) +
         "-" + std::to_string(::getpid()));
    fs::create_directories(root_ / "state");
    fs::create_directories(root_ / "lists");
    std::ifstream in(OG_SOURCE_DIR "/lists/sample/sample_list.csv");
    for (std::string line; std::getline(in, line);) rows_.push_back(line + "\n");
    config_.lists.paths = {root_ / "lists"};
    config_.daemon.state_directory = root_ / "state";
    write(rows_);
  }
  ~ReloaderTest() override { fs::remove_all(root_); }

  void write(const std::string& text) const {
    std::ofstream(root_ / "lists" / "consolidated.csv", std::ios::binary) << text;
  }
  void write(const std::vector<std::string>& rows) const {
    std::string text;
    for (const std::string& row : rows) text += row;
    write(text);
  }
  /// The sample without the rows of these lists.
  [[nodiscard]] std::vector<std::string> without(const std::vector<std::string>& codes) const {
    std::vector<std::string> rows;
    for (const std::string& row : rows_) {
      const bool drop = std::any_of(codes.begin(), codes.end(), [&](const std::string& code) {
        return row.find("(" + code + ")") != std::string::npos;
      });
      if (!drop) rows.push_back(row);
    }
    return rows;
  }
  [[nodiscard]] std::string all() const {
    std::string text;
    for (const std::string& row : rows_) text += row;
    return text;
  }
  void accept_once(const std::string& codes) const {
    std::ofstream(root_ / "state" / "accept-shrunken") << codes;
  }
  /// Starts a daemon's reloader anew, as a restart does; why it did not start, or "".
  std::string restart(const std::vector<ListCode>& accept_shrunken = {}) {
    reloader_.reset();
    box_ = std::make_unique<SnapshotBox>();
    reloader_ = std::make_unique<Reloader>(config_, *box_, load_snapshot, late, accept_shrunken);
    const Status started = reloader_->start();
    return started ? "" : started.error().text;
  }
  /// Why a reload was refused, or "".
  std::string reload() {
    const Status done = reloader_->reload_and_wait();
    return done ? "" : done.error().text;
  }
  [[nodiscard]] SnapshotReport report() const { return reloader_->report(); }
  [[nodiscard]] std::uint64_t count(ReloadOutcome outcome) const {
    return report().outcomes[static_cast<std::size_t>(outcome)];
  }
  static bool has(const std::string& text, const std::string& piece) {
    return text.find(piece) != std::string::npos;
  }

  fs::path root_;
  std::vector<std::string> rows_;
  Config config_;
  std::unique_ptr<SnapshotBox> box_;
  std::unique_ptr<Reloader> reloader_;
};

TEST(ReloadChanges, name_each_list_that_grew_shrank_came_or_went) {
  const auto tally = [](const char* source, ListCode list, std::uint64_t entries) {
    return lists::ListTally{source, list, entries, entries, 0, {}};
  };
  const std::vector<lists::ListTally> before = {
      tally("us_csl", ListCode::el, 2036), tally("us_csl", ListCode::uvl, 180), tally("un", ListCode::un, 7)};
  const std::vector<lists::ListTally> after = {
      tally("us_csl", ListCode::el, 1650), tally("us_csl", ListCode::uvl, 180), tally("uk", ListCode::uk, 5)};
  EXPECT_EQ(describe_changes(before, after), "EL (us_csl) 2036 -> 1650, UK (uk) 0 -> 5, UN (un) 7 -> 0");
  EXPECT_EQ(describe_changes(after, after), "");
}

TEST_F(ReloaderTest, refuses_a_reload_without_any_row_of_one_list_and_goes_on_with_the_old_snapshot) {
  ASSERT_EQ(restart(), "");
  const std::string id = report().id;
  for (const auto& gone : {std::vector<std::string>{"EL"},
                           {"ISN"},
                           {"MEU"},
                           {"UVL"},
                           {"DTC"},
                           {"DPL"},
                           {"ISN", "MEU", "UVL", "DTC", "DPL"}}) {
    const std::vector<std::string> rows = without(gone);
    ASSERT_LT(rows.size(), rows_.size());
    write(rows);
    const std::string why = reload();
    for (const std::string& code : gone) EXPECT_TRUE(has(why, "list " + code + " (us_csl) is gone")) << why;
    EXPECT_EQ(snapshot_id(*box_->current()), id);
  }
  EXPECT_EQ(count(ReloadOutcome::shrunken), 7U);
  write(rows_);
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(count(ReloadOutcome::loaded), 1U);
}

TEST_F(ReloaderTest, refuses_files_of_ownership_that_lost_their_relations_at_reload_and_at_start) {
  const auto write_owners = [&](int count) {
    std::ofstream out(root_ / "owners.csv");
    out << "owner,owned,percent,from,until,source\n";
    for (int i = 0; i < count; ++i) out << "Owner " << i << " Ltd,Owned " << i << " Ltd,60,,,registry\n";
  };
  config_.lists.ownership = {root_ / "owners.csv"};
  for (const int left : {0, 7}) {
    write_owners(10);
    ASSERT_EQ(restart(), "");
    write_owners(left);
    EXPECT_TRUE(has(reload(), "files of ownership: list OTHER (ownership_csv)")) << left;
    EXPECT_TRUE(has(restart(), "files of ownership: list OTHER (ownership_csv)")) << left;
    EXPECT_EQ(box_->version(), 0U) << "no start";
  }
  write(without({"EL"}));  // then the copy kept of the lists would be taken
  EXPECT_TRUE(has(restart(), "files of ownership: list OTHER (ownership_csv)"));
  accept_once("OTHER");  // stands for the copy, too
  EXPECT_EQ(restart(), "");
  write(rows_);
  write_owners(10);
  EXPECT_EQ(restart(), "");
  write_owners(9);
  EXPECT_EQ(restart(), "") << "a tenth less is no loss";
  write_owners(1);
  EXPECT_EQ(restart({ListCode::other}), "") << "an operator said so";
  config_.lists.ownership.clear();
  EXPECT_EQ(restart(), "") << "the settings name none";
}

TEST_F(ReloaderTest, refuses_a_reload_and_a_start_on_a_file_cut_in_a_row_with_nothing_remembered) {
  config_.daemon.state_directory.clear();
  ASSERT_EQ(restart(), "");
  write(all().substr(0, all().size() / 3));
  EXPECT_TRUE(has(reload(), "the file is cut or damaged"));
  EXPECT_EQ(count(ReloadOutcome::failed), 1U);
  const std::string why = restart();
  EXPECT_TRUE(has(why, "consolidated.csv:")) << why;
  EXPECT_TRUE(has(why, "the file is cut or damaged")) << why;
  EXPECT_EQ(box_->version(), 0U);
}

TEST_F(ReloaderTest, starts_with_the_copy_when_the_file_in_place_lost_rows_while_it_was_down) {
  const fs::path file = root_ / "lists" / "consolidated.csv";
  fs::last_write_time(file, fs::last_write_time(file) - std::chrono::hours(5));
  ASSERT_EQ(restart(), "");
  EXPECT_TRUE(report().lists_kept);
  EXPECT_FALSE(report().from_copy);
  const std::string id = report().id;
  const std::int64_t written = report().lists_unix_s;
  write(
      std::vector<std::string>(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(rows_.size() / 3)));
  ASSERT_EQ(restart(), "");
  EXPECT_EQ(snapshot_id(*box_->current()), id);
  EXPECT_TRUE(report().from_copy);
  EXPECT_TRUE(has(report().refusal, "is gone; ")) << report().refusal;
  EXPECT_EQ(report().lists_unix_s, written) << "the copy is as old as its files were";
  EXPECT_EQ(count(ReloadOutcome::shrunken), 1U);
  EXPECT_NE(reload(), "") << "what was refused stays refused";
  EXPECT_TRUE(report().from_copy);

  write(all().substr(0, all().size() / 3));
  ASSERT_EQ(restart(), "") << "again, on a file cut in a row";
  EXPECT_TRUE(has(report().refusal, "the file is cut or damaged")) << report().refusal;
  write(rows_);
  EXPECT_EQ(reload(), "");
  EXPECT_FALSE(report().from_copy);
  EXPECT_EQ(report().refusal, "");
}

TEST_F(ReloaderTest, does_not_start_on_refused_lists_without_a_copy) {
  ASSERT_EQ(restart(), "");
  fs::remove_all(root_ / "state" / "lists");
  write(without({"EL"}));
  EXPECT_EQ(restart(), "list EL (us_csl) is gone; 9 entries were accepted last");
  EXPECT_EQ(box_->version(), 0U);
}

TEST_F(ReloaderTest, does_not_start_on_a_copy_that_is_not_what_was_kept) {
  ASSERT_EQ(restart(), "");
  for (const auto& each : fs::recursive_directory_iterator(root_ / "state" / "lists"))
    if (each.is_regular_file())
      fs::copy_file(root_ / "lists" / "consolidated.csv", each.path(), fs::copy_options::overwrite_existing);
  write(without({"EL"}));
  ASSERT_EQ(restart(), "") << "the same bytes are what was kept";
  for (const auto& each : fs::recursive_directory_iterator(root_ / "state" / "lists"))
    if (each.is_regular_file())
      fs::copy_file(root_ / "lists" / "consolidated.csv", each.path(), fs::copy_options::overwrite_existing);
  EXPECT_TRUE(has(restart(), "it is not what was kept"));
}

TEST_F(ReloaderTest, does_not_start_when_what_was_accepted_last_cannot_be_read) {
  std::ofstream(root_ / "state" / "accepted-lists.json") << "{";
  EXPECT_TRUE(has(restart(), "accepted-lists.json"));
}

TEST_F(ReloaderTest, takes_a_shrunken_list_at_start_for_an_operator_who_says_so_and_remembers_it) {
  ASSERT_EQ(restart(), "");
  write(without({"EL", "ISN"}));
  ASSERT_EQ(restart({ListCode::el}), "");
  EXPECT_TRUE(report().from_copy) << "the other list was not named";
  ASSERT_EQ(restart({ListCode::el, ListCode::isn}), "");
  EXPECT_FALSE(report().from_copy);
  ASSERT_EQ(restart(), "") << "what was taken is what the next start is judged by";
  EXPECT_FALSE(report().from_copy);
}

TEST_F(ReloaderTest, takes_a_shrunken_list_once_when_a_file_in_the_state_directory_says_so) {
  ASSERT_EQ(restart(), "");
  write(without({"EL"}));
  EXPECT_NE(reload(), "");
  accept_once("EL\n");
  EXPECT_EQ(reload(), "");
  EXPECT_EQ(reload(), "") << "nothing is lost against what is in use";
  write(without({"EL", "ISN"}));
  accept_once("EL\n");
  EXPECT_NE(reload(), "") << "another list is gone";
  write(without({"EL", "ISN", "MEU"}));
  accept_once("MEU NONE\n");
  EXPECT_TRUE(has(reload(), "'NONE' is no code of a list"));
  EXPECT_NE(reload(), "") << "the file stood for one load";
}

TEST_F(ReloaderTest, takes_what_another_instance_with_the_same_state_directory_was_told_to_take) {
  ASSERT_EQ(restart(), "");
  SnapshotBox other_box;
  Reloader other(config_, other_box, load_snapshot, late);
  ASSERT_TRUE(other.start());
  write(without({"EL"}));
  accept_once("EL");
  EXPECT_EQ(reload(), "") << "the file is gone now";
  EXPECT_TRUE(other.reload_and_wait()) << "these very files were accepted";
  EXPECT_EQ(snapshot_id(*other_box.current()), snapshot_id(*box_->current()));
  write(without({"EL", "ISN"}));
  EXPECT_FALSE(other.reload_and_wait()) << "these were not";
}

TEST_F(ReloaderTest, never_remembers_the_sample_and_does_not_let_it_replace_real_lists) {
  config_.lists.paths.clear();
  ASSERT_EQ(restart(), "");
  EXPECT_FALSE(report().lists_kept);
  EXPECT_FALSE(fs::exists(root_ / "state" / "accepted-lists.json"));
  config_.lists.paths = {root_ / "lists"};
  write(without({"PLC"}));  // other bytes than the sample's
  ASSERT_EQ(restart(), "");
  EXPECT_TRUE(report().lists_kept);
  config_.lists.paths.clear();
  ASSERT_EQ(restart(), "");
  EXPECT_TRUE(report().from_copy) << "paths were lost: the lists accepted last are still screened against";
}

TEST_F(ReloaderTest, without_a_first_snapshot_does_not_start_and_says_why) {
  SnapshotBox box;
  Reloader reloader(Config{}, box, [](const SnapshotOptions&) -> Result<std::shared_ptr<const Snapshot>> {
    return Error{"list.csv:3: no list"};
  });
  const Status started = reloader.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().text, "list.csv:3: no list");
  EXPECT_EQ(box.version(), 0U);
}

}  // namespace
}  // namespace ordergate::daemon
