#include "http/source_address.h"

#include "base/network.h"

namespace cyberdir::http {

std::string source_address(const Request& request, const service::Settings& settings) {
  const auto forwarded = request.header("x-forwarded-for");
  if (!forwarded || !settings.public_url.starts_with("https://")) return request.remote;
  std::string_view last = forwarded->substr(forwarded->rfind(',') + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  return base::is_address(last) ? std::string(last) : request.remote;
}

}  // namespace cyberdir::http
