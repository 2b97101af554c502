// From a submission's changes to the entries that they make, as things stand. Writes nothing.
#pragma once

#include <string>
#include <vector>

#include "model/submission_body.h"
#include "model/validate.h"
#include "service/submission_view.h"
#include "service/workflow.h"

namespace cyberdir::service {

/// One change, worked out against its entry as it stands now.
struct PlannedChange {
  model::Operation operation = model::Operation::update;
  model::Entry entry;             ///< as it is to become
  std::int64_t from_version = 0;  ///< that it is made from; 0 where there is none yet
  bool changes = true;            ///< false where the entry is so already
};

/// A change that was brought to a version later than the one it was made against.
struct Rebased {
  std::string entry;
  std::int64_t base_version = 0;
  std::int64_t current_version = 0;
  std::vector<std::string> changed;  ///< pointers of what others had changed meanwhile
};

struct SubmissionPlan {
  std::vector<PlannedChange> changes;
  std::vector<Rebased> rebased;
  Prospect prospect;

  [[nodiscard]] bool applies() const {
    return prospect.conflicts.empty() && !base::has_errors(prospect.findings);
  }
  [[nodiscard]] bool changes_anything() const;
};

/// Works out what the changes make of the entries of `owner`; pointers of findings are into the
/// submission. `caller` is by whose eyes references are looked up. Under the profile `draft`, what
/// is missing is a warning.
[[nodiscard]] SubmissionPlan plan_submission(store::Reader& reader,
                                             const model::SubmissionBody& body,
                                             std::string_view owner, const model::Caller& caller,
                                             model::Profile profile);

/// The entry that a change for a new one describes: with its id, and owned by `owner` unless it
/// says otherwise. Pointers of findings are into the entry.
[[nodiscard]] model::Entry new_entry(const model::ProposedChange& change, std::string_view owner,
                                     base::Findings& findings);

[[nodiscard]] model::Json rebased_json(const std::vector<Rebased>& rebased);

}  // namespace cyberdir::service
