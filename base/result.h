// A value, or the reason why there is none. For cold code (configuration, lists, rules): the text
// names file and line or key. Hot code uses noexcept error enums instead.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace ordergate {

/// Why something failed, in one line that a person can act on: "FILE:LINE: what is wrong".
struct Error {
  std::string text;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  /// The value; aborts when there is none.
  [[nodiscard]] T& value() & {
    OG_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] const T& value() const& {
    OG_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T&& value() && {
    OG_CHECK(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  /// The reason; aborts when there is a value.
  [[nodiscard]] const Error& error() const {
    OG_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

/// For operations that only succeed or fail.
struct Done {};
using Status = Result<Done>;

}  // namespace ordergate
