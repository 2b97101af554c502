#include "service/identity_provider.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/sha256.h"
#include "codec/json_reader.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

namespace {

constexpr std::int64_t kMinute = std::int64_t{60} * 1'000'000;
constexpr std::int64_t kKept = 60 * kMinute;
constexpr std::size_t kMostTokenAnswer = std::size_t{64} << 10U;
constexpr int kFine = 200;
constexpr int kServerFault = 500;

// What the token itself should say (Core section 5.5), of providers that take such a wish.
constexpr const char* kWantedClaims =
    R"({"id_token":{"amr":null,"email":null,"email_verified":null}})";

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flag_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

bool lists(const Json& object, const char* name, const char* value) {
  const auto found = object.find(name);
  return found != object.end() && found->is_array() &&
         std::find(found->begin(), found->end(), value) != found->end();
}

std::string without_slash(std::string url) {
  if (url.ends_with('/')) url.pop_back();
  return url;
}

std::string challenge_of(const base::Secret& verifier) {
  return base::to_base64url(base::view_of(base::sha256(verifier.reveal())));
}

// Id and secret of a client are encoded as in a form before they go into the header (RFC 6749
// section 2.3.1).
std::string encoded(std::string_view text) {
  return base::form_encoded({{"", std::string(text)}}).substr(1);
}

// What a provider calls its refusal (RFC 6749 section 5.2): a word, or nothing that we repeat.
std::string refusal_in(const Json& answer) {
  constexpr std::size_t kLongest = 40;
  const std::string word = text_of(answer, "error");
  const bool plain = !word.empty() && word.size() <= kLongest &&
                     word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  return plain ? word : "no reason that could be read";
}

}  // namespace

Result<base::WebAnswer> IdentityProvider::ask(const base::WebQuestion& question) {
  if (!free_.try_acquire())
    return fail(ErrorCode::unavailable, "too many sign-ins wait for the provider at once");
  auto answer = web_.ask(question);
  free_.release();
  if (answer && answer->status >= kServerFault) {
    return fail(ErrorCode::unavailable,
                question.url + " answered " + std::to_string(answer->status));
  }
  return answer;
}

Result<Json> IdentityProvider::ask_for_object(const base::WebQuestion& question) {
  constexpr std::size_t kDepth = 16;
  CYBERDIR_ASSIGN(answer, ask(question));
  auto json = codec::read_json(answer.body, {kDepth});
  if (answer.status != kFine) {
    return fail(ErrorCode::malformed,
                question.url + " answered " + std::to_string(answer.status) + ": " +
                    refusal_in(json && json->is_object() ? *json : Json::object()));
  }
  if (!json || !json->is_object())
    return fail(ErrorCode::malformed, question.url + " did not answer with a JSON object");
  return json;
}

Result<IdentityProvider::Description> IdentityProvider::read_description(
    const Json& document) const {
  if (text_of(document, "issuer") != settings_.issuer)
    return fail(ErrorCode::malformed, "the provider describes itself under another issuer");
  Description read;
  read.authorization_endpoint = text_of(document, "authorization_endpoint");
  read.token_endpoint = text_of(document, "token_endpoint");
  read.userinfo_endpoint = text_of(document, "userinfo_endpoint");
  read.jwks_uri = text_of(document, "jwks_uri");
  for (const std::string& url : {read.authorization_endpoint, read.token_endpoint, read.jwks_uri}) {
    if (!base::is_trustworthy_url(url))
      return fail(ErrorCode::malformed, "the provider describes an address that is not https");
  }
  if (!base::is_trustworthy_url(read.userinfo_endpoint)) read.userinfo_endpoint.clear();
  constexpr const char* kMethods = "token_endpoint_auth_methods_supported";
  read.secret_in_body = !lists(document, kMethods, "client_secret_basic") &&
                        lists(document, kMethods, "client_secret_post");
  read.names_itself = flag_of(document, "authorization_response_iss_parameter_supported");
  read.takes_claims = flag_of(document, "claims_parameter_supported");
  return read;
}

Result<IdentityProvider::Description> IdentityProvider::description() {
  {
    const std::lock_guard lock(mutex_);
    if (description_ && clock_.now().micros < described_at_.micros + kKept) return *description_;
  }
  CYBERDIR_ASSIGN(document, ask_for_object({without_slash(settings_.issuer) +
                                            "/.well-known/openid-configuration"}));
  CYBERDIR_ASSIGN(read, read_description(document));
  const std::lock_guard lock(mutex_);
  description_ = read;
  described_at_ = clock_.now();
  return std::move(read);
}

// The keys we have, or those there are now: where we have none, where ours are old, or where the
// caller misses one and a minute has passed.
Result<std::vector<codec::NamedKey>> IdentityProvider::keys(bool again) {
  CYBERDIR_ASSIGN(described, description());
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t keep = again ? kMinute : kKept;
    if (keys_at_ && clock_.now().micros < keys_at_->micros + keep) return keys_;
    keys_at_ = clock_.now();  // before they are read: many who miss one ask once
  }
  const auto forget = [&](base::Error error) {
    const std::lock_guard lock(mutex_);
    if (!again) keys_at_.reset();
    return error;
  };
  auto answer = ask({described.jwks_uri});
  if (!answer) return forget(std::move(answer).error());
  if (answer->status != kFine)
    return forget(fail(ErrorCode::malformed, "the provider does not show its keys"));
  auto read = codec::read_key_set(answer->body);
  if (!read) return forget(std::move(read).error());
  const std::lock_guard lock(mutex_);
  keys_ = *read;
  return read;
}

Result<std::string> IdentityProvider::authorization_url(const IdentityHandshake& handshake) {
  CYBERDIR_ASSIGN(described, description());
  std::vector<std::pair<std::string, std::string>> fields = {
      {"response_type", "code"},
      {"client_id", settings_.client_id},
      {"redirect_uri", settings_.return_url},
      {"scope", "openid email"},
      {"state", std::string(handshake.state.reveal())},
      {"nonce", std::string(handshake.nonce.reveal())},
      {"code_challenge", challenge_of(handshake.verifier)},
      {"code_challenge_method", "S256"}};
  if (!settings_.acr.empty()) fields.emplace_back("acr_values", settings_.acr);
  if (described.takes_claims) fields.emplace_back("claims", kWantedClaims);
  const char* joint = described.authorization_endpoint.find('?') == std::string::npos ? "?" : "&";
  return described.authorization_endpoint + joint + base::form_encoded(fields);
}

Result<bool> IdentityProvider::names_itself() {
  CYBERDIR_ASSIGN(described, description());
  return described.names_itself;
}

Result<IssuedTokens> IdentityProvider::redeem(const std::string& code,
                                              const base::Secret& verifier) {
  CYBERDIR_ASSIGN(described, description());
  base::WebQuestion question;
  question.url = described.token_endpoint;
  question.most_bytes = kMostTokenAnswer;
  question.form = {{{"grant_type", "authorization_code"},
                    {"code", code},
                    {"redirect_uri", settings_.return_url},
                    {"code_verifier", std::string(verifier.reveal())}}};
  const bool in_header = !settings_.client_secret.empty() && !described.secret_in_body;
  if (in_header) {
    question.user = encoded(settings_.client_id);
    question.password = base::Secret(encoded(settings_.client_secret.reveal()));
  } else {
    question.form->emplace_back("client_id", settings_.client_id);
    if (!settings_.client_secret.empty())
      question.form->emplace_back("client_secret", settings_.client_secret.reveal());
  }
  CYBERDIR_ASSIGN(answer, ask_for_object(question));
  IssuedTokens tokens{text_of(answer, "id_token"), base::Secret(text_of(answer, "access_token"))};
  if (tokens.id_token.empty())
    return fail(ErrorCode::malformed, "the provider answered without an ID token");
  return tokens;
}

Result<Json> IdentityProvider::signed_claims(const std::string& id_token) {
  CYBERDIR_ASSIGN(token, codec::read_token(id_token));
  CYBERDIR_ASSIGN(known, keys(false));
  codec::TokenSignature signature = codec::check_signature(token, known);
  if (signature == codec::TokenSignature::no_key) {
    CYBERDIR_ASSIGN(newer, keys(true));
    signature = codec::check_signature(token, newer);
  }
  if (signature != codec::TokenSignature::right)
    return fail(ErrorCode::invalid, "the ID token is not signed by a key of the provider");
  return std::move(token.claims);
}

Result<Json> IdentityProvider::told_about(const std::string& subject,
                                          const base::Secret& access_token) {
  CYBERDIR_ASSIGN(described, description());
  if (described.userinfo_endpoint.empty() || access_token.empty()) return Json::object();
  base::WebQuestion question;
  question.url = described.userinfo_endpoint;
  question.bearer = access_token;
  question.most_bytes = kMostTokenAnswer;
  CYBERDIR_ASSIGN(answer, ask_for_object(question));
  // An answer may have been exchanged for that of another token (Core section 5.3.2).
  if (text_of(answer, "sub") != subject)
    return fail(ErrorCode::invalid, "what the provider tells is about somebody else");
  return std::move(answer);
}

}  // namespace cyberdir::service
