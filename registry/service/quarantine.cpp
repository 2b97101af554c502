#include "service/quarantine.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "service/account_rights.h"
#include "service/audit_trail.h"
#include "service/owned_entry.h"
#include "service/submission_view.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Caller;
using model::Json;
using model::Role;
using model::Status;

namespace {

constexpr std::string_view kHeld = "held";

base::Error nobody() {
  return fail(ErrorCode::not_found,
              "there is no account and no token of this id; see account list and token list");
}

// Who is kept out: how the record names them, and in which role they act.
struct Subject {
  std::string actor;
  std::optional<store::AccountRow> account;
  std::string token;
};

Result<Subject> find_subject(store::Reader& reader, const Caller& caller, const std::string& id) {
  if (!caller.operates && caller.role != Role::secretariat)
    return fail(ErrorCode::forbidden, "the secretariat puts accounts under quarantine");
  Subject subject;
  std::string role;
  if (auto account = reader.account(id)) {
    subject.actor = actor_of_account(id);
    role = account->role;
    subject.account = std::move(account);
  } else {
    for (const store::TokenRow& token : reader.tokens()) {
      if (token.id != id) continue;
      subject.token = id;
      subject.actor = "token:" + id;
      role = token.role;
    }
  }
  if (subject.actor.empty()) return nobody();
  const bool officer =
      role == model::name_of(Role::secretariat) || role == model::name_of(Role::administrator);
  if (!caller.operates && (officer || caller.actor == subject.actor))
    return fail(ErrorCode::forbidden, "officers and administrators are for the operator to hold");
  return subject;
}

std::vector<std::string> keep_out(store::Writer& writer, Subject& subject) {
  if (!subject.token.empty()) {
    writer.revoke_token(subject.token);
  } else {
    writer.end_sessions(subject.account->id);
    writer.drop_invitations(subject.account->id);
    if (!subject.account->suspended_at) {
      subject.account->suspended_at = writer.at();
      writer.put_account(*subject.account);
    }
  }
  return writer.revoke_tokens_of(subject.actor);
}

// The versions that an actor wrote since, or that came of submissions it had a part in writing, by
// entry.
using Written = std::map<std::int64_t, std::set<std::int64_t>>;

std::map<std::string, std::vector<std::string>> submissions_moved(store::Reader& reader,
                                                                  const std::string& actor,
                                                                  base::Instant since) {
  constexpr std::string_view kPrefix = "submission-";
  std::map<std::string, std::vector<std::string>> moved;
  for (const store::AuditRow& row : reader.audit_by(actor, since)) {
    if (row.action.starts_with(kPrefix))
      moved[row.subject].push_back(row.action.substr(kPrefix.size()));
  }
  return moved;
}

// What a submission published: its entries' versions of that commit.
void add_published(store::Reader& reader, const store::SubmissionRow& submission,
                   base::Instant since, Written& written) {
  std::set<base::Instant> times;
  for (const store::SubmissionStep& step : reader.submission_steps(submission.row)) {
    if (step.state == model::SubmissionState::published && step.at >= since) times.insert(step.at);
  }
  if (times.empty()) return;
  for (const model::ProposedChange& change : SubmissionView::open(submission).changes) {
    const auto row = reader.entry(change.entry);
    if (!row) continue;
    for (const store::VersionRow& version :
         reader.versions(row->row, std::numeric_limits<std::int64_t>::max(),
                         std::numeric_limits<std::int32_t>::max())) {
      if (times.contains(version.at)) written[row->row].insert(version.number);
    }
  }
}

Written written_by(store::Reader& reader, const std::string& actor, base::Instant since) {
  Written written;
  const std::int64_t after = reader.moment_of({since.micros - 1}).seq;
  for (const store::VersionRow& version : reader.versions_by(actor, after))
    written[version.entry].insert(version.number);
  for (const auto& [id, actions] : submissions_moved(reader, actor, since)) {
    const auto submission = reader.submission(id);
    if (submission && model::is_author(submission->authors, actor))
      add_published(reader, *submission, since, written);
  }
  return written;
}

// What is held, or was, of an actor's entries: the last that was said of each.
std::map<std::int64_t, store::QuarantinedEntryRow> known_entries(store::Reader& reader,
                                                                 const std::string& actor) {
  std::map<std::int64_t, store::QuarantinedEntryRow> known;
  for (const store::QuarantineRow& quarantine : reader.quarantines(actor)) {  // newest first
    for (const auto& entry : reader.quarantined_entries(quarantine.row))
      known.emplace(entry.entry, entry);
  }
  return known;
}

// The first of these versions that is to be held; nothing where it is held already, or nothing was
// written since that was decided.
std::optional<std::int64_t> first_to_hold(store::Reader& reader, std::int64_t entry,
                                          const std::set<std::int64_t>& versions,
                                          const store::QuarantinedEntryRow* known) {
  if (known == nullptr) return *versions.begin();
  if (known->state == kHeld) return std::nullopt;
  for (const std::int64_t number : versions) {
    const auto version = reader.version(entry, number);
    if (version && known->decided_at && version->at > *known->decided_at) return number;
  }
  return std::nullopt;
}

QuarantinedEntry describe(store::Reader& reader, const std::string& actor,
                          const store::EntryRow& row, const std::set<std::int64_t>& versions,
                          const store::QuarantinedEntryRow* known) {
  QuarantinedEntry entry;
  entry.entry = row.id;
  entry.kind = row.kind;
  entry.owner = row.owner;
  entry.versions.assign(versions.begin(), versions.end());
  entry.current_version = row.version;
  entry.created = *versions.begin() == 1;
  for (std::int64_t n = *versions.begin(); n <= row.version; ++n) {
    const auto version = reader.version(row.row, n);
    const bool registrys =
        version && (version->operation == "quarantine" || version->operation == "release" ||
                    version->operation == "revert");
    if (version && !registrys && !versions.contains(n) && version->actor != actor)
      entry.others_since = true;
  }
  entry.state = known != nullptr ? known->state : std::string(model::name_of(row.status));
  return entry;
}

QuarantineReport report_on(store::Reader& reader, const std::string& actor) {
  QuarantineReport report;
  report.actor = actor;
  const auto quarantines = reader.quarantines(actor);
  if (quarantines.empty()) return report;
  for (const store::QuarantineRow& quarantine : quarantines)
    report.since = std::min(report.since.value_or(quarantine.since), quarantine.since);
  const auto known = known_entries(reader, actor);
  for (const auto& [row, versions] : written_by(reader, actor, *report.since)) {
    const auto entry = reader.entry_at(row);
    const auto found = known.find(row);
    if (entry)
      report.entries.push_back(describe(reader, actor, *entry, versions,
                                        found == known.end() ? nullptr : &found->second));
  }
  for (auto& [id, actions] : submissions_moved(reader, actor, *report.since)) {
    const auto submission = reader.submission(id);
    if (submission) report.submissions.push_back({id, actions, submission->state});
  }
  for (const store::AuditRow& row : reader.audit_by(actor, *report.since)) {
    const std::string id = row.subject.substr(0, row.subject.find(' '));
    if (row.action == "account-add") report.accounts.push_back(id);
    if (row.action == "token-add") report.tokens.push_back(id);
  }
  return report;
}

}  // namespace

Result<QuarantineReport> Quarantine::begin(const Origin& origin, const std::string& subject_id,
                                           base::Instant since) {
  std::optional<QuarantineReport> report;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(subject, find_subject(writer, origin.caller, subject_id));
    if (since > writer.at()) {
      return not_valid(
          {{"time", "this time is still to come", "/since", {}, {}, base::Severity::error}});
    }
    const std::int64_t first = writer.next_seq();
    const auto ended = keep_out(writer, subject);
    const std::int64_t row =
        writer.add_quarantine({0, subject.actor, since, writer.at(), origin.caller.actor});
    const auto known = known_entries(writer, subject.actor);
    for (const auto& [entry, versions] : written_by(writer, subject.actor, since)) {
      const auto found = known.find(entry);
      const auto from =
          first_to_hold(writer, entry, versions, found == known.end() ? nullptr : &found->second);
      const auto current = from ? Versions::load(writer, *writer.entry_at(entry)) : std::nullopt;
      if (!current || current->row.status == Status::draft) continue;
      store::QuarantinedEntryRow hold;
      hold.quarantine = row;
      hold.entry = entry;
      hold.first_version = *from;
      hold.stood_as = current->row.status;
      writer.put_quarantined_entry(hold);
      if (current->row.status == Status::published)
        versions_.advance(writer, origin, *current, current->entry, Status::suspended,
                          "quarantine");
    }
    record(writer, origin, "quarantine", subject.actor, first);
    for (const std::string& token : ended)
      record(writer, origin, "token-revoke", token, writer.next_seq());
    report = report_on(writer, subject.actor);
    return {};
  }));
  return std::move(*report);
}

Result<void> Quarantine::decide_one(store::Writer& writer, const Origin& origin,
                                    store::QuarantinedEntryRow held, QuarantineDecision decision) {
  const bool reverts = decision == QuarantineDecision::revert;
  held.state = reverts ? "reverted" : "released";
  held.decided_by = origin.caller.actor;
  held.decided_at = writer.at();
  writer.put_quarantined_entry(held);
  const auto current = Versions::load(writer, *writer.entry_at(held.entry));
  if (!current) return fail(ErrorCode::corrupt, "an entry cannot be read; run cyberdir verify");
  const bool still_held = writer.is_held(held.entry);  // by what another account did
  const auto as_it_stands = [&](Status status) {
    return still_held && status != Status::withdrawn && status != Status::draft ? Status::suspended
                                                                                : status;
  };
  if (!reverts) {
    const bool shown = current->row.status == Status::suspended && !still_held;
    if (shown)
      versions_.advance(writer, origin, *current, current->entry, held.stood_as, "release");
    return {};
  }
  if (held.first_version == 1) {
    if (current->row.status != Status::withdrawn)
      versions_.advance(writer, origin, *current, current->entry, Status::withdrawn, "revert");
    return {};
  }
  const auto before = writer.version(held.entry, held.first_version - 1);
  if (!before) return fail(ErrorCode::corrupt, "a version is missing; run cyberdir verify");
  CYBERDIR_ASSIGN(content, View::open(*before));
  const Status stood = before->status == Status::suspended ? Status::published : before->status;
  versions_.advance(writer, origin, *current, content, as_it_stands(stood), "revert");
  return {};
}

Result<QuarantineReport> Quarantine::decide(const Origin& origin, const std::string& subject_id,
                                            QuarantineDecision decision,
                                            const QuarantineChoice& choice) {
  std::optional<QuarantineReport> report;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(subject, find_subject(writer, origin.caller, subject_id));
    std::map<std::string, store::QuarantinedEntryRow> held;
    for (const auto& [row, entry] : known_entries(writer, subject.actor)) {
      if (entry.state == kHeld) held.emplace(writer.entry_at(row)->id, entry);
    }
    base::Findings findings;
    std::set<std::string> chosen;
    for (std::size_t i = 0; i < choice.entries.size(); ++i) {
      if (!held.contains(choice.entries[i])) {
        findings.push_back({"not-held",
                            "this entry is not held back for them",
                            "/entries/" + std::to_string(i),
                            {},
                            {},
                            base::Severity::error});
      }
      chosen.insert(choice.entries[i]);
    }
    if (base::has_errors(findings)) return not_valid(std::move(findings));
    const std::int64_t first = writer.next_seq();
    for (const auto& [id, entry] : held) {
      if (choice.all || chosen.contains(id))
        CYBERDIR_TRY(decide_one(writer, origin, entry, decision));
    }
    record(writer, origin,
           decision == QuarantineDecision::revert ? "quarantine-revert" : "quarantine-release",
           subject.actor, first);
    report = report_on(writer, subject.actor);
    return {};
  }));
  return std::move(*report);
}

Result<QuarantineReport> Quarantine::report(const Caller& caller, const std::string& subject_id) {
  std::optional<QuarantineReport> report;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    CYBERDIR_ASSIGN(subject, find_subject(reader, caller, subject_id));
    report = report_on(reader, subject.actor);
    return {};
  }));
  return std::move(*report);
}

Json quarantine_json(const QuarantineReport& report) {
  Json entries = Json::array();
  for (const QuarantinedEntry& entry : report.entries) {
    entries.push_back({{"entry", entry.entry},
                       {"kind", entry.kind},
                       {"owner", entry.owner},
                       {"versions", entry.versions},
                       {"current_version", entry.current_version},
                       {"created", entry.created},
                       {"others_since", entry.others_since},
                       {"state", entry.state}});
  }
  Json submissions = Json::array();
  for (const QuarantinedSubmission& submission : report.submissions) {
    submissions.push_back({{"id", submission.id},
                           {"actions", submission.actions},
                           {"state", model::name_of(submission.state)}});
  }
  Json json = {{"actor", report.actor},
               {"entries", std::move(entries)},
               {"submissions", std::move(submissions)},
               {"accounts", report.accounts},
               {"tokens", report.tokens}};
  if (report.since) json["since"] = base::to_rfc3339(*report.since);
  return json;
}

}  // namespace cyberdir::service
