#include "daemon/http.h"

#include <httplib.h>

#include <charconv>
#include <string_view>
#include <thread>
#include <utility>

namespace ordergate::daemon {
namespace {

constexpr const char* kText = "text/plain; charset=utf-8";
constexpr const char* kMetricsText = "text/plain; version=0.0.4; charset=utf-8";
constexpr std::size_t kBodyBytesMax = 4096;
constexpr std::size_t kThreads = 3;
constexpr int kIoTimeoutSeconds = 5;
constexpr int kOk = 200;
constexpr int kFailed = 500;
constexpr int kUnavailable = 503;

void answer(httplib::Response& response, const HttpAnswer& with, int bad_status) {
  response.status = with.good ? kOk : bad_status;
  response.set_content(with.text, kText);
}

void set_routes(httplib::Server& server, const HttpHandlers& handlers) {
  server.Get("/metrics", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(handlers.metrics(), kMetricsText);
  });
  server.Get("/livez", [&](const httplib::Request&, httplib::Response& response) {
    answer(response, handlers.live(), kUnavailable);
  });
  server.Get("/readyz", [&](const httplib::Request&, httplib::Response& response) {
    answer(response, handlers.ready(), kUnavailable);
  });
  server.Post("/-/reload", [&](const httplib::Request&, httplib::Response& response) {
    answer(response, handlers.reload(), kFailed);
  });
}

void set_bounds(httplib::Server& server) {
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };  // owned by the server
  server.set_payload_max_length(kBodyBytesMax);
  server.set_read_timeout(kIoTimeoutSeconds);
  server.set_write_timeout(kIoTimeoutSeconds);
  server.set_keep_alive_timeout(1);
}

}  // namespace

struct HttpServer::State {
  HttpHandlers handlers;
  ListenAddress address;
  httplib::Server server;
  std::thread thread;
};

Result<ListenAddress> parse_listen_address(const std::string& text) {
  const Error error{"[http] listen: '" + text + "' is no HOST:PORT"};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return error;
  ListenAddress address{text.substr(0, colon), -1};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, address.port);
  constexpr int kPortMax = 65535;
  if (parsed.ec != std::errc() || parsed.ptr != end || address.port < 0 || address.port > kPortMax)
    return error;
  if (address.host.size() > 1 && address.host.front() == '[' && address.host.back() == ']')
    address.host = address.host.substr(1, address.host.size() - 2);
  else if (address.host.find(':') != std::string::npos)
    return error;
  if (address.host.empty()) address.host = "0.0.0.0";
  return address;
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const std::string& listen, HttpHandlers handlers) {
  const Result<ListenAddress> address = parse_listen_address(listen);
  if (!address) return address.error();
  auto state = std::make_unique<State>();
  state->handlers = std::move(handlers);
  state->address = address.value();
  set_bounds(state->server);
  set_routes(state->server, state->handlers);
  // Without SO_REUSEPORT: a second daemon on the same port must fail, not take half of the probes.
  state->server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  if (state->address.port == 0)
    state->address.port = state->server.bind_to_any_port(state->address.host);
  else if (!state->server.bind_to_port(state->address.host, state->address.port))
    state->address.port = -1;
  if (state->address.port < 0) return Error{"[http] listen: cannot listen on " + listen};
  state->thread = std::thread([server = &state->server] { server->listen_after_bind(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() { stop(); }

const ListenAddress& HttpServer::address() const noexcept { return state_->address; }

void HttpServer::stop() {
  if (!state_->thread.joinable()) return;
  state_->server.stop();
  state_->thread.join();
}

}  // namespace ordergate::daemon
