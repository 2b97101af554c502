// What the server counts about itself.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace cyberdir::http {

/// Requests answered, by hundred of the status. Any thread.
struct Metrics {
  std::array<std::atomic<std::uint64_t>, 6> by_class{};
  void count(int status) {
    by_class.at(static_cast<std::size_t>(status / 100) % by_class.size())
        .fetch_add(1, std::memory_order_relaxed);
  }
};

[[nodiscard]] Metrics& metrics();

}  // namespace cyberdir::http
