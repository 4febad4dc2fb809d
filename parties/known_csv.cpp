#include "parties/known_csv.h"

#include <algorithm>
#include <array>

#include "base/near_name.h"
#include "order/encoder.h"
#include "tables/text_parts.h"

namespace ordergate::parties {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The parts of "a|b||c", empty ones kept.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find('|');
    parts.push_back(trimmed(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// Writes members of one object, with commas between.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  void end() { out_ += '}'; }
  std::string& raw(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    append_json_string(key, out_);
    out_ += ':';
    return out_;
  }
  /// Nothing for an empty text: absent.
  void text(std::string_view key, std::string_view value) {
    if (!value.empty()) append_json_string(value, raw(key));
  }

 private:
  std::string& out_;
  bool first_ = true;
};

template <typename Each>
void append_array(std::string_view text, char separator, std::string& out, Each&& each) {
  out += '[';
  bool first = true;
  for (const std::string& part : tables::split_parts(text, separator)) {
    if (trimmed(part).empty()) continue;
    if (!first) out += ',';
    first = false;
    each(trimmed(part));
  }
  out += ']';
}

bool plain_number(std::string_view text) noexcept {
  return !text.empty() && text.size() < 20 && text.front() != '.' && text.back() != '.' &&
         (text.front() != '0' || text.size() == 1 || text[1] == '.') &&
         std::count(text.begin(), text.end(), '.') <= 1 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// "Name|percent|country; …", the last two may be left out; "none": it is known that nobody does.
std::string_view append_owners(std::string_view text, std::string& out) {
  if (text == "none") {
    out += "[]";
    return {};
  }
  std::string_view problem;
  append_array(text, ';', out, [&](std::string_view owner) {
    const std::vector<std::string_view> parts = parts_of(owner);
    if (parts.size() > 3 || parts[0].empty()) problem = "owners: not NAME|PERCENT|COUNTRY; …";
    Members members(out);
    members.text("name", parts[0]);
    if (parts.size() > 1 && !parts[1].empty()) {
      if (!plain_number(parts[1])) problem = "owners: a percentage that is no number";
      members.raw("percent") += plain_number(parts[1]) ? parts[1] : "0";
    }
    if (parts.size() > 2) members.text("country", parts[2]);
    members.end();
  });
  return problem;
}

/// "type|date|valid_until|id; …", the last two may be left out.
std::string_view append_documents(std::string_view text, std::string& out) {
  static constexpr std::array<std::string_view, 4> kKeys = {"type", "date", "valid_until", "id"};
  std::string_view problem;
  append_array(text, ';', out, [&](std::string_view document) {
    const std::vector<std::string_view> parts = parts_of(document);
    if (parts.size() > kKeys.size()) problem = "documents: not TYPE|DATE|VALID_UNTIL|ID; …";
    Members members(out);
    for (std::size_t i = 0; i < std::min(parts.size(), kKeys.size()); ++i) members.text(kKeys[i], parts[i]);
    members.end();
  });
  return problem;
}

std::string_view truth_of(std::string_view text) noexcept {
  if (text == "yes" || text == "true" || text == "Y" || text == "1") return "true";
  if (text == "no" || text == "false" || text == "N" || text == "0") return "false";
  return {};
}

}  // namespace

const std::vector<std::string_view>& known_columns() {
  static const std::vector<std::string_view> columns = {"id",          "name",
                                                        "native_name", "aliases",
                                                        "kind",        "headquarters_country",
                                                        "parent_name", "parent_headquarters_country",
                                                        "owners",      "established_on",
                                                        "business",    "government_controlled",
                                                        "website",     "domain_registered_on",
                                                        "documents",   "date",
                                                        "valid_from",  "valid_until",
                                                        "source"};
  return columns;
}

std::vector<std::string> ignored_columns(const tables::CsvHeader& header) {
  const std::vector<std::string_view>& known = known_columns();
  std::vector<std::string> ignored;
  for (const std::string& name : header.names())
    if (std::find(known.begin(), known.end(), name) == known.end())
      ignored.push_back(name + did_you_mean(name, known));
  return ignored;
}

std::string_view known_row_json(const tables::CsvHeader& header, const tables::CsvRecord& record,
                                std::string& json) {
  const auto field = [&](std::string_view name) { return trimmed(header.field(record, name)); };
  std::string_view problem;
  Members row(json);
  for (const std::string_view key :
       {"id", "name", "native_name", "kind", "headquarters_country", "established_on", "business", "date",
        "valid_from", "valid_until", "source"})
    row.text(key, field(key));
  if (!field("aliases").empty())
    append_array(field("aliases"), '|', row.raw("aliases"),
                 [&](std::string_view alias) { append_json_string(alias, json); });
  if (!field("parent_name").empty() || !field("parent_headquarters_country").empty()) {
    row.raw("ultimate_parent");
    Members parent(json);
    parent.text("name", field("parent_name"));
    parent.text("headquarters_country", field("parent_headquarters_country"));
    parent.end();
  }
  if (!field("owners").empty()) problem = append_owners(field("owners"), row.raw("owners"));
  if (const std::string_view told = field("government_controlled"); !told.empty()) {
    if (truth_of(told).empty()) problem = "government_controlled: not yes or no";
    row.raw("government_controlled") += truth_of(told).empty() ? "null" : truth_of(told);
  }
  const std::string_view website = field("website");
  if (!website.empty() || !field("domain_registered_on").empty()) {
    row.raw("website");
    Members site(json);
    if (!website.empty()) site.raw("present") += website == "none" ? "false" : "true";
    if (website != "none") site.text("url", website);
    site.text("domain_registered_on", field("domain_registered_on"));
    site.end();
  }
  if (!field("documents").empty()) {
    const std::string_view wrong = append_documents(field("documents"), row.raw("documents"));
    if (problem.empty()) problem = wrong;
  }
  row.end();
  return problem;
}

}  // namespace ordergate::parties
