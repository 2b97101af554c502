#include "http/connection_pool.h"

#include <algorithm>
#include <array>
#include <limits>
#include <system_error>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace cyberdir::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

int checked(int descriptor) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category());
  return descriptor;
}

}  // namespace

ConnectionPool::ConnectionPool(std::size_t threads, std::size_t connections, Serve serve)
    : most_threads_(std::max<std::size_t>(threads, 1)),
      most_connections_(std::max<std::size_t>(connections, 1)),
      serve_(std::move(serve)),
      poll_(checked(epoll_create1(EPOLL_CLOEXEC))),
      wake_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))) {
  epoll_event event{EPOLLIN, {}};
  checked(epoll_ctl(poll_, EPOLL_CTL_ADD, wake_, &event));
  threads_.reserve(most_threads_);
  poller_ = std::thread([this] { watch(); });
}

ConnectionPool::~ConnectionPool() {
  drain(milliseconds{0});
  ::close(wake_);
  ::close(poll_);
}

void ConnectionPool::add(std::unique_ptr<Connection> connection) {
  std::unique_ptr<Connection> dropped;
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  if (connections_ >= most_connections_) {
    if (deadlines_.empty()) return;
    dropped = unpark(deadlines_.begin()->second);
    --connections_;
  }
  ++connections_;
  enqueue(std::move(connection));
}

void ConnectionPool::enqueue(std::unique_ptr<Connection> connection) {
  queue_.push_back(std::move(connection));
  waiting_.store(queue_.size(), std::memory_order_relaxed);
  if (queue_.size() > free_threads_ && threads_.size() < most_threads_) start_thread();
  work_.notify_one();
}

void ConnectionPool::start_thread() {
  try {
    threads_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    // The system gives no more: those that there are do the work. Without any there is no server.
    if (threads_.empty()) throw;
  }
}

void ConnectionPool::park(std::unique_ptr<Connection> connection) {
  Connection* const key = connection.get();
  const bool sooner = deadlines_.empty() || key->deadline < deadlines_.begin()->first;
  deadlines_.emplace(key->deadline, key);
  parked_.emplace(key, std::move(connection));
  epoll_event event{EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, {.ptr = key}};
  epoll_ctl(poll_, key->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, key->socket(), &event);
  key->watched = true;
  if (sooner) wake_poller();
}

std::unique_ptr<Connection> ConnectionPool::unpark(Connection* connection) {
  const auto found = parked_.find(connection);
  if (found == parked_.end()) return nullptr;  // it went while the event was on its way
  deadlines_.erase({connection->deadline, connection});
  auto owned = std::move(found->second);
  parked_.erase(found);
  return owned;
}

void ConnectionPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++free_threads_;
    work_.wait(lock, [&] { return ended_ || !queue_.empty(); });
    --free_threads_;
    if (queue_.empty()) return;
    auto connection = std::move(queue_.front());
    queue_.pop_front();
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    active_.insert(connection.get());
    if (cutting_) connection->cut();
    lock.unlock();
    const Next next = serve_(*connection);
    lock.lock();
    active_.erase(connection.get());
    if (next == Next::close) {
      lock.unlock();
      connection.reset();
      lock.lock();
      if (--connections_ == 0) drained_.notify_all();
    } else if (next == Next::queue || draining_) {
      enqueue(std::move(connection));
    } else {
      park(std::move(connection));
    }
  }
}

void ConnectionPool::watch() {
  std::array<epoll_event, 64> events{};
  std::unique_lock lock(mutex_);
  while (!ended_) {
    const int wait = wait_of_poller();
    lock.unlock();
    const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), wait);
    lock.lock();
    for (int i = 0; i < count; ++i) {
      auto* const ready = static_cast<Connection*>(events.at(static_cast<std::size_t>(i)).data.ptr);
      if (ready == nullptr) {
        std::uint64_t ignored = 0;
        [[maybe_unused]] const auto size = ::read(wake_, &ignored, sizeof ignored);
      } else if (auto connection = unpark(ready)) {
        enqueue(std::move(connection));
      }
    }
    const SteadyTime now = steady_clock::now();
    while (!deadlines_.empty() && (draining_ || deadlines_.begin()->first <= now)) {
      enqueue(unpark(deadlines_.begin()->second));
    }
  }
}

int ConnectionPool::wait_of_poller() const {
  if (deadlines_.empty()) return -1;
  const auto wait =
      std::chrono::ceil<milliseconds>(deadlines_.begin()->first - steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(wait, 0, std::numeric_limits<int>::max()));
}

void ConnectionPool::wake_poller() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto size = ::write(wake_, &one, sizeof one);
}

void ConnectionPool::drain(milliseconds most) {
  std::unique_lock lock(mutex_);
  if (ended_) return;
  draining_ = true;
  wake_poller();
  const auto empty = [&] { return connections_ == 0; };
  if (!drained_.wait_for(lock, most, empty)) {
    cutting_ = true;
    for (Connection* const connection : active_) connection->cut();
    drained_.wait(lock, empty);
  }
  ended_ = true;
  wake_poller();
  work_.notify_all();
  lock.unlock();
  poller_.join();
  for (std::thread& thread : threads_) thread.join();
}

}  // namespace cyberdir::http
