#include "wire/http_get.h"

#include <curl/curl.h>

#include <memory>
#include <string_view>

namespace ordergate::wire {
namespace {

struct Body {
  std::string text;
  std::size_t bytes_max = 0;
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* into) {
  Body& body = *static_cast<Body*>(into);
  const std::size_t bytes = size * count;
  if (bytes > body.bytes_max - body.text.size()) return 0;  // ends the transfer
  body.text.append(data, bytes);
  return bytes;
}

void set(CURL* curl, CURLoption option, const std::string& text) {
  if (!text.empty()) curl_easy_setopt(curl, option, text.c_str());
}

void authenticate(CURL* curl, const HttpRequest& request) {
  set(curl, CURLOPT_CAINFO, request.ca_file);
  set(curl, CURLOPT_SSLCERT, request.certificate_file);
  set(curl, CURLOPT_SSLKEY, request.key_file);
  if (!request.token.empty()) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
    set(curl, CURLOPT_XOAUTH2_BEARER, request.token);
  } else if (!request.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    set(curl, CURLOPT_USERNAME, request.user);
    set(curl, CURLOPT_PASSWORD, request.password);
  }
}

}  // namespace

HttpAnswer http_get(const HttpRequest& request) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  HttpAnswer answer;
  if (started != CURLE_OK || curl == nullptr) {
    answer.problem = "libcurl cannot be started";
    return answer;
  }
  Body body{{}, request.bytes_max};
  set(curl.get(), CURLOPT_URL, request.url);
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Accept: application/vnd.schemaregistry.v1+json, application/json"),
      curl_slist_free_all);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  authenticate(curl.get(), request);
  const CURLcode done = curl_easy_perform(curl.get());
  if (done != CURLE_OK) {
    answer.problem =
        done == CURLE_WRITE_ERROR ? "the answer is larger than allowed" : curl_easy_strerror(done);
    return answer;
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  answer.body = std::move(body.text);
  return answer;
}

std::string url_part(const std::string& text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
        c == '.' || c == '~')
      out += c;
    else
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
  }
  return out;
}

}  // namespace ordergate::wire
