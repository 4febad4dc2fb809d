// Names in original characters that the lists do not print: data/native_names.csv. A row names an entry by
// its list's code and primary name, case and punctuation aside. Cold.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "lists/entry.h"

namespace ordergate::lists {

class NativeNames {
 public:
  /// The table inside the program; made once, immutable.
  [[nodiscard]] static const NativeNames& builtin();

  explicit NativeNames(std::string_view csv);
  ~NativeNames();
  NativeNames(const NativeNames&) = delete;
  NativeNames& operator=(const NativeNames&) = delete;

  /// Full names become strong aliases, short ones (which others may bear) weak ones. How many there are for
  /// it.
  std::size_t add_to(ListEntry& entry) const;

  [[nodiscard]] std::size_t row_count() const noexcept;
  /// XXH3-128 of the table, hex: what it adds is part of what a snapshot is.
  [[nodiscard]] std::string_view hash() const noexcept;

 private:
  struct Rows;
  std::unique_ptr<const Rows> rows_;
};

}  // namespace ordergate::lists
