#include "tracing/http_post.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

namespace ordergate::tracing {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kAnswerBytesMax = std::size_t{64} << 10U;

struct CloseEasy {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using EasyHandle = std::unique_ptr<CURL, CloseEasy>;
using ListHandle = std::unique_ptr<curl_slist, FreeList>;

/// A field name of RFC 9110, 5.6.2.
bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_line(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

std::size_t keep_answer(char* data, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  const std::size_t bytes = size * count;
  if (body.size() + bytes > kAnswerBytesMax) return 0;  // ends the transfer
  body.append(data, bytes);
  return bytes;
}

void append(ListHandle& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  OG_CHECK(longer != nullptr);
  static_cast<void>(list.release());
  list.reset(longer);
}

}  // namespace

struct HttpPost::Handles {
  EasyHandle easy;
  ListHandle headers;
  std::array<char, CURL_ERROR_SIZE> error{};
};

HttpPost::HttpPost(std::unique_ptr<Handles> handles)
    : handles_(std::move(handles)), stop_at_(std::numeric_limits<steady_clock::rep>::max()) {}

HttpPost::~HttpPost() {
  handles_.reset();
  curl_global_cleanup();
}

Result<std::unique_ptr<HttpPost>> HttpPost::create(const TracingSettings& settings) {
  for (const auto& [name, value] : settings.headers)
    if (!is_token(name) || !is_line(value))
      return Error{"[tracing.headers] " + name + ": is no header of HTTP"};
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return Error{"[tracing] libcurl does not start"};
  std::unique_ptr<HttpPost> made(new HttpPost(std::make_unique<Handles>()));
  Handles& handles = *made->handles_;
  handles.easy.reset(curl_easy_init());
  OG_CHECK(handles.easy != nullptr);
  append(handles.headers, "Content-Type: application/x-protobuf");
  append(handles.headers,
         "Expect:");  // else a body of some size waits a second for a collector that says nothing
  for (const auto& [name, value] : settings.headers) append(handles.headers, name + ": " + value);
  CURL* const easy = handles.easy.get();
  if (curl_easy_setopt(easy, CURLOPT_URL, settings.endpoint.c_str()) != CURLE_OK)
    return Error{"[tracing] endpoint: '" + settings.endpoint + "' is no URL"};
  if (!settings.ca_file.empty()) {
    if (::access(settings.ca_file.c_str(), R_OK) != 0)
      return Error{"[tracing] ca_file: '" + settings.ca_file + "' cannot be read"};
    curl_easy_setopt(easy, CURLOPT_CAINFO, settings.ca_file.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, handles.headers.get());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "ordergate/" OG_VERSION);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, handles.error.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep_answer);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, made.get());
  curl_easy_setopt(
      easy, CURLOPT_XFERINFOFUNCTION,
      +[](void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
        return static_cast<const HttpPost*>(self)->over() ? 1 : 0;
      });
  return made;
}

PostAnswer HttpPost::post(const std::string& body) {
  PostAnswer answer;
  CURL* const easy = handles_->easy.get();
  handles_->error[0] = '\0';
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.data());
  if (const CURLcode code = curl_easy_perform(easy); code != CURLE_OK) {
    answer.why = handles_->error[0] != '\0' ? handles_->error.data() : curl_easy_strerror(code);
    return answer;
  }
  long status = 0;
  curl_off_t retry_after_s = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after_s);
  answer.status = static_cast<int>(status);
  if (retry_after_s > 0) answer.retry_after = std::chrono::seconds(retry_after_s);
  return answer;
}

void HttpPost::stop_at(steady_clock::time_point when) noexcept {
  stop_at_.store(when.time_since_epoch().count());
}

bool HttpPost::over() const noexcept {
  return steady_clock::now().time_since_epoch().count() >= stop_at_.load(std::memory_order_relaxed);
}

}  // namespace ordergate::tracing
