// Erasing personal values from what was proposed: submissions keep what they said.
#pragma once

#include <set>
#include <string>

#include "service/redaction.h"
#include "store/store.h"

namespace cyberdir::service {

/// Takes what is meant out of what a submission says of an entry: its changes, the suggestion it
/// came from, conflicts that were kept; and empties each text that somebody wrote freely (reason,
/// comments) where one of `words` is in it. An open submission goes on without these values. True
/// where there was any of it.
bool erase_from_submission(store::Writer& writer, const store::SubmissionRow& submission,
                           const std::string& entry, const Redaction& redaction,
                           const std::set<std::string>& words);

/// The texts in what is meant of a submission's changes of an entry.
[[nodiscard]] std::set<std::string> words_proposed(const store::SubmissionRow& submission,
                                                   const std::string& entry,
                                                   const Redaction& redaction);

}  // namespace cyberdir::service
