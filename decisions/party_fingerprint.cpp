#include "decisions/party_fingerprint.h"

#include <algorithm>

#include "base/hash.h"
#include "base/hex.h"
#include "base/sha256.h"
#include "base/utf8.h"

namespace ordergate::decisions {
namespace {

constexpr std::array<std::string_view, 4> kSearched = {"party", "parent", "owner", "site"};
constexpr std::string_view kForm = "ordergate.party.v1";
constexpr std::string_view kIdentifierTypes = "0123456789abcdefghijklmnopqrstuvwxyz";

bool is_word(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || byte >= 0x80;
}

using matchers::FoldKind;
using matchers::FoldScript;

/// Of Greek and Cyrillic letters, as far as names are written in them today.
char32_t lower_case(char32_t point) noexcept {
  if ((point >= 0x391 && point <= 0x3A9) || (point >= 0x410 && point <= 0x42F)) return point + 0x20;
  return point >= 0x400 && point <= 0x40F ? point + 0x50 : point;
}

/// A letter that the folded text does not hold as it is: Latin letters stand for it, or nothing does.
bool is_replaced(const matchers::FoldUnit& unit) noexcept {
  if (unit.kind == FoldKind::unread) return true;
  if (unit.kind != FoldKind::letter && unit.kind != FoldKind::consonant && unit.kind != FoldKind::vowel_sign)
    return false;
  return unit.script == FoldScript::cyrillic || unit.script == FoldScript::greek ||
         unit.script == FoldScript::arabic || unit.script == FoldScript::hebrew ||
         unit.script == FoldScript::other;
}

}  // namespace

std::string_view site_customer(const Order& order) noexcept {
  for (const PartyRole role : {PartyRole::iaas_customer, PartyRole::purchaser, PartyRole::end_user}) {
    const Party* customer = nullptr;
    for (const Party& party : order.parties) {
      if (party.role != role) continue;
      if (customer != nullptr && customer->id != party.id) return {};
      customer = &party;
    }
    if (customer != nullptr) return customer->id;
  }
  return {};
}

/// Words of the folded text, single spaces between them, and behind a line end the letters that Latin ones
/// were put for: two names that only sound the same are two.
void Fingerprinter::fold(std::string_view text) noexcept {
  bytes_folded_ += text.size();
  matchers::fold_text(text, folded_, matchers::FoldMode::keep_cjk);
  words_.clear();
  bool gap = false;
  for (const char c : folded_.text) {
    if (!is_word(c)) {
      gap = !words_.empty();
      continue;
    }
    if (gap) words_ += ' ';
    gap = false;
    words_ += c;
  }
  // Nothing but signs: the text itself tells it apart.
  if (words_.empty()) words_ = text;
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  if (ascii) return;
  matchers::FoldReader reader(text);
  matchers::FoldUnit unit;
  bool replaced = false;
  while (reader.next(unit)) {
    if (!is_replaced(unit)) continue;
    if (!replaced) words_ += '\n';
    replaced = true;
    char encoded[4];
    words_.append(encoded, write_utf8(lower_case(unit.point), encoded));
  }
}

void Fingerprinter::begin(SearchedAs as) noexcept {
  message_.assign(kForm).push_back('\n');
  add("as", kSearched[static_cast<std::size_t>(as)]);
  part_count_ = bytes_folded_ = 0;
}

/// Lengths stand before texts: no text can pass for two.
void Fingerprinter::add(std::string_view tag, std::string_view text) noexcept {
  if (text.empty()) return;
  message_.append(tag).push_back(' ');
  for (std::size_t left = text.size();; left /= 10) {
    message_ += static_cast<char>('0' + left % 10);
    if (left < 10) break;
  }
  message_.append(" ").append(text).push_back('\n');
}

std::string_view Fingerprinter::day(const std::optional<Date>& date) noexcept {
  words_.clear();
  if (date) append_date(*date, words_);
  return words_;
}

void Fingerprinter::add_part(std::string_view text) noexcept {
  if (part_count_ == parts_.size()) parts_.emplace_back();
  parts_[part_count_++] = text;
}

void Fingerprinter::add_parts(std::string_view tag) noexcept {
  const auto end = parts_.begin() + static_cast<std::ptrdiff_t>(part_count_);
  std::sort(parts_.begin(), end);
  for (auto part = parts_.begin(); part != end; ++part)
    if (part == parts_.begin() || *part != *(part - 1)) add(tag, *part);
  part_count_ = 0;
}

std::uint64_t Fingerprinter::name_key(std::string_view name) noexcept {
  if (name.empty()) return 0;
  fold(name);
  return hash64(words_) | 1U;
}

PartyFingerprint Fingerprinter::finish(std::string_view name) noexcept {
  PartyFingerprint made;
  const Sha256 hash = sha256(message_);
  for (std::size_t i = 0; i < hash.size(); ++i) {
    made.digits[2 * i] = kHexDigits[hash[i] >> 4U];
    made.digits[2 * i + 1] = kHexDigits[hash[i] & 15U];
  }
  made.name_key = name_key(name);
  return made;
}

PartyFingerprint Fingerprinter::of(SearchedAs as, std::string_view name, CountryCode country,
                                   std::string_view address) noexcept {
  begin(as);
  fold(name);
  add("name", words_);
  add("country", country.text());
  if (!address.empty()) {
    fold(address);
    add("address", words_);
  }
  return finish(name);
}

PartyFingerprint Fingerprinter::of(const Party& party) noexcept {
  begin(SearchedAs::party);
  fold(party.name);
  add("name", words_);
  add("kind", to_string(party.kind));
  add("country", party.country.text());
  add("headquarters", party.headquarters_country.text());
  // In their order: the last one counts.
  for (const CountryCode each : party.nationalities) add("nationality", each.text());
  add("born", day(party.birth_date));
  add("founded", day(party.established_on));
  for (const std::string_view alias : party.aliases) {
    fold(alias);
    add_part(words_);
  }
  if (!party.native_name.empty()) {
    fold(party.native_name);
    add_part(words_);
  }
  add_parts("also");
  for (const Address& address : party.addresses) {
    part_.assign(address.country.text());
    for (const std::string_view text :
         {address.text, address.street, address.city, address.region, address.postal_code}) {
      part_ += '\n';
      if (text.empty()) continue;
      fold(text);
      part_ += words_;
    }
    add_part(part_);
  }
  add_parts("address");
  for (const Identifier& identifier : party.identifiers) {
    fold(identifier.value);
    part_.assign(1, kIdentifierTypes[static_cast<std::size_t>(identifier.type)]).append(words_);
    add_part(part_);
  }
  add_parts("identifier");
  return finish(party.name);
}

}  // namespace ordergate::decisions
