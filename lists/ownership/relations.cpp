#include "lists/ownership/relations.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.h"
#include "base/sha256.h"
#include "lists/folder.h"
#include "lists/identifier.h"
#include "lists/ownership/embedded.h"
#include "lists/ownership/relation_format.h"
#include "lists/text.h"
#include "tables/data_files.h"

namespace ordergate::lists {
namespace {

constexpr RelationFormat kFormats[] = {
    {"FollowTheMoney relations", "ftm_relations", recognizes_ftm_relations, read_ftm_relations},
    {"GLEIF level 2 relationship records", "gleif_rr", recognizes_gleif_csv, read_gleif_csv},
    {"ownership CSV", "ownership_csv", recognizes_ownership_csv, read_ownership_csv},
};

enum KeyKind : std::uint64_t { kName = 1, kLei = 2, kId = 3 };

Status read_text(const std::string& path, std::string_view bytes, const ReadLimits& limits,
                 RelationTable& table) {
  if (bytes.size() > limits.file_bytes_max)
    return Error{path + ": " + std::to_string(bytes.size()) + " bytes, more than the limit of " +
                 std::to_string(limits.file_bytes_max)};
  if (table.files.size() > std::numeric_limits<std::uint16_t>::max()) return Error{path + ": too many files"};
  const FileText text{path, tables::without_byte_order_mark(bytes), limits};
  const std::string_view head = text.bytes.substr(0, kSniffBytes);
  if (trim(head).empty()) return Error{path + ": empty file"};
  for (const RelationFormat& format : kFormats) {
    if (!format.recognizes(head)) continue;
    RelationFile& file = table.files.emplace_back();
    file.path = path;
    file.format = format.name;
    file.source = format.source;
    file.hash = sha256_hex(bytes);
    const std::size_t before = table.relations().size();
    Reading reading;
    reading.file.path = path;
    if (Status status = format.read(text, table, reading); !status) return status;
    file.relations = table.relations().size() - before;
    file.rejections = std::move(reading.file.rejections);
    for (Rejection& rejection : file.rejections) rejection.file = path;
    return Done{};
  }
  return Error{path + ": no format of ownership that is known (see docs/ownership.md)"};
}

}  // namespace

std::optional<float> read_percent(std::string_view text) noexcept {
  text = trim(text);
  const std::size_t dash = text.find('-', 1);
  if (dash != std::string_view::npos) {
    const std::optional<float> upper = read_percent(text.substr(dash + 1));
    const std::optional<float> lower = read_percent(text.substr(0, dash));
    return upper && lower && *lower <= *upper ? lower : std::nullopt;
  }
  if (text.ends_with('%')) text = trim(text.substr(0, text.size() - 1));
  char digits[32];
  if (text.empty() || text.size() >= sizeof digits) return std::nullopt;
  std::replace_copy(text.begin(), text.end(), digits, ',', '.');
  float value = 0;
  const auto [end, status] = std::from_chars(digits, digits + text.size(), value, std::chars_format::fixed);
  const bool whole = status == std::errc() && end == digits + text.size();
  return whole && value >= 0 && value <= 100 ? std::optional(value) : std::nullopt;
}

bool is_lei(std::string_view text) noexcept {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() == 20 && digit(text[18]) && digit(text[19]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return digit(c) || (c >= 'A' && c <= 'Z'); });
}

RelationTable::RelationTable() : sources_(1) {}

std::uint32_t RelationTable::intern(std::uint64_t kind, std::string_view key, std::string_view text) {
  Hash128 hash = hash128(key, kind);
  for (;; ++hash.low) {
    Number& number = numbers_.at(std::max(hash.low, std::uint64_t{1}));
    if (number.party != 0 && number.other_half != hash.high) continue;
    if (number.party != 0) return number.party - 1;
    Party& party = parties_.emplace_back();
    party.text = static_cast<std::uint32_t>(texts_.size());
    party.size = static_cast<std::uint32_t>(text.size());
    party.same_as = static_cast<std::uint32_t>(parties_.size() - 1);
    party.lei = kind == kLei;
    party.id = kind == kId;
    texts_.append(text);
    number = {hash.high, static_cast<std::uint32_t>(parties_.size())};
    return party.same_as;
  }
}

std::uint32_t RelationTable::by_name(std::string_view name) {
  matchers::fold_text(name, folded_, matchers::FoldMode::keep_cjk);
  std::erase_if(folded_.text,
                [](char c) { return c == ' ' || c == '.' || c == ',' || c == '"' || c == '\'' || c == '-'; });
  return intern(kName, folded_.text.empty() ? name : std::string_view(folded_.text), name);
}
std::uint32_t RelationTable::by_lei(std::string_view lei) { return intern(kLei, lei, lei); }
std::uint32_t RelationTable::by_id(std::string_view id) { return intern(kId, id, id); }

std::optional<std::uint32_t> RelationTable::find_id(std::string_view id) const {
  Hash128 hash = hash128(id, kId);
  for (;; ++hash.low) {
    const Number* const number = numbers_.find(std::max(hash.low, std::uint64_t{1}));
    if (number == nullptr) return std::nullopt;
    if (number->other_half == hash.high) return number->party - 1;
  }
}

void RelationTable::describe(std::uint32_t party, ListEntry entry) {
  details_.push_back(std::move(entry));
  parties_[party].details = static_cast<std::uint32_t>(details_.size());
}

std::uint32_t RelationTable::stands_for(std::uint32_t party) const noexcept {
  while (parties_[party].same_as != party) party = parties_[party].same_as;
  return party;
}

void RelationTable::join(std::uint32_t one, std::uint32_t other) {
  const std::uint32_t first = stands_for(one), second = stands_for(other);
  if (first == second) return;
  // What is described stands for what has an LEI only.
  const bool keep_first = parties_[first].details != 0 || parties_[second].details == 0;
  parties_[keep_first ? second : first].same_as = keep_first ? first : second;
}

std::uint32_t RelationTable::add_source(std::string_view text) {
  if (text.empty()) return 0;
  const auto [at, added] =
      source_numbers_.emplace(std::string(text), static_cast<std::uint32_t>(sources_.size()));
  if (added) sources_.emplace_back(text);
  return at->second;
}

void RelationTable::finish() {
  for (Relation& relation : relations_) {
    relation.owner = stands_for(relation.owner);
    relation.owned = stands_for(relation.owned);
  }
  std::erase_if(relations_, [](const Relation& relation) { return relation.owner == relation.owned; });
  numbers_ = HashMap<Number>(kNumbersMin);
  source_numbers_ = {};
}

ListEntry RelationTable::entry(std::uint32_t number) const {
  const Party& party = parties_[number];
  ListEntry entry;
  if (party.details != 0) entry = details_[party.details - 1];
  const std::string known(text(party));
  if (party.lei) {
    entry.identifiers.push_back({"LEI", known});
    if (entry.names.empty()) entry.names.push_back({known, ListedName::Role::weak_alias});
  } else if (entry.names.empty()) {
    entry.names.push_back({known, ListedName::Role::primary});
  }
  return entry;
}

std::string_view RelationTable::id(std::uint32_t number) const noexcept {
  return parties_[number].id ? text(parties_[number]) : std::string_view();
}

Result<RelationTable> read_relations(const std::vector<std::string>& paths, const ReadLimits& limits) {
  const Result<std::vector<FoundFile>> found = find_files(paths);
  if (!found) return found.error();
  RelationTable table;
  for (const FoundFile& file : found.value()) {
    const Result<std::string> bytes = tables::read_file(file.path);
    if (!bytes) return bytes.error();
    if (Status status = read_text(file.path, bytes.value(), limits, table); !status) return status.error();
  }
  table.finish();
  return table;
}

RelationTable example_relations() {
  RelationTable table;
  for (const EmbeddedFile& file : lists_ownership::embedded_files()) {
    const Status status = read_text("built-in " + std::string(file.name), file.bytes, {}, table);
    OG_CHECK(status.ok() && table.files.back().rejections.empty());
  }
  table.finish();
  return table;
}

}  // namespace ordergate::lists
