// Text for a terminal: safe to show, measured in columns, wrapped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ordergate::cli {

/// Without what could steer a terminal: control characters and broken UTF-8 become U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

/// Columns that printable text takes: two for East Asian wide characters, none for combining marks.
[[nodiscard]] std::size_t columns_of(std::string_view text) noexcept;

/// Cut to at most `columns`, with "…" where something is missing.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

/// Words in lines of at most `columns`, each behind `indent`; ends with a line end. `first`, when given,
/// takes the place of the first indent and is as wide.
[[nodiscard]] std::string wrapped(std::string_view text, std::string_view indent, std::size_t columns,
                                  std::string_view first = {});

/// 1013760 -> "1,013,760"; other numbers as short as they read back.
[[nodiscard]] std::string with_commas(double value);

/// Rows under a header, columns aligned; the columns named in `right` stand to the right. A last column is
/// never padded.
class Table {
 public:
  explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}
  void right(std::size_t column) { right_.push_back(column); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
  [[nodiscard]] std::string render() const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> right_;
};

}  // namespace ordergate::cli
