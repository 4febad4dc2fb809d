#include "rules/places/contact_places.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/certainty.h"
#include "tables/csv.h"

namespace ordergate::rules {
namespace {

constexpr std::size_t kPhoneDigitsMin = 8, kPhoneDigitsMax = 15;  // ITU-T E.164
constexpr std::size_t kDialedDigitsMin = 10;  // behind "00", where shorter runs are numbers of orders

constexpr std::size_t kHostBytesMax = 253;  // RFC 1035

constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool beyond_ascii(char c) noexcept { return (static_cast<unsigned char>(c) & 0x80U) != 0; }
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
/// A label may be of any script: "фирма.рф".
constexpr bool of_host(char c) noexcept {
  return digit(c) || letter(c) || beyond_ascii(c) || c == '-' || c == '.';
}

bool same(std::string_view text, std::string_view small) noexcept {
  return text.size() == small.size() &&
         std::equal(text.begin(), text.end(), small.begin(), [](char a, char b) { return lower(a) == b; });
}

/// Does `host` end with the labels of `tail` ("co.ir" with "ir")?
bool ends_with_labels(std::string_view host, std::string_view tail) noexcept {
  if (host.size() < tail.size() || !same(host.substr(host.size() - tail.size()), tail)) return false;
  return host.size() == tail.size() || host[host.size() - tail.size() - 1] == '.';
}

bool begins_word(std::string_view text, std::size_t at) noexcept {
  return at == 0 || (!digit(text[at - 1]) && !letter(text[at - 1]));
}

/// What the code before the number says: "SWIFT", "BIC", with a sign or two behind.
std::size_t behind_bank_word(std::string_view text, std::size_t at) noexcept {
  for (const std::string_view word : {"swift", "bic"}) {
    if (text.size() - at <= word.size() || !same(text.substr(at, word.size()), word)) continue;
    std::size_t next = at + word.size();
    if (text.substr(next).starts_with("/BIC")) next += 4;
    if (text.substr(next).starts_with(" code")) next += 5;
    const std::size_t signs = next;
    while (next < text.size() && (text[next] == ' ' || text[next] == ':' || text[next] == '#')) ++next;
    if (next > signs) return next;
  }
  return 0;
}

}  // namespace

Result<ContactPlaces> ContactPlaces::load(const tables::DataFiles& files, const CountryTable& countries) {
  constexpr std::string_view kFile = "place_contacts.csv";
  Result<std::string> text = files.read(kFile);
  if (!text) return text.error();
  const Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files.path(kFile));
  if (!table) return table.error();
  ContactPlaces contacts;
  for (const tables::CsvRecord& row : table.value().rows) {
    const auto field = [&](std::string_view name) { return table.value().field(row, name); };
    const auto wrong = [&](std::string_view what) {
      return Error{files.path(kFile) + ":" + std::to_string(row.line) + ": " + std::string(what)};
    };
    Row added;
    added.text = std::string(field("text"));
    added.country = CountryCode::parse(field("country"));
    if (added.text.empty()) return wrong("text is empty");
    if (!field("country").empty() && !countries.exists(added.country))
      return wrong("country has no row in countries.csv");
    if (!parse_certainty(field("certainty"))) return wrong("certainty must be confirmed, recalled or unsure");
    const std::string_view letters = field("letters");
    std::from_chars(letters.data(), letters.data() + letters.size(), added.letters);
    const std::string_view kind = field("kind");
    if (kind == "account" && added.letters < 4) return wrong("letters must be the length of the account");
    std::vector<Row>* const rows = kind == "domain"     ? &contacts.domains_
                                   : kind == "provider" ? &contacts.providers_
                                   : kind == "phone"    ? &contacts.phones_
                                   : kind == "account"  ? &contacts.accounts_
                                                        : nullptr;
    if (rows == nullptr) return wrong("kind must be domain, provider, phone or account");
    rows->push_back(std::move(added));
  }
  // The longest first: +77 is Kazakhstan, +7 Russia.
  std::stable_sort(contacts.phones_.begin(), contacts.phones_.end(),
                   [](const Row& a, const Row& b) { return a.text.size() > b.text.size(); });
  return contacts;
}

void ContactPlaces::read_text(std::string_view text, std::vector<ContactReading>& out) const noexcept {
  read(text, In::text, out);
}

void ContactPlaces::read_field(std::string_view text, std::vector<ContactReading>& out) const noexcept {
  read(text, In::field, out);
}

void ContactPlaces::read(std::string_view text, In in, std::vector<ContactReading>& out) const noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool begins = begins_word(text, at);
    std::size_t end = 0;
    if (c == '@') {
      end = read_host(text, at + 1, true, out);
    } else if (c == '+' && begins) {
      end = read_phone(text, at + 1, 1, out);
    } else if (!begins) {
      // inside a word nothing begins
    } else if (c == '0' && text.substr(at).starts_with("00")) {
      end = read_phone(text, at + 2, 2, out);
    } else if (const std::size_t number = read_registration(text, at, out); number != 0) {
      end = number;
    } else if (letter(c) || (in == In::field && of_host(c))) {
      end = read_account(text, at, out);
      if (end == 0) end = read_bank(text, at, out);
      if (end == 0) end = read_host(text, at, in == In::field, out);
    }
    at = std::max(at + 1, end);
  }
}

/// A host at `at`, sure to be one or told by "www." or a scheme. One past it, or 0.
std::size_t ContactPlaces::read_host(std::string_view text, std::size_t at, bool sure,
                                     std::vector<ContactReading>& out) const noexcept {
  std::size_t end = at;
  while (end < text.size() && end - at < kHostBytesMax && of_host(text[end])) ++end;
  if (end < text.size() && text[end] == '@') return end;  // the local part of a mail address
  if (text.substr(end).starts_with("://")) {
    const std::size_t host = read_host(text, end + 3, true, out);
    return std::max(host, end + 3);
  }
  std::string_view host = text.substr(at, end - at);
  while (host.ends_with('.') || host.ends_with('-')) host.remove_suffix(1);
  sure = sure || (host.size() > 4 && same(host.substr(0, 4), "www."));
  const std::size_t dot = host.find('.');
  if (!sure || dot == 0 || dot == std::string_view::npos) return 0;
  const auto among = [host](const std::vector<Row>& rows) {
    return std::find_if(rows.begin(), rows.end(),
                        [host](const Row& row) { return ends_with_labels(host, row.text); });
  };
  const auto found = among(domains_);
  const bool tells = found != domains_.end() && among(providers_) == providers_.end();
  if (tells)
    out.push_back(
        {found->country, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + host.size())});
  // The path behind it names files, no hosts.
  if (end < text.size() && text[end] == '/')
    while (end < text.size() && text[end] != ' ' && text[end] != ',' && text[end] != ';') ++end;
  return end;
}

/// A number whose country code begins at `at`, behind "+" or "00". One past it, or 0.
std::size_t ContactPlaces::read_phone(std::string_view text, std::size_t at, std::size_t prefix,
                                      std::vector<ContactReading>& out) const noexcept {
  std::array<char, kPhoneDigitsMax + 1> digits{};
  std::size_t count = 0;
  std::size_t end = at;
  const auto joins = [](char c) {
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
  };
  std::size_t signs = 0;  // between two digits
  for (std::size_t i = at; i < text.size() && count < digits.size(); ++i) {
    if (digit(text[i])) {
      digits[count++] = text[i];
      end = i + 1;
      signs = 0;
    } else if (!joins(text[i]) || ++signs > 2) {
      break;
    }
  }
  const std::size_t least = prefix == 1 ? kPhoneDigitsMin : kDialedDigitsMin;
  if (count < least || count > kPhoneDigitsMax) return 0;
  if (end < text.size() && letter(text[end])) return 0;
  const std::string_view number(digits.data(), count);
  for (const Row& row : phones_) {
    if (!number.starts_with(row.text)) continue;
    if (row.country.known())
      out.push_back({row.country, static_cast<std::uint32_t>(at - prefix), static_cast<std::uint32_t>(end)});
    break;
  }
  return end;
}

/// An account number of ISO 13616, in groups or not. One past it, or 0.
std::size_t ContactPlaces::read_account(std::string_view text, std::size_t at,
                                        std::vector<ContactReading>& out) const noexcept {
  for (const Row& row : accounts_) {
    if (!text.substr(at).starts_with(row.text)) continue;
    std::size_t kept = row.text.size();
    std::size_t end = at + kept;
    for (; end < text.size() && kept < row.letters; ++end) {
      if (text[end] == ' ') continue;
      const bool check = kept < 4;  // two digits behind the country
      if (check ? !digit(text[end]) : !digit(text[end]) && !letter(text[end])) return 0;
      ++kept;
    }
    if (kept < row.letters || (end < text.size() && (digit(text[end]) || letter(text[end])))) continue;
    out.push_back({row.country, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    return end;
  }
  return 0;
}

namespace {

/// GB 32100-2015: 17 signs of 31 (digits and letters without I, O, S, V, Z) and one that checks them by
/// powers of 3.
bool is_social_credit_identifier(std::string_view number) noexcept {
  constexpr std::string_view kSigns = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  constexpr std::size_t kLength = 18;
  if (number.size() != kLength) return false;
  // Who registers (9: commerce) and what (1: an enterprise). Of digits alone only a firm's: serial numbers
  // have 18, too.
  constexpr std::array<std::string_view, 11> kKinds = {"91", "92", "93", "11", "12", "13",
                                                       "19", "51", "52", "53", "59"};
  const std::size_t kinds = std::all_of(number.begin(), number.end(), digit) ? 3 : kKinds.size();
  if (std::find(kKinds.begin(), kKinds.begin() + static_cast<std::ptrdiff_t>(kinds), number.substr(0, 2)) ==
      kKinds.begin() + static_cast<std::ptrdiff_t>(kinds))
    return false;
  std::uint32_t sum = 0;
  std::uint32_t weight = 1;
  for (std::size_t i = 0; i < kLength; ++i) {
    const char c =
        number[i] >= 'a' && number[i] <= 'z' ? static_cast<char>(number[i] - 'a' + 'A') : number[i];
    const std::size_t value = kSigns.find(c);
    if (value == std::string_view::npos) return false;
    if (i >= 2 && i < 8 && !digit(c)) return false;  // the division that registered it
    if (i + 1 == kLength) return (31 - sum % 31) % 31 == value;
    sum += static_cast<std::uint32_t>(value) * weight;
    weight = weight * 3 % 31;
  }
  return false;
}

std::uint64_t number_in(std::string_view digits) noexcept {
  std::uint64_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

/// OGRN: 13 digits, the last is what is left of the others by 11; of 15 (sole traders) by 13.
bool is_ogrn(std::string_view digits) noexcept {
  if (digits.size() != 13 && digits.size() != 15) return false;
  const std::uint64_t by = digits.size() - 2;
  return number_in(digits.substr(0, digits.size() - 1)) % by % 10 ==
         number_in(digits.substr(digits.size() - 1));
}

/// INN: 10 digits of a company, 12 of a person; the check digits are sums by fixed weights.
bool is_inn(std::string_view digits) noexcept {
  static constexpr std::array<std::uint32_t, 11> kWeights = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
  const auto checks = [&](std::size_t at) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < at; ++i)
      sum += kWeights[kWeights.size() - at + i] * static_cast<std::uint32_t>(digits[i] - '0');
    return sum % 11 % 10 == static_cast<std::uint32_t>(digits[at] - '0');
  };
  if (digits.size() == 10) return checks(9);
  return digits.size() == 12 && checks(10) && checks(11);
}

/// The digits behind one of Russia's words for such a number; empty: none.
std::string_view behind_russian_word(std::string_view text) noexcept {
  for (const std::string_view word : {"ОГРНИП", "ОГРН", "ИНН", "OGRNIP", "OGRN", "INN"}) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    while (!text.empty() && (text[0] == ' ' || text[0] == ':' || text[0] == '-')) text.remove_prefix(1);
    return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
  }
  return {};
}

}  // namespace

CountryCode ContactPlaces::country_of_registration(std::string_view number) noexcept {
  if (is_social_credit_identifier(number)) return CountryCode::parse("CN");
  const std::string_view digits = behind_russian_word(number);
  return is_ogrn(digits) || is_inn(digits) ? CountryCode::parse("RU") : CountryCode{};
}

/// One past the number, or 0.
std::size_t ContactPlaces::read_registration(std::string_view text, std::size_t at,
                                             std::vector<ContactReading>& out) noexcept {
  std::size_t end = at;
  const bool word = text[at] == 'O' || text[at] == 'I' || beyond_ascii(text[at]);
  if (!word && !digit(text[at])) return 0;
  if (const std::string_view digits = word ? behind_russian_word(text.substr(at)) : ""; !digits.empty()) {
    end = static_cast<std::size_t>(digits.data() - text.data()) + digits.size();
  } else {
    constexpr std::size_t kLength = 18;
    while (end < text.size() && end - at <= kLength && (digit(text[end]) || letter(text[end]))) ++end;
    if (end - at != kLength) return 0;
  }
  const CountryCode country = country_of_registration(text.substr(at, end - at));
  if (!country.known()) return 0;
  out.push_back({country, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
  return end;
}

CountryCode ContactPlaces::country_of_bank(std::string_view code) noexcept {
  constexpr std::size_t kShort = 8, kLong = 11;
  if (code.size() != kShort && code.size() != kLong) return {};
  for (std::size_t i = 0; i < 6; ++i)
    if (!letter(code[i])) return {};
  return CountryCode::parse(code.substr(4, 2));
}

/// "SWIFT: ABCDIRTH". One past the code, or 0.
std::size_t ContactPlaces::read_bank(std::string_view text, std::size_t at,
                                     std::vector<ContactReading>& out) const noexcept {
  const std::size_t begin = behind_bank_word(text, at);
  if (begin == 0) return 0;
  std::size_t end = begin;
  while (end < text.size() && (digit(text[end]) || letter(text[end]))) ++end;
  const CountryCode country = country_of_bank(text.substr(begin, end - begin));
  if (asked_of_bank(country))
    out.push_back({country, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  return end;
}

/// The countries of the table: others raise no question.
bool ContactPlaces::asked_of_bank(CountryCode country) const noexcept {
  return country.known() && std::any_of(domains_.begin(), domains_.end(),
                                        [country](const Row& row) { return row.country == country; });
}

}  // namespace ordergate::rules
