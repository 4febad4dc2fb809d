// Delimited text to records, through libcsv. Knows physical line numbers, byte-order marks, CRLF,
// newlines inside quotes, and its limits. After a record that cannot be read, reading goes on at the line
// after its first, so an unterminated quote never swallows what follows; the caller decides what is left to
// trust. Cold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ordergate::tables {

struct CsvLimits {
  std::size_t field_bytes_max = std::size_t{1} << 20;
  std::size_t record_bytes_max = std::size_t{4} << 20;  // with its delimiters and quotes
  std::size_t fields_max = 4096;                        // of one record
};

struct CsvRecord {
  std::uint64_t line = 0;  // physical line on which the record starts, from 1
  std::vector<std::string> fields;
};

enum class CsvStep : std::uint8_t {
  record,     // the next record
  malformed,  // a line that is no record: CsvRecord::line and CsvReader::problem() say which and why
  end,
};

/// Reads records one after another. `text` must outlive the reader. Blank lines are skipped; spaces
/// around a field are dropped, as libcsv does. One thread.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text, char delimiter = ',', const CsvLimits& limits = {});
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  [[nodiscard]] CsvStep next(CsvRecord& record);
  /// Why the last step was malformed; empty otherwise.
  [[nodiscard]] std::string_view problem() const noexcept;
  /// Was the last step malformed because its line leaves a quote open that nothing closes?
  [[nodiscard]] bool unclosed_quote() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Columns by name, whatever their order. Names compare without case and surrounding spaces.
class CsvHeader {
 public:
  CsvHeader() = default;
  explicit CsvHeader(const CsvRecord& record);
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }
  /// The column names as the file has them, lower-cased and trimmed.
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  /// A name that stands twice in the header, or nullopt.
  [[nodiscard]] std::optional<std::string> duplicate() const;
  /// The field of `record` in the column; empty when there is no such column.
  [[nodiscard]] std::string_view field(const CsvRecord& record, std::string_view name) const;

 private:
  std::vector<std::string> names_;
};

/// A whole table with a header line, for data of the product's own: any malformed line, repeated
/// column or wrong column count is an error that names `file` and line.
struct CsvTable {
  CsvHeader header;
  std::vector<CsvRecord> rows;
  [[nodiscard]] static Result<CsvTable> parse(std::string_view text, std::string_view file,
                                              const CsvLimits& limits = {});
  [[nodiscard]] std::string_view field(const CsvRecord& row, std::string_view name) const {
    return header.field(row, name);
  }
};

/// Is this the start of a UTF-8 byte-order mark? The text without it.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text) noexcept;

}  // namespace ordergate::tables
