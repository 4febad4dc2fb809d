// The lists and case files that quality is measured on. Each is empty where its file is missing; a line that
// is no case throws.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "matchers/names/name_index.h"

namespace ordergate::quality {

/// Every name of a list: its text, its kind and the data row (from 1) it stands on.
struct ListedText {
  std::string text;
  PartyKind kind = PartyKind::unknown;
  std::uint32_t row = 0;
};
[[nodiscard]] std::vector<ListedText> read_consolidated(const std::string& path);

/// A listed name changed in one way; found when any of `rows` is hit.
struct ListedQuery {
  std::string query, original, change;
  std::vector<std::uint32_t> rows;
};
[[nodiscard]] std::vector<ListedQuery> read_listed_queries(const std::string& path);

/// Two names, and whether they are one party.
struct NamePair {
  std::string query, candidate, deck;
  PartyKind kind = PartyKind::unknown;
  bool scored = false;  // the label is a peer's own score: shown, not judged
  bool match = false;
};
[[nodiscard]] std::vector<NamePair> read_pairs(const std::string& path);

/// Two records, and whether they are one party.
struct RecordPair {
  std::string name, identifier;                // of the party asked for
  std::string listed_name, listed_identifier;  // of the listed one
  PartyKind kind = PartyKind::unknown;
  bool match = false;
};
[[nodiscard]] std::vector<RecordPair> read_records(const std::string& path);

struct HitBound {
  std::string query, op;
  int hits = 0;
};
[[nodiscard]] std::vector<HitBound> read_hit_bounds(const std::string& path);

/// The lines of a file, without empty ones.
[[nodiscard]] std::vector<std::string> read_lines(const std::string& path);
/// One column of a CSV file with a header.
[[nodiscard]] std::vector<std::string> read_column(const std::string& path, std::string_view column);

}  // namespace ordergate::quality
