#include "load_client.h"

#include <array>
#include <charconv>
#include <optional>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

namespace cyberdir::bench {
namespace {

int connect_to(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket);
    return -1;
  }
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

int status_of(std::string_view answer) {
  int status = 0;
  if (answer.size() > 12) std::from_chars(answer.data() + 9, answer.data() + 12, status);
  return status;
}

// The length of the answer that begins the text; nothing while its head is not there.
std::optional<std::size_t> length_of(std::string_view text) {
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  static constexpr std::string_view kName = "\r\ncontent-length:";
  std::size_t body = 0;
  if (status_of(text) != 304) {
    for (std::size_t at = text.find("\r\n"); at < end; at = text.find("\r\n", at + 2)) {
      if (text.size() - at > kName.size() &&
          strncasecmp(text.data() + at, kName.data(), kName.size()) == 0) {
        std::size_t digit = at + kName.size();
        while (text[digit] == ' ') ++digit;
        std::from_chars(text.data() + digit, text.data() + end, body);
        break;
      }
    }
  }
  return end + 4 + body;
}

void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) give_up("a server closed a connection under load");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

struct Peer {
  int socket = -1;
  double sent = 0;
  std::size_t have = 0;
  std::array<char, 64UL * 1024> buffer{};
};

}  // namespace

Load load(int port, std::size_t connections, double seconds,
          const std::vector<std::string>& requests, int status) {
  constexpr double kWarmUp = 0.2;
  constexpr int kEvents = 64;
  constexpr double kMicros = 1e6;
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Peer> peers(connections);
  std::size_t next = 0;
  const auto send_next = [&](Peer& peer) {
    const std::string& request = requests[next];
    next = next + 1 == requests.size() ? 0 : next + 1;
    peer.sent = now();
    send_all(peer.socket, request);
  };
  for (Peer& peer : peers) {
    peer.socket = connect_to(port);
    if (peer.socket < 0) give_up("a server takes no connection");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &peer;
    epoll_ctl(poll, EPOLL_CTL_ADD, peer.socket, &event);
    send_next(peer);
  }
  std::vector<double> latencies;
  const double start = now() + kWarmUp;
  const double end = start + seconds;
  double time = 0;
  while ((time = now()) < end) {
    epoll_event events[kEvents];
    const int count = epoll_wait(poll, events, kEvents, 100);
    for (int i = 0; i < count; ++i) {
      Peer& peer = *static_cast<Peer*>(events[i].data.ptr);
      const ssize_t got =
          ::recv(peer.socket, peer.buffer.data() + peer.have, peer.buffer.size() - peer.have, 0);
      if (got <= 0) give_up("a server closed a connection under load");
      peer.have += static_cast<std::size_t>(got);
      const std::string_view text(peer.buffer.data(), peer.have);
      const auto length = length_of(text);
      if (!length || *length > peer.have) {
        if (peer.have == peer.buffer.size())
          give_up("an answer is too large for the client of the benchmark");
        continue;
      }
      if (status_of(text) != status || *length != peer.have)
        give_up("an answer under load is not as it should be: " + std::string(text.substr(0, 200)));
      peer.have = 0;
      const double answered = now();
      if (answered >= start && answered < end)
        latencies.push_back((answered - peer.sent) * kMicros);
      send_next(peer);
    }
  }
  for (const Peer& peer : peers) ::close(peer.socket);
  ::close(poll);
  if (latencies.empty()) give_up("a server answered nothing under load");
  return {static_cast<double>(latencies.size()) / seconds, percentile(latencies, 0.5),
          percentile(latencies, 0.99)};
}

WholeAnswer ask(int port, const std::string& request) {
  WholeAnswer answer;
  const int socket = connect_to(port);
  if (socket < 0) return answer;
  send_all(socket, request);
  std::string text;
  std::array<char, 16'384> buffer{};
  std::optional<std::size_t> length;
  while (!(length = length_of(text)) || *length > text.size()) {
    const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(socket);
  const std::size_t head = text.find("\r\n\r\n");
  if (head == std::string::npos) return answer;
  answer.status = status_of(text);
  answer.body = text.substr(head + 4);
  for (std::size_t at = text.find("\r\n") + 2; at < head;) {
    const std::size_t end = text.find("\r\n", at);
    const std::size_t colon = text.find(": ", at);
    if (colon < end)
      answer.headers.emplace_back(text.substr(at, colon - at),
                                  text.substr(colon + 2, end - colon - 2));
    at = end + 2;
  }
  return answer;
}

std::string get_request(const std::string& target, const std::vector<std::string>& header_lines) {
  std::string request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  for (const std::string& line : header_lines) request += line + "\r\n";
  return request + "\r\n";
}

}  // namespace cyberdir::bench
