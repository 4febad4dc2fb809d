// The command line: subcommands, shared errors, exit codes.
#pragma once

namespace ordergate::cli {

/// Runs the program. Gives the exit code (stop.h); never throws.
[[nodiscard]] int run(int argc, const char* const* argv) noexcept;

}  // namespace ordergate::cli
