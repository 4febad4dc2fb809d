// What of a folder is a list, and which of several of one publisher.
#include "lists/folder.h"

#include <gtest/gtest.h>

#include "lists/reader.h"
#include "tests/lists/temp_directory.h"

namespace ordergate::lists {
namespace {

constexpr const char* kHeader = "source,name,federal_register_notice,addresses,alt_names\n";
constexpr const char* kEntity = "Entity List (EL) - BIS,";
constexpr const char* kDenied = "Denied Persons List (DPL) - BIS,";

class Folder : public ::testing::Test {
 protected:
  void csl(const std::string& name, const std::string& list, const std::string& entry) {
    directory_.write("in/" + name, kHeader + list + entry + ",88 FR 1,,\n");
  }
  /// "NAME, NAME" of the entries that the folder gives; "refused: WHY" when it is.
  std::string read() {
    files_ = {};
    Result<std::vector<ListFile>> files = read_lists({directory_.path() + "/in"});
    if (!files) return "refused: " + files.error().text;
    files_ = std::move(files).value();
    std::string names;
    for (const ListFile& file : files_)
      for (const ListEntry& entry : file.entries)
        names += (names.empty() ? "" : ", ") + std::string(entry.names.front().text);
    return names;
  }
  TempDirectory directory_;
  std::vector<ListFile> files_;
};

TEST_F(Folder, of_one_publishers_files_the_newest_by_name_is_read_and_told_of) {
  csl("csl_2026-07-30.csv", kEntity, "Older");
  csl("csl_2026-07-31.csv", kEntity, "Newer");
  csl("csl_20260729.csv", kEntity, "Oldest");
  EXPECT_EQ(read(), "Newer");
  ASSERT_EQ(files_.size(), 1U);
  ASSERT_EQ(files_[0].rejections.size(), 2U);
  EXPECT_NE(files_[0].rejections[0].reason.find("csl_2026-07-31.csv of the same publisher is newer"),
            std::string::npos);
}

TEST_F(Folder, without_a_date_that_decides_it_is_refused) {
  csl("one.csv", kEntity, "One");
  csl("two.csv", kEntity, "Two");
  const std::string refusal = read();
  EXPECT_EQ(refusal.rfind("refused: ", 0), 0U) << refusal;
  for (const char* word : {"one.csv", "two.csv", "us_csl", "keep one"})
    EXPECT_NE(refusal.find(word), std::string::npos) << refusal;
  const std::string folder = directory_.path() + "/in";
  EXPECT_TRUE(read_lists({folder + "/one.csv", folder + "/two.csv"})) << "each named itself";
}

TEST_F(Folder, a_newer_file_that_lacks_a_whole_list_of_the_older_one_is_refused) {
  directory_.write("in/csl_2026-07-30.csv",
                   std::string(kHeader) + kEntity + "Older,88 FR 1,,\n" + kDenied + "Denied,88 FR 2,,\n");
  csl("csl_2026-07-31.csv", kEntity, "Newer");
  const std::string refusal = read();
  EXPECT_EQ(refusal.rfind("refused: ", 0), 0U) << refusal;
  for (const char* word : {"csl_2026-07-30.csv", "csl_2026-07-31.csv", "has no DPL"})
    EXPECT_NE(refusal.find(word), std::string::npos) << refusal;
}

TEST_F(Folder, a_copy_is_read_once) {
  csl("one.csv", kEntity, "One");
  csl("one (1).csv", kEntity, "One");
  EXPECT_EQ(read(), "One");
}

TEST_F(Folder, files_of_different_lists_are_all_read) {
  csl("el.csv", kEntity, "One");
  csl("dpl.csv", kDenied, "Two");
  EXPECT_EQ(read(), "Two, One");
}

/// A list whose newest listing has a day, under its publisher's own name.
std::string own_name(const TempDirectory& directory, std::string_view headers) {
  const std::string path = directory.write(
      "in/consolidated.csv", "source,name,federal_register_notice,addresses,alt_names,start_date\n" +
                                 std::string(kEntity) + "One,88 FR 1,,,2026-07-30\n");
  if (!headers.empty()) directory.write("in/consolidated.csv.headers", headers);
  return path;
}

TEST_F(Folder, the_newest_listing_inside_is_no_date_of_the_file) {
  const Result<ListFile> file = read_list_file(own_name(directory_, ""));
  ASSERT_TRUE(file);
  ASSERT_EQ(file.value().entries.size(), 1U);
  EXPECT_TRUE(file.value().entries[0].start_date);
  EXPECT_FALSE(file.value().date);
  EXPECT_FALSE(file.value().published);
}

TEST_F(Folder, headers_beside_a_file_with_its_publishers_name_date_it) {
  const Result<ListFile> file =
      read_list_file(own_name(directory_,
                              "HTTP/1.1 302 Found\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n\r\n"
                              "HTTP/2 200 \r\nlast-modified: Fri, 31 Jul 2026 07:02:11 GMT\r\n\r\n"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file.value().date, Date::from_ymd(2026, 7, 31));
  EXPECT_EQ(file.value().published, file.value().date) << "the guard refuses an older one";
  EXPECT_EQ(read(), "One") << "headers are no list";
}

TEST_F(Folder, headers_without_a_day_or_of_a_redirect_alone_date_nothing) {
  for (const char* headers :
       {"HTTP/1.1 302 Found\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\n\nHTTP/2 200\n\n",
        "HTTP/2 503\nLast-Modified: Fri, 27 Nov 2026 07:02:11 GMT\n\n",
        "HTTP/1.1 200 OK\nLast-Modified: yesterday\n\n", "Last-Modified: Fri, 99 Foo 2026 07:02:11 GMT\n"}) {
    const Result<ListFile> file = read_list_file(own_name(directory_, headers));
    ASSERT_TRUE(file);
    EXPECT_FALSE(file.value().date) << headers;
  }
}

TEST_F(Folder, a_name_with_a_day_counts_before_headers) {
  csl("csl_2026-07-31.csv", kEntity, "One");
  directory_.write("in/csl_2026-07-31.csv.headers", "Last-Modified: Sat, 01 Aug 2026 07:02:11 GMT\n");
  EXPECT_EQ(read(), "One");
  EXPECT_EQ(files_[0].date, Date::from_ymd(2026, 7, 31));
}

TEST_F(Folder, what_programs_leave_behind_is_no_list) {
  csl("el.csv", kEntity, "One");
  for (const char* name : {"el.csv.part", "el.csv~", ".el.csv.swp", "el.csv.swp", "el.csv.tmp", "#el.csv#",
                           "el.csv.bak", "el.csv.crdownload", ".hidden"})
    directory_.write(std::string("in/") + name, "no list");
  EXPECT_EQ(read(), "One");
  directory_.write("in/notes.txt", "no list");
  EXPECT_EQ(read().rfind("refused: ", 0), 0U) << "anything else must be one";
}

}  // namespace
}  // namespace ordergate::lists
