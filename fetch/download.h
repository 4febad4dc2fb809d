// One answer of an HTTP server into a file. Cold; blocks.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "base/result.h"

namespace ordergate::fetch {

struct Request {
  std::string url;                  // https://, or http://
  std::string ca_file;              // PEM; empty: what the system trusts
  std::string authorization;        // value of the header; never sent to another host
  std::string etag, last_modified;  // of what is there already; empty: not asked about
  std::uint64_t bytes_max = 0;      // unpacked
  std::chrono::seconds timeout{0}, stall_timeout{0};
};

struct Response {
  bool not_modified = false;  // nothing was written
  std::string etag, last_modified;
  std::optional<std::int64_t> modified_unix_s;  // of Last-Modified
  std::uint64_t bytes = 0;                      // unpacked
};

struct Failure {
  std::string why;               // names no secret
  bool again = false;            // may be otherwise in a moment
  std::chrono::seconds wait{0};  // what the server asked for
};

using Answer = std::variant<Response, Failure>;
/// Bytes so far, and of the whole; 0: not told.
using OnBytes = std::function<void(std::uint64_t, std::uint64_t)>;

/// Writes what is at the address into `into`. TLS is verified; a redirect of https:// goes to https:// only,
/// at most 10 of them; proxies are those of the environment (https_proxy, no_proxy ...). A Response is an
/// answer that came whole, as far as HTTP can tell: of the length that was told, or to the end of its chunks.
[[nodiscard]] Answer download(const Request& request, const std::filesystem::path& into,
                              const OnBytes& on_bytes);

/// POSTs nothing to an address of this machine, without a proxy. `status` 0: nobody listens there.
struct Posted {
  long status = 0;
  std::string text;
};
[[nodiscard]] Posted post(const std::string& url, std::chrono::seconds timeout);

}  // namespace ordergate::fetch
