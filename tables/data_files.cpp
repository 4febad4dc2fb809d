#include "tables/data_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace ordergate::tables {
namespace {

std::string joined(const std::string& directory, std::string_view name) {
  return (std::filesystem::path(directory) / std::filesystem::path(name)).string();
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

Result<DataFiles> DataFiles::open(const DataFiles& embedded, std::string directory) {
  std::error_code ignored;
  if (!directory.empty() && !std::filesystem::is_directory(directory, ignored))
    return Error{directory + ": no such directory"};
  DataFiles files = embedded;
  files.directory_ = std::move(directory);
  if (!files.directory_.empty() && !files.has_own())
    return Error{files.directory_ + ": no rules in it: no file ends in .toml or has the name of a table"};
  return files;
}

Result<std::string> read_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return Error{path + ": is a directory"};
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open()) return Error{path + ": cannot be read"};
  std::string bytes;
  constexpr std::size_t kPiece = std::size_t{1} << 20U;
  for (std::size_t size = 0;; size += static_cast<std::size_t>(in.gcount())) {
    bytes.resize(size);
    if (!in.good()) break;
    bytes.resize(size + kPiece);
    in.read(bytes.data() + size, kPiece);
  }
  if (in.bad()) return Error{path + ": cannot be read"};
  return bytes;
}

bool DataFiles::in_directory(std::string_view name) const {
  std::error_code ignored;
  return !directory_.empty() && std::filesystem::is_regular_file(joined(directory_, name), ignored);
}

bool DataFiles::has_own() const {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, ignored))
    if (entry.is_regular_file(ignored) && entry.path().extension() == ".toml") return true;
  return std::any_of(embedded_.begin(), embedded_.end(),
                     [&](const EmbeddedFile& file) { return in_directory(base_name(file.name)); });
}

std::string DataFiles::path(std::string_view name) const {
  return in_directory(name) ? joined(directory_, name) : std::string(folder_) + std::string(name);
}

Result<std::string> DataFiles::read(std::string_view name) const {
  if (in_directory(name)) return read_file(joined(directory_, name));
  for (const EmbeddedFile& file : embedded_)
    if (base_name(file.name) == name) return std::string(file.bytes);
  return Error{path(name) + ": no such file"};
}

std::vector<std::string> DataFiles::names(std::string_view suffix) const {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_)
    if (file.name.ends_with(suffix)) names.emplace_back(base_name(file.name));
  std::error_code ignored;
  if (!directory_.empty())
    for (const auto& entry : std::filesystem::directory_iterator(directory_, ignored))
      if (entry.is_regular_file(ignored) && entry.path().string().ends_with(suffix))
        names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace ordergate::tables
