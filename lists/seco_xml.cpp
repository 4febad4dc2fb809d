// Switzerland's SECO, all sanctioned persons, entities and objects: "swiss-sanctions-list", one "target" a
// party. A target stays in the file when it is de-listed. https://www.sesam.search.admin.ch
#include <algorithm>
#include <map>
#include <unordered_map>

#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/xml_records.h"

namespace ordergate::lists {
namespace {

using enum KnownField::Use;

constexpr KnownField kFields[] = {
    {"swiss-sanctions-list", needed},
    {"swiss-sanctions-list@date", needed},
    {"swiss-sanctions-list@list-type", ignored},
    {"sanctions-program", needed},
    {"sanctions-program@ssid", ignored},
    {"sanctions-program@predecessor-version-date", ignored},
    {"sanctions-program@version-date", ignored},
    {"program-key", read},
    {"program-key@lang", read},
    {"program-name", rare},
    {"program-name@lang", rare},
    {"sanctions-set", read},
    {"sanctions-set@ssid", read},
    {"sanctions-set@lang", read},
    {"origin", ignored},
    {"place", read},
    {"place@ssid", read},
    {"location", read},
    {"location-variant", ignored},
    {"area", rare},
    {"area@area-type", ignored},
    {"area-variant", ignored},
    {"country", read},
    {"country@iso-code", read},
    {"target", needed},
    {"target@ssid", needed},
    {"target@sanctions-set-id", rare},
    {"sanctions-set-id", rare},
    {"foreign-identifier", ignored},
    {"generic-attribute", ignored},
    {"modification", needed},
    {"modification@modification-type", needed},
    {"modification@effective-date", needed},
    {"modification@publication-date", rare},
    {"modification@enactment-date", rare},
    {"entity", rare},
    {"individual", rare},
    {"individual@sex", ignored},
    {"object", rare},
    {"object@object-type", rare},
    {"identity", needed},
    {"identity@ssid", ignored},
    {"identity@main", needed},
    {"name", needed},
    {"name@ssid", ignored},
    {"name@name-type", needed},
    {"name@quality", read},
    {"name@lang", ignored},
    {"name-part", needed},
    {"name-part@order", needed},
    {"name-part@name-part-type", needed},
    {"value", needed},
    {"spelling-variant", read},
    {"spelling-variant@lang", rare},
    {"spelling-variant@script", read},
    {"address", read},
    {"address@ssid", ignored},
    {"address@main", ignored},
    {"address@place-id", read},
    {"address-details", read},
    {"zip-code", read},
    {"p-o-box", rare},
    {"c-o", ignored},
    {"remarks", ignored},
    {"day-month-year", rare},
    {"day-month-year@ssid", ignored},
    {"day-month-year@day", rare},
    {"day-month-year@month", rare},
    {"day-month-year@year", rare},
    {"day-month-year@calendar", ignored},
    {"day-month-year@quality", ignored},
    {"place-of-birth", ignored},
    {"nationality", rare},
    {"nationality@ssid", ignored},
    {"identification-document", rare},
    {"identification-document@ssid", ignored},
    {"identification-document@document-type", rare},
    {"number", rare},
    {"issuer", ignored},
    {"date-of-issue", ignored},
    {"expiry-date", ignored},
    {"remark", ignored},
    {"justification", ignored},
    {"relation", ignored},
    {"other-information", ignored},
};

std::string_view attribute(pugi::xml_node node, const char* name) {
  return meaningful(node.attribute(name).value());
}

struct Place {
  std::string text;  // city and area
  CountryCode country;
  std::string country_name;
};

/// The spellings of one name: "" is the one in Latin letters, others are by script and language.
struct Spelling {
  std::string kind;
  std::map<int, std::string> parts;
};

std::vector<Spelling> spellings_of(pugi::xml_node name) {
  std::vector<Spelling> spellings(1);
  const auto add = [&](const std::string& kind, int order, std::string_view text) {
    if (text.empty()) return;
    auto at = std::find_if(spellings.begin(), spellings.end(),
                           [&](const Spelling& each) { return each.kind == kind; });
    if (at == spellings.end()) at = spellings.insert(at, {kind, {}});
    std::string& part = at->parts[order];
    if (part.empty()) part = text;
  };
  for (const pugi::xml_node part : name.children("name-part")) {
    if (attribute(part, "name-part-type") == "title") continue;
    const int order = part.attribute("order").as_int();
    add("", order, text_at(part, {"value"}));
    for (const pugi::xml_node variant : part.children("spelling-variant"))
      add(std::string(attribute(variant, "script")) + "/" + std::string(attribute(variant, "lang")), order,
          meaningful(variant.text().get()));
  }
  return spellings;
}

void add_name(pugi::xml_node name, bool main_identity, EntryBuilder& builder) {
  using Role = ListedName::Role;
  const std::string_view type = attribute(name, "name-type");
  Role role = type == "formerly-known-as" ? Role::former : Role::strong_alias;
  if (type == "primary-name" && main_identity) role = Role::primary;
  if (attribute(name, "quality") == "low") role = Role::weak_alias;
  const std::vector<Spelling> spellings = spellings_of(name);
  for (const Spelling& spelling : spellings) {
    std::map<int, std::string> parts =
        spellings.front().parts;  // what a script lacks is written in Latin letters
    for (const auto& [order, text] : spelling.parts) parts[order] = text;
    std::string whole;
    for (const auto& [order, text] : parts) whole += (whole.empty() ? "" : " ") + text;
    const bool other = !spelling.kind.empty() && role == Role::primary;
    builder.add_name(whole, other ? Role::strong_alias : role);
  }
}

class SecoList {
 public:
  explicit SecoList(Reading& reading) : reading_(reading) {}

  void take(const XmlRecord& record) {
    const std::string_view name = record.node.name();
    if (name == "sanctions-program") take_program(record.node);
    if (name == "place") take_place(record.node);
    if (name == "target") take_target(record);
    if (name == "swiss-sanctions-list") reading_.file.date = read_date(attribute(record.node, "date"));
  }

  /// The date of the file comes with its root, at the end: what had ended by then is no entry.
  void finish() {
    std::size_t ended = 0;
    std::uint64_t first = 0;
    for (Target& target : targets_) {
      const std::optional<Date>& end = target.entry.end_date;
      if (target.why.empty() && end && (!reading_.file.date || *end <= *reading_.file.date)) {
        if (ended++ == 0) first = target.line;
      } else if (target.why.empty()) {
        reading_.file.entries.push_back(std::move(target.entry));
      } else {
        reject(reading_, target.line, target.why);
      }
    }
    if (ended != 0)
      reject(reading_, first,
             "de-listed, and no entries: " + std::to_string(ended) + " targets from here on");
  }

  [[nodiscard]] std::size_t size() const noexcept { return targets_.size(); }

 private:
  struct Target {
    std::uint64_t line = 0;
    ListEntry entry;
    std::string why;  // it is no entry
  };

  void take_program(pugi::xml_node program) {
    std::string_view title;
    for (const char* element : {"program-name", "program-key"})
      for (const pugi::xml_node key : program.children(element))
        if (title.empty() || attribute(key, "lang") == "eng") title = meaningful(key.text().get());
    for (const pugi::xml_node set : program.children("sanctions-set"))
      programs_[std::string(attribute(set, "ssid"))] = title;
  }

  void take_place(pugi::xml_node node) {
    const pugi::xml_node country = node.child("country");
    Place place{join({text_at(node, {"location"}), text_at(node, {"area"})}, ", "),
                country_from_name(attribute(country, "iso-code")),
                std::string(meaningful(country.text().get()))};
    if (!place.country.known()) place.country = country_from_name(place.country_name);
    places_[std::string(attribute(node, "ssid"))] = std::move(place);
  }

  void take_target(const XmlRecord& record) {
    const pugi::xml_node target = record.node;
    Target& taken = targets_.emplace_back();
    taken.line = record.line;
    pugi::xml_node party = target.child("entity");
    EntryBuilder builder(record.line);
    ListEntry& entry = builder.entry();
    entry.kind = PartyKind::company;
    if (target.child("individual")) {
      party = target.child("individual");
      entry.kind = PartyKind::person;
    } else if (target.child("object")) {
      party = target.child("object");
      entry.kind = read_kind(attribute(party, "object-type"));
    }
    entry.list = ListCode::ch;
    entry.source = "SECO sanctions list (Switzerland)";
    entry.id = attribute(target, "ssid");
    add_program(target, entry);
    add_dates(target, entry);
    for (const pugi::xml_node identity : party.children("identity")) add_identity(identity, builder);
    taken.why = builder.finish(taken.entry);
  }

  void add_program(pugi::xml_node target, ListEntry& entry) const {
    std::vector<std::string_view> sets;
    if (const std::string_view set = attribute(target, "sanctions-set-id"); !set.empty()) sets.push_back(set);
    for (const pugi::xml_node set : target.children("sanctions-set-id"))
      sets.push_back(meaningful(set.text().get()));
    for (const std::string_view set : sets) {
      const auto program = programs_.find(std::string(set));
      if (program == programs_.end() || program->second.empty() || entry.programs.size() >= kEntryTextsMax)
        continue;
      entry.programs.push_back(program->second);
    }
    entry.citation = entry.programs.empty() ? "SECO" : "SECO, " + entry.programs.front();
  }

  /// The last modification decides whether the target is listed; a day that is not told is before every
  /// other.
  static void add_dates(pugi::xml_node target, ListEntry& entry) {
    std::optional<Date> last, listed;
    bool ended = false;
    for (const pugi::xml_node modification : target.children("modification")) {
      std::optional<Date> day = read_date(attribute(modification, "effective-date"));
      if (!day) day = read_date(attribute(modification, "publication-date"));
      if (!day) day = read_date(attribute(modification, "enactment-date"));
      const bool de_listed = attribute(modification, "modification-type") == "de-listed";
      if (!de_listed && day && (!listed || *day < *listed)) listed = day;
      if (last && (!day || *day < *last)) continue;
      if (day) last = day;
      ended = de_listed;
    }
    entry.start_date = listed;
    // A de-listing without any day has happened.
    if (ended) entry.end_date = last ? last : Date::from_ymd(1900, 1, 1);
  }

  void add_identity(pugi::xml_node identity, EntryBuilder& builder) {
    const bool main = attribute(identity, "main") != "false";
    for (const pugi::xml_node name : identity.children("name")) add_name(name, main, builder);
    for (const pugi::xml_node address : identity.children("address")) add_address(address, builder);
    for (const pugi::xml_node nationality : identity.children("nationality")) {
      const pugi::xml_node country = nationality.child("country");
      const std::string_view code = attribute(country, "iso-code");
      builder.add_country(code.empty() ? meaningful(country.text().get()) : code);
    }
    for (const pugi::xml_node day : identity.children("day-month-year")) {
      const std::string_view year = attribute(day, "year"), month = attribute(day, "month"),
                             of = attribute(day, "day");
      const bool whole = !year.empty() && !month.empty() && !of.empty();
      builder.add_birth_date(whole ? join({of, month, year}, "/") : std::string(year));
    }
    for (const pugi::xml_node document : identity.children("identification-document"))
      builder.add_identifier(attribute(document, "document-type"), text_at(document, {"number"}));
  }

  void add_address(pugi::xml_node address, EntryBuilder& builder) {
    const auto at = places_.find(std::string(attribute(address, "place-id")));
    const Place place = at == places_.end() ? Place{} : at->second;
    const std::string_view box = text_at(address, {"p-o-box"});
    const std::string post = box.empty() ? std::string{} : "P.O. Box " + std::string(box);
    const std::string lines =
        join({text_at(address, {"address-details"}), post, text_at(address, {"zip-code"}), place.text}, ", ");
    if (!lines.empty()) builder.add_address(join({lines, place.country_name}, ", "), place.country);
    builder.add_country(place.country);
  }

  Reading& reading_;
  std::vector<Target> targets_;
  std::unordered_map<std::string, std::string> programs_;  // by sanctions set
  std::unordered_map<std::string, Place> places_;
};

}  // namespace

bool recognizes_seco_xml(std::string_view head) { return xml_root(head) == "swiss-sanctions-list"; }

Result<Reading> read_seco_xml(const FileText& file) {
  Reading reading;
  reading.file.source = "ch_seco";
  FieldWatch watch(kFields);
  SecoList list(reading);
  const auto take = [&](const XmlRecord& record) -> Status {
    const bool room = list.size() < file.limits.entries_max;
    if (room || std::string_view(record.node.name()) != "target") list.take(record);
    return Done{};
  };
  if (Status read = each_xml_record(file, reading, {"sanctions-program", "place", "target"}, &watch, take);
      !read)
    return read.error();
  if (Status judged = watch.judge(reading); !judged) return judged.error();
  if (list.size() >= file.limits.entries_max)
    reject(reading, 1, "over the limit of entries: what is after it is left out");
  list.finish();
  return reading;
}

}  // namespace ordergate::lists
