#include "screening/text_stage.h"

#include "base/check.h"
#include "screening/place_path.h"

namespace ordergate {
namespace {

// Work in units of base/work.h, the same whether the text was met before or not.
constexpr std::uint64_t kTextWork = 30, kByteWork = 4;

}  // namespace

void TextStage::use(const rules::TextFlags& flags) { scratch_.emplace(flags.make_scratch()); }

void TextStage::scan(const Order& order, FoldStage& texts, const rules::TextFlags& flags,
                     const lists::Watchlist& watchlist, Arena& arena) noexcept {
  OG_CHECK(scratch_.has_value());
  scan_.clear();
  texts_.clear();
  hits_.clear();
  work_.restart();
  folded_ = &texts;
  flags_ = &flags;
  watchlist_ = &watchlist;
  scan_parties(order, arena);
  for (std::uint32_t i = 0; i < order.items.size(); ++i) {
    const Item& item = order.items[i];
    if (!item.description.empty())
      scan_text(place_path("items", i, "description", arena), item.description, rules::ScannedText::kNoParty,
                i);
    if (!item.model.empty())
      scan_text(place_path("items", i, "model", arena), item.model, rules::ScannedText::kNoParty, i);
  }
  scan_text("end_use.text", order.end_use.text);
  scan_text("listing.title", order.listing.title);
  scan_text("listing.description", order.listing.description);
  scan_text("notes", order.notes);
  const std::size_t first_stray = texts_.size();
  for (const StrayText& stray : order.stray_texts) scan_text(stray.place, stray.text);
  for (std::size_t i = first_stray; i < texts_.size(); ++i) texts_[i].stray = true;
  if (order.stray_texts_left) scan_.completeness = Completeness::over_bound;
  scan_names(order.site.address, TextAs::address_part, [] { return std::string_view("site.address"); });
  scan_names(order.site.space, TextAs::label, [] { return std::string_view("site.space"); });
  scan_documents(order, arena);
}

void TextStage::scan_parties(const Order& order, Arena& arena) noexcept {
  for (std::uint32_t i = 0; i < order.parties.size(); ++i) {
    const Party& party = order.parties[i];
    if (!party.business.empty()) scan_text(place_path("parties", i, "business", arena), party.business, i);
    scan_name("name", party.name, i);
    scan_name("native_name", party.native_name, i);
    // "c/o" in an address; the screening of the party compares it with addresses only.
    for (std::size_t j = 0; j < party.addresses.size(); ++j) {
      const auto place = [&] { return place_path("parties", i, "addresses", arena, j); };
      scan_names(party.addresses[j].text, TextAs::address_part, place);
      scan_names(party.addresses[j].street, TextAs::address_part, place);
      scan_names(party.addresses[j].city, TextAs::address_part, place);
      scan_names(party.addresses[j].region, TextAs::address_part, place);
    }
  }
}

void TextStage::scan_documents(const Order& order, Arena& arena) noexcept {
  for (std::size_t i = 0; i < order.documents.size(); ++i) {
    for (std::size_t j = 0; j < order.documents[i].covers_parties.size(); ++j)
      scan_names(order.documents[i].covers_parties[j], TextAs::label,
                 [&] { return place_path("documents", i, "covers_parties", arena, j); });
  }
  for (std::size_t i = 0; i < order.licenses.size(); ++i) {
    const License& license = order.licenses[i];
    scan_names(license.licensee, TextAs::label, [&] { return place_path("licenses", i, "licensee", arena); });
    scan_names(license.end_user, TextAs::label, [&] { return place_path("licenses", i, "end_user", arena); });
  }
}

/// Takes the work of a text; false for none, and when the record has no work left, so that the verdict must
/// hold.
bool TextStage::begin_text(std::string_view text) noexcept {
  if (text.empty()) return false;
  if (work_.left() == 0) {
    scan_.completeness = Completeness::over_bound;
    return false;
  }
  work_.spend(kTextWork + text.size() * kByteWork);
  return true;
}

template <typename Place>
void TextStage::scan_names(std::string_view text, TextAs as, Place&& place) noexcept {
  if (!begin_text(text)) return;
  const TextFindings* const known = folded_->recall(text, as);
  if (known != nullptr && known->scanned) return;
  const std::size_t first = scan_.names.size();
  const auto in = as == TextAs::address_part ? rules::NamesIn::address : rules::NamesIn::text;
  flags_->scan_names(folded_->forms(text), in, *scratch_, scan_);
  if (scan_.names.size() > first) {
    add_hits(first, place(), text);
  } else if (scan_.completeness == Completeness::complete) {
    folded_->remember_scan(text, as, 0, 0);
  }
}

void TextStage::scan_name(std::string_view place, std::string_view name, std::uint32_t party) noexcept {
  if (!begin_text(name)) return;
  const TextFindings* const known = folded_->recall(name, TextAs::name);
  const bool scanned = known != nullptr && known->scanned;
  scan_.mask = scanned ? known->mask : 0;
  if (!scanned) {
    flags_->scan_phrases(folded_->forms(name), *scratch_, scan_);
    if (scan_.completeness == Completeness::complete)
      folded_->remember_scan(name, TextAs::name, scan_.mask, 0);
  }
  if (scan_.mask != 0) texts_.push_back({place, name, scan_.mask, 0, party, true});
}

void TextStage::scan_text(std::string_view place, std::string_view text, std::uint32_t party,
                          std::uint32_t line) noexcept {
  if (!begin_text(text)) return;
  const TextFindings* const known = folded_->recall(text, TextAs::text);
  if (known != nullptr && known->scanned) {
    if (known->mask != 0 || known->goods != 0)
      texts_.push_back({place, text, known->mask, known->goods, party, false, line});
    return;
  }
  const std::size_t first = scan_.names.size();
  scan_.mask = 0;
  scan_.goods = 0;
  flags_->scan(folded_->forms(text), *scratch_, scan_);
  if (scan_.mask != 0 || scan_.goods != 0)
    texts_.push_back({place, text, scan_.mask, scan_.goods, party, false, line});
  if (scan_.completeness == Completeness::complete && scan_.names.size() == first)
    folded_->remember_scan(text, TextAs::text, scan_.mask, scan_.goods);
  add_hits(first, place, text);
}

/// Each entry once.
void TextStage::add_hits(std::size_t first, std::string_view place, std::string_view text) noexcept {
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
  const lists::ListEntry& entry = watchlist_->entry(found.entry);
  if (!entry.names.empty()) added.hit.matched = entry.names.front().text;
}

}  // namespace ordergate
