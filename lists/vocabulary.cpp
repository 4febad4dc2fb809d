#include "lists/vocabulary.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ordergate::lists {
namespace {

constexpr std::size_t kUnknownFieldsMax = 64;  // of one file; more are no additions of a publisher
constexpr std::size_t kNamedMax = 4;           // fields that one message names
constexpr std::size_t kNameBytesMax = 80;      // of a field's name in a message

/// "\"a\", \"b\" and 3 more"
std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamedMax); ++i)
    text += (i == 0 ? "\"" : ", \"") + std::string(names[i].substr(0, kNameBytesMax)) + "\"";
  if (names.size() > kNamedMax) text += " and " + std::to_string(names.size() - kNamedMax) + " more";
  return text;
}

}  // namespace

FieldWatch::FieldWatch(std::span<const KnownField> known) {
  for (const KnownField& field : known) {
    known_[field.name] = {field.use, false};
    attributes_ = attributes_ || field.name.find('@') != std::string_view::npos;
  }
}

void FieldWatch::saw(std::string_view name, std::uint64_t line) {
  if (const auto at = known_.find(name); at != known_.end()) {
    at->second.stands = true;
  } else if (unknown_.size() <= kUnknownFieldsMax && unknown_.find(name) == unknown_.end()) {
    unknown_.emplace(std::string(name), line);
  }
}

bool FieldWatch::ignores(std::string_view name) const {
  const auto at = known_.find(name);
  return at != known_.end() && at->second.use == KnownField::Use::ignored;
}

Status FieldWatch::judge_needed(const Reading& reading) const {
  std::vector<std::string_view> needed, unknown;
  for (const auto& [name, seen] : known_)
    if (!seen.stands && seen.use == KnownField::Use::needed) needed.push_back(name);
  if (needed.empty()) return Done{};
  for (const auto& [name, line] : unknown_) unknown.push_back(name);
  const std::string at = unknown_.empty() ? "" : ":" + std::to_string(unknown_.begin()->second);
  const std::string also = unknown.empty() ? "" : "; " + listed(unknown) + " not known";
  return Error{reading.file.path + at + ": " + listed(needed) + " stands nowhere in the file" + also +
               ": its format changed"};
}

Status FieldWatch::judge(Reading& reading) const {
  if (Status needed = judge_needed(reading); !needed) return needed;
  std::vector<std::string_view> read, unknown;
  for (const auto& [name, seen] : known_)
    if (!seen.stands && seen.use == KnownField::Use::read) read.push_back(name);
  for (const auto& [name, line] : unknown_) unknown.push_back(name);
  if (!unknown.empty() && (!read.empty() || unknown.size() > kUnknownFieldsMax)) {
    return Error{reading.file.path + ":" + std::to_string(unknown_.begin()->second) + ": " + listed(unknown) +
                 " not known, and " + listed(read) +
                 " nowhere in the file: a field may have a new name, and what it says would not be read"};
  }
  for (const auto& [name, line] : unknown_)
    reject(reading, line, listed({name}) + " is not known: what it says is not read");
  return Done{};
}

}  // namespace ordergate::lists
