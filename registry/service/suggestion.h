// What somebody proposes who does not own the entry: worked out on what that caller sees of it.
#pragma once

#include "base/result.h"
#include "model/submission_body.h"
#include "service/origin.h"
#include "store/store.h"

namespace cyberdir::service {

/// A suggestion as its entry's owner gets it.
struct Suggestion {
  std::string owner;
  model::SubmissionBody body;  ///< its patch holds for the whole entry
};

/// True where the submission is one: a single change of an entry that the caller sees, and for
/// whose owner it does not act.
[[nodiscard]] bool is_suggestion(store::Reader& reader, const model::Caller& caller,
                                 const model::SubmissionBody& body);

/// Applies the patch to the caller's own view and carries what changed over to the whole entry, so
/// that what the caller was not shown stays as it is. Whether something hidden is there makes no
/// difference to what is answered. Errors: invalid, with pointers into the submission.
[[nodiscard]] base::Result<Suggestion> take_suggestion(store::Reader& reader,
                                                       const model::Caller& caller,
                                                       const model::SubmissionBody& body,
                                                       base::Findings findings);

}  // namespace cyberdir::service
