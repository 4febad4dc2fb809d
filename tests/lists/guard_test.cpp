#include "lists/guard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "lists/accepted.h"
#include "lists/reader.h"
#include "tests/lists/temp_directory.h"

namespace ordergate::lists {
namespace {

constexpr GuardOptions kTwenty{20, {}};

ListTally tally(ListCode list, std::uint64_t entries, const char* source = "us_csl") {
  return {source, list, entries, 2 * entries, entries, {}};
}

/// The codes of what is refused.
std::vector<ListCode> refused(const std::vector<ListTally>& last, const std::vector<ListTally>& next,
                              const GuardOptions& options = kTwenty) {
  std::vector<ListCode> lists;
  for (const GuardRefusal& refusal : guard_lists(last, next, options)) lists.push_back(refusal.list);
  return lists;
}

TEST(ListGuard, refuses_a_list_that_is_gone_whatever_its_size_and_whatever_may_be_lost) {
  const std::vector<ListTally> last = {tally(ListCode::sdn, 20'000), tally(ListCode::isn, 1)};
  const std::vector<ListTally> next = {tally(ListCode::sdn, 21'000)};
  EXPECT_EQ(refused(last, next), std::vector{ListCode::isn});
  EXPECT_EQ(refused(last, next, {100, {}}), std::vector{ListCode::isn});
  EXPECT_EQ(refused(last, {next[0], tally(ListCode::isn, 0)}), std::vector{ListCode::isn});
  EXPECT_EQ(describe(guard_lists(last, next, kTwenty)),
            "list ISN (us_csl) is gone; 1 entries were accepted last");
}

TEST(ListGuard, refuses_a_list_that_lost_more_than_allowed) {
  const std::vector<ListTally> last = {tally(ListCode::el, 1000)};
  EXPECT_TRUE(refused(last, {tally(ListCode::el, 800)}).empty());
  EXPECT_EQ(refused(last, {tally(ListCode::el, 799)}), std::vector{ListCode::el});
  EXPECT_TRUE(refused(last, {tally(ListCode::el, 1)}, {100, {}}).empty());
  EXPECT_EQ(refused(last, {tally(ListCode::el, 999)}, {0, {}}), std::vector{ListCode::el});
  EXPECT_TRUE(refused(last, {tally(ListCode::el, 5000)}, {0, {}}).empty());
  EXPECT_TRUE(refused({}, last).empty());
}

TEST(ListGuard, refuses_a_list_whose_names_or_addresses_went_while_its_entries_stayed) {
  const ListTally last = tally(ListCode::sdn, 1000);
  ListTally next = last;
  next.names = 1000;
  EXPECT_EQ(
      describe(guard_lists({last}, {next}, kTwenty)),
      "list SDN (us_csl) shrank from 2000 to 1000 names, more than lists.shrink_guard_percent = 20 allows");
  next = last;
  next.addresses = 0;
  EXPECT_EQ(refused({last}, {next}), std::vector{ListCode::sdn});
}

TEST(ListGuard, does_not_let_one_source_stand_in_for_another) {
  EXPECT_EQ(refused({tally(ListCode::el, 2000), tally(ListCode::el, 10, "user")},
                    {tally(ListCode::el, 2000), tally(ListCode::sdn, 10, "user")}),
            std::vector{ListCode::el});
}

TEST(ListGuard, refuses_a_file_older_than_the_one_in_use_where_both_say_their_day) {
  ListTally last = tally(ListCode::un, 100, "un"), next = last;
  last.published = Date::from_ymd(2026, 2, 27);
  next.published = Date::from_ymd(2026, 2, 26);
  const std::vector<GuardRefusal> refusals = guard_lists({last}, {next}, kTwenty);
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].reason, GuardRefusal::Reason::older);
  EXPECT_EQ(refusals[0].why,
            "list UN (un) was published 2026-02-26, before the one accepted last (2026-02-27)");
  next.published = last.published;
  EXPECT_TRUE(refused({last}, {next}).empty()) << "the same day again";
  next.published.reset();
  EXPECT_TRUE(refused({last}, {next}).empty()) << "nobody says when";
}

TEST(ListGuard, takes_what_an_operator_accepts_and_nothing_else) {
  const std::vector<ListTally> last = {tally(ListCode::el, 1000), tally(ListCode::meu, 70)};
  EXPECT_EQ(refused(last, {}, {20, {ListCode::el}}), std::vector{ListCode::meu});
  EXPECT_TRUE(refused(last, {}, {20, {ListCode::meu, ListCode::el}}).empty());
}

TEST(ListCodes, are_known_by_name_in_any_case) {
  EXPECT_EQ(parse_list_code("el"), ListCode::el);
  EXPECT_EQ(parse_list_code("CMIC"), ListCode::cmic);
  EXPECT_EQ(parse_list_code("Entity List"), std::nullopt);
  EXPECT_EQ(parse_list_code(""), std::nullopt);
}

TEST(ListTallies, count_by_source_and_list_and_take_the_day_from_headers_only) {
  const TempDirectory directory;
  directory.write("a_2030-01-01.csv",
                  "name,list,start_date,aliases,addresses\nOne Works,EL,2029-01-01,A B;C D,1 Way\n"
                  "Two Works,,,,\n");
  directory.write("b.csv", "name,list\nThree Works,EL\n");
  directory.write(
      "un.xml",
      "<CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09.554Z\"><ENTITIES><ENTITY><FIRST_NAME>C "
      "D</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>");
  const auto files = read_lists({directory.path()});
  ASSERT_TRUE(files) << files.error().text;
  const std::vector<ListTally> expected = {{"un", ListCode::un, 1, 1, 0, Date::from_ymd(2026, 2, 27)},
                                           {"user", ListCode::el, 2, 4, 1, {}},
                                           {"user", ListCode::user, 1, 1, 0, {}}};
  EXPECT_EQ(tally_lists(files.value()), expected);
}

TEST(ListFiles, have_the_day_of_their_name_or_header_and_never_that_of_their_newest_entry) {
  const TempDirectory directory;
  directory.write("own.csv", "name,start_date\nOne Works,2029-01-01\n");
  directory.write("own_2026-03-04.csv", "name,start_date\nTwo Works,2029-01-01\n");
  const auto files = read_lists({directory.path()});
  ASSERT_TRUE(files) << files.error().text;
  EXPECT_EQ(files.value()[0].date, std::nullopt);
  EXPECT_EQ(files.value()[1].date, Date::from_ymd(2026, 3, 4));
  EXPECT_EQ(sample_list().date, Date::from_ymd(2031, 1, 1)) << "the sample has no publisher";
}

TEST(AcceptedLists, are_read_back_as_they_were_written) {
  AcceptedLists accepted;
  accepted.lists = {tally(ListCode::el, 3), tally(ListCode::un, 1, "un")};
  accepted.lists[1].published = Date::from_ymd(2026, 2, 27);
  accepted.files = {{"/lists/a \"b\"\n.csv", "00ff", false, "0/a.csv"},
                    {"/lists/alt.csv", "11", true, "0/alt.csv"}};
  accepted.copies = "abc";
  accepted.written_unix_s = 1'800'000'000;
  const Result<AcceptedLists> read = parse_accepted(to_text(accepted));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read.value().lists, accepted.lists);
  EXPECT_EQ(to_text(read.value()), to_text(accepted));
}

TEST(AcceptedLists, that_are_cut_or_of_another_version_are_refused) {
  const std::string whole = to_text({{tally(ListCode::el, 3)}, {}, "abc", 1});
  for (std::size_t size = 0; size + 1 < whole.size(); ++size)
    EXPECT_FALSE(parse_accepted(whole.substr(0, size))) << size;
  std::string newer = whole;
  newer.replace(newer.find("\"version\": 1"), 12, "\"version\": 2");
  EXPECT_FALSE(parse_accepted(newer));
  std::string odd = whole;
  odd.replace(odd.find("\"EL\""), 4, "\"EX\"");
  EXPECT_FALSE(parse_accepted(odd));
}

/// The published list without the rows that `unwanted` picks by what stands in them.
std::string without(const std::string& path, const std::vector<std::string>& unwanted) {
  std::ifstream in(path);
  std::ostringstream kept;
  for (std::string line; std::getline(in, line);) {
    const bool drop = std::any_of(unwanted.begin(), unwanted.end(), [&](const std::string& word) {
      return line.find(word) != std::string::npos;
    });
    if (!drop) kept << line << '\n';
  }
  return kept.str();
}

TEST(ListGuard, refuses_the_published_list_without_one_of_its_lists) {
  const std::string path = OG_SOURCE_DIR "/../shared/data/lists/csl/consolidated_2026-07-31.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the published list is not here: " << path;
  const TempDirectory directory;
  const auto whole = read_lists({path});
  ASSERT_TRUE(whole) << whole.error().text;
  const std::vector<ListTally> last = tally_lists(whole.value());
  const auto refused_without = [&](const std::vector<std::string>& words) {
    const auto files = read_lists({directory.write("consolidated_2026-08-01.csv", without(path, words))});
    EXPECT_TRUE(files) << files.error().text;
    return refused(last, tally_lists(files.value()));
  };
  EXPECT_TRUE(refused_without({}).empty());
  EXPECT_EQ(refused_without({",Entity List (EL)"}), std::vector{ListCode::el});
  EXPECT_EQ(refused_without({",Nonproliferation Sanctions (ISN)", ",Military End User (MEU) List",
                             ",Unverified List (UVL)", ",ITAR Debarred (DTC)", ",Denied Persons List (DPL)"}),
            (std::vector{ListCode::dpl, ListCode::meu, ListCode::uvl, ListCode::dtc, ListCode::isn}));
}

TEST(ListFiles, of_the_published_formats_are_refused_when_cut_in_a_row) {
  const std::string root = OG_SOURCE_DIR "/../shared/data/lists/";
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "the published lists are not here: " << root;
  const TempDirectory directory;
  for (const char* name :
       {"csl/consolidated_2026-07-31.csv", "bis/dpl_2023-11.txt", "uk/hmt_conlist_2020-04-27.csv",
        "un/UN_consolidated_2026-02-27.xml", "ofac/sdn_2023-10.csv", "ofac/sdn_names_2025-11.jsonl",
        "ofac/CONS_ENHANCED_2025-01-14.xml"}) {
    std::ifstream in(root + name, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    std::string third = bytes.str().substr(0, bytes.str().size() / 3);
    if (third.back() == '\n') third.pop_back();
    const auto read = read_list_file(directory.write(std::filesystem::path(name).filename(), third));
    EXPECT_FALSE(read) << name;
  }
}

}  // namespace
}  // namespace ordergate::lists
