#include "http/transport.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <exception>
#include <iostream>
#include <optional>
#include <thread>
#include <utility>

#include <httplib.h>
#include <sys/resource.h>

#include "base/random.h"
#include "http/answer.h"
#include "http/connection_pool.h"
#include "http/request_body.h"
#include "http/request_head.h"

namespace cyberdir::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// How long a thread waits for the next request of its connection before it parks it. A client that
/// asks again and again stays with its thread; one that does not costs no thread.
constexpr milliseconds kStay{20};
/// Requests that a connection may have served in a row while others wait.
constexpr int kTurn = 64;
constexpr milliseconds kPauseAfterFailure{100};
constexpr std::uint64_t kFilesForOthers = 128;
constexpr std::uint64_t kFewestConnections = 16;
constexpr Fault kTooSlow{408, "malformed", "The request came too slowly", {}};

/// `wanted`, or what the process may open beside its other files.
std::size_t possible_connections(std::size_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  const std::uint64_t possible = files.rlim_cur > kFilesForOthers + kFewestConnections
                                     ? files.rlim_cur - kFilesForOthers
                                     : kFewestConnections;
  return static_cast<std::size_t>(std::min<std::uint64_t>(wanted, possible));
}

/// Request ids that do not repeat while the server runs (a bijection of a counter, splitmix64).
class RequestIds {
 public:
  RequestIds() {
    std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
    base::SystemRandom().fill(bytes);
    std::uint64_t first = 0;
    std::memcpy(&first, bytes.data(), sizeof first);
    next_ = first;
  }
  std::string make() {
    std::uint64_t x = next_.fetch_add(0x9E3779B97F4A7C15U, std::memory_order_relaxed);
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    x ^= x >> 31U;
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, x >>= 4U) {
      *digit = "0123456789abcdef"[x & 15U];
    }
    return text;
  }

 private:
  std::atomic<std::uint64_t> next_;
};

/// Listens and accepts, and hands each connection on.
class Acceptor final : public httplib::Server {
 public:
  using Accepted = std::function<void(socket_t)>;

  explicit Acceptor(Accepted accepted) : accepted_(std::move(accepted)) {
    new_task_queue = [] { return new AtOnce; };
    set_read_timeout(0, std::chrono::microseconds(kStay).count());
    // Not SO_REUSEPORT, with which a second server takes half of the connections unnoticed.
    set_socket_options([](socket_t socket) {
      const int on = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
  }

  /// Ends listen_after_bind(), also one that begins later. (Server::stop() does nothing before
  /// listening has begun, and closes a socket that another thread may be about to accept on.)
  void end() {
    const socket_t listening = svr_sock_.exchange(INVALID_SOCKET);
    if (listening == INVALID_SOCKET) return;
    ended_ = listening;
    ::shutdown(listening, SHUT_RDWR);
  }
  /// Forgets a socket that cpp-httplib has closed by itself.
  void forget() { svr_sock_ = INVALID_SOCKET; }
  /// Closes what end() ended. When nothing listens any more.
  void close_ended() {
    if (const socket_t socket = ended_.exchange(INVALID_SOCKET); socket != INVALID_SOCKET) {
      ::close(socket);
    }
  }

 private:
  /// Runs a task where it is handed over: our pool has the threads.
  class AtOnce final : public httplib::TaskQueue {
   public:
    bool enqueue(std::function<void()> task) override {
      task();
      return true;
    }
    void shutdown() override {}
  };

  bool process_and_close_socket(socket_t socket) override {
    accepted_(socket);
    return true;
  }

  Accepted accepted_;
  std::atomic<socket_t> ended_{INVALID_SOCKET};
};

void log_to_stderr(std::string_view line) { std::clog << std::string(line) + '\n' << std::flush; }

std::string without_brackets(const std::string& host) {
  return host.size() > 2 && host.front() == '[' && host.back() == ']'
             ? host.substr(1, host.size() - 2)
             : host;
}

}  // namespace

struct Transport::Impl {
  using Next = ConnectionPool::Next;

  Impl(Handler answers, TransportLimits bounds, Log lines);

  Next serve(Connection& connection);
  std::optional<Next> await_head(Connection& connection, std::size_t& size);
  Next answer_request(Connection& connection, std::size_t head_size);
  Next refuse(Connection& connection, RequestHead head, const Fault& fault);
  Response call_handler(Request& request);
  void run();

  Handler handler;
  TransportLimits limits;
  StreamHooks hooks;
  RequestIds ids;
  std::string host;
  int port = 0;
  std::atomic<bool> stopping{false};
  ConnectionPool pool;
  Acceptor acceptor;
};

Transport::Impl::Impl(Handler answers, TransportLimits bounds, Log lines)
    : handler(std::move(answers)),
      limits(bounds),
      hooks{[this] { return pool.draining(); }, lines ? std::move(lines) : Log(log_to_stderr)},
      pool(bounds.threads, possible_connections(bounds.connections),
           [this](Connection& connection) { return serve(connection); }),
      acceptor([this](int socket) {
        auto connection = std::make_unique<Connection>(socket);
        connection->deadline = steady_clock::now() + seconds(limits.idle_seconds);
        pool.add(std::move(connection));
      }) {}

ConnectionPool::Next Transport::Impl::serve(Connection& connection) try {
  if (connection.lingering()) {
    return !pool.draining() && connection.linger() ? Next::park : Next::close;
  }
  for (int served = 0;; ++served) {
    std::size_t head_size = 0;
    if (const auto next = await_head(connection, head_size)) return *next;
    if (served >= kTurn && pool.crowded()) return Next::queue;
    const Next next = answer_request(connection, head_size);
    if (next != Next::queue) return next;
    connection.head_begun = false;
    connection.deadline = steady_clock::now() + seconds(limits.idle_seconds);
  }
} catch (const std::exception& error) {  // out of memory, most likely
  hooks.log(std::string("a connection failed: ") + error.what());
  return Next::close;
}

/// Nothing where a whole head is buffered (`size` is its length), or what becomes of the
/// connection.
std::optional<ConnectionPool::Next> Transport::Impl::await_head(Connection& connection,
                                                                std::size_t& size) {
  for (;;) {
    // Empty lines before a request are skipped (RFC 9112 section 2.2).
    while (connection.buffered().starts_with("\r\n")) connection.take(2);
    const std::string_view text = connection.buffered();
    const auto end = end_of_head(text, connection.head_scanned);
    if (end && *end <= kHeadBytes) {
      size = *end;
      return std::nullopt;
    }
    connection.head_scanned = text.size() < 3 ? 0 : text.size() - 3;
    if (const auto fault = check_unfinished_head(text)) return refuse(connection, {}, *fault);
    const SteadyTime now = steady_clock::now();
    if (!text.empty() && !connection.head_begun) {
      connection.head_begun = true;
      connection.deadline = now + seconds(limits.request_seconds);
    }
    if (now >= connection.deadline) {
      return text.empty() ? Next::close : refuse(connection, {}, kTooSlow);
    }
    const bool at_once = pool.crowded() || pool.draining();
    switch (connection.fill(at_once ? Connection::Wait::never : Connection::Wait::briefly)) {
      case Connection::Filled::some:
        break;
      case Connection::Filled::ended:
        return Next::close;
      case Connection::Filled::nothing:
        if (pool.draining()) return Next::close;
        connection.release_buffer();
        return Next::park;
    }
  }
}

/// Reads a request and answers it; Next::queue where the connection can carry another.
ConnectionPool::Next Transport::Impl::answer_request(Connection& connection,
                                                     std::size_t head_size) {
  RequestHead head;
  const auto fault = read_head(connection.buffered().substr(0, head_size), head);
  connection.take(head_size);
  if (fault) return refuse(connection, std::move(head), *fault);
  Request& request = head.request;
  if (request.id.empty()) request.id = ids.make();
  request.remote = connection.remote();
  connection.set_patience(seconds(limits.read_seconds));
  RequestBody body(connection, head, limits.body_bytes);
  request.body = &body;
  Response response = call_handler(request);
  const bool body_taken = body.finish();
  const bool keep_alive = head.keep_alive && body_taken && !pool.draining();
  connection.set_patience(seconds(limits.read_seconds));
  const Sent sent = send_answer(connection, head, response, keep_alive, hooks);
  if (sent != Sent::whole) return Next::close;
  if (keep_alive) return Next::queue;
  if (body_taken && connection.buffered().empty()) return Next::close;
  connection.begin_linger();
  return Next::park;
}

ConnectionPool::Next Transport::Impl::refuse(Connection& connection, RequestHead head,
                                             const Fault& fault) {
  if (head.request.id.empty()) head.request.id = ids.make();
  connection.set_patience(seconds(limits.read_seconds));
  Response response = refusal(fault, head.request.id);
  if (send_answer(connection, head, response, false, hooks) != Sent::whole) return Next::close;
  connection.begin_linger();
  return Next::park;
}

Response Transport::Impl::call_handler(Request& request) {
  std::string what;
  try {
    Response response = handler(request);
    if (is_sendable(response)) return response;
    what = "the answer has a status or a header that cannot be sent";
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {
    what = "an exception that is none of the standard's";
  }
  hooks.log("request " + request.id + ": " + what);
  return refusal({500, "internal", "An error of the server", {}}, request.id);
}

void Transport::Impl::run() {
  while (!stopping && !acceptor.listen_after_bind()) {
    // The system refused to accept (out of memory, of files), and cpp-httplib then stops listening.
    if (stopping) break;
    hooks.log("connections could not be accepted; listening again");
    acceptor.forget();
    std::this_thread::sleep_for(kPauseAfterFailure);
    acceptor.stop();  // or it refuses to bind again
    if (!acceptor.bind_to_port(host, port)) {
      hooks.log("the address can no longer be bound");
      break;
    }
  }
  acceptor.end();
  acceptor.close_ended();
  pool.drain(seconds(limits.drain_seconds));
}

Transport::Transport(Handler handler, TransportLimits limits, Log log)
    : impl_(std::make_unique<Impl>(std::move(handler), limits, std::move(log))) {}

Transport::~Transport() {
  impl_->acceptor.end();
  impl_->acceptor.close_ended();
  impl_->pool.drain(milliseconds{0});
}

base::Result<int> Transport::bind(const std::string& host, int port) {
  impl_->host = without_brackets(host);
  errno = 0;
  if (port == 0) {
    impl_->port = impl_->acceptor.bind_to_any_port(impl_->host);
  } else {
    impl_->port = impl_->acceptor.bind_to_port(impl_->host, port) ? port : -1;
  }
  if (impl_->port > 0) return impl_->port;
  const int error = errno;
  const std::string place = host + ":" + std::to_string(port);
  impl_->acceptor.stop();  // so that another address can be tried
  switch (error) {
    case EADDRINUSE:
      return base::fail(base::ErrorCode::unavailable, place + " is in use by another program");
    case EACCES:
      return base::fail(base::ErrorCode::unavailable, place + " may not be used by this account");
    default:
      return base::fail(base::ErrorCode::unavailable, place + " is no address of this machine");
  }
}

void Transport::run() { impl_->run(); }

void Transport::stop() {
  impl_->stopping = true;
  impl_->acceptor.end();
}

}  // namespace cyberdir::http
