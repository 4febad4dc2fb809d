// Files that were cut or damaged on their way are refused whole, with file and line.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lists/reader.h"
#include "tests/lists/temp_directory.h"

namespace ordergate::lists {
namespace {

constexpr const char* kCsl =
    "source,name,federal_register_notice,addresses,alt_names\n"
    "Entity List (EL) - BIS,Sample One,88 FR 1,\"1 Road,\nFloor 2, CN\",\"S1; \"\"Eins\"\"\"\n"
    "Denied Persons List (DPL) - BIS,Sample Two,88 FR 2,,S2\r\n"
    "Unverified List (UVL) - BIS,Sample Three,88 FR 3,\"3 Way, HK\",\n";

constexpr const char* kUn = R"(<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>A</FIRST_NAME>
<SECOND_NAME>B</SECOND_NAME></INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><FIRST_NAME>C D</FIRST_NAME></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>)";

class Damaged : public ::testing::Test {
 protected:
  /// The error of a file with these bytes, without its folder; "" when it is read.
  std::string error_of(const std::string& bytes, const char* name = "list.csv") {
    const std::string path = directory_.write(name, bytes);
    const Result<ListFile> file = read_list_file(path);
    if (file) return "";
    std::string text = file.error().text;
    const std::size_t at = text.find(name);
    return at == std::string::npos ? text : text.substr(at);
  }
  /// The number of entries of a file with these bytes; -1 when it is refused.
  int entries_of(const std::string& bytes, const char* name = "list.csv") {
    const Result<ListFile> file = read_list_file(directory_.write(name, bytes));
    return file ? static_cast<int>(file.value().entries.size()) : -1;
  }
  TempDirectory directory_;
};

TEST_F(Damaged, a_publishers_file_cut_anywhere_but_after_a_row_is_refused) {
  const std::string whole(kCsl);
  ASSERT_EQ(entries_of(whole), 3);
  // Where rows end: the line break inside an address is no end.
  const std::vector<std::size_t> ends = {whole.find("Denied"), whole.find("Unverified"), whole.size()};
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const bool after_row = std::find(ends.begin(), ends.end(), size) != ends.end() || whole[size - 1] == '\r';
    EXPECT_EQ(entries_of(whole.substr(0, size)) > 0, after_row) << "cut after " << size << " bytes";
  }
}

TEST_F(Damaged, a_cut_last_row_is_named_by_its_line) {
  EXPECT_EQ(error_of(std::string(kCsl) + "Entity List (EL) - BIS,Sample F"),
            "list.csv:6: the last row: expected 5 fields, found 2; the file is cut or damaged");
  EXPECT_EQ(error_of(std::string(kCsl) + "Entity List (EL) - BIS,Four,89 FR 1,,S"),
            "list.csv:6: the last row has no line break after it; the file is cut or damaged");
  EXPECT_EQ(error_of(std::string(kCsl) + std::string(5, '\0')),
            "list.csv:6: the last row: expected 5 fields, found 1; the file is cut or damaged");
  EXPECT_EQ(error_of("source,name,federal_register_notice,alt_names\n"),
            "list.csv: no entry could be read; the file is cut or damaged, or its format changed");
}

TEST_F(Damaged, a_row_in_the_middle_with_another_number_of_fields_costs_itself_only) {
  const std::string whole(kCsl);
  const std::size_t second = whole.find("Denied");
  EXPECT_EQ(entries_of(whole.substr(0, second) + "too,short\n" + whole.substr(second)), 3);
}

TEST_F(Damaged, a_quote_that_never_closes_is_refused_wherever_it_opens) {
  const std::string header = "source,name,federal_register_notice,alt_names\n";
  const std::string good = "Entity List (EL) - BIS,\"Good, Ltd.\",88 FR 1,\n";
  EXPECT_EQ(error_of(header + good + "Entity List (EL) - BIS,\"Open,88 FR 1,\n" + good + good),
            "list.csv:3: a quote is never closed; the file is cut or damaged")
      << "the next quote stands where none may";
  EXPECT_EQ(error_of(header + good + "Entity List (EL) - BIS,\"Open,88 FR 1,\nEL,Plain,88 FR 1,\n"),
            "list.csv:3: a quote is never closed; the file is cut or damaged")
      << "there is no other quote";
  EXPECT_EQ(entries_of(header + good + "Entity List (EL) - BIS,Stray \"quote\" inside,88 FR 1,\n" + good), 3)
      << "a quote inside a field that is whole on its line";
  EXPECT_EQ(error_of("name,countries\n\"Open,DE\nOther,DE\n"),
            "list.csv:2: a quote is never closed; the file is cut or damaged");
}

TEST_F(Damaged, an_own_list_may_lack_the_last_line_break_but_no_field) {
  EXPECT_EQ(entries_of("name,countries\nOne Works,DE\nTwo Works,DE"), 2);
  EXPECT_EQ(error_of("name,countries\nOne Works,DE\nTwo Wo"),
            "list.csv:3: the last row: expected 2 fields, found 1; the file is cut or damaged");
  EXPECT_EQ(entries_of("name,countries\n"), 0) << "an own list may have no entry yet";
}

TEST_F(Damaged, an_xml_file_that_ends_early_is_refused_wherever_it_ends) {
  const std::string whole(kUn);
  ASSERT_EQ(entries_of(whole, "un.xml"), 2);
  for (std::size_t size = 1; size < whole.size(); ++size)
    EXPECT_EQ(entries_of(whole.substr(0, size), "un.xml"), -1) << "cut after " << size << " bytes";
  EXPECT_EQ(error_of(whole.substr(0, whole.find("<ENTITIES>")), "un.xml").substr(0, 9), "un.xml:3:");
}

TEST_F(Damaged, lines_of_json_whose_last_is_cut_are_refused) {
  const std::string own = "{\"name\": \"One Works\"}\n{\"name\": \"Two Works\"}";
  EXPECT_EQ(entries_of(own, "own.ndjson"), 2);
  EXPECT_EQ(error_of(own.substr(0, own.size() - 1), "own.ndjson"),
            "own.ndjson:2: the last line: no JSON; the file is cut or damaged");
  const std::string ofac =
      "{\"entity_id\": 36, \"names\": [{\"full_name\": \"A B\", \"is_primary\": true}]}\n";
  EXPECT_EQ(entries_of(ofac + ofac, "ofac.jsonl"), 2);
  EXPECT_EQ(error_of(ofac + ofac.substr(0, 40), "ofac.jsonl"),
            "ofac.jsonl:2: the last line: no JSON; the file is cut or damaged");
  EXPECT_EQ(entries_of("{\"name\": \"One Works\"}\nnone\n{\"name\": \"Two Works\"}\n", "own.ndjson"), 2)
      << "a line in the middle costs itself only";
}

TEST_F(Damaged, an_alias_file_of_an_ofac_set_that_is_cut_refuses_the_set) {
  directory_.write("sdn.csv", "36,\"AEROSAMPLE\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n");
  directory_.write("alt.csv", "36,12,\"aka\",\"AERO-SAMPLE\",-0- \r\n36,13,\"aka\",\"AE");
  const auto lists = read_lists({directory_.path() + "/sdn.csv"});
  ASSERT_FALSE(lists);
  EXPECT_NE(lists.error().text.find("alt.csv:2: a quote is never closed"), std::string::npos)
      << lists.error().text;
}

TEST_F(Damaged, an_own_list_with_a_key_that_nobody_reads_is_refused_as_a_column_is) {
  EXPECT_EQ(
      error_of("{\"name\": \"One Works\"}\n{\"name\": \"Two Works\", \"alias\": [\"2W\"]}\n", "own.ndjson"),
      "own.ndjson:2: key \"alias\" is not known (see docs/lists.md)");
  EXPECT_EQ(error_of("{\"name\": \"One Works\", \"name\": \"Two Works\"}\n", "own.ndjson"),
            "own.ndjson:1: key \"name\" stands twice");
}

}  // namespace
}  // namespace ordergate::lists
