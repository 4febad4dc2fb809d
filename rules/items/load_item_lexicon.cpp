#include "rules/items/load_item_lexicon.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "matchers/text/fold.h"
#include "tables/csv.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

using matchers::FamilyId;
using matchers::FamilyKind;
using matchers::Strength;
using matchers::WordClass;

constexpr std::array<std::string_view, 14> kKindWords = {
    "chip",    "card",    "geforce", "module", "system", "server",   "platform",
    "network", "service", "hbm",     "sme",    "below",  "unlisted", "code"};
constexpr std::array<std::string_view, static_cast<std::size_t>(WordClass::count)> kClassWords = {
    "vendor", "aib",     "gpu",    "compute", "form",        "not_form",  "accessory",   "tight_part",
    "part",   "packing", "inside", "feature", "with",        "for",       "laptop",      "desktop",
    "other",  "service", "system", "broken",  "accelerator", "known_gpu", "maker",       "unit",
    "lot",    "amount",  "number", "vague",   "heading",     "hardware",  "chip_making", "label"};

template <std::size_t N>
std::optional<std::size_t> word_at(const std::array<std::string_view, N>& words, std::string_view word) {
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) return std::nullopt;
  return static_cast<std::size_t>(at - words.begin());
}

class LexiconLoader {
 public:
  LexiconLoader(const tables::DataFiles& files, const ItemTable& table) : files_(files), table_(table) {}

  Result<matchers::ItemLexicon> load() {
    using Step = Status (LexiconLoader::*)(const Row&);
    constexpr std::pair<std::string_view, Step> kSteps[] = {
        {"item_families.csv", &LexiconLoader::read_family},
        {"item_variants.csv", &LexiconLoader::read_variant},
        {"item_platforms.csv", &LexiconLoader::read_platform},
        {"item_words.csv", &LexiconLoader::read_words}};
    for (const auto& [file, step] : kSteps)
      if (Status read = each_row(file, step); !read) return read.error();
    if (Status added = add_users_items(); !added) return added.error();
    for (const ItemRow& item : table_.items())
      lexicon_.ranks.push_back({static_cast<std::uint8_t>(item.control), item.tpp.value_or(0),
                                item.memory_bandwidth_gbps.value_or(0)});
    add_parts();
    return std::move(lexicon_);
  }

 private:
  struct Row {
    const tables::CsvTable& csv;
    const tables::CsvRecord& record;
    std::string file;
    [[nodiscard]] std::string_view field(std::string_view name) const { return csv.field(record, name); }
    [[nodiscard]] Error error(const std::string& what) const {
      return Error{file + ":" + std::to_string(record.line) + ": " + what};
    }
  };

  Status each_row(std::string_view file, Status (LexiconLoader::*read)(const Row&)) {
    Result<std::string> text = files_.read(file);
    if (!text) return text.error();
    const Result<tables::CsvTable> csv = tables::CsvTable::parse(text.value(), files_.path(file));
    if (!csv) return csv.error();
    for (const tables::CsvRecord& record : csv.value().rows)
      if (Status done = (this->*read)(Row{csv.value(), record, files_.path(file)}); !done) return done;
    return Done{};
  }

  std::uint8_t tag(std::map<std::string, std::uint8_t, std::less<>>& tags, std::string_view name) {
    if (name.empty()) return 0;
    const auto next = static_cast<std::uint8_t>(tags.size() + 1);
    return tags.emplace(name, next).first->second;
  }

  Status read_family(const Row& row) {
    matchers::ItemFamily family;
    family.name = row.field("family");
    const std::optional<std::size_t> kind = word_at(kKindWords, row.field("kind"));
    if (!kind) return row.error("unknown kind");
    family.kind = static_cast<FamilyKind>(*kind);
    family.vendor = tag(vendors_, row.field("vendor"));
    if (vendors_.size() > 63) return row.error("more than 63 vendors");
    const FamilyId index{static_cast<std::uint32_t>(lexicon_.families.size())};
    if (!families_.emplace(family.name, index).second) return row.error("family stands twice");
    lexicon_.families.push_back(std::move(family));
    constexpr std::pair<std::string_view, Strength> kColumns[] = {
        {"sure", Strength::sure}, {"bound", Strength::bound}, {"near", Strength::near}};
    for (const auto& [column, strength] : kColumns)
      for (std::string& text : tables::split_parts(row.field(column), '|'))
        if (Status added = add_spelling(row, {index, strength, false, std::move(text)}); !added) return added;
    for (std::string& text : tables::split_parts(row.field("open"), '|'))
      if (Status added = add_spelling(row, {index, Strength::sure, true, std::move(text)}); !added)
        return added;
    return Done{};
  }

  Status add_spelling(const Row& row, matchers::ItemSpelling spelling) {
    const auto [at, added] = spellings_.emplace(spelling.text, spelling.family);
    if (!added && at->second != spelling.family)
      return row.error("spelling '" + spelling.text + "' names both " +
                       lexicon_.families[index_of(at->second)].name + " and " +
                       lexicon_.families[index_of(spelling.family)].name);
    names_.emplace(letters_of(spelling.text), spelling.family);
    if (added) lexicon_.spellings.push_back(std::move(spelling));
    return Done{};
  }

  Status read_variant(const Row& row) {
    const auto family = families_.find(row.field("family"));
    if (family == families_.end()) return row.error("unknown family");
    matchers::ItemVariant variant;
    variant.item = table_.find(row.field("item"));
    if (variant.item == ItemId::none) return row.error("unknown item");
    variant.form = tag(forms_, row.field("form"));
    if (forms_.size() > 63) return row.error("more than 63 forms");
    for (const std::string& size : tables::split_parts(row.field("memory"), '|')) {
      std::uint16_t gigabytes = 0;
      const auto [end, problem] = std::from_chars(size.data(), size.data() + size.size(), gigabytes);
      if (problem != std::errc{} || end != size.data() + size.size()) return row.error("memory is no number");
      variant.memory.push_back(gigabytes);
    }
    lexicon_.families[index_of(family->second)].variants.push_back(std::move(variant));
    return Done{};
  }

  Status read_platform(const Row& row) {
    const std::string_view item = row.field("item");
    const ItemId index = table_.find(item);
    if (!item.empty() && index == ItemId::none) return row.error("unknown item");
    matchers::ItemFamily family;
    family.name = "platform:" + std::string(item);
    family.kind = FamilyKind::platform;
    if (index != ItemId::none) family.variants.push_back({index, 0, {}});
    const FamilyId next{static_cast<std::uint32_t>(lexicon_.families.size())};
    const auto [at, added] = families_.emplace(family.name, next);
    if (added) lexicon_.families.push_back(std::move(family));
    return add_spelling(row, {at->second, Strength::sure, true, std::string(row.field("spelling"))});
  }

  Status read_words(const Row& row) {
    const std::string_view word_class = row.field("class");
    std::vector<std::string> words = tables::split_parts(row.field("words"), '|');
    if (word_class == "glue_before" || word_class == "glue_after") {
      auto& list = word_class == "glue_before" ? lexicon_.glue_before : lexicon_.glue_after;
      for (std::string& word : words) list.push_back(std::move(word));
      return Done{};
    }
    const std::optional<std::size_t> meaning = word_at(kClassWords, word_class);
    if (!meaning) return row.error("unknown class '" + std::string(word_class) + "'");
    const auto of = static_cast<WordClass>(*meaning);
    const bool form = of == WordClass::form || of == WordClass::not_form;
    const bool counts = of == WordClass::amount || of == WordClass::number;
    const bool tagged = form || of == WordClass::vendor || of == WordClass::maker || counts;
    if (tagged && row.field("tag").empty()) return row.error("tag must be given");
    std::uint16_t tag_value = 0;
    if (counts) {
      const std::string_view count = row.field("tag");
      const auto [end, problem] = std::from_chars(count.data(), count.data() + count.size(), tag_value);
      if (problem != std::errc{} || end != count.data() + count.size()) return row.error("tag is no count");
    } else {
      tag_value = tag(form ? forms_ : vendors_, row.field("tag"));
    }
    if (vendors_.size() > 63 || forms_.size() > 63) return row.error("more than 63 tags");
    for (std::string& word : words) lexicon_.words.push_back({of, tag_value, std::move(word)});
    return Done{};
  }

  /// Items without a family of their own, the user's above all: found by model and aliases.
  Status add_users_items() {
    std::set<ItemId> named;
    for (const matchers::ItemFamily& family : lexicon_.families)
      for (const matchers::ItemVariant& variant : family.variants) named.insert(variant.item);
    for (std::uint32_t i = 0; i < table_.items().size(); ++i) {
      const ItemRow& item = table_.items()[i];
      if (named.contains(ItemId{i}) || item.own_place.empty()) continue;
      matchers::ItemFamily family;
      family.name = "item:" + item.id;
      family.vendor = tag(vendors_, item.vendor);
      family.variants.push_back({ItemId{i}, 0, {}});
      const FamilyId index{static_cast<std::uint32_t>(lexicon_.families.size())};
      lexicon_.families.push_back(std::move(family));
      std::vector<std::string> texts = item.aliases;
      texts.push_back(item.model);
      for (std::string& text : texts) {
        if (Status free = check_free(item, text, index); !free) return free;
        const bool added = spellings_.emplace(text, index).second;
        if (added)
          lexicon_.spellings.push_back(
              {index, text.size() >= 6 ? Strength::sure : Strength::bound, false, std::move(text)});
      }
    }
    return Done{};
  }

  /// May the user's item have this name? Not one that names another already, in whatever spelling.
  Status check_free(const ItemRow& item, const std::string& text, FamilyId family) {
    const std::string letters = letters_of(text);
    const Error at{item.own_place + ": item '" + item.id + "': '" + text + "' "};
    if (letters.size() < 3) return Error{at.text + "is too short to be found in text"};
    const auto [known, added] = names_.emplace(letters, family);
    if (added || known->second == family) return Done{};
    return Error{at.text + "already names " + lexicon_.families[index_of(known->second)].name};
  }

  /// What two spellings of one name have in common.
  static std::string letters_of(std::string_view text) {
    std::string letters = matchers::fold(text, matchers::FoldMode::keep_cjk);
    std::erase_if(letters, [](char c) {
      return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (static_cast<unsigned char>(c) & 0x80U) != 0);
    });
    return letters;
  }

  /// Numbers too short to tell from others are found only where they stand as a part number.
  void add_parts() {
    constexpr std::size_t kShortest = 8;
    for (std::uint32_t i = 0; i < table_.parts().size(); ++i) {
      const PartRow& part = table_.parts()[i];
      if (part.part_number.size() < kShortest) continue;
      lexicon_.parts.push_back({PartId{i}, static_cast<std::uint8_t>(part.control),
                                part.control == Control::none, part.part_number});
    }
  }

  const tables::DataFiles& files_;
  const ItemTable& table_;
  matchers::ItemLexicon lexicon_;
  std::map<std::string, std::uint8_t, std::less<>> vendors_, forms_;
  std::map<std::string, FamilyId, std::less<>> families_, spellings_, names_;  // names_: by letters_of()
};

}  // namespace

Result<matchers::ItemLexicon> load_item_lexicon(const tables::DataFiles& files, const ItemTable& table) {
  return LexiconLoader(files, table).load();
}

}  // namespace ordergate::rules
