// The HTTP side: /metrics, /livez, /readyz, POST /-/reload. Plain HTTP without authentication, so on the
// loopback address unless the operator says otherwise.
//
// One thread of its own answers whoever has asked, so that slow or silent clients keep nobody waiting; a
// reload runs on another one, for all that have asked; who asks while it runs gets the next. A request that
// is not whole within ten seconds is cut off.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "daemon/listen_socket.h"

namespace ordergate::daemon {

/// An answer: good is status 200, otherwise 503 (probes) or 500 (reload).
struct HttpAnswer {
  bool good = false;
  std::string text;
};

/// Called from the server's threads; all but `reload` answer at once.
struct HttpHandlers {
  std::function<std::string()> metrics;
  std::function<HttpAnswer()> live, ready, reload;
};

struct HttpBounds {
  unsigned idle_s = 5;                   // that a connection may be silent
  std::chrono::seconds request_max{10};  // from the first byte to the last
};

class HttpServer {
 public:
  /// Binds and serves. `listen` with port 0 takes any free port; port() tells which.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const std::string& listen,
                                                                 HttpHandlers handlers,
                                                                 const HttpBounds& bounds = {});
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
