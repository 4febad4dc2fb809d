// Standard output of a command: buffered, checked, colored only where a person looks on.
#pragma once

#include <string>
#include <string_view>

namespace ordergate::cli {

enum class Color { plain, bold, dim, red, yellow, green };

/// One for the process. What cannot be written is a Stop.
class Output {
 public:
  Output();
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  [[nodiscard]] bool is_terminal() const noexcept { return is_terminal_; }
  /// Columns of the terminal, at most 120; 100 when it is none.
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  /// `text` in a color, when colors are on.
  [[nodiscard]] std::string colored(std::string_view text, Color color) const;

  void write(std::string_view text);
  void line(std::string_view text) {
    write(text);
    write("\n");
  }
  void flush();

 private:
  std::string buffer_;
  bool is_terminal_;
  bool colors_;
  std::size_t columns_;
};

/// One line on standard error: "ordergate: TEXT".
void complain(std::string_view text);

/// How far long work has come, rewritten in place on standard error; nothing when that is no terminal.
class Progress {
 public:
  /// `quiet` shows nothing.
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Cheap to call for each of many.
  void at(std::uint64_t count, std::string_view unit);

 private:
  bool shown_;
  bool drawn_ = false;
  std::uint64_t calls_ = 0;
  std::int64_t last_ms_ = 0;
};

/// What is done now, rewritten in place on standard error; nothing when that is no terminal.
class Note {
 public:
  /// `quiet` shows nothing.
  explicit Note(bool quiet);
  ~Note();
  Note(const Note&) = delete;
  Note& operator=(const Note&) = delete;
  void show(std::string_view what);
  void clear();

 private:
  bool shown_;
  bool drawn_ = false;
};

}  // namespace ordergate::cli
