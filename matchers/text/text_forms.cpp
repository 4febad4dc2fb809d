#include "matchers/text/text_forms.h"

#include <algorithm>

namespace ordergate::matchers {
namespace {

TextView keep(const TextView& view, Arena& arena) {
  auto* const source = arena.allocate_array<std::uint32_t>(view.source.size());
  std::copy(view.source.begin(), view.source.end(), source);
  return {arena.copy(view.text), {source, view.source.size()}};
}

}  // namespace

const TextForms& TextFolder::fold(std::string_view text) noexcept {
  forms_ = {};
  forms_.given = text;
  forms_.completeness = completeness(text.size() <= TextForms::kTextBytesMax);
  if (!forms_.completeness) return forms_;
  fold_text(text, folded_, FoldMode::keep_cjk);
  forms_.folded = {folded_.text, folded_.source};
  if (!has_markup(text)) return forms_;
  plain_text(text, plain_);
  forms_.markup = plain_.text != text;  // "R&D" has none
  if (!forms_.markup) return forms_;
  fold_text(plain_.text, plain_folded_, FoldMode::keep_cjk);
  forms_.plain = {plain_.text, plain_.source};
  forms_.plain_folded = {plain_folded_.text, plain_folded_.source};
  return forms_;
}

TextForms keep(const TextForms& forms, Arena& arena) {
  TextForms kept = forms;
  if (!forms.completeness) return kept;
  kept.folded = keep(forms.folded, arena);
  if (!forms.markup) return kept;
  kept.plain = keep(forms.plain, arena);
  kept.plain_folded = keep(forms.plain_folded, arena);
  return kept;
}

}  // namespace ordergate::matchers
