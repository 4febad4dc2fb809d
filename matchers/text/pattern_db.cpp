#include "matchers/text/pattern_db.h"

#include <utility>

#include "matchers/text/fold.h"
#include "matchers/text/literal_set.h"

namespace ordergate::matchers {
namespace {

constexpr bool word_byte(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

struct Form {
  std::uint32_t id = 0;
  std::uint32_t size = 0;
  bool whole_words = true;
};

}  // namespace

struct PatternDb::Layout {
  LiteralSet literals;
  std::vector<Form> forms;

  [[nodiscard]] bool confirmed(const Form& form, std::string_view text, std::uint32_t end) const noexcept {
    if (!form.whole_words) return true;
    const std::uint32_t begin = end - form.size;
    if (begin > 0 && word_byte(text[begin]) && word_byte(text[begin - 1])) return false;
    return end == text.size() || !word_byte(text[end - 1]) || !word_byte(text[end]);
  }
};

struct PatternScratch::State {
  LiteralScratch literals;
  std::vector<LiteralHit> hits;
};

PatternScratch::PatternScratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
PatternScratch::~PatternScratch() = default;
PatternScratch::PatternScratch(PatternScratch&&) noexcept = default;
PatternScratch& PatternScratch::operator=(PatternScratch&&) noexcept = default;

PatternDb::PatternDb(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
PatternDb::~PatternDb() = default;
PatternDb::PatternDb(PatternDb&&) noexcept = default;
PatternDb& PatternDb::operator=(PatternDb&&) noexcept = default;

Result<PatternDb> PatternDb::compile(const std::vector<Phrase>& phrases) {
  std::vector<std::string> literals;
  std::vector<Form> forms;
  for (const Phrase& phrase : phrases) {
    std::string folded = fold(phrase.text, FoldMode::keep_cjk);
    if (folded.empty()) return Error{"phrase '" + phrase.text + "' folds to nothing"};
    forms.push_back({phrase.id, static_cast<std::uint32_t>(folded.size()), phrase.whole_words});
    literals.push_back(std::move(folded));
  }
  Result<LiteralSet> set = LiteralSet::compile(literals);
  if (!set) return set.error();
  return PatternDb(std::make_unique<Layout>(Layout{std::move(set).value(), std::move(forms)}));
}

PatternScratch PatternDb::make_scratch() const {
  return PatternScratch(
      std::make_unique<PatternScratch::State>(PatternScratch::State{layout_->literals.make_scratch(), {}}));
}

Completeness PatternDb::scan(const TextForms& text, PatternScratch& scratch,
                             std::vector<PhraseHit>& hits) const noexcept {
  if (!text.completeness) return Completeness::over_bound;
  PatternScratch::State& state = *scratch.state_;
  const auto pass = [&](const TextView& folded, bool plain) {
    state.hits.clear();
    if (!layout_->literals.scan(folded.text, state.literals, state.hits)) return Completeness::over_bound;
    for (const LiteralHit& hit : state.hits) {
      const Form& form = layout_->forms[hit.literal];
      if (!layout_->confirmed(form, folded.text, hit.end)) continue;
      const std::uint32_t begin = folded.source[hit.end - form.size];
      const std::uint32_t end = folded.source[hit.end];
      hits.push_back(plain ? PhraseHit{form.id, text.plain.source[begin], text.plain.source[end]}
                           : PhraseHit{form.id, begin, end});
    }
    return Completeness::complete;
  };
  if (!pass(text.folded, false)) return Completeness::over_bound;
  return text.markup ? pass(text.plain_folded, true) : Completeness::complete;
}

std::size_t PatternDb::memory_bytes() const noexcept { return layout_->literals.memory_bytes(); }

}  // namespace ordergate::matchers
