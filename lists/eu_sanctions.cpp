#include "lists/eu_sanctions.h"

#include <algorithm>
#include <string>

#include "countries/country_names.h"
#include "lists/text.h"

namespace ordergate::lists {

void start_eu_entry(EntryBuilder& builder, std::string_view reference, std::string_view logical_id) {
  ListEntry& entry = builder.entry();
  entry.list = ListCode::eu;
  entry.source = "EU Financial Sanctions Files";
  entry.id = reference.empty() ? logical_id : reference;
}

PartyKind eu_kind(std::string_view code) {
  if (code == "P") return PartyKind::person;
  if (code == "E") return PartyKind::company;
  return read_kind(code);
}

void add_eu_regulation(EntryBuilder& builder, std::string_view number, std::string_view programme,
                       std::string_view in_force, std::string_view published) {
  ListEntry& entry = builder.entry();
  const std::optional<Date> begun = read_date(in_force.empty() ? published : in_force);
  if (begun && (!entry.start_date || *begun < *entry.start_date)) entry.start_date = begun;
  if (entry.citation.empty()) entry.citation = number;
  auto& programs = entry.programs;
  const bool known = std::find(programs.begin(), programs.end(), programme) != programs.end();
  if (!programme.empty() && !known && programs.size() < kEntryTextsMax) programs.emplace_back(programme);
}

void add_eu_name(EntryBuilder& builder, std::string_view whole, std::string_view parts, bool strong) {
  using Role = ListedName::Role;
  const bool first = builder.entry().names.empty();
  builder.add_name(whole.empty() ? parts : whole, first    ? Role::primary
                                                  : strong ? Role::strong_alias
                                                           : Role::weak_alias);
}

void add_eu_address(EntryBuilder& builder, const EuAddress& address) {
  const std::string box = address.po_box.empty() ? std::string{} : "P.O. Box " + std::string(address.po_box);
  const std::string lines =
      join({address.street, box, address.place, address.zip, address.city, address.region}, ", ");
  const CountryCode country = country_from_name(address.country);
  if (lines.empty()) return builder.add_country(country);
  builder.add_address(join({lines, address.country}, ", "), country);
}

void add_eu_birth_date(EntryBuilder& builder, std::string_view date, std::string_view year, bool circa,
                       std::string_view from, std::string_view to) {
  const std::string about = circa ? "circa " : "";
  if (!date.empty())
    return builder.add_birth_date(about.empty() ? std::string(date) : about + std::string(date.substr(0, 4)));
  if (!year.empty()) return builder.add_birth_date(about + std::string(year));
  if (!from.empty() && !to.empty()) builder.add_birth_date(std::string(from) + " to " + std::string(to));
}

}  // namespace ordergate::lists
