#include "http/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cyberdir::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kFirstBuffer = 8192;
constexpr std::size_t kSteadyBytesPerSecond = 256;
constexpr milliseconds kLinger{2000};
constexpr int kLingerPieces = 64;  // in one go

std::string address_of_peer(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in*>(&address)->sin_addr, text.data(),
              text.size());
  } else if (address.ss_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6*>(&address)->sin6_addr, text.data(),
              text.size());
  }
  const std::string_view whole = text.data();
  constexpr std::string_view mapped = "::ffff:";
  return std::string(whole.starts_with(mapped) && whole.find('.') != std::string_view::npos
                         ? whole.substr(mapped.size())
                         : whole);
}

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

Connection::Connection(int socket) : socket_(socket), remote_(address_of_peer(socket)) {}

Connection::~Connection() { ::close(socket_); }

void Connection::take(std::size_t count) {
  begin_ += count;
  head_scanned = 0;
  if (begin_ == end_) begin_ = end_ = 0;
}

Connection::Filled Connection::fill(Wait wait_for) {
  if (begin_ > 0 && end_ == buffer_.size()) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(std::max(kFirstBuffer, buffer_.size() * 2));
  const int flags = wait_for == Wait::briefly ? 0 : MSG_DONTWAIT;
  for (;;) {
    const ssize_t count = recv(socket_, buffer_.data() + end_, buffer_.size() - end_, flags);
    if (count > 0) {
      end_ += static_cast<std::size_t>(count);
      moved(static_cast<std::size_t>(count));
      return Filled::some;
    }
    if (count == 0) return Filled::ended;
    if (errno == EINTR) continue;
    if (!would_block(errno)) return Filled::ended;
    if (wait_for != Wait::patiently || !wait(POLLIN)) return Filled::nothing;
  }
}

std::size_t Connection::read(std::span<char> bytes) {
  if (begin_ == end_ && bytes.size() < kFirstBuffer && fill(Wait::patiently) != Filled::some) {
    return 0;
  }
  if (begin_ < end_) {
    const std::size_t count = std::min(bytes.size(), end_ - begin_);
    std::memcpy(bytes.data(), buffer_.data() + begin_, count);
    take(count);
    return count;
  }
  for (;;) {
    const ssize_t count = recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count > 0) {
      moved(static_cast<std::size_t>(count));
      return static_cast<std::size_t>(count);
    }
    if (count < 0 && errno == EINTR) continue;
    if (count == 0 || !would_block(errno) || !wait(POLLIN)) return 0;
  }
}

bool Connection::send(std::string_view first, std::string_view second, std::string_view third) {
  std::array<iovec, 3> pieces{};
  const std::array texts{first, second, third};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    pieces.at(i) = {const_cast<char*>(texts.at(i).data()), texts.at(i).size()};
  }
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = pieces.size();
  std::size_t rest = first.size() + second.size() + third.size();
  while (rest > 0) {
    const ssize_t sent = sendmsg(socket_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (!would_block(errno) || !wait(POLLOUT)) return false;
      continue;
    }
    auto count = static_cast<std::size_t>(sent);
    moved(count);
    rest -= count;
    if (rest == 0) break;
    while (count >= message.msg_iov->iov_len) {
      count -= message.msg_iov->iov_len;
      ++message.msg_iov;
      --message.msg_iovlen;
    }
    message.msg_iov->iov_base = static_cast<char*>(message.msg_iov->iov_base) + count;
    message.msg_iov->iov_len -= count;
  }
  return true;
}

void Connection::set_patience(milliseconds patience) { patience_ = most_patience_ = patience; }

bool Connection::wait(short events) {
  while (patience_.count() > 0) {
    const SteadyTime began = steady_clock::now();
    pollfd waited{socket_, events, 0};
    const int ready = poll(&waited, 1, static_cast<int>(patience_.count()));
    // Rounded up, so that many short waits are not free.
    patience_ -= std::chrono::ceil<milliseconds>(steady_clock::now() - began);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

void Connection::moved(std::size_t count) {
  if (patience_ == most_patience_) return;
  const auto gained = milliseconds(std::min<std::size_t>(count, std::size_t{1} << 24U) * 1000 /
                                   kSteadyBytesPerSecond);
  patience_ = std::min(most_patience_, patience_ + gained);
}

void Connection::begin_linger() {
  lingering_ = true;
  deadline = steady_clock::now() + kLinger;
  shutdown(socket_, SHUT_WR);
}

bool Connection::linger() {
  if (steady_clock::now() >= deadline) return false;
  std::array<char, 16384> dropped;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  for (int pieces = 0; pieces < kLingerPieces; ++pieces) {
    const ssize_t count = recv(socket_, dropped.data(), dropped.size(), MSG_DONTWAIT);
    if (count < 0 && would_block(errno)) return true;
    if (count <= 0) return false;
  }
  return true;
}

void Connection::release_buffer() {
  if (begin_ == end_) std::vector<char>().swap(buffer_);
}

void Connection::reset_on_close() {
  const ::linger none{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

void Connection::cut() { shutdown(socket_, SHUT_RDWR); }

}  // namespace cyberdir::http
