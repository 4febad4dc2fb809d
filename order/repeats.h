// Parties of an order that are told twice, and owners of a party: each is searched, and spoken of, once.
#pragma once

#include <cstdint>
#include <vector>

#include "order/order.h"

namespace ordergate {

/// Owns its working memory; warm, it allocates nothing. One thread.
class Repeats {
 public:
  /// The answers live until the next call.
  void find(const Order& order) noexcept;
  /// The first party that is equal to this one, role and all: itself, or one before it.
  [[nodiscard]] std::uint32_t first_party(std::uint32_t party) const noexcept { return parties_[party]; }
  /// The same of an owner among the owners of a party.
  [[nodiscard]] std::uint32_t first_owner(std::uint32_t party, std::uint32_t owner) const noexcept {
    return owners_[owners_begin_[party] + owner];
  }
  [[nodiscard]] bool party(std::uint32_t party) const noexcept { return first_party(party) != party; }
  /// Every owner of a repeated party is one too.
  [[nodiscard]] bool owner(std::uint32_t party, std::uint32_t owner) const noexcept {
    return this->party(party) || first_owner(party, owner) != owner;
  }

 private:
  struct Print {
    std::uint64_t hash;
    std::uint32_t at;
  };
  void find_owners(const ArenaList<Owner>& owners) noexcept;

  std::vector<std::uint32_t> parties_, owners_;
  std::vector<std::uint32_t> owners_begin_;  // by party, in owners_
  std::vector<Print> prints_;
};

}  // namespace ordergate
