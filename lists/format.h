// What a reader of one format is. Readers are found by what the file's first bytes look like.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/reader.h"
#include "tables/csv.h"

namespace ordergate::lists {

struct FileText {
  std::string path;
  std::string_view bytes;  // without a byte-order mark
  ReadLimits limits;
};

/// A row of a file that only adds to the entries of another: OFAC's alt, add and comments files.
struct Supplement {
  enum class Kind : std::uint8_t { alias, address, remark } kind = Kind::alias;
  std::string entry_id;
  std::uint64_t line = 0;
  std::string text;  // the name, address or remark
  ListedName::Role role = ListedName::Role::strong_alias;
  CountryCode country;
};

struct Reading {
  ListFile file;                        // entries, rejections, format, source, date where the content says it
  std::vector<Supplement> supplements;  // of a file that has no entries of its own
  bool is_supplement = false;           // the file has no entries of its own
  bool has_ofac_remarks = false;        // join_ofac() has to finish the entries
};

struct Format {
  std::string_view name;
  /// Does the start of the file (up to kSniffBytes) look like this format?
  bool (*recognizes)(std::string_view head);
  Result<Reading> (*read)(const FileText& file);
  bool may_be_empty = false;  // a list of the user's own may have no entry yet; a publisher's has some
};

inline constexpr std::size_t kSniffBytes = 64 * 1024;

/// The known formats, the stricter tests first.
[[nodiscard]] const std::vector<Format>& formats();

// One reader a source file. Each pair is one row of formats().
[[nodiscard]] bool recognizes_csl_csv(std::string_view head);
[[nodiscard]] Result<Reading> read_csl_csv(const FileText& file);
[[nodiscard]] bool recognizes_ofac_names_csv(std::string_view head);  // sdn.csv, cons_prim.csv
[[nodiscard]] Result<Reading> read_ofac_names_csv(const FileText& file);
[[nodiscard]] bool recognizes_ofac_alias_csv(std::string_view head);  // alt.csv, cons_alt.csv
[[nodiscard]] Result<Reading> read_ofac_alias_csv(const FileText& file);
[[nodiscard]] bool recognizes_ofac_address_csv(std::string_view head);  // add.csv, cons_add.csv
[[nodiscard]] Result<Reading> read_ofac_address_csv(const FileText& file);
[[nodiscard]] bool recognizes_ofac_comments_csv(
    std::string_view head);  // sdn_comments.csv, cons_comments.csv
[[nodiscard]] Result<Reading> read_ofac_comments_csv(const FileText& file);
[[nodiscard]] bool recognizes_ofac_jsonl(std::string_view head);
[[nodiscard]] Result<Reading> read_ofac_jsonl(const FileText& file);
[[nodiscard]] bool recognizes_ofac_xml(std::string_view head);
[[nodiscard]] Result<Reading> read_ofac_xml(const FileText& file);
[[nodiscard]] bool recognizes_un_xml(std::string_view head);
[[nodiscard]] Result<Reading> read_un_xml(const FileText& file);
[[nodiscard]] bool recognizes_bis_denied(std::string_view head);
[[nodiscard]] Result<Reading> read_bis_denied(const FileText& file);
[[nodiscard]] bool recognizes_uk_csv(std::string_view head);
[[nodiscard]] Result<Reading> read_uk_csv(const FileText& file);
[[nodiscard]] bool recognizes_own_csv(std::string_view head);
[[nodiscard]] Result<Reading> read_own_csv(const FileText& file);
[[nodiscard]] bool recognizes_own_jsonl(std::string_view head);
[[nodiscard]] Result<Reading> read_own_jsonl(const FileText& file);

[[nodiscard]] bool recognizes_uk_sanctions_csv(std::string_view head);
[[nodiscard]] Result<Reading> read_uk_sanctions_csv(const FileText& file);
[[nodiscard]] bool recognizes_uk_sanctions_xml(std::string_view head);
[[nodiscard]] Result<Reading> read_uk_sanctions_xml(const FileText& file);
[[nodiscard]] bool recognizes_eu_xml(std::string_view head);
[[nodiscard]] Result<Reading> read_eu_xml(const FileText& file);
[[nodiscard]] bool recognizes_eu_csv(std::string_view head);
[[nodiscard]] Result<Reading> read_eu_csv(const FileText& file);
[[nodiscard]] bool recognizes_ofac_sdn_xml(std::string_view head);
[[nodiscard]] Result<Reading> read_ofac_sdn_xml(const FileText& file);
[[nodiscard]] bool recognizes_ofac_advanced_xml(std::string_view head);
[[nodiscard]] Result<Reading> read_ofac_advanced_xml(const FileText& file);
[[nodiscard]] bool recognizes_csl_json(std::string_view head);
[[nodiscard]] Result<Reading> read_csl_json(const FileText& file);
[[nodiscard]] bool recognizes_seco_xml(std::string_view head);
[[nodiscard]] Result<Reading> read_seco_xml(const FileText& file);
[[nodiscard]] bool recognizes_sema_xml(std::string_view head);
[[nodiscard]] Result<Reading> read_sema_xml(const FileText& file);
[[nodiscard]] bool recognizes_meti_csv(std::string_view head);
[[nodiscard]] Result<Reading> read_meti_csv(const FileText& file);
[[nodiscard]] bool recognizes_ftm_json(std::string_view head);
[[nodiscard]] Result<Reading> read_ftm_json(const FileText& file);
[[nodiscard]] bool recognizes_open_sanctions_csv(std::string_view head);
[[nodiscard]] Result<Reading> read_open_sanctions_csv(const FileText& file);
[[nodiscard]] bool recognizes_dfat_xlsx(std::string_view head);
[[nodiscard]] Result<Reading> read_dfat_xlsx(const FileText& file);

/// Recognizes and reads the bytes of one file; `path` is for messages and the date in the name. Supplements
/// are not joined yet.
[[nodiscard]] Result<Reading> read_bytes(const std::string& path, std::string_view bytes,
                                         const ReadLimits& limits);

/// Adds the supplements of an OFAC set to the entries they name, then reads what the remarks say. A
/// supplement that names no entry becomes a rejection of its own file.
void join_ofac(std::vector<Reading>& readings);

/// Ends `builder` as an entry or, saying why, as a rejection.
class EntryBuilder;
void take_entry(EntryBuilder& builder, Reading& reading);
void reject(Reading& reading, std::uint64_t line, std::string reason);

/// The first record of delimited text, lower-cased and trimmed, to recognize a format by.
[[nodiscard]] std::vector<std::string> first_record(std::string_view head, char delimiter);
[[nodiscard]] bool has_columns(const std::vector<std::string>& names,
                               std::initializer_list<std::string_view> wanted);

/// Publishers end every line of their files; what a person saved may lack the last line break.
enum class LastLine : std::uint8_t { ends, may_not_end };

/// The rows of a delimited list file. What is no row (malformed, a wrong number of fields, a NUL byte)
/// is rejected here with its line; fields that are no UTF-8 are read as Windows-1252.
class ListRows {
 public:
  ListRows(const FileText& file, char delimiter, Reading& reading);
  /// The next record as header; false when there is none.
  [[nodiscard]] bool read_header(tables::CsvHeader& header);
  /// The next good row; false at the end of the file, the limit of entries, or a quote that is never closed:
  /// where the row that it opened ends is anybody's guess.
  [[nodiscard]] bool next(tables::CsvRecord& row);
  /// Once next() was false: was the file read to its end, and is that the end it was written with? The error
  /// names file and line.
  [[nodiscard]] Status whole(LastLine last_line) const;
  /// Rows with another number of fields are rejected; read_header sets it.
  void expect_fields(std::size_t count) { fields_ = count; }

 private:
  void refuse_row(std::uint64_t line, std::string reason);

  std::string_view bytes_;
  tables::CsvReader reader_;
  Reading& reading_;
  std::size_t entries_max_;
  std::size_t fields_ = 0;
  std::uint64_t last_line_ = 0;          // on which the last row starts
  std::string last_problem_;             // why it is no row; empty: it is one
  std::uint64_t unclosed_quote_at_ = 0;  // line; 0: there is none
};

/// "FILE:LINE: why; the file is cut or damaged".
[[nodiscard]] Error damaged(std::string_view path, std::uint64_t line, std::string_view why);

}  // namespace ordergate::lists
