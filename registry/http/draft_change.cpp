#include "http/draft_change.h"

#include <algorithm>

#include "codec/json_patch.h"
#include "http/handlers.h"
#include "http/parameters.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "model/rebase.h"
#include "model/validate.h"
#include "page/languages.h"

namespace cyberdir::http {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

namespace {

// "3" for the third change, from 1.
std::optional<std::size_t> index_in(const Context& context, std::size_t count) {
  const auto number = whole_number(context.part("n"));
  if (!number || *number < 1 || static_cast<std::size_t>(*number) > count) return std::nullopt;
  return static_cast<std::size_t>(*number) - 1;
}

}  // namespace

std::string DraftChange::path() const {
  return submission_path(submission.id()) + "/changes/" + std::to_string(index + 1);
}

std::string DraftChange::path(std::string_view place) const {
  return path() + "/" + std::string(place);
}

std::string tag_of(const service::VisibleSubmission& submission) {
  const std::string tag = service::make_etag(submission.revision(), submission.digest(), {});
  return tag.substr(1, tag.size() - 2);
}

service::Precondition precondition_of_form(const FormFields& fields) {
  service::Precondition precondition;
  precondition.if_match = std::vector<std::string>{fields.text("tag")};
  return precondition;
}

std::string submission_path(std::string_view id) { return "/submissions/" + encode_query(id); }

bool may(const service::VisibleSubmission& submission, std::string_view action) {
  const Json& possible = submission.json()["possible"];
  return std::find(possible.begin(), possible.end(), Json(std::string(action))) != possible.end();
}

Json owned_content(const Json& entry) {
  base::Findings ignored;
  return model::take_entry(entry, ignored).to_json();
}

Result<ProposedEntry> proposed_entry(const Context& context, const Json& change) {
  ProposedEntry proposed;
  proposed.operation = string_in(change, "operation");
  proposed.id = string_in(change, "entry");
  proposed.base_version = change.value("base_version", std::int64_t{0});
  const Json patch = change.value("patch", Json::object());
  if (proposed.operation == "create") {
    proposed.entry = patch;
  } else {
    // Writing is not counted: an entry is read anew for each page of its form.
    CYBERDIR_ASSIGN(
        version, context.registry.directory().version(model::uncounted(context.caller), proposed.id,
                                                      proposed.base_version));
    proposed.base = owned_content(tree_of(version));
    proposed.entry = codec::merge_patch(proposed.base, patch);
  }
  proposed.kind = model::find_kind(string_in(proposed.entry, "kind"));
  if (proposed.kind == nullptr)
    return fail(ErrorCode::not_found, "the change says of no entry what kind it is");
  return proposed;
}

Result<DraftChange> open_change(const Context& context) {
  CYBERDIR_ASSIGN(submission,
                  context.registry.submissions().get(context.caller, context.part("id")));
  if (!may(submission, "edit"))
    return fail(ErrorCode::conflict, "this submission is not being written, or not by you");
  const Json& changes = submission.json()["changes"];
  const auto index = index_in(context, changes.size());
  if (!index) return fail(ErrorCode::not_found, "the submission has no such change");
  CYBERDIR_ASSIGN(proposed, proposed_entry(context, changes[*index]));
  if (!proposed.writes())
    return fail(ErrorCode::not_found, "this change has no content that can be written");
  std::string tag = tag_of(submission);
  return DraftChange{std::move(submission), *index, std::move(proposed), std::move(tag)};
}

Response not_open(Context& context, const base::Error& error) {
  const bool reads = error.code == ErrorCode::conflict && context.request.method != "POST";
  return reads ? see_other(context, submission_path(context.part("id")))
               : page_error(context, error);
}

Result<void> save_submission(const Context& context, const std::string& id, const Json& patch) {
  service::Refusal refusal;
  CYBERDIR_TRY(context.registry.submissions().edit(context.origin(), id,
                                                   service::EditForm::merge_patch, patch,
                                                   precondition_of_form(context.fields), refusal));
  return {};
}

Result<void> save_change(const Context& context, const DraftChange& draft, const Json& entry) {
  Json changes = draft.submission.json()["changes"];
  const bool creates = draft.proposed.operation == "create";
  changes[draft.index]["patch"] =
      creates ? entry : model::merge_patch_between(draft.proposed.base, entry);
  return save_submission(context, draft.submission.id(), {{"changes", std::move(changes)}});
}

std::optional<std::string> pointer_in_entry(std::size_t index, std::string_view pointer) {
  const std::string prefix = "/changes/" + std::to_string(index) + "/patch";
  if (!pointer.starts_with(prefix)) return std::nullopt;
  pointer.remove_prefix(prefix.size());
  if (!pointer.empty() && !pointer.starts_with('/')) return std::nullopt;
  return std::string(pointer);
}

std::string finding_words(std::string_view language, std::string_view code,
                          std::string_view pointer, const std::string& detail) {
  const std::string_view known = page::words(language, "finding." + std::string(code));
  std::string what = known.empty() ? detail : std::string(known);
  const std::string where = page::place_label(language, pointer);
  if (where.empty()) return what;
  return page::sentence(language, "finding.at", {{"place", where}, {"what", what}});
}

std::string once_key(const Context& context) {
  std::string sent = context.fields.text("once");
  return sent.empty() ? std::string(context.registry.sessions().make_form_key().reveal()) : sent;
}

Result<void> check_signed_in(const Context& context) {
  if (context.session) return {};
  return fail(ErrorCode::unauthenticated, "sign in first");
}

}  // namespace cyberdir::http
