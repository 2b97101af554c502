#include "transport_client.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/error_table.h"

namespace cyberdir::http::test {

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string{} : found->second;
}

Client::Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{10, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("no connection");
  }
}

Client::~Client() { ::close(socket_); }

bool Client::send(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Client::more() {
  std::array<char, 65536> bytes{};
  const ssize_t count = recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  read_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

bool Client::line(std::string& text) {
  std::size_t end = 0;
  while ((end = read_.find("\r\n")) == std::string::npos) {
    if (!more()) return false;
  }
  text = read_.substr(0, end);
  read_.erase(0, end + 2);
  return true;
}

bool Client::exactly(std::size_t count, std::string& text) {
  while (read_.size() < count && more()) {
  }
  const std::size_t there = std::min(count, read_.size());
  text.append(read_, 0, there);
  read_.erase(0, there);
  return there == count;
}

Answer Client::receive(bool bodiless) {
  Answer answer;
  std::string text;
  if (!line(text) || text.size() < 12) return answer;
  answer.status = std::stoi(text.substr(9, 3));
  while (line(text)) {
    if (text.empty()) {
      answer.whole = true;
      break;
    }
    const std::size_t colon = text.find(": ");
    std::string name = text.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    answer.headers[name] = text.substr(colon + 2);
  }
  if (!answer.whole || bodiless || answer.status < 200 || answer.status == 204 ||
      answer.status == 304) {
    return answer;
  }
  if (answer.header("transfer-encoding") == "chunked") {
    for (;;) {
      answer.whole = false;
      if (!line(text)) return answer;
      const std::size_t size = std::stoul(text, nullptr, 16);
      if (!exactly(size, answer.body) || !line(text)) return answer;
      answer.whole = true;
      if (size == 0) return answer;
    }
  }
  if (const std::string length = answer.header("content-length"); !length.empty()) {
    answer.whole = exactly(std::stoul(length), answer.body);
    return answer;
  }
  while (more()) {
  }
  answer.body = std::exchange(read_, {});
  return answer;
}

Answer Client::ask(std::string_view text, bool bodiless) {
  send(text);
  return receive(bodiless);
}

bool Client::ended() {
  errno = 0;
  return read_.empty() && !more() && errno != EAGAIN;
}

bool Client::receive_until(std::string_view text) {
  while (read_.find(text) == std::string::npos) {
    if (!more()) return false;
  }
  return true;
}

void Client::end_sending() const { ::shutdown(socket_, SHUT_WR); }

Server::Server(Handler handler, TransportLimits limits, Log log)
    : transport_(std::move(handler), limits, std::move(log)) {
  const auto port = transport_.bind("127.0.0.1", 0);
  if (!port) throw std::runtime_error(port.error().detail);
  port_ = *port;
  thread_ = std::thread([this] { transport_.run(); });
}

Server::~Server() {
  transport_.stop();
  join();
}

void Server::join() {
  if (thread_.joinable()) thread_.join();
}

std::string request(std::string_view method, std::string_view target, std::string_view lines,
                    std::string_view body) {
  std::string text;
  text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n");
  text.append(lines).append("\r\n").append(body);
  return text;
}

base::Result<std::string> read_all(base::ByteSource& source) {
  std::string whole;
  std::array<char, 1000> piece{};
  for (;;) {
    CYBERDIR_ASSIGN(count, source.read(piece));
    if (count == 0) return whole;
    whole.append(piece.data(), count);
  }
}

Response echo(Request& asked) {
  Response response;
  response.set("Content-Type", "text/plain");
  const auto body = read_all(*asked.body);
  if (!body) response.status = base::error_row(body.error().code).http_status;
  response.body = asked.method + " " + asked.path + " " + (body ? *body : body.error().detail);
  return response;
}

}  // namespace cyberdir::http::test
