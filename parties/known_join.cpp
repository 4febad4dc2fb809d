#include "parties/known_join.h"

#include <algorithm>
#include <charconv>

#include "parties/known_name.h"

namespace ordergate::parties {
namespace {

constexpr std::size_t kToldBytesMax = 200;         // of one text in a difference
constexpr std::size_t kDifferenceBytesMax = 4096;  // of all differences of a party

std::string_view word_of(Tri truth) noexcept { return truth == Tri::yes ? "yes" : "no"; }

void append_number(double value, std::string& out) {
  char digits[32];
  const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, static_cast<std::size_t>(end.ptr - digits));
}

/// "Hohentwiel Stiftung 100% (DE), …"
void append_owners(const ArenaList<Owner>& owners, std::string& out) {
  if (owners.empty()) out += "none";
  for (const Owner& owner : owners) {
    if (&owner != owners.begin()) out += ", ";
    out += owner.name;
    if (owner.percent) {
      out += ' ';
      append_number(*owner.percent, out);
      out += '%';
    }
    if (owner.country.known()) out.append(" (").append(owner.country.text()).append(")");
  }
}

/// Does the order show such a document of the party? One that names no parties is of all.
bool shows(const Order& order, std::string_view type, std::string_view name, std::uint32_t count) noexcept {
  for (std::uint32_t i = 0; i < count; ++i) {
    const Document& document = order.documents[i];
    if (document.type != type) continue;
    if (!document.has_covers_parties) return true;
    for (const std::string_view covered : document.covers_parties)
      if (covered == name) return true;
  }
  return false;
}

}  // namespace

void KnownJoin::clear() noexcept {
  facts_ = {};
  differences_.clear();
}

void KnownJoin::join(Order& order, const KnownParties& known, Date day, Arena& arena) noexcept {
  clear();
  order_ = &order;
  arena_ = &arena;
  day_ = day;
  order_documents_ = order.documents.size();
  for (index_ = 0; index_ < order.parties.size(); ++index_) {
    Party& party = order.parties[index_];
    difference_.clear();
    contradicts_ = false;
    for (const KnownRow& row : known.find(party.id)) {
      if (row.known.valid_on(day)) join_row(party, row);
    }
    if (difference_.empty()) continue;
    differences_.resize(order.parties.size());
    differences_[index_] = {arena.copy(difference_), contradicts_};
  }
}

void KnownJoin::join_row(Party& party, const KnownRow& row) noexcept {
  const Party& known = row.known.party;
  const bool same = same_party(party, row);
  if (!same) differ("name", party.name, known.name, row);
  add_names(party, row);
  if (!same) return;
  if (known.kind != PartyKind::unknown) {
    if (party.kind == PartyKind::unknown) {
      party.kind = known.kind;
      take("kind", to_string(known.kind), row);
    } else if (party.kind != known.kind) {
      differ("kind", to_string(party.kind), to_string(known.kind), row);
    }
  }
  fill_country("headquarters_country", party.headquarters_country, known.headquarters_country, row);
  fill_parent(party, row);
  fill_owners(party, row);
  fill_day("established_on", party.established_on, known.established_on, row);
  fill_website(party, row);
  fill_truth("government_controlled", party.government_controlled, known.government_controlled, row);
  if (!known.business.empty()) {
    if (party.business.empty()) {
      party.business = known.business;
      take("business", known.business, row);
    } else if (party.business != known.business) {
      differ("business", party.business, known.business, row, false);
    }
  }
  fill_documents(party, row);
}

bool KnownJoin::same_name(std::string_view a, std::string_view b) noexcept {
  if (a == b) return true;
  const std::uint64_t key = name_key(a, names_);
  return key != 0 && key == name_key(b, names_);
}

bool KnownJoin::same_party(const Party& party, const KnownRow& row) noexcept {
  const Party& known = row.known.party;
  const std::uint64_t key = name_key(party.name, names_);
  const auto same = [&](std::string_view name, std::uint64_t name_key) {
    return name == party.name || (key != 0 && key == name_key);
  };
  if (same(known.name, row.name_key) || same(known.native_name, row.native_key)) return true;
  for (std::uint32_t i = 0; i < known.aliases.size(); ++i)
    if (same(known.aliases[i], row.alias_keys[i])) return true;
  return false;
}

/// Every name that the order does not tell is searched, too.
void KnownJoin::add_names(Party& party, const KnownRow& row) noexcept {
  add_name(party, row.known.party.name, row);
  add_name(party, row.known.party.native_name, row);
  for (const std::string_view alias : row.known.party.aliases) add_name(party, alias, row);
}

void KnownJoin::add_name(Party& party, std::string_view name, const KnownRow& row) noexcept {
  if (name.empty() || name == party.name || name == party.native_name) return;
  if (std::find(party.aliases.begin(), party.aliases.end(), name) != party.aliases.end()) return;
  party.aliases.push_back(*arena_, name);
  take("aliases", name, row);
}

void KnownJoin::fill_country(std::string_view field, CountryCode& told, CountryCode known,
                             const KnownRow& row) noexcept {
  if (!known.known()) return;
  if (!told.known()) {
    told = known;
    take(field, known.text(), row);
  } else if (told != known) {
    differ(field, told.text(), known.text(), row);
  }
}

/// Name and headquarters are filled together or not at all: of another parent than the order's nothing is
/// taken.
void KnownJoin::fill_parent(Party& party, const KnownRow& row) noexcept {
  const Party& known = row.known.party;
  if (known.ultimate_parent_name.empty() && !known.ultimate_parent_headquarters.known()) return;
  if (!known.ultimate_parent_name.empty()) {
    if (party.ultimate_parent_name.empty()) {
      party.ultimate_parent_name = known.ultimate_parent_name;
      take("ultimate_parent.name", known.ultimate_parent_name, row);
    } else if (!same_name(party.ultimate_parent_name, known.ultimate_parent_name)) {
      return differ("ultimate_parent.name", party.ultimate_parent_name, known.ultimate_parent_name, row);
    }
  }
  fill_country("ultimate_parent.headquarters_country", party.ultimate_parent_headquarters,
               known.ultimate_parent_headquarters, row);
}

bool KnownJoin::same_owners(const ArenaList<Owner>& told, const ArenaList<Owner>& known) noexcept {
  if (told.size() != known.size()) return false;
  for (const Owner& owner : known) {
    const bool found = std::any_of(told.begin(), told.end(), [&](const Owner& other) {
      return other.percent == owner.percent && other.country == owner.country &&
             same_name(other.name, owner.name);
    });
    if (!found) return false;
  }
  return true;
}

void KnownJoin::fill_owners(Party& party, const KnownRow& row) noexcept {
  const Party& known = row.known.party;
  if (!known.has_owners) return;
  text_.clear();
  append_owners(known.owners, text_);
  if (!party.has_owners) {
    party.has_owners = true;
    for (const Owner& owner : known.owners) party.owners.push_back(*arena_, owner);
    return take("owners", text_, row);
  }
  // Compared pair by pair: of long lists only that they are the same texts.
  constexpr std::uint32_t kComparedMax = 32;
  const bool same = known.owners.size() > kComparedMax ? party.owners == known.owners
                                                       : same_owners(party.owners, known.owners);
  if (same) return;
  const std::string_view of_known = arena_->copy(text_);
  text_.clear();
  append_owners(party.owners, text_);
  differ("owners", text_, of_known, row);
}

void KnownJoin::fill_website(Party& party, const KnownRow& row) noexcept {
  const Website& known = row.known.party.website;
  fill_truth("website.present", party.website.present, known.present, row);
  fill_day("website.domain_registered_on", party.website.domain_registered_on, known.domain_registered_on,
           row);
  if (party.website.url.empty() && !known.url.empty()) {
    party.website.url = known.url;
    take("website.url", known.url, row);
  }
}

void KnownJoin::fill_truth(std::string_view field, Tri& told, Tri known, const KnownRow& row) noexcept {
  if (known == Tri::unknown) return;
  if (told == Tri::unknown) {
    told = known;
    take(field, word_of(known), row);
  } else if (told != known) {
    differ(field, word_of(told), word_of(known), row);
  }
}

void KnownJoin::fill_day(std::string_view field, std::optional<Date>& told, std::optional<Date> known,
                         const KnownRow& row) noexcept {
  if (!known || told == known) return;
  text_.clear();
  append_date(*known, text_);
  if (!told) {
    told = known;
    return take(field, text_, row);
  }
  const std::string_view of_known = arena_->copy(text_);
  text_.clear();
  append_date(*told, text_);
  differ(field, text_, of_known, row);
}

/// A document covers the party that it is known of, and no other. One that the order shows by itself counts
/// alone.
void KnownJoin::fill_documents(const Party& party, const KnownRow& row) noexcept {
  for (const KnownDocument& known : row.known.documents) {
    if (day_ < *known.date || (known.valid_until && *known.valid_until < day_)) continue;
    if (shows(*order_, known.type, party.name, order_documents_)) continue;
    Document document;
    document.type = known.type;
    document.date = known.date;
    document.id = known.id;
    document.has_covers_parties = true;
    document.covers_parties.push_back(*arena_, party.name);
    order_->documents.push_back(*arena_, document);
    text_.assign(known.type);
    if (!known.id.empty()) text_.append(" ").append(known.id);
    text_.append(" of ");
    append_date(*known.date, text_);
    take("documents", text_, row);
  }
}

void KnownJoin::take(std::string_view field, std::string_view value, const KnownRow& row) noexcept {
  const std::string_view taken = arena_->copy(value);
  char digits[12];
  const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, index_);
  text_.assign("parties[").append(digits, static_cast<std::size_t>(end.ptr - digits));
  text_.append("].").append(field);
  facts_.push_back(*arena_, {arena_->copy(text_), taken, row.source, *row.known.date});
}

void KnownJoin::differ(std::string_view field, std::string_view told, std::string_view known,
                       const KnownRow& row, bool contradicts) noexcept {
  contradicts_ = contradicts_ || contradicts;
  if (difference_.size() > kDifferenceBytesMax) return;
  if (!difference_.empty()) difference_ += "; ";
  const auto part = [&](std::string_view text) {
    std::size_t size = std::min(text.size(), kToldBytesMax);
    while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
      --size;
    difference_.append("'").append(text.substr(0, size)).append(size < text.size() ? "…'" : "'");
  };
  difference_.append(field).append(" is ");
  part(told);
  difference_.append(" here and ");
  part(known);
  difference_.append(" in ").append(row.source).append(" of ");
  append_date(*row.known.date, difference_);
}

}  // namespace ordergate::parties
