#include "service/audit_list.h"

#include "base/bytes.h"
#include "base/utc_day.h"
#include "codec/csv.h"

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

// The first or last moment that a text means.
Result<base::Instant> bound_of(const char* name, const std::string& text, bool last) {
  if (const auto day = base::day_of_date(text)) {
    const base::Instant start = base::start_of_day(*day);
    return last ? base::Instant{start.micros + base::kDayMicros - 1} : start;
  }
  if (const auto time = base::parse_rfc3339(text)) return *time;
  return fail(ErrorCode::malformed, std::string(name) +
                                        ": it is a date such as 2026-11-22, or a time such as "
                                        "2026-11-22T08:00:00Z");
}

}  // namespace

Result<store::AuditQuery> audit_query(const AuditFilters& filters) {
  store::AuditQuery query;
  query.actor = filters.actor;
  query.action = filters.action;
  query.subject = filters.subject;
  if (!filters.since.empty()) {
    CYBERDIR_ASSIGN(since, bound_of("since", filters.since, false));
    query.since = since;
  }
  if (!filters.until.empty()) {
    CYBERDIR_ASSIGN(until, bound_of("until", filters.until, true));
    query.until = until;
  }
  return query;
}

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

std::string audit_csv(const std::vector<store::AuditLine>& lines) {
  static const std::vector<std::string> kColumns = {"n",        "at",      "actor",   "on_behalf",
                                                    "source",   "action",  "subject", "first_seq",
                                                    "last_seq", "request", "digest"};
  std::string text;
  codec::append_csv_row(text, kColumns);
  for (const store::AuditLine& line : lines) {
    const model::Json json = audit_json(line);
    std::vector<std::string> cells;
    for (const std::string& column : kColumns) {
      const auto found = json.find(column);
      const bool is_text = found != json.end() && found->is_string();
      cells.push_back(found == json.end() ? ""
                      : is_text           ? found->get<std::string>()
                                          : found->dump());
    }
    codec::append_csv_row(text, cells);
  }
  return text;
}

}  // namespace cyberdir::service
