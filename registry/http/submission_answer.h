// A submission as an answer, and what can go wrong with one.
#pragma once

#include "http/context.h"
#include "service/submissions.h"

namespace cyberdir::http {

/// Answers with a submission and its tag.
[[nodiscard]] Response submission_answer(const Context& context,
                                         const service::VisibleSubmission& submission);

/// 202 with the submission that a direct write became, and its Location.
[[nodiscard]] Response submitted_answer(const Context& context, const std::string& id);

/// The problem details of an error: with where the submission stands, what the caller may do with
/// it, and what stands against it.
[[nodiscard]] Response submission_problem(const Context& context, const base::Error& error,
                                          const service::Refusal& refusal);

}  // namespace cyberdir::http
