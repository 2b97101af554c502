// A server under test and a client that says exactly what it is told to, for the transport's tests.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "http/transport.h"

namespace cyberdir::http::test {

/// An answer as it came over the wire.
struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  bool whole = false;  ///< false where the connection ended within it

  [[nodiscard]] std::string header(const std::string& name) const;
};

/// A connection to 127.0.0.1. Reading gives up after ten seconds.
class Client {
 public:
  explicit Client(int port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client(Client&&) = delete;
  Client& operator=(Client&&) = delete;

  /// Sends all of it; false where the server no longer takes it.
  bool send(std::string_view text) const;
  /// The next answer. `bodiless` for what answers HEAD.
  Answer receive(bool bodiless = false);
  Answer ask(std::string_view text, bool bodiless = false);
  /// True where the server has ended the connection and nothing is left to read.
  bool ended();
  /// Reads until `text` has come; false where the connection ended before.
  bool receive_until(std::string_view text);
  void end_sending() const;

 private:
  bool more();
  bool line(std::string& text);
  bool exactly(std::size_t count, std::string& text);

  int socket_;
  std::string read_;
};

/// Runs a transport on a free port until it goes out of scope.
class Server {
 public:
  explicit Server(
      Handler handler, TransportLimits limits = {}, Log log = [](std::string_view) {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;

  [[nodiscard]] int port() const { return port_; }
  Transport& transport() { return transport_; }
  /// Waits until run() has returned.
  void join();

 private:
  Transport transport_;
  int port_ = 0;
  std::thread thread_;
};

/// A request with a Host and further header lines, each with CR LF.
std::string request(std::string_view method, std::string_view target, std::string_view lines = {},
                    std::string_view body = {});

/// Reads a body to its end; the error where it has one.
base::Result<std::string> read_all(base::ByteSource& source);

/// A handler that answers with `METHOD PATH BODY`, or with the status of the body's error.
Response echo(Request& asked);

}  // namespace cyberdir::http::test
