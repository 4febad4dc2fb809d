// The end of a command that cannot go on: one line for a person, and the exit code.
#pragma once

#include <stdexcept>
#include <string>

namespace ordergate::cli {

/// What the program's exit codes mean.
enum ExitCode : int {
  kDone = 0,
  kFailed = 1,      // --fail-on was met, or a check failed
  kUsage = 2,       // wrong usage or configuration
  kUnreadable = 3,  // an input, list or rule pack could not be read
  kOutside = 4,     // the broker or another outside part failed for good
};

/// Thrown by commands, caught once in app.cpp. Only the command line uses exceptions: nothing here is hot.
class Stop : public std::runtime_error {
 public:
  Stop(ExitCode code, const std::string& line) : std::runtime_error(line), code_(code) {}
  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  ExitCode code_;
};

}  // namespace ordergate::cli
