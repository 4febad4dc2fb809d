// Writes the script-to-Latin table that fold.cpp compiles in. Runs at build time only; the one place
// where ICU is used. Usage: make_fold_table OUTPUT.cpp
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "matchers/text/fold_table.h"
#include "matchers/text/tools/letter_overrides.h"

namespace {

using ordergate::matchers::FoldEntry;
using ordergate::matchers::FoldKind;
using ordergate::matchers::FoldScript;
using ordergate::matchers::kCodePoints;
using ordergate::matchers::kFoldPageSize;

void require(UErrorCode status, const char* what) {
  if (U_SUCCESS(status)) return;
  std::fprintf(stderr, "make_fold_table: %s: %s\n", what, u_errorName(status));
  std::exit(1);
}

std::unique_ptr<icu::Transliterator> open_transliterator(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> made(
      icu::Transliterator::createInstance(icu::UnicodeString::fromUTF8(id), UTRANS_FORWARD, status));
  require(status, id);
  return made;
}

FoldScript script_of(UChar32 point) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(point, &status)) {
    case USCRIPT_LATIN:
      return FoldScript::latin;
    case USCRIPT_CYRILLIC:
      return FoldScript::cyrillic;
    case USCRIPT_GREEK:
      return FoldScript::greek;
    case USCRIPT_ARABIC:
      return FoldScript::arabic;
    case USCRIPT_HEBREW:
      return FoldScript::hebrew;
    case USCRIPT_HAN:
      return FoldScript::han;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return FoldScript::kana;
    case USCRIPT_HANGUL:
      return FoldScript::hangul;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
      return FoldScript::common;
    default:
      return FoldScript::other;
  }
}

FoldKind kind_of(UChar32 point) {
  switch (u_getIntPropertyValue(point, UCHAR_INDIC_SYLLABIC_CATEGORY)) {
    case U_INSC_VOWEL_DEPENDENT:
      return FoldKind::vowel_sign;
    case U_INSC_VIRAMA:
    case U_INSC_PURE_KILLER:
    case U_INSC_INVISIBLE_STACKER:
      return FoldKind::vowel_sign;
    case U_INSC_CONSONANT:
      return FoldKind::consonant;
    default:
      break;
  }
  if (u_isalpha(point)) return FoldKind::letter;
  if (u_isdigit(point) || u_charType(point) == U_OTHER_NUMBER || u_charType(point) == U_LETTER_NUMBER)
    return FoldKind::digit;
  if (u_isUWhiteSpace(point)) return FoldKind::space;
  const std::int8_t type = u_charType(point);
  const bool mark =
      type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK;
  return mark ? FoldKind::ignored : FoldKind::punctuation;
}

class TableMaker {
 public:
  TableMaker() {
    UErrorCode status = U_ZERO_ERROR;
    fold_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
    require(status, "NFKC_Casefold");
    spoof_ = uspoof_open(&status);
    require(status, "uspoof_open");
  }
  ~TableMaker() { uspoof_close(spoof_); }
  TableMaker(const TableMaker&) = delete;
  TableMaker& operator=(const TableMaker&) = delete;

  FoldEntry make(UChar32 point) {
    FoldEntry entry{};
    if (hides_text(point)) {
      entry.kind = static_cast<std::uint8_t>(FoldKind::unread);
      return entry;
    }
    if (!u_isdefined(point) || (point >= 0xD800 && point <= 0xDFFF)) return entry;
    entry.kind = static_cast<std::uint8_t>(kind_of(point));
    entry.script = static_cast<std::uint8_t>(script_of(point));
    icu::UnicodeString folded;
    UErrorCode status = U_ZERO_ERROR;
    folded = fold_->normalize(icu::UnicodeString(point), status);
    require(status, "normalize");
    if (folded.isEmpty() || u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
      entry.kind = static_cast<std::uint8_t>(FoldKind::ignored);
      return entry;
    }
    std::string ascii = to_ascii(folded);
    // A character that has no reading is known by its number alone.
    if (ascii.empty() && script_of(point) == FoldScript::han) ascii = numbered(point);
    entry.look_alike = look_alike(point);
    if (ascii.empty() && u_isalpha(point) && !silent(folded))
      entry.kind = static_cast<std::uint8_t>(FoldKind::unread);
    entry.length = static_cast<std::uint8_t>(ascii.size() > 15 ? 15 : ascii.size());
    entry.offset = intern(ascii.substr(0, entry.length));
    return entry;
  }

  UChar32 simplified(UChar32 point) {
    icu::UnicodeString text(point);
    traditional_->transliterate(text);
    return text.countChar32() == 1 ? text.char32At(0) : point;
  }

  [[nodiscard]] const std::string& pool() const { return pool_; }

 private:
  /// U+FFFF stands for bytes that are no UTF-8 (utf8.h). Controls, private use, noncharacters, and what turns
  /// the direction of letters: a reader sees another text than a machine, or none.
  static bool hides_text(UChar32 point) {
    const bool break_or_tab = (point >= 0x09 && point <= 0x0D) || point == 0x85;
    const bool turned = point == 0x202D || point == 0x202E;
    const std::int8_t type = u_charType(point);
    return turned || (U_IS_UNICODE_NONCHAR(point) && point != 0xFFFF) || type == U_PRIVATE_USE_CHAR ||
           (type == U_CONTROL_CHAR && point < 0x20 && !break_or_tab);
  }

  static std::string numbered(UChar32 point) {
    std::string letters = "zz";
    for (auto rest = static_cast<unsigned>(point); rest != 0; rest /= 26)
      letters += static_cast<char>('a' + rest % 26);
    return letters;
  }

  /// Letters that stand for no sound ("\u044C"), signs and marks.
  static bool silent(const icu::UnicodeString& folded) {
    for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
      const UChar32 point = folded.char32At(i);
      const std::int8_t type = u_charType(point);
      const bool letter = type == U_OTHER_LETTER || type == U_LOWERCASE_LETTER || type == U_UPPERCASE_LETTER;
      if (letter && ordergate::matchers::letter_override(static_cast<char32_t>(point)) == nullptr)
        return false;
    }
    return true;
  }

  std::string to_ascii(const icu::UnicodeString& folded) {
    std::string ascii;
    for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
      const UChar32 point = folded.char32At(i);
      if (const char* letter = ordergate::matchers::letter_override(static_cast<char32_t>(point))) {
        ascii += letter;
        continue;
      }
      icu::UnicodeString one(point);
      latin_->transliterate(one);
      std::string bytes;
      one.toUTF8String(bytes);
      const bool alpha = u_isalpha(point) != 0;
      for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word || (!alpha && c >= 0x20 && c < 0x7F)) ascii += byte;
      }
    }
    return ascii;
  }

  std::uint8_t look_alike(UChar32 point) {
    if (!u_isalpha(point) || script_of(point) == FoldScript::latin) return 0;
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString skeleton;
    uspoof_getSkeletonUnicodeString(spoof_, 0, icu::UnicodeString(point), skeleton, &status);
    require(status, "skeleton");
    icu::UnicodeString base = skeleton;
    latin_->transliterate(base);
    if (skeleton.length() != 1 || base.length() != 1) return 0;
    UChar letter = static_cast<UChar>(u_tolower(skeleton.charAt(0)));
    if (letter < 'a' || letter > 'z') return 0;
    if (letter == 'l' && u_isupper(point)) letter = 'i';
    return static_cast<std::uint8_t>(letter);
  }

  std::uint32_t intern(const std::string& text) {
    const auto found = offsets_.find(text);
    if (found != offsets_.end()) return found->second;
    const auto at = static_cast<std::uint32_t>(pool_.size());
    pool_ += text;
    offsets_.emplace(text, at);
    return at;
  }

  const icu::Normalizer2* fold_ = nullptr;
  USpoofChecker* spoof_ = nullptr;
  std::unique_ptr<icu::Transliterator> latin_ =
      open_transliterator("Any-Latin; NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower");
  std::unique_ptr<icu::Transliterator> traditional_ = open_transliterator("Traditional-Simplified");
  std::map<std::string, std::uint32_t> offsets_;
  std::string pool_;
};

using Page = std::vector<FoldEntry>;

void print_pages(std::FILE* out, const std::vector<Page>& pages) {
  std::fprintf(out, "const FoldEntry kFoldPages[][%u] = {\n", kFoldPageSize);
  for (const Page& page : pages) {
    std::fputs("{", out);
    for (const FoldEntry& e : page) {
      std::fprintf(out, "{%u,%u,%u,%u,%u},", static_cast<unsigned>(e.offset), e.length, e.script, e.kind,
                   e.look_alike);
    }
    std::fputs("},\n", out);
  }
  std::fputs("};\n", out);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  TableMaker maker;
  std::vector<Page> pages;
  std::map<std::vector<std::uint64_t>, std::size_t> seen;
  std::vector<std::size_t> index;
  std::vector<std::pair<UChar32, UChar32>> simplified;
  for (UChar32 first = 0; first < static_cast<UChar32>(kCodePoints); first += kFoldPageSize) {
    Page page;
    std::vector<std::uint64_t> key;
    for (UChar32 point = first; point < first + static_cast<UChar32>(kFoldPageSize); ++point) {
      page.push_back(maker.make(point));
      const FoldEntry& e = page.back();
      key.push_back((std::uint64_t{e.offset} << 32) | (std::uint64_t{e.length} << 24) |
                    (std::uint64_t{e.script} << 16) | (std::uint64_t{e.kind} << 8) | e.look_alike);
      if (e.script == static_cast<std::uint8_t>(FoldScript::han) && maker.simplified(point) != point)
        simplified.emplace_back(point, maker.simplified(point));
    }
    const auto [at, fresh] = seen.emplace(key, pages.size());
    if (fresh) pages.push_back(page);
    index.push_back(at->second);
  }
  std::FILE* out = std::fopen(argv[1], "w");
  if (out == nullptr) return 1;
  std::fputs("// Made by matchers/tools/make_fold_table.cpp from ICU; not edited by hand.\n", out);
  std::fputs("#include \"matchers/text/fold_table.h\"\n\nnamespace ordergate::matchers {\n\n", out);
  print_pages(out, pages);
  std::fputs("const std::uint16_t kFoldPageIndex[] = {", out);
  for (const std::size_t page : index) std::fprintf(out, "%zu,", page);
  std::fputs("};\nconst char kFoldPool[] =\n", out);
  for (std::size_t i = 0; i < maker.pool().size(); i += 80) {
    std::string line;
    for (const char c : maker.pool().substr(i, 80)) {
      if (c == '"' || c == '\\' || c == '?') line += '\\';
      line += c;
    }
    std::fprintf(out, "\"%s\"\n", line.c_str());
  }
  std::fprintf(out, ";\nconst std::uint32_t kSimplifiedCount = %zu;\n", simplified.size());
  std::fputs("const SimplifiedPair kSimplified[] = {", out);
  for (const auto& [from, to] : simplified)
    std::fprintf(out, "{%u,%u},", static_cast<unsigned>(from), static_cast<unsigned>(to));
  std::fputs("};\n\n}  // namespace ordergate::matchers\n", out);
  return std::fclose(out) == 0 ? 0 : 1;
}
