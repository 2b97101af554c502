#include "service/erasure.h"

#include <optional>
#include <set>

#include "model/kinds.h"
#include "service/audit_trail.h"
#include "service/outbox.h"
#include "service/submission_erasure.h"
#include "service/submission_view.h"
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

base::Error ground_names_it() {
  base::Error error = fail(ErrorCode::invalid, "the ground stays on record");
  error.findings = {{"ground",
                     "the ground says what is to be erased; say it without",
                     "/ground",
                     {},
                     {},
                     base::Severity::error}};
  return error;
}

// Takes what is meant out of every version; returns the texts that were in it.
Result<std::set<std::string>> erase_from_versions(store::Writer& writer, const store::EntryRow& row,
                                                  const Redaction& redaction) {
  std::set<std::string> words;
  for (std::int64_t n = 1; n <= row.version; ++n) {
    const auto version = writer.version(row.row, n);
    if (!version) continue;
    words.merge(redaction.words_in(View::open(*version)->to_json()));
    CYBERDIR_TRY(redaction.erase_from(writer, *version));
  }
  return words;
}

void erase_from_submissions(store::Writer& writer, const std::string& id,
                            const Redaction& redaction, std::set<std::string> words) {
  const auto submissions = writer.submissions_naming(id);
  for (const store::SubmissionRow& submission : submissions)
    words.merge(words_proposed(submission, id, redaction));
  for (const store::SubmissionRow& submission : submissions)
    erase_from_submission(writer, submission, id, redaction, words);
}

// Takes the persons out of what a submission says of each of its entries. True where there were
// any.
bool forget_persons(store::Writer& writer, const store::SubmissionRow& submission) {
  bool changed = false;
  for (const model::ProposedChange& change : SubmissionView::open(submission).changes) {
    const auto row = writer.entry(change.entry);
    const model::Kind* kind = row ? model::find_kind(row->kind) : nullptr;
    if (kind == nullptr || !model::names_persons(*kind)) continue;
    const Redaction redaction = Redaction::of_personal_fields(*kind);
    const auto words = words_proposed(submission, change.entry, redaction);
    const auto now = writer.submission(submission.id);  // with what was taken out before
    changed = (now && !words.empty() &&
               erase_from_submission(writer, *now, change.entry, redaction, words)) ||
              changed;
  }
  return changed;
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
    CYBERDIR_ASSIGN(words, erase_from_versions(writer, row, *redaction));
    if (names_one(request.ground, words)) return ground_names_it();
    for (const std::string& word : words) writer.give_up_mail_to(word);
    if (imports_ != nullptr) imports_->erase(id, words);
    writer.erase_listings(row.row);
    erase_from_submissions(writer, id, *redaction, std::move(words));
    writer.forget_requests(id);
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
  CYBERDIR_ASSIGN(proposed, expire_proposed(origin, time));
  changed += proposed;
  if (changed > 0) store_.empty_log();
  return changed;
}

Result<std::size_t> Erasure::expire_proposed(const Origin& origin, base::Instant time) {
  constexpr std::size_t kBatch = 256;
  std::size_t changed = 0;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
      const auto ended = writer.ended_submissions(time, after, kBatch);
      more = ended.size() == kBatch;
      for (const store::SubmissionRow& submission : ended) {
        after = submission.row;
        if (!forget_persons(writer, submission)) continue;
        ++changed;
        record(writer, origin, "expire", submission.id, writer.next_seq());
      }
      return {};
    }));
  }
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
