#include "service/audit_trail.h"

namespace cyberdir::service {

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
  writer.add_audit(row);
}

}  // namespace cyberdir::service
