// A name that a restarted process shares with the one before it, and with no other that lives: a file of the
// state folder that it keeps locked. The kernel unlocks it when the process ends, however it ends.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace ordergate::daemon {

class ProcessName {
 public:
  /// Takes the first name in the folder that nobody has, and makes one when all are taken. The error names
  /// the file.
  [[nodiscard]] static Result<ProcessName> take(const std::filesystem::path& folder);
  ProcessName(ProcessName&& other) noexcept;
  ProcessName& operator=(ProcessName&&) = delete;
  ProcessName(const ProcessName&) = delete;
  ProcessName& operator=(const ProcessName&) = delete;
  /// Gives the name back.
  ~ProcessName();

  /// Random but for the host's name, so that a copied folder makes no two processes one.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  ProcessName(int file, std::string text) : file_(file), text_(std::move(text)) {}

  int file_;
  std::string text_;
};

}  // namespace ordergate::daemon
