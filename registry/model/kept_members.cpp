#include "model/kept_members.h"

#include <map>
#include <string>

#include "model/diff.h"

namespace cyberdir::model {
namespace {

std::string text_in_member(const Json& object, std::string_view name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool keeps_members(const Field& field) {
  for (const Field& member : field.members) {
    if (member.kept_by_registry) return true;
  }
  return false;
}

// By what an element is the same one, whatever else of it is changed.
std::string identity_of(const Field& field, const Json& element) {
  if (field.identity != Identity::whole) return element_identity(element, field.identity);
  std::string identity;
  for (const char* name : {"ref", "state", "original", "romanised"})
    identity += text_in_member(element, name) + '\n';
  return identity;
}

class Carrier {
 public:
  Carrier(const Field& field, Kept taken) : field_(field), taken_(taken) {}

  void note(const Json& from) {
    const auto one = [&](const Json& element) {
      if (element.is_object()) known_.emplace(identity_of(field_, element), &element);
    };
    if (!from.is_array()) return one(from);
    for (const Json& element : from) one(element);
  }

  void give(Json& to) const {
    const auto one = [&](Json& element) {
      if (!element.is_object()) return;
      const auto before = known_.find(identity_of(field_, element));
      carry(element, before == known_.end() ? nullptr : before->second);
    };
    if (!to.is_array()) return one(to);
    for (Json& element : to) one(element);
  }

 private:
  void carry(Json& element, const Json* before) const {
    for (const Field& member : field_.members) {
      const bool taken =
          taken_ == Kept::everything || (taken_ == Kept::acceptances && member.name == kAcceptance);
      if (!member.kept_by_registry || taken) continue;
      element.erase(member.name);
      if (before != nullptr && before->contains(member.name))
        element[std::string(member.name)] = before->at(member.name);
    }
  }

  const Field& field_;
  Kept taken_;
  std::map<std::string, const Json*> known_;
};

}  // namespace

void carry_kept(Entry& entry, const Entry& from, Kept taken) {
  if (entry.kind == nullptr) return;
  for (const Field& field : entry.kind->fields) {
    if (!keeps_members(field)) continue;
    const auto to = entry.body.find(field.name);
    if (to == entry.body.end()) continue;
    Carrier carrier(field, taken);
    const auto before = from.body.find(field.name);
    if (before != from.body.end()) carrier.note(*before);
    carrier.give(*to);
  }
}

std::optional<base::Instant> urgent_use_awaited(const Json& channel, base::Instant now) {
  const auto from = base::parse_rfc3339(text_in_member(channel, kUrgentFrom));
  if (!from || *from <= now) return std::nullopt;
  return from;
}

bool is_for_urgent_use(const Json& channel, base::Instant now) {
  const auto suspended = channel.find("suspended");
  return text_in_member(channel, "use") == "urgent" && !urgent_use_awaited(channel, now) &&
         !(suspended != channel.end() && *suspended == true);
}

}  // namespace cyberdir::model
