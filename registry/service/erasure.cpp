#include "service/erasure.h"

#include <optional>
#include <set>

#include "model/kinds.h"
#include "service/audit_trail.h"
#include "service/outbox.h"
#include "service/versions.h"
#include "service/view.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Findings;
using base::Result;
using model::Entry;
using model::Json;

namespace {

base::Error no_such_version() {
  base::Error error = fail(ErrorCode::invalid, "the entry is not valid; every finding is listed");
  error.findings = {
      {"version", "the entry has no such version", "/version", {}, {}, base::Severity::error}};
  return error;
}

}  // namespace

Result<Entry> Erasure::content_named(const std::string& id, const RedactionRequest& request,
                                     const VisibleEntry& current) {
  Findings none;
  if (!request.version) return model::take_entry(current.json(), none, model::Kept::everything);
  std::optional<Entry> content;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto row = reader.entry(id);
    const auto version = row ? reader.version(row->row, *request.version) : std::nullopt;
    if (!version) return no_such_version();
    CYBERDIR_ASSIGN(opened, View::open(*version));
    content = std::move(opened);
    return {};
  }));
  return std::move(*content);
}

Result<WriteOutcome> Erasure::redact(const Origin& origin, const std::string& id,
                                     const RedactionRequest& request,
                                     const Precondition& precondition, Staleness& staleness) {
  std::optional<Redaction> redaction;
  const auto without = [&](const VisibleEntry& entry) -> Result<Submitted> {
    if (!origin.caller.operates && origin.caller.role != model::Role::manager)
      return fail(ErrorCode::forbidden, "a manager of the owner erases personal data");
    CYBERDIR_ASSIGN(named, content_named(id, request, entry));
    CYBERDIR_ASSIGN(made, Redaction::of(request.pointers, named));
    redaction = std::move(made);
    Json left = redaction->without(entry.json());
    left["meta"]["change_note"] = request.ground;
    return Submitted{std::move(left), {}};
  };
  const auto from_the_past = [&](store::Writer& writer,
                                 const store::EntryRow& row) -> Result<void> {
    for (std::int64_t n = 1; n <= row.version; ++n) {
      const auto version = writer.version(row.row, n);
      if (!version) continue;
      for (const std::string& address : redaction->addresses_in(*version))
        writer.give_up_mail_to(address);
      CYBERDIR_TRY(redaction->erase_from(writer, *version));
    }
    CYBERDIR_TRY(Versions::reindex_all(writer, id));
    writer.scrub_index();
    return {};
  };
  auto outcome = workflow_.rewrite(origin, id, precondition, staleness, without, from_the_past);
  if (outcome) store_.empty_log();
  return outcome;
}

Result<std::size_t> Erasure::expire_personal(const Origin& origin, base::Instant time) {
  std::size_t changed = 0;
  CYBERDIR_TRY(store_.write([](store::Writer& writer) -> Result<void> {
    trim_outbox(writer);
    return {};
  }));
  for (const model::Kind& kind : model::kinds()) {
    if (!model::names_persons(kind)) continue;
    CYBERDIR_ASSIGN(of_kind, expire_personal_of(origin, kind, time));
    changed += of_kind;
  }
  if (changed > 0) store_.empty_log();
  return changed;
}

Result<std::size_t> Erasure::expire_personal_of(const Origin& origin, const model::Kind& kind,
                                                base::Instant time) {
  constexpr std::size_t kBatch = 256;
  const Redaction redaction = Redaction::of_personal_fields(kind);
  std::size_t changed = 0;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    std::vector<store::ReplacedVersion> due;
    CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
      due = reader.replaced(kind.name, after, reader.moment_of(time).seq, kBatch);
      more = due.size() == kBatch;
      if (more) after = due.back().replaced_by_seq;
      std::erase_if(due, [&](const store::ReplacedVersion& replaced) {
        return !redaction.concerns(replaced.version);
      });
      return {};
    }));
    if (due.empty()) continue;
    CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
      std::set<std::string> touched;
      for (const store::ReplacedVersion& replaced : due) {
        CYBERDIR_ASSIGN(erased, redaction.erase_from(writer, replaced.version));
        if (!erased) continue;  // another process was first
        ++changed;
        touched.insert(writer.entry_at(replaced.version.entry)->id);
      }
      for (const std::string& id : touched) {
        CYBERDIR_TRY(Versions::reindex_all(writer, id));
        record(writer, origin, "expire", id, writer.next_seq());
      }
      writer.scrub_index();
      return {};
    }));
  }
  return changed;
}

}  // namespace cyberdir::service
