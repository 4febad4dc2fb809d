#include "fetch/download.h"

#include <curl/curl.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

#include "base/check.h"

namespace ordergate::fetch {
namespace {

constexpr long kRedirectsMax = 10;
constexpr long kConnectSeconds = 30;
constexpr long kStallBytesPerSecond = 1024;
constexpr std::size_t kTextMax = 4096;
// Some publishers refuse what does not call itself so.
constexpr const char* kUserAgent = "Mozilla/5.0 (compatible; ordergate/" OG_VERSION ")";

struct Close {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using Handle = std::unique_ptr<CURL, Close>;
using Headers = std::unique_ptr<curl_slist, Close>;
using File = std::unique_ptr<std::FILE, Close>;

/// curl's own start and end, once a process.
void start_curl() {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  OG_CHECK(kStarted == CURLE_OK);
}

struct Transfer {
  CURL* handle = nullptr;
  std::FILE* file = nullptr;
  std::uint64_t bytes = 0, bytes_max = 0;
  bool too_large = false;
  const OnBytes* on_bytes = nullptr;
};

long status_of(CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

std::size_t on_data(char* data, std::size_t, std::size_t size, void* to) {
  Transfer& transfer = *static_cast<Transfer*>(to);
  if (status_of(transfer.handle) != 200) return size;  // what an error page says is not kept
  if (size > transfer.bytes_max - transfer.bytes) {
    transfer.too_large = true;
    return 0;
  }
  transfer.bytes += size;
  return std::fwrite(data, 1, size, transfer.file);
}

int on_progress(void* of, curl_off_t total, curl_off_t, curl_off_t, curl_off_t) {
  const Transfer& transfer = *static_cast<Transfer*>(of);
  if (*transfer.on_bytes && status_of(transfer.handle) == 200)
    (*transfer.on_bytes)(transfer.bytes, total > 0 ? static_cast<std::uint64_t>(total) : 0);
  return 0;
}

void add_header(Headers& headers, const std::string& name, const std::string& value) {
  if (value.empty()) return;
  headers.reset(curl_slist_append(headers.release(), (name + ": " + value).c_str()));
}

std::string header_of(CURL* handle, const char* name) {
  curl_header* header = nullptr;
  if (curl_easy_header(handle, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return "";
  return header->value;
}

bool may_be_otherwise(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_PARTIAL_FILE:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_AGAIN:
      return true;
    default:
      return false;
  }
}

bool may_be_otherwise(long status) {
  return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504 || status == 304;
}

std::string bytes_text(std::uint64_t bytes) { return std::to_string(bytes) + " bytes"; }

Failure failure_of(CURLcode code, const Transfer& transfer, const char* detail) {
  if (transfer.too_large || code == CURLE_FILESIZE_EXCEEDED)
    return {"longer than bytes_max = " + std::to_string(transfer.bytes_max), false, {}};
  std::string why = curl_easy_strerror(code);
  if (code == CURLE_WRITE_ERROR) why = std::string("cannot be written: ") + std::strerror(errno);
  if (code == CURLE_UNSUPPORTED_PROTOCOL) why = "sent on to an address that is not https://";
  if (*detail != '\0' && code != CURLE_WRITE_ERROR) why.append(" (").append(detail).append(")");
  if (transfer.bytes > 0) why += " after " + bytes_text(transfer.bytes);
  return {why, may_be_otherwise(code), {}};
}

void set_up(CURL* handle, const Request& request, Transfer& transfer, curl_slist* headers, char* detail) {
  const bool secure = request.url.rfind("https://", 0) == 0;
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(handle, CURLOPT_MAXREDIRS, kRedirectsMax);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, kUserAgent);
  curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  if (!request.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, request.ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  }
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_FILETIME, 1L);
  curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.bytes_max));
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT,
                   std::min(kConnectSeconds, static_cast<long>(request.timeout.count())));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.stall_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_data);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail);
}

Answer answer_of(CURL* handle, const Request& request, const Transfer& transfer) {
  const long status = status_of(handle);
  const bool asked = !request.etag.empty() || !request.last_modified.empty();
  if (status == 304 && asked) return Response{true, "", "", std::nullopt, 0};
  if (status != 200) {
    curl_off_t wait = 0;
    curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &wait);
    return Failure{"the server answered " + std::to_string(status) +
                       (status == 304 ? ", to a question that it cannot say that to" : ""),
                   may_be_otherwise(status), std::chrono::seconds(wait)};
  }
  if (transfer.bytes == 0) return Failure{"the answer is empty", true, {}};
  Response response{false, header_of(handle, "ETag"), header_of(handle, "Last-Modified"), std::nullopt,
                    transfer.bytes};
  curl_off_t modified = -1;
  curl_easy_getinfo(handle, CURLINFO_FILETIME_T, &modified);
  if (modified >= 0) response.modified_unix_s = modified;
  return response;
}

}  // namespace

Answer download(const Request& request, const std::filesystem::path& into, const OnBytes& on_bytes) {
  start_curl();
  const File file(std::fopen(into.c_str(), "wb"));
  if (!file) return Failure{into.string() + ": cannot be written: " + std::strerror(errno), false, {}};
  const Handle handle(curl_easy_init());
  OG_CHECK(handle);
  Headers headers;
  add_header(headers, "If-None-Match", request.etag);
  if (request.etag.empty()) add_header(headers, "If-Modified-Since", request.last_modified);
  add_header(headers, "Authorization", request.authorization);
  // Of a packed answer nobody can tell whether it came whole. One that comes packed unasked is unpacked.
  add_header(headers, "Accept-Encoding", "identity");
  Transfer transfer{handle.get(), file.get(), 0, request.bytes_max, false, &on_bytes};
  std::array<char, CURL_ERROR_SIZE> detail{};
  set_up(handle.get(), request, transfer, headers.get(), detail.data());
  const CURLcode code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) return failure_of(code, transfer, detail.data());
  if (std::fflush(file.get()) != 0)
    return Failure{into.string() + ": cannot be written: " + std::strerror(errno), false, {}};
  return answer_of(handle.get(), request, transfer);
}

Posted post(const std::string& url, std::chrono::seconds timeout) {
  start_curl();
  const Handle handle(curl_easy_init());
  OG_CHECK(handle);
  Posted posted;
  const auto keep = +[](char* data, std::size_t, std::size_t size, void* to) {
    auto& text = *static_cast<std::string*>(to);
    text.append(data, std::min(size, kTextMax - std::min(kTextMax, text.size())));
    return size;
  };
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, static_cast<long>(timeout.count()));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &posted.text);
  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_OK) {
    posted.status = status_of(handle.get());
  } else if (code != CURLE_COULDNT_CONNECT) {
    posted.status = -1;
    posted.text = curl_easy_strerror(code);
  }
  return posted;
}

}  // namespace ordergate::fetch
