#include "screening/fold_stage.h"

#include <algorithm>
#include <cstring>

namespace ordergate {
namespace {

// Work in units of base/work.h, the same whether the text was met before or not.
constexpr std::uint64_t kTextWork = 5, kByteWork = 1;

/// The parts of an address joined with ", "; of a single one itself.
std::string_view joined(const Address& address, Arena& arena) {
  const std::array parts{address.text, address.street, address.city, address.region, address.postal_code};
  constexpr std::string_view kSeparator = ", ";
  std::size_t bytes = 0;
  std::string_view only;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    only = bytes == 0 ? part : std::string_view();
    bytes += part.size() + kSeparator.size();
  }
  if (bytes == 0 || !only.empty()) return only;
  char* const data = arena.allocate_array<char>(bytes);
  std::size_t used = 0;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (used != 0) {
      std::memcpy(data + used, kSeparator.data(), kSeparator.size());
      used += kSeparator.size();
    }
    std::memcpy(data + used, part.data(), part.size());
    used += part.size();
  }
  return {data, used};
}

}  // namespace

void FoldStage::fold(const Order& order, Arena& arena) noexcept {
  folded_.begin(arena);
  work_.restart();
  visit_parties(order, arena);
  for (const Item& item : order.items) {
    visit(item.description, TextAs::text, kScan | kPlaces);
    visit(item.model, TextAs::text, kScan);
  }
  visit(order.end_use.text, TextAs::text, kScan | kPlaces);
  visit(order.listing.title, TextAs::text, kScan | kPlaces);
  visit(order.listing.description, TextAs::text, kScan | kPlaces);
  visit(order.notes, TextAs::text, kScan | kPlaces);
  for (const StrayText& stray : order.stray_texts) visit(stray.text, TextAs::text, kScan | kPlaces);
  visit(order.site.address, TextAs::address_part, kScan);
  if (order.site.present) visit(order.site.address, TextAs::address, kPlaces, order.site.country);
  visit(order.site.space, TextAs::label, kScan | kPlaces);
  for (const Document& document : order.documents)
    for (const std::string_view party : document.covers_parties) visit(party, TextAs::label, kScan);
  for (const License& license : order.licenses) {
    visit(license.licensee, TextAs::label, kScan);
    visit(license.end_user, TextAs::label, kScan);
  }
}

void FoldStage::visit_parties(const Order& order, Arena& arena) noexcept {
  addresses_.clear();
  first_address_.clear();
  for (const Party& party : order.parties) {
    visit(party.business, TextAs::text, kScan | kPlaces);
    visit(party.name, TextAs::name, kScan | kPlaces);
    visit(party.native_name, TextAs::name, kScan);
    first_address_.push_back(addresses_.size());
    for (const Address& address : party.addresses) {
      for (const std::string_view part : {address.text, address.street, address.city, address.region})
        visit(part, TextAs::address_part, kScan);
      addresses_.push_back(joined(address, arena));
      visit(addresses_.back(), TextAs::address, kPlaces,
            address.country.known() ? address.country : party.country);
    }
  }
}

/// Folds the text when a finder will have to read it. Over the bound it is folded when one asks.
void FoldStage::visit(std::string_view text, TextAs as, std::uint8_t finders, CountryCode told) noexcept {
  if (text.empty() || work_.left() == 0) return;
  work_.spend(kTextWork + text.size() * kByteWork);
  if (const TextFindings* const known = recall(text, as, told)) {
    const bool scanned = (finders & kScan) == 0 || known->scanned;
    const bool placed = (finders & kPlaces) == 0 || known->placed;
    if (scanned && placed) return;
  }
  (void)folded_.of(text);
}

void FoldStage::remember_scan(std::string_view text, TextAs as, std::uint32_t mask,
                              std::uint64_t goods) noexcept {
  TextFindings* const known = cache_.claim(text, tag_of(as, {}));
  if (known == nullptr) return;
  known->scanned = true;
  known->mask = mask;
  known->goods = goods;
}

void FoldStage::remember_places(std::string_view text, TextAs as, CountryCode told,
                                std::span<const rules::PlaceReading> places) noexcept {
  if (places.size() > TextFindings::kPlacesMax) return;
  TextFindings* const known = cache_.claim(text, tag_of(as, told));
  if (known == nullptr) return;
  known->placed = true;
  known->place_count = static_cast<std::uint8_t>(places.size());
  std::copy(places.begin(), places.end(), known->places.begin());
}

}  // namespace ordergate
