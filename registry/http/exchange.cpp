#include "http/exchange.h"

namespace cyberdir::http {
namespace {

std::optional<std::string_view> first(const std::vector<std::pair<std::string, std::string>>& pairs,
                                      std::string_view name) {
  for (const auto& [key, value] : pairs) {
    if (key == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  return first(headers, name);
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  return first(query, name);
}

void Response::set(std::string_view name, std::string_view value) {
  for (auto& [key, present] : headers) {
    if (key == name) {
      present = value;
      return;
    }
  }
  headers.emplace_back(name, value);
}

}  // namespace cyberdir::http
