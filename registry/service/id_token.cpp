#include "service/id_token.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/bytes.h"
#include "base/sha256.h"
#include "base/sha512.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

namespace {

constexpr std::int64_t kSkewSeconds = 60;
constexpr std::int64_t kOldestSeconds = 600;  // what a browser has to come back
constexpr std::size_t kLongestSubject = 255;  // OpenID Connect Core 1.0 section 2
constexpr std::size_t kLongestEmail = 254;

// Ways of signing in (RFC 8176) that we take for a second factor.
constexpr std::array<std::string_view, 3> kSecondFactors = {"mfa", "otp", "hwk"};

base::Error not_believed(const std::string& why) {
  return fail(ErrorCode::invalid, "the ID token is not believed: " + why);
}

const Json* find(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  return found == claims.end() ? nullptr : &*found;
}

bool is_text(const Json* claim, std::string_view wanted) {
  return claim != nullptr && claim->is_string() && claim->get_ref<const std::string&>() == wanted;
}

bool names(const Json& list, std::string_view wanted) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Json& each) { return is_text(&each, wanted); });
}

// For us, and for nobody else unless the token says that we are who asked for it.
Result<void> check_audience(const Json& claims, const std::string& client) {
  const Json* audience = find(claims, "aud");
  const bool one = is_text(audience, client);
  const bool among = audience != nullptr && audience->is_array() && names(*audience, client);
  if (!one && !among) return not_believed("aud is somebody else");
  const Json* party = find(claims, "azp");
  if (party != nullptr && !is_text(party, client)) return not_believed("azp is somebody else");
  if (among && audience->size() > 1 && party == nullptr)
    return not_believed("aud names several, and azp none");
  return {};
}

// A NumericDate (RFC 7519 section 2) in seconds.
std::optional<std::int64_t> seconds_of(const Json* claim) {
  constexpr double kMost = 1e12;
  if (claim == nullptr || !claim->is_number()) return std::nullopt;
  const auto seconds = claim->get<double>();
  if (!(seconds >= 0 && seconds < kMost)) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

Result<void> check_times(const Json& claims, base::Instant now) {
  constexpr std::int64_t kSecond = 1'000'000;
  const std::int64_t present = now.micros / kSecond;
  const auto expires = seconds_of(find(claims, "exp"));
  const auto issued = seconds_of(find(claims, "iat"));
  if (!expires || !issued) return not_believed("exp or iat is missing, or no time");
  if (*expires + kSkewSeconds <= present) return not_believed("it has expired");
  if (*issued - kSkewSeconds > present) return not_believed("iat is in the future");
  if (*issued + kOldestSeconds + kSkewSeconds < present) return not_believed("iat is long ago");
  const Json* not_before = find(claims, "nbf");
  if (not_before == nullptr) return {};
  const auto from = seconds_of(not_before);
  if (!from || *from - kSkewSeconds > present) return not_believed("nbf is in the future");
  return {};
}

// The left half of a digest of the access token (section 3.1.3.6): SHA-256 with RS256 and ES256,
// SHA-512 with EdDSA. Its length says which.
Result<void> check_access_token(const Json& claims, const base::Secret& access_token) {
  constexpr std::size_t kHalf256 = 16;
  constexpr std::size_t kHalf512 = 32;
  const Json* hash = find(claims, "at_hash");
  if (hash == nullptr) return {};
  if (!hash->is_string() || access_token.empty())
    return not_believed("at_hash is of no access token");
  const auto bytes = base::from_base64url(hash->get_ref<const std::string&>());
  const base::Digest short_digest = base::sha256(access_token.reveal());
  const std::string digest = bytes && bytes->size() == kHalf512
                                 ? base::sha512(access_token.reveal()).substr(0, kHalf512)
                                 : std::string(base::view_of(short_digest).substr(0, kHalf256));
  if (bytes != digest) return not_believed("at_hash is of another access token");
  return {};
}

bool asked_for_second_factor(const Json& claims, const std::string& acr) {
  if (!acr.empty() && is_text(find(claims, "acr"), acr)) return true;
  const Json* ways = find(claims, "amr");
  return ways != nullptr && ways->is_array() &&
         std::any_of(kSecondFactors.begin(), kSecondFactors.end(),
                     [&](std::string_view way) { return names(*ways, way); });
}

Result<std::string> subject_of(const Json& claims) {
  const Json* subject = find(claims, "sub");
  if (subject == nullptr || !subject->is_string()) return not_believed("sub is missing");
  std::string text = subject->get<std::string>();
  const bool good =
      !text.empty() && text.size() <= kLongestSubject &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  if (!good) return not_believed("sub is not 1 to 255 characters of ASCII");
  return text;
}

}  // namespace

std::string verified_email(const Json& claims) {
  const Json* email = find(claims, "email");
  const Json* verified = find(claims, "email_verified");
  const bool good = email != nullptr && email->is_string() && verified != nullptr &&
                    verified->is_boolean() && verified->get<bool>();
  if (!good) return {};
  std::string text = email->get<std::string>();
  if (text.size() > kLongestEmail) return {};
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return text;
}

Result<Identity> check_id_token(const Json& claims, const ExpectedToken& expected) {
  if (!is_text(find(claims, "iss"), expected.issuer)) return not_believed("iss is somebody else");
  CYBERDIR_TRY(check_audience(claims, expected.client_id));
  CYBERDIR_TRY(check_times(claims, expected.now));
  const Json* nonce = find(claims, "nonce");
  if (nonce == nullptr || !nonce->is_string() || expected.nonce.empty() ||
      !base::equal_in_constant_time(nonce->get_ref<const std::string&>(), expected.nonce.reveal()))
    return not_believed("nonce is not that of this sign-in");
  CYBERDIR_TRY(check_access_token(claims, expected.access_token));
  CYBERDIR_ASSIGN(subject, subject_of(claims));
  return Identity{expected.issuer, std::move(subject), verified_email(claims),
                  asked_for_second_factor(claims, expected.acr)};
}

}  // namespace cyberdir::service
