// Listed names met letter by letter where the alignment of words does not reach: whole inside a longer
// field, written without or with other spaces and with digits for letters, or cut off by a field's length.
// Linear in the field: hashes of words and of all letters, no likeness. Immutable once built; any number of
// threads search it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/completeness.h"
#include "matchers/names/name_index.h"
#include "matchers/names/tokens.h"

namespace ordergate::matchers {

/// In what way a listed name stands in a field.
enum class ExactWay : std::uint8_t {
  branch,   // whole; what is left is a branch, department, number or place, or the name once more
  inside,   // whole; other words beside it
  letters,  // the same letters but for spaces and digits that look like letters
  cut_off,  // the field is its beginning, as long as a field of 35 or 40 characters holds
};

struct ExactHit {
  NameId name{};  // the caller's
  ExactWay way = ExactWay::inside;
};

class ExactNames {
 public:
  static constexpr std::size_t kHitsMax = 64;

  /// `text` is read and weighed (NameIndex::weigh). Call build() after the last one. Cold.
  void add(NameId name, const NameText& text);
  void build();

  /// Appends what stands in the field, which was read as `text` from `characters` characters. Over
  /// bound: there is more than kHitsMax.
  [[nodiscard]] Completeness find(const NameText& text, std::size_t characters,
                                  std::vector<ExactHit>& hits) const noexcept;

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  /// A run of words, by the hash of its first two; of one word, by its own.
  struct Run {
    std::uint64_t anchor = 0;
    NameId name{};
    std::uint32_t first = 0;  // of its words' keys
    std::uint32_t count = 0;
    bool telling = false;  // met beside any words, not only beside a branch
    bool apart = false;    // met where brackets or a label set it apart
  };
  struct Letters {
    std::uint64_t hash = 0;
    NameId name{};
    std::uint32_t words = 0;  // a hash of the words that say who it is
  };
  struct Beginning {
    NameId name{};
    std::uint32_t at = 0, length = 0;  // in spelled_
  };
  void add_run(NameId name, const std::vector<std::uint64_t>& keys, bool telling, bool apart);
  void spell_out(NameId name, const NameText& text, const std::vector<float>& bits);
  void fetch_runs(std::span<const std::uint64_t> keys) const noexcept;
  [[nodiscard]] Completeness find_inside(const NameText& text, std::vector<ExactHit>& hits,
                                         std::size_t hits_max) const noexcept;
  /// Behind "Attn:", up to the end.
  [[nodiscard]] Completeness find_addressee(const NameText& text, std::vector<ExactHit>& hits,
                                            std::size_t hits_max) const noexcept;
  [[nodiscard]] Completeness find_letters(std::uint64_t hash, std::uint32_t words,
                                          std::vector<ExactHit>& hits, std::size_t hits_max) const noexcept;
  void find_cut_off(std::string_view letters, std::vector<ExactHit>& hits) const noexcept;
  [[nodiscard]] std::string_view spelled(const Beginning& name) const noexcept {
    return {spelled_.data() + name.at, name.length};
  }

  std::vector<Run> runs_;  // sorted by anchor once built
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> run_buckets_, letter_buckets_;  // by the top bits: the first one
  std::uint32_t run_shift_ = 64, letter_shift_ = 64;
  std::vector<Letters> letters_;       // sorted by hash once built
  std::vector<Beginning> beginnings_;  // sorted by text once built
  std::string spelled_;
};

}  // namespace ordergate::matchers
