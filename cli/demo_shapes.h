// The orders of `ordergate demo` as another system would send them. Only what that system carries: an order
// that needs more is held, as it would be.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace ordergate::cli {

/// Names of maps that ship; empty: ordergate.order.v1.
inline constexpr std::array<std::string_view, 1> kDemoShapes = {"shopify"};

/// An invented order as a record of Shopify's orders/create.
[[nodiscard]] nlohmann::ordered_json shopify_record(const nlohmann::ordered_json& order);

}  // namespace ordergate::cli
