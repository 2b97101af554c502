// The options of `serve` about an identity provider.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "service/identity_provider.h"

namespace cyberdir::cli {

struct OpenIdOptions {
  std::string issuer;
  std::string client_id;
  std::string client_secret_file;
  std::string name;
  std::string acr;
};

void add_openid_options(CLI::App& command, OpenIdOptions& options);

/// Takes a key of the configuration file; the command line wins. False where it is none of these.
[[nodiscard]] bool read_openid_option(std::string_view key, const std::optional<std::string>& value,
                                      const CLI::App& command, OpenIdOptions& options);

/// What a provider is asked by, but for `return_url`; nothing where none is set. Errors: invalid
/// (what is missing or cannot be).
[[nodiscard]] base::Result<std::optional<service::IdentityProviderSettings>> provider_settings(
    const OpenIdOptions& options);

}  // namespace cyberdir::cli
