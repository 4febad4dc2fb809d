// A name cut into tokens, each with the part it plays. Both sides of every comparison go through this.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/names/lexicon.h"
#include "matchers/text/fold.h"

namespace ordergate::matchers {

/// Bounds on what is read of one name; whatever lies beyond makes it `over_bound`.
inline constexpr std::size_t kNameTokensMax = 64;
inline constexpr std::size_t kNameFoldedBytesMax = 2048;
inline constexpr std::size_t kTokenBytesMax = 63;
inline constexpr std::uint8_t kNameSegmentsMax = 8;  // names around "a/k/a"

struct NameToken {
  std::uint64_t hash = 0;       // of the folded text
  std::uint64_t canonical = 0;  // of what it stands for; equals hash when it stands for itself
  std::uint32_t begin = 0;      // folded text: NameText::text(token)
  std::uint16_t length = 0;
  WordRole role = WordRole::ordinary;
  FoldScript script = FoldScript::latin;
  float bits = kUnknownBits;      // how much an agreement on this token says
  float own_bits = kUnknownBits;  // the same whatever list it is compared with
  char32_t han = 0;               // the character, when it is a single Han character or hangul syllable
  bool known = false;             // an existing word or name
  bool after_break = false;       // a comma, bracket, slash or dash stands before it
  bool after_comma = false;
  bool parted = false;            // a slash, bar, semicolon or plus sign stands before it
  bool glued = false;             // no space before it
  bool label_end = false;         // a colon stands behind it
  bool dotted = false;            // a full stop and no space stand before it
  bool joined = false;            // an ampersand and no space stand before it
  bool letters = false;           // put together from several pieces
  bool cut = false;               // may be the beginning of a longer word: a full stop follows
  bool appendix = false;          // a place behind the name proper
  std::uint8_t segment = 0;       // which of several names in one text ("A, a/k/a B")
  std::uint8_t form = 0;          // of a legal form: WordInfo::form
  std::uint8_t jurisdiction = 0;  // ... and WordInfo::jurisdiction
  bool patronym = false;          // WordInfo::patronym
  bool brand = false;             // WordInfo::brand, or composed of what such names are
  bool institution = false;       // WordInfo::institution
};

/// Reused from name to name; a warm one allocates nothing.
class NameText {
 public:
  NameText();
  /// Cuts `name` into tokens. Never fails; see over_bound().
  void read(std::string_view name) noexcept;
  /// The same without the lexicon: no roles, no weights.
  void read_plain(std::string_view name) noexcept;

  [[nodiscard]] const std::vector<NameToken>& tokens() const noexcept { return tokens_; }
  [[nodiscard]] std::string_view text(const NameToken& token) const noexcept {
    return {buffer_.data() + token.begin, token.length};
  }
  [[nodiscard]] std::vector<NameToken>& tokens() noexcept { return tokens_; }
  /// Makes one token of `count` neighbors.
  void merge(std::size_t first, std::size_t count) noexcept;
  /// Names in this text; more than one around "a/k/a".
  [[nodiscard]] std::uint8_t segments() const noexcept { return segments_; }
  void set_segments(std::uint8_t count) noexcept { segments_ = count; }
  void set_over_bound() noexcept { over_bound_ = true; }
  /// Something was left out: more tokens, bytes or names than the bounds allow.
  [[nodiscard]] bool over_bound() const noexcept { return over_bound_; }
  /// A digit inside a word was read as the letter it looks like.
  [[nodiscard]] bool misread() const noexcept { return misread_; }
  /// It has letters of a script that nothing here can read; they were left out.
  [[nodiscard]] bool unread() const noexcept { return unread_; }

 private:
  friend class TokenCutter;
  void join_letters() noexcept;
  void read_digits(const NameToken& token) noexcept;
  /// "706th" is 706.
  void read_ordinal(NameToken& token) noexcept;
  std::string buffer_;
  std::vector<NameToken> tokens_;
  std::uint8_t segments_ = 1;
  bool over_bound_ = false;
  bool unread_ = false;
  bool misread_ = false;
};

/// The hash by which a token's text is known everywhere.
[[nodiscard]] std::uint64_t token_hash(std::string_view text) noexcept;
/// The hash of a Han character in phrases of the lexicon.
[[nodiscard]] std::uint64_t han_hash(char32_t point) noexcept;

}  // namespace ordergate::matchers
