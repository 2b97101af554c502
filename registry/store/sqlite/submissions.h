// Reading submissions from SQLite; writing them is part of the writer.
#pragma once

#include "store/records.h"
#include "store/sqlite/connection.h"

namespace cyberdir::store::sqlite {

[[nodiscard]] std::optional<SubmissionRow> read_submission(Connection& connection,
                                                           std::string_view id);
[[nodiscard]] std::vector<SubmissionStep> read_submission_steps(Connection& connection,
                                                                std::int64_t submission);
[[nodiscard]] std::vector<SubmissionRow> list_submissions(Connection& connection,
                                                          const SubmissionQuery& query);
[[nodiscard]] std::vector<SubmissionRow> list_submissions_naming(Connection& connection,
                                                                 std::string_view entry);
[[nodiscard]] std::vector<SubmissionRow> list_ended_submissions(Connection& connection,
                                                                base::Instant time,
                                                                std::int64_t after,
                                                                std::size_t limit);
[[nodiscard]] std::int64_t count_submissions(Connection& connection, const SubmissionQuery& query);
[[nodiscard]] std::optional<SubmissionRow> read_first_due(Connection& connection);

}  // namespace cyberdir::store::sqlite
