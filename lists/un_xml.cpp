// The consolidated list of the United Nations Security Council.
// https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/xml.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

/// "Good", "a.k.a." are strong, "Low" is weak, "f.k.a." is a former name.
Role alias_role(std::string_view quality) {
  return ascii_lower(quality) == "low" ? Role::weak_alias : read_alias_role(quality);
}

void add_names(pugi::xml_node node, EntryBuilder& builder) {
  std::string name;
  for (const char* part : {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}) {
    const std::string_view text = child_text(node, part);
    if (text.empty()) continue;
    if (!name.empty()) name += ' ';
    name += text;
  }
  builder.add_name(name, Role::primary);
  builder.add_name(child_text(node, "NAME_ORIGINAL_SCRIPT"), Role::strong_alias);
  for (const char* element : {"INDIVIDUAL_ALIAS", "ENTITY_ALIAS"}) {
    for (const pugi::xml_node alias : node.children(element)) {
      const Role role = alias_role(child_text(alias, "QUALITY"));
      for (const std::string_view text : split(child_text(alias, "ALIAS_NAME"), ';'))
        builder.add_name(text, role);
    }
  }
}

void add_addresses(pugi::xml_node node, EntryBuilder& builder) {
  for (const char* element : {"INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"}) {
    for (const pugi::xml_node address : node.children(element)) {
      const std::string text = join(
          {child_text(address, "STREET"), child_text(address, "CITY"), child_text(address, "STATE_PROVINCE"),
           child_text(address, "ZIP_CODE"), child_text(address, "COUNTRY")},
          ", ");
      builder.add_address(text);
    }
  }
}

void add_birth_dates(pugi::xml_node node, EntryBuilder& builder) {
  for (const pugi::xml_node birth : node.children("INDIVIDUAL_DATE_OF_BIRTH")) {
    const std::string about = child_text(birth, "TYPE_OF_DATE") == "APPROXIMATELY" ? "circa " : "";
    const std::string_view from = child_text(birth, "FROM_YEAR");
    const std::string_view to = child_text(birth, "TO_YEAR");
    builder.add_birth_date(child_text(birth, "DATE"));
    builder.add_birth_date(about + std::string(child_text(birth, "YEAR")));
    if (!from.empty() && !to.empty()) builder.add_birth_date(std::string(from) + " to " + std::string(to));
  }
}

void read_party(XmlFile& xml, pugi::xml_node node, PartyKind kind, Reading& reading) {
  EntryBuilder builder(xml.line_of(node));
  ListEntry& entry = builder.entry();
  entry.list = ListCode::un;
  entry.source = "UN Security Council Consolidated List";
  entry.kind = kind;
  entry.id = child_text(node, "REFERENCE_NUMBER");
  entry.citation = join({child_text(node, "UN_LIST_TYPE"), child_text(node, "REFERENCE_NUMBER")}, " ");
  entry.programs.emplace_back(child_text(node, "UN_LIST_TYPE"));
  entry.start_date = read_date(child_text(node, "LISTED_ON"));
  entry.remarks = single_spaced(child_text(node, "COMMENTS1"));
  add_names(node, builder);
  add_addresses(node, builder);
  add_birth_dates(node, builder);
  for (const pugi::xml_node country : node.child("NATIONALITY").children("VALUE")) {
    builder.add_country(country.text().get());
  }
  for (const pugi::xml_node document : node.children("INDIVIDUAL_DOCUMENT")) {
    builder.add_identifier(single_spaced(child_text(document, "TYPE_OF_DOCUMENT")),
                           child_text(document, "NUMBER"));
  }
  take_entry(builder, reading);
}

}  // namespace

bool recognizes_un_xml(std::string_view head) {
  return trim(head).substr(0, 1) == "<" && head.find("<CONSOLIDATED_LIST") != std::string_view::npos;
}

Result<Reading> read_un_xml(const FileText& file) {
  Result<XmlFile> parsed = XmlFile::parse(file);
  if (!parsed) return parsed.error();
  XmlFile& xml = parsed.value();
  Reading reading;
  reading.file.source = "un";
  reading.file.date =
      read_date(std::string_view(xml.root().attribute("dateGenerated").value()).substr(0, 10));
  for (const pugi::xml_node node : xml.root().child("INDIVIDUALS").children("INDIVIDUAL")) {
    read_party(xml, node, PartyKind::person, reading);
  }
  for (const pugi::xml_node node : xml.root().child("ENTITIES").children("ENTITY")) {
    read_party(xml, node, PartyKind::unknown, reading);
  }
  return reading;
}

}  // namespace ordergate::lists
