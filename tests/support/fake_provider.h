// An identity provider in memory: it signs what a test tells it to, right or wrong.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/public_key.h"
#include "base/web_client.h"
#include "model/json.h"

namespace cyberdir::support {

/// A private key, made for the test.
class SigningKey {
 public:
  explicit SigningKey(base::SignatureAlgorithm algorithm);

  /// Its public half as a JWK of this name.
  [[nodiscard]] model::Json jwk(const std::string& kid) const;
  /// A signature as JWS has it.
  [[nodiscard]] std::string sign(const std::string& message) const;
  /// The public half as text (PEM): what an attacker would use as the secret of HS256.
  [[nodiscard]] std::string pem() const;
  [[nodiscard]] std::string_view algorithm_name() const;

 private:
  base::SignatureAlgorithm algorithm_;
  std::shared_ptr<void> key_;
};

/// A token in the compact form of JWS: head and claims, and what signs them both.
[[nodiscard]] std::string compact_token(const model::Json& head, const model::Json& claims,
                                        const std::function<std::string(const std::string&)>& sign);
[[nodiscard]] std::string signed_token(const SigningKey& key, const std::string& kid,
                                       const model::Json& claims);
[[nodiscard]] std::string hmac_sha256(const std::string& secret, const std::string& message);

/// Answers as a provider does, from what the test may change.
class FakeProvider final : public base::WebClient {
 public:
  static constexpr std::string_view kIssuer = "https://id.example";

  FakeProvider();
  base::Result<base::WebAnswer> ask(const base::WebQuestion& question) override;

  model::Json description;
  model::Json keys;
  std::string token_answer;
  model::Json userinfo;
  bool reachable = true;
  int keys_read = 0;
  std::vector<base::WebQuestion> questions;
};

}  // namespace cyberdir::support
