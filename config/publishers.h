// Publishers whose addresses are known: what `preset` of a [[lists.source]] may be.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ordergate {

struct Publisher {
  std::string_view name;  // source of its list (docs/lists.md)
  std::string_view url;   // the public address, without a login
  std::string_view what;
};

/// In order of name. Lives as long as the program.
[[nodiscard]] std::span<const Publisher> publishers() noexcept;
/// Null when there is none of this name.
[[nodiscard]] const Publisher* find_publisher(std::string_view name) noexcept;
/// "au_dfat, ca_sema, ...".
[[nodiscard]] std::string publisher_names();

}  // namespace ordergate
