// The UK Sanctions List as XML: "Designations", one "Designation" a party.
#include "lists/format.h"
#include "lists/text.h"
#include "lists/uk_sanctions.h"
#include "lists/xml_records.h"

namespace ordergate::lists {
namespace {

using enum KnownField::Use;

constexpr KnownField kElements[] = {
    {"Designations", needed},
    {"DateGenerated", needed},
    {"Designation", needed},
    {"LastUpdated", ignored},
    {"DateDesignated", read},
    {"UniqueID", needed},
    {"OFSIGroupID", ignored},
    {"UNReferenceNumber", read},
    {"Names", needed},
    {"Name", needed},
    {"Name1", read},
    {"Name2", read},
    {"Name3", read},
    {"Name4", read},
    {"Name5", read},
    {"Name6", needed},
    {"NameType", needed},
    {"AliasStrength", rare},
    {"NonLatinNames", read},
    {"NonLatinName", rare},
    {"NameNonLatinScript", read},
    {"NonLatinScriptType", ignored},
    {"NonLatinScriptLanguage", ignored},
    {"Titles", ignored},
    {"Title", ignored},
    {"RegimeName", needed},
    {"IndividualEntityShip", needed},
    {"DesignationSource", ignored},
    {"SanctionsImposed", read},
    {"SanctionsImposedIndicators", ignored},
    {"OtherInformation", ignored},
    {"UKStatementofReasons", ignored},
    {"UKStatementOfReasons", ignored},
    {"Addresses", read},
    {"Address", read},
    {"AddressLine1", read},
    {"AddressLine2", rare},
    {"AddressLine3", rare},
    {"AddressLine4", rare},
    {"AddressLine5", rare},
    {"AddressLine6", read},
    {"AddressPostalCode", read},
    {"AddressCountry", read},
    {"PhoneNumbers", ignored},
    {"Websites", ignored},
    {"EmailAddresses", ignored},
    {"IndividualDetails", read},
    {"Individual", read},
    {"DOBs", read},
    {"DOB", read},
    {"BirthDetails", ignored},
    {"Nationalities", read},
    {"Nationality", read},
    {"Positions", ignored},
    {"Genders", ignored},
    {"PassportDetails", rare},
    {"Passport", rare},
    {"PassportNumber", rare},
    {"PassportAdditionalInformation", ignored},
    {"NationalIdentifierDetails", rare},
    {"NationalIdentifier", rare},
    {"NationalIdentifierNumber", rare},
    {"NationalIdentifierAdditionalInformation", ignored},
    {"EntityDetails", rare},
    {"Entity", rare},
    {"TypeOfEntities", ignored},
    {"Subsidiaries", ignored},
    {"ParentCompanies", ignored},
    {"BusinessRegistrationNumbers", rare},
    {"BusinessRegistrationNumber", rare},
    {"ShipDetails", rare},
    {"Ship", rare},
    {"IMONumbers", rare},
    {"IMONumber", rare},
    {"CurrentOwnerOperators", ignored},
    {"PreviousOwnerOperators", ignored},
    {"CurrentBelievedFlagOfShips", rare},
    {"CurrentBelievedFlagOfShip", rare},
    {"PreviousFlags", ignored},
    {"TypeOfShipDetails", ignored},
    {"TonnageOfShipDetails", ignored},
    {"LengthOfShipDetails", ignored},
    {"YearBuiltDetails", ignored},
    {"HullIdentificationNumbers", ignored},
};

/// Calls `take` with the text of every element of that name below `node`, however deep.
template <typename Take>
void each_text(pugi::xml_node node, std::string_view name, const Take& take) {
  for (const pugi::xml_node child : node.children()) {
    if (child.name() == name && !child.first_element_by_path("*")) {
      if (const std::string_view text = meaningful(child.text().get()); !text.empty()) take(text);
    }
    each_text(child, name, take);
  }
}

void add_names(pugi::xml_node node, EntryBuilder& builder) {
  for (const pugi::xml_node name : node.child("Names").children("Name")) {
    const std::string given =
        join({text_at(name, {"Name1"}), text_at(name, {"Name2"}), text_at(name, {"Name3"}),
              text_at(name, {"Name4"}), text_at(name, {"Name5"})},
             " ");
    builder.add_name(uk_name(text_at(name, {"Name6"}), given),
                     uk_name_role(text_at(name, {"NameType"}), text_at(name, {"AliasStrength"})));
  }
  each_text(node.child("NonLatinNames"), "NameNonLatinScript",
            [&](std::string_view text) { builder.add_name(text, ListedName::Role::strong_alias); });
}

void add_addresses(pugi::xml_node node, EntryBuilder& builder) {
  for (const pugi::xml_node address : node.child("Addresses").children("Address")) {
    const std::string_view country = text_at(address, {"AddressCountry"});
    const std::string lines = join({text_at(address, {"AddressLine1"}), text_at(address, {"AddressLine2"}),
                                    text_at(address, {"AddressLine3"}), text_at(address, {"AddressLine4"}),
                                    text_at(address, {"AddressLine5"}), text_at(address, {"AddressLine6"}),
                                    text_at(address, {"AddressPostalCode"})},
                                   ", ");
    if (!lines.empty()) builder.add_address(join({lines, trim(country.substr(0, country.find('(')))}, ", "));
    add_uk_countries(country, builder);
  }
}

void add_details(pugi::xml_node node, EntryBuilder& builder) {
  each_text(node, "DOB", [&](std::string_view text) { add_uk_birth_date(text, builder); });
  for (const char* element : {"Nationality", "CurrentBelievedFlagOfShip"})
    each_text(node, element, [&](std::string_view text) { add_uk_countries(text, builder); });
  static constexpr struct {
    const char* element;
    const char* type;
  } kNumbers[] = {{"PassportNumber", "Passport"},
                  {"NationalIdentifierNumber", "National ID"},
                  {"BusinessRegistrationNumber", "Registration Number"},
                  {"IMONumber", "IMO"}};
  for (const auto& number : kNumbers)
    each_text(node, number.element,
              [&](std::string_view text) { add_uk_numbers(number.type, text, builder); });
}

void read_party(const XmlRecord& record, Reading& reading) {
  const std::string_view id = text_at(record.node, {"UniqueID"});
  if (id.empty()) return reject(reading, record.line, "no UniqueID");
  EntryBuilder builder(record.line);
  start_uk_entry(builder, id, text_at(record.node, {"RegimeName"}),
                 text_at(record.node, {"SanctionsImposed"}));
  builder.entry().kind = read_kind(text_at(record.node, {"IndividualEntityShip"}));
  builder.entry().start_date = read_date(text_at(record.node, {"DateDesignated"}));
  builder.add_identifier("UN Reference Number", text_at(record.node, {"UNReferenceNumber"}));
  add_names(record.node, builder);
  add_addresses(record.node, builder);
  add_details(record.node, builder);
  take_entry(builder, reading);
}

}  // namespace

bool recognizes_uk_sanctions_xml(std::string_view head) { return xml_root(head) == "Designations"; }

Result<Reading> read_uk_sanctions_xml(const FileText& file) {
  Reading reading;
  reading.file.source = "uk_sanctions_list";
  FieldWatch watch(kElements);
  const auto take = [&](const XmlRecord& record) -> Status {
    const std::string_view name = record.node.name();
    if (name == "DateGenerated") reading.file.date = read_date(record.node.text().get());
    if (name == "Designation") read_party(record, reading);
    return Done{};
  };
  const Status read = each_xml_record(file, reading, {"DateGenerated", "Designation"}, &watch, take);
  if (!read) return read.error();
  if (Status judged = watch.judge(reading); !judged) return judged.error();
  return reading;
}

}  // namespace ordergate::lists
