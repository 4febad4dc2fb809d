#include "parties/known_parties.h"

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/sha256.h"
#include "parties/embedded.h"
#include "parties/known_csv.h"
#include "parties/known_name.h"
#include "tables/csv.h"
#include "tables/data_files.h"

namespace ordergate::parties {
namespace {

constexpr RecordLimits kRowLimits = [] {
  RecordLimits limits;
  limits.record_bytes_max = kKnownRowBytesMax;
  return limits;
}();

/// "headquarters_country: not a country" of a failure.
std::string told(const ParseFailure& failure) {
  std::string text(to_string(failure.code));
  if (!failure.at.empty()) text.append(" at ").append(failure.at);
  return text.append(": ").append(failure.message);
}

/// Why a row that was read says nothing that can be used, or "".
std::string_view problem_of(const KnownParty& known) {
  if (known.valid_from && known.valid_until && *known.valid_until < *known.valid_from)
    return "valid_until is before valid_from";
  for (const KnownDocument& document : known.documents)
    if (document.valid_until && *document.valid_until < *document.date)
      return "documents: valid_until is before date";
  return {};
}

/// By id; the row found out last first; of one day, as they stand.
bool earlier(const KnownRow& a, const KnownRow& b) noexcept {
  if (a.known.party.id != b.known.party.id) return a.known.party.id < b.known.party.id;
  return *b.known.date < *a.known.date;
}

}  // namespace

/// Takes the rows of one file one by one.
class KnownReading {
 public:
  KnownReading(KnownFile& file, Arena& arena, std::vector<KnownRow>& rows)
      : file_(file),
        arena_(arena),
        rows_(rows),
        name_(std::filesystem::path(file.path).filename().string()) {}

  void row(std::uint64_t line, std::string_view json) {
    KnownRow row;
    const ParseFailure failure = parser_.parse(json, arena_, row.known);
    if (failure) return reject(line, told(failure));
    if (const std::string_view problem = problem_of(row.known); !problem.empty())
      return reject(line, std::string(problem));
    std::string source = name_ + ':' + std::to_string(line);
    if (!row.known.source.empty()) source.append(" (").append(row.known.source).append(")");
    row.source = arena_.copy(source);
    const Party& party = row.known.party;
    row.name_key = name_key(party.name, names_);
    row.native_key = name_key(party.native_name, names_);
    for (const std::string_view alias : party.aliases)
      row.alias_keys.push_back(arena_, name_key(alias, names_));
    rows_.push_back(row);
    ++file_.rows;
    ignored_keys_ += row.known.ignored_keys;
  }
  void reject(std::uint64_t line, std::string reason) {
    file_.rejections.push_back({line, std::move(reason)});
  }
  [[nodiscard]] std::uint64_t ignored_keys() const noexcept { return ignored_keys_; }

 private:
  KnownFile& file_;
  Arena& arena_;
  std::vector<KnownRow>& rows_;
  std::string name_;
  KnownPartyParser parser_{kRowLimits};
  matchers::NameText names_;
  std::uint64_t ignored_keys_ = 0;
};

namespace {

Status read_csv(std::string_view bytes, KnownFile& file, KnownReading& reading) {
  tables::CsvReader reader(bytes);
  tables::CsvRecord record;
  tables::CsvHeader header;
  std::string json;
  for (tables::CsvStep step = reader.next(record); step != tables::CsvStep::end; step = reader.next(record)) {
    if (step == tables::CsvStep::malformed) {
      reading.reject(record.line, std::string(reader.problem()));
      if (header.size() == 0)
        return Error{file.path + ":" + std::to_string(record.line) + ": no header line"};
      continue;
    }
    if (header.size() == 0) {
      header = tables::CsvHeader(record);
      if (const auto twice = header.duplicate())
        return Error{file.path + ": column \"" + *twice + "\" stands twice"};
      for (const std::string_view column : {"id", "name", "date"})
        if (!header.find(column))
          return Error{file.path + ": no column \"" + std::string(column) + "\" (docs/known-parties.md)"};
      file.ignored_columns = ignored_columns(header);
      continue;
    }
    if (record.fields.size() != header.size()) {
      reading.reject(record.line, "expected " + std::to_string(header.size()) + " fields, found " +
                                      std::to_string(record.fields.size()));
      continue;
    }
    json.clear();
    const std::string_view problem = known_row_json(header, record, json);
    if (problem.empty())
      reading.row(record.line, json);
    else
      reading.reject(record.line, std::string(problem));
  }
  return Done{};
}

void read_ndjson(std::string_view bytes, KnownReading& reading) {
  for (std::uint64_t line = 1; !bytes.empty(); ++line) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view row = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
    if (!row.empty()) reading.row(line, row);
  }
}

}  // namespace

Status KnownParties::add(const std::string& path, std::string_view bytes) {
  KnownFile& file = files_.emplace_back();
  file.path = path;
  file.hash = sha256_hex(bytes);
  KnownReading reading(file, arena_, rows_);
  const std::string_view text = tables::without_byte_order_mark(bytes);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Error{path + ": empty file"};
  if (text[first] == '{') {
    read_ndjson(text, reading);
    if (reading.ignored_keys() > 0)
      file.ignored_columns.push_back(std::to_string(reading.ignored_keys()) + " keys");
  } else if (Status status = read_csv(text, file, reading); !status) {
    return status;
  }
  if (file.rows == 0)
    return Error{path + ": no row could be read" +
                 (file.rejections.empty() ? std::string()
                                          : "; line " + std::to_string(file.rejections.front().line) + ": " +
                                                file.rejections.front().reason)};
  if (rows_.size() > kKnownPartiesMax)
    return Error{path + ": more than " + std::to_string(kKnownPartiesMax) + " rows in all"};
  return Done{};
}

Status KnownParties::finish() {
  std::stable_sort(rows_.begin(), rows_.end(), earlier);
  for (std::uint32_t i = 0; i < rows_.size(); ++i) {
    Rows& rows = by_id_.try_emplace(rows_[i].known.party.id, Rows{i, 0}).first->second;
    if (++rows.count > kKnownRowsOfIdMax)
      return Error{"known parties: more than " + std::to_string(kKnownRowsOfIdMax) + " rows of id '" +
                   std::string(rows_[i].known.party.id.substr(0, 64)) + "'"};
  }
  return Done{};
}

Result<std::shared_ptr<const KnownParties>> KnownParties::load(const std::vector<std::string>& paths) {
  std::shared_ptr<KnownParties> known(new KnownParties);
  for (const std::string& path : paths) {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(path, error);
    if (!error && size > kKnownFileBytesMax)
      return Error{path + ": " + std::to_string(size) + " bytes, more than the limit of " +
                   std::to_string(kKnownFileBytesMax)};
    const Result<std::string> bytes = tables::read_file(path);
    if (!bytes) return bytes.error();
    if (Status status = known->add(path, bytes.value()); !status) return status.error();
  }
  if (Status status = known->finish(); !status) return status.error();
  return std::shared_ptr<const KnownParties>(std::move(known));
}

Result<std::shared_ptr<const KnownParties>> KnownParties::read(std::string_view name,
                                                               std::string_view bytes) {
  std::shared_ptr<KnownParties> known(new KnownParties);
  if (Status status = known->add(std::string(name), bytes); !status) return status.error();
  if (Status status = known->finish(); !status) return status.error();
  return std::shared_ptr<const KnownParties>(std::move(known));
}

std::shared_ptr<const KnownParties> KnownParties::example() {
  constexpr std::string_view kName = "sample/known_parties.csv";
  Result<std::shared_ptr<const KnownParties>> known = read(kName, embedded_file(embedded_files(), kName));
  OG_CHECK(known.ok() && known.value()->files().front().rejections.empty());
  return std::move(known).value();
}

std::span<const KnownRow> KnownParties::find(std::string_view id) const noexcept {
  if (id.empty()) return {};
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return {};
  return std::span(rows_).subspan(found->second.first, found->second.count);
}

}  // namespace ordergate::parties
