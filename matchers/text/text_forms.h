// One text in every form that finders read: folded as it stands and, where it has markup, as a reader sees
// it. Made once a text; phrases, listed names, places and items all read the same form. Linear in the text;
// no allocation once warm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/completeness.h"
#include "matchers/text/fold.h"
#include "matchers/text/plain_text.h"

namespace ordergate::matchers {

/// A text made from another one, and the way back. Does not own.
struct TextView {
  std::string_view text;
  std::span<const std::uint32_t> source;  // source[i]: byte of the text as given; text.size() + 1 long
};

/// Does not own: lives as long as what made it, and `given` as long as the caller's text.
struct TextForms {
  /// A longer text is not folded; whoever reads it must hold.
  static constexpr std::size_t kTextBytesMax = std::size_t{1} << 20;

  std::string_view given;
  Completeness completeness = Completeness::complete;  // over bound: not folded
  bool markup = false;                                 // `plain` differs from what was given
  TextView folded;                                     // FoldMode::keep_cjk
  TextView plain;                                      // with markup only: tags taken out, entities decoded
  TextView plain_folded;                               // its positions are of `plain`
};

/// Makes the forms. Reuse it. One thread.
class TextFolder {
 public:
  /// Lives until the next call.
  [[nodiscard]] const TextForms& fold(std::string_view text) noexcept;

 private:
  FoldedText folded_, plain_folded_;
  PlainText plain_;
  TextForms forms_;
};

/// The same forms in the arena, but for `given`.
[[nodiscard]] TextForms keep(const TextForms& forms, Arena& arena);

}  // namespace ordergate::matchers
