// A row of CSV as the JSON object of the same party. Cold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tables/csv.h"

namespace ordergate::parties {

/// Columns that are read, in the order of docs/known-parties.md.
[[nodiscard]] const std::vector<std::string_view>& known_columns();

/// The columns of `header` that nothing reads, with what each may have meant.
[[nodiscard]] std::vector<std::string> ignored_columns(const tables::CsvHeader& header);

/// Appends the row as one JSON object. The error says what is wrong with which column.
[[nodiscard]] std::string_view known_row_json(const tables::CsvHeader& header,
                                              const tables::CsvRecord& record, std::string& json);

}  // namespace ordergate::parties
