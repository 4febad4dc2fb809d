// OFAC's CSV sets: sdn/alt/add/sdn_comments and cons_prim/cons_alt/cons_add/cons_comments. No header
// lines; files of one directory belong together by ent_num.
// https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas
#include <algorithm>

#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/ofac_lists.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

constexpr std::size_t kNameFields = 12;
constexpr std::size_t kAliasFields = 5;
constexpr std::size_t kAddressFields = 6;
constexpr std::size_t kCommentFields = 2;

enum NameField : std::size_t {
  kNumber,
  kName,
  kType,
  kProgram,
  kTitle,
  kCallSign,
  kVesselType,
  kTonnage,
  kGrt,
  kVesselFlag,
  kVesselOwner,
  kRemarks
};

bool is_number(std::string_view text) noexcept {
  text = trim(text);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The first record of headerless text, when it has `count` fields of which the first is a number.
std::vector<std::string> numbered_record(std::string_view head, std::size_t count) {
  const std::vector<std::string> fields = first_record(head, ',');
  return fields.size() == count && is_number(fields[0]) ? fields : std::vector<std::string>{};
}

void read_name_row(const tables::CsvRecord& row, Reading& reading) {
  EntryBuilder builder(row.line);
  ListEntry& entry = builder.entry();
  const auto field = [&](NameField which) { return meaningful(row.fields[which]); };
  entry.id = field(kNumber);
  entry.kind = read_kind(field(kType));
  if (entry.kind == PartyKind::unknown) entry.kind = PartyKind::company;  // OFAC: no type is an entity
  std::string programs(field(kProgram));
  std::replace(programs.begin(), programs.end(), '[', ';');
  std::replace(programs.begin(), programs.end(), ']', ';');
  for (const std::string_view program : split(programs, ';')) entry.programs.emplace_back(program);
  entry.citation = join({entry.programs.begin(), entry.programs.end()}, "; ");
  entry.remarks = field(kRemarks);
  entry.list = ListCode::sdn;
  entry.source = "OFAC Specially Designated Nationals List";
  builder.add_name(field(kName), ListedName::Role::primary);
  builder.add_country(field(kVesselFlag));
  builder.add_identifier("Call Sign", field(kCallSign));
  take_entry(builder, reading);
}

template <typename Read>
Result<Reading> read_rows(const FileText& file, std::size_t fields, Read&& read) {
  Reading reading;
  ListRows rows(file, ',', reading);
  rows.expect_fields(fields);
  tables::CsvRecord row;
  while (rows.next(row)) {
    if (is_number(row.fields[0])) {
      read(row, reading);
    } else {
      reject(reading, row.line, "the first field is no entry number");
    }
  }
  if (Status whole = rows.whole(LastLine::ends); !whole) return whole.error();
  return reading;
}

template <typename Fill>
Result<Reading> read_supplement(const FileText& file, std::size_t fields, Fill&& fill) {
  Result<Reading> reading = read_rows(file, fields, [&](const tables::CsvRecord& row, Reading& out) {
    Supplement supplement;
    supplement.entry_id = std::string(trim(row.fields[0]));
    supplement.line = row.line;
    fill(row, supplement);
    out.supplements.push_back(std::move(supplement));
  });
  if (!reading) return reading;
  reading.value().is_supplement = true;
  reading.value().file.source = "ofac";
  return reading;
}

}  // namespace

bool recognizes_ofac_names_csv(std::string_view head) { return !numbered_record(head, kNameFields).empty(); }

Result<Reading> read_ofac_names_csv(const FileText& file) {
  Result<Reading> read = read_rows(file, kNameFields, read_name_row);
  if (!read) return read;
  Reading& reading = read.value();
  const bool consolidated = name_consolidated_lists(reading.file.entries);
  reading.file.source = consolidated ? "ofac_consolidated" : "ofac_sdn";
  reading.has_ofac_remarks = true;
  return read;
}

bool recognizes_ofac_alias_csv(std::string_view head) {
  const std::vector<std::string> fields = numbered_record(head, kAliasFields);
  return !fields.empty() && is_number(fields[1]) && fields[2].size() == 3 && fields[2].substr(1) == "ka";
}

Result<Reading> read_ofac_alias_csv(const FileText& file) {
  return read_supplement(file, kAliasFields, [](const tables::CsvRecord& row, Supplement& supplement) {
    supplement.kind = Supplement::Kind::alias;
    supplement.text = meaningful(row.fields[3]);
    supplement.role = read_alias_role(row.fields[2]);
  });
}

bool recognizes_ofac_address_csv(std::string_view head) {
  const std::vector<std::string> fields = numbered_record(head, kAddressFields);
  return !fields.empty() && is_number(fields[1]);
}

Result<Reading> read_ofac_address_csv(const FileText& file) {
  return read_supplement(file, kAddressFields, [](const tables::CsvRecord& row, Supplement& supplement) {
    supplement.kind = Supplement::Kind::address;
    const auto field = [&](std::size_t which) { return meaningful(row.fields[which]); };
    supplement.text = join({field(2), field(3), field(4)}, ", ");
    supplement.country = country_from_name(field(4));
  });
}

bool recognizes_ofac_comments_csv(std::string_view head) {
  return !numbered_record(head, kCommentFields).empty();
}

Result<Reading> read_ofac_comments_csv(const FileText& file) {
  return read_supplement(file, kCommentFields, [](const tables::CsvRecord& row, Supplement& supplement) {
    supplement.kind = Supplement::Kind::remark;
    supplement.text = row.fields[1];
  });
}

}  // namespace ordergate::lists
