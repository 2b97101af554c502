// The HTTP/1.1 transport (RFC 9110, RFC 9112): carries requests to one handler and its answers
// back.
//
// cpp-httplib listens and accepts; what it leaves open (pipelining, bodies without bounds, cut
// compression, connections that each hold a thread) is done here. Start with transport.cpp, which
// leads a connection through connection.h (bytes), request_head.h, request_body.h and answer.h;
// connection_pool.h says which thread serves which connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/exchange.h"

namespace cyberdir::http {

/// Bounds of the transport.
struct TransportLimits {
  std::uint64_t body_bytes = std::uint64_t{1}
                             << 30U;  ///< after decompression; handlers bound more tightly
  std::size_t threads = 64;           ///< requests served at once
  std::size_t connections = 4096;     ///< open at once; less where the process may open fewer files
  int read_seconds = 10;     ///< patience with a peer that stalls; it regains some with each byte
  int request_seconds = 60;  ///< longest time for the head of a request
  int idle_seconds = 30;     ///< longest life of an idle connection
  int drain_seconds = 10;    ///< at the end, for requests in hand
};

/// A listening server. One thread runs it; stop() may be called from any.
class Transport {
 public:
  /// Without `log`, lines go to std::clog.
  Transport(Handler handler, TransportLimits limits, Log log = {});
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  Transport(Transport&&) = delete;
  Transport& operator=(Transport&&) = delete;

  /// Binds; port 0 picks a free one. Returns the port. From here on connections queue up, and are
  /// served once run() runs. Errors: unavailable (in use, not allowed).
  base::Result<int> bind(const std::string& host, int port);
  /// Serves until stop(), once. Then requests in hand are answered and streams in hand finished;
  /// after drain_seconds their connections are cut. It returns when every handler has returned.
  void run();
  /// Ends run(), also one that has not begun yet. Safe in a signal handler.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cyberdir::http
