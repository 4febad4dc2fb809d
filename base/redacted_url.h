// An address as logs and messages may show it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace ordergate {

/// Without what may be secret: user and password, and all behind a '?' or '#', where signed links have
/// their signature. "https://user:pass@a.example/x?sig=1" is "https://a.example/x?[redacted]".
[[nodiscard]] inline std::string redacted_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t path = std::min(url.find_first_of("/?#", begin), url.size());
  const std::size_t host = url.substr(begin, path - begin).rfind('@');
  std::string text(url.substr(0, begin));
  text += url.substr(host == std::string_view::npos ? begin : begin + host + 1,
                     path - (host == std::string_view::npos ? begin : begin + host + 1));
  const std::size_t end = std::min(url.find_first_of("?#", path), url.size());
  text += url.substr(path, end - path);
  return end < url.size() ? text + "?[redacted]" : text;
}

}  // namespace ordergate
