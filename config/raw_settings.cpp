#include "config/raw_settings.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>

#include "base/trim.h"
#include "config/substitute.h"

namespace ordergate {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{1} << 20;
constexpr std::string_view kBlank = " \t\r";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// The text in the first pair of quotation marks.
std::string_view first_quoted(std::string_view text) {
  const std::size_t open = text.find_first_of("\"'");
  if (open == std::string_view::npos) return {};
  const std::size_t close = text.find(text[open], open + 1);
  return close == std::string_view::npos ? std::string_view{} : text.substr(open + 1, close - open - 1);
}

/// The key of "key = value", without quotation marks, and its value.
struct KeyAndValue {
  std::string_view key, value;
};
std::optional<KeyAndValue> split(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos || line.front() == '#') return std::nullopt;
  std::string_view key = trim(line.substr(0, equals), kBlank);
  if (key.size() > 1 && (key.front() == '"' || key.front() == '\'')) key = key.substr(1, key.size() - 2);
  return KeyAndValue{key, trim(line.substr(equals + 1), kBlank)};
}

bool is_for_everyone(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & S_IROTH) != 0;
}

/// The files that a value names as secret.
std::vector<std::string> secret_files(const KeyAndValue& setting) {
  constexpr std::string_view kOpen = "${file:";
  std::vector<std::string> files;
  std::string_view rest = setting.value;
  for (std::size_t at = rest.find(kOpen); at != std::string_view::npos; at = rest.find(kOpen)) {
    rest.remove_prefix(at + kOpen.size());
    files.emplace_back(rest.substr(0, rest.find('}')));
  }
  if (setting.key.ends_with("ssl.key.location") || setting.key.ends_with("ssl.keystore.location"))
    files.emplace_back(first_quoted(setting.value));
  return files;
}

/// Quotation marks that open or close a text; those behind a backslash and inside the other kind do not.
bool ends_inside_quotes(std::string_view line) {
  char open = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (open == 0 && c == '#') return false;
    if (open == '"' && c == '\\')
      ++i;
    else if (open != 0 ? c == open : (c == '"' || c == '\''))
      open = open == 0 ? c : char{0};
  }
  return open != 0;
}

}  // namespace

bool asks_for_json_log(const std::string& path) {
  const Result<std::string> text = read_text_file(path, kFileBytesMax);
  if (!text) return false;
  bool in_log = false;
  for (const std::string_view raw : lines_of(text.value())) {
    const std::string_view line = trim(raw, kBlank);
    if (line.empty()) continue;
    if (line.front() == '[') in_log = line.starts_with("[log]");
    const std::optional<KeyAndValue> setting = split(line);
    if (!setting) continue;
    const bool names_format = in_log ? setting->key == "format" : setting->key == "log.format";
    if (names_format && first_quoted(setting->value) == "json") return true;
  }
  return false;
}

std::vector<std::string> secrets_for_everyone(const std::string& path) {
  const Result<std::string> text = read_text_file(path, kFileBytesMax);
  if (!text) return {};
  std::vector<std::string> found;
  for (const std::string_view raw : lines_of(text.value())) {
    const std::string_view line = trim(raw, kBlank);
    const std::optional<KeyAndValue> setting = line.empty() ? std::nullopt : split(line);
    if (!setting) continue;
    for (std::string& file : secret_files(*setting))
      if (is_for_everyone(file) && std::find(found.begin(), found.end(), file) == found.end())
        found.push_back(std::move(file));
  }
  return found;
}

std::string quotation_problem(std::string_view line) {
  line = trim(line, kBlank);
  if (line.empty() || line.front() == '#') return "";
  if (ends_inside_quotes(line)) return "a quotation mark is missing in this line";
  const std::optional<KeyAndValue> setting = split(line);
  if (!setting || setting->value.empty()) return "";
  // What a text may begin with: a word, an address, a path.
  const char first = setting->value.front();
  const bool bare = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '/' ||
                    (first >= '0' && first <= '9' && setting->value.find_first_of(".:") != std::string::npos);
  return bare ? "a text stands in quotation marks: " + std::string(setting->key) + " = \"…\"" : "";
}

std::string_view line_of_text(std::string_view text, std::size_t number) {
  const std::vector<std::string_view> lines = lines_of(text);
  return number >= 1 && number <= lines.size() ? lines[number - 1] : std::string_view{};
}

}  // namespace ordergate
