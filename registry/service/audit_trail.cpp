#include "service/audit_trail.h"

#include <map>

#include "model/states.h"

namespace cyberdir::service {
namespace {

using Concerns = std::map<std::string, store::AuditConcern, std::less<>>;

store::AuditConcern& concern_of(Concerns& concerns, const std::string& owner) {
  store::AuditConcern& concern = concerns[owner];
  concern.owner = owner;
  return concern;
}

// The id that a subject begins with; accounts and tokens may be named as actors are.
std::string id_in(const std::string& subject) {
  std::string id = subject.substr(0, subject.find(' '));
  const auto colon = id.find(':');
  return colon == std::string::npos ? id : id.substr(colon + 1);
}

// For whom an act is done; empty where nobody is known.
std::string acting_for(const model::Caller& caller) {
  if (caller.role == model::Role::administrator) return "registry";
  return caller.on_behalf_of();
}

// Whom a row concerns, so that an owner's manager finds it among all rows.
std::vector<store::AuditConcern> concerns_of(store::Writer& writer, const Origin& origin,
                                             const store::AuditRow& row) {
  Concerns concerns;
  concern_of(concerns, acting_for(origin.caller)).acts = true;
  const std::string subject = id_in(row.subject);
  concern_of(concerns, model::is_state_code(subject) ? subject : writer.owner_of(subject)).subject =
      true;
  if (row.first_seq) {
    for (const std::string& owner : writer.owners_changed(*row.first_seq, *row.last_seq))
      concern_of(concerns, owner);
  }
  concerns.erase("");
  std::vector<store::AuditConcern> all;
  all.reserve(concerns.size());
  for (auto& [owner, concern] : concerns) all.push_back(std::move(concern));
  return all;
}

}  // namespace

void record(store::Writer& writer, const Origin& origin, std::string_view action,
            std::string_view subject, std::int64_t first_seq) {
  store::AuditRow row;
  row.actor = origin.caller.actor;
  row.source = origin.source;
  row.action = action;
  row.subject = subject;
  row.request = origin.request;
  const std::int64_t last_seq = writer.next_seq() - 1;
  if (last_seq >= first_seq) {
    row.first_seq = first_seq;
    row.last_seq = last_seq;
  }
  writer.add_audit(row, concerns_of(writer, origin, row));
}

base::Result<void> record_alone(store::Store& store, const Origin& origin, std::string_view action,
                                std::string_view subject) {
  return store.write([&](store::Writer& writer) -> base::Result<void> {
    record(writer, origin, action, subject, writer.next_seq());
    return {};
  });
}

}  // namespace cyberdir::service
