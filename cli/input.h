// Files and standard input, line by line, in bounded memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ordergate::cli {

/// Stops with kUnreadable when one of these cannot be opened for reading. "-" is standard input.
void require_readable(const std::vector<std::string>& paths);

/// The whole of a file, or of standard input for "-"; at most `bytes_max` + 1 bytes of it.
[[nodiscard]] std::string read_whole(const std::string& path, std::size_t bytes_max);

class LineReader {
 public:
  /// Lines longer than `line_bytes_max` come cut to one byte more than that; the rest of them is skipped.
  LineReader(std::string path, std::size_t line_bytes_max);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// The next line without its end (\n or \r\n); false behind the last. Lives until the next call.
  [[nodiscard]] bool next(std::string_view& line);
  /// Number of the line last given, from 1.
  [[nodiscard]] std::uint64_t line_number() const noexcept { return line_number_; }
  /// As verdicts name it: the path as given, "-" for standard input.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Whether the next line may have to be waited for: time to show what is done.
  [[nodiscard]] bool would_wait() const noexcept { return buffer_.find('\n', at_) == std::string::npos; }

 private:
  [[nodiscard]] bool fill();

  std::string path_;
  std::size_t line_bytes_max_;
  int file_ = -1;
  std::string buffer_;
  std::size_t at_ = 0;  // of the first byte not yet given
  std::uint64_t line_number_ = 0;
  bool ended_ = false;
};

}  // namespace ordergate::cli
