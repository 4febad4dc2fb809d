#include "tables/csv.h"

#include <gtest/gtest.h>

#include <random>

namespace ordergate::tables {
namespace {

struct Row {
  std::uint64_t line;
  std::vector<std::string> fields;  // empty: malformed
  friend bool operator==(const Row&, const Row&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Row& row) {
    out << row.line << ":";
    for (const auto& field : row.fields) out << "[" << field << "]";
    return out;
  }
};

std::vector<Row> read_all(std::string_view text, char delimiter = ',', const CsvLimits& limits = {}) {
  CsvReader reader(text, delimiter, limits);
  std::vector<Row> rows;
  CsvRecord record;
  for (CsvStep step = reader.next(record); step != CsvStep::end; step = reader.next(record)) {
    rows.push_back({record.line, step == CsvStep::malformed ? std::vector<std::string>{} : record.fields});
  }
  return rows;
}

TEST(Csv, EmptyTextHasNoRecords) {
  EXPECT_TRUE(read_all("").empty());
  EXPECT_TRUE(read_all("\xEF\xBB\xBF").empty());
  EXPECT_TRUE(read_all("\n\r\n  \n").empty());
}

TEST(Csv, UnterminatedQuoteCostsItsOwnLineOnly) {
  EXPECT_EQ(read_all("a,b\n\"open,1\nc,d\n"), (std::vector<Row>{{1, {"a", "b"}}, {2, {}}, {3, {"c", "d"}}}));
}

TEST(Csv, UnterminatedQuoteBeforeQuotedRowsLosesNoneOfThem) {
  EXPECT_EQ(read_all("\"open,1\n\"c\",\"d\"\n\"e\",\"f\"\n"),
            (std::vector<Row>{{1, {}}, {2, {"c", "d"}}, {3, {"e", "f"}}}));
}

TEST(Csv, FieldOverTheLimitIsMalformed) {
  CsvLimits limits;
  limits.field_bytes_max = 8;
  EXPECT_EQ(read_all("123456789,x\n12345678,y\n", ',', limits),
            (std::vector<Row>{{1, {}}, {2, {"12345678", "y"}}}));
}

TEST(Csv, RecordOverTheLimitIsMalformed) {
  CsvLimits limits;
  limits.record_bytes_max = 16;
  EXPECT_EQ(read_all("\"aaaa\nbbbb\ncccc\ndddd\n\"\nx,y\n", ',', limits).back(), (Row{6, {"x", "y"}}));
}

TEST(Csv, TooManyFieldsAreMalformed) {
  CsvLimits limits;
  limits.fields_max = 2;
  EXPECT_EQ(read_all("a,b,c\nd,e\n", ',', limits), (std::vector<Row>{{1, {}}, {2, {"d", "e"}}}));
}

TEST(Csv, RecordKnowsThePhysicalLineItStartsOn) {
  EXPECT_EQ(read_all("a,\"1\n2\n3\"\n\nb,c"), (std::vector<Row>{{1, {"a", "1\n2\n3"}}, {5, {"b", "c"}}}));
}

TEST(Csv, ByteOrderMarkCrlfAndLoneCarriageReturnsAreUnderstood) {
  EXPECT_EQ(read_all("\xEF\xBB\xBF"
                     "a,b\r\nc,d\r"),
            (std::vector<Row>{{1, {"a", "b"}}, {2, {"c", "d"}}}));
}

/// By a judge that goes letter by letter: lines that end any way, and are of any length.
TEST(Csv, LinesAreCutAsALetterByLetterJudgeCutsThem) {
  std::mt19937 random(5);
  for (int round = 0; round < 400; ++round) {
    std::string text;
    while (text.size() < 2000) {
      text.append(random() % 600, 'a');
      static constexpr const char* kEnds[] = {"\n", "\r\n", "\r", "\r\r\n", "\n\n"};
      text += kEnds[round % 3 == 0 ? 2 : random() % 5];
    }
    std::vector<Row> expected;
    std::uint64_t line = 1;
    std::string field;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == 'a') {
        field += 'a';
        continue;
      }
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      if (!field.empty()) expected.push_back({line, {std::exchange(field, "")}});
      ++line;
    }
    ASSERT_EQ(read_all(text), expected) << "round " << round;
  }
}

/// Each line is looked for once, however long the file is behind it: to its end a million times is a day.
TEST(Csv, AFileWhoseLinesEndByCarriageReturnAloneIsReadToItsEnd) {
  std::string text;
  for (int i = 0; i < 1'000'000; ++i)
    text += "one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve\r";
  CsvReader reader(text, ',');
  CsvRecord record;
  std::size_t count = 0;
  while (reader.next(record) == CsvStep::record) ++count;
  EXPECT_EQ(count, 1'000'000U);
}

TEST(Csv, StrayQuoteInsideAFieldIsKept) {
  EXPECT_EQ(read_all("a \"b\" c,d\n"), (std::vector<Row>{{1, {"a \"b\" c", "d"}}}));
}

TEST(Csv, TabsDelimitWhenAsked) {
  EXPECT_EQ(read_all("\"a, b\"\t\"\"\tc\n", '\t'), (std::vector<Row>{{1, {"a, b", "", "c"}}}));
}

TEST(Csv, NulBytesAreOrdinaryBytes) {
  EXPECT_EQ(read_all(std::string_view("a\0b,c\n", 6)),
            (std::vector<Row>{{1, {std::string("a\0b", 3), "c"}}}));
}

TEST(CsvTable, ColumnsAreFoundByNameWithoutCase) {
  const auto table = CsvTable::parse("Alpha2, NAME\nDE,Germany\n", "countries.csv");
  ASSERT_TRUE(table);
  EXPECT_EQ(table.value().field(table.value().rows[0], "name"), "Germany");
  EXPECT_EQ(table.value().field(table.value().rows[0], "absent"), "");
}

TEST(CsvTable, ErrorsNameFileAndLine) {
  EXPECT_EQ(CsvTable::parse("", "t.csv").error().text, "t.csv:1: no header line");
  EXPECT_EQ(CsvTable::parse("a,b\n1,2\n3\n", "t.csv").error().text, "t.csv:3: expected 2 fields, found 1");
  EXPECT_EQ(CsvTable::parse("a,A\n", "t.csv").error().text, "t.csv:1: column \"a\" stands twice");
  EXPECT_EQ(CsvTable::parse("a,b\n\"1,2\n", "t.csv").error().text, "t.csv:2: a quote is never closed");
}

}  // namespace
}  // namespace ordergate::tables
