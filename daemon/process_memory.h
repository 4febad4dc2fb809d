// How much memory this process may have, and giving back what it does not need any more. Linux, glibc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace ordergate::daemon {

/// Gives freed memory back to the system, of all threads: building a snapshot frees hundreds of megabytes,
/// and glibc keeps them with the arena of the thread that built it. Holds each arena for milliseconds: after
/// a reload, not on the way of orders.
void give_back_memory() noexcept;

/// The least of the limits that hold for this process: memory.max of its control group and those above it
/// (cgroup v2), RLIMIT_AS. None: there is no limit.
[[nodiscard]] std::optional<std::uint64_t> memory_limit();

/// What loading lists of so many bytes takes at least (docs/capacity.md).
[[nodiscard]] std::uint64_t least_memory(std::uint64_t list_bytes) noexcept;

/// An error when `limit` is less than lists of so many bytes take: a process that reaches its limit is
/// killed, or stands still while the kernel looks for pages to take.
[[nodiscard]] Status check_memory(std::optional<std::uint64_t> limit, std::uint64_t list_bytes);

/// Bytes of the files at and below the paths.
[[nodiscard]] std::uint64_t bytes_under(const std::vector<std::string>& paths);

}  // namespace ordergate::daemon
