// What an order holds at a place that a verdict names.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace ordergate::cli {

/// The text at "parties[1].addresses[0]" or "parties[0].name"; an object gives its parts joined with commas.
/// Nothing when the place is not there.
[[nodiscard]] std::optional<std::string> text_at(const nlohmann::ordered_json& order, std::string_view place);

}  // namespace ordergate::cli
