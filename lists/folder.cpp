#include "lists/folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"

namespace ordergate::lists {
namespace {

namespace fs = std::filesystem;

bool is_of_no_interest(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with(".") || is_leftover(name);
}

Result<std::vector<fs::path>> files_under(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> found;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (is_of_no_interest(at->path())) {
      if (at->is_directory()) at.disable_recursion_pending();
      continue;
    }
    if (at->is_regular_file()) found.push_back(at->path());
  }
  if (error) return Error{folder + ": " + error.message()};
  std::sort(found.begin(), found.end());
  return found;
}

/// By the name or the publisher's own header.
std::optional<Date> sure_date(const ListFile& file) {
  const std::optional<Date> named = date_in_name(file.path);
  return named ? named : file.published;
}

bool is_own(const ListFile& file) {
  const std::vector<Format>& known = formats();
  return std::any_of(known.begin(), known.end(), [&file](const Format& format) {
    return format.may_be_empty && format.name == file.format;
  });
}

bool holds(const ListFile& file, ListCode list) {
  return std::any_of(file.lists.begin(), file.lists.end(),
                     [list](const ListCount& count) { return count.list == list; });
}

bool are_of_one_list(const ListFile& one, const ListFile& other) {
  if (one.source != other.source || is_own(one)) return false;
  return std::any_of(one.lists.begin(), one.lists.end(),
                     [&other](const ListCount& count) { return holds(other, count.list); });
}

/// A list of the older file that the newer one has nothing of: nobody would be screened against it any more.
std::optional<ListCode> lost_list(const ListFile& older, const ListFile& newer) {
  for (const ListCount& count : older.lists)
    if (!holds(newer, count.list)) return count.list;
  return std::nullopt;
}

}  // namespace

bool is_leftover(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 12> kEnds = {"~",         ".part", ".partial",  ".crdownload",
                                                      ".filepart", ".tmp",  ".swp",      ".swo",
                                                      ".bak",      ".orig", kHeadersEnd, "#"};
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [name](std::string_view end) { return name.ends_with(end); });
}

Result<std::vector<FoundFile>> find_files(const std::vector<std::string>& paths) {
  std::vector<FoundFile> files;
  std::set<std::string> known;
  const auto add = [&](const fs::path& path, const std::string& folder) {
    if (known.insert(fs::weakly_canonical(path).string()).second) files.push_back({path.string(), folder});
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      add(path, "");
      continue;
    }
    const Result<std::vector<fs::path>> found = files_under(path);
    if (!found) return found.error();
    for (const fs::path& file : found.value()) add(file, path);
  }
  return files;
}

Status keep_newest(const std::vector<FoundFile>& found, std::vector<ListFile>& files) {
  std::vector<bool> superseded(files.size(), false);
  for (std::size_t i = 0; i < files.size(); ++i)
    for (std::size_t j = i + 1; j < files.size(); ++j) {
      const bool together = !found[i].folder.empty() && found[i].folder == found[j].folder;
      if (!together || superseded[i] || superseded[j] || !are_of_one_list(files[i], files[j])) continue;
      if (files[i].hash == files[j].hash) {
        superseded[j] = true;
        continue;
      }
      const std::optional<Date> one = sure_date(files[i]);
      const std::optional<Date> other = sure_date(files[j]);
      if (!one || !other || *one == *other)
        return Error{
            files[i].path + ", " + files[j].path + ": both hold a list of " + files[i].source +
            ", and no date says which is newer; keep one in the folder, or name each as a path of its "
            "own to read both"};
      const bool later_one = *other < *one;
      const std::size_t kept = later_one ? i : j;
      const std::size_t left = later_one ? j : i;
      if (const std::optional<ListCode> lost = lost_list(files[left], files[kept]))
        return Error{files[left].path + ": " + files[kept].path +
                     " of the same publisher is newer and has no " + std::string(to_string(*lost)) +
                     ", which would be lost; keep whole lists of one publisher in the folder, or name each "
                     "file as a path of its own to read both"};
      superseded[left] = true;
      files[kept].rejections.push_back(
          {files[left].path, 0, "not read: " + files[kept].path + " of the same publisher is newer"});
    }
  std::size_t at = 0;
  std::erase_if(files, [&](const ListFile&) { return superseded[at++]; });
  return Done{};
}

/// A day in the file's name: "consolidated_2026-07-31.csv", "sdn20260731.csv".
std::optional<Date> date_in_name(const std::string& path) {
  const std::string name = fs::path(path).stem().string();
  for (std::size_t i = 0; i + 8 <= name.size(); ++i) {
    if (const auto date = parse_date(std::string_view(name).substr(i, 10))) return date;
    const std::string digits = name.substr(i, 8);
    if (digits.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto date = parse_date(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2));
    if (date) return date;
  }
  return std::nullopt;
}

std::optional<Date> date_in_headers(const std::string& path) {
  constexpr int kLinesMax = 1000;
  constexpr std::string_view kName = "last-modified:";
  std::ifstream in(path + std::string(kHeadersEnd));
  std::optional<Date> day;
  bool gave = true;  // headers without a status line
  std::string line;
  for (int i = 0; i < kLinesMax && std::getline(in, line); ++i) {
    line = ascii_lower(trim(line));
    if (line.starts_with("http/")) {  // another answer begins; only one that gave the file dates it
      day.reset();
      gave = line.substr(std::min(line.find(' '), line.size())).starts_with(" 200");
    }
    if (!gave || !line.starts_with(kName)) continue;
    // "Fri, 31 Jul 2026 07:02:11 GMT"
    const std::string_view said = trim(std::string_view(line).substr(kName.size()));
    const std::size_t begin = said.find(", ");
    const std::size_t end = said.rfind(' ', said.rfind(':'));
    if (begin != std::string_view::npos && end != std::string_view::npos && begin + 2 < end)
      day = read_date(said.substr(begin + 2, end - begin - 2));
  }
  return day;
}

}  // namespace ordergate::lists
