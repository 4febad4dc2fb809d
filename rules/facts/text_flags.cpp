#include "rules/facts/text_flags.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "matchers/names/lexicon.h"
#include "matchers/names/tokens.h"
#include "matchers/text/fold.h"
#include "rules/facts/barring_lists.h"
#include "tables/csv.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

constexpr std::uint32_t kFlagCount = static_cast<std::uint32_t>(TextFlag::count);
constexpr std::uint32_t kBenign = kFlagCount;  // phrases that only look like a flag: "navy blue"
constexpr std::uint32_t kFirstGoods = kBenign + 1;
constexpr std::array<std::string_view, kFlagCount + 1> kFlagWords = {"accelerator",
                                                                     "semiconductor",
                                                                     "military",
                                                                     "military_intelligence",
                                                                     "nuclear",
                                                                     "missile",
                                                                     "chemical_biological",
                                                                     "forwarder",
                                                                     "resale",
                                                                     "evasion",
                                                                     "remote_use",
                                                                     "supercomputer",
                                                                     "surveillance",
                                                                     "food_or_medicine",
                                                                     "circumvention",
                                                                     "carrier",
                                                                     "finance",
                                                                     "shop",
                                                                     "office",
                                                                     "computing",
                                                                     "government",
                                                                     "small_part",
                                                                     "board",
                                                                     "benign"};

constexpr std::size_t kRareWordNamesMax = 25;  // a word in more names than this is common
constexpr std::size_t kNameLettersMin = 9;
constexpr float kUnknownWordBits = 11.0F;   // a word that is in no dictionary: "Huawei"
constexpr float kWordsTogetherBits = 7.0F;  // of three well-known words that rarely stand together

bool legal_form(std::string_view word) noexcept {
  return matchers::Lexicon::builtin().is_plain(word, matchers::PlainUse::legal_at_end);
}

/// The folded words of a name, legal forms at its end left out.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : matchers::fold(name, matchers::FoldMode::keep_cjk)) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (letter) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  while (!words.empty() && legal_form(words.back())) words.pop_back();
  return words;
}

bool cjk(std::string_view word) noexcept { return (static_cast<unsigned char>(word[0]) & 0x80U) != 0; }

/// How telling a name is where it stands in ordinary text, however many listed names share its words.
struct Telling {
  bool words = false;  // it has two words that say something: not "Third Floor"
  bool alone = false;  // ordinary text hardly holds it by chance
};

Telling telling(std::string_view name, matchers::NameText& text) {
  text.read(name);
  float bits = 0;
  float rarest = 0;
  std::size_t words = 0;
  for (const matchers::NameToken& token : text.tokens()) {
    using Role = matchers::WordRole;
    if (token.appendix || (token.role != Role::ordinary && token.role != Role::common)) continue;
    ++words;
    bits += token.bits;
    if (token.role == Role::ordinary) rarest = std::max(rarest, token.bits);
  }
  const bool unknown = words >= 2 && rarest >= kUnknownWordBits;
  return {words >= 2 || rarest >= kUnknownWordBits, unknown || (words >= 3 && bits >= kWordsTogetherBits)};
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::string_view to_string(TextFlag flag) noexcept { return kFlagWords[static_cast<std::size_t>(flag)]; }

bool listed_in_text(const lists::ListEntry& entry, const lists::ListedName& name) {
  using Role = lists::ListedName::Role;
  if (barring_list(entry.list) == nullptr || (name.role != Role::primary && name.role != Role::strong_alias))
    return false;
  const std::vector<std::string> words = words_of(name.text);
  if (words.empty()) return false;
  if (cjk(words[0])) return joined(words).size() >= 12;  // four characters of three bytes
  const bool person = entry.kind == PartyKind::person;
  return words.size() >= (person ? 3U : 2U) && joined(words).size() >= kNameLettersMin;
}

struct TextFlags::Layout {
  matchers::PatternDb phrases;
  matchers::TextNames names;
};

struct TextScratch::State {
  matchers::PatternScratch phrases;
  std::vector<matchers::PhraseHit> hits;
  matchers::TextNameScratch names;
  std::vector<matchers::TextNameHit> name_hits;
};

TextScratch::TextScratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
TextScratch::~TextScratch() = default;
TextScratch::TextScratch(TextScratch&&) noexcept = default;
TextScratch& TextScratch::operator=(TextScratch&&) noexcept = default;

TextFlags::TextFlags(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
TextFlags::~TextFlags() = default;
TextFlags::TextFlags(TextFlags&&) noexcept = default;
TextFlags& TextFlags::operator=(TextFlags&&) noexcept = default;

namespace {

Result<std::vector<matchers::Phrase>> read_phrases(const tables::DataFiles& files) {
  constexpr std::string_view kFile = "phrases.csv";
  Result<std::string> text = files.read(kFile);
  if (!text) return text.error();
  const Result<tables::CsvTable> csv = tables::CsvTable::parse(text.value(), files.path(kFile));
  if (!csv) return csv.error();
  std::vector<matchers::Phrase> phrases;
  for (const tables::CsvRecord& row : csv.value().rows) {
    const auto flag = std::find(kFlagWords.begin(), kFlagWords.end(), csv.value().field(row, "flag"));
    if (flag == kFlagWords.end())
      return Error{files.path(kFile) + ":" + std::to_string(row.line) + ": unknown flag"};
    for (std::string& phrase : tables::split_parts(csv.value().field(row, "phrases"), '|'))
      phrases.push_back({static_cast<std::uint32_t>(flag - kFlagWords.begin()), std::move(phrase), true});
  }
  return phrases;
}

/// Kinds of goods by their row, behind the flags.
Status add_goods(const tables::DataFiles& files, std::vector<matchers::Phrase>& phrases) {
  constexpr std::string_view kFile = "goods_words.csv";
  Result<std::string> text = files.read(kFile);
  if (!text) return text.error();
  const Result<tables::CsvTable> csv = tables::CsvTable::parse(text.value(), files.path(kFile));
  if (!csv) return csv.error();
  std::uint32_t id = kFirstGoods;
  for (const tables::CsvRecord& row : csv.value().rows) {
    for (std::string& phrase : tables::split_parts(csv.value().field(row, "words"), '|'))
      phrases.push_back({id, std::move(phrase), true});
    for (std::string& phrase : tables::split_parts(csv.value().field(row, "benign"), '|'))
      phrases.push_back({kBenign, std::move(phrase), true});
    ++id;
  }
  return Done{};
}

/// The entry, and whether the name is met in addresses too.
constexpr matchers::TextNameId name_id(lists::EntryId entry, bool in_addresses) noexcept {
  return matchers::TextNameId{(index_of(entry) << 1U) | (in_addresses ? 1U : 0U)};
}
constexpr lists::EntryId entry_of(matchers::TextNameId id) noexcept {
  return lists::EntryId{index_of(id) >> 1U};
}
constexpr bool in_addresses(matchers::TextNameId id) noexcept { return (index_of(id) & 1U) != 0; }

/// Does the address name somebody who is met there: "c/o", "attn", or a ship that it is on?
bool names_somebody(std::string_view address) noexcept {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  for (const std::string& mark : matchers::Lexicon::builtin().plain(matchers::PlainUse::addressee))
    if (std::search(address.begin(), address.end(), mark.begin(), mark.end(), same) != address.end())
      return true;
  return false;
}

matchers::TextNames collect_names(const std::vector<lists::ListEntry>& entries) {
  std::unordered_map<std::string, std::size_t> uses;  // names that hold the word
  for (const lists::ListEntry& entry : entries)
    for (const lists::ListedName& name : entry.names) {
      const std::vector<std::string> words = words_of(name.text);
      for (const std::string& word : std::unordered_set<std::string>(words.begin(), words.end()))
        ++uses[word];
    }
  matchers::TextNames names;
  matchers::NameText reading;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    std::unordered_set<std::string> seen;
    for (const lists::ListedName& name : entries[i].names) {
      if (!listed_in_text(entries[i], name)) continue;
      const std::vector<std::string> words = words_of(name.text);
      const Telling told = telling(name.text, reading);
      const bool rare = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return word.size() >= 4 && uses[word] <= kRareWordNamesMax;
      });
      // Ships are called after towns ("Paya Lebar"), and no goods are sent to a street by the name of one.
      const bool moves = entries[i].kind == PartyKind::vessel || entries[i].kind == PartyKind::aircraft;
      const bool distinctive = cjk(words[0]) || told.alone || (rare && told.words);
      const std::string text = joined(words);
      if (distinctive && seen.insert(text).second)
        names.add(name_id(lists::EntryId{i}, !moves && (cjk(words[0]) || told.alone)), text);
    }
  }
  names.build();
  return names;
}

}  // namespace

Result<TextFlags> TextFlags::build(const tables::DataFiles& files,
                                   const std::vector<lists::ListEntry>& entries) {
  Result<std::vector<matchers::Phrase>> phrases = read_phrases(files);
  if (!phrases) return phrases.error();
  if (Status added = add_goods(files, phrases.value()); !added) return added.error();
  Result<matchers::PatternDb> db = matchers::PatternDb::compile(phrases.value());
  if (!db) return Error{files.path("phrases.csv") + ": " + db.error().text};
  return TextFlags(std::make_unique<Layout>(Layout{std::move(db).value(), collect_names(entries)}));
}

TextScratch TextFlags::make_scratch() const {
  return TextScratch(
      std::make_unique<TextScratch::State>(TextScratch::State{layout_->phrases.make_scratch(), {}, {}, {}}));
}

namespace {

/// Is the hit inside a phrase that only looks like it? Hits come in order of their end, so such a
/// phrase ends at or soon after it.
bool harmless(const std::vector<matchers::PhraseHit>& hits, std::size_t index) noexcept {
  constexpr std::uint32_t kPhraseBytesMax = 64;
  const matchers::PhraseHit& hit = hits[index];
  const auto covers = [&hit](const matchers::PhraseHit& other) {
    return other.id == kBenign && other.begin <= hit.begin && other.end >= hit.end;
  };
  for (std::size_t i = index + 1; i < hits.size() && hits[i].end <= hit.end + kPhraseBytesMax; ++i)
    if (covers(hits[i])) return true;
  for (std::size_t i = index; i-- > 0 && hits[i].end == hit.end;)
    if (covers(hits[i])) return true;
  return false;
}

void add_flags(const std::vector<matchers::PhraseHit>& hits, TextScan& scan) noexcept {
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (hits[i].id == kBenign || harmless(hits, i)) continue;
    if (hits[i].id >= kFirstGoods) {
      scan.goods |= std::uint64_t{1} << (hits[i].id - kFirstGoods);
      continue;
    }
    scan.flags.push_back({static_cast<TextFlag>(hits[i].id), hits[i].begin, hits[i].end});
    scan.mask |= 1U << hits[i].id;
  }
}

}  // namespace

void TextFlags::scan_phrases(const matchers::TextForms& text, TextScratch& scratch,
                             TextScan& scan) const noexcept {
  if (text.given.empty()) return;
  TextScratch::State& state = scratch.state();
  state.hits.clear();
  scan.completeness &= layout_->phrases.scan(text, state.phrases, state.hits);
  add_flags(state.hits, scan);
}

void TextFlags::scan(const matchers::TextForms& text, TextScratch& scratch, TextScan& scan) const noexcept {
  if (text.given.empty()) return;
  scan_phrases(text, scratch, scan);
  scan_names(text, NamesIn::text, scratch, scan);
}

void TextFlags::scan_names(const matchers::TextForms& text, NamesIn in, TextScratch& scratch,
                           TextScan& scan) const noexcept {
  TextScratch::State& state = scratch.state();
  state.name_hits.clear();
  const std::size_t first = scan.names.size();
  scan.completeness &= layout_->names.find(text, state.names, state.name_hits);
  const bool any = in == NamesIn::text || names_somebody(text.given);
  for (const matchers::TextNameHit& hit : state.name_hits) {
    if (!any && !in_addresses(hit.name)) continue;
    const lists::EntryId entry = entry_of(hit.name);
    const auto begin = scan.names.begin() + static_cast<std::ptrdiff_t>(first);
    const bool known = std::any_of(begin, scan.names.end(), [&](const ListedNameHit& other) {
      return other.entry == entry && other.begin == hit.begin;
    });
    if (!known) scan.names.push_back({entry, hit.begin, hit.end});
  }
}

std::size_t TextFlags::name_count() const noexcept { return layout_->names.size(); }

std::size_t TextFlags::memory_bytes() const noexcept {
  return layout_->phrases.memory_bytes() + layout_->names.memory_bytes();
}

}  // namespace ordergate::rules
