// OFAC's enhanced XML ("sanctionsData"): SDN and consolidated lists, with scripts and alias quality.
// https://sanctionslistservice.ofac.treas.gov
#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/xml.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;

ListCode enhanced_list(std::string_view name) {
  if (contains_word(name, "FSE")) return ListCode::other;
  return list_code(name);
}

Role role_of(pugi::xml_node name) {
  if (child_text(name, "isPrimary") == "true") return Role::primary;
  if (child_text(name, "isLowQuality") == "true") return Role::weak_alias;
  return read_alias_role(child_text(name, "aliasType"));
}

/// The primary spelling as what the name is, other scripts of the primary name as strong aliases.
void add_names(pugi::xml_node entity, EntryBuilder& builder) {
  for (const pugi::xml_node name : entity.child("names").children("name")) {
    const Role role = role_of(name);
    for (const pugi::xml_node translation : name.child("translations").children("translation")) {
      const bool main = child_text(translation, "isPrimary") == "true";
      builder.add_name(child_text(translation, "formattedFullName"),
                       role == Role::primary && !main ? Role::strong_alias : role);
    }
  }
}

void add_addresses(pugi::xml_node entity, EntryBuilder& builder) {
  for (const pugi::xml_node address : entity.child("addresses").children("address")) {
    const std::string_view country = child_text(address, "country");
    for (const pugi::xml_node translation : address.child("translations").children("translation")) {
      std::vector<std::string_view> parts;
      for (const pugi::xml_node part : translation.child("addressParts").children("addressPart")) {
        parts.push_back(child_text(part, "value"));
      }
      parts.push_back(country);
      builder.add_address(join(parts, ", "), country_from_name(country));
    }
  }
}

void add_features(pugi::xml_node entity, EntryBuilder& builder) {
  for (const pugi::xml_node feature : entity.child("features").children("feature")) {
    const std::string_view type = child_text(feature, "type");
    const std::string_view value = child_text(feature, "value");
    if (type == "Birthdate") {
      builder.add_birth_date(value);
    } else if (type == "Nationality Country" || type == "Citizenship Country" ||
               contains_word(type, "Vessel Flag")) {
      if (!contains_word(type, "Former")) builder.add_country(value);
    } else {
      builder.add_identifier(type, value);
    }
  }
  for (const pugi::xml_node document : entity.child("identityDocuments").children("identityDocument")) {
    std::string_view number = child_text(document, "documentNumber");
    const bool imo = number.substr(0, 4) == "IMO ";
    builder.add_identifier(imo ? "IMO" : child_text(document, "type"), imo ? number.substr(4) : number);
  }
}

/// One entry a list: the same party on several lists is several entries, each with its own code.
void read_entity(XmlFile& xml, pugi::xml_node entity, Reading& reading) {
  const std::uint64_t line = xml.line_of(entity);
  std::size_t entries = 0;
  const pugi::xml_node lists = entity.child("sanctionsLists");
  for (const pugi::xml_node list : lists.children("sanctionsList")) {
    const std::string_view name = meaningful(list.text().get());
    const bool only_one = list == lists.first_child() && !list.next_sibling();
    if (name == "Consolidated List" && !only_one) continue;
    EntryBuilder builder(line);
    ListEntry& entry = builder.entry();
    entry.id = entity.attribute("id").value();
    entry.source = "OFAC " + std::string(name);
    entry.list = enhanced_list(name);
    entry.kind = read_kind(child_text(entity.child("generalInfo"), "entityType"));
    entry.start_date = read_date(list.attribute("datePublished").value());
    for (const pugi::xml_node program : entity.child("sanctionsPrograms").children("sanctionsProgram")) {
      entry.programs.emplace_back(meaningful(program.text().get()));
    }
    entry.citation = join({entry.programs.begin(), entry.programs.end()}, "; ");
    entry.remarks = single_spaced(child_text(entity.child("generalInfo"), "remarks"));
    add_names(entity, builder);
    add_addresses(entity, builder);
    add_features(entity, builder);
    take_entry(builder, reading);
    ++entries;
  }
  if (entries == 0) reject(reading, line, "an entity on no list");
}

}  // namespace

bool recognizes_ofac_xml(std::string_view head) {
  return trim(head).substr(0, 1) == "<" && head.find("<sanctionsData") != std::string_view::npos;
}

Result<Reading> read_ofac_xml(const FileText& file) {
  Result<XmlFile> parsed = XmlFile::parse(file);
  if (!parsed) return parsed.error();
  XmlFile& xml = parsed.value();
  Reading reading;
  reading.file.source = "ofac_enhanced";
  reading.file.date = read_date(child_text(xml.root().child("publicationInfo"), "dataAsOf").substr(0, 10));
  for (const pugi::xml_node entity : xml.root().child("entities").children("entity")) {
    read_entity(xml, entity, reading);
  }
  return reading;
}

}  // namespace ordergate::lists
