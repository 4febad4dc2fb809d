#include "matchers/items/item_matcher.h"

#include <algorithm>
#include <utility>

#include "matchers/items/item_context.h"
#include "matchers/items/item_counts.h"
#include "matchers/items/item_mentions.h"
#include "matchers/items/spelled_numbers.h"
#include "matchers/text/look_alike.h"

namespace ordergate::matchers {

namespace {

/// Which of several models a text is about: what contains the others, else the strictest.
int precedence(FamilyKind kind) noexcept {
  if (kind == FamilyKind::platform) return -1;  // what it usually holds, unless the text says
  return kind == FamilyKind::server || kind == FamilyKind::system ? 1 : 0;
}

/// A known kind of accelerator, but none of the tables.
bool unclassified(const ItemFamily& family) noexcept {
  return family.kind == FamilyKind::unlisted ||
         (family.kind == FamilyKind::platform && family.variants.empty());
}

/// Models of one text times the words around them: more is not weighed, and held.
constexpr std::uint64_t kWeighedMax = std::uint64_t{1} << 20;

struct Chosen {
  const ItemMention* mention = nullptr;
  const ItemMention* code = nullptr;  // a chip or board code, for a text that names no model
  const ItemMention* part = nullptr;  // the strictest part number
  ItemReading reading;
};

void mark_unclassified(const ItemMention& mention, ItemReading& reading) noexcept {
  reading.suspicious = true;
  reading.unlisted = reading.unlisted || !mention.has(WordClass::accelerator);
  if (reading.end != 0) return;
  reading.begin = mention.begin;
  reading.end = mention.end;
}

}  // namespace

struct ItemMatcher::Layout {
  ItemLexicon lexicon;
  MentionFinder finder;

  [[nodiscard]] Completeness read_once(std::string_view text, const TextView& folded,
                                       ItemMatchScratch::State& state, ItemReading& reading) const noexcept;
  [[nodiscard]] Completeness read_digits(ItemMatchScratch::State& state, ItemReading& reading) const noexcept;
  [[nodiscard]] Completeness decide(const TextContext& context, ItemReading& reading,
                                    std::uint64_t& work) const noexcept;
  void weigh(const TextContext& context, const ItemMention& mention, Chosen& chosen, bool& below,
             ItemReading& reading) const noexcept;
  void weigh_part(const TextContext& context, const ItemMention& mention, Chosen& chosen,
                  ItemReading& reading) const noexcept;
  void consider(const TextContext& context, const ItemMention& mention, Chosen& chosen) const noexcept;
  void choose_variant(const TextContext& context, const Chosen& chosen, ItemReading& reading) const noexcept;
  void doubt(const TextContext& context, bool below, ItemReading& reading) const noexcept;
  void choose_variant(const TextContext& context, const ItemMention& mention,
                      ItemReading& reading) const noexcept;
  [[nodiscard]] ItemRank rank(ItemId item) const noexcept {
    return index_of(item) < lexicon.ranks.size() ? lexicon.ranks[index_of(item)] : ItemRank{};
  }
  [[nodiscard]] ItemRank rank(const ItemReading& reading) const noexcept {
    return std::max(rank(reading.item), rank(reading.second));
  }
  [[nodiscard]] ItemRank rank_of(const ItemFamily& family) const noexcept {
    return family.variants.empty() ? ItemRank{} : rank(family.variants[0].item);
  }
  /// Of two readings of one text, is the first the stricter?
  [[nodiscard]] bool stricter(const ItemReading& left, const ItemReading& right) const noexcept {
    const auto held = [](const ItemReading& reading) {
      return reading.item != ItemId::none || reading.part != PartId::none || reading.suspicious;
    };
    const bool left_held = held(left);
    const bool right_held = held(right);
    if (left_held != right_held) return left_held;
    if (rank(left) != rank(right)) return rank(left) > rank(right);
    return left.suspicious && !right.suspicious;
  }
};

struct ItemMatchScratch::State {
  MentionScratch mentions;
  PlainText latin;  // with letters that look Latin in Latin
  FoldedText latin_folded;
  FoldedText digits;  // with number words as digits
  FoldedText digits_folded;
  std::uint64_t work = 0;
};

ItemMatchScratch::ItemMatchScratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
ItemMatchScratch::~ItemMatchScratch() = default;
ItemMatchScratch::ItemMatchScratch(ItemMatchScratch&&) noexcept = default;
ItemMatchScratch& ItemMatchScratch::operator=(ItemMatchScratch&&) noexcept = default;

std::uint64_t ItemMatchScratch::work() const noexcept { return state_->work; }

ItemMatcher::ItemMatcher(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
ItemMatcher::~ItemMatcher() = default;
ItemMatcher::ItemMatcher(ItemMatcher&&) noexcept = default;
ItemMatcher& ItemMatcher::operator=(ItemMatcher&&) noexcept = default;

Result<ItemMatcher> ItemMatcher::compile(ItemLexicon lexicon) {
  Result<MentionFinder> finder = MentionFinder::compile(lexicon);
  if (!finder) return finder.error();
  return ItemMatcher(std::make_unique<Layout>(Layout{std::move(lexicon), std::move(finder).value()}));
}

ItemMatchScratch ItemMatcher::make_scratch() const {
  return ItemMatchScratch(std::make_unique<ItemMatchScratch::State>(
      ItemMatchScratch::State{layout_->finder.make_scratch(), {}, {}, {}, {}, 0}));
}

Completeness ItemMatcher::read(const TextForms& text, ItemMatchScratch& scratch,
                               ItemReading& reading) const noexcept {
  reading = {};
  if (!text.completeness) return Completeness::over_bound;
  ItemMatchScratch::State& state = scratch.state();
  state.work = 0;
  const auto read_once = [&](std::string_view part, const TextView& folded, ItemReading& into) {
    const Completeness complete = layout_->read_once(part, folded, state, into);
    state.work += state.mentions.work;
    return complete;
  };
  if (!read_once(text.given, text.folded, reading)) return Completeness::over_bound;
  if (text.markup) {
    ItemReading seen;
    if (!read_once(text.plain.text, text.plain_folded, seen)) return Completeness::over_bound;
    seen.begin = text.plain.source[seen.begin];
    seen.end = text.plain.source[seen.end];
    if (layout_->stricter(seen, reading)) reading = seen;
  }
  if (!read_look_alikes(text.markup ? text.plain.text : text.given, state.latin))
    return Completeness::complete;
  fold_text(state.latin.text, state.latin_folded, FoldMode::keep_cjk);
  ItemReading latin;
  if (!read_once(state.latin.text, {state.latin_folded.text, state.latin_folded.source}, latin))
    return Completeness::over_bound;
  const auto source_of = [&](std::uint32_t at) {
    return text.markup ? text.plain.source[state.latin.source[at]] : state.latin.source[at];
  };
  latin.begin = source_of(latin.begin);
  latin.end = source_of(latin.end);
  if (layout_->stricter(latin, reading)) reading = latin;
  return Completeness::complete;
}

Completeness ItemMatcher::Layout::read_once(std::string_view text, const TextView& folded,
                                            ItemMatchScratch::State& state,
                                            ItemReading& reading) const noexcept {
  MentionScratch& scratch = state.mentions;
  if (!finder.find(text, folded, scratch)) return Completeness::over_bound;
  if (!decide(read_context(scratch.folded.text, scratch.mentions, lexicon.families), reading, scratch.work))
    return Completeness::over_bound;
  if (reading.end > 0) {
    reading.begin = scratch.folded.source[reading.begin];
    reading.end = scratch.folded.source[reading.end];
  }
  return read_digits(state, reading);
}

/// "H一百", "forty ninety": the text once more with its number words as digits.
Completeness ItemMatcher::Layout::read_digits(ItemMatchScratch::State& state,
                                              ItemReading& reading) const noexcept {
  MentionScratch& scratch = state.mentions;
  FoldedText& digits = state.digits;
  const auto spelled = [](const ItemMention& mention) { return mention.has(WordClass::number); };
  if (std::none_of(scratch.mentions.begin(), scratch.mentions.end(), spelled)) return Completeness::complete;
  if (!write_digits(scratch.folded, scratch.mentions, digits)) return Completeness::complete;
  const std::uint64_t before = scratch.work;
  fold_text(digits.text, state.digits_folded, FoldMode::keep_cjk);
  if (!finder.find(digits.text, {state.digits_folded.text, state.digits_folded.source}, scratch))
    return Completeness::over_bound;
  scratch.work += before;
  ItemReading written;
  if (!decide(read_context(scratch.folded.text, scratch.mentions, lexicon.families), written, scratch.work))
    return Completeness::over_bound;
  written.begin = digits.source[scratch.folded.source[written.begin]];
  written.end = digits.source[scratch.folded.source[written.end]];
  if (stricter(written, reading)) reading = written;
  return Completeness::complete;
}

Completeness ItemMatcher::Layout::decide(const TextContext& context, ItemReading& reading,
                                         std::uint64_t& work) const noexcept {
  Chosen chosen;
  std::uint64_t weighed = 0;
  bool below = context.has(WordClass::known_gpu);
  for (const ItemMention& mention : context.mentions) {
    if (mention.part_number() || mention.model()) weighed += context.mentions.size();
    if (weighed > kWeighedMax) return Completeness::over_bound;
    if (mention.part_number()) weigh_part(context, mention, chosen, reading);
    if (mention.model()) weigh(context, mention, chosen, below, reading);
  }
  if (chosen.mention == nullptr && chosen.part == nullptr && chosen.code != nullptr && !below)
    consider(context, *chosen.code, chosen);
  if (chosen.mention != nullptr) {
    choose_variant(context, chosen, reading);
  } else if (chosen.part == nullptr) {
    doubt(context, below, reading);
  }
  work += weighed;
  reading.below = below;
  reading.lot = find_units(context);
  if (chosen.part == nullptr) return Completeness::complete;
  reading.part = lexicon.parts[chosen.part->part].part;
  reading.begin = chosen.part->begin;
  reading.end = chosen.part->end;
  return Completeness::complete;
}

void ItemMatcher::Layout::weigh(const TextContext& context, const ItemMention& mention, Chosen& chosen,
                                bool& below, ItemReading& reading) const noexcept {
  const ItemFamily& family = lexicon.families[index_of(mention.family)];
  if (!accepted(context, mention, family)) return;
  if (family.kind == FamilyKind::hbm && is_memory_of_card(context)) return;
  if (names_accessory(context, mention, family)) {
    reading.accessory = true;
  } else if (names_laptop(context, family)) {
    reading.laptop = true;
  } else if (mention.other_suffix || unclassified(family)) {
    mark_unclassified(mention, reading);
    reading.system = reading.system || family.kind == FamilyKind::platform;
    reading.fitted = reading.fitted || stands_behind_for(context, mention);
  } else if (family.kind == FamilyKind::below) {
    below = true;
  } else if (family.kind == FamilyKind::code) {
    if (chosen.code == nullptr || rank_of(family) > rank_of(lexicon.families[index_of(chosen.code->family)]))
      chosen.code = &mention;
  } else {
    consider(context, mention, chosen);
  }
}

void ItemMatcher::Layout::weigh_part(const TextContext& context, const ItemMention& mention, Chosen& chosen,
                                     ItemReading& reading) const noexcept {
  static const ItemFamily kNone;
  if (mention.other_suffix || (mention.strength == Strength::bound && context.vendors == 0)) return;
  if (names_accessory(context, mention, kNone)) {
    reading.accessory = true;
    return;
  }
  const auto control = [&](const ItemMention& m) { return lexicon.parts[m.part].control; };
  if (chosen.part == nullptr || control(mention) > control(*chosen.part)) chosen.part = &mention;
}

void ItemMatcher::Layout::consider(const TextContext& context, const ItemMention& mention,
                                   Chosen& chosen) const noexcept {
  ItemReading candidate;
  choose_variant(context, mention, candidate);
  if (chosen.mention == nullptr) {
    chosen.mention = &mention;
    chosen.reading = candidate;
    return;
  }
  const ItemRank left = rank(candidate.item);
  const ItemRank right = rank(chosen.reading.item);
  const int lead = precedence(lexicon.families[index_of(mention.family)].kind) -
                   precedence(lexicon.families[index_of(chosen.mention->family)].kind);
  bool better = left > right;
  if (left.control != right.control) {
    better = left.control > right.control;
  } else if (lead != 0) {
    better = lead > 0;
  } else if (mention.strength != chosen.mention->strength) {
    better = mention.strength > chosen.mention->strength;
  }
  const ItemId loser = better ? chosen.reading.item : candidate.item;
  if (better) {
    chosen.mention = &mention;
    chosen.reading = candidate;
  }
  if (loser != chosen.reading.item && rank(loser) > rank(chosen.reading.second))
    chosen.reading.second = loser;
}

void ItemMatcher::Layout::choose_variant(const TextContext& context, const Chosen& chosen,
                                         ItemReading& reading) const noexcept {
  const bool suspicious = reading.suspicious;
  const bool unlisted = reading.unlisted;
  const FamilyKind kind = lexicon.families[index_of(chosen.mention->family)].kind;
  reading = chosen.reading;
  reading.suspicious = suspicious;
  reading.unlisted = unlisted;
  reading.begin = chosen.mention->begin;
  reading.end = chosen.mention->end;
  reading.evasive = chosen.mention->evasive;
  reading.count = count_of(context, *chosen.mention);
  reading.service = kind == FamilyKind::service || context.has(WordClass::service);
  reading.system = precedence(kind) != 0 || context.has(WordClass::system);
  reading.broken = context.has(WordClass::broken);
  reading.fitted = stands_behind_for(context, *chosen.mention);
  reading.labelled = stands_behind_label(context, *chosen.mention);
}

/// No item was read: is the text still to be held as unclassified?
void ItemMatcher::Layout::doubt(const TextContext& context, bool below, ItemReading& reading) const noexcept {
  reading.other_product = context.has(WordClass::other);
  reading.accessory = reading.accessory || context.accessory;
  reading.vague = says_nothing(context);
  reading.heading = says_only_heading(context);
  if (!reading.suspicious) {
    const bool set_aside = reading.accessory || reading.laptop;
    const bool quiet = set_aside || below || reading.other_product || context.has(WordClass::laptop);
    const bool card = !set_aside && !below && !context.has(WordClass::laptop);
    const bool measured = card && names_accelerator_memory(context) && !context.has(WordClass::tight_part);
    const bool part =
        context.has(WordClass::part) || context.has(WordClass::tight_part) || names_packing_for(context);
    const bool speaks = measured || (context.has(WordClass::accelerator) && !quiet && !part) ||
                        (!quiet && names_advanced_node(context));
    const bool more = below && !set_aside && names_more_memory(context);
    const TextSpan model = set_aside ? TextSpan{} : find_unknown_model(context);
    if (!speaks && !more && model.begin == model.end) return;
    reading.unlisted = measured || more || model.begin != model.end;
    if (reading.end == 0 && model.end != 0) {
      reading.begin = model.begin;
      reading.end = model.end;
    }
  }
  for (const ItemMention& mention : context.mentions)
    if (mention.has(WordClass::accelerator)) mark_unclassified(mention, reading);
  reading.suspicious = true;
  reading.certainty = ReadingCertainty::suspicious;
}

void ItemMatcher::Layout::choose_variant(const TextContext& context, const ItemMention& mention,
                                         ItemReading& reading) const noexcept {
  const ItemFamily& family = lexicon.families[index_of(mention.family)];
  const std::uint32_t memory = memory_of(context, mention, family);
  const auto stated = [&](const ItemVariant& variant) {
    return variant.form == 0 || ((context.forms >> variant.form) & 1U) != 0;
  };
  const auto score = [&](const ItemVariant& variant) {
    int points = 0;
    if (variant.form != 0) points += stated(variant) ? 4 : 0;
    if (memory != 0 && !variant.memory.empty())
      points +=
          std::find(variant.memory.begin(), variant.memory.end(), memory) != variant.memory.end() ? 3 : -6;
    return points;
  };
  const ItemVariant* best = nullptr;
  int best_score = 0;
  for (const ItemVariant& variant : family.variants) {
    const int points = score(variant);
    // A form that is stated beats one listed earlier: "PCI-E 4.0 SXM4" is an SXM module.
    const bool later_form = best != nullptr && points == best_score && variant.form != 0 && stated(variant) &&
                            best->form != 0 && stated(*best) && variant.form != best->form;
    if (best != nullptr && points <= best_score && !later_form) continue;
    best = &variant;
    best_score = points;
  }
  if (best == nullptr) return;
  reading.item = best->item;
  const bool unambiguous = stated(*best) && best->form != 0 && (memory != 0 || best->memory.empty());
  for (const ItemVariant& variant : family.variants) {
    if (variant.item == best->item || unambiguous) continue;
    const bool form_open = !(stated(*best) && best->form != 0) || variant.form == best->form;
    const bool memory_open = memory == 0 || score(variant) >= 0;
    if (form_open && memory_open &&
        (reading.second == ItemId::none || rank(variant.item) > rank(reading.second)))
      reading.second = variant.item;
  }
  reading.certainty =
      reading.second == ItemId::none ? ReadingCertainty::model : ReadingCertainty::stricter_of;
}

}  // namespace ordergate::matchers
