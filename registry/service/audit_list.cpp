#include "service/audit_list.h"

#include "base/bytes.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Role;

namespace {

bool reads_all(const model::Caller& caller) {
  return caller.operates || caller.role == Role::secretariat || caller.role == Role::administrator;
}

// What another owner's manager is told of a row.
void hide(store::AuditLine& line) {
  line.row.digest.clear();
  if (line.concern.acts) return;
  line.row.actor.clear();
  line.row.source.clear();
  line.row.request.clear();
  if (!line.concern.subject) line.row.subject.clear();
}

}  // namespace

Result<AuditPage> AuditList::page(const model::Caller& caller, store::AuditQuery query) {
  if (!caller.operates && caller.role == Role::anonymous) {
    return fail(ErrorCode::unauthenticated,
                "the audit trail is for managers, the secretariat and administrators: sign in, or "
                "send a token");
  }
  const bool all = reads_all(caller);
  if (!all && (caller.role != Role::manager || caller.owner.empty())) {
    return fail(ErrorCode::forbidden,
                "the audit trail is for managers, the secretariat and administrators");
  }
  query.owner = all ? std::string() : caller.owner;
  AuditPage page;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    page.total = reader.count_audit(query);
    const std::size_t limit = query.limit;
    if (limit == 0) return {};
    ++query.limit;
    page.items = reader.audit_lines(query);
    if (page.items.size() > limit) {
      page.items.pop_back();
      page.next = page.items.back().row.n;
    }
    return {};
  }));
  if (!all) {
    for (store::AuditLine& line : page.items) hide(line);
  }
  return page;
}

model::Json audit_json(const store::AuditLine& line) {
  const store::AuditRow& row = line.row;
  model::Json json = {{"n", row.n}, {"at", base::to_rfc3339(row.at)}, {"action", row.action}};
  const auto put = [&](const char* name, const std::string& text) {
    if (!text.empty()) json[name] = text;
  };
  put("actor", row.actor);
  put("on_behalf", line.on_behalf);
  put("source", row.source);
  put("subject", row.subject);
  if (row.first_seq) json["first_seq"] = *row.first_seq;
  if (row.last_seq) json["last_seq"] = *row.last_seq;
  put("request", row.request);
  put("digest", base::to_hex(base::bytes_of(row.digest)));
  return json;
}

}  // namespace cyberdir::service
