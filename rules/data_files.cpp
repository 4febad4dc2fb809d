#include "rules/data_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "rules/embedded.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kEmbeddedFolder = "ear/";

std::string joined(const std::string& directory, std::string_view name) {
  return (std::filesystem::path(directory) / std::filesystem::path(name)).string();
}

}  // namespace

Result<DataFiles> DataFiles::open(std::string directory) {
  std::error_code ignored;
  if (!directory.empty() && !std::filesystem::is_directory(directory, ignored))
    return Error{directory + ": no such directory"};
  DataFiles files;
  files.directory_ = std::move(directory);
  return files;
}

Result<std::string> read_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return Error{path + ": is a directory"};
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) return Error{path + ": cannot be read"};
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return Error{path + ": cannot be read"};
  return bytes;
}

bool DataFiles::in_directory(std::string_view name) const {
  std::error_code ignored;
  return !directory_.empty() && std::filesystem::is_regular_file(joined(directory_, name), ignored);
}

std::string DataFiles::path(std::string_view name) const {
  return in_directory(name) ? joined(directory_, name) : "rules/ear/" + std::string(name);
}

Result<std::string> DataFiles::read(std::string_view name) const {
  if (in_directory(name)) return read_file(joined(directory_, name));
  for (const EmbeddedFile& file : embedded_files())
    if (file.name.substr(kEmbeddedFolder.size()) == name) return std::string(file.bytes);
  return Error{path(name) + ": no such file"};
}

std::vector<std::string> DataFiles::names(std::string_view suffix) const {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files())
    if (file.name.ends_with(suffix)) names.emplace_back(file.name.substr(kEmbeddedFolder.size()));
  std::error_code ignored;
  if (!directory_.empty())
    for (const auto& entry : std::filesystem::directory_iterator(directory_, ignored))
      if (entry.is_regular_file(ignored) && entry.path().string().ends_with(suffix))
        names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace ordergate::rules
