#include "codec/forms/outside_view.h"

#include <algorithm>
#include <map>

#include "base/uuid.h"
#include "model/entry.h"
#include "model/states.h"

namespace cyberdir::codec {

using model::Json;

namespace {

// The name space of what steady_uuid() makes; a random UUID, fixed for good.
constexpr base::UuidBytes kNameSpace = {0x5d, 0x0f, 0x2b, 0x86, 0x3e, 0x91, 0x4c, 0x47,
                                        0xa6, 0xd4, 0x12, 0x7c, 0x98, 0xe0, 0x5b, 0x33};

bool is_suspended(const Json& channel) {
  const Json* suspended = member_of(channel, "suspended");
  return suspended != nullptr && suspended->is_boolean() && suspended->get<bool>();
}

template <typename Take>
void each_channel(const Json& entry, Take take) {
  const Json* channels = member_of(entry, "channels");
  if (channels == nullptr || !channels->is_array()) return;
  for (const Json& channel : *channels) {
    if (!is_suspended(channel)) take(string_of(channel, "kind"), string_of(channel, "value"));
  }
}

}  // namespace

const Json* member_of(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string string_of(const Json& object, std::string_view name) {
  const Json* value = member_of(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::string english_of(const Json& object, std::string_view name) {
  const Json* text = member_of(object, name);
  if (text == nullptr) return {};
  if (text->is_string()) return text->get<std::string>();
  return text->is_object() ? model::text_in(*text, "en") : std::string();
}

std::vector<std::string> channel_values(const Json& entry,
                                        std::initializer_list<std::string_view> kinds) {
  std::vector<std::string> values;
  each_channel(entry, [&](const std::string& kind, std::string value) {
    if (std::ranges::find(kinds, kind) != kinds.end()) values.push_back(std::move(value));
  });
  return values;
}

std::string channel_lines(const Json& entry) {
  std::string lines;
  each_channel(entry, [&](const std::string& kind, const std::string& value) {
    lines += (lines.empty() ? "" : "\n") + kind + ": " + value;
  });
  return lines;
}

std::string state_name(std::string_view iso2) {
  static const auto* const kNames = [] {
    auto* names = new std::map<std::string, std::string, std::less<>>();
    for (const model::Entry& state : model::shipped_states())
      names->emplace(string_of(state.body, "iso2"), english_of(state.body, "name"));
    return names;
  }();
  const auto found = kNames->find(iso2);
  return found == kNames->end() ? std::string() : found->second;
}

std::string source_id(const Json& entry, std::string_view source) {
  const Json* meta = member_of(entry, "meta");
  const Json* stated = meta == nullptr ? nullptr : member_of(*meta, "source");
  if (stated == nullptr || string_of(*stated, "name") != source) return {};
  return string_of(*stated, "id");
}

std::string name_of_related(const RelatedEntry& related, std::string_view id) {
  if (id.empty() || !related) return {};
  const auto entry = related(id);
  if (!entry) return {};
  std::string name = english_of(*entry, "name");
  if (name.empty()) name = english_of(*entry, "title");
  return name.empty() ? string_of(*entry, "short_name") : name;
}

std::string steady_uuid(std::string_view registry, std::string_view id) {
  if (base::is_rfc4122_uuid(id)) return std::string(id);
  return base::make_uuid5(kNameSpace, std::string(registry) + "/" + std::string(id));
}

std::optional<base::Instant> meta_time(const Json& entry, std::string_view name) {
  const Json* meta = member_of(entry, "meta");
  return meta == nullptr ? std::nullopt : base::parse_rfc3339(string_of(*meta, name));
}

}  // namespace cyberdir::codec
