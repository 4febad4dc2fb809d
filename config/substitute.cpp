#include "config/substitute.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace ordergate {
namespace {

constexpr std::size_t kSecretBytesMax = std::size_t{64} << 10;
constexpr std::string_view kFilePrefix = "file:";

Result<Substituted> value_of(const std::string& name) {
  if (name.empty()) return Error{"'${}' names nothing"};
  if (name.compare(0, kFilePrefix.size(), kFilePrefix) == 0) {
    const std::string path = name.substr(kFilePrefix.size());
    Result<std::string> text = read_text_file(path, kSecretBytesMax);
    if (!text) return Error{"'${" + name + "}': " + text.error().text};
    std::string secret = std::move(text).value();
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
    return Substituted{std::move(secret), true};
  }
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr) return Error{"'${" + name + "}': the environment variable " + name + " is not set"};
  return Substituted{value, false};
}

}  // namespace

Result<std::string> read_text_file(const std::string& path, std::size_t bytes_max) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return Error{path + ": is a directory, not a file"};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{path + ": cannot be read: " + std::strerror(errno == 0 ? ENOENT : errno)};
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) return Error{path + ": cannot be read to the end"};
  if (text.size() > bytes_max) return Error{path + ": larger than " + std::to_string(bytes_max) + " bytes"};
  return text;
}

Result<Substituted> substitute(std::string_view text) {
  Substituted out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find("${", at), text.size());
    const bool escaped = open > at && open < text.size() && text[open - 1] == '$';
    out.text += text.substr(at, open - at - (escaped ? 1 : 0));
    if (open == text.size()) break;
    at = open + 2;
    if (escaped) {
      out.text += "${";
      continue;
    }
    const std::size_t close = text.find('}', at);
    if (close == std::string_view::npos)
      return Error{"'${' without a closing brace (write '$${' for the signs)"};
    Result<Substituted> value = value_of(std::string(text.substr(at, close - at)));
    if (!value) return value.error();
    out.text += value.value().text;
    out.secret = out.secret || value.value().secret;
    at = close + 1;
  }
  return out;
}

}  // namespace ordergate
