// One TCP connection: bytes read ahead (kept from request to request) and bounded waiting.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cyberdir::http {

using SteadyTime = std::chrono::steady_clock::time_point;

/// A connected socket. Used by one thread at a time, but for cut().
///
/// Whoever waits for the peer spends patience; each byte that moves gives some back. So a peer that
/// stalls, or sends a byte now and then, is given up after the time it was given at most, and one
/// that is slow but steady (256 bytes a second) is served.
class Connection {
 public:
  /// Takes over `socket` and closes it at the end. Its SO_RCVTIMEO bounds fill(Wait::briefly).
  explicit Connection(int socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] const std::string& remote() const { return remote_; }

  /// What was read and not taken yet. Valid until the next fill() or read().
  [[nodiscard]] std::string_view buffered() const {
    return {buffer_.data() + begin_, end_ - begin_};
  }
  void take(std::size_t count);

  enum class Wait { never, briefly, patiently };
  enum class Filled { some, nothing, ended };
  /// Reads some more into the buffer.
  Filled fill(Wait wait);

  /// Reads at least a byte, waiting patiently; 0 where the peer ended, stalled or is gone.
  std::size_t read(std::span<char> bytes);

  /// Sends all of the pieces, waiting patiently. False where the peer stalled or is gone.
  bool send(std::string_view first, std::string_view second = {}, std::string_view third = {});

  void set_patience(std::chrono::milliseconds patience);

  /// Ends it from our side. What the peer still sends is then read and dropped for a while, so that
  /// it sees the answer although it had more to send: a plain close would reset the connection
  /// (RFC 9112 section 9.6).
  void begin_linger();
  [[nodiscard]] bool lingering() const { return lingering_; }
  /// Drops some of what has come; false where there can be no more, or has been enough.
  bool linger();

  /// Gives back the buffer of an idle connection.
  void release_buffer();

  /// Makes the close a reset, so that an answer that ends with the connection cannot look whole.
  void reset_on_close();
  /// Makes everything fail from now on. Any thread, while the connection lives.
  void cut();

  SteadyTime deadline;           ///< when to give up waiting for the next head
  std::size_t head_scanned = 0;  ///< of buffered(): known not to hold the end of a head
  bool head_begun = false;       ///< the deadline is that of a head that has begun
  bool watched = false;          ///< the pool's poller knows the socket

 private:
  bool wait(short events);
  void moved(std::size_t count);

  int socket_;
  std::string remote_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::chrono::milliseconds patience_{0};
  std::chrono::milliseconds most_patience_{0};
  bool lingering_ = false;
};

}  // namespace cyberdir::http
