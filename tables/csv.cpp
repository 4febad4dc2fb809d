#include "tables/csv.h"

#include <csv.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <optional>

#include "base/check.h"
#include "base/trim.h"

namespace ordergate::tables {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string lower_trimmed(std::string_view text) {
  std::string result(trim(text, kWhiteSpace));
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Length of the physical line at the start of `text`, its terminator (LF, CRLF or CR) included.
std::size_t line_bytes(std::string_view text) noexcept {
  // One letter is looked for at a time: of two, the library's search takes ten times as long. In pieces:
  // where one of the two never comes, it would be looked for up to the end of the file, line after line.
  constexpr std::size_t kPiece = 256;
  for (std::size_t begin = 0; begin < text.size(); begin += kPiece) {
    const std::string_view piece = text.substr(begin, kPiece);
    const std::size_t feed = piece.find('\n');
    const std::size_t at = piece.substr(0, feed).find('\r');
    if (at != std::string_view::npos) return begin + at + (text.substr(begin + at + 1, 1) == "\n" ? 2 : 1);
    if (feed != std::string_view::npos) return begin + feed + 1;
  }
  return text.size();
}

bool blank(std::string_view line) noexcept {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// What the callbacks of libcsv fill while one record is read.
struct Collector {
  std::vector<std::string>* fields = nullptr;
  const CsvLimits* limits = nullptr;
  bool complete = false;
  bool field_too_long = false;
  bool too_many_fields = false;
};

void on_field(void* bytes, std::size_t size, void* context) {
  auto& collector = *static_cast<Collector*>(context);
  if (size > collector.limits->field_bytes_max) {
    collector.field_too_long = true;
  } else if (collector.fields->size() >= collector.limits->fields_max) {
    collector.too_many_fields = true;
  } else {
    collector.fields->emplace_back(static_cast<const char*>(bytes), size);
  }
}

void on_record(int, void* context) { static_cast<Collector*>(context)->complete = true; }

/// libcsv's parser, released with its owner.
class Parser {
 public:
  Parser(unsigned char options, char delimiter) {
    OG_CHECK(csv_init(&parser_, options) == 0);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  [[nodiscard]] bool feed(std::string_view line, Collector& collector) {
    return csv_parse(&parser_, line.data(), line.size(), on_field, on_record, &collector) == line.size();
  }
  [[nodiscard]] bool finish(Collector& collector) {
    return csv_fini(&parser_, on_field, on_record, &collector) == 0;
  }

 private:
  csv_parser parser_{};
};

}  // namespace

struct CsvReader::State {
  State(std::string_view text_in, char delimiter_in, const CsvLimits& limits_in)
      : text(without_byte_order_mark(text_in)), delimiter(delimiter_in), limits(limits_in) {}

  std::string_view text;  // what is left
  std::uint64_t line = 1;
  char delimiter;
  CsvLimits limits;
  std::string_view problem;
  bool unclosed_quote = false;
  std::optional<Parser> strict;  // between two records, or none

  [[nodiscard]] std::string_view peek(std::size_t offset) const {
    const std::string_view rest = text.substr(offset);
    return rest.substr(0, line_bytes(rest));
  }

  void skip(std::size_t bytes, std::uint64_t lines) {
    text.remove_prefix(bytes);
    line += lines;
  }

  [[nodiscard]] std::string_view problem_of(const Collector& collector, std::string_view otherwise) const {
    if (collector.field_too_long) return "a field is longer than the limit";
    if (collector.too_many_fields) return "too many fields in one record";
    return otherwise;
  }

  /// Reads one record over as many lines as its quotes ask for. Empty: read. Else: why not.
  [[nodiscard]] std::string_view read_strict(CsvRecord& record) {
    if (!strict) strict.emplace(CSV_STRICT | CSV_STRICT_FINI, delimiter);
    Collector collector{&record.fields, &limits};
    const std::string_view why = read_strict(*strict, collector);
    if (!collector.complete) strict.reset();  // it stands inside a record
    return why;
  }

  [[nodiscard]] std::string_view read_strict(Parser& parser, Collector& collector) {
    std::size_t bytes = 0;
    std::uint64_t lines = 0;
    while (!collector.complete) {
      const std::string_view part = peek(bytes);
      if (bytes + part.size() > limits.record_bytes_max) return "a record is longer than the limit";
      if (part.empty()) {
        if (!parser.finish(collector)) return "a quote is never closed";
        break;
      }
      if (!parser.feed(part, collector)) return "a quote stands where none may";
      bytes += part.size();
      ++lines;
    }
    const std::string_view why = problem_of(collector, "");
    if (why.empty()) skip(bytes, lines);
    return why;
  }

  /// Many real files write a stray quote inside a field. One line that is a whole record when
  /// quotes are read leniently is taken so.
  [[nodiscard]] bool read_leniently(CsvRecord& record) {
    const std::string_view part = peek(0);
    if (part.size() > limits.record_bytes_max) return false;
    Parser parser(0, delimiter);
    Collector collector{&record.fields, &limits};
    // A newline completes the record unless a quote is still open; the last line may lack its own.
    if (!parser.feed(part, collector)) return false;
    if (!collector.complete && !parser.feed("\n", collector)) return false;
    unclosed_quote = !collector.complete;
    if (!collector.complete || !problem_of(collector, "").empty()) return false;
    skip(part.size(), 1);
    return true;
  }
};

CsvReader::CsvReader(std::string_view text, char delimiter, const CsvLimits& limits)
    : state_(std::make_unique<State>(text, delimiter, limits)) {}
CsvReader::~CsvReader() = default;

std::string_view CsvReader::problem() const noexcept { return state_->problem; }
bool CsvReader::unclosed_quote() const noexcept { return state_->unclosed_quote; }

CsvStep CsvReader::next(CsvRecord& record) {
  State& state = *state_;
  state.problem = {};
  state.unclosed_quote = false;
  record.fields.clear();
  for (std::string_view part = state.peek(0); !part.empty() && blank(part); part = state.peek(0)) {
    state.skip(part.size(), 1);
  }
  record.line = state.line;
  if (state.text.empty()) return CsvStep::end;
  const std::string_view why = state.read_strict(record);
  if (why.empty()) return CsvStep::record;
  record.fields.clear();
  if (state.read_leniently(record)) return CsvStep::record;
  record.fields.clear();
  state.problem = why;
  state.skip(state.peek(0).size(), 1);
  return CsvStep::malformed;
}

CsvHeader::CsvHeader(const CsvRecord& record) {
  names_.reserve(record.fields.size());
  for (const std::string& field : record.fields) names_.push_back(lower_trimmed(field));
}

std::optional<std::size_t> CsvHeader::find(std::string_view name) const {
  const auto at = std::find(names_.begin(), names_.end(), lower_trimmed(name));
  if (at == names_.end()) return std::nullopt;
  return static_cast<std::size_t>(at - names_.begin());
}

std::optional<std::string> CsvHeader::duplicate() const {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (!names_[i].empty() && std::find(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(i),
                                        names_[i]) != names_.begin() + static_cast<std::ptrdiff_t>(i)) {
      return names_[i];
    }
  }
  return std::nullopt;
}

std::string_view CsvHeader::field(const CsvRecord& record, std::string_view name) const {
  const std::optional<std::size_t> column = find(name);
  return column && *column < record.fields.size() ? std::string_view(record.fields[*column])
                                                  : std::string_view{};
}

Result<CsvTable> CsvTable::parse(std::string_view text, std::string_view file, const CsvLimits& limits) {
  const auto fail = [&](std::uint64_t line, std::string_view why) {
    return Error{std::string(file) + ":" + std::to_string(line) + ": " + std::string(why)};
  };
  CsvReader reader(text, ',', limits);
  CsvTable table;
  CsvRecord record;
  for (CsvStep step = reader.next(record); step != CsvStep::end; step = reader.next(record)) {
    if (step == CsvStep::malformed) return fail(record.line, reader.problem());
    if (table.header.size() == 0) {
      table.header = CsvHeader(record);
      if (const auto twice = table.header.duplicate()) {
        return fail(record.line, "column \"" + *twice + "\" stands twice");
      }
      continue;
    }
    if (record.fields.size() != table.header.size()) {
      return fail(record.line, "expected " + std::to_string(table.header.size()) + " fields, found " +
                                   std::to_string(record.fields.size()));
    }
    table.rows.push_back(record);
  }
  if (table.header.size() == 0) return fail(1, "no header line");
  return table;
}

std::string_view without_byte_order_mark(std::string_view text) noexcept {
  return text.substr(0, kByteOrderMark.size()) == kByteOrderMark ? text.substr(kByteOrderMark.size()) : text;
}

}  // namespace ordergate::tables
