// A publisher's list, fetched: asked for, proven, read, compared with the one in use list code by list code,
// and put in its place or into quarantine. Cold; blocks.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "lists/guard.h"

namespace ordergate::fetch {

enum class Outcome : std::uint8_t {
  not_due,      // asked less than `every` ago
  unchanged,    // the publisher's is the one in use
  accepted,     // in use from now on
  quarantined,  // came, and is not what may be used; the one in use stays
  failed        // did not come; the one in use stays
};
[[nodiscard]] std::string_view to_string(Outcome outcome) noexcept;

struct FetchOptions {
  bool due_only = false;  // leave alone what was asked about less than `every` ago
  bool dry_run = false;   // change nothing in the store
  lists::GuardOptions guard;
  WallClock clock = wall_time;
  std::function<void(std::chrono::milliseconds)> wait;  // between attempts
  std::function<void(const std::string&)> tell;         // what is done now, for a person who looks on
};

struct FetchReport {
  std::string source;
  Outcome outcome = Outcome::failed;
  std::string why;               // of quarantined and failed; names no secret
  std::string changes;           // "12 added, 3 removed, 40 changed"; empty where nothing is compared
  std::filesystem::path folder;  // of the quarantine; empty when nothing was put there
  std::uint64_t bytes = 0, entries = 0;
  std::string date;  // of the list that came
  int attempts = 0;
  std::vector<lists::ListCode> taken;  // lists that the guard would have refused: an operator took them
};

/// Never throws, never leaves a part of a file in place. What a failed attempt may try again is tried
/// `attempts` times.
[[nodiscard]] FetchReport fetch_source(const ListSource& source, const ListSettings& settings,
                                       const FetchOptions& options);

}  // namespace ordergate::fetch
