#include "base/password.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include <sodium.h>

#include "base/unicode.h"
#include "embedded/base_data.h"

namespace cyberdir::base {
namespace {

constexpr std::string_view kListFile = "common_passwords.txt";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

std::string lower(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return folded;
}

const std::set<std::string, std::less<>>& common_passwords() {
  static const auto kWords = [] {
    std::set<std::string, std::less<>> words;
    std::string_view rest = data::find(kListFile).value_or(std::string_view());
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      const std::string_view word = rest.substr(0, end);
      if (!word.empty() && !word.starts_with('#')) words.emplace(word);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    if (words.empty()) throw std::logic_error("the list of common passwords is missing");
    return words;
  }();
  return kWords;
}

// Without what is not a letter at either end: "!Password2026!" is "password".
std::string_view core_of(std::string_view text) {
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  return text;
}

// True where the text is a short piece over and over: "abcabcabcabc", "aaaaaaaaaaaa".
bool repeats(std::string_view text) {
  constexpr std::size_t kLongestPiece = 5;
  for (std::size_t piece = 1; piece <= kLongestPiece && 2 * piece <= text.size(); ++piece) {
    if (std::equal(text.begin() + static_cast<std::ptrdiff_t>(piece), text.end(), text.begin()))
      return true;
  }
  return false;
}

// True where each character follows the one before by the same step: "123456789012" but for the
// turn of ten, "abcdefghijkl".
bool is_sequence(std::string_view text) {
  std::size_t steps = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const int step = text[i] - text[i - 1];
    if (step == 1 || step == -1 || step == 9 || step == -9) ++steps;
  }
  return steps + 1 == text.size();
}

bool is_common(std::string_view password) {
  const std::string folded = lower(password);
  const auto& list = common_passwords();
  const std::string_view core = core_of(folded);
  if (list.contains(folded) || (!core.empty() && list.contains(core))) return true;
  const std::string_view half = core.substr(0, core.size() / 2);
  const bool doubled = core.size() >= 2 && core == std::string(half) + std::string(half);
  return (doubled && list.contains(half)) || repeats(folded) || is_sequence(folded);
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// One of a few places, given back when it goes.
class Place {
 public:
  explicit Place(std::counting_semaphore<4>& places) : places_(places) { places_.acquire(); }
  ~Place() { places_.release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  Place(Place&&) = delete;
  Place& operator=(Place&&) = delete;

 private:
  std::counting_semaphore<4>& places_;
};

}  // namespace

std::optional<PasswordFault> fault_of_password(std::string_view password) {
  if (password.size() > kLongestPassword) return PasswordFault::too_long;
  if (!is_utf8(password)) return PasswordFault::not_text;
  if (characters_in(password) < kShortestPassword) return PasswordFault::too_short;
  if (is_common(password)) return PasswordFault::common;
  return std::nullopt;
}

Argon2idHasher::Argon2idHasher(HashCost cost) : cost_(cost) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
}

Result<std::string> Argon2idHasher::hash(const Secret& password) {
  const Place place(free_);
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const std::string_view revealed = password.reveal();
  if (crypto_pwhash_str_alg(text.data(), revealed.data(), revealed.size(), cost_.passes,
                            cost_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::unavailable, "there is not enough memory to hash a password; try again");
  }
  return std::string(text.data());
}

bool Argon2idHasher::matches(const std::string& hash, const Secret& password) {
  const Place place(free_);
  const std::string_view revealed = password.reveal();
  return crypto_pwhash_str_verify(hash.c_str(), revealed.data(), revealed.size()) == 0;
}

std::string Argon2idHasher::decoy() const {
  // The salt and the tag are whatever they are: the work is in the parameters.
  return "$argon2id$v=19$m=" + std::to_string(cost_.memory_bytes / 1024) +
         ",t=" + std::to_string(cost_.passes) +
         ",p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
}

}  // namespace cyberdir::base
