#include "model/entry.h"

#include <algorithm>
#include <array>

namespace cyberdir::model {
namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::array<std::string_view, 4> kStatusNames = {"draft", "published", "suspended",
                                                          "withdrawn"};

std::string_view string_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return {};
  return found->get_ref<const std::string&>();
}

}  // namespace

std::string_view name_of(Status status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}

std::optional<Status> status_named(std::string_view name) {
  const auto found = std::find(kStatusNames.begin(), kStatusNames.end(), name);
  if (found == kStatusNames.end()) return std::nullopt;
  return static_cast<Status>(found - kStatusNames.begin());
}

std::string_view Entry::owner() const { return string_member(meta, "owner"); }

std::string_view Entry::group() const {
  const std::string_view group = string_member(meta, "group");
  return group.empty() ? std::string_view("states") : group;
}

Json Entry::to_json() const {
  Json all = body;
  all["id"] = id;
  all["kind"] = kind == nullptr ? std::string() : std::string(kind->name);
  all["meta"] = meta;
  if (!extensions.empty()) all["extensions"] = extensions;
  return all;
}

std::string text_in(const Json& text, std::string_view language) {
  if (!text.is_object() || text.empty()) return {};
  auto found = text.find(language);
  if (found == text.end()) found = text.find("en");
  if (found == text.end()) found = text.begin();
  return found->is_string() ? found->get<std::string>() : std::string();
}

std::string Entry::title(std::string_view language) const {
  if (kind == nullptr) return {};
  std::string fallback;
  for (const Field& field : kind->fields) {
    if (field.search != Search::title) continue;
    const auto found = body.find(field.name);
    if (found == body.end()) continue;
    if (field.type == Type::text) return text_in(*found, language);
    if (found->is_string() && fallback.empty()) fallback = found->get<std::string>();
  }
  return fallback;
}

std::string Entry::state() const {
  for (const char* field : {"iso2", "represents", "country"}) {
    const std::string_view code = string_member(body, field);
    if (!code.empty()) return std::string(code);
  }
  return owner().size() == 2 ? std::string(owner()) : std::string();
}

bool Entry::operator==(const Entry& other) const {
  return id == other.id && kind == other.kind && meta == other.meta && body == other.body &&
         extensions == other.extensions;
}

bool is_entry_id(std::string_view id) {
  const auto alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  // An address that ends in one of these asks for a form of what stands before it.
  for (const std::string_view suffix : {".json", ".xml", ".csv", ".ndjson", ".vcf", ".txt"}) {
    if (id.ends_with(suffix)) return false;
  }
  return !id.empty() && id.size() <= kLongestId && alphanumeric(id.front()) &&
         std::all_of(id.begin(), id.end(), [&](char c) {
           return alphanumeric(c) || c == '.' || c == '_' || c == '~' || c == '-';
         });
}

}  // namespace cyberdir::model
