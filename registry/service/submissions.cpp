#include "service/submissions.h"

#include "base/sha256.h"
#include "codec/canonical_json.h"
#include "codec/json_patch.h"
#include "model/states.h"
#include "service/answer_json.h"
#include "service/audit_trail.h"
#include "service/suggestion.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Findings;
using base::Result;
using model::Caller;
using model::Json;
using model::Operation;
using model::Profile;
using model::SubmissionAction;
using model::SubmissionBody;
using model::SubmissionState;
using store::SubmissionRow;

namespace {

constexpr std::size_t kLongestComment = 4000;

base::Finding error(std::string code, std::string detail, std::string pointer) {
  return {std::move(code), std::move(detail), std::move(pointer), {}, {}, base::Severity::error};
}

base::Error invalid(Findings findings) {
  base::Error error =
      fail(ErrorCode::invalid, "the submission is not valid; every finding is listed");
  error.findings = std::move(findings);
  return error;
}

base::Error no_such_submission() {
  return fail(ErrorCode::not_found, "there is no submission of this id, or none that you may see");
}

// The owner that a new entry names, or that it has where it names none.
std::string owner_of_new(const Caller& caller, const Json& entry) {
  const auto meta = entry.find("meta");
  if (meta != entry.end() && meta->is_object()) {
    const auto owner = meta->find("owner");
    if (owner != meta->end() && owner->is_string()) return owner->get<std::string>();
  }
  if (caller.role != model::Role::secretariat) return caller.owner;
  return entry.value("kind", Json()) == "state" ? "secretariat" : "registry";
}

// The owner of what a submission changes: that of the first of its entries that is new, or for
// whose owner the caller acts.
std::string owner_of(store::Reader& reader, const Caller& caller, const SubmissionBody& body) {
  for (const model::ProposedChange& change : body.changes) {
    if (change.operation == Operation::create) return owner_of_new(caller, change.patch);
    const auto row = reader.entry(change.entry);
    if (row && model::acts_for(caller, row->owner)) return row->owner;
  }
  return caller.owner;
}

// Why a caller can make no submission: its entries are somebody else's, or none that it knows of.
base::Error not_for(const SubmissionBody& body, Findings findings) {
  for (std::size_t i = 0; i < body.changes.size(); ++i) {
    if (body.changes[i].operation == Operation::create) continue;
    findings.push_back(error("reference",
                             "there is no entry of this id whose changes you may submit; a "
                             "suggestion is about one entry that you can see",
                             model::change_pointer(i) + "/entry"));
  }
  if (base::has_errors(findings)) return invalid(std::move(findings));
  return fail(ErrorCode::forbidden, "you may submit entries of your own owner only");
}

// Who writes what is published: the owner, by the hand of its last author.
Origin as_owner(const Origin& origin, const SubmissionRow& row) {
  Origin writes = origin;
  writes.caller = Caller{};
  const bool own = row.owner == "registry" || row.owner == "secretariat";
  writes.caller.role = own ? model::Role::secretariat : model::Role::editor;
  if (!own) writes.caller.owner = row.owner;
  const auto space = row.authors.rfind(' ');
  writes.caller.actor = space == std::string::npos ? row.authors : row.authors.substr(space + 1);
  writes.authors = row.authors;
  return writes;
}

// References were looked up by the author's eyes when it was submitted; now they must be there.
Caller who_sees_all() {
  Caller caller;
  caller.operates = true;
  return caller;
}

void add_author(SubmissionRow& row, const std::string& actor) {
  if (actor.empty() || row.authors == actor || row.authors.ends_with(' ' + actor)) return;
  row.authors += (row.authors.empty() ? "" : " ") + actor;
}

// What stood against a publication.
Json against_json(const Prospect& prospect) {
  Json against = Json::object();
  if (!prospect.conflicts.empty()) against["conflicts"] = conflicts_json(prospect.conflicts);
  for (const base::Finding& finding : prospect.findings) {
    if (finding.severity == base::Severity::error)
      against["errors"].push_back(finding_json(finding));
  }
  return against;
}

// What can be said of a submission as things stand; of one that goes on, its steps say it.
Prospect prospect_of(store::Reader& reader, const SubmissionRow& row, const Caller& caller) {
  const bool being_written = row.state == SubmissionState::draft ||
                             row.state == SubmissionState::suggested ||
                             row.state == SubmissionState::returned;
  if (!being_written || !SubmissionView::sees_content(row, caller)) return {};
  const bool owns = model::acts_for(caller, row.owner);
  return plan_submission(reader, SubmissionView::open(row), row.owner,
                         owns ? caller : who_sees_all(), Profile::draft)
      .prospect;
}

Result<VisibleSubmission> seen_by(store::Reader& reader, const std::string& id,
                                  const Caller& caller) {
  const auto row = reader.submission(id);
  if (!row) return no_such_submission();
  auto visible = SubmissionView::view_for(*row, reader.submission_steps(row->row), caller,
                                          prospect_of(reader, *row, caller));
  if (!visible) return no_such_submission();
  return std::move(*visible);
}

Result<void> check_precondition(const Precondition& precondition,
                                const VisibleSubmission& visible) {
  if (!precondition.if_match) {
    return fail(ErrorCode::precondition_required,
                "send If-Match with the ETag of the submission as you read it");
  }
  if (!matches(*precondition.if_match, visible.revision(), visible.digest())) {
    return fail(ErrorCode::stale, "the submission has changed since you read it; read it again");
  }
  return {};
}

// The row of the table by which the caller may act; else what stands against it.
Result<const model::Transition*> allowed(const SubmissionRow& row, SubmissionAction action,
                                         const Caller& caller, Refusal& refusal) {
  const auto* transition = model::find_transition(row.state, action, caller, row.standing());
  if (transition != nullptr) return transition;
  refusal.state = row.state;
  refusal.possible = model::possible_actions(row.state, caller, row.standing());
  const std::string name(model::name_of(action));
  if (!model::is_possible(row.state, action)) {
    return fail(ErrorCode::conflict, "a submission that is " +
                                         std::string(model::name_of(row.state)) +
                                         " does not take: " + name);
  }
  return fail(ErrorCode::forbidden, action == SubmissionAction::approve
                                        ? "a manager of the owner approves who is not one of the "
                                          "submission's authors"
                                        : "this is not for you to do: " + name);
}

Result<void> check_comment(SubmissionAction action, const std::string& comment) {
  const bool wanted = action == SubmissionAction::send_back || action == SubmissionAction::reject;
  if (wanted && comment.empty())
    return invalid({error("required", "say why, in a comment", "/comment")});
  if (comment.size() > kLongestComment)
    return invalid(
        {error("length", "a comment has " + std::to_string(kLongestComment) + " bytes at most",
               "/comment")});
  return {};
}

// Where a direct write has its places: in the entry, not in a submission that nobody wrote.
void make_entry_pointers(Findings& findings) {
  const std::string change = model::change_pointer(0);
  for (base::Finding& finding : findings) {
    for (const std::string& prefix : {change + "/patch", change}) {
      if (finding.pointer.starts_with(prefix)) finding.pointer.erase(0, prefix.size());
    }
  }
}

// The key under which the answer to a repeatable request is kept; empty where none is asked.
std::string stored_key_of(const Origin& origin, std::string_view key) {
  if (key.empty()) return {};
  return std::string(base::view_of(base::sha256(origin.caller.actor + '\n' + std::string(key))));
}

}  // namespace

// ---- making and editing

Result<VisibleSubmission> Submissions::create(const Origin& origin, const Json& content,
                                              std::string_view key) {
  if (origin.caller.operates)
    return fail(ErrorCode::forbidden, "the operator acts for no owner; use a token of one");
  Findings findings;
  const SubmissionBody body = model::take_submission(content, findings);
  const std::string stored_key = stored_key_of(origin, key);
  const std::string digest(
      base::view_of(base::sha256("submission\n" + codec::canonical_json(content))));
  std::optional<VisibleSubmission> made;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    std::string id;
    if (const auto before = stored_key.empty() ? std::nullopt : writer.idempotent(stored_key)) {
      if (before->request != digest)
        return fail(ErrorCode::conflict,
                    "this Idempotency-Key was used for another request; choose a new one");
      id = before->entry;
    } else {
      CYBERDIR_ASSIGN(
          row, is_suggestion(writer, origin.caller, body)
                   ? suggest(writer, origin, body, findings)
                   : begin(writer, origin, owner_of(writer, origin.caller, body), body, findings));
      id = row.id;
      if (!stored_key.empty()) writer.put_idempotent({stored_key, digest, {}, 201, id});
    }
    CYBERDIR_ASSIGN(visible, seen_by(writer, id, origin.caller));
    made = std::move(visible);
    return {};
  }));
  return std::move(*made);
}

Result<SubmissionRow> Submissions::begin(store::Writer& writer, const Origin& origin,
                                         std::string_view owner, SubmissionBody body,
                                         Findings findings) {
  if (!model::acts_for(origin.caller, owner)) return not_for(body, std::move(findings));
  const std::int64_t first = writer.next_seq();
  SubmissionRow row;
  row.id = versions_.new_id(writer.at());
  row.owner = owner;
  row.row = writer.add_submission(row.id, owner);
  CYBERDIR_TRY(keep(writer, origin, row, std::move(body), std::move(findings)));
  add_author(row, origin.caller.actor);
  take_step(writer, origin, row, "create", SubmissionState::draft, {}, first);
  return row;
}

namespace {

// Owners read what they are sent: nobody fills their list.
Result<void> check_patience(store::Reader& reader, const Caller& caller) {
  store::SubmissionQuery open;
  open.suggester = caller.actor;
  open.states = {SubmissionState::suggested};
  if (reader.count_submissions(open) < kMostOpenSuggestions) return {};
  return fail(ErrorCode::conflict, "nobody has answered your last " +
                                       std::to_string(kMostOpenSuggestions) +
                                       " suggestions yet; withdraw one, or wait");
}

}  // namespace

Result<SubmissionRow> Submissions::suggest(store::Writer& writer, const Origin& origin,
                                           const SubmissionBody& body, Findings findings) {
  CYBERDIR_TRY(check_patience(writer, origin.caller));
  CYBERDIR_ASSIGN(suggestion, take_suggestion(writer, origin.caller, body, std::move(findings)));
  SubmissionRow row;
  row.id = versions_.new_id(writer.at());
  row.owner = suggestion.owner;
  row.suggester = origin.caller.actor;
  row.row = writer.add_submission(row.id, row.owner);
  writer.set_submission_body(row.row, codec::canonical_json(model::to_json(suggestion.body)));
  writer.set_submission_suggestion(row.row, codec::canonical_json(model::to_json(body)));
  take_step(writer, origin, row, "suggest", SubmissionState::suggested, {}, writer.next_seq());
  return row;
}

// Checks what is proposed and stores it, the drafts of new entries with it.
Result<void> Submissions::keep(store::Writer& writer, const Origin& origin,
                               const SubmissionRow& row, SubmissionBody body, Findings findings) {
  write_drafts(writer, origin, row.owner, body, findings);
  const SubmissionPlan plan =
      plan_submission(writer, body, row.owner, origin.caller, Profile::draft);
  for (const base::Finding& finding : plan.prospect.findings) {
    if (finding.severity == base::Severity::error) findings.push_back(finding);
  }
  if (base::has_errors(findings)) return invalid(std::move(findings));
  writer.set_submission_body(row.row, codec::canonical_json(model::to_json(body)));
  return {};
}

void Submissions::write_drafts(store::Writer& writer, const Origin& origin, std::string_view owner,
                               SubmissionBody& body, Findings& findings) {
  for (std::size_t i = 0; i < body.changes.size(); ++i) {
    model::ProposedChange& change = body.changes[i];
    if (change.operation != Operation::create) continue;
    Findings found;
    model::Entry entry = new_entry(change, owner, found);
    if (entry.kind == nullptr || base::has_errors(found) || entry.owner() != owner) {
      change.patch = entry.kind == nullptr ? change.patch : entry.to_json();
      continue;  // the plan says what is wrong
    }
    if (entry.id.empty()) entry.id = versions_.new_id(writer.at());
    const auto row = writer.entry(entry.id);
    const bool ours = row && row->owner == owner && row->status == model::Status::draft;
    if (row && (!ours || row->version != change.base_version)) {
      findings.push_back(error(
          "entry-exists",
          "there is an entry of this id already, or it may not be used, or its draft has changed",
          model::change_pointer(i) + "/entry"));
      continue;
    }
    const auto applied = versions_.apply(writer, origin, entry, model::Status::draft, {});
    if (!applied) {
      findings.push_back(error("conflict", applied.error().detail, model::change_pointer(i)));
      continue;
    }
    change.entry = entry.id;
    change.base_version = applied->version;
    change.patch = entry.to_json();
  }
}

Result<VisibleSubmission> Submissions::edit(const Origin& origin, const std::string& id,
                                            EditForm form, const Json& content,
                                            const Precondition& precondition, Refusal& refusal) {
  std::optional<VisibleSubmission> edited;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(before, seen_by(writer, id, origin.caller));
    CYBERDIR_TRY(check_precondition(precondition, before));
    SubmissionRow row = *writer.submission(id);
    CYBERDIR_TRY(allowed(row, SubmissionAction::edit, origin.caller, refusal));
    const Json stored = model::to_json(SubmissionView::open(row));
    Findings findings;
    SubmissionBody body = model::take_submission(
        form == EditForm::whole ? content : codec::merge_patch(stored, content), findings);
    const std::int64_t first = writer.next_seq();
    CYBERDIR_TRY(keep(writer, origin, row, std::move(body), std::move(findings)));
    writer.set_submission_outcome(row.row, {});
    add_author(row, origin.caller.actor);
    take_step(writer, origin, row, model::name_of(SubmissionAction::edit), row.state, {}, first);
    CYBERDIR_ASSIGN(visible, seen_by(writer, id, origin.caller));
    edited = std::move(visible);
    return {};
  }));
  return std::move(*edited);
}

// ---- moving along

void Submissions::take_step(store::Writer& writer, const Origin& origin, SubmissionRow& row,
                            std::string_view action, SubmissionState to, std::string_view comment,
                            std::int64_t first_seq) {
  row.state = to;
  ++row.revision;
  row.modified_at = writer.at();
  row.due_at.reset();
  if (to == SubmissionState::submitted && !row.submitted_at) row.submitted_at = writer.at();
  writer.set_submission(row);
  store::SubmissionStep step;
  step.actor = origin.caller.actor;
  step.on_behalf = origin.caller.on_behalf_of();
  step.action = action;
  step.state = to;
  writer.add_submission_step(row.row, step, comment);
  record(writer, origin, "submission-" + std::string(action), row.id, first_seq);
}

Result<void> Submissions::check_complete(store::Reader& reader, const Caller& caller,
                                         const SubmissionRow& row, Refusal& refusal) {
  SubmissionPlan plan =
      plan_submission(reader, SubmissionView::open(row), row.owner, caller, Profile::publish);
  if (base::has_errors(plan.prospect.findings)) return invalid(std::move(plan.prospect.findings));
  if (plan.prospect.conflicts.empty()) return {};
  refusal.state = row.state;
  refusal.conflicts = std::move(plan.prospect.conflicts);
  return fail(ErrorCode::conflict,
              "an entry has changed in the same values since; bring the submission to its current "
              "version");
}

Result<VisibleSubmission> Submissions::act(const Origin& origin, const std::string& id,
                                           SubmissionAction action, const std::string& comment,
                                           const Precondition& precondition, Refusal& refusal) {
  std::optional<VisibleSubmission> done;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(before, seen_by(writer, id, origin.caller));
    CYBERDIR_TRY(check_precondition(precondition, before));
    SubmissionRow row = *writer.submission(id);
    CYBERDIR_ASSIGN(transition, allowed(row, action, origin.caller, refusal));
    CYBERDIR_TRY(check_comment(action, comment));
    if (action == SubmissionAction::submit) {
      CYBERDIR_TRY(check_complete(writer, origin.caller, row, refusal));
      add_author(row, origin.caller.actor);
      writer.set_submission_outcome(row.row, {});
    }
    take_step(writer, origin, row, model::name_of(action), transition->to, comment,
              writer.next_seq());
    CYBERDIR_TRY(go_on(writer, origin, row));
    CYBERDIR_ASSIGN(visible, seen_by(writer, id, origin.caller));
    done = std::move(visible);
    return {};
  }));
  tell_listener();
  return std::move(*done);
}

Result<void> Submissions::go_on(store::Writer& writer, const Origin& origin, SubmissionRow& row) {
  const model::Review review = model::review_of(row.owner, review_);
  const bool one_person = writer.one_person(row.owner);
  while (const auto next = model::follows(row.state, review, one_person)) {
    if (*next != SubmissionAction::approve) return publish(writer, origin, row);
    const char* why = one_person ? "one person is enough here, as the owner has set" : "";
    take_step(writer, origin, row, model::name_of(*next),
              model::own_transition(row.state, *next)->to, why, writer.next_seq());
  }
  return {};
}

Result<void> Submissions::publish(store::Writer& writer, const Origin& origin, SubmissionRow& row) {
  const SubmissionBody body = SubmissionView::open(row);
  if (body.effective_from && *body.effective_from > writer.at()) {
    row.due_at = body.effective_from;
    writer.set_submission(row);
    waiting_ = true;
    return {};
  }
  const SubmissionPlan plan =
      plan_submission(writer, body, row.owner, who_sees_all(), Profile::publish);
  Json outcome = Json::object();
  SubmissionAction action = SubmissionAction::publish;
  const char* comment = "";
  const std::int64_t first = writer.next_seq();
  if (!plan.applies()) {
    action = SubmissionAction::send_back;
    comment = "it could not be published as it is: its entries have changed since";
    outcome = against_json(plan.prospect);
  } else if (!plan.changes_anything()) {
    action = SubmissionAction::supersede;
    comment = "its entries are so already";
  } else {
    CYBERDIR_TRY(write_entries(writer, origin, row, plan));
    if (!plan.rebased.empty()) outcome["rebased"] = rebased_json(plan.rebased);
  }
  writer.set_submission_outcome(row.row, outcome.empty() ? "" : codec::canonical_json(outcome));
  take_step(writer, origin, row, model::name_of(action),
            model::own_transition(row.state, action)->to, comment, first);
  return {};
}

Result<void> Submissions::write_entries(store::Writer& writer, const Origin& origin,
                                        const SubmissionRow& row, const SubmissionPlan& plan) {
  const Origin writes = as_owner(origin, row);
  for (const PlannedChange& change : plan.changes) {
    if (!change.changes) continue;
    if (change.operation == Operation::withdraw) {
      CYBERDIR_TRY(versions_.end(writer, writes, change.entry.id));
    } else {
      CYBERDIR_TRY(versions_.apply(writer, writes, change.entry, model::Status::published, {}));
    }
  }
  return {};
}

// ---- direct writes that wait for others

bool Submissions::diverts(const Origin& origin, std::string_view owner) {
  return model::acts_for(origin.caller, owner) &&
         model::review_of(owner, review_) != model::Review::none;
}

Result<Diversion::Diverted> Submissions::divert(store::Writer& writer, const Origin& origin,
                                                std::string_view owner,
                                                model::ProposedChange change) {
  SubmissionBody body;
  body.changes.push_back(std::move(change));
  auto row = submit_at_once(writer, origin, owner, body);
  if (!row) {
    base::Error error = std::move(row).error();
    make_entry_pointers(error.findings);
    return error;
  }
  return Diverted{row->id, body.changes.front().entry};
}

bool Submissions::diverts_import(store::Reader& reader, const Origin& origin,
                                 std::string_view owner, base::Instant now) const {
  if (model::review_of(owner, review_) == model::Review::none) return false;
  return !origin.caller.operates || reader.has_editors(owner, now);
}

Result<std::string> Submissions::propose(store::Writer& writer, const Origin& origin,
                                         std::string_view owner, SubmissionBody body) {
  CYBERDIR_ASSIGN(row, submit_at_once(writer, origin, owner, body));
  return row.id;
}

// A submission of checked changes, submitted in the step that makes it.
Result<SubmissionRow> Submissions::submit_at_once(store::Writer& writer, const Origin& origin,
                                                  std::string_view owner, SubmissionBody& body) {
  const std::int64_t first = writer.next_seq();
  SubmissionRow row;
  row.id = versions_.new_id(writer.at());
  row.owner = owner;
  row.row = writer.add_submission(row.id, owner);
  Findings findings;
  write_drafts(writer, origin, owner, body, findings);
  const SubmissionPlan plan = plan_submission(writer, body, owner, origin.caller, Profile::publish);
  findings.insert(findings.end(), plan.prospect.findings.begin(), plan.prospect.findings.end());
  if (base::has_errors(findings)) return invalid(std::move(findings));
  writer.set_submission_body(row.row, codec::canonical_json(model::to_json(body)));
  add_author(row, origin.caller.actor);
  take_step(writer, origin, row, model::name_of(SubmissionAction::submit),
            SubmissionState::submitted, {}, first);
  row = *writer.submission(row.id);  // with what it proposes
  CYBERDIR_TRY(go_on(writer, origin, row));
  return row;
}

// ---- what waits for its time

Result<std::optional<base::Instant>> Submissions::publish_due() {
  Origin origin;
  origin.caller.operates = true;
  origin.caller.actor = "registry";
  origin.source = "timer";
  while (true) {
    std::optional<base::Instant> next;
    CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
      if (const auto first = reader.first_due_submission()) next = first->due_at;
      return {};
    }));
    if (!next || *next > clock_.now()) return next;
    CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
      auto row = writer.first_due_submission();
      const bool due = row && *row->due_at <= writer.at();
      return due ? publish(writer, origin, *row) : Result<void>();
    }));
  }
}

void Submissions::tell_listener() {
  if (waiting_.exchange(false) && waits_) waits_();
}

// ---- reading and settings

Result<VisibleSubmission> Submissions::get(const Caller& caller, const std::string& id) {
  std::optional<VisibleSubmission> found;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    CYBERDIR_ASSIGN(visible, seen_by(reader, id, caller));
    found = std::move(visible);
    return {};
  }));
  return std::move(*found);
}

Result<SubmissionList> Submissions::list(const Caller& caller, std::vector<SubmissionState> states,
                                         std::int64_t key, std::size_t limit, bool oldest_first) {
  store::SubmissionQuery query = SubmissionView::query_for(caller);
  query.states = std::move(states);
  query.oldest_first = oldest_first;
  if (key > 0) (oldest_first ? query.after : query.before) = key;
  query.limit = limit + 1;  // one more tells whether there is a page after this
  SubmissionList list;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    list.total = reader.count_submissions(query);
    const auto rows = reader.submissions(query);
    for (const SubmissionRow& row : rows) {
      if (list.items.size() == limit) break;
      auto line = SubmissionView::line_for(row, caller);
      if (line) list.items.push_back(std::move(*line));
    }
    if (rows.size() > limit && limit > 0) list.next = rows.at(limit - 1).row;
    return {};
  }));
  return list;
}

Result<bool> Submissions::one_person(const std::string& owner) {
  bool enough = false;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    enough = reader.one_person(owner);
    return {};
  }));
  return enough;
}

bool Submissions::may_set_one_person(const Caller& caller, std::string_view owner) {
  return caller.operates || (caller.role == model::Role::manager && model::acts_for(caller, owner));
}

Result<void> Submissions::set_one_person(const Origin& origin, const std::string& owner,
                                         bool one_person) {
  if (!may_set_one_person(origin.caller, owner))
    return fail(ErrorCode::forbidden, "a manager of the owner says whether one person is enough");
  if (!model::is_state_code(owner) && !model::is_entry_id(owner)) {
    return fail(ErrorCode::invalid,
                "the owner is the code of a State, such as IN, or the id of an organisation");
  }
  return store_.write([&](store::Writer& writer) -> Result<void> {
    if (!model::is_state_code(owner) && !writer.entry(owner))
      return fail(ErrorCode::invalid, "there is no entry of the id " + owner + " to own anything");
    writer.set_one_person(owner, one_person);
    record(writer, origin, one_person ? "one-person-on" : "one-person-off", owner,
           writer.next_seq());
    return {};
  });
}

}  // namespace cyberdir::service
