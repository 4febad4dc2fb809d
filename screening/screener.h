// Order + snapshot -> verdict. Pure: the same record, source position, snapshot, profile and today give
// the same verdict. What `screen`, `run`, `bench` and the tests all call.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/result.h"
#include "lists/accepted.h"
#include "lists/guard.h"
#include "order/verdict.h"
#include "parties/known_parties.h"
#include "screening/screen_stats.h"

namespace ordergate::decisions {
class Overlay;
}

namespace ordergate {

/// Everything a verdict depends on besides the order: lists, rules, tables, settings. Immutable and shared.
class Snapshot;

struct SnapshotOptions {
  std::vector<std::string> list_paths;             // empty: the sample list
  std::vector<std::string> ownership_paths;        // files of ownership (docs/ownership.md); empty: none
  std::string rules_directory;                     // empty: the pack inside the binary
  std::vector<std::string> extra_items, sku_maps;  // the user's own (docs/items.md)
  std::vector<std::string> known_parties;          // the user's own (docs/known-parties.md)
  std::string profile = "enforced";
  int name_threshold = 0, address_threshold = 0;  // 0: shipped
  std::vector<std::pair<std::string, std::string>> policy;
};

/// Reads, checks and compiles. Cold (seconds). The error names file and line.
[[nodiscard]] Result<std::shared_ptr<const Snapshot>> load_snapshot(const SnapshotOptions& options);

struct SnapshotSource {
  std::string source, date, hash;
  std::uint64_t entries = 0, names = 0, addresses = 0, rejections = 0;
};
[[nodiscard]] std::string_view snapshot_id(const Snapshot& snapshot) noexcept;
/// The "snapshot" value of a verdict, as JSON.
[[nodiscard]] std::string_view snapshot_json(const Snapshot& snapshot) noexcept;
[[nodiscard]] std::string_view snapshot_rules_hash(const Snapshot& snapshot) noexcept;
[[nodiscard]] std::size_t snapshot_rule_count(const Snapshot& snapshot) noexcept;
[[nodiscard]] const std::vector<SnapshotSource>& snapshot_sources(const Snapshot& snapshot) noexcept;
/// A file of ownership; `rejections` name file and line. `owned`: of all files, parties that a listed one is
/// behind.
struct SnapshotOwnership {
  struct File {
    std::string path, source, hash;
    std::uint64_t relations = 0;
    std::vector<lists::Rejection> rejections;
  };
  std::vector<File> files;
  std::uint64_t relations = 0, owned = 0;
};
[[nodiscard]] SnapshotOwnership snapshot_ownership(const Snapshot& snapshot);
/// How much there is of each list, and the files it was read from.
[[nodiscard]] std::vector<lists::ListTally> snapshot_lists(const Snapshot& snapshot);
[[nodiscard]] std::vector<lists::SourceFile> snapshot_files(const Snapshot& snapshot);

/// The files of known parties; empty when there are none.
[[nodiscard]] std::vector<parties::KnownFile> snapshot_known_parties(const Snapshot& snapshot);

/// When the law of the rules changes or must be read again, and the oldest day on which a rule was checked.
struct SnapshotLaw {
  struct Change {
    Date day;
    std::string what;
  };
  std::vector<Change> changes;
  std::optional<Date> checked;
};
[[nodiscard]] SnapshotLaw snapshot_law(const Snapshot& snapshot);

/// Of an order that was made of another record: where its values stand there.
class SourcePlaces {
 public:
  virtual ~SourcePlaces() = default;
  /// The place in the record of one in the order ("parties[0].name"); empty when there is none. Lives until
  /// the next call.
  [[nodiscard]] virtual std::string_view source_of(std::string_view place) noexcept = 0;
};

/// Where and when a record was read.
struct RecordContext {
  SourcePosition source;
  Date today;                         // for orders without any date
  std::optional<Date> date_override;  // --date
  bool live = false;                  // from the stream: a day long past holds
  ScreenStats* stats = nullptr;       // filled when given; changes no verdict
  /// The order that a map made of the record (mapping/). The verdict is that of the record: its id is made of
  /// its bytes. What the order lacks is a failure of the map.
  std::optional<std::string_view> mapped = {};
  /// Places of that order in the record, for the findings; null: they are the record's own.
  SourcePlaces* places = nullptr;
  /// The bytes that the record was decoded from: the verdict's id is made of them.
  std::optional<std::string_view> encoded = {};
  std::string_view order_id = {};  // of a record that is refused, where it can be read
};

/// One worker's screener: owns parser, arena, scratch. One thread; warm calls allocate nothing.
class Screener {
 public:
  explicit Screener(const RecordLimits& limits);
  ~Screener();
  Screener(Screener&&) noexcept;
  Screener& operator=(Screener&&) noexcept;

  /// Takes the snapshot for the calls that follow (swap only between batches; makes scratch, may allocate).
  void use(std::shared_ptr<const Snapshot> snapshot);
  /// The same of decisions; null: none are read, and nothing is looked up.
  void use_decisions(std::shared_ptr<const decisions::Overlay> decisions);

  /// Screens one record. Never fails: what could not be screened is a hold with an error. The verdict
  /// lives until the next call.
  [[nodiscard]] const Verdict& screen(std::string_view record, const RecordContext& context) noexcept;

  /// A hold for a record that must not be screened, with `error` as the reason: nothing of it is read. Its
  /// texts outlive the verdict.
  [[nodiscard]] const Verdict& refuse(std::string_view record, const RecordContext& context,
                                      const VerdictError& error) noexcept;

 private:
  struct State;
  /// An empty verdict for the record, held.
  Verdict& begin(std::string_view record, const RecordContext& context) noexcept;

  std::unique_ptr<State> state_;
};

}  // namespace ordergate
