// Is this the same building as a listed address? Addresses are read lightly (number, street,
// building, unit, postal code, city, country), indexed by rare tokens and scored on the parts that
// identify a building.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/completeness.h"
#include "base/country.h"
#include "base/id.h"

namespace ordergate::matchers {

/// Countries that lists and people write for the same place (HK and CN) do not contradict; nor does an
/// unknown one.
[[nodiscard]] bool countries_contradict(CountryCode left, CountryCode right) noexcept;

/// One free text ("10 Anson Road #12-03, Singapore 079903") or its parts joined with commas.
struct AddressText {
  std::string_view text;
  CountryCode country;  // empty when unknown
};

enum class AddressRelation : std::uint8_t {
  same_building,  // number or building name and street agree, and nothing contradicts it
  same_street,    // same street, another or no number
  same_city,
  different,
};

/// A listed address, by its place in the caller's table.
enum class AddressId : std::uint32_t {};

struct AddressHit {
  AddressId address{};     // as given to AddressIndexBuilder::add
  std::uint8_t score = 0;  // 0..100
  AddressRelation relation = AddressRelation::different;
  bool same_premises = false;  // a floor or a room agrees
  bool same_room = false;      // a room agrees, and no floor contradicts it
  bool of_many = false;  // by what either names (a high floor, rooms in a city state) many share the building
  std::uint32_t premises = 0;  // which floor and room the listed address names; 0: none
};

/// Per-worker working memory; warm scratch allocates nothing. One thread.
class AddressScratch {
 public:
  AddressScratch();
  ~AddressScratch();
  AddressScratch(AddressScratch&&) noexcept;
  AddressScratch& operator=(AddressScratch&&) noexcept;
  struct State;
  [[nodiscard]] State& state() noexcept { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

class AddressIndex {
 public:
  struct Layout;
  explicit AddressIndex(std::unique_ptr<const Layout> layout);
  ~AddressIndex();
  AddressIndex(AddressIndex&&) noexcept;
  AddressIndex& operator=(AddressIndex&&) noexcept;

  /// Appends listed addresses at or above `score_min`, best first.
  [[nodiscard]] Completeness find(const AddressText& query, int score_min, AddressScratch& scratch,
                                  std::vector<AddressHit>& hits) const noexcept;
  [[nodiscard]] std::size_t address_count() const noexcept;

 private:
  std::unique_ptr<const Layout> layout_;
};

class AddressIndexBuilder {
 public:
  AddressIndexBuilder();
  ~AddressIndexBuilder();
  void add(AddressId address, const AddressText& text);
  [[nodiscard]] AddressIndex build();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct AddressComparison {
  std::uint8_t score = 0;
  AddressRelation relation = AddressRelation::different;
  std::vector<std::string> agreed, differed;  // "number", "street", "postal_code" ...
};
[[nodiscard]] AddressComparison compare_addresses(const AddressText& left, const AddressText& right);

/// The shipped threshold at or above which an address is the same building.
inline constexpr int kAddressThreshold = 85;

}  // namespace ordergate::matchers
