#include "matchers/items/item_context.h"

#include <algorithm>
#include <array>

namespace ordergate::matchers {
namespace {

constexpr std::uint32_t kVendorGapMax = 18;  // bytes between a short model and its vendor
constexpr std::uint32_t kWithGapMax = 24;
constexpr std::uint32_t kPartGapMax = 48;
constexpr std::uint32_t kBareExtraMax = 6;
constexpr std::uint32_t kLineBytes = 200;
constexpr std::uint32_t kLongNameBytes = 8;  // with its separators: long enough to speak for itself

constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool kept(char c) noexcept {
  return digit(c) || letter(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

constexpr std::uint32_t kPartBits =
    class_bit(WordClass::accessory) | class_bit(WordClass::tight_part) | class_bit(WordClass::part);

/// The text from the end of one thing to the begin of the next; empty when they touch or overlap.
std::string_view between(std::string_view text, std::uint32_t end, std::uint32_t begin) noexcept {
  return begin > end ? text.substr(end, begin - end) : std::string_view();
}

/// Does a sentence or list item end in it?
bool breaks(std::string_view gap) noexcept {
  for (std::size_t i = 0; i < gap.size(); ++i) {
    const char c = gap[i];
    if (c == ';' || c == '|' || c == '!' || c == '?') return true;
    if (c == '.' && i + 1 < gap.size() && gap[i + 1] == ' ') return true;
    if (c == '\xE3' && gap.substr(i).starts_with("\xE3\x80\x82")) return true;
  }
  return false;
}

/// Is the word offered along with something else: "with bracket", "+ holder"?
bool comes_along(const TextContext& context, std::size_t index) noexcept {
  const ItemMention& word = context.mentions[index];
  for (std::size_t i = index; i-- > 0;) {
    const ItemMention& before = context.mentions[i];
    if (word.begin > before.end + kWithGapMax) break;
    if (before.has(WordClass::with) && !breaks(between(context.text, before.end, word.begin))) return true;
  }
  const std::string_view text = context.text;
  std::uint32_t at = word.begin;
  while (at > 0 && text[at - 1] == ' ') --at;
  if (at > 0 && (text[at - 1] == '+' || text[at - 1] == '&')) return true;
  const std::string_view after = text.substr(word.end);
  return after.starts_with(" included") || after.starts_with(" incl") || after.starts_with(" not included");
}

/// Does a word for a property run into it: "no box" into "box, only the card"?
bool only_property(const TextContext& context, std::size_t index) noexcept {
  const ItemMention& word = context.mentions[index];
  for (std::size_t i = index; i-- > 0 && context.mentions[i].begin + kWithGapMax > word.begin;)
    if (context.mentions[i].has(WordClass::feature) && context.mentions[i].end > word.begin) return true;
  return false;
}

bool adjacent_vendor(const TextContext& context, const ItemMention& mention, const ItemFamily& family,
                     std::uint32_t gap_max) noexcept {
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
    const bool speaks = (word.vendor != 0 && word.vendor == family.vendor && word.has(WordClass::vendor)) ||
                        (family.kind == FamilyKind::geforce && word.has(WordClass::aib));
    if (!speaks || (word.begin >= mention.begin && word.end <= mention.end)) return false;
    const std::uint32_t gap = word.begin >= mention.end   ? word.begin - mention.end
                              : word.end <= mention.begin ? mention.begin - word.end
                                                          : 0;
    return gap <= gap_max;
  });
}

/// "A10 24GB", "80GB A100": a size the family is sold with, next to it.
bool adjacent_memory(const TextContext& context, const ItemMention& mention,
                     const ItemFamily& family) noexcept {
  return std::any_of(context.memory.begin(), context.memory.end(), [&](const MemorySize& size) {
    const std::uint32_t gap = size.begin >= mention.end   ? size.begin - mention.end
                              : size.end <= mention.begin ? mention.begin - size.end
                                                          : 0;
    if (gap > 8) return false;
    return std::any_of(family.variants.begin(), family.variants.end(), [&](const ItemVariant& variant) {
      return std::find(variant.memory.begin(), variant.memory.end(), size.gigabytes) != variant.memory.end();
    });
  });
}

/// Nothing but the model, perhaps with a count, a memory size or a form. A name without digits is also a
/// word of the language: it must stand alone.
bool bare(const TextContext& context, const ItemMention& mention) noexcept {
  const std::string_view name = context.text.substr(mention.begin, mention.end - mention.begin);
  const std::uint32_t allowed = std::any_of(name.begin(), name.end(), digit) ? kBareExtraMax : 0;
  return context.kept - static_cast<std::uint32_t>(std::count_if(name.begin(), name.end(), kept)) <= allowed;
}

bool counted(const TextContext& context, const ItemMention& mention) noexcept {
  if (mention.begin < 2) return false;
  std::uint32_t at = mention.begin;
  while (at > 0 && context.text[at - 1] == ' ') --at;
  return at > 1 && context.text[at - 1] == 'x' && digit(context.text[at - 2]);
}

/// Another card of a sure name: a short code elsewhere in its title is a stock number.
bool other_card(const TextContext& context, const ItemMention& mention) noexcept {
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
    if (word.has(WordClass::known_gpu)) return true;
    if (!word.model() || word.family == mention.family || word.strength != Strength::sure) return false;
    const FamilyKind kind = context.families[word.family].kind;
    return kind == FamilyKind::geforce || kind == FamilyKind::card || kind == FamilyKind::below ||
           kind == FamilyKind::chip;
  });
}

}  // namespace

TextContext read_context(std::string_view folded, std::span<const ItemMention> mentions,
                         std::span<const ItemFamily> families) noexcept {
  TextContext context;
  context.text = folded;
  context.mentions = mentions;
  context.families = families;
  context.kept = static_cast<std::uint32_t>(std::count_if(folded.begin(), folded.end(), kept));
  context.memory = find_memory_sizes(folded);
  context.laptop_processor = has_laptop_processor(folded);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const ItemMention& mention = mentions[i];
    context.classes |= mention.classes;
    if (mention.has(WordClass::vendor) && mention.vendor != 0)
      context.vendors |= std::uint64_t{1} << mention.vendor;
    if (mention.has(WordClass::form)) context.forms |= std::uint64_t{1} << mention.form;
  }
  for (std::size_t i = 0; i < mentions.size(); ++i)
    if (mentions[i].has(WordClass::accessory) && !comes_along(context, i) && !only_property(context, i))
      context.accessory = true;
  return context;
}

std::uint32_t memory_of(const TextContext& context, const ItemMention& mention,
                        const ItemFamily& family) noexcept {
  std::uint32_t best = 0;
  std::uint32_t best_gap = UINT32_MAX;
  for (const MemorySize& size : context.memory) {
    const std::uint32_t gap = size.begin >= mention.end   ? size.begin - mention.end
                              : size.end <= mention.begin ? mention.begin - size.end
                                                          : 0;
    const bool known =
        std::any_of(family.variants.begin(), family.variants.end(), [&](const ItemVariant& variant) {
          return std::find(variant.memory.begin(), variant.memory.end(), size.gigabytes) !=
                 variant.memory.end();
        });
    if (!known || gap >= best_gap) continue;
    best = size.gigabytes;
    best_gap = gap;
  }
  return best;
}

bool accepted(const TextContext& context, const ItemMention& mention, const ItemFamily& family) noexcept {
  if (mention.strength == Strength::sure && !mention.spaced) return true;
  const bool vendor = family.vendor != 0 && ((context.vendors >> family.vendor) & 1U) != 0;
  const bool trade = context.has(WordClass::gpu) || context.has(WordClass::compute) ||
                     context.has(WordClass::broken) || context.has(WordClass::service) || context.forms != 0;
  if (mention.strength == Strength::sure)
    return mention.end - mention.begin >= kLongNameBytes || vendor || trade || bare(context, mention);
  const bool memory = memory_of(context, mention, family) != 0;
  if (mention.strength == Strength::bound) {
    if (mention.spaced)
      return (vendor && adjacent_vendor(context, mention, family, kLineBytes)) ||
             (memory && (trade || bare(context, mention)));
    if (vendor) return true;
    if (context.has(WordClass::other)) return false;
    return trade || memory || context.has(WordClass::system) || counted(context, mention) ||
           bare(context, mention);
  }
  // "NVIDIA H-20": a short name in pieces needs its vendor before it.
  if (mention.spaced) return !mention.other_suffix && adjacent_vendor(context, mention, family, 1);
  if (counted(context, mention)) return true;
  if (other_card(context, mention)) return adjacent_vendor(context, mention, family, 1);
  if (adjacent_vendor(context, mention, family, kVendorGapMax)) return true;
  if (context.has(WordClass::other)) return false;
  if (adjacent_memory(context, mention, family)) return trade || vendor || bare(context, mention);
  return bare(context, mention) || (vendor && context.has(WordClass::system));
}

namespace {

/// "Bracket for NVIDIA A40": an accessory word, then "for", then the model.
bool behind_for(const TextContext& context, const ItemMention& mention) noexcept {
  bool part = false;
  bool scoped = false;
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < context.mentions.size(); ++i) {
    const ItemMention& word = context.mentions[i];
    if (word.begin >= mention.begin) break;
    if (breaks(between(context.text, last, word.begin))) part = scoped = false;
    last = std::max(last, word.end);
    if ((word.classes & kPartBits) != 0 && !word.has(WordClass::feature)) {
      // A part after "for X ..." starts no new scope; one that comes along is no part at all.
      part = part || !comes_along(context, i);
    } else if (word.has(WordClass::with)) {
      part = false;
    } else if (word.has(WordClass::for_)) {
      scoped = part;
    }
  }
  return scoped && !breaks(between(context.text, last, mention.begin));
}

/// Is there a sign of the card itself at or after `from`: its memory, or a word for cards? A tight part
/// yields only to the plain word for a whole card.
bool card_after(const TextContext& context, std::uint32_t from, const ItemMention& part) noexcept {
  const bool tight = part.has(WordClass::tight_part);
  const bool memory = std::any_of(context.memory.begin(), context.memory.end(),
                                  [&](const MemorySize& size) { return size.begin >= from; });
  return memory ||
         std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
           return word.begin >= from &&
                  (word.has(WordClass::desktop) || (!tight && word.has(WordClass::gpu)));
         });
}

/// "A100 bracket", "RTX 4090 waterblock": the part is the head of the phrase.
bool before_part(const TextContext& context, const ItemMention& mention) noexcept {
  for (std::size_t i = 0; i < context.mentions.size(); ++i) {
    const ItemMention& word = context.mentions[i];
    if (word.begin < mention.end) continue;
    if (word.begin > mention.end + kPartGapMax) return false;
    const std::string_view gap = between(context.text, mention.end, word.begin);
    if (word.has(WordClass::with) || word.has(WordClass::feature) || breaks(gap)) return false;
    if ((word.classes & kPartBits) == 0) continue;
    return !comes_along(context, i) && !card_after(context, word.end, word);
  }
  return false;
}

/// "Waterblock RTX 4090": the part first, nothing of the card after the model.
bool after_part(const TextContext& context, const ItemMention& mention) noexcept {
  for (std::size_t i = 0; i < context.mentions.size(); ++i) {
    const ItemMention& word = context.mentions[i];
    if (word.begin >= mention.begin || word.begin > kPartGapMax) return false;
    if (word.has(WordClass::with) || word.has(WordClass::feature)) return false;
    if ((word.classes & kPartBits) == 0) continue;
    const std::string_view gap = between(context.text, word.end, mention.begin);
    return gap.size() <= kWithGapMax && !breaks(gap) && !comes_along(context, i) &&
           !card_after(context, mention.end, word);
  }
  return false;
}

}  // namespace

bool names_accessory(const TextContext& context, const ItemMention& mention,
                     const ItemFamily& family) noexcept {
  if (context.accessory || behind_for(context, mention)) return true;
  // A size the item is sold with speaks for the item itself.
  if (memory_of(context, mention, family) != 0) return false;
  return before_part(context, mention) || after_part(context, mention);
}

bool names_laptop(const TextContext& context, const ItemFamily& family) noexcept {
  if (family.kind != FamilyKind::geforce && family.kind != FamilyKind::card) return false;
  if (context.laptop_processor) return true;
  return context.has(WordClass::laptop) && !context.has(WordClass::desktop);
}

namespace {

/// "AS-4124GS-TNR", "SYS-421GE-TNRT": the makers' pattern for servers built around accelerators.
bool gpu_chassis(std::string_view text, std::uint32_t at, std::string_view token) noexcept {
  if (token.size() < 5 || token.size() > 6) return false;
  const std::size_t g = token.size() - 2;
  // "server 128GB" is a memory size.
  if (token[g] != 'g' || !letter(token[g + 1]) || token[g + 1] == 'b') return false;
  if (!digit(token[0]) && token[0] != 'a') return false;
  for (std::size_t i = 1; i < g; ++i)
    if (!digit(token[i])) return false;
  while (at > 0 && (text[at - 1] == '-' || text[at - 1] == ' ')) --at;
  const std::string_view before = text.substr(0, at);
  return before.ends_with("as") || before.ends_with("sys") || before.ends_with("ars") ||
         before.ends_with("server");
}

}  // namespace

bool names_accelerator_memory(const TextContext& context) noexcept {
  // Sizes that only data-center accelerators have.
  static constexpr std::array<std::uint32_t, 9> kSizes = {80, 94, 96, 141, 144, 180, 186, 192, 288};
  if (context.vendors == 0 || !context.has(WordClass::gpu)) return false;
  return std::any_of(context.memory.begin(), context.memory.end(), [](const MemorySize& size) {
    return std::find(kSizes.begin(), kSizes.end(), size.gigabytes) != kSizes.end();
  });
}

namespace {

bool digits(std::string_view token, std::size_t from, std::size_t count) noexcept {
  if (token.size() < from + count) return false;
  return std::all_of(token.begin() + static_cast<std::ptrdiff_t>(from),
                     token.begin() + static_cast<std::ptrdiff_t>(from + count), digit);
}

/// The makers' patterns for models, whether or not one of that number is known.
enum class Pattern : std::uint8_t { none, hundred, grace, instinct, instinct_x, mlu, geforce };

Pattern pattern_of(std::string_view token, std::string_view before) noexcept {
  const std::size_t size = token.size();
  if ((size == 4 || size == 5) && (token[0] == 'h' || token[0] == 'b' || token[0] == 'r') &&
      token[1] != '0' && digits(token, 1, 3) && token.substr(2, 2) == "00" && (size == 4 || letter(token[4])))
    return Pattern::hundred;
  if (size == 5 && token.starts_with("gb") && digits(token, 2, 3) && token.substr(3) == "00")
    return Pattern::grace;
  if ((size == 5 || size == 6) && token.starts_with("mi") && token[2] >= '3' && digits(token, 2, 3) &&
      (size == 5 || letter(token[5])))
    return size == 6 && token[5] == 'x' ? Pattern::instinct_x : Pattern::instinct;
  if (size == 6 && token.starts_with("mlu") && token[3] >= '3' && digits(token, 3, 3)) return Pattern::mlu;
  if (size >= 4 && digits(token, 0, 4) && token[0] >= '4' && token.substr(1, 2) == "09" &&
      before.ends_with("rtx "))
    return Pattern::geforce;
  return Pattern::none;
}

std::uint32_t gap_between(std::uint32_t begin, std::uint32_t end, std::uint32_t other_begin,
                          std::uint32_t other_end) noexcept {
  if (other_begin >= end) return other_begin - end;
  return other_end <= begin ? begin - other_end : 0;
}

/// Does the text around say that the model is an accelerator? Cases and boards bear such numbers too.
bool spoken_of(const TextContext& context, Pattern pattern, std::uint32_t begin, std::uint32_t end) noexcept {
  constexpr std::uint32_t kGigabytesMin = 94;  // a size behind a model that is no accelerator's
  if (pattern == Pattern::instinct_x) return true;
  const bool own = pattern == Pattern::instinct || pattern == Pattern::mlu;
  if (own && (context.has(WordClass::gpu) || context.has(WordClass::accelerator))) return true;
  for (const MemorySize& size : context.memory)
    if (size.begin >= end && size.begin - end <= 2 && size.gigabytes >= kGigabytesMin) return true;
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& m) {
    return m.has(WordClass::vendor) && m.vendor != 0 &&
           gap_between(begin, end, m.begin, m.end) <= kVendorGapMax;
  });
}

}  // namespace

TextSpan find_unknown_model(const TextContext& context) noexcept {
  constexpr int kLikeModelsMax = 64;  // nobody lists that many: suspicious without a look at each
  const std::string_view text = context.text;
  int like_models = 0;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    if (!kept(text[at]) || (at > 0 && kept(text[at - 1]))) continue;
    const std::uint32_t begin = at;
    std::uint32_t end = at;
    while (end < text.size() && kept(text[end])) ++end;
    const std::string_view token = text.substr(begin, end - begin);
    const Pattern pattern = pattern_of(token, text.substr(0, begin));
    at = end;
    if (gpu_chassis(text, begin, token)) return {begin, end};
    if (pattern == Pattern::none) continue;
    if (++like_models > kLikeModelsMax) return {begin, end};
    const bool named =
        std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& m) {
          return m.model() && m.begin < end && m.end > begin &&
                 (context.has(WordClass::other) || accepted(context, m, context.families[m.family]));
        });
    if (!named && spoken_of(context, pattern, begin, end)) return {begin, end};
  }
  return {};
}

}  // namespace ordergate::matchers
