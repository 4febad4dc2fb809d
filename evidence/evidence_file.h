// One order's file for an auditor: what was asked, what was answered, what it stood on, and whether screening
// again gives the same. As JSON (ordergate.evidence.v1) and as a page to read and print. Cold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "evidence/again.h"
#include "evidence/saved_snapshot.h"

namespace ordergate::evidence {

inline constexpr std::string_view kEvidenceFormat = "ordergate.evidence.v1";

struct EvidenceInput {
  std::string order, verdict;  // the records, byte for byte
  VerdictFacts facts;          // of the verdict
  Again again;
  std::shared_ptr<const Snapshot> snapshot;
  const SavedSnapshot* saved =
      nullptr;  // null: screened again with what is in use, not with a saved snapshot
  std::int64_t now_unix_ms = 0;
};

/// The document, indented, with a newline at its end.
[[nodiscard]] std::string evidence_json(const EvidenceInput& input);

/// A page of HTML that needs no other file, made of that document. Everything of it is escaped.
[[nodiscard]] std::string evidence_page(const std::string& document);

}  // namespace ordergate::evidence
