#include "screening/text_stage.h"

#include <charconv>
#include <cstring>

#include "base/check.h"

namespace ordergate {
namespace {

/// "items[12].description"
std::string_view place_of(std::string_view list, std::size_t index, std::string_view field, Arena& arena) {
  char digits[20];
  const char* const end = std::to_chars(digits, digits + sizeof digits, index).ptr;
  const std::string_view number(digits, static_cast<std::size_t>(end - digits));
  const std::size_t size = list.size() + number.size() + field.size() + 3;
  char* const text = arena.allocate_array<char>(size);
  char* at = text;
  for (const std::string_view part : {list, std::string_view("["), number, std::string_view("]."), field}) {
    std::memcpy(at, part.data(), part.size());
    at += part.size();
  }
  return {text, size};
}

}  // namespace

void TextStage::use(const rules::TextFlags& flags) {
  scratch_.emplace(flags.make_scratch());
  memory_.clear();
}

void TextStage::scan(const Order& order, const rules::TextFlags& flags, const lists::Watchlist& watchlist,
                     Arena& arena) noexcept {
  OG_CHECK(scratch_.has_value());
  scan_.clear();
  texts_.clear();
  hits_.clear();
  flags_ = &flags;
  watchlist_ = &watchlist;
  for (std::size_t i = 0; i < order.parties.size(); ++i) {
    const std::string_view business = order.parties[i].business;
    if (!business.empty()) scan_text(place_of("parties", i, "business", arena), business);
  }
  for (std::size_t i = 0; i < order.items.size(); ++i) {
    const std::string_view description = order.items[i].description;
    if (!description.empty()) scan_text(place_of("items", i, "description", arena), description);
  }
  scan_text("end_use.text", order.end_use.text);
  scan_text("listing.title", order.listing.title);
  scan_text("listing.description", order.listing.description);
  scan_text("notes", order.notes);
}

void TextStage::scan_text(std::string_view place, std::string_view text) noexcept {
  if (text.empty()) return;
  if (const std::uint32_t* const mask = memory_.recall(text)) {
    if (*mask != 0) texts_.push_back({place, text, *mask});
    return;
  }
  const std::size_t first = scan_.names.size();
  scan_.mask = 0;
  flags_->scan(text, *scratch_, scan_);
  if (scan_.mask != 0) texts_.push_back({place, text, scan_.mask});
  if (scan_.complete && scan_.names.size() == first) memory_.remember(text, scan_.mask);
  for (std::size_t i = first; i < scan_.names.size(); ++i) {
    bool before = false;
    for (std::size_t j = first; j < i; ++j) before = before || scan_.names[j].entry == scan_.names[i].entry;
    if (!before) add_hit(place, text, scan_.names[i]);
  }
}

void TextStage::add_hit(std::string_view place, std::string_view text,
                        const rules::ListedNameHit& found) noexcept {
  rules::TextHit& added = hits_.emplace_back();
  added.place = place;
  added.hit.entry = found.entry;
  added.hit.score = 100;
  added.hit.evidence = lists::kEvidenceName;
  added.hit.query = text.substr(found.begin, found.end - found.begin);
  const lists::ListEntry& entry = watchlist_->entries()[found.entry];
  if (!entry.names.empty()) added.hit.matched = entry.names.front().text;
}

}  // namespace ordergate
