// Files whose format changed, and files that mean harm.
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

#include "lists/entry_builder.h"
#include "lists/reader.h"
#include "tests/lists/publisher_file.h"

namespace ordergate::lists {
namespace {

struct Renamed {
  const char* file;
  const char* from;  // an element, an attribute with "=", a column or a key
  const char* to;
};

std::string renamed_text(const Renamed& renamed) {
  std::string text = seed(renamed.file);
  const std::string from = renamed.from, to = renamed.to;
  if (!text.starts_with("<") || from.ends_with("=")) return rewritten(text, from, to);
  for (const char* end : {">", " ", "/>"}) text = rewritten(text, "<" + from + end, "<" + to + end);
  return rewritten(text, "</" + from + ">", "</" + to + ">");
}

TEST(Drift, ARenamedFieldIsAnErrorThatNamesIt) {
  const Renamed renamed[] = {
      {"uk_sanctions_csv", "Name 6", "surname"},
      {"uk_sanctions_csv", "Alias strength", "alias grade"},
      {"uk_sanctions_csv", "Address Line 1", "street"},
      {"uk_sanctions_xml", "Name6", "Surname"},
      {"uk_sanctions_xml", "UniqueID", "DesignationID"},
      {"uk_sanctions_xml", "AddressLine1", "Street"},
      {"uk_sanctions_xml", "NonLatinNames", "OtherNames"},
      {"uk_sanctions_xml", "Designation", "Target"},
      {"eu_xml", "wholeName=", "fullName="},
      {"eu_xml", "nameAlias", "alias"},
      {"eu_xml", "strong=", "quality="},
      {"eu_xml", "street=", "road="},
      {"eu_csv", "NameAlias_WholeName", "namealias_fullname"},
      {"eu_csv", "Address_Street", "address_road"},
      {"ofac_standard_xml", "lastName", "surname"},
      {"ofac_standard_xml", "akaList", "aliasList"},
      {"ofac_standard_xml", "sdnEntry", "entry"},
      {"ofac_advanced_xml", "NamePartValue", "NameText"},
      {"ofac_advanced_xml", "LowQuality=", "Weak="},
      {"ofac_advanced_xml", "SanctionsEntry", "Listing"},
      {"csl_json", "\"name\":", "\"party_name\":"},
      {"csl_json", "\"alt_names\":", "\"aliases\":"},
      {"open_sanctions_csv", "\"aliases\"", "\"other_names\""},
      {"seco_xml", "name-part-type=", "part-type="},
      {"seco_xml", "modification-type=", "change-type="},
      {"seco_xml", "address-details", "street"},
      {"sema_xml", "EntityOrShip-EntiteOuNavire", "Entity"},
      {"sema_xml", "Aliases-Alias", "OtherNames"},
      {"meti_csv", "Also Known As", "other names"},
  };
  const auto bare = [](std::string_view name) {
    std::string text(name);
    std::erase_if(text, [](char c) { return c == '=' || c == '"' || c == ':'; });
    return text;
  };
  for (const Renamed& each : renamed) {
    const std::string text = renamed_text(each);
    ASSERT_NE(text, seed(each.file));
    const Result<Reading> reading = read_text(text);
    ASSERT_FALSE(reading) << each.file << ": " << each.from << " as " << each.to << " is read";
    const std::string& error = reading.error().text;
    const bool named =
        error.find(bare(each.to)) != std::string::npos || error.find(bare(each.from)) != std::string::npos;
    EXPECT_TRUE(named) << each.file << ": " << error;
  }
}

TEST(Drift, APropertyOfFollowTheMoneyThatStandsNowhereIsAnError) {
  for (const char* name : {"name", "topics"}) {
    const Result<Reading> reading =
        read_text(rewritten(seed("ftm_json"), "\"" + std::string(name) + "\":", "\"other\":"));
    ASSERT_FALSE(reading);
    EXPECT_NE(reading.error().text.find(name), std::string::npos);
  }
}

TEST(Drift, AFieldThatWasAddedIsReportedWhereNoneIsMissing) {
  const std::string text =
      rewritten(rewritten(seed("uk_sanctions_csv"), "(HIN)\n", "(HIN),Colour\n"), ",\n", ",,\n");
  const Result<Reading> reading = read_text(text);
  ASSERT_TRUE(reading) << reading.error().text;
  EXPECT_EQ(reading.value().file.entries.size(), 3U);
  EXPECT_EQ(reading.value().file.rejections[0].reason, "\"colour\" is not known: what it says is not read");
}

TEST(Drift, APlaceThatAPartyNamesAndTheFileLacksIsAnError) {
  const Result<Reading> reading =
      read_text(rewritten(seed("ofac_advanced_xml"), "<Location ID=\"501\"", "<Location ID=\"5\""));
  ASSERT_FALSE(reading);
  EXPECT_NE(reading.error().text.find("Location 501"), std::string::npos);
}

constexpr const char* kXmlFiles[] = {"uk_sanctions_xml",  "eu_xml",   "ofac_standard_xml",
                                     "ofac_advanced_xml", "seco_xml", "sema_xml"};

TEST(HostileXml, EntitiesOfItsOwnAndOutsideFilesAreRefused) {
  const std::string bombs[] = {
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
      "<!DOCTYPE x [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>",
      "<!DOCTYPE x SYSTEM \"http://127.0.0.1/x.dtd\">"};
  for (const char* file : kXmlFiles) {
    for (const std::string& bomb : bombs) {
      const std::string text = seed(file);
      const std::size_t end = text.find("?>") + 2;
      const Result<Reading> reading = read_text(text.substr(0, end) + bomb + text.substr(end));
      ASSERT_FALSE(reading) << file;
      EXPECT_EQ(reading.error().text, "list: a document type; lists have none");
      // Far behind what is looked at to recognize the format.
      const std::string late =
          text.substr(0, end) + "<!-- " + std::string(100'000, 'x') + " -->" + bomb + text.substr(end);
      EXPECT_FALSE(read_text(late)) << file;
    }
    std::string undefined = seed(file);
    undefined.insert(undefined.rfind("</"), "&undefined;");
    EXPECT_FALSE(read_text(undefined)) << file;
  }
}

TEST(HostileXml, WhatEndsEarlyOrGoesOnIsRefusedWithItsLine) {
  for (const char* file : kXmlFiles) {
    const std::string text = seed(file);
    const Result<Reading> cut = read_text(text.substr(0, text.size() / 2));
    ASSERT_FALSE(cut) << file;
    EXPECT_NE(cut.error().text.find("the file is cut or damaged"), std::string::npos) << cut.error().text;
    EXPECT_FALSE(read_text(text + "<more/>")) << file;
    EXPECT_FALSE(read_text(text + std::string(1, '\0'))) << file;
  }
}

TEST(HostileXml, AFieldARecordOrADepthOverTheLimitIsARejection) {
  ReadLimits limits;
  limits.field_bytes_max = 2000;
  const std::string long_field = rewritten(seed("sema_xml"), "HERON STAR", std::string(5000, 'x'));
  const std::string deep = rewritten(seed("sema_xml"), "HERON STAR", [] {
    std::string nested;
    for (int i = 0; i < 40; ++i) nested += "<Item-NumeroDarticle>";
    for (int i = 0; i < 40; ++i) nested += "</Item-NumeroDarticle>";
    return nested;
  }());
  std::string aliases;
  for (int i = 0; i < 1000; ++i) aliases += "<Aliases-Alias>Heron " + std::to_string(i) + "</Aliases-Alias>";
  const std::string long_record = rewritten(seed("sema_xml"), "<ShipIMONumber", aliases + "<ShipIMONumber");
  for (const std::string& text : {long_field, deep, long_record}) {
    const Result<Reading> reading = read_text(text, limits);
    ASSERT_TRUE(reading) << reading.error().text;
    EXPECT_EQ(reading.value().file.entries.size(), 2U);
    ASSERT_EQ(reading.value().file.rejections.size(), 2U);
    EXPECT_EQ(reading.value().file.rejections[0].line, 7U);
  }
}

TEST(HostileEntry, MoreNamesThanAnyPublisherHasAreNoEntry) {
  EntryBuilder builder(7);
  for (std::size_t i = 0; i < 500'000; ++i)
    builder.add_name("Heron Works " + std::to_string(i), ListedName::Role::strong_alias);
  ListEntry entry;
  EXPECT_EQ(builder.finish(entry), "more than 10,000 names, addresses or identifiers");
}

TEST(HostileEntry, HalfAMillionRowsOfOnePartyAreOneRejection) {
  const std::string text = seed("uk_sanctions_csv");
  const std::size_t rows = text.find('\n', text.find('\n') + 1) + 1;
  const std::string row = text.substr(rows, text.find('\n', rows) + 1 - rows);
  std::string many = text.substr(0, rows);
  for (int i = 0; i < 20'000; ++i) many += rewritten(row, "QUARTZ HERON", "QUARTZ " + std::to_string(i));
  many += rewritten(row, "SMP0001", "SMP0009");
  const Result<Reading> reading = read_text(many);
  ASSERT_TRUE(reading) << reading.error().text;
  EXPECT_EQ(reading.value().file.entries.size(), 1U);
  EXPECT_EQ(reading.value().file.rejections.size(), 1U);
}

TEST(HostileJson, DeepAndOverlongJsonIsBounded) {
  const std::string deep(200'000, '[');
  EXPECT_FALSE(read_text("{\"results\": [{\"source\": " + deep));
  const std::string closed = deep + std::string(200'000, ']');
  const Result<Reading> reading = read_text(rewritten(seed("csl_json"), "[\"Quartz Heron Works\"]", closed));
  ASSERT_TRUE(reading) << reading.error().text;
  EXPECT_EQ(reading.value().file.entries.size(), 2U);
  ReadLimits limits;
  limits.field_bytes_max = 600;
  const Result<Reading> entities =
      read_text(seed("ftm_json") + "{\"id\":\"" + std::string(700, 'x') + "\"}\n" +
                    "{\"id\":\"N\",\"schema\":\"Asset\",\"datasets\":[],\"properties\":{}}\n",
                limits);
  ASSERT_TRUE(entities) << entities.error().text;
  EXPECT_NE(entities.value().file.rejections.size(), 0U);
}

TEST(ListLimit, EntriesOverTheLimitAreTold) {
  ReadLimits limits;
  limits.entries_max = 1;
  for (const char* file :
       {"uk_sanctions_xml", "eu_xml", "ofac_standard_xml", "csl_json", "ftm_json", "sema_xml"}) {
    const Result<Reading> reading = read_text(seed(file), limits);
    ASSERT_TRUE(reading) << reading.error().text;
    EXPECT_LE(reading.value().file.entries.size(), 2U) << file;
    bool told = false;
    for (const Rejection& rejection : reading.value().file.rejections)
      told = told || rejection.reason.find("over the limit of entries") != std::string::npos;
    EXPECT_TRUE(told) << file;
  }
}

/// Little-endian.
std::string bytes_of(std::uint32_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

/// The checksum of ZIP archives (PKWARE APPNOTE, 4.4.7).
std::uint32_t checksum(std::string_view bytes) {
  std::uint32_t sum = 0xFFFFFFFF;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ ((sum & 1U) != 0 ? 0xEDB88320 : 0);
  }
  return ~sum;
}

/// A workbook of one sheet, stored; `told` is the size that the archive tells.
std::string workbook(const std::string& sheet, std::optional<std::uint32_t> told = {}) {
  const std::string name = "xl/worksheets/sheet1.xml";
  const auto size = static_cast<std::uint32_t>(sheet.size());
  const std::string sizes = bytes_of(checksum(sheet), 4) + bytes_of(size, 4) +
                            bytes_of(told.value_or(size), 4) +
                            bytes_of(static_cast<std::uint32_t>(name.size()), 2);
  const std::string local = "PK\x03\x04" + std::string(10, '\0') + sizes + bytes_of(0, 2) + name + sheet;
  const std::string central = "PK\x01\x02" + std::string(12, '\0') + sizes + std::string(16, '\0') + name;
  return local + central + "PK\x05\x06" + bytes_of(0, 4) + bytes_of(1, 2) + bytes_of(1, 2) +
         bytes_of(static_cast<std::uint32_t>(central.size()), 4) +
         bytes_of(static_cast<std::uint32_t>(local.size()), 4) + bytes_of(0, 2);
}

/// A sheet in the columns of before 2025-11-01, its first one called `reference`.
std::string old_sheet(std::string_view reference) {
  std::string rows = "<worksheet><sheetData><row r=\"1\">";
  const auto cell = [&rows](std::string_view text) {
    rows += "<c t=\"inlineStr\"><is><t>" + std::string(text) + "</t></is></c>";
  };
  cell(reference);
  for (const char* column :
       {"Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship",
        "Address", "Additional Information", "Listing Information", "Committees", "Control Date"})
    cell(column);
  rows += "</row><row r=\"2\">";
  for (const char* text : {"7", "Quartz Heron Plant", "Entity", "Primary Name"}) cell(text);
  return rows + "</row></sheetData></worksheet>";
}

TEST(Dfat, TheColumnsOfBeforeAreRead) {
  const Result<Reading> reading = read_text(workbook(old_sheet("Reference")));
  ASSERT_TRUE(reading) << reading.error().text;
  ASSERT_EQ(reading.value().file.entries.size(), 1U);
  EXPECT_EQ(reading.value().file.entries[0].names[0].text, "Quartz Heron Plant");
}

/// Cells name shared texts by number, so that one that is left out would rename every party behind it.
TEST(Dfat, ASharedTextOverTheLimitIsAnErrorAndMovesNoOther) {
  ReadLimits limits;
  limits.field_bytes_max = 20;
  const Result<Reading> reading = read_text(seed("dfat_xlsx"), limits);
  ASSERT_FALSE(reading);
  EXPECT_NE(reading.error().text.find("shared text"), std::string::npos) << reading.error().text;
}

TEST(Seco, ADeListingWithoutADayEndsNoListingThatHasOne) {
  const std::string listed = R"(modification-type="listed" effective-date="2010-01-01"/>)";
  const std::string undated = rewritten(
      seed("seco_xml"), "<modification modification-type=\"listed\" effective-date=\"2022-03-16\"/>",
      "<modification " + listed + "<modification modification-type=\"de-listed\"/>");
  const Result<Reading> reading = read_text(undated);
  ASSERT_TRUE(reading) << reading.error().text;
  const auto& entries = reading.value().file.entries;
  EXPECT_TRUE(
      std::any_of(entries.begin(), entries.end(), [](const ListEntry& entry) { return entry.id == "100"; }));
}

TEST(Dfat, ARenamedColumnIsAnErrorThatNamesIt) {
  const Result<Reading> reading = read_text(workbook(old_sheet("Number")));
  ASSERT_FALSE(reading);
  EXPECT_NE(reading.error().text.find("\"number\""), std::string::npos) << reading.error().text;
}

TEST(HostileArchive, WhatDoesNotFitIsRefused) {
  const std::string good = workbook(old_sheet("Reference"));
  EXPECT_NE(read_text(workbook(old_sheet("Reference"), 0xFFFFFFF0)).error().text.find("over the limit"),
            std::string::npos);
  EXPECT_NE(read_text(workbook(old_sheet("Reference"), 10)).error().text.find("damaged"), std::string::npos);
  std::string changed_cell = good;
  changed_cell[good.find("Quartz")] = 'q';
  EXPECT_NE(read_text(changed_cell).error().text.find("damaged"), std::string::npos) << "its checksum";
  for (std::size_t cut = 4; cut < good.size(); ++cut) EXPECT_FALSE(read_text(good.substr(0, cut))) << cut;
  const std::string packed = seed("dfat_xlsx");
  for (std::size_t at = 4; at < packed.size(); ++at) {
    std::string changed = packed;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    (void)read_text(changed);  // an error or not: what matters is that it ends
  }
  EXPECT_FALSE(read_text(workbook("<!DOCTYPE x [<!ENTITY a \"b\">]>" + old_sheet("Reference"))));
}

struct Sample {
  const char* file;
  const char* source;
  std::size_t entries, names, rejections;
};

TEST(PublishedSamples, EveryRowIsAnEntryOrAReportedRejection) {
  const std::string root = OG_SOURCE_DIR "/../shared/data/cases/world/formats/";
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "the samples of formats are not here: " << root;
  const Sample samples[] = {
      {"uk_UK-Sanctions-List_2026.csv", "uk_sanctions_list", 3, 5, 0},
      {"uk_UK-Sanctions-List_2026.xml", "uk_sanctions_list", 2, 4, 0},
      {"sieve_eu_consolidated_test_sample.xml", "eu_fsf", 5, 8, 0},
      {"eu_fsf_csv_1_1_first_columns.csv", "eu_fsf", 1, 1, 0},
      {"us_ofac_sdn_standard.xml", "ofac_standard", 1, 2, 0},
      {"sieve_sdn_test_sample.xml", "ofac_standard", 5, 10, 0},
      {"us_ofac_sdn_advanced_minimal.xml", "ofac_advanced", 1, 1, 0},
      {"us_csl_consolidated.json", "us_csl", 3, 5, 0},
      {"ftm_entities.ftm.json", "open_sanctions", 2, 4, 1},
      {"opensanctions_targets.simple.csv", "open_sanctions", 1, 3, 0},
      {"ch_seco_swiss-sanctions-list.xml", "ch_seco", 1, 3, 1},
      {"ca_sema-lmes.xml", "ca_sema", 3, 5, 0},
      {"sieve_un_consolidated_test_sample.xml", "un", 6, 14, 0},
  };
  for (const Sample& sample : samples) {
    const Result<ListFile> file = read_list_file(root + sample.file);
    ASSERT_TRUE(file) << file.error().text;
    EXPECT_EQ(file.value().source, sample.source) << sample.file;
    EXPECT_EQ(file.value().entries.size(), sample.entries) << sample.file;
    EXPECT_EQ(file.value().names, sample.names) << sample.file;
    EXPECT_EQ(file.value().rejections.size(), sample.rejections) << sample.file;
  }
}

}  // namespace
}  // namespace ordergate::lists
