#include "service/urgent_change.h"

#include <algorithm>
#include <set>

#include "model/diff.h"
#include "model/kept_members.h"
#include "service/outbox.h"
#include "service/versions.h"
#include "service/view.h"

namespace cyberdir::service {
namespace {

using model::Entry;
using model::Json;

constexpr std::size_t kMostMails = 50;

std::string text_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_urgent(const Json& channel) { return text_member(channel, "use") == "urgent"; }

std::string identity_of(const Json& channel) {
  return model::element_identity(channel, model::Identity::kind_and_value);
}

const Json& channels_of(const Entry& contact) {
  static const Json kNone = Json::array();
  const auto found = contact.body.find("channels");
  return found != contact.body.end() && found->is_array() ? *found : kNone;
}

std::set<std::string> urgent_ones(const Entry& contact) {
  std::set<std::string> ones;
  for (const Json& channel : channels_of(contact)) {
    if (is_urgent(channel)) ones.insert(identity_of(channel));
  }
  return ones;
}

// Those urgent channels of `contact` that are none of `others`.
std::vector<Json> urgent_beyond(const Entry& contact, const std::set<std::string>& others) {
  std::vector<Json> beyond;
  for (const Json& channel : channels_of(contact)) {
    if (is_urgent(channel) && !others.contains(identity_of(channel))) beyond.push_back(channel);
  }
  return beyond;
}

// Mails about one change: each address is written to once.
class Telling {
 public:
  Telling(store::Writer& writer, base::Random& random, const CurrentEntry& before)
      : writer_(writer), random_(random), before_(before) {}

  void tell(std::string_view kind, const std::string& address, const std::string& language) {
    if (told_.size() == kMostMails || !told_.insert(address).second) return;
    post(writer_, random_,
         {kind,
          address,
          language,
          before_.row.id,
          {{"version", before_.row.version + 1}, {"at", base::to_rfc3339(writer_.at())}}});
  }

  void tell_addresses(std::string_view kind, const Entry& contact) {
    for (const Json& channel : channels_of(contact)) {
      const bool mail = text_member(channel, "kind") == "email" && !is_urgent(channel);
      if (mail && channel.value("suspended", Json()) != true)
        tell(kind, text_member(channel, "value"), mail_language(contact));
    }
  }

 private:
  store::Writer& writer_;
  base::Random& random_;
  const CurrentEntry& before_;
  std::set<std::string> told_;
};

}  // namespace

UrgentDifference urgent_difference(const Entry& before, const Entry& after) {
  if (after.kind == nullptr || after.kind->name != "contact") return {};
  return {urgent_beyond(after, urgent_ones(before)), urgent_beyond(before, urgent_ones(after))};
}

UrgentDifference hold_urgent(Entry& entry, const Entry& current, base::Instant until,
                             base::Instant at) {
  UrgentDifference difference = urgent_difference(current, entry);
  const auto channels = entry.body.find("channels");
  if (channels == entry.body.end() || !channels->is_array()) return difference;
  const std::set<std::string> before = urgent_ones(current);
  const bool is_contact = entry.kind->name == "contact";
  for (Json& channel : *channels) {
    if (!channel.is_object()) continue;
    if (!is_urgent(channel)) {
      channel.erase(model::kUrgentFrom);
    } else if (is_contact && at < until && !before.contains(identity_of(channel))) {
      channel[std::string(model::kUrgentFrom)] = base::to_rfc3339(until);
    }
  }
  return difference;
}

void note_urgent_change(store::Writer& writer, const Origin& origin, const CurrentEntry& before,
                        const UrgentDifference& difference, base::Instant until,
                        base::Random& random) {
  store::UrgentChangeRow row;
  row.entry = before.row.row;
  row.version = before.row.version + 1;
  row.owner = before.row.owner;
  row.authors = origin.authors.empty() ? origin.caller.actor : origin.authors;
  row.at = writer.at();
  row.until = difference.added.empty() ? writer.at() : until;
  writer.add_urgent_change(row);

  Telling telling(writer, random, before);
  for (const Json& channel : difference.removed) {
    if (text_member(channel, "kind") == "email")
      telling.tell(mail_kind::kUrgentChangedHere, text_member(channel, "value"),
                   mail_language(before.entry));
  }
  telling.tell_addresses(mail_kind::kUrgentChanged, before.entry);
  for (const store::EntryRow& other : writer.published_of(before.row.owner, "contact")) {
    const auto version =
        other.row == before.row.row ? std::nullopt : writer.version(other.row, other.version);
    const auto contact = version ? View::open(*version) : base::Result<Entry>(base::Error{});
    if (contact) telling.tell_addresses(mail_kind::kUrgentChanged, *contact);
  }
}

}  // namespace cyberdir::service
