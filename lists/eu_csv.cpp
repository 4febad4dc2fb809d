// The EU's Financial Sanctions Files as CSV 1.1: divided by ";", a row for each name, address, birth date,
// document and citizenship; rows with one Entity_LogicalId are one party. The file does not say which aliases
// are weak but in a remark.
#include <unordered_map>

#include "lists/columns.h"
#include "lists/eu_sanctions.h"
#include "lists/format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using enum KnownField::Use;

constexpr KnownField kColumns[] = {
    {"filegenerationdate", needed},
    {"entity_logicalid", needed},
    {"entity_eu_referencenumber", needed},
    {"entity_unitednationid", read},
    {"entity_designationdate", read},
    {"entity_designationdetails", ignored},
    {"entity_remark", read},
    {"entity_subjecttype", read},
    {"entity_subjecttype_classificationcode", needed},
    {"entity_regulation_type", ignored},
    {"entity_regulation_organisationtype", ignored},
    {"entity_regulation_publicationdate", read},
    {"entity_regulation_entryintoforcedate", read},
    {"entity_regulation_numbertitle", read},
    {"entity_regulation_programme", read},
    {"entity_regulation_publicationurl", ignored},
    {"namealias_lastname", read},
    {"namealias_firstname", read},
    {"namealias_middlename", read},
    {"namealias_wholename", needed},
    {"namealias_namelanguage", ignored},
    {"namealias_gender", ignored},
    {"namealias_title", ignored},
    {"namealias_function", ignored},
    {"namealias_logicalid", ignored},
    {"namealias_regulationlanguage", ignored},
    {"namealias_remark", read},
    {"address_city", read},
    {"address_street", read},
    {"address_pobox", read},
    {"address_zipcode", read},
    {"address_region", read},
    {"address_place", read},
    {"address_asatlistingtime", ignored},
    {"address_contactinfo", ignored},
    {"address_countryiso2code", read},
    {"address_countrydescription", read},
    {"address_logicalid", ignored},
    {"address_regulationlanguage", ignored},
    {"address_remark", ignored},
    {"birthdate_birthdate", read},
    {"birthdate_day", ignored},
    {"birthdate_month", ignored},
    {"birthdate_year", read},
    {"birthdate_yearrangefrom", read},
    {"birthdate_yearrangeto", read},
    {"birthdate_circa", read},
    {"birthdate_calendartype", ignored},
    {"birthdate_zipcode", ignored},
    {"birthdate_region", ignored},
    {"birthdate_place", ignored},
    {"birthdate_city", ignored},
    {"birthdate_countryiso2code", ignored},
    {"birthdate_countrydescription", ignored},
    {"birthdate_logicalid", ignored},
    {"birthdate_regulationlanguage", ignored},
    {"birthdate_remark", ignored},
    {"identification_number", read},
    {"identification_diplomatic", ignored},
    {"identification_knownexpired", ignored},
    {"identification_knownfalse", read},
    {"identification_reportedlost", ignored},
    {"identification_revokedbyissuer", ignored},
    {"identification_issuedby", ignored},
    {"identification_issueddate", ignored},
    {"identification_validfrom", ignored},
    {"identification_validto", ignored},
    {"identification_latinnumber", read},
    {"identification_nameondocument", ignored},
    {"identification_typecode", ignored},
    {"identification_typedescription", read},
    {"identification_region", ignored},
    {"identification_countryiso2code", ignored},
    {"identification_countrydescription", ignored},
    {"identification_logicalid", ignored},
    {"identification_regulationlanguage", ignored},
    {"identification_remark", ignored},
    {"citizenship_region", ignored},
    {"citizenship_countryiso2code", read},
    {"citizenship_countrydescription", read},
    {"citizenship_logicalid", ignored},
    {"citizenship_regulationlanguage", ignored},
    {"citizenship_remark", ignored},
};

/// The regulation behind each single statement: "NameAlias_Regulation_Type" ...
constexpr std::string_view kStatements[] = {"namealias", "address", "birthdate", "identification",
                                            "citizenship"};
constexpr std::string_view kOfRegulation[] = {
    "type",        "organisationtype", "publicationdate", "entryintoforcedate",
    "numbertitle", "programme",        "publicationurl"};

const std::vector<std::string>& statement_columns() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const std::string_view statement : kStatements)
      for (const std::string_view of : kOfRegulation)
        names.push_back(std::string(statement) + "_regulation_" + std::string(of));
    return names;
  }();
  return kNames;
}

std::vector<KnownField> known_columns() {
  std::vector<KnownField> known(std::begin(kColumns), std::end(kColumns));
  for (const std::string& name : statement_columns()) known.push_back({name, ignored});
  return known;
}

class Parties {
 public:
  Parties(const Columns& columns, Reading& reading) : columns_(columns), reading_(reading) {}

  void add(const tables::CsvRecord& row) {
    const auto field = [&](std::string_view name) { return columns_.field(row, name); };
    const std::string_view id = field("entity_logicalid");
    if (id.empty()) return reject(reading_, row.line, "no Entity_LogicalId");
    const auto [at, added] = by_id_.try_emplace(std::string(id), builders_.size());
    if (added) start(row, id);
    EntryBuilder& builder = builders_[at->second];
    add_eu_regulation(builder, field("entity_regulation_numbertitle"), field("entity_regulation_programme"),
                      field("entity_regulation_entryintoforcedate"),
                      field("entity_regulation_publicationdate"));
    const std::string parts =
        join({field("namealias_firstname"), field("namealias_middlename"), field("namealias_lastname")}, " ");
    add_eu_name(builder, field("namealias_wholename"), parts,
                !contains_word(field("namealias_remark"), "low quality"));
    add_eu_address(builder, {field("address_street"), field("address_pobox"), field("address_zipcode"),
                             field("address_city"), field("address_place"), field("address_region"),
                             country(row, "address_countryiso2code", "address_countrydescription")});
    builder.add_country(country(row, "citizenship_countryiso2code", "citizenship_countrydescription"));
    add_eu_birth_date(builder, field("birthdate_birthdate"), field("birthdate_year"),
                      ascii_lower(field("birthdate_circa")) == "true", field("birthdate_yearrangefrom"),
                      field("birthdate_yearrangeto"));
    if (ascii_lower(field("identification_knownfalse")) == "true") return;
    builder.add_identifier(field("identification_typedescription"), field("identification_number"));
    builder.add_identifier(field("identification_typedescription"), field("identification_latinnumber"));
  }

  void finish() {
    for (EntryBuilder& builder : builders_) take_entry(builder, reading_);
  }

 private:
  [[nodiscard]] std::string_view country(const tables::CsvRecord& row, std::string_view code,
                                         std::string_view description) const {
    const std::string_view iso = columns_.field(row, code);
    return iso.empty() || iso == "00" ? columns_.field(row, description) : iso;
  }

  void start(const tables::CsvRecord& row, std::string_view id) {
    EntryBuilder& builder = builders_.emplace_back(row.line);
    start_eu_entry(builder, columns_.field(row, "entity_eu_referencenumber"), id);
    ListEntry& entry = builder.entry();
    entry.kind = eu_kind(columns_.field(row, "entity_subjecttype_classificationcode"));
    if (entry.kind == PartyKind::unknown) entry.kind = eu_kind(columns_.field(row, "entity_subjecttype"));
    entry.start_date = read_date(columns_.field(row, "entity_designationdate"));
    entry.remarks = single_spaced(columns_.field(row, "entity_remark"));
    builder.add_identifier("UN Reference Number", columns_.field(row, "entity_unitednationid"));
    if (!reading_.file.date) reading_.file.date = read_date(columns_.field(row, "filegenerationdate"));
  }

  const Columns& columns_;
  Reading& reading_;
  std::vector<EntryBuilder> builders_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

}  // namespace

bool recognizes_eu_csv(std::string_view head) {
  const std::vector<std::string> names = first_record(head, ';');
  return has_columns(names, {"filegenerationdate"}) || has_columns(names, {"entity_logicalid"});
}

Result<Reading> read_eu_csv(const FileText& file) {
  Reading reading;
  reading.file.source = "eu_fsf";
  ListRows rows(file, ';', reading);
  const Result<Columns> columns = Columns::read(rows, known_columns(), reading);
  if (!columns) return columns.error();
  Parties parties(columns.value(), reading);
  tables::CsvRecord row;
  while (rows.next(row)) parties.add(row);
  if (Status whole = rows.whole(LastLine::ends); !whole) return whole.error();
  parties.finish();
  return reading;
}

}  // namespace ordergate::lists
