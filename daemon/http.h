// The HTTP side: /metrics, /livez, /readyz, POST /-/reload. Plain HTTP without authentication, so on the
// loopback address unless the operator says otherwise. Serves from threads of its own.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace ordergate::daemon {

/// An answer: good is status 200, otherwise 503 (probes) or 500 (reload).
struct HttpAnswer {
  bool good = false;
  std::string text;
};

/// Called from the server's threads.
struct HttpHandlers {
  std::function<std::string()> metrics;
  std::function<HttpAnswer()> live, ready, reload;
};

struct ListenAddress {
  std::string host;
  int port = 0;
};
/// "127.0.0.1:9464", "[::1]:0", ":9464" (every address).
[[nodiscard]] Result<ListenAddress> parse_listen_address(const std::string& text);

class HttpServer {
 public:
  /// Binds and serves. `listen` with port 0 takes any free port; port() tells which.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const std::string& listen,
                                                                 HttpHandlers handlers);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] const ListenAddress& address() const noexcept;
  void stop();

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ordergate::daemon
