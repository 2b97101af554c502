#include "cli/openid_options.h"

#include <array>
#include <fstream>

namespace cyberdir::cli {

using base::ErrorCode;
using base::fail;

namespace {

struct OpenIdOption {
  const char* flag;
  const char* key;
  std::string OpenIdOptions::*value;
  const char* type;
  const char* help;
};

constexpr std::array<OpenIdOption, 5> kOptions = {{
    {"--openid-issuer", "openid_issuer", &OpenIdOptions::issuer, "URL",
     "an OpenID Connect provider through which people may sign in too; https, or http on this "
     "machine. Register PUBLIC-URL/sign-in/identity there as the address to come back to"},
    {"--openid-client-id", "openid_client_id", &OpenIdOptions::client_id, "ID",
     "what this registry is called there"},
    {"--openid-client-secret-file", "openid_client_secret_file", &OpenIdOptions::client_secret_file,
     "FILE", "its secret there, in the first line; leave it out for a client that has none"},
    {"--openid-name", "openid_name", &OpenIdOptions::name, "TEXT",
     "what people call the provider, for the button; the issuer if absent"},
    {"--openid-acr", "openid_acr", &OpenIdOptions::acr, "VALUE",
     "the provider's acr that stands for two factors (without it, amr with mfa, otp or hwk); "
     "otherwise our own code is asked after it"},
}};

base::Result<base::Secret> first_line(const std::string& path) {
  constexpr std::size_t kLongest = 4'096;
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line.empty() || line.size() > kLongest)
    return fail(ErrorCode::invalid,
                "--openid-client-secret-file: there is no secret in the first "
                "line of " +
                    path);
  if (line.ends_with('\r')) line.pop_back();
  return base::Secret(std::move(line));
}

}  // namespace

void add_openid_options(CLI::App& command, OpenIdOptions& options) {
  for (const OpenIdOption& option : kOptions)
    command.add_option(option.flag, options.*option.value, option.help)->type_name(option.type);
}

bool read_openid_option(std::string_view key, const std::optional<std::string>& value,
                        const CLI::App& command, OpenIdOptions& options) {
  for (const OpenIdOption& option : kOptions) {
    if (key != option.key || !value) continue;
    if (command.count(option.flag) == 0) options.*option.value = *value;
    return true;
  }
  return false;
}

base::Result<std::optional<service::IdentityProviderSettings>> provider_settings(
    const OpenIdOptions& options) {
  if (options.issuer.empty()) {
    for (const OpenIdOption& option : kOptions) {
      if (!(options.*option.value).empty())
        return fail(ErrorCode::invalid, std::string(option.flag) + " wants --openid-issuer");
    }
    return std::optional<service::IdentityProviderSettings>();
  }
  if (!base::is_trustworthy_url(options.issuer) || options.issuer.find('?') != std::string::npos)
    return fail(ErrorCode::invalid,
                "--openid-issuer is an https URL without a query, or http on this machine");
  if (options.client_id.empty())
    return fail(ErrorCode::invalid, "--openid-issuer wants --openid-client-id");
  service::IdentityProviderSettings settings;
  settings.issuer = options.issuer;
  settings.client_id = options.client_id;
  settings.name = options.name.empty() ? options.issuer : options.name;
  settings.acr = options.acr;
  if (!options.client_secret_file.empty()) {
    CYBERDIR_ASSIGN(secret, first_line(options.client_secret_file));
    settings.client_secret = std::move(secret);
  }
  return std::optional(std::move(settings));
}

}  // namespace cyberdir::cli
