// POSTs to one URL, one after the other, over a connection that is kept. One thread, but for stop_at().
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "config/config.h"

namespace ordergate::tracing {

/// What became of a POST.
struct PostAnswer {
  int status = 0;  // HTTP's; 0: there was no answer
  std::string body;
  std::optional<std::chrono::seconds> retry_after;
  std::string why;  // there was no answer
};

class HttpPost {
 public:
  /// Connects to nothing. The error names the setting that cannot work: the URL, a header, the file of the
  /// CA.
  [[nodiscard]] static Result<std::unique_ptr<HttpPost>> create(const TracingSettings& settings);
  ~HttpPost();
  HttpPost(const HttpPost&) = delete;
  HttpPost& operator=(const HttpPost&) = delete;

  [[nodiscard]] PostAnswer post(const std::string& body);
  /// Any thread: a POST that then still runs, or begins later, ends without an answer.
  void stop_at(std::chrono::steady_clock::time_point when) noexcept;

 private:
  struct Handles;
  explicit HttpPost(std::unique_ptr<Handles> handles);
  [[nodiscard]] bool over() const noexcept;
  std::unique_ptr<Handles> handles_;
  std::atomic<std::chrono::steady_clock::rep> stop_at_;
};

}  // namespace ordergate::tracing
