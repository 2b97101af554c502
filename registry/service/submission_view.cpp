#include "service/submission_view.h"

#include "base/sha256.h"
#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "service/answer_json.h"

namespace cyberdir::service {

using model::Caller;
using model::Json;
using model::SubmissionAction;
using model::SubmissionState;

namespace {

bool is_secretariat(const Caller& caller) {
  return !caller.operates && caller.role == model::Role::secretariat;
}

bool is_suggester(const store::SubmissionRow& row, const Caller& caller) {
  return model::is_party(caller, model::Party::suggester, row.standing());
}

// Written by ourselves; what cannot be read is shown as empty, and the operator's verify tells.
Json parsed(const std::string& text) {
  if (text.empty()) return Json::object();
  auto tree = codec::read_stored(text);
  return tree && tree->is_object() ? std::move(*tree) : Json::object();
}

Json head_of(const store::SubmissionRow& row, const Caller& caller) {
  Json head = {{"id", row.id},
               {"owner", row.owner},
               {"state", std::string(model::name_of(row.state))},
               {"created_at", base::to_rfc3339(row.created_at)}};
  Json possible = Json::array();
  for (const SubmissionAction action : model::possible_actions(row.state, caller, row.standing()))
    possible.push_back(std::string(model::name_of(action)));
  head["possible"] = std::move(possible);
  return head;
}

void add_times(Json& json, const store::SubmissionRow& row) {
  json["revision"] = row.revision;
  json["modified_at"] = base::to_rfc3339(row.modified_at);
  if (row.submitted_at) json["submitted_at"] = base::to_rfc3339(*row.submitted_at);
  if (row.due_at) json["due_at"] = base::to_rfc3339(*row.due_at);
  if (!row.suggester.empty()) json["suggested"] = true;
}

// A body as a line of a list has it: which entries, not what of them.
void shorten(Json& json) {
  Json entries = Json::array();
  for (const Json& change : json.value("changes", Json::array()))
    entries.push_back(change.value("entry", std::string()));
  json.erase("changes");
  json["entries"] = std::move(entries);
}

Json step_json(const store::SubmissionStep& step, std::string comment, const Caller& caller) {
  Json row = {{"action", step.action},
              {"state", std::string(model::name_of(step.state))},
              {"at", base::to_rfc3339(step.at)}};
  if (!step.on_behalf.empty()) row["by"] = step.on_behalf;
  const bool colleague = !step.on_behalf.empty() && step.on_behalf == caller.on_behalf_of();
  if (colleague && !step.actor.empty()) row["actor"] = step.actor;
  if (!comment.empty()) row["comment"] = std::move(comment);
  return row;
}

}  // namespace

Json conflicts_json(const std::vector<EntryConflicts>& conflicts) {
  Json list = Json::array();
  for (const EntryConflicts& entry : conflicts) {
    for (const model::Conflict& conflict : entry.conflicts) {
      Json row = conflict_json(conflict);
      row["entry"] = entry.entry;
      row["base_version"] = entry.base_version;
      row["current_version"] = entry.current_version;
      list.push_back(std::move(row));
    }
  }
  return list;
}

bool SubmissionView::sees_content(const store::SubmissionRow& row, const Caller& caller) {
  return model::acts_for(caller, row.owner) || (is_secretariat(caller) && row.submitted_at);
}

store::SubmissionQuery SubmissionView::query_for(const Caller& caller) {
  store::SubmissionQuery query;
  if (caller.operates) return query;
  query.suggester = caller.actor;
  if (!caller.owner.empty() && model::acts_for(caller, caller.owner)) query.owner = caller.owner;
  query.submitted = query.listed = is_secretariat(caller);
  return query;
}

std::optional<VisibleSubmission> SubmissionView::view_for(
    const store::SubmissionRow& row, const std::vector<store::SubmissionStep>& steps,
    const Caller& caller, const Prospect& prospect) {
  VisibleSubmission visible;
  Json& json = visible.json_;
  if (sees_content(row, caller)) {
    json = head_of(row, caller);
    add_times(json, row);
    json.update(parsed(row.body.open(store::OpenKey())));
    json.update(parsed(row.outcome.open(store::OpenKey())));
    json["history"] = Json::array();
    for (const store::SubmissionStep& step : steps)
      json["history"].push_back(step_json(step, step.comment.open(store::OpenKey()), caller));
  } else if (is_suggester(row, caller)) {
    json = head_of(row, caller);
    json.update(parsed(row.suggestion.open(store::OpenKey())));
    for (const store::SubmissionStep& step : steps) {
      const std::string comment = step.comment.open(store::OpenKey());
      const bool answers = row.authors.empty() && step.state == SubmissionState::rejected;
      if (answers && !comment.empty()) json["comment"] = comment;
    }
  } else {
    return std::nullopt;
  }
  visible.id_ = row.id;
  visible.revision_ = row.revision;
  visible.digest_ = base::sha256_hex(codec::canonical_json(json));
  if (sees_content(row, caller)) {
    json["findings"] = Json::array();
    for (const base::Finding& finding : prospect.findings)
      json["findings"].push_back(finding_json(finding));
    if (!prospect.conflicts.empty()) json["conflicts"] = conflicts_json(prospect.conflicts);
  }
  return visible;
}

std::optional<VisibleSubmission> SubmissionView::line_for(const store::SubmissionRow& row,
                                                          const Caller& caller) {
  auto visible = view_for(row, {}, caller, {});
  if (!visible) return visible;
  for (const char* name : {"history", "findings", "conflicts", "errors", "rebased", "authority"})
    visible->json_.erase(name);
  shorten(visible->json_);
  return visible;
}

SubmissionView::Texts SubmissionView::texts_of(const store::SubmissionRow& row) {
  return {row.body.open(store::OpenKey()), row.suggestion.open(store::OpenKey()),
          row.outcome.open(store::OpenKey())};
}

std::string SubmissionView::comment_of(const store::SubmissionStep& step) {
  return step.comment.open(store::OpenKey());
}

model::SubmissionBody SubmissionView::open(const store::SubmissionRow& row) {
  base::Findings ignored;
  return model::take_submission(parsed(row.body.open(store::OpenKey())), ignored);
}

}  // namespace cyberdir::service
