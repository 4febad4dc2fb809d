// Canada's Consolidated Autonomous Sanctions List (SEMA, JVCFOA): "data-set", one "record" a party, element
// names in both languages since 2026.
// https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/xml_records.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;
using enum KnownField::Use;

constexpr const char* kCountry = "Country-Pays";
constexpr const char* kLastName = "LastName-NomDeFamille";
constexpr const char* kGivenName = "GivenName-Prenom";
constexpr const char* kEntity = "EntityOrShip-EntiteOuNavire";
constexpr const char* kBirth = "DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire";
constexpr const char* kAliases = "Aliases-Alias";
constexpr const char* kImo = "ShipIMONumber-NumeroOMIDuNavire";
constexpr const char* kSchedule = "Schedule-Annexe";
constexpr const char* kItem = "Item-NumeroDarticle";
constexpr const char* kListed = "DateOfListing-DateDinscription";

constexpr KnownField kElements[] = {
    {"data-set", needed},
    {"record", needed},
    {kCountry, needed},
    {kLastName, read},
    {kGivenName, read},
    {kEntity, read},
    {kBirth, read},
    {kAliases, read},
    {kImo, read},
    {kSchedule, needed},
    {kItem, needed},
    {kListed, read},
    {"TitleOrShipType-TitreOuTypeDeNavire", ignored},
};

/// The English part of "Russia / Russie", or all of it.
std::string_view english(std::string_view text) { return trim(text.substr(0, text.find(" / "))); }

/// Both languages of the name of an organization are its names.
void add_entity_name(std::string_view text, Role first, EntryBuilder& builder) {
  for (Role role = first; !text.empty(); role = Role::strong_alias) {
    const std::size_t slash = text.find(" / ");
    builder.add_name(text.substr(0, slash), role);
    text = slash == std::string_view::npos ? std::string_view{} : text.substr(slash + 3);
  }
}

/// Aliases are divided by ";", those of persons by "," too where there is none.
void add_aliases(std::string_view text, bool person, EntryBuilder& builder) {
  const bool by_comma = person && text.find(';') == std::string_view::npos;
  for (const std::string_view alias : split(text, by_comma ? ',' : ';')) {
    person ? builder.add_name(alias, Role::strong_alias)
           : add_entity_name(alias, Role::strong_alias, builder);
  }
}

void read_party(const XmlRecord& record, Reading& reading) {
  const auto field = [&](const char* name) { return text_at(record.node, {name}); };
  EntryBuilder builder(record.line);
  ListEntry& entry = builder.entry();
  const bool person = !field(kLastName).empty() || !field(kGivenName).empty();
  const bool ship = !field(kImo).empty();
  entry.list = ListCode::ca;
  entry.source = "Consolidated Canadian Autonomous Sanctions List";
  entry.kind = person ? PartyKind::person : ship ? PartyKind::vessel : PartyKind::company;
  const std::string_view regime = english(field(kCountry));
  entry.id = join({regime, field(kSchedule), field(kItem)}, "; ");
  entry.citation = "Special Economic Measures, " + entry.id;
  if (!regime.empty()) entry.programs.emplace_back(regime);
  entry.start_date = read_date(field(kListed));
  if (person) builder.add_name(join({field(kLastName), field(kGivenName)}, ", "), Role::primary);
  if (person) builder.add_birth_date(field(kBirth));
  add_entity_name(field(kEntity), person ? Role::strong_alias : Role::primary, builder);
  add_aliases(field(kAliases), person, builder);
  builder.add_identifier("IMO", field(kImo));
  take_entry(builder, reading);
}

}  // namespace

bool recognizes_sema_xml(std::string_view head) { return xml_root(head) == "data-set"; }

Result<Reading> read_sema_xml(const FileText& file) {
  Reading reading;
  reading.file.source = "ca_sema";
  FieldWatch watch(kElements);
  const auto take = [&](const XmlRecord& record) -> Status {
    if (std::string_view(record.node.name()) == "record") read_party(record, reading);
    return Done{};
  };
  if (Status read = each_xml_record(file, reading, {"record"}, &watch, take); !read) return read.error();
  if (Status judged = watch.judge(reading); !judged) return judged.error();
  return reading;
}

}  // namespace ordergate::lists
