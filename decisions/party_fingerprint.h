// A party as it was searched, as a hash: names, kind, country, headquarters, nationalities, birth and
// founding dates, addresses and identifiers, free of case, accents and punctuation. Letters that are not
// Latin are told apart. Whoever is told otherwise is another party to a decision.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/country.h"
#include "base/date.h"
#include "matchers/text/fold.h"
#include "order/order.h"

namespace ordergate::decisions {

/// The caller's key of the customer whose site it is: of the one that rents, else buys, else uses; empty
/// where that is not told, or of two parties.
[[nodiscard]] std::string_view site_customer(const Order& order) noexcept;

/// What of an order a search was made for. An owner is never the party of the same name.
enum class SearchedAs : std::uint8_t { party, parent, owner, site };

struct PartyFingerprint {
  std::array<char, 64> digits{};  // SHA-256, hex
  std::uint64_t name_key = 0;     // of the name alone; 0: none
  [[nodiscard]] std::string_view text() const noexcept { return {digits.data(), digits.size()}; }
};

/// Makes fingerprints one after another. Once warm it allocates nothing. One thread.
class Fingerprinter {
 public:
  [[nodiscard]] PartyFingerprint of(const Party& party) noexcept;
  /// Of who is told by name and place alone: a parent, an owner, the operator of a site (`address` of the
  /// site).
  [[nodiscard]] PartyFingerprint of(SearchedAs as, std::string_view name, CountryCode country,
                                    std::string_view address = {}) noexcept;
  /// What the last fingerprint read.
  [[nodiscard]] std::size_t bytes_folded() const noexcept { return bytes_folded_; }
  /// PartyFingerprint::name_key of a name.
  [[nodiscard]] std::uint64_t name_key(std::string_view name) noexcept;

 private:
  void begin(SearchedAs as) noexcept;
  void add(std::string_view tag, std::string_view text) noexcept;
  void fold(std::string_view text) noexcept;
  [[nodiscard]] std::string_view day(const std::optional<Date>& date) noexcept;
  /// The parts that `add_part` took since the last of these, in no order of their own.
  void add_parts(std::string_view tag) noexcept;
  void add_part(std::string_view text) noexcept;
  [[nodiscard]] PartyFingerprint finish(std::string_view name) noexcept;

  matchers::FoldedText folded_;
  std::string message_, words_, part_;
  std::vector<std::string> parts_;
  std::size_t part_count_ = 0, bytes_folded_ = 0;
};

}  // namespace ordergate::decisions
