// What OFAC packs into the remarks of an entry: "DOB 17 Apr 1968; nationality Russia; Passport 72
// (Russia); a.k.a. 'ABC'.", and the joining of a set's files.
#include <algorithm>
#include <unordered_map>

#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

bool takes_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text = trim(text.substr(prefix.size()));
  return true;
}

std::string_view unquoted(std::string_view text) {
  while (!text.empty() && (text.back() == '.' || text.back() == '\'')) text.remove_suffix(1);
  while (!text.empty() && text.front() == '\'') text.remove_prefix(1);
  return trim(text);
}

/// "Passport P01104005 (Slovenia)": type, value; what has no number in its last word is a sentence.
void read_identifier(std::string_view text, EntryBuilder& builder) {
  if (!text.empty() && text.back() == '.') text.remove_suffix(1);
  const std::size_t open = text.rfind(" (");
  if (open != std::string_view::npos && text.back() == ')') text = trim(text.substr(0, open));
  const std::size_t space = text.rfind(' ');
  if (space == std::string_view::npos) return;
  const std::string_view type = trim(text.substr(0, space));
  const std::string_view value = text.substr(space + 1);
  const bool bank = type == "SWIFT/BIC";
  if (type.find(':') != std::string_view::npos) return;
  if (!bank && value.find_first_of("0123456789") == std::string_view::npos) return;
  builder.add_identifier(contains_word(type, " IMO") ? "IMO" : type, value);
}

void read_remark(std::string_view text, EntryBuilder& builder) {
  (void)takes_prefix(text, "alt. ");
  if (takes_prefix(text, "DOB ")) {
    builder.add_birth_date(text.back() == '.' ? text.substr(0, text.size() - 1) : text);
  } else if (takes_prefix(text, "nationality ") || takes_prefix(text, "citizen ")) {
    builder.add_country(unquoted(text));
  } else if (takes_prefix(text, "a.k.a. ")) {
    builder.add_name(unquoted(text), ListedName::Role::weak_alias);  // OFAC: weak aliases are quoted here
  } else if (takes_prefix(text, "f.k.a. ")) {
    builder.add_name(unquoted(text), ListedName::Role::former);
  } else if (!takes_prefix(text, "Linked To") && !takes_prefix(text, "POB ")) {
    read_identifier(text, builder);
  }
}

/// Ends an entry for good: its remarks are complete now.
void finish_entry(ListEntry& entry) {
  EntryBuilder builder(std::move(entry));
  const std::string remarks = builder.entry().remarks;
  for (const std::string_view part : split(remarks, ';')) read_remark(part, builder);
  ListEntry finished;
  const std::string why = builder.finish(finished);
  entry = std::move(why.empty() ? finished : builder.entry());
}

void add_supplement(const Supplement& supplement, ListEntry& entry) {
  EntryBuilder builder(std::move(entry));
  switch (supplement.kind) {
    case Supplement::Kind::alias:
      builder.add_name(supplement.text, supplement.role);
      break;
    case Supplement::Kind::address:
      builder.add_address(supplement.text, supplement.country);
      break;
    case Supplement::Kind::remark:
      builder.entry().remarks += supplement.text;
      break;  // cut mid-word
  }
  entry = std::move(builder.entry());
}

}  // namespace

void join_ofac(std::vector<Reading>& readings) {
  std::unordered_map<std::string, ListEntry*> by_id;
  for (Reading& reading : readings) {
    if (!reading.has_ofac_remarks) continue;
    for (ListEntry& entry : reading.file.entries) by_id.try_emplace(entry.id, &entry);
  }
  for (Reading& reading : readings) {
    for (const Supplement& supplement : reading.supplements) {
      const auto at = by_id.find(supplement.entry_id);
      if (at != by_id.end()) {
        add_supplement(supplement, *at->second);
      } else {
        reject(reading, supplement.line, "no entry " + supplement.entry_id + " in the names file beside it");
      }
    }
    reading.supplements.clear();
  }
  for (Reading& reading : readings) {
    if (!reading.has_ofac_remarks) continue;
    for (ListEntry& entry : reading.file.entries) finish_entry(entry);
    reading.has_ofac_remarks = false;
  }
}

}  // namespace ordergate::lists
