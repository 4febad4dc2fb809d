#include "rules/ccl/control_list.h"

#include <algorithm>
#include <bit>

#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

/// Text into a fixed buffer; what does not fit is left out.
class Writer {
 public:
  explicit Writer(std::array<char, 160>& out) noexcept : out_(out) {}
  void put(std::string_view text) noexcept {
    const std::size_t room = std::min(text.size(), out_.size() - size_);
    std::copy_n(text.data(), room, out_.data() + size_);
    size_ += room;
  }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::string_view text() const noexcept { return {out_.data(), size_}; }

 private:
  std::array<char, 160>& out_;
  std::size_t size_ = 0;
};

/// A sure control goes before the doubtful ones.
void add(Determination& found, const ListControl& control, bool doubt) noexcept {
  (doubt ? found.doubtful : found.reasons) |= bit(control.reason);
  if (control.column) {
    (doubt ? found.chart_doubt : found.chart) = true;
  } else {
    (doubt ? found.reference_doubt : found.reference) = true;
  }
  if (doubt && found.condition.empty()) found.condition = control.scope.condition;
  if (found.count < found.controls.size()) found.controls[found.count++] = &control;
}

}  // namespace

std::string_view to_string(ControlReason reason) noexcept {
  constexpr std::array<std::string_view, kControlReasonCount> kWords = {
      "NS", "RS", "MT", "NP", "CB", "CC", "FC", "AT", "UN", "CW", "EI", "SI", "SL", "SS", "other"};
  return kWords[static_cast<std::size_t>(reason)];
}

bool EntryScope::reaches(std::string_view paragraph) const noexcept {
  for (const std::string& left_out : but)
    if (eccn_within(paragraph, left_out)) return false;
  if (paragraphs.empty()) return true;
  for (const std::string& named : paragraphs)
    if (paragraph.empty() || eccn_meets(paragraph, named)) return true;
  return false;
}

const ControlList::Entry* ControlList::find(std::string_view heading) const noexcept {
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), heading, [](const Entry& e, auto wanted) {
        return std::string_view(e.heading.data(), e.heading.size()) < wanted;
      });
  if (found == entries_.end() || std::string_view(found->heading.data(), found->heading.size()) != heading)
    return nullptr;
  return &*found;
}

bool ControlList::reaches(const Reference& reference, CountryCode destination, Date at) const noexcept {
  if (at < reference.from) return false;
  const auto named = [&] {
    return std::find(reference.countries.begin(), reference.countries.end(), destination) !=
           reference.countries.end();
  };
  switch (reference.reach) {
    case Reach::everywhere:
    case Reach::open:
      return true;
    case Reach::except:
      return !named();
    case Reach::countries:
      return named();
    case Reach::set:
      return countries_->in(reference.set, destination, at);
    case Reach::footnote:
      return (chart_.row(destination).footnotes >> reference.footnote & 1U) != 0;
    case Reach::elsewhere:
    case Reach::itar:
      return false;
  }
  return true;
}

Determination ControlList::determine(const Entry& entry, std::string_view paragraph, CountryCode destination,
                                     Date at) const noexcept {
  Determination found;
  const CountryChart::Row& row = chart_.row(destination);
  for (const bool doubt : {false, true})
    for (const ListControl& control : entry.controls) {
      const bool open = !control.column && references_[control.reference].reach == Reach::open;
      if ((!control.scope.condition.empty() || open) != doubt) continue;
      const bool reached = control.column ? row.part_746 || (row.columns >> *control.column & 1U) != 0
                                          : reaches(references_[control.reference], destination, at);
      if (reached && control.scope.reaches(paragraph)) add(found, control, doubt);
    }
  return found;
}

namespace {

/// Surely inside, whatever is not told. The other way round than EntryScope::reaches: a paragraph that is not
/// told may be one that is left out.
bool surely_inside(const EntryScope& scope, std::string_view paragraph) noexcept {
  bool inside = scope.paragraphs.empty();
  for (const std::string& named : scope.paragraphs) inside = inside || eccn_within(paragraph, named);
  for (const std::string& left_out : scope.but)
    inside = inside && !paragraph.empty() && !eccn_meets(paragraph, left_out);
  return inside;
}

}  // namespace

const ListException* ControlList::exception(const Entry& entry, ListException::Code code,
                                            std::string_view paragraph,
                                            std::uint32_t reasons) const noexcept {
  for (const ListException& exception : entry.exceptions) {
    if (exception.code != code || exception.state != ListException::State::yes) continue;
    if ((exception.not_for & reasons) != 0) continue;
    if (surely_inside(exception.scope, paragraph)) return &exception;
  }
  return nullptr;
}

StaWords ControlList::sta_words(const Entry& entry, std::string_view paragraph, CountryCode destination,
                                Date at) const noexcept {
  StaWords words = StaWords::none;
  for (const ListException& said : entry.exceptions) {
    if (said.code != ListException::Code::STA) continue;
    const bool there = std::any_of(said.not_to.begin(), said.not_to.end(),
                                   [&](CountrySet group) { return countries_->in(group, destination, at); });
    if (!there) continue;
    if (said.state == ListException::State::no && surely_inside(said.scope, paragraph)) return StaWords::shut;
    if (said.scope.reaches(paragraph)) words = StaWords::perhaps;
  }
  return words;
}

const GoodsKind* ControlList::first_asking(std::uint64_t goods, CountryCode destination,
                                           Date at) const noexcept {
  for (; goods != 0; goods &= goods - 1) {
    const GoodsKind& kind = goods_[static_cast<std::size_t>(std::countr_zero(goods))];
    for (const std::uint32_t entry : kind.entries)
      if (!entries_[entry].plain && determine(entries_[entry], "", destination, at).asks()) return &kind;
  }
  return nullptr;
}

bool ControlList::may_be(std::uint64_t goods, const Entry& entry) const noexcept {
  const bool knowledge = entry.heading[1] == 'D' || entry.heading[1] == 'E';
  const auto alike = [&](std::uint32_t other) {
    const std::array<char, 5>& heading = entries_[other].heading;
    return heading[0] == entry.heading[0] && (knowledge || heading[1] == entry.heading[1]);
  };
  for (; goods != 0; goods &= goods - 1) {
    const GoodsKind& kind = goods_[static_cast<std::size_t>(std::countr_zero(goods))];
    if (std::any_of(kind.entries.begin(), kind.entries.end(), alike)) return true;
    if (std::any_of(kind.also.begin(), kind.also.end(),
                    [&](std::uint32_t other) { return &entries_[other] == &entry; }))
      return true;
  }
  return false;
}

std::string_view ControlList::reasons_text(const Determination& found,
                                           std::array<char, 160>& out) const noexcept {
  Writer writer(out);
  for (std::uint8_t i = 0; i < found.count; ++i) {
    const ListControl& control = *found.controls[i];
    if (!writer.empty()) writer.put(", ");
    if (!control.scope.condition.empty()) writer.put("possibly ");
    writer.put(to_string(control.reason));
    if (control.column) {
      writer.put(" column ");
      writer.put(kChartColumns[*control.column].substr(3));
    } else {
      writer.put(" (");
      writer.put(references_[control.reference].citation);
      writer.put(")");
    }
  }
  return writer.text();
}

std::vector<std::uint32_t> ControlList::signature(CountryCode code, Date at) const {
  const CountryChart::Row& row = chart_.row(code);
  std::vector<std::uint32_t> out = {row.columns, row.footnotes, row.part_746 ? 1U : 0U, row.exists ? 1U : 0U};
  for (const Reference& reference : references_) out.push_back(reaches(reference, code, at) ? 1U : 0U);
  return out;
}

}  // namespace ordergate::rules
