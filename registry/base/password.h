// Passwords: which are taken, and how they are kept (Argon2id, RFC 9106).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace cyberdir::base {

inline constexpr std::size_t kShortestPassword = 12;    ///< characters
inline constexpr std::size_t kLongestPassword = 1'024;  ///< bytes

/// Why a password is not taken.
enum class PasswordFault : std::uint8_t { too_short, too_long, not_text, common };

/// What is wrong with a password that somebody chooses; nothing where it is taken. Common is what
/// the list of base/data has, whatever its case, also with digits and signs around it, and what
/// repeats a few characters. There is no rule on kinds of characters (NIST SP 800-63B 5.1.1.2).
[[nodiscard]] std::optional<PasswordFault> fault_of_password(std::string_view password);

/// What one hash costs.
struct HashCost {
  std::uint64_t passes = 2;
  std::size_t memory_bytes = std::size_t{64} << 20U;
};

/// Hashes and checks passwords. Implementations may be called from any thread.
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;
  /// A hash that says its own parameters and salt. Errors: unavailable (no memory).
  virtual Result<std::string> hash(const Secret& password) = 0;
  [[nodiscard]] virtual bool matches(const std::string& hash, const Secret& password) = 0;
  /// A hash that no password is known for and that costs as much to check as any other: for
  /// accounts that do not exist.
  [[nodiscard]] virtual std::string decoy() const = 0;
};

/// Argon2id of libsodium. Few hashes are made at once, so that many attempts to sign in do not take
/// all memory: the others wait.
class Argon2idHasher final : public PasswordHasher {
 public:
  explicit Argon2idHasher(HashCost cost = {});
  Result<std::string> hash(const Secret& password) override;
  [[nodiscard]] bool matches(const std::string& hash, const Secret& password) override;
  [[nodiscard]] std::string decoy() const override;

 private:
  static constexpr std::ptrdiff_t kAtOnce = 4;
  HashCost cost_;
  std::counting_semaphore<kAtOnce> free_{kAtOnce};
};

}  // namespace cyberdir::base
