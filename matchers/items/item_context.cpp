#include "matchers/items/item_context.h"

#include <algorithm>
#include <array>

namespace ordergate::matchers {
namespace {

constexpr std::uint32_t kVendorGapMax = 18;  // bytes between a short model and its vendor
constexpr std::uint32_t kWithGapMax = 24;
constexpr std::uint32_t kPartGapMax = 48;
constexpr std::uint32_t kBareExtraMax = 6;
constexpr std::uint32_t kBesidePackingMax = 2;  // "in", "x8"
constexpr std::uint32_t kLineBytes = 200;
constexpr std::uint32_t kLongNameBytes = 8;  // with its separators: long enough to speak for itself

constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool kept(char c) noexcept {
  return digit(c) || letter(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

constexpr std::uint32_t kPartBits =
    class_bit(WordClass::accessory) | class_bit(WordClass::tight_part) | class_bit(WordClass::part);
/// What is for a model is no model, be it a part or its packing.
constexpr std::uint32_t kForModelBits = kPartBits | class_bit(WordClass::packing);

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

std::uint32_t count_kept(std::string_view text) noexcept {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), kept));
}

/// Letters of words that say what the goods come in, or nothing of them, but for those in `mention`.
std::uint32_t kept_in_packing(const TextContext& context, const ItemMention& mention) noexcept {
  constexpr std::uint32_t kSilent = class_bit(WordClass::packing) | class_bit(WordClass::vague);
  std::uint32_t letters = 0;
  std::uint32_t counted_to = 0;
  for (const ItemMention& word : context.mentions) {
    const std::uint32_t begin = std::max(word.begin, counted_to);
    const bool apart = word.end <= mention.begin || begin >= mention.end;
    if ((word.classes & kSilent) == 0 || begin >= word.end || !apart) continue;
    letters += count_kept(context.text.substr(begin, word.end - begin));
    counted_to = word.end;
  }
  return letters;
}

/// Nothing but the model, perhaps with a count, a memory size, a form or its packing. A name without digits
/// is also a word of the language: it must stand alone.
bool bare(const TextContext& context, const ItemMention& mention) noexcept {
  const std::string_view name = context.text.substr(mention.begin, mention.end - mention.begin);
  const std::uint32_t allowed = std::any_of(name.begin(), name.end(), digit) ? kBareExtraMax : 0;
  const std::uint32_t others = context.kept - count_kept(name);
  return others <= allowed ||
         (allowed > 0 && others - kept_in_packing(context, mention) <= kBesidePackingMax);
}

bool counted(const TextContext& context, const ItemMention& mention) noexcept {
  if (mention.begin < 2) return false;
  std::uint32_t at = mention.begin;
  while (at > 0 && context.text[at - 1] == ' ') --at;
  return at > 1 && context.text[at - 1] == 'x' && digit(context.text[at - 2]);
}

/// "H100 inside": what else is named there is only around it.
bool held_inside(const TextContext& context, const ItemMention& mention) noexcept {
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
    if (!word.has(WordClass::inside)) return false;
    const std::uint32_t gap = word.begin >= mention.end   ? word.begin - mention.end
                              : word.end <= mention.begin ? mention.begin - word.end
                                                          : 0;
    return gap <= kWithGapMax;
  });
}

/// "H100 GPU": a word for cards touches the model.
bool next_to_gpu(const TextContext& context, const ItemMention& mention) noexcept {
  constexpr std::uint32_t kTouchMax = 2;
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
    if (!word.has(WordClass::gpu) || (word.begin < mention.end && word.end > mention.begin)) return false;
    return word.begin >= mention.end ? word.begin - mention.end <= kTouchMax
                                     : mention.begin - word.end <= kTouchMax;
  });
}

/// "L40 cards", "H20 显卡": a word for cards or computers touches a short name.
bool next_to_hardware(const TextContext& context, const ItemMention& mention) noexcept {
  constexpr std::uint32_t kTouchMax = 1;
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
    if (!word.has(WordClass::hardware) || (word.begin < mention.end && word.end > mention.begin))
      return false;
    return word.begin >= mention.end ? word.begin - mention.end <= kTouchMax
                                     : mention.begin - word.end <= kTouchMax;
  });
}

/// Two models of one vendor bind each other: "H100, H200, B200 in stock".
bool among_kin(const TextContext& context, const ItemMention& mention, const ItemFamily& family) noexcept {
  return family.vendor != 0 &&
         std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& other) {
           return other.model() && other.family != mention.family && !other.spaced && !other.other_suffix &&
                  context.families[index_of(other.family)].vendor == family.vendor;
         });
}

/// Another card of a sure name: a short code elsewhere in its title is a stock number.
bool other_card(const TextContext& context, const ItemMention& mention) noexcept {
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
    if (word.has(WordClass::known_gpu)) return true;
    if (!word.model() || word.family == mention.family || word.strength != Strength::sure) return false;
    const FamilyKind kind = context.families[index_of(word.family)].kind;
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
  const bool other = context.has(WordClass::other);
  if (mention.strength == Strength::bound) {
    if (held_inside(context, mention)) return true;
    if (mention.spaced)
      return (vendor && adjacent_vendor(context, mention, family, kLineBytes)) ||
             (memory && (trade || bare(context, mention))) || bare(context, mention) ||
             (!other && context.has(WordClass::gpu));
    if (vendor || (memory && trade)) return true;
    // A name that stands among words that speak of no other goods is taken for what it is known for.
    return !other || next_to_gpu(context, mention);
  }
  // "NVIDIA H-20": a short name in pieces needs its vendor before it, or nothing else beside it.
  if (mention.spaced)
    return !mention.other_suffix && (adjacent_vendor(context, mention, family, 1) || bare(context, mention));
  if (counted(context, mention)) return true;
  if (other_card(context, mention)) return adjacent_vendor(context, mention, family, 1);
  if (adjacent_vendor(context, mention, family, kVendorGapMax)) return true;
  if (next_to_hardware(context, mention)) return true;
  if (other) return false;
  if (among_kin(context, mention, family)) return true;
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
    if ((word.classes & kForModelBits) != 0 && !word.has(WordClass::feature)) {
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

bool stands_behind_for(const TextContext& context, const ItemMention& mention) noexcept {
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
    if (!word.has(WordClass::for_) || word.begin >= mention.begin) return false;
    const std::string_view gap = between(context.text, word.end, mention.begin);
    return gap.size() <= kWithGapMax && !breaks(gap);
  });
}

bool names_packing_for(const TextContext& context) noexcept {
  bool packing = false;
  bool scoped = false;
  for (const ItemMention& word : context.mentions) {
    if (word.has(WordClass::accelerator)) return scoped;
    packing = packing || word.has(WordClass::packing);
    scoped = scoped || (packing && word.has(WordClass::for_));
  }
  return false;
}

bool is_memory_of_card(const TextContext& context) noexcept {
  if (context.has(WordClass::desktop) || context.has(WordClass::known_gpu)) return true;
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& other) {
    return other.model() && other.strength == Strength::sure &&
           context.families[index_of(other.family)].kind != FamilyKind::hbm &&
           context.families[index_of(other.family)].kind != FamilyKind::code;
  });
}

namespace {

/// Are all letters those of words of these classes? Who says nothing says it briefly.
bool made_of(const TextContext& context, std::uint32_t classes) noexcept {
  constexpr std::uint32_t kSilentMax = 80;  // letters and digits
  if (context.kept > kSilentMax) return false;
  std::uint32_t last = 0;
  for (std::uint32_t at = 0; at < context.text.size(); ++at) {
    if (!kept(context.text[at]) || digit(context.text[at])) continue;
    for (const ItemMention& word : context.mentions)
      if ((word.classes & classes) != 0 && word.begin <= at) last = std::max(last, word.end);
    if (at >= last) return false;
  }
  return true;
}

}  // namespace

bool says_nothing(const TextContext& context) noexcept {
  return made_of(context, class_bit(WordClass::vague));
}

bool says_only_heading(const TextContext& context) noexcept {
  return context.has(WordClass::heading) &&
         made_of(context, class_bit(WordClass::vague) | class_bit(WordClass::heading));
}

bool names_advanced_node(const TextContext& context) noexcept {
  constexpr std::uint32_t kNodeMax = 16;  // nm; 772.1, advanced-node integrated circuit
  static constexpr std::array<std::string_view, 9> kUnits = {"nm",   "нм",   "纳米",    "奈米", "納米",
                                                             "나노", "ナノ", "نانومتر", "नैनो"};
  if (!context.has(WordClass::chip_making)) return false;
  const std::string_view text = context.text;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    const bool begins = at == 0 || (!digit(text[at - 1]) && !letter(text[at - 1]) && text[at - 1] != '.');
    if (!digit(text[at]) || !begins) continue;
    std::uint32_t number = 0;
    std::uint32_t end = at;
    while (end < text.size() && end - at < 3 && digit(text[end])) number = number * 10 + (text[end++] - '0');
    while (end < text.size() && (text[end] == ' ' || text[end] == '-')) ++end;
    const std::string_view rest = text.substr(end);
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                   [rest](std::string_view each) { return rest.starts_with(each); });
    if (unit == kUnits.end() || number == 0 || number > kNodeMax) continue;
    const std::string_view behind = rest.substr(unit->size());
    if (*unit != "nm" || behind.empty() || !letter(behind[0])) return true;
  }
  return false;
}

namespace {

/// "H100 x 8"
bool counted_behind(const TextContext& context, const ItemMention& mention) noexcept {
  const auto after_spaces = [&context](std::size_t at) {
    while (at < context.text.size() && context.text[at] == ' ') ++at;
    return at;
  };
  const std::size_t sign = after_spaces(mention.end);
  if (sign >= context.text.size() || (context.text[sign] != 'x' && context.text[sign] != '*')) return false;
  const std::size_t number = after_spaces(sign + 1);
  return number < context.text.size() && digit(context.text[number]);
}

}  // namespace

bool stands_behind_label(const TextContext& context, const ItemMention& mention) noexcept {
  constexpr std::uint32_t kTouchMax = 2;
  // "Pallet: 8 x H100 SXM5 80GB" numbers nothing: whatever else speaks of such goods means them.
  const bool goods = context.has(WordClass::vendor) || context.has(WordClass::accelerator) ||
                     context.has(WordClass::compute) || context.has(WordClass::hardware) ||
                     mention.end - mention.begin > kLongNameBytes || counted(context, mention) ||
                     counted_behind(context, mention) || names_accelerator_memory(context);
  if (goods) return false;
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
    if (!word.has(WordClass::label)) return false;
    if (word.begin >= mention.end)
      return word.begin == mention.end && static_cast<unsigned char>(context.text[word.begin]) >= 0x80U;
    return word.end <= mention.begin && mention.begin - word.end <= kTouchMax;
  });
}

bool names_laptop(const TextContext& context, const ItemFamily& family) noexcept {
  if (family.kind != FamilyKind::geforce && family.kind != FamilyKind::card) return false;
  if (context.laptop_processor) return true;
  return context.has(WordClass::laptop) && !context.has(WordClass::desktop);
}

}  // namespace ordergate::matchers
