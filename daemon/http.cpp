#include "daemon/http.h"

#include <microhttpd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ordergate::daemon {
namespace {

using std::chrono::steady_clock;

constexpr const char* kText = "text/plain; charset=utf-8";
constexpr const char* kMetricsText = "text/plain; version=0.0.4; charset=utf-8";
constexpr std::size_t kBodyBytesMax = 4096;
constexpr std::size_t kConnectionBytes = 16384;
constexpr unsigned kConnectionsMax = 6000;

/// Most connections: half of the files that the process may open, for the brokers need theirs.
unsigned connections_max() noexcept {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return kConnectionsMax / 16;
  return static_cast<unsigned>(std::min<rlim_t>(kConnectionsMax, std::max<rlim_t>(16, files.rlim_cur / 2)));
}

/// The soft limit on open files up to the hard one: clients that wait must not take the brokers' files.
void raise_file_limit() noexcept {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= 2 * kConnectionsMax) return;
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, 2 * kConnectionsMax);
  setrlimit(RLIMIT_NOFILE, &files);
}

MHD_Result reply(MHD_Connection* connection, unsigned status, std::string_view body,
                 const char* type = kText) {
  MHD_Response* const response =
      MHD_create_response_from_buffer(body.size(), const_cast<char*>(body.data()), MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  const MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

/// When the request of each connection began; cuts off those that take too long.
class Deadlines {
 public:
  void began(int fd) {
    const std::lock_guard lock(mutex_);
    since_[fd] = steady_clock::now();
  }
  void closed(int fd) {
    const std::lock_guard lock(mutex_);
    since_.erase(fd);
  }
  void cut_off(steady_clock::time_point now, std::chrono::seconds request_max) {
    const std::lock_guard lock(mutex_);
    for (const auto& [fd, since] : since_)
      if (now - since > request_max) shutdown(fd, SHUT_RDWR);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<int, steady_clock::time_point> since_;
};

/// What is known of one request between the calls of its handler.
struct Request {
  std::size_t body_bytes = 0;
  bool reloaded = false;  // it has waited for `answer`
  HttpAnswer answer;
};

int file_of(MHD_Connection* connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

}  // namespace

struct HttpServer::State {
  struct Waiting {
    MHD_Connection* connection;
    Request* request;
  };

  HttpHandlers handlers;
  HttpBounds bounds;
  ListenAddress address;
  MHD_Daemon* daemon = nullptr;
  Deadlines deadlines;

  std::mutex mutex;
  std::condition_variable wanted;
  std::vector<Waiting> waiting;  // for the next reload
  bool stopping = false;
  std::thread reloads;

  /// Lets a request wait for a reload, which runs on a thread of its own.
  MHD_Result await_reload(MHD_Connection* connection, Request& request) {
    const std::lock_guard lock(mutex);
    if (stopping) return reply(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping\n");
    deadlines.closed(file_of(connection));  // it is whole; a reload takes the time that it takes
    MHD_suspend_connection(connection);
    waiting.push_back({connection, &request});
    wanted.notify_one();
    return MHD_YES;
  }

  void run_reloads() {
    std::unique_lock lock(mutex);
    for (;;) {
      wanted.wait_for(lock, std::chrono::seconds(1), [&] { return stopping || !waiting.empty(); });
      // One reload for all that have asked; who asks while it reads the files gets the next one.
      while (!waiting.empty()) {
        const std::vector<Waiting> served = std::exchange(waiting, {});
        lock.unlock();
        answer(served, handlers.reload());
        lock.lock();
      }
      if (stopping) return;
      deadlines.cut_off(steady_clock::now(), bounds.request_max);
    }
  }

  static void answer(const std::vector<Waiting>& served, const HttpAnswer& answer) {
    for (const Waiting& each : served) {
      each.request->answer = answer;
      each.request->reloaded = true;
      MHD_resume_connection(each.connection);
    }
  }

  MHD_Result handle(MHD_Connection* connection, std::string_view path, std::string_view method,
                    Request& request) {
    if (request.reloaded)
      return reply(connection, request.answer.good ? MHD_HTTP_OK : MHD_HTTP_INTERNAL_SERVER_ERROR,
                   request.answer.text);
    if (request.body_bytes > kBodyBytesMax)
      return reply(connection, MHD_HTTP_CONTENT_TOO_LARGE, "no body is needed\n");
    if (path == "/-/reload") {
      if (method == MHD_HTTP_METHOD_POST) return await_reload(connection, request);
      return reply(connection, MHD_HTTP_NOT_FOUND, "not found: to reload, POST\n");
    }
    const bool reads = method == MHD_HTTP_METHOD_GET || method == MHD_HTTP_METHOD_HEAD;
    if (path != "/metrics" && path != "/livez" && path != "/readyz")
      return reply(connection, MHD_HTTP_NOT_FOUND, "not found\n");
    if (!reads) return reply(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "GET it\n");
    if (path == "/metrics") return reply(connection, MHD_HTTP_OK, handlers.metrics(), kMetricsText);
    const HttpAnswer answer = path == "/livez" ? handlers.live() : handlers.ready();
    return reply(connection, answer.good ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, answer.text);
  }

  static MHD_Result on_request(void* self, MHD_Connection* connection, const char* path, const char* method,
                               const char*, const char*, std::size_t* upload_size, void** memory) {
    if (*memory == nullptr) {  // the head has been read
      *memory = new Request;
      return MHD_YES;
    }
    Request& request = *static_cast<Request*>(*memory);
    if (*upload_size > 0) {
      request.body_bytes += *upload_size;
      *upload_size = 0;
      return MHD_YES;
    }
    return static_cast<State*>(self)->handle(connection, path, method, request);
  }

  static void on_completed(void* self, MHD_Connection* connection, void** memory,
                           MHD_RequestTerminationCode) {
    delete static_cast<Request*>(*memory);
    *memory = nullptr;
    // The next request of the connection, if there is one.
    static_cast<State*>(self)->deadlines.began(file_of(connection));
  }

  static void on_connection(void* self, MHD_Connection* connection, void**,
                            MHD_ConnectionNotificationCode code) {
    Deadlines& deadlines = static_cast<State*>(self)->deadlines;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) deadlines.began(file_of(connection));
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) deadlines.closed(file_of(connection));
  }
};

Result<std::unique_ptr<HttpServer>> HttpServer::start(const std::string& listen, HttpHandlers handlers,
                                                      const HttpBounds& bounds) {
  const Result<ListenAddress> address = parse_listen_address(listen);
  if (!address) return address.error();
  auto state = std::make_unique<State>();
  state->handlers = std::move(handlers);
  state->bounds = bounds;
  state->address = address.value();
  const Result<int> socket = listen_on(state->address);
  if (!socket) return socket.error();
  raise_file_limit();
  state->daemon = MHD_start_daemon(
      MHD_USE_AUTO_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, nullptr, nullptr, &State::on_request,
      state.get(), MHD_OPTION_LISTEN_SOCKET, socket.value(), MHD_OPTION_CONNECTION_LIMIT, connections_max(),
      MHD_OPTION_CONNECTION_TIMEOUT, bounds.idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionBytes,
      MHD_OPTION_NOTIFY_COMPLETED, &State::on_completed, state.get(), MHD_OPTION_NOTIFY_CONNECTION,
      &State::on_connection, state.get(), MHD_OPTION_END);
  if (state->daemon == nullptr) {
    close(socket.value());
    return Error{"[http] listen: the server could not be started on " + listen};
  }
  state->reloads = std::thread([at = state.get()] { at->run_reloads(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() { stop(); }

const ListenAddress& HttpServer::address() const noexcept { return state_->address; }

void HttpServer::stop() {
  if (state_->daemon == nullptr) return;
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    state_->wanted.notify_one();
  }
  state_->reloads.join();
  MHD_stop_daemon(state_->daemon);  // closes the listening socket
  state_->daemon = nullptr;
}

}  // namespace ordergate::daemon
