// Secrets in memory: they cannot be printed by accident, and leave no copy behind.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace cyberdir::base {

/// A password, a token, the secret of a session or of a second factor. It has no way into a stream,
/// a log or a JSON value but reveal(), and its memory is overwritten when it goes.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  ~Secret() { wipe(); }
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe();
      text_ = std::move(other.text_);
      other.wipe();
    }
    return *this;
  }

  /// The secret itself; valid as long as this object.
  [[nodiscard]] std::string_view reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  void wipe();
  std::string text_;
};

/// 256 random bits as base64url: what a token, a link or a session is known by.
[[nodiscard]] Secret make_key(Random& random);

/// What is kept of a key: its SHA-256, as bytes.
[[nodiscard]] std::string digest_of_key(std::string_view key);

/// True where both are equal. Takes the same time wherever they differ; lengths are no secret.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace cyberdir::base
