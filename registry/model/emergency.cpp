#include "model/emergency.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/unicode.h"
#include "model/validate.h"

namespace cyberdir::model {
namespace {

constexpr std::size_t kMostChannels = 200;
constexpr std::size_t kLongestReason = 2000;
constexpr const char* kSuspended = "suspended";
constexpr const char* kVisibility = "visibility";
constexpr const char* kWhole = "*";

void add(base::Findings& findings, const char* code, std::string detail, std::string pointer) {
  findings.push_back({code, std::move(detail), std::move(pointer), {}, {}, base::Severity::error});
}

std::string text_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<Visibility> visibility_named(const Json& name) {
  for (const Visibility level : {Visibility::open, Visibility::group, Visibility::owner}) {
    if (name.is_string() && name == std::string(name_of(level))) return level;
  }
  return std::nullopt;
}

bool is_suspended(const Json& channel) {
  const auto found = channel.find(kSuspended);
  return found != channel.end() && *found == true;
}

ChannelName name_of_channel(const Json& channel) {
  return {text_member(channel, "kind"), text_member(channel, "value")};
}

// Calls `visit` with each channel of an entry, in whatever field it stands.
template <typename EntryType, typename Visit>
void each_channel(EntryType& entry, const Visit& visit) {
  for (const Field& field : entry.kind->fields) {
    const auto list = entry.body.find(field.name);
    if (field.identity != Identity::kind_and_value || list == entry.body.end()) continue;
    if (!list->is_array()) continue;
    for (auto& channel : *list) {
      if (channel.is_object()) visit(channel);
    }
  }
}

const Json* channel_of(const Entry& entry, const ChannelName& name) {
  const Json* found = nullptr;
  each_channel(entry, [&](const Json& channel) {
    if (found == nullptr && name_of_channel(channel) == name) found = &channel;
  });
  return found;
}

Json rules_of(const Entry& entry) {
  const auto rules = entry.meta.find(kVisibility);
  return rules != entry.meta.end() && rules->is_object() ? *rules : Json::object();
}

void set_rules(Entry& entry, Json rules) {
  if (rules.empty()) {
    entry.meta.erase(kVisibility);
  } else {
    entry.meta[kVisibility] = std::move(rules);
  }
}

void narrow(Entry& entry, Visibility level) {
  Json rules = rules_of(entry);
  const Visibility whole =
      visibility_named(rules.value(kWhole, Json())).value_or(entry.kind->visibility);
  if (level > whole) rules[kWhole] = std::string(name_of(level));
  // A field that its owner opened beyond the entry would otherwise be seen still.
  for (auto rule = rules.begin(); rule != rules.end(); ++rule) {
    const auto said = visibility_named(*rule);
    if (said && *said < level) *rule = std::string(name_of(level));
  }
  set_rules(entry, std::move(rules));
}

std::vector<ChannelName> take_channels(const Json& list, base::Findings& findings) {
  std::vector<ChannelName> channels;
  if (!list.is_array() || list.size() > kMostChannels) {
    add(findings, "type", "this is a list of at most 200 channels, each with kind and value",
        "/suspend");
    return channels;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool whole = list[i].is_object() && list[i].size() == 2 &&
                       !text_member(list[i], "kind").empty() &&
                       !text_member(list[i], "value").empty();
    if (whole) {
      channels.push_back(name_of_channel(list[i]));
    } else {
      add(findings, "type", "a channel is named by its kind and value",
          "/suspend/" + std::to_string(i));
    }
  }
  return channels;
}

std::string take_reason(const Json& tree, base::Findings& findings) {
  const std::string reason = text_member(tree, "reason");
  if (reason.empty()) {
    add(findings, "required", "say why; those who see the entry read it", "/reason");
  } else if (reason.size() > kLongestReason || !base::is_xml_text(reason)) {
    add(findings, "length", "a reason is text of at most 2000 bytes", "/reason");
  }
  return reason;
}

}  // namespace

EmergencyRequest take_emergency(const Json& tree, base::Findings& findings) {
  EmergencyRequest request;
  if (!tree.is_object()) {
    add(findings, "type", "this is an object with suspend, narrow and reason", "");
    return request;
  }
  constexpr std::array<std::string_view, 3> kMembers = {"suspend", "narrow", "reason"};
  for (auto it = tree.begin(); it != tree.end(); ++it) {
    if (std::find(kMembers.begin(), kMembers.end(), it.key()) == kMembers.end())
      add(findings, "unknown-field", "there are suspend, narrow and reason",
          "/" + pointer_token(it.key()));
  }
  if (tree.contains("suspend")) request.suspend = take_channels(tree["suspend"], findings);
  if (tree.contains("narrow")) {
    request.narrow = visibility_named(tree["narrow"]);
    if (!request.narrow || *request.narrow == Visibility::open)
      add(findings, "code", "an entry is narrowed to group or to owner", "/narrow");
  }
  const bool asks =
      tree.contains("narrow") ||
      (tree.contains("suspend") && !(tree["suspend"].is_array() && tree["suspend"].empty()));
  if (!asks)
    add(findings, "required", "say which channels to suspend, or how far to narrow the entry",
        "/suspend");
  request.reason = take_reason(tree, findings);
  return request;
}

Entry tightened(const Entry& entry, const EmergencyRequest& request, base::Findings& findings) {
  Entry tight = entry;
  for (std::size_t i = 0; i < request.suspend.size(); ++i) {
    bool found = false;
    each_channel(tight, [&](Json& channel) {
      if (name_of_channel(channel) != request.suspend[i]) return;
      found = true;
      channel[kSuspended] = true;
    });
    if (!found)
      add(findings, "channel", "the entry has no such channel", "/suspend/" + std::to_string(i));
  }
  if (request.narrow) narrow(tight, *request.narrow);
  return tight;
}

Tightening tightening_between(const Entry& before, const Entry& after) {
  Tightening tightening;
  each_channel(after, [&](const Json& channel) {
    const Json* then = channel_of(before, name_of_channel(channel));
    if (is_suspended(channel) && then != nullptr && !is_suspended(*then))
      tightening.suspended.push_back(name_of_channel(channel));
  });
  const Json rules = rules_of(after);
  if (rules != rules_of(before)) {
    const Visibility whole =
        visibility_named(rules.value(kWhole, Json())).value_or(after.kind->visibility);
    tightening.narrowed_to = std::string(name_of(whole));
  }
  return tightening;
}

Entry loosened(const Entry& today, const Entry& before, const Entry& after) {
  Entry loose = today;
  const Tightening done = tightening_between(before, after);
  each_channel(loose, [&](Json& channel) {
    const ChannelName name = name_of_channel(channel);
    const bool ours =
        std::find(done.suspended.begin(), done.suspended.end(), name) != done.suspended.end();
    if (!ours || !is_suspended(channel)) return;
    channel.erase(kSuspended);
    const Json* then = channel_of(before, name);
    if (then->contains(kSuspended)) channel[kSuspended] = then->at(kSuspended);
  });
  Json rules = rules_of(loose);
  const Json then = rules_of(before);
  const Json tight = rules_of(after);
  for (auto rule = tight.begin(); rule != tight.end(); ++rule) {
    const bool ours = then.value(rule.key(), Json()) != *rule;
    if (!ours || rules.value(rule.key(), Json()) != *rule) continue;  // changed again since
    rules.erase(rule.key());
    if (then.contains(rule.key())) rules[rule.key()] = then.at(rule.key());
  }
  set_rules(loose, std::move(rules));
  return loose;
}

}  // namespace cyberdir::model
