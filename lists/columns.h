// The columns of a publisher's delimited file, found by name, once a file. Cold.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/format.h"
#include "lists/vocabulary.h"

namespace ordergate::lists {

class Columns {
 public:
  /// Takes the next record of `rows` as header. Errors: there is none, a column stands twice, or one that is
  /// read has another name (FieldWatch). Names of `known` are in lower case.
  [[nodiscard]] static Result<Columns> read(ListRows& rows, std::span<const KnownField> known,
                                            Reading& reading);

  /// The field of the row, trimmed; "" where the file has no such column or it says nothing.
  [[nodiscard]] std::string_view field(const tables::CsvRecord& row, std::string_view name) const;

 private:
  std::map<std::string, std::size_t, std::less<>> at_;
};

}  // namespace ordergate::lists
