// OFAC's advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML): reference values, places, documents, parties and
// the lists that they are on stand apart and name each other by number. Read in one pass: a party waits for
// the entry of "SanctionsEntries" that says on which list it is.
// https://ofac.treasury.gov/media/20366/download (the advanced sanctions data standard)
#include <map>
#include <unordered_map>
#include <utility>

#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/xml_records.h"

namespace ordergate::lists {
namespace {

using enum KnownField::Use;

// Elements that are records or that stand on the way to what is read; the standard has many more, most of
// them empty in OFAC's files, so that those are not judged.
constexpr KnownField kElements[] = {
    {"Sanctions", needed},
    {"DateOfIssue", needed},
    {"ReferenceValueSets", needed},
    {"AliasType", needed},
    {"DistinctParty", needed},
    {"DistinctParties", needed},
    {"Profile", needed},
    {"Identity", needed},
    {"Alias", needed},
    {"DocumentedName", needed},
    {"DocumentedNamePart", needed},
    {"NamePartValue", needed},
    {"NamePartGroup", needed},
    {"SanctionsEntries", needed},
    {"SanctionsEntry", needed},
    {"Profile@PartySubTypeID", needed},
    {"Alias@Primary", needed},
    {"Alias@LowQuality", needed},
    {"Alias@AliasTypeID", needed},
    {"NamePartValue@NamePartGroupID", needed},
    {"NamePartGroup@ID", needed},
    {"NamePartGroup@NamePartTypeID", needed},
    {"SanctionsEntry@ProfileID", needed},
    {"SanctionsEntry@ListID", needed},
    {"Profile@ID", needed},
};

// OFAC's own numbers, where the reference values of a file do not say more.
constexpr std::string_view kListSdn = "1550";
constexpr std::string_view kAliasFormer = "1401";
constexpr std::string_view kNamePartLast = "1520";
constexpr std::string_view kProgram = "1";  // SanctionsTypeID of a program's name

std::string_view attribute(pugi::xml_node node, const char* name) {
  return trim(node.attribute(name).value());
}

PartyKind kind_of(std::string_view party_sub_type) {
  if (party_sub_type == "1") return PartyKind::vessel;
  if (party_sub_type == "2") return PartyKind::aircraft;
  if (party_sub_type == "3") return PartyKind::company;
  return party_sub_type == "4" ? PartyKind::person : PartyKind::unknown;
}

/// "1964-08-12" where all three are there, else the year.
std::string date_text(pugi::xml_node date) {
  const auto two = [&](const char* name) {
    const std::string_view text = text_at(date, {name});
    return text.size() == 1 ? "0" + std::string(text) : std::string(text);
  };
  const std::string_view year = text_at(date, {"Year"});
  const std::string month = two("Month"), day = two("Day");
  if (year.empty() || month.empty() || day.empty()) return std::string(year);
  return std::string(year) + "-" + month + "-" + day;
}

class Advanced {
 public:
  Advanced(const FileText& file, Reading& reading) : file_(file), reading_(reading) {}

  void take(const XmlRecord& record) {
    const std::string_view name = record.node.name();
    if (name == "DateOfIssue") {
      reading_.file.date = read_date(date_text(record.node));
    } else if (name == "Location") {
      locations_[std::string(attribute(record.node, "ID"))] = place_of(record.node);
    } else if (name == "IDRegDocument") {
      take_document(record.node);
    } else if (name == "DistinctParty") {
      take_party(record);
    } else if (name == "SanctionsEntry") {
      take_entry_of_list(record);
    } else if (name != "Sanctions") {
      const std::string_view text = meaningful(record.node.text().get());
      values_[std::string(name) + ":" + std::string(attribute(record.node, "ID"))] = text;
      if (name == "Country") countries_[std::string(attribute(record.node, "ID"))] = country_from_name(text);
    }
  }

  /// Parties that no entry puts on a list are told. A place that a party names and the file does not have is
  /// an error: places would be missing from all of its parties.
  Status finish() {
    if (!lost_.empty())
      return Error{file_.path + ": a party is at Location " + lost_ + ", which is not in the file"};
    for (const auto& [profile, party] : parties_)
      if (!party.listed) reject(reading_, party.line, "a party on no list");
    return Done{};
  }

 private:
  struct Place {
    std::string text;
    CountryCode country;
  };
  struct Party {
    EntryBuilder builder;
    std::uint64_t line = 0;
    bool listed = false;
  };

  [[nodiscard]] std::string_view value(std::string_view set, std::string_view id) const {
    const auto at = values_.find(std::string(set) + ":" + std::string(id));
    return at == values_.end() ? std::string_view{} : std::string_view(at->second);
  }

  [[nodiscard]] CountryCode country(std::string_view id) const {
    const auto at = countries_.find(std::string(id));
    return at == countries_.end() ? CountryCode{} : at->second;
  }

  [[nodiscard]] Place place_of(pugi::xml_node location) const {
    Place place{{}, country(attribute(location.child("LocationCountry"), "CountryID"))};
    if (!place.country.known())
      place.country = country(attribute(location.child("LocationAreaCode"), "AreaCodeID"));
    for (const pugi::xml_node part : location.children("LocationPart")) {
      const std::string_view text = text_at(part, {"LocationPartValue", "Value"});
      if (text.empty()) continue;
      if (!place.text.empty()) place.text += ", ";
      place.text += text;
    }
    const std::string_view name = value("Country", attribute(location.child("LocationCountry"), "CountryID"));
    if (!place.text.empty() && !name.empty()) place.text += ", " + std::string(name);
    return place;
  }

  void take_document(pugi::xml_node node) {
    const std::string_view type = value("IDRegDocType", attribute(node, "IDRegDocTypeID"));
    documents_[std::string(attribute(node, "IdentityID"))].push_back(
        {std::string(type), std::string(text_at(node, {"IDRegistrationNo"}))});
  }

  void take_party(const XmlRecord& record) {
    for (const pugi::xml_node profile : record.node.children("Profile")) {
      if (parties_.size() >= file_.limits.entries_max) return;
      EntryBuilder builder(record.line);
      builder.entry().id = attribute(profile, "ID");
      builder.entry().kind = kind_of(attribute(profile, "PartySubTypeID"));
      builder.entry().remarks = single_spaced(text_at(record.node, {"Comment"}));
      for (const pugi::xml_node identity : profile.children("Identity")) add_identity(identity, builder);
      for (const pugi::xml_node feature : profile.children("Feature")) add_feature(feature, builder);
      const std::string id = builder.entry().id;
      const bool added = parties_.try_emplace(id, Party{std::move(builder), record.line, false}).second;
      if (!added) reject(reading_, record.line, "Profile " + id + " stands twice");
    }
  }

  void add_identity(pugi::xml_node identity, EntryBuilder& builder) {
    std::map<std::string_view, std::string_view> types;  // of name parts, by group
    for (const pugi::xml_node master : identity.child("NamePartGroups").children("MasterNamePartGroup"))
      for (const pugi::xml_node group : master.children("NamePartGroup"))
        types[attribute(group, "ID")] = attribute(group, "NamePartTypeID");
    const bool false_identity = attribute(identity, "False") == "true";
    for (const pugi::xml_node alias : identity.children("Alias")) {
      for (const pugi::xml_node name : alias.children("DocumentedName"))
        builder.add_name(name_of(name, types),
                         role_of(alias, name, builder.entry().names.empty(), false_identity));
    }
    const auto documents = documents_.find(std::string(attribute(identity, "ID")));
    if (documents == documents_.end()) return;
    for (const ListedIdentifier& document : documents->second) {
      const bool imo = document.value.starts_with("IMO ");
      builder.add_identifier(imo ? "IMO" : document.type,
                             imo ? std::string_view(document.value).substr(4) : document.value);
    }
  }

  /// The main spelling of the primary name is primary; the same name in another script is a strong alias.
  ListedName::Role role_of(pugi::xml_node alias, pugi::xml_node name, bool first, bool false_identity) const {
    using Role = ListedName::Role;
    if (attribute(alias, "LowQuality") == "true") return Role::weak_alias;
    const std::string_view type = attribute(alias, "AliasTypeID");
    if (type == kAliasFormer || contains_word(value("AliasType", type), "F.K.A")) return Role::former;
    const std::string_view status = attribute(name, "DocNameStatusID");
    const bool main = status.empty() || status == "1";
    return attribute(alias, "Primary") == "true" && main && first && !false_identity ? Role::primary
                                                                                     : Role::strong_alias;
  }

  /// "LAST, First Middle" of a person, the parts in their order of any other party.
  static std::string name_of(pugi::xml_node name, const std::map<std::string_view, std::string_view>& types) {
    std::string last, rest;
    for (const pugi::xml_node part : name.children("DocumentedNamePart")) {
      const pugi::xml_node node = part.child("NamePartValue");
      const auto type = types.find(attribute(node, "NamePartGroupID"));
      const bool is_last = type != types.end() && type->second == kNamePartLast;
      std::string& into = is_last ? last : rest;
      const std::string_view text = meaningful(node.text().get());
      if (text.empty()) continue;
      if (!into.empty()) into += ' ';
      into += text;
    }
    return join({last, rest}, ", ");
  }

  void add_feature(pugi::xml_node feature, EntryBuilder& builder) {
    const std::string_view type = value("FeatureType", attribute(feature, "FeatureTypeID"));
    for (const pugi::xml_node version : feature.children("FeatureVersion")) {
      for (const pugi::xml_node at : version.children("VersionLocation")) {
        const auto place = locations_.find(std::string(attribute(at, "LocationID")));
        if (place == locations_.end()) {
          lost_ = attribute(at, "LocationID");
          continue;
        }
        if (contains_word(type, "Birth")) continue;
        if (contains_word(type, "Nationality") || contains_word(type, "Citizenship")) {
          builder.add_country(place->second.country);
        } else {
          builder.add_address(place->second.text, place->second.country);
        }
      }
      if (contains_word(type, "Birthdate")) add_birth_date(version.child("DatePeriod"), builder);
      const pugi::xml_node detail = version.child("VersionDetail");
      const std::string_view text = meaningful(detail.text().get());
      if (contains_word(type, "Flag") && !contains_word(type, "Former")) {
        builder.add_country(text.empty() ? value("DetailReference", attribute(detail, "DetailReferenceID"))
                                         : text);
      } else if (!contains_word(type, "Birth")) {
        builder.add_identifier(type, text);
      }
    }
  }

  static void add_birth_date(pugi::xml_node period, EntryBuilder& builder) {
    const std::string from = date_text(period.child("Start").child("From"));
    const std::string to = date_text(period.child("End").child("To"));
    if (from.empty()) return;
    builder.add_birth_date(from == to || to.empty() ? from : from.substr(0, 4) + " to " + to.substr(0, 4));
  }

  void take_entry_of_list(const XmlRecord& record) {
    const std::string profile(attribute(record.node, "ProfileID"));
    const auto at = parties_.find(profile);
    if (at == parties_.end())
      return reject(reading_, record.line, "an entry of Profile " + profile + ", which is not in the file");
    at->second.listed = true;
    const std::string_view list = attribute(record.node, "ListID");
    std::string_view name = value("List", list);
    if (name.empty() && list == kListSdn) name = "SDN List";
    EntryBuilder builder(at->second.builder);
    ListEntry& entry = builder.entry();
    entry.source = "OFAC " + std::string(name.empty() ? "list " + std::string(list) : std::string(name));
    entry.list = contains_word(name, "FSE") ? ListCode::other : list_code(name);
    for (const pugi::xml_node event : record.node.children("EntryEvent")) {
      const std::optional<Date> date = read_date(date_text(event.child("Date")));
      if (date && (!entry.start_date || *date < *entry.start_date)) entry.start_date = date;
    }
    for (const pugi::xml_node measure : record.node.children("SanctionsMeasure")) {
      const std::string_view program = text_at(measure, {"Comment"});
      const bool room = entry.programs.size() < kEntryTextsMax;
      if (attribute(measure, "SanctionsTypeID") == kProgram && !program.empty() && room)
        entry.programs.emplace_back(program);
    }
    entry.citation = join({entry.programs.begin(), entry.programs.end()}, "; ");
    take_entry(builder, reading_);
  }

  const FileText& file_;
  Reading& reading_;
  std::unordered_map<std::string, std::string> values_;  // "AliasType:1400" to what it means
  std::unordered_map<std::string, CountryCode> countries_;
  std::unordered_map<std::string, Place> locations_;
  std::unordered_map<std::string, std::vector<ListedIdentifier>> documents_;  // by identity
  std::string lost_;                      // a Location that is named and not there
  std::map<std::string, Party> parties_;  // by profile
};

}  // namespace

bool recognizes_ofac_advanced_xml(std::string_view head) { return xml_root(head) == "Sanctions"; }

Result<Reading> read_ofac_advanced_xml(const FileText& file) {
  Reading reading;
  reading.file.source = "ofac_advanced";
  FieldWatch watch(kElements);
  Advanced advanced(file, reading);
  const auto take = [&](const XmlRecord& record) -> Status {
    advanced.take(record);
    return Done{};
  };
  const Status read =
      each_xml_record(file, reading,
                      {"DateOfIssue", "AliasType", "Country", "FeatureType", "IDRegDocType", "List",
                       "DetailReference", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry"},
                      &watch, take);
  if (!read) return read.error();
  if (Status judged = watch.judge_needed(reading); !judged) return judged.error();
  if (Status finished = advanced.finish(); !finished) return finished.error();
  return reading;
}

}  // namespace ordergate::lists
