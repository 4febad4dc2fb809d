// The small made-up files of the publishers' formats, which are the seeds of the fuzzer too.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "lists/format.h"

namespace ordergate::lists {

inline std::string seed_path(const std::string& name) {
  return OG_SOURCE_DIR "/tests/fuzz/list_readers_corpus/" + name;
}

inline std::string seed(const std::string& name) {
  std::ifstream in(seed_path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The text with every `from` written `to`.
inline std::string rewritten(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

inline Result<Reading> read_text(std::string_view text, const ReadLimits& limits = {}) {
  return read_bytes("list", text, limits);
}

/// The entry of that id, or nullptr.
inline const ListEntry* entry_of(const Reading& reading, std::string_view id) {
  for (const ListEntry& entry : reading.file.entries)
    if (entry.id == id) return &entry;
  return nullptr;
}

}  // namespace ordergate::lists
