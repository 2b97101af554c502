#include "store/sqlite/submissions.h"

#include "store/sqlite/writer.h"

namespace cyberdir::store::sqlite {
namespace {

constexpr std::string_view kSelect =
    "SELECT row, id, owner, state, revision, authors, suggester, created_at, modified_at, "
    "submitted_at, due_at, body, suggestion, outcome FROM submission WHERE ";

// Which rows a query lets in; its parameters are owner, suggester, listed, submitted, before and
// the names of states, each between two commas. One text for all queries: statements are kept.
constexpr std::string_view kLetIn =
    "((owner = ?1 AND ?1 <> '') OR (suggester = ?2 AND ?2 <> '') OR (?3 AND owner IN ('registry', "
    "'secretariat')) OR (?4 AND submitted_at IS NOT NULL)) AND row < ?5 AND (?6 = '' OR instr(?6, "
    "',' || state || ',') > 0) AND row > ?8";

std::optional<base::Instant> instant(const std::optional<std::int64_t>& micros) {
  if (!micros) return std::nullopt;
  return base::Instant{*micros};
}

std::optional<std::int64_t> micros(const std::optional<base::Instant>& at) {
  if (!at) return std::nullopt;
  return at->micros;
}

model::SubmissionState state_of(std::string_view name) {
  return model::submission_state_named(name).value_or(model::SubmissionState::draft);
}

SubmissionRow read_row(const Statement& row) {
  SubmissionRow submission;
  submission.row = row.integer(0);
  submission.id = row.string(1);
  submission.owner = row.string(2);
  submission.state = state_of(row.text(3));
  submission.revision = row.integer(4);
  submission.authors = row.string(5);
  submission.suggester = row.string(6);
  submission.created_at = {row.integer(7)};
  submission.modified_at = {row.integer(8)};
  submission.submitted_at = instant(row.maybe(9));
  submission.due_at = instant(row.maybe(10));
  submission.body = Sealed<std::string>(row.string(11));
  submission.suggestion = Sealed<std::string>(row.string(12));
  submission.outcome = Sealed<std::string>(row.string(13));
  return submission;
}

std::string names_of(const std::vector<model::SubmissionState>& states) {
  std::string names;
  for (const model::SubmissionState state : states)
    names += (names.empty() ? "," : "") + std::string(model::name_of(state)) + ",";
  return names;
}

void bind_query(Statement& statement, const SubmissionQuery& query, std::int64_t before,
                std::int64_t after, std::string_view states) {
  statement.bind(std::string_view(query.owner))
      .bind(std::string_view(query.suggester))
      .bind(std::int64_t{query.listed})
      .bind(std::int64_t{query.submitted})
      .bind(before)
      .bind(states)
      .bind(static_cast<std::int64_t>(query.limit))
      .bind(after);
}

}  // namespace

std::optional<SubmissionRow> read_submission(Connection& connection, std::string_view id) {
  static const std::string kSql = std::string(kSelect) + "id = ?";
  Statement row = connection.prepare(kSql);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_row(row);
}

std::vector<SubmissionStep> read_submission_steps(Connection& connection, std::int64_t submission) {
  Statement row = connection.prepare(
      "SELECT n, at, actor, on_behalf, action, state, comment FROM submission_step WHERE "
      "submission = ? ORDER BY n");
  row.bind(submission);
  std::vector<SubmissionStep> steps;
  while (row.step()) {
    steps.push_back({row.integer(0),
                     {row.integer(1)},
                     row.string(2),
                     row.string(3),
                     row.string(4),
                     state_of(row.text(5)),
                     Sealed<std::string>(row.string(6))});
  }
  return steps;
}

std::vector<SubmissionRow> list_submissions(Connection& connection, const SubmissionQuery& query) {
  static const std::string kSql =
      std::string(kSelect) + std::string(kLetIn) + " ORDER BY row DESC LIMIT ?7";
  static const std::string kOldestFirst =
      std::string(kSelect) + std::string(kLetIn) + " ORDER BY row LIMIT ?7";
  const std::string states = names_of(query.states);
  Statement row = connection.prepare(query.oldest_first ? kOldestFirst : kSql);
  bind_query(row, query, query.before, query.after, states);
  std::vector<SubmissionRow> rows;
  while (row.step()) rows.push_back(read_row(row));
  return rows;
}

std::vector<SubmissionRow> list_submissions_naming(Connection& connection, std::string_view entry) {
  static const std::string kSql =
      std::string(kSelect) + "instr(body, ?1) > 0 OR instr(suggestion, ?1) > 0 ORDER BY row";
  const std::string quoted = '"' + std::string(entry) + '"';
  Statement row = connection.prepare(kSql);
  row.bind(quoted);
  std::vector<SubmissionRow> rows;
  while (row.step()) rows.push_back(read_row(row));
  return rows;
}

std::vector<SubmissionRow> list_ended_submissions(Connection& connection, base::Instant time,
                                                  std::int64_t after, std::size_t limit) {
  static const std::string kSql =
      std::string(kSelect) +
      "row > ? AND modified_at < ? AND state IN ('published', 'withdrawn', 'rejected', "
      "'superseded') ORDER BY row LIMIT ?";
  Statement row = connection.prepare(kSql);
  row.bind(after).bind(time.micros).bind(static_cast<std::int64_t>(limit));
  std::vector<SubmissionRow> rows;
  while (row.step()) rows.push_back(read_row(row));
  return rows;
}

std::int64_t count_submissions(Connection& connection, const SubmissionQuery& query) {
  static const std::string kSql = "SELECT count(*) FROM submission WHERE " + std::string(kLetIn);
  const std::string states = names_of(query.states);
  Statement row = connection.prepare(kSql);
  bind_query(row, query, kForever, 0, states);
  return row.step() ? row.integer(0) : 0;
}

std::optional<SubmissionRow> read_first_due(Connection& connection) {
  static const std::string kSql =
      std::string(kSelect) + "due_at IS NOT NULL ORDER BY due_at, row LIMIT 1";
  Statement row = connection.prepare(kSql);
  if (!row.step()) return std::nullopt;
  return read_row(row);
}

std::int64_t SqliteWriter::add_submission(std::string_view id, std::string_view owner) {
  connection_
      .prepare(
          "INSERT INTO submission (id, owner, state, revision, authors, suggester, created_at, "
          "modified_at, body, suggestion, outcome) VALUES (?, ?, 'draft', 0, '', '', ?, ?, '', '', "
          "'')")
      .bind(id)
      .bind(owner)
      .bind(at_.micros)
      .bind(at_.micros)
      .run();
  return connection_.last_row();
}

void SqliteWriter::set_submission(const SubmissionRow& submission) {
  connection_
      .prepare(
          "UPDATE submission SET state = ?, revision = ?, authors = ?, suggester = ?, modified_at "
          "= "
          "?, submitted_at = ?, due_at = ? WHERE row = ?")
      .bind(model::name_of(submission.state))
      .bind(submission.revision)
      .bind(submission.authors)
      .bind(submission.suggester)
      .bind(submission.modified_at.micros)
      .bind(micros(submission.submitted_at))
      .bind(micros(submission.due_at))
      .bind(submission.row)
      .run();
}

void SqliteWriter::set_submission_body(std::int64_t row, std::string_view body) {
  connection_.prepare("UPDATE submission SET body = ? WHERE row = ?").bind(body).bind(row).run();
}

void SqliteWriter::set_submission_suggestion(std::int64_t row, std::string_view suggestion) {
  connection_.prepare("UPDATE submission SET suggestion = ? WHERE row = ?")
      .bind(suggestion)
      .bind(row)
      .run();
}

void SqliteWriter::set_submission_comment(std::int64_t row, std::int64_t step,
                                          std::string_view comment) {
  connection_.prepare("UPDATE submission_step SET comment = ? WHERE submission = ? AND n = ?")
      .bind(comment)
      .bind(row)
      .bind(step)
      .run();
}

void SqliteWriter::set_submission_outcome(std::int64_t row, std::string_view outcome) {
  connection_.prepare("UPDATE submission SET outcome = ? WHERE row = ?")
      .bind(outcome)
      .bind(row)
      .run();
}

void SqliteWriter::add_submission_step(std::int64_t row, const SubmissionStep& step,
                                       std::string_view comment) {
  connection_
      .prepare(
          "INSERT INTO submission_step SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 "
          "FROM submission_step WHERE submission = ?1")
      .bind(row)
      .bind(at_.micros)
      .bind(step.actor)
      .bind(step.on_behalf)
      .bind(step.action)
      .bind(model::name_of(step.state))
      .bind(comment)
      .run();
}

void SqliteWriter::set_one_person(std::string_view owner, bool one_person) {
  connection_.prepare("INSERT OR REPLACE INTO owner_setting VALUES (?, ?)")
      .bind(owner)
      .bind(std::int64_t{one_person})
      .run();
}

}  // namespace cyberdir::store::sqlite
