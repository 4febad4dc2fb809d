// The HTTP side, spoken to with raw bytes: by clients that are kind, slow, silent, many or wrong.
#include "daemon/http.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ordergate::daemon {
namespace {

class Client {
 public:
  explicit Client(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  Client(Client&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Client& operator=(Client&&) = delete;
  ~Client() {
    if (fd_ >= 0) close(fd_);
  }

  void send(const std::string& bytes) const {
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t sent = ::send(fd_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) return;
      at += static_cast<std::size_t>(sent);
    }
  }
  /// Until the server closes.
  [[nodiscard]] std::string receive() const {
    std::string all;
    char bytes[4096];
    for (ssize_t got = 0; (got = recv(fd_, bytes, sizeof bytes, 0)) > 0;)
      all.append(bytes, static_cast<std::size_t>(got));
    return all;
  }
  /// Nothing was answered, and the connection is open.
  [[nodiscard]] bool waits() const {
    char byte = 0;
    return recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
  }

 private:
  int fd_;
};

std::string ask(int port, const std::string& head, const std::string& body = "") {
  const Client client(port);
  client.send(head + "\r\nHost: x\r\nConnection: close\r\n" +
              (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" +
              body);
  return client.receive();
}

int status(const std::string& answer) { return answer.size() < 12 ? 0 : std::stoi(answer.substr(9, 3)); }

HttpHandlers handlers() {
  HttpHandlers made;
  made.metrics = [] { return std::string("x 1\n"); };
  made.live = [] { return HttpAnswer{true, "live\n"}; };
  made.ready = [] { return HttpAnswer{false, "not ready\n"}; };
  made.reload = [] { return HttpAnswer{true, "reloaded\n"}; };
  return made;
}

std::unique_ptr<HttpServer> serve(HttpHandlers with, const HttpBounds& bounds = {}) {
  auto server = HttpServer::start("127.0.0.1:0", std::move(with), bounds);
  EXPECT_TRUE(server) << (server ? "" : server.error().text);
  return std::move(server.value());
}

TEST(HttpServer, answers_on_a_free_port_and_a_taken_one_is_an_error_with_its_reason) {
  const auto server = serve(handlers());
  const int port = server->address().port;
  const std::string metrics = ask(port, "GET /metrics HTTP/1.1");
  EXPECT_EQ(metrics.substr(metrics.find("\r\n\r\n") + 4), "x 1\n");
  EXPECT_NE(metrics.find("version=0.0.4"), std::string::npos);
  EXPECT_EQ(status(ask(port, "GET /livez HTTP/1.1")), 200);
  EXPECT_EQ(status(ask(port, "HEAD /livez HTTP/1.1")), 200);
  EXPECT_EQ(status(ask(port, "GET /readyz HTTP/1.1")), 503);
  EXPECT_EQ(status(ask(port, "GET /livez HTTP/1.0")), 200);
  EXPECT_EQ(status(ask(port, "PUT /livez HTTP/1.1")), 405);
  EXPECT_EQ(status(ask(port, "GET /-/reload HTTP/1.1")), 404);
  EXPECT_EQ(status(ask(port, "GET /../etc/passwd HTTP/1.1")), 404);
  EXPECT_EQ(status(ask(port, "POST /-/reload HTTP/1.1", std::string(100'000, 'x'))), 413);
  const auto second = HttpServer::start("127.0.0.1:" + std::to_string(port), handlers());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().text.find("in use"), std::string::npos) << second.error().text;
}

/// RFC 9112, section 6.3: a request without a length has no body.
TEST(HttpServer, a_reload_needs_neither_body_nor_length) {
  std::atomic<int> reloads{0};
  HttpHandlers counting = handlers();
  counting.reload = [&] { return HttpAnswer{++reloads == 1, "done\n"}; };
  const auto server = serve(counting);
  EXPECT_EQ(status(ask(server->address().port, "POST /-/reload HTTP/1.1")), 200);
  EXPECT_EQ(status(ask(server->address().port, "POST /-/reload HTTP/1.1", "body")), 500);
  EXPECT_EQ(reloads, 2);
}

/// Keeps a reload from ending until it is told to.
struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  int entered = 0;
  bool open = false;

  HttpAnswer pass() {
    std::unique_lock lock(mutex);
    ++entered;
    changed.notify_all();
    changed.wait(lock, [&] { return open; });
    return {true, "reloaded\n"};
  }
  void wait_entered() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return entered > 0; });
  }
  void let_go() {
    const std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }
};

TEST(HttpServer, probes_answer_while_reloads_run_and_all_that_wait_share_one) {
  Gate gate;
  HttpHandlers slow = handlers();
  slow.reload = [&] { return gate.pass(); };
  const auto server = serve(slow);
  const int port = server->address().port;
  std::vector<Client> waiting;
  const std::string request = "POST /-/reload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  waiting.emplace_back(port).send(request);
  gate.wait_entered();
  for (int i = 0; i < 39; ++i) waiting.emplace_back(port).send(request);
  EXPECT_EQ(status(ask(port, "GET /livez HTTP/1.1")), 200);
  EXPECT_EQ(status(ask(port, "GET /metrics HTTP/1.1")), 200);
  for (const Client& each : waiting) EXPECT_TRUE(each.waits());
  gate.let_go();
  for (const Client& each : waiting) EXPECT_EQ(status(each.receive()), 200);
  // Those that came while the first ran, for its files may have been read before. Two answers came since they
  // were sent, so the server had met them all when the gate was opened.
  EXPECT_EQ(gate.entered, 2);
}

TEST(HttpServer, probes_wait_for_no_client_that_is_slow_or_silent) {
  const auto server = serve(handlers(), {3600, std::chrono::seconds(3600)});  // whoever waits for one, hangs
  const int port = server->address().port;
  std::vector<Client> others;
  for (int i = 0; i < 200; ++i) others.emplace_back(port).send("GET /metr");
  for (int i = 0; i < 200; ++i) others.emplace_back(port);
  for (int i = 0; i < 50; ++i)
    others.emplace_back(port).send("POST /-/reload HTTP/1.1\r\nContent-Length: 99\r\n\r\nx");
  EXPECT_EQ(status(ask(port, "GET /livez HTTP/1.1")), 200);
  EXPECT_EQ(status(ask(port, "GET /readyz HTTP/1.1")), 503);
  for (const Client& each : others) EXPECT_TRUE(each.waits());
}

TEST(HttpServer, a_request_that_never_ends_is_cut_off) {
  const auto server = serve(handlers(), {3600, std::chrono::seconds(1)});
  const Client slow(server->address().port);
  slow.send("GET /metr");
  EXPECT_EQ(slow.receive(), "");
  const auto strict = serve(handlers(), {1, std::chrono::seconds(3600)});
  const Client silent(strict->address().port);
  EXPECT_EQ(silent.receive(), "");
}

TEST(HttpServer, stops_while_clients_wait_for_a_reload) {
  Gate gate;
  HttpHandlers slow = handlers();
  slow.reload = [&] { return gate.pass(); };
  auto server = serve(slow);
  const Client waiting(server->address().port);
  waiting.send("POST /-/reload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const Client silent(server->address().port);
  gate.wait_entered();
  std::thread end([&] { gate.let_go(); });
  server->stop();
  end.join();
  EXPECT_EQ(silent.receive(), "");
}

}  // namespace
}  // namespace ordergate::daemon
