#include "lists/format.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "lists/entry_builder.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

tables::CsvLimits csv_limits(const ReadLimits& limits) {
  tables::CsvLimits csv;
  csv.field_bytes_max = limits.field_bytes_max;
  csv.record_bytes_max = limits.field_bytes_max * 4;
  return csv;
}

}  // namespace

void reject(Reading& reading, std::uint64_t line, std::string reason) {
  reading.file.rejections.push_back({reading.file.path, line, std::move(reason)});
}

void take_entry(EntryBuilder& builder, Reading& reading) {
  const std::uint64_t line = builder.entry().line;
  ListEntry entry;
  std::string why = builder.finish(entry);
  if (!why.empty()) return reject(reading, line, std::move(why));
  reading.file.entries.push_back(std::move(entry));
}

std::vector<std::string> first_record(std::string_view head, char delimiter) {
  tables::CsvReader reader(head, delimiter);
  tables::CsvRecord record;
  if (reader.next(record) != tables::CsvStep::record) return {};
  return tables::CsvHeader(record).names();
}

bool has_columns(const std::vector<std::string>& names, std::initializer_list<std::string_view> wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  });
}

Error damaged(std::string_view path, std::uint64_t line, std::string_view why) {
  return Error{std::string(path) + ":" + std::to_string(line) + ": " + std::string(why) +
               "; the file is cut or damaged"};
}

ListRows::ListRows(const FileText& file, char delimiter, Reading& reading)
    : bytes_(file.bytes),
      reader_(file.bytes, delimiter, csv_limits(file.limits)),
      reading_(reading),
      entries_max_(file.limits.entries_max) {
  reading_.file.path = file.path;
}

bool ListRows::read_header(tables::CsvHeader& header) {
  tables::CsvRecord row;
  if (!next(row)) return false;
  header = tables::CsvHeader(row);
  fields_ = header.size();
  return true;
}

void ListRows::refuse_row(std::uint64_t line, std::string reason) {
  last_problem_ = reason;
  reject(reading_, line, std::move(reason));
}

bool ListRows::next(tables::CsvRecord& row) {
  for (;;) {
    const tables::CsvStep step = reader_.next(row);
    if (step == tables::CsvStep::end) return false;
    last_line_ = row.line;
    if (step == tables::CsvStep::malformed && reader_.unclosed_quote()) {
      unclosed_quote_at_ = row.line;
      return false;
    }
    if (step == tables::CsvStep::malformed) {
      refuse_row(row.line, std::string(reader_.problem()));
      continue;
    }
    if (fields_ != 0 && row.fields.size() != fields_) {
      refuse_row(row.line, "expected " + std::to_string(fields_) + " fields, found " +
                               std::to_string(row.fields.size()));
      continue;
    }
    const bool has_nul = std::any_of(row.fields.begin(), row.fields.end(), [](const std::string& field) {
      return field.find('\0') != std::string::npos;
    });
    if (has_nul) {
      refuse_row(row.line, "a NUL byte");
      continue;
    }
    last_problem_.clear();
    if (reading_.file.entries.size() + reading_.supplements.size() >= entries_max_) {
      reject(reading_, row.line, "over the limit of entries: this row and all after it are left out");
      return false;
    }
    for (std::string& field : row.fields)
      if (find_invalid_utf8(field) != std::string_view::npos) field = to_utf8(field);
    return true;
  }
}

Status ListRows::whole(LastLine last_line) const {
  const std::string& path = reading_.file.path;
  if (unclosed_quote_at_ != 0) return damaged(path, unclosed_quote_at_, "a quote is never closed");
  if (!last_problem_.empty()) return damaged(path, last_line_, "the last row: " + last_problem_);
  const bool ends = !bytes_.empty() && (bytes_.back() == '\n' || bytes_.back() == '\r');
  if (last_line == LastLine::ends && !ends)
    return damaged(path, last_line_, "the last row has no line break after it");
  return Done{};
}

}  // namespace ordergate::lists
