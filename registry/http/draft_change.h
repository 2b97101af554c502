// A submission that its owner's people are writing, and one of its changes as an entry.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/context.h"
#include "http/page_frame.h"
#include "model/field.h"
#include "service/submissions.h"

namespace cyberdir::http {

/// One change of a submission, worked out.
struct ProposedEntry {
  std::string operation;  ///< create, update, withdraw or restore
  std::string id;         ///< of the entry; empty where it has none yet
  std::int64_t base_version = 0;
  const model::Kind* kind = nullptr;
  model::Json base = model::Json::object();   ///< what it was made against; of a new one, nothing
  model::Json entry = model::Json::object();  ///< as it is to become
  [[nodiscard]] bool writes() const { return operation == "create" || operation == "update"; }
};

/// One change of a submission that is open in a form.
struct DraftChange {
  service::VisibleSubmission submission;
  std::size_t index = 0;
  ProposedEntry proposed;
  std::string tag;  ///< of the submission, without quotes

  /// The path of its page, and of the page of a place of it.
  [[nodiscard]] std::string path() const;
  [[nodiscard]] std::string path(std::string_view place) const;
};

/// The entity tag of a submission, as a form carries it.
[[nodiscard]] std::string tag_of(const service::VisibleSubmission& submission);

/// The precondition of a form that was made for what carries this tag.
[[nodiscard]] service::Precondition precondition_of_form(const FormFields& fields);

[[nodiscard]] std::string submission_path(std::string_view id);

/// True where the caller may do this with the submission now.
[[nodiscard]] bool may(const service::VisibleSubmission& submission, std::string_view action);

/// What is owned, from a version as it is read: without what the registry keeps.
[[nodiscard]] model::Json owned_content(const model::Json& entry);

/// Works a change out against its base version. Errors: not_found (a version that is gone).
[[nodiscard]] base::Result<ProposedEntry> proposed_entry(const Context& context,
                                                         const model::Json& change);

/// Opens a change for editing, by the parts `id` and `n` of the path (n from 1). Errors: not_found,
/// conflict (it is not being written now, or not by this caller).
[[nodiscard]] base::Result<DraftChange> open_change(const Context& context);

/// Where a change cannot be opened: the submission itself where it is not being written (any more),
/// else what is wrong.
[[nodiscard]] Response not_open(Context& context, const base::Error& error);

/// Saves the change with `entry` as what the entry is to become, on the precondition of the form.
/// Errors: as Submissions::edit().
[[nodiscard]] base::Result<void> save_change(const Context& context, const DraftChange& draft,
                                             const model::Json& entry);

/// Saves other members of a submission, as a merge patch. Errors: as Submissions::edit().
[[nodiscard]] base::Result<void> save_submission(const Context& context, const std::string& id,
                                                 const model::Json& patch);

/// A finding about a submission as one about the entry of a change; nothing where it is about
/// something else.
[[nodiscard]] std::optional<std::string> pointer_in_entry(std::size_t index,
                                                          std::string_view pointer);

/// What is said of a finding: where, and what.
[[nodiscard]] std::string finding_words(std::string_view language, std::string_view code,
                                        std::string_view pointer, const std::string& detail);

/// By what a form that makes something is known, were it sent twice: what was sent already, else a
/// new one.
[[nodiscard]] std::string once_key(const Context& context);

/// A page for people who signed in: leads to signing in where nobody has. Handlers begin with it.
[[nodiscard]] base::Result<void> check_signed_in(const Context& context);

}  // namespace cyberdir::http
