// One GET over HTTP, through libcurl. Cold; blocks.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace ordergate::wire {

struct HttpRequest {
  std::string url;             // http:// or https://
  std::string user, password;  // basic authentication
  std::string token;           // bearer
  std::string ca_file;         // PEM; empty: what the system trusts
  std::string certificate_file, key_file;
  std::chrono::milliseconds timeout{10'000};
  std::size_t bytes_max = std::size_t{2} << 20;
};

struct HttpAnswer {
  long status = 0;  // 0: no answer
  std::string body;
  std::string problem;  // why there is none; names no secret
};

/// TLS is verified, redirects are not followed: credentials go to the address that was named alone.
[[nodiscard]] HttpAnswer http_get(const HttpRequest& request);

/// A part of a path, percent-encoded.
[[nodiscard]] std::string url_part(const std::string& text);

}  // namespace ordergate::wire
