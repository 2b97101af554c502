#include "service/last_contact.h"

#include <algorithm>
#include <map>

#include "model/states.h"

namespace cyberdir::service {
namespace {

using model::Json;

constexpr std::string_view kPosts[] = {"diplomatic", "technical"};

// Whether a contact stands for the State in this category.
bool serves(const model::Entry& contact, std::string_view state, std::string_view category) {
  if (contact.body.value("represents", std::string(state)) != state) return false;
  if (contact.body.value("category", std::string()) == category) return true;
  const Json also = contact.body.value("also_serves", Json::array());
  return std::find(also.begin(), also.end(), std::string(category)) != also.end();
}

// The published contacts of the State, by id.
std::map<std::string, model::Entry> contacts_of(store::Reader& reader, std::string_view state) {
  std::map<std::string, model::Entry> contacts;
  for (const store::EntryRow& row : reader.published_of(state, "contact")) {
    const auto version = reader.version(row.row, row.version);
    auto entry = version ? View::open(*version) : base::Result<model::Entry>(base::Error{});
    if (entry) contacts.emplace(row.id, std::move(*entry));
  }
  return contacts;
}

// The place of the first change that takes a contact of the category away.
std::size_t culprit(const std::map<std::string, model::Entry>& before, std::string_view state,
                    std::string_view category, const SubmissionPlan& plan) {
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    const auto contact = before.find(plan.changes[i].entry.id);
    if (contact != before.end() && serves(contact->second, state, category)) return i;
  }
  return 0;
}

}  // namespace

void check_last_contacts(store::Reader& reader, std::string_view owner,
                         const model::SubmissionBody& body, base::Severity severity,
                         SubmissionPlan& plan) {
  const bool touches_contacts =
      std::any_of(plan.changes.begin(), plan.changes.end(), [](const PlannedChange& change) {
        return change.entry.kind != nullptr && change.entry.kind->name == "contact";
      });
  if (!touches_contacts || !model::is_state_code(owner)) return;
  const auto before = contacts_of(reader, owner);
  auto after = before;
  for (const PlannedChange& change : plan.changes) {
    if (change.entry.kind == nullptr || change.entry.kind->name != "contact") continue;
    after.erase(change.entry.id);
    if (change.operation != model::Operation::withdraw)
      after.emplace(change.entry.id, change.entry);
  }
  for (const std::string_view category : kPosts) {
    const auto serving = [&](const auto& contact) {
      return serves(contact.second, owner, category);
    };
    const bool goes = std::any_of(before.begin(), before.end(), serving) &&
                      std::none_of(after.begin(), after.end(), serving);
    const std::string name(category);
    if (!goes || body.vacant.contains(name)) continue;
    plan.prospect.findings.push_back(
        {"last-contact",
         "this is the last published " + name +
             " contact of the State: add its replacement to this submission, or say that the post "
             "is vacant with \"vacant\": [\"" +
             name + "\"]",
         model::change_pointer(culprit(before, owner, category, plan)),
         {},
         {},
         severity});
  }
}

}  // namespace cyberdir::service
