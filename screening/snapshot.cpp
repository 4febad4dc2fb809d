#include "screening/snapshot.h"

#include <cstdio>
#include <utility>

#include "base/sha256.h"
#include "lists/native_names.h"
#include "lists/reader.h"
#include "order/encoder.h"
#include "rules/pack/files.h"

namespace ordergate {
namespace {

SnapshotSource describe(const lists::ListFile& file, std::uint64_t entries) {
  SnapshotSource source;
  source.source = file.source;
  source.date = file.date ? format_date(*file.date) : "";
  source.hash = file.hash;
  source.entries = entries;
  source.names = file.names;
  source.addresses = file.addresses;
  source.rejections = file.rejections.size();
  return source;
}

void append_member(std::string_view key, std::string_view value, std::string& out) {
  append_json_string(key, out);
  out += ':';
  append_json_string(value, out);
}

/// "known_parties":[{"file","rows","hash"}]
void append_known(const parties::KnownParties& known, std::string& out) {
  out += ",\"known_parties\":[";
  for (const parties::KnownFile& file : known.files()) {
    out += &file == known.files().data() ? "{" : ",{";
    append_member("file", file.path.substr(file.path.rfind('/') + 1), out);
    out += ",\"rows\":";
    append_json_number(static_cast<double>(file.rows), out);
    out += ',';
    append_member("hash", file.hash, out);
    out += '}';
  }
  out += ']';
}

void append_ownership(const lists::Ownership& ownership, std::string& out) {
  out += "\"ownership\":[";
  for (const lists::RelationFile& file : ownership.files()) {
    out += &file == ownership.files().data() ? "{" : ",{";
    append_member("source", file.source, out);
    out += ",\"relations\":";
    append_json_number(static_cast<double>(file.relations), out);
    out += ',';
    append_member("hash", file.hash, out);
    out += '}';
  }
  out += "],";
}

/// {"id":…,"lists":[{"source","date","entries","hash"}],"ownership":[…],"rules":…,"known_parties":[…]}
std::string to_json(const std::string& id, const std::vector<SnapshotSource>& sources,
                    const lists::Ownership* ownership, std::string_view rules,
                    const parties::KnownParties* known) {
  std::string out = "{";
  append_member("id", id, out);
  out += ",\"lists\":[";
  for (const SnapshotSource& source : sources) {
    out += &source == sources.data() ? "{" : ",{";
    append_member("source", source.source, out);
    out += ",\"date\":";
    if (source.date.empty()) {
      out += "null";
    } else {
      append_json_string(source.date, out);
    }
    out += ",\"entries\":";
    append_json_number(static_cast<double>(source.entries), out);
    out += ',';
    append_member("hash", source.hash, out);
    out += '}';
  }
  out += "],";
  if (ownership != nullptr) append_ownership(*ownership, out);
  append_member("rules", rules, out);
  if (known != nullptr) append_known(*known, out);
  out += '}';
  return out;
}

std::vector<SnapshotSource> describe_all(const lists::Watchlist& watchlist) {
  std::vector<std::uint64_t> entries(watchlist.files().size());
  for (std::uint32_t i = 0; i < watchlist.entries().size(); ++i) {
    ++entries[static_cast<std::size_t>(&watchlist.file_of(lists::EntryId{i}) - watchlist.files().data())];
  }
  std::vector<SnapshotSource> sources;
  for (std::size_t i = 0; i < entries.size(); ++i)
    sources.push_back(describe(watchlist.files()[i], entries[i]));
  return sources;
}

}  // namespace

Result<std::shared_ptr<const Snapshot>> assemble_snapshot(std::vector<lists::ListFile> files,
                                                          const rules::RuleBookOptions& book_options,
                                                          const lists::WatchlistOptions& thresholds,
                                                          std::shared_ptr<const parties::KnownParties> known,
                                                          std::optional<lists::RelationTable> relations) {
  Result<rules::RuleBook> book = rules::RuleBook::load(book_options);
  if (!book) return book.error();
  Result<tables::DataFiles> data = rules::pack_files(book_options.directory);
  if (!data) return data.error();
  Result<lists::Watchlist> watchlist = lists::Watchlist::build(std::move(files), thresholds);
  if (!watchlist) return watchlist.error();
  Result<rules::TextFlags> flags = rules::TextFlags::build(data.value(), watchlist.value().entries());
  if (!flags) return flags.error();
  Result<rules::Gazetteer> gazetteer = rules::Gazetteer::load(data.value(), book.value().countries());
  if (!gazetteer) return gazetteer.error();
  std::optional<lists::Ownership> ownership;
  if (relations) {
    Result<lists::Ownership> graph = lists::Ownership::build(*std::move(relations), watchlist.value());
    if (!graph) return graph.error();
    ownership = std::move(graph).value();
  }
  return std::make_shared<const Snapshot>(std::move(watchlist).value(), std::move(ownership),
                                          std::move(book).value(), std::move(flags).value(),
                                          std::move(gazetteer).value(), thresholds, std::move(known));
}

Snapshot::Snapshot(lists::Watchlist watchlist, std::optional<lists::Ownership> ownership,
                   rules::RuleBook book, rules::TextFlags flags, rules::Gazetteer gazetteer,
                   const lists::WatchlistOptions& thresholds,
                   std::shared_ptr<const parties::KnownParties> known)
    : watchlist_(std::move(watchlist)),
      same_party_(watchlist_.entries()),
      ownership_(std::move(ownership)),
      book_(std::move(book)),
      flags_(std::move(flags)),
      gazetteer_(std::move(gazetteer)),
      known_(std::move(known)),
      sources_(describe_all(watchlist_)) {
  std::string content(book_.hash());
  content += rules::to_string(book_.profile());
  content +=
      ' ' + std::to_string(thresholds.name_threshold) + ' ' + std::to_string(thresholds.address_threshold);
  content += lists::NativeNames::builtin().hash();
  for (const SnapshotSource& source : sources_)
    content += '\n' + source.source + ' ' + source.date + ' ' + source.hash;
  if (known_ != nullptr)
    for (const parties::KnownFile& file : known_->files()) content += "\nknown " + file.hash;
  if (ownership_)
    for (const lists::RelationFile& file : ownership_->files())
      content += "\nownership " + file.source + ' ' + file.hash;
  id_ = sha256_hex(content).substr(0, 32);
  json_ = to_json(id_, sources_, this->ownership(), book_.hash(), known_.get());
}

Result<std::vector<lists::ListFile>> read_snapshot_lists(const std::vector<std::string>& paths) {
  if (!paths.empty()) return lists::read_lists(paths);
  std::vector<lists::ListFile> files;
  files.push_back(lists::sample_list());
  return files;
}

Result<rules::RuleBookOptions> rule_book_options(const SnapshotOptions& options) {
  const std::optional<rules::Profile> profile = rules::parse_profile(options.profile);
  if (!profile) {
    return Error{"profile: '" + options.profile + "' is not one of enforced, codified, historical"};
  }
  rules::RuleBookOptions book;
  book.directory = options.rules_directory;
  book.extra_items = options.extra_items;
  book.sku_maps = options.sku_maps;
  book.profile = *profile;
  book.policy = options.policy;
  return book;
}

Result<std::shared_ptr<const Snapshot>> assemble_snapshot(std::vector<lists::ListFile> files,
                                                          const SnapshotOptions& options) {
  const Result<rules::RuleBookOptions> book = rule_book_options(options);
  if (!book) return book.error();
  lists::WatchlistOptions thresholds;
  if (options.name_threshold > 0) thresholds.name_threshold = options.name_threshold;
  if (options.address_threshold > 0) thresholds.address_threshold = options.address_threshold;
  std::shared_ptr<const parties::KnownParties> known;
  if (!options.known_parties.empty()) {
    auto loaded = parties::KnownParties::load(options.known_parties);
    if (!loaded) return loaded.error();
    known = std::move(loaded).value();
  }
  std::optional<lists::RelationTable> relations;
  if (!options.ownership_paths.empty()) {
    Result<lists::RelationTable> read = lists::read_relations(options.ownership_paths);
    if (!read) return read.error();
    relations = std::move(read).value();
  }
  return assemble_snapshot(std::move(files), book.value(), thresholds, std::move(known),
                           std::move(relations));
}

Result<std::shared_ptr<const Snapshot>> load_snapshot(const SnapshotOptions& options) {
  Result<std::vector<lists::ListFile>> files = read_snapshot_lists(options.list_paths);
  if (!files) return files.error();
  return assemble_snapshot(std::move(files).value(), options);
}

std::string_view snapshot_id(const Snapshot& snapshot) noexcept { return snapshot.id(); }
std::string_view snapshot_json(const Snapshot& snapshot) noexcept { return snapshot.json(); }
std::string_view snapshot_rules_hash(const Snapshot& snapshot) noexcept { return snapshot.book().hash(); }
std::size_t snapshot_rule_count(const Snapshot& snapshot) noexcept { return snapshot.book().rules().size(); }
const std::vector<SnapshotSource>& snapshot_sources(const Snapshot& snapshot) noexcept {
  return snapshot.sources();
}
std::vector<parties::KnownFile> snapshot_known_parties(const Snapshot& snapshot) {
  if (snapshot.known_parties() == nullptr) return {};
  return snapshot.known_parties()->files();
}
SnapshotLaw snapshot_law(const Snapshot& snapshot) {
  SnapshotLaw law;
  for (const rules::LawChange& change : snapshot.book().calendar())
    law.changes.push_back({change.day, change.what});
  law.checked = snapshot.book().oldest_check();
  return law;
}
SnapshotOwnership snapshot_ownership(const Snapshot& snapshot) {
  SnapshotOwnership out;
  if (snapshot.ownership() == nullptr) return out;
  for (const lists::RelationFile& file : snapshot.ownership()->files())
    out.files.push_back({file.path, file.source, file.hash, file.relations, file.rejections});
  out.relations = snapshot.ownership()->relations();
  out.owned = snapshot.ownership()->owned_count();
  return out;
}
std::vector<lists::ListTally> snapshot_lists(const Snapshot& snapshot) {
  return lists::tally_lists(snapshot.watchlist().files());
}
std::vector<lists::SourceFile> snapshot_files(const Snapshot& snapshot) {
  return lists::source_files(snapshot.watchlist().files());
}

}  // namespace ordergate
