// Australia's Consolidated List (DFAT) as XLSX, in its columns before and since 2025-11-01: a row a name;
// rows beside each other whose references have the same number ("101", "101a") are one party.
// https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list
#include <algorithm>
#include <charconv>
#include <map>

#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/xml_records.h"
#include "lists/zip.h"

namespace ordergate::lists {
namespace {

using Role = ListedName::Role;
using enum KnownField::Use;

constexpr std::size_t kMemberBytesMax = std::size_t{256} << 20;
constexpr std::size_t kColumnsMax = 64;
constexpr std::size_t kStringsMax = 2'000'000;

constexpr KnownField kColumns[] = {
    {"reference", needed},
    {"name of individual or entity", needed},
    {"type", needed},
    {"name type", needed},
    {"alias strength", rare},  // since 2025-11-01
    {"date of birth", read},
    {"place of birth", ignored},
    {"citizenship", read},
    {"address", read},
    {"additional information", ignored},
    {"listing information", ignored},
    {"imo number", rare},
    {"committees", read},
    {"control date", needed},
    {"instrument of designation", rare},
    {"travel ban", rare},
    {"arms embargo", rare},
    {"maritime restriction", rare},
    {"targeted financial sanction", rare},
};

using Row = std::map<std::string, std::string, std::less<>>;  // by column

std::string_view field(const Row& row, std::string_view column) {
  const auto at = row.find(column);
  return at == row.end() ? std::string_view{} : meaningful(at->second);
}

/// A day that the sheet has as a number, counted from 1899-12-30 (ECMA-376, part 1, 18.17.4.1); "" for no
/// day.
std::string day_text(std::string_view cell) {
  constexpr int kFirst = 3000, kLast = 73'050;  // 1908 to 2099: a year is no such number
  int days = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), days);
  const bool number = error == std::errc{} && (end == cell.data() + cell.size() || *end == '.');
  if (!number || days < kFirst || days > kLast) return std::string(cell);
  Date date = Date::from_ymd(1899, 12, 30);
  date.days += days;
  return format_date(date);
}

/// All texts of a shared or inline string, its runs joined.
std::string rich_text(pugi::xml_node node) {
  std::string text = node.child("t").text().get();
  for (const pugi::xml_node run : node.children("r")) text += run.child("t").text().get();
  return text;
}

/// "a) 1 Street b) 2 Road", "1 Street; 2 Road", or one a line.
std::vector<std::string> parts_of(std::string_view text) {
  std::string parts(text);
  for (std::size_t at = parts.find("_x000D_"); at != std::string::npos; at = parts.find("_x000D_"))
    parts.replace(at, 7, "\n");
  for (std::size_t at = 0; at + 1 < parts.size(); ++at) {
    const bool letter = parts[at] >= 'a' && parts[at] <= 'z' && parts[at + 1] == ')';
    if (letter && (at == 0 || parts[at - 1] == ' ' || parts[at - 1] == '\n')) parts[at] = parts[at + 1] = ';';
  }
  std::replace(parts.begin(), parts.end(), '\n', ';');
  std::vector<std::string> result;
  for (const std::string_view part : split(parts, ';')) result.emplace_back(part);
  return result;
}

class DfatList {
 public:
  DfatList(const FileText& file, Reading& reading) : file_(file), reading_(reading) {}

  Status read() {
    const Result<std::vector<ZipMember>> members = zip_members(file_.path, file_.bytes);
    if (!members) return members.error();
    std::vector<ZipMember> sheets;
    for (const ZipMember& member : members.value()) {
      if (member.name == "xl/sharedStrings.xml")
        if (Status strings = read_strings(member); !strings) return strings;
      if (member.name.starts_with("xl/worksheets/") && member.name.ends_with(".xml"))
        sheets.push_back(member);
    }
    for (const ZipMember& sheet : sheets)
      if (Status rows = read_sheet(sheet); !rows) return rows;
    if (sheets.empty()) return Error{file_.path + ": no sheet in the workbook"};
    return Done{};
  }

 private:
  Status each(const ZipMember& member, std::string_view record,
              const std::function<Status(const XmlRecord&)>& take) {
    const Result<std::string> text = unzip(file_.path, file_.bytes, member, kMemberBytesMax);
    if (!text) return text.error();
    const FileText inner{file_.path + ": " + member.name, text.value(), file_.limits};
    Status done = each_xml_record(inner, reading_, {record}, nullptr, take);
    reading_.file.path = file_.path;
    return done;
  }

  /// Cells name these texts by their number: one that is left out would give every later cell another text.
  Status read_strings(const ZipMember& member) {
    const std::size_t before = reading_.file.rejections.size();
    Status read = each(member, "si", [this](const XmlRecord& record) -> Status {
      if (std::string_view(record.node.name()) != "si") return Done{};
      if (strings_.size() >= kStringsMax) return Error{file_.path + ": more shared texts than the limit"};
      strings_.push_back(rich_text(record.node));
      return Done{};
    });
    if (read && reading_.file.rejections.size() != before)
      return Error{file_.path + ": a shared text is longer than the limit, and cells name texts by number"};
    return read;
  }

  Status read_sheet(const ZipMember& member) {
    header_.clear();
    Status rows = each(member, "row", [this](const XmlRecord& record) -> Status {
      if (std::string_view(record.node.name()) != "row") return Done{};
      return take_row(record.node, record.node.attribute("r").as_ullong(record.line));
    });
    end_party();
    return rows;
  }

  /// "BC12" is column 54, counted from 0; a cell without a reference stands behind the one before.
  static std::size_t column_of(std::string_view reference, std::size_t next) {
    std::size_t column = 0;
    for (const char c : reference) {
      if (c < 'A' || c > 'Z' || column > kColumnsMax) break;
      column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    }
    return column == 0 ? next : column - 1;
  }

  [[nodiscard]] Result<std::vector<std::string>> cells_of(pugi::xml_node row) const {
    std::vector<std::string> cells;
    for (const pugi::xml_node cell : row.children("c")) {
      const std::size_t column = column_of(cell.attribute("r").value(), cells.size());
      if (column >= kColumnsMax) continue;
      if (cells.size() <= column) cells.resize(column + 1);
      const std::string_view type = cell.attribute("t").value();
      if (type == "s") {
        const std::size_t index = cell.child("v").text().as_ullong(strings_.size());
        if (index >= strings_.size()) return Error{file_.path + ": a cell whose text is not in the workbook"};
        cells[column] = strings_[index];
      } else {
        cells[column] = type == "inlineStr" ? rich_text(cell.child("is")) : cell.child("v").text().get();
      }
    }
    return cells;
  }

  Status take_row(pugi::xml_node node, std::uint64_t line) {
    Result<std::vector<std::string>> cells = cells_of(node);
    if (!cells) return cells.error();
    const bool blank = std::all_of(cells.value().begin(), cells.value().end(),
                                   [](const std::string& cell) { return trim(cell).empty(); });
    if (blank) return Done{};
    if (header_.empty()) return take_header(cells.value(), line);
    Row row;
    for (std::size_t i = 0; i < std::min(header_.size(), cells.value().size()); ++i)
      row[header_[i]] = cells.value()[i];
    take_name(row, line == 0 ? 1 : line);
    return Done{};
  }

  Status take_header(const std::vector<std::string>& cells, std::uint64_t line) {
    FieldWatch watch(kColumns);
    for (const std::string& cell : cells) {
      header_.push_back(ascii_lower(single_spaced(cell)));
      if (!header_.back().empty()) watch.saw(header_.back(), line);
    }
    return watch.judge(reading_);
  }

  void take_name(const Row& row, std::uint64_t line) {
    const std::string_view reference = field(row, "reference");
    const std::string_view number = reference.substr(0, reference.find_first_not_of("0123456789"));
    if (number.empty()) return reject(reading_, line, "no Reference");
    if (number != number_) {
      end_party();
      number_ = number;
      start(row, line);
    }
    builder_.add_name(single_spaced(field(row, "name of individual or entity")), role_of(row));
    for (const std::string& address : parts_of(field(row, "address"))) builder_.add_address(address);
    for (const std::string& text : parts_of(field(row, "citizenship")))
      for (const std::string_view country : split(text, ',')) builder_.add_country(country);
    for (const std::string& date : parts_of(field(row, "date of birth")))
      builder_.add_birth_date(day_text(date));
    builder_.add_identifier("IMO", field(row, "imo number"));
  }

  static Role role_of(const Row& row) {
    if (contains_word(field(row, "alias strength"), "weak")) return Role::weak_alias;
    if (contains_word(field(row, "name type"), "primary")) return Role::primary;
    return contains_word(field(row, "name type"), "former") ? Role::former : Role::strong_alias;
  }

  void start(const Row& row, std::uint64_t line) {
    builder_ = EntryBuilder(line);
    ListEntry& entry = builder_.entry();
    entry.list = ListCode::au;
    entry.source = "DFAT Consolidated List (Australia)";
    entry.id = number_;
    entry.kind = read_kind(field(row, "type"));
    entry.citation = field(row, "instrument of designation").empty()
                         ? field(row, "committees")
                         : field(row, "instrument of designation");
    if (!field(row, "committees").empty()) entry.programs.emplace_back(field(row, "committees"));
    entry.start_date = read_date(day_text(field(row, "control date")));
  }

  void end_party() {
    if (number_.empty()) return;
    number_.clear();
    const std::size_t entries = reading_.file.entries.size();
    if (entries < file_.limits.entries_max) return take_entry(builder_, reading_);
    if (!full_)
      reject(reading_, builder_.entry().line,
             "over the limit of entries: this and all after it are left out");
    full_ = true;
  }

  const FileText& file_;
  Reading& reading_;
  std::vector<std::string> strings_, header_;
  std::string number_;  // of the open party; empty: none is
  EntryBuilder builder_{0};
  bool full_ = false;
};

}  // namespace

bool recognizes_dfat_xlsx(std::string_view head) { return head.starts_with("PK\x03\x04"); }

Result<Reading> read_dfat_xlsx(const FileText& file) {
  Reading reading;
  reading.file.source = "au_dfat";
  reading.file.path = file.path;
  if (Status read = DfatList(file, reading).read(); !read) return read.error();
  return reading;
}

}  // namespace ordergate::lists
