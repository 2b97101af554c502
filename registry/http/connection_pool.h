// Which thread serves which connection.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/connection.h"

namespace cyberdir::http {

/// Threads that serve connections. One that has nothing to say for a moment is parked: a poller
/// watches it, and it queues up again when bytes arrive or its deadline passes. So neither idle
/// connections nor those that send a head slowly hold a thread, and whoever waits is served in
/// turn. Thread-safe.
class ConnectionPool {
 public:
  enum class Next : std::uint8_t {
    park,   ///< until bytes arrive or the deadline passes
    queue,  ///< it has more to do, after those that wait
    close,
  };
  /// Serves a connection that may have bytes or may be past its deadline. Must not throw.
  using Serve = std::function<Next(Connection&)>;

  /// At most `threads` threads and `connections` connections; beyond, the parked one that is
  /// nearest to its deadline goes, or the new one where none is parked.
  ConnectionPool(std::size_t threads, std::size_t connections, Serve serve);
  /// Calls drain(0).
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;
  ConnectionPool(ConnectionPool&&) = delete;
  ConnectionPool& operator=(ConnectionPool&&) = delete;

  /// Takes over a connection and has it served.
  void add(std::unique_ptr<Connection> connection);

  /// True where connections wait for a thread: whoever holds one should not wait for long.
  [[nodiscard]] bool crowded() const { return waiting_.load(std::memory_order_relaxed) > 0; }
  [[nodiscard]] bool draining() const { return draining_.load(std::memory_order_relaxed); }

  /// Has every parked connection served a last time, waits for those in hand, cuts them when `most`
  /// has passed, and ends the threads. add() then closes what it gets.
  void drain(std::chrono::milliseconds most);

 private:
  using Key = std::pair<SteadyTime, Connection*>;

  void enqueue(std::unique_ptr<Connection> connection);  // these five with the lock held
  void park(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> unpark(Connection* connection);
  void start_thread();
  [[nodiscard]] int wait_of_poller() const;
  void work();
  void watch();
  void wake_poller() const;

  const std::size_t most_threads_;
  const std::size_t most_connections_;
  const Serve serve_;
  const int poll_;
  const int wake_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable drained_;
  std::deque<std::unique_ptr<Connection>> queue_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> parked_;
  std::set<Key> deadlines_;  ///< of the parked
  std::set<Connection*> active_;
  std::vector<std::thread> threads_;
  std::size_t free_threads_ = 0;
  std::size_t connections_ = 0;
  bool cutting_ = false;
  bool ended_ = false;
  std::atomic<std::size_t> waiting_{0};  ///< size of queue_, for reading without the lock
  std::atomic<bool> draining_{false};
  std::thread poller_;
};

}  // namespace cyberdir::http
