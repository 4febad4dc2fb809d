// Japan's METI End User List as CSV: the sheet of the publisher saved as UTF-8, its header in English or in
// both languages. https://www.meti.go.jp/policy/anpo/englishpage.html
#include <algorithm>

#include "lists/columns.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;
using enum KnownField::Use;

constexpr KnownField kColumns[] = {
    {"no.", needed},           {"country or region", needed}, {"company or organization", needed},
    {"also known as", needed}, {"type of wmd", needed},
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// "国名、地域名 Country or Region" is the column "country or region".
std::string canonical(std::string_view header) {
  for (const KnownField& column : kColumns)
    if (contains_word(header, column.name)) return std::string(column.name);
  const std::string lower = ascii_lower(single_spaced(header));
  return lower == "no" ? "no." : lower;
}

/// The lines or words of a cell that are in Latin letters: "アフガニスタン Afghanistan" is Afghanistan.
std::string latin_words(std::string_view text) {
  std::string words;
  const std::string spaced = single_spaced(text);
  for (const std::string_view word : split(spaced, ' '))
    if (is_ascii(word)) words += (words.empty() ? "" : " ") + std::string(word);
  return words;
}

/// Aliases stand on lines of their own, behind "・" or divided by ";".
std::vector<std::string> aliases_of(std::string_view text) {
  constexpr std::string_view kDot = "\xE3\x83\xBB";  // KATAKANA MIDDLE DOT
  std::string parts(text);
  for (std::size_t at = parts.find(kDot); at != std::string::npos; at = parts.find(kDot, at)) {
    // Between two Japanese words it belongs to the name.
    const bool starts = at == 0 || parts[at - 1] == '\n' || parts[at - 1] == ' ' ||
                        static_cast<unsigned char>(parts[at - 1]) < 0x80;
    parts.replace(at, kDot.size(), starts ? ";" : kDot);
    at += starts ? 1 : kDot.size();
  }
  std::replace(parts.begin(), parts.end(), '\n', ';');
  std::vector<std::string> aliases;
  for (const std::string_view alias : split(parts, ';')) aliases.emplace_back(alias);
  return aliases;
}

void read_row(const tables::CsvRecord& row, const tables::CsvHeader& header, Reading& reading) {
  const auto field = [&](std::string_view name) { return meaningful(header.field(row, name)); };
  EntryBuilder builder(row.line);
  ListEntry& entry = builder.entry();
  entry.list = ListCode::jp;
  entry.source = "METI End User List (Japan)";
  const std::string weapons = single_spaced(field("type of wmd"));
  entry.citation = "METI End User List";  // its numbers move from year to year
  entry.remarks = "No. " + std::string(field("no.")) + (weapons.empty() ? "" : "; type of WMD: " + weapons);
  builder.add_name(single_spaced(field("company or organization")), Role::primary);
  for (const std::string& alias : aliases_of(field("also known as")))
    builder.add_name(alias, Role::strong_alias);
  const std::string_view country = field("country or region");
  builder.add_country(latin_words(country));
  if (entry.countries.empty()) builder.add_country(single_spaced(country));
  take_entry(builder, reading);
}

}  // namespace

bool recognizes_meti_csv(std::string_view head) {
  const std::vector<std::string> first = first_record(head, ',');
  const auto has = [&](std::string_view name) {
    return std::any_of(first.begin(), first.end(),
                       [&](const std::string& each) { return contains_word(each, name); });
  };
  return has("type of wmd") || (has("company or organization") && has("also known as"));
}

Result<Reading> read_meti_csv(const FileText& file) {
  Reading reading;
  reading.file.source = "jp_meti_eul";
  ListRows rows(file, ',', reading);
  tables::CsvRecord row;
  if (!rows.next(row)) return Error{file.path + ":1: no header line"};
  rows.expect_fields(row.fields.size());
  FieldWatch watch(kColumns);
  for (std::string& name : row.fields) {
    name = canonical(name);
    if (!name.empty()) watch.saw(name, row.line);
  }
  const tables::CsvHeader header(row);
  if (const auto twice = header.duplicate())
    return Error{file.path + ":1: column \"" + *twice + "\" stands twice"};
  if (Status judged = watch.judge(reading); !judged) return judged.error();
  while (rows.next(row)) read_row(row, header, reading);
  if (Status whole = rows.whole(LastLine::may_not_end); !whole) return whole.error();
  return reading;
}

}  // namespace ordergate::lists
