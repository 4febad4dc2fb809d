// OFAC's standard XML ("sdnList"): SDN.XML and CONSOLIDATED.XML, one "sdnEntry" a party.
// https://sanctionslistservice.ofac.treas.gov
#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/ofac_lists.h"
#include "lists/text.h"
#include "lists/xml_records.h"

namespace ordergate::lists {
namespace {

using enum KnownField::Use;

constexpr KnownField kElements[] = {
    {"sdnList", needed},
    {"publshInformation", read},
    {"Publish_Date", needed},
    {"Record_Count", read},
    {"sdnEntry", needed},
    {"uid", needed},
    {"firstName", read},
    {"lastName", needed},
    {"title", ignored},
    {"sdnType", needed},
    {"remarks", read},
    {"programList", read},
    {"program", needed},
    {"idList", read},
    {"id", read},
    {"idType", read},
    {"idNumber", read},
    {"idCountry", ignored},
    {"issueDate", ignored},
    {"expirationDate", ignored},
    {"akaList", read},
    {"aka", read},
    {"type", read},
    {"category", read},
    {"addressList", read},
    {"address", read},
    {"address1", read},
    {"address2", rare},
    {"address3", rare},
    {"city", read},
    {"stateOrProvince", rare},
    {"postalCode", rare},
    {"country", read},
    {"nationalityList", rare},
    {"nationality", rare},
    {"citizenshipList", rare},
    {"citizenship", rare},
    {"mainEntry", ignored},
    {"dateOfBirthList", rare},
    {"dateOfBirthItem", rare},
    {"dateOfBirth", rare},
    {"placeOfBirthList", ignored},
    {"vesselInfo", rare},
    {"callSign", rare},
    {"vesselType", ignored},
    {"vesselFlag", rare},
    {"vesselOwner", ignored},
    {"tonnage", ignored},
    {"grossRegisteredTonnage", ignored},
};

std::string name_of(pugi::xml_node node) {
  return join({text_at(node, {"lastName"}), text_at(node, {"firstName"})}, ", ");
}

void add_names(pugi::xml_node entry, EntryBuilder& builder) {
  using Role = ListedName::Role;
  builder.add_name(name_of(entry), Role::primary);
  for (const pugi::xml_node aka : entry.child("akaList").children("aka")) {
    const bool weak = text_at(aka, {"category"}) == "weak";
    builder.add_name(name_of(aka), weak ? Role::weak_alias : read_alias_role(text_at(aka, {"type"})));
  }
}

void add_addresses(pugi::xml_node entry, EntryBuilder& builder) {
  for (const pugi::xml_node address : entry.child("addressList").children("address")) {
    const std::string_view country = text_at(address, {"country"});
    const std::string lines = join(
        {text_at(address, {"address1"}), text_at(address, {"address2"}), text_at(address, {"address3"}),
         text_at(address, {"city"}), text_at(address, {"stateOrProvince"}), text_at(address, {"postalCode"})},
        ", ");
    if (!lines.empty()) builder.add_address(join({lines, country}, ", "), country_from_name(country));
    builder.add_country(country);
  }
}

/// "01/15/1980" as the American publisher writes it, else what any list may say: "circa 1966", "13 Feb 1966".
void add_birth_date(std::string_view text, EntryBuilder& builder) {
  if (text.find('/') == std::string_view::npos) return builder.add_birth_date(text);
  if (const std::optional<Date> date = read_date(text, true)) builder.add_birth_date(format_date(*date));
}

void add_details(pugi::xml_node entry, EntryBuilder& builder) {
  for (const pugi::xml_node item : entry.child("dateOfBirthList").children("dateOfBirthItem"))
    add_birth_date(text_at(item, {"dateOfBirth"}), builder);
  for (const pugi::xml_node nationality : entry.child("nationalityList").children("nationality"))
    builder.add_country(text_at(nationality, {"country"}));
  for (const pugi::xml_node citizenship : entry.child("citizenshipList").children("citizenship"))
    builder.add_country(text_at(citizenship, {"country"}));
  const pugi::xml_node vessel = entry.child("vesselInfo");
  builder.add_country(text_at(vessel, {"vesselFlag"}));
  builder.add_identifier("Call Sign", text_at(vessel, {"callSign"}));
  for (const pugi::xml_node id : entry.child("idList").children("id")) {
    std::string_view number = text_at(id, {"idNumber"});
    const bool imo = number.substr(0, 4) == "IMO ";
    builder.add_identifier(imo ? "IMO" : text_at(id, {"idType"}), imo ? number.substr(4) : number);
  }
}

void read_party(const XmlRecord& record, Reading& reading) {
  EntryBuilder builder(record.line);
  ListEntry& entry = builder.entry();
  entry.id = text_at(record.node, {"uid"});
  if (entry.id.empty()) return reject(reading, record.line, "no uid");
  entry.list = ListCode::sdn;
  entry.source = "OFAC Specially Designated Nationals List";
  entry.kind = read_kind(text_at(record.node, {"sdnType"}));
  for (const pugi::xml_node program : record.node.child("programList").children("program")) {
    if (entry.programs.size() < kEntryTextsMax) entry.programs.emplace_back(meaningful(program.text().get()));
  }
  entry.citation = join({entry.programs.begin(), entry.programs.end()}, "; ");
  entry.remarks = single_spaced(text_at(record.node, {"remarks"}));
  add_names(record.node, builder);
  add_addresses(record.node, builder);
  add_details(record.node, builder);
  take_entry(builder, reading);
}

/// The publisher counts its records: fewer here, and the file is not whole.
Status check_count(const FileText& file, std::string_view said, std::size_t records) {
  if (said.empty() || std::to_string(records) == said) return Done{};
  return damaged(
      file.path, 1,
      "Record_Count is " + std::string(said) + ", and there are " + std::to_string(records) + " sdnEntry");
}

}  // namespace

bool recognizes_ofac_sdn_xml(std::string_view head) { return xml_root(head) == "sdnList"; }

Result<Reading> read_ofac_sdn_xml(const FileText& file) {
  Reading reading;
  reading.file.source = "ofac_standard";
  FieldWatch watch(kElements);
  std::string said;
  std::size_t records = 0;
  const auto take = [&](const XmlRecord& record) -> Status {
    const std::string_view name = record.node.name();
    if (name == "publshInformation") {
      reading.file.date = read_date(text_at(record.node, {"Publish_Date"}), true);
      said = text_at(record.node, {"Record_Count"});
    } else if (name == "sdnEntry") {
      ++records;
      read_party(record, reading);
    }
    return Done{};
  };
  if (Status read = each_xml_record(file, reading, {"publshInformation", "sdnEntry"}, &watch, take); !read)
    return read.error();
  if (Status judged = watch.judge(reading); !judged) return judged.error();
  const bool full = reading.file.entries.size() >= file.limits.entries_max;
  if (Status counted = full ? Done{} : check_count(file, said, records); !counted) return counted.error();
  (void)name_consolidated_lists(reading.file.entries);
  return reading;
}

}  // namespace ordergate::lists
