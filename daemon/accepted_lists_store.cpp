#include "daemon/accepted_lists_store.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

#include "base/hash_text.h"
#include "base/sha256.h"
#include "daemon/state_directory.h"

namespace ordergate::daemon {
namespace {

namespace fs = std::filesystem;
using lists::SourceFile;

constexpr const char* kRecord = "accepted-lists.json";
constexpr const char* kCopies = "lists";
constexpr const char* kAcceptance = "accept-shrunken";

Result<std::string> bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) return Error{path.string() + ": cannot be read"};
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return Error{path.string() + ": cannot be read"};
  return bytes;
}

/// Where each copy lies: files of one folder stay together, for they may belong together, and keep their
/// names, for a name may hold the date.
void place_copies(lists::AcceptedLists& accepted) {
  std::map<fs::path, std::size_t> folders;
  std::string content;
  for (SourceFile& file : accepted.files) {
    const fs::path path(file.path);
    const std::size_t number = folders.try_emplace(path.parent_path(), folders.size()).first->second;
    file.copy = (fs::path(std::to_string(number)) / path.filename()).string();
    content += file.copy + '\n' + file.hash + '\n';
  }
  accepted.copies = to_hex(hash128(content));
}

/// Each code may stand on a line of its own; what follows a '#' is a note.
Result<std::vector<lists::ListCode>> read_codes(const fs::path& path, const std::string& text) {
  std::vector<lists::ListCode> codes;
  std::uint64_t line = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view words = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++line;
    words = words.substr(0, words.find('#'));
    while (!words.empty()) {
      const std::size_t begin = std::min(words.find_first_not_of(" \t\r,"), words.size());
      words.remove_prefix(begin);
      const std::string_view word = words.substr(0, words.find_first_of(" \t\r,"));
      words.remove_prefix(word.size());
      if (word.empty()) continue;
      const std::optional<lists::ListCode> code = lists::parse_list_code(word);
      if (!code)
        return Error{path.string() + ":" + std::to_string(line) + ": '" + std::string(word) +
                     "' is no code of a list (docs/lists.md)"};
      codes.push_back(*code);
    }
  }
  return codes;
}

}  // namespace

Result<std::optional<lists::AcceptedLists>> AcceptedListsStore::last() const {
  std::error_code error;
  const fs::path path = folder_ / kRecord;
  if (!enabled() || fs::symlink_status(path, error).type() == fs::file_type::not_found)
    return std::optional<lists::AcceptedLists>{};
  const Result<std::string> text = bytes_of(path);
  if (!text) return text.error();
  Result<lists::AcceptedLists> read = lists::parse_accepted(text.value());
  if (!read)
    return Error{path.string() + ": what was accepted last cannot be read (" + read.error().text +
                 "); removing the file takes the lists in place as they are"};
  return std::optional<lists::AcceptedLists>(std::move(read).value());
}

Status AcceptedListsStore::remember(lists::AcceptedLists accepted) const {
  if (!enabled()) return Done{};
  place_copies(accepted);
  if (Status kept = keep_copies(accepted); !kept) return kept;
  if (Status written = write_state_file(folder_ / kRecord, lists::to_text(accepted)); !written)
    return written;
  drop_other_copies(accepted.copies);
  return Done{};
}

Status AcceptedListsStore::keep_copies(const lists::AcceptedLists& accepted) const {
  const fs::path kept = folder_ / kCopies / accepted.copies;
  std::error_code error;
  if (fs::is_directory(kept, error)) return Done{};  // only ever put there whole
  const fs::path beside = folder_ / kCopies / ("." + accepted.copies + "." + std::to_string(::getpid()));
  fs::remove_all(beside, error);
  for (const SourceFile& file : accepted.files) {
    const Result<std::string> bytes = bytes_of(file.path);
    if (!bytes) return bytes.error();
    if (sha256_hex(bytes.value()) != file.hash)
      return Error{file.path + ": was written again while it was read; the next reload keeps a copy"};
    const fs::path copy = beside / file.copy;
    fs::create_directories(copy.parent_path(), error);
    if (error) return Error{copy.parent_path().string() + ": cannot be made: " + error.message()};
    if (Status written = write_state_file(copy, bytes.value()); !written) return written;
  }
  fs::rename(beside, kept, error);
  if (error && !fs::is_directory(kept)) return Error{kept.string() + ": cannot be made: " + error.message()};
  fs::remove_all(beside, error);  // another instance was first
  return Done{};
}

void AcceptedListsStore::drop_other_copies(const std::string& kept) const {
  std::error_code error;
  std::vector<fs::path> others;
  for (fs::directory_iterator it(folder_ / kCopies, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name != kept && name.front() != '.') others.push_back(it->path());
  }
  for (const fs::path& other : others) fs::remove_all(other, error);
}

std::vector<std::string> AcceptedListsStore::copies_of(const lists::AcceptedLists& accepted) const {
  std::vector<std::string> paths;
  std::error_code error;
  for (const SourceFile& file : accepted.files) {
    const fs::path copy = folder_ / kCopies / accepted.copies / file.copy;
    if (accepted.copies.empty() || file.copy.empty() || !fs::is_regular_file(copy, error)) return {};
    if (!file.beside) paths.push_back(copy.string());
  }
  return paths;
}

Result<std::vector<lists::ListCode>> AcceptedListsStore::take_acceptance() const {
  std::error_code error;
  const fs::path path = folder_ / kAcceptance;
  if (!enabled() || fs::symlink_status(path, error).type() == fs::file_type::not_found)
    return std::vector<lists::ListCode>{};
  const Result<std::string> text = bytes_of(path);
  if (!text) return text.error();
  if (!fs::remove(path, error))  // else it would stand for every load to come
    return Error{path.string() + ": cannot be removed: " + error.message()};
  return read_codes(path, text.value());
}

Status AcceptedListsStore::accept_next(const std::vector<lists::ListCode>& lists) const {
  std::error_code error;
  const fs::path path = folder_ / kAcceptance;
  std::string text;
  if (fs::exists(path, error)) {
    const Result<std::string> before = bytes_of(path);
    if (!before) return before.error();
    text = before.value() + "\n";
  }
  for (const lists::ListCode list : lists) text.append(to_string(list)).append("\n");
  return write_state_file(path, text);
}

}  // namespace ordergate::daemon
