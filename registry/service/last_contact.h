// A State is not left without its diplomatic or technical point of contact by oversight.
#pragma once

#include <string_view>

#include "service/submission_plan.h"

namespace cyberdir::service {

/// Adds a finding for each of the two categories of whose published contacts of the State `owner`
/// the plan leaves none, unless the submission says that the post is vacant. Owners that are no
/// States have no such posts.
void check_last_contacts(store::Reader& reader, std::string_view owner,
                         const model::SubmissionBody& body, base::Severity severity,
                         SubmissionPlan& plan);

}  // namespace cyberdir::service
