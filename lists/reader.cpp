#include "lists/reader.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "base/sha256.h"
#include "lists/embedded.h"
#include "lists/entry_builder.h"
#include "lists/families.h"
#include "lists/folder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "matchers/addresses/address_parse.h"
#include "matchers/names/tokens.h"

namespace ordergate::lists {
namespace {

namespace fs = std::filesystem;

Result<std::string> file_bytes(const std::string& path, const ReadLimits& limits) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(path, error);
  if (error) return Error{path + ": " + error.message()};
  if (size > limits.file_bytes_max) {
    return Error{path + ": " + std::to_string(size) + " bytes, more than the limit of " +
                 std::to_string(limits.file_bytes_max)};
  }
  std::ifstream in(path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) return Error{path + ": cannot be read"};
  return bytes;
}

std::optional<Date> newest_start(const std::vector<ListEntry>& entries) {
  std::optional<Date> newest;
  for (const ListEntry& entry : entries) {
    if (entry.start_date && (!newest || *newest < *entry.start_date)) newest = entry.start_date;
  }
  return newest;
}

/// Names and addresses that are compared by their beginning only, or have letters that are not read, are
/// reported; the entry stays.
void report_cut_texts(ListFile& file) {
  matchers::NameText name;
  const auto address = std::make_unique<matchers::ParsedAddress>();
  for (const ListEntry& entry : file.entries) {
    for (const ListedName& listed : entry.names) {
      name.read(listed.text);
      if (!name.over_bound() && !name.unread()) continue;
      file.rejections.push_back({file.path, entry.line,
                                 name.over_bound()
                                     ? "a name too long to be compared whole; its beginning is"
                                     : "a name with letters that are not read; the rest is compared"});
    }
    for (const ListedAddress& listed : entry.addresses) {
      matchers::parse_address({listed.text, listed.country}, *address);
      if (!address->completeness)
        file.rejections.push_back(
            {file.path, entry.line, "an address too long to be compared whole; its beginning is"});
    }
  }
}

void count(ListFile& file) {
  report_cut_texts(file);
  std::map<ListCode, ListCount> lists;
  for (const ListEntry& entry : file.entries) {
    file.names += entry.names.size();
    file.addresses += entry.addresses.size();
    ListCount& list = lists[entry.list];
    list.list = entry.list;
    ++list.entries;
    list.names += entry.names.size();
    list.addresses += entry.addresses.size();
  }
  for (const auto& [code, list] : lists) file.lists.push_back(list);
}

Result<Reading> read_file(const std::string& path, const ReadLimits& limits) {
  const Result<std::string> bytes = file_bytes(path, limits);
  if (!bytes) return bytes.error();
  Result<Reading> reading = read_bytes(path, bytes.value(), limits);
  if (!reading) return reading;
  // What a server says of a file counts only where the file itself says nothing.
  ListFile& file = reading.value().file;
  if (!file.published) file.published = date_in_headers(path);
  if (!file.date) file.date = file.published;
  return reading;
}

/// Does the start of the file look like the alt, add or comments file of an OFAC set?
bool is_supplement_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string head(kSniffBytes, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return recognizes_ofac_alias_csv(head) || recognizes_ofac_address_csv(head) ||
         recognizes_ofac_comments_csv(head);
}

/// An OFAC names file that was given by itself takes the rest of its set from its directory; the files
/// of a set without the names file are an error.
Status add_siblings(const std::string& directory, std::vector<Reading>& readings, const ReadLimits& limits) {
  const auto has_names = [](const Reading& reading) { return reading.has_ofac_remarks; };
  const auto supplement = [](const Reading& reading) { return reading.is_supplement; };
  const auto names = std::find_if(readings.begin(), readings.end(), has_names);
  const auto rest = std::find_if(readings.begin(), readings.end(), supplement);
  if (names == readings.end() && rest != readings.end()) {
    return Error{rest->file.path +
                 ": aliases, addresses or comments without the OFAC names file they belong to"};
  }
  if (names == readings.end() || rest != readings.end()) return Done{};
  std::error_code error;
  std::vector<std::string> found;
  const fs::path folder = directory.empty() ? fs::path(".") : fs::path(directory);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_regular_file(error) && entry.path().extension() == ".csv")
      found.push_back(entry.path().string());
  }
  std::sort(found.begin(), found.end());
  const auto lead = names - readings.begin();
  for (const std::string& path : found) {
    const bool known = std::any_of(readings.begin(), readings.end(), [&](const Reading& reading) {
      return fs::equivalent(reading.file.path, path, error);
    });
    if (known || !is_supplement_file(path)) continue;
    Result<Reading> reading = read_file(path, limits);
    if (!reading) return reading.error();
    if (!reading.value().is_supplement) continue;
    const ListFile& beside = reading.value().file;
    readings[static_cast<std::size_t>(lead)].file.companions.push_back({beside.path, beside.hash});
    readings.push_back(std::move(reading).value());
  }
  return Done{};
}

}  // namespace

Result<Reading> read_bytes(const std::string& path, std::string_view bytes, const ReadLimits& limits) {
  FileText text{path, tables::without_byte_order_mark(bytes), limits};
  // Treasury's files end with the end-of-file character of old systems.
  while (!text.bytes.empty() && text.bytes.back() == '\x1A') text.bytes.remove_suffix(1);
  const std::string_view head = text.bytes.substr(0, kSniffBytes);
  if (head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF") {
    return Error{path + ": UTF-16 text; save it as UTF-8"};
  }
  if (trim(head).empty()) return Error{path + ": empty file"};
  for (const Format& format : formats()) {
    if (!format.recognizes(head)) continue;
    Result<Reading> reading = format.read(text);
    if (!reading) return reading;
    ListFile& file = reading.value().file;
    if (!format.may_be_empty && file.entries.empty() && reading.value().supplements.empty())
      return Error{path + ": no entry could be read; the file is cut or damaged, or its format changed"};
    name_members(file.entries);
    file.path = path;
    file.format = format.name;
    file.hash = sha256_hex(bytes);
    file.published = file.date;
    if (const auto date = date_in_name(path)) file.date = date;
    for (Rejection& rejection : file.rejections) rejection.file = path;
    return reading;
  }
  return Error{path + ": no list format that is known (see docs/lists.md)"};
}

Result<ListFile> read_list_file(const std::string& path, const ReadLimits& limits) {
  Result<std::vector<ListFile>> files = read_lists({path}, limits);
  if (!files) return files.error();
  return std::move(files.value().front());
}

Result<std::vector<ListFile>> read_lists(const std::vector<std::string>& paths, const ReadLimits& limits) {
  const Result<std::vector<FoundFile>> found = find_files(paths);
  if (!found) return found.error();
  if (found.value().empty())
    return Error{(paths.empty() ? std::string("lists") : paths.front()) + ": no files"};
  // Files of one directory may belong together.
  std::map<std::string, std::vector<Reading>> directories;
  std::vector<std::pair<std::string, std::size_t>> order;
  for (const auto& [path, folder] : found.value()) {
    Result<Reading> reading = read_file(path, limits);
    if (!reading) return reading.error();
    const std::string directory = fs::path(path).parent_path().string();
    order.emplace_back(directory, directories[directory].size());
    directories[directory].push_back(std::move(reading).value());
  }
  for (auto& [directory, readings] : directories) {
    if (Status status = add_siblings(directory, readings, limits); !status) return status.error();
    join_ofac(readings);
  }
  std::vector<ListFile> files;
  for (const auto& [directory, index] : order) {
    files.push_back(std::move(directories[directory][index].file));
    count(files.back());
  }
  if (Status status = keep_newest(found.value(), files); !status) return status.error();
  return files;
}

namespace {

ListFile embedded_list(std::size_t index) {
  const EmbeddedFile& sample = embedded_files()[index];
  Result<Reading> reading = read_bytes("built-in " + std::string(sample.name), sample.bytes, {});
  OG_CHECK(reading.ok() && reading.value().file.rejections.empty());
  reading.value().file.source = "sample";
  reading.value().file.date = newest_start(reading.value().file.entries);  // nobody publishes it
  return std::move(reading.value().file);
}

}  // namespace

ListFile sample_list() {
  ListFile file = embedded_list(0);
  count(file);
  return file;
}

ListFile example_list() {
  ListFile file = embedded_list(0);
  ListFile others = embedded_list(3);
  std::move(others.entries.begin(), others.entries.end(), std::back_inserter(file.entries));
  count(file);
  return file;
}

}  // namespace ordergate::lists
