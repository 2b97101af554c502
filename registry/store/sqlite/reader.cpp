#include "store/sqlite/reader.h"

#include <array>

#include "store/sqlite/submissions.h"

namespace cyberdir::store::sqlite {
namespace {

constexpr std::array<std::string_view, 3> kTextTables = {"text_public", "text_group", "text_owner"};

EntryRow read_entry(const Statement& row) {
  return {row.integer(0),
          row.string(1),
          row.string(2),
          row.integer(3),
          model::status_named(row.text(4)).value_or(model::Status::draft),
          row.string(5),
          row.string(6),
          {row.integer(7)},
          row.string(8),
          row.string(9),
          row.integer(10)};
}

constexpr std::string_view kVersionColumns =
    "row, entry, n, seq, at, operation, status, actor, on_behalf, declared_at, declared_by, root, "
    "chain, body, (SELECT a.at FROM attestation a WHERE a.version = version.row ORDER BY a.seq "
    "DESC "
    "LIMIT 1), (SELECT a.on_behalf FROM attestation a WHERE a.version = version.row ORDER BY a.seq "
    "DESC LIMIT 1)";

VersionRow read_version(const Statement& row, bool with_body) {
  VersionRow version;
  version.row = row.integer(0);
  version.entry = row.integer(1);
  version.number = row.integer(2);
  version.seq = row.integer(3);
  version.at = {row.integer(4)};
  version.operation = row.string(5);
  version.status = model::status_named(row.text(6)).value_or(model::Status::draft);
  version.actor = row.string(7);
  version.on_behalf = row.string(8);
  if (const auto declared = row.maybe(9)) version.declared_at = base::Instant{*declared};
  version.declared_by = row.string(10);
  version.root = row.blob(11);
  version.chain = row.blob(12);
  if (with_body) version.body = Sealed<std::string>(row.string(13));
  if (const auto confirmed = row.maybe(14))
    version.confirmed = Declaration{{*confirmed}, row.string(15)};
  return version;
}

constexpr std::string_view kSelectAttestation =
    "SELECT seq, version, at, act, actor, on_behalf, digest FROM attestation WHERE ";

AttestationRow read_attestation(const Statement& row) {
  return {row.integer(0), row.integer(1), {row.integer(2)}, row.string(3),
          row.string(4),  row.string(5),  row.blob(6)};
}

std::string select_version(std::string_view condition) {
  return "SELECT " + std::string(kVersionColumns) + " FROM version WHERE " + std::string(condition);
}

std::optional<Moment> read_moment(Statement& row) {
  if (!row.step() || row.is_null(0)) return std::nullopt;
  return Moment{row.integer(0), {row.integer(1)}};
}

TokenRow read_token(const Statement& row) {
  TokenRow token{row.string(0),
                 row.blob(1),
                 row.string(2),
                 row.string(3),
                 row.string(4),
                 {row.integer(5)},
                 {},
                 {},
                 {},
                 row.string(9)};
  if (const auto at = row.maybe(6)) token.expires_at = base::Instant{*at};
  if (const auto at = row.maybe(7)) token.revoked_at = base::Instant{*at};
  if (const auto at = row.maybe(8)) token.used_at = base::Instant{*at};
  return token;
}

AuditRow read_audit(const Statement& row) {
  return {row.integer(0), {row.integer(1)}, row.string(2), row.string(3), row.string(4),
          row.string(5),  row.maybe(6),     row.maybe(7),  row.string(8), row.blob(9)};
}

// Says on whose behalf statements run, for as long as it stands.
class ActingFor {
 public:
  ActingFor(Connection& connection, const model::Caller& caller) : connection_(connection) {
    connection_.set_caller(&caller);
  }
  ~ActingFor() { connection_.set_caller(nullptr); }
  ActingFor(const ActingFor&) = delete;
  ActingFor& operator=(const ActingFor&) = delete;
  ActingFor(ActingFor&&) = delete;
  ActingFor& operator=(ActingFor&&) = delete;

 private:
  Connection& connection_;
};

}  // namespace

template <typename I>
Identity ReaderOver<I>::identity() {
  Identity identity;
  Statement rows = connection_.prepare("SELECT name, value FROM registry");
  while (rows.step()) {
    if (rows.text(0) == "registry") identity.registry = rows.string(1);
    if (rows.text(0) == "epoch") identity.epoch = rows.string(1);
  }
  return identity;
}

template <typename I>
Moment ReaderOver<I>::head() {
  Statement row = connection_.prepare("SELECT seq, at FROM log ORDER BY seq DESC LIMIT 1");
  return read_moment(row).value_or(Moment{});
}

template <typename I>
Moment ReaderOver<I>::moment_of(base::Instant time) {
  Statement row = connection_.prepare(
      "SELECT seq, at FROM log WHERE at <= ? ORDER BY at DESC, seq DESC LIMIT 1");
  row.bind(time.micros);
  return read_moment(row).value_or(Moment{});
}

template <typename I>
std::optional<Moment> ReaderOver<I>::moment_of_seq(std::int64_t seq) {
  if (seq == 0) return Moment{};
  Statement row = connection_.prepare(
      "SELECT seq, at FROM log WHERE at = (SELECT at FROM log WHERE seq = ?) ORDER BY seq DESC "
      "LIMIT 1");
  row.bind(seq);
  return read_moment(row);
}

template <typename I>
std::optional<EntryRow> ReaderOver<I>::entry(std::string_view id) {
  Statement row = connection_.prepare(
      "SELECT row, id, kind, version, status, owner, grp, modified_at, source_name, source_id, "
      "span FROM "
      "entry WHERE id = ?");
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_entry(row);
}

template <typename I>
std::optional<EntryRow> ReaderOver<I>::entry_by_source(std::string_view name, std::string_view id) {
  Statement row = connection_.prepare(
      "SELECT row, id, kind, version, status, owner, grp, modified_at, source_name, source_id, "
      "span FROM "
      "entry WHERE source_name = ? AND source_id = ? ORDER BY row LIMIT 1");
  row.bind(name).bind(id);
  if (!row.step()) return std::nullopt;
  return read_entry(row);
}

template <typename I>
std::optional<EntryRow> ReaderOver<I>::entry_at(std::int64_t at) {
  Statement row = connection_.prepare(
      "SELECT row, id, kind, version, status, owner, grp, modified_at, source_name, source_id, "
      "span FROM "
      "entry WHERE row = ?");
  row.bind(at);
  if (!row.step()) return std::nullopt;
  return read_entry(row);
}

template <typename I>
std::optional<Projection> ReaderOver<I>::projection(std::int64_t span, model::Visibility level) {
  Statement row =
      connection_.prepare("SELECT digest, json, personal FROM projection WHERE row = ?");
  row.bind(projection_row(span, static_cast<std::int64_t>(level)));
  if (!row.step()) return std::nullopt;
  return Projection{row.string(0), row.string(1), row.integer(2) != 0};
}

template <typename I>
std::optional<SpanAt> ReaderOver<I>::span_at(std::int64_t entry, std::int64_t seq) {
  Statement row = connection_.prepare(
      "SELECT row, version, modified_at, to_seq FROM span WHERE entry = ? AND from_seq <= ? ORDER "
      "BY from_seq DESC LIMIT 1");
  row.bind(entry).bind(seq);
  if (!row.step() || row.integer(3) <= seq) return std::nullopt;
  return SpanAt{row.integer(0), row.integer(1), {row.integer(2)}};
}

template <typename I>
std::optional<VersionRow> ReaderOver<I>::version(std::int64_t entry, std::int64_t number) {
  static const std::string kSql = select_version("entry = ? AND n = ?");
  Statement row = connection_.prepare(kSql);
  row.bind(entry).bind(number);
  if (!row.step()) return std::nullopt;
  return read_version(row, true);
}

template <typename I>
std::optional<VersionRow> ReaderOver<I>::version_at(std::int64_t entry, std::int64_t seq) {
  static const std::string kSql = select_version("entry = ? AND seq <= ? ORDER BY n DESC LIMIT 1");
  Statement row = connection_.prepare(kSql);
  row.bind(entry).bind(seq);
  if (!row.step()) return std::nullopt;
  return read_version(row, true);
}

template <typename I>
std::vector<VersionRow> ReaderOver<I>::versions(std::int64_t entry, std::int64_t before,
                                                std::size_t limit) {
  static const std::string kSql = select_version("entry = ? AND n < ? ORDER BY n DESC LIMIT ?");
  Statement row = connection_.prepare(kSql);
  row.bind(entry).bind(before).bind(static_cast<std::int64_t>(limit));
  std::vector<VersionRow> versions;
  while (row.step()) versions.push_back(read_version(row, true));
  return versions;
}

template <typename I>
std::optional<VersionRow> ReaderOver<I>::version_by_row(std::int64_t at) {
  static const std::string kSql = select_version("row = ?");
  Statement row = connection_.prepare(kSql);
  row.bind(at);
  if (!row.step()) return std::nullopt;
  return read_version(row, true);
}

template <typename I>
std::vector<AttestationRow> ReaderOver<I>::attestations(std::int64_t version_row) {
  static const std::string kSql = std::string(kSelectAttestation) + "version = ? ORDER BY seq";
  Statement row = connection_.prepare(kSql);
  row.bind(version_row);
  std::vector<AttestationRow> attestations;
  while (row.step()) attestations.push_back(read_attestation(row));
  return attestations;
}

template <typename I>
std::optional<AttestationRow> ReaderOver<I>::attestation(std::int64_t seq) {
  static const std::string kSql = std::string(kSelectAttestation) + "seq = ?";
  Statement row = connection_.prepare(kSql);
  row.bind(seq);
  if (!row.step()) return std::nullopt;
  return read_attestation(row);
}

template <typename I>
std::vector<EntryRow> ReaderOver<I>::entries(std::int64_t after_row, std::size_t limit) {
  Statement row = connection_.prepare(
      "SELECT row, id, kind, version, status, owner, grp, modified_at, source_name, source_id, "
      "span FROM "
      "entry WHERE row > ? ORDER BY row LIMIT ?");
  row.bind(after_row).bind(static_cast<std::int64_t>(limit));
  std::vector<EntryRow> entries;
  while (row.step()) entries.push_back(read_entry(row));
  return entries;
}

template <typename I>
base::Result<void> ReaderOver<I>::each_entry(
    const model::Caller& caller, std::string_view kind, const std::optional<std::int64_t>& at_seq,
    const std::function<base::Result<void>(std::string_view json)>& visit) {
  const ActingFor acting(connection_, caller);
  // Rows of `entry` in order, and of each the one projection: CROSS JOIN keeps it that way round.
  Statement row = connection_.prepare(
      at_seq
          ? "SELECT p.json FROM entry AS e CROSS JOIN span AS s ON s.entry = e.row CROSS JOIN "
            "projection AS p ON p.row = 4 * s.row + caller_level(e.owner, e.grp) WHERE ? IN ('', "
            "e.kind) AND s.from_seq <= ? AND s.to_seq > ? ORDER BY e.row"
          : "SELECT p.json FROM entry AS e CROSS JOIN projection AS p ON p.row = 4 * e.span + "
            "caller_level(e.owner, e.grp) WHERE ? IN ('', e.kind) ORDER BY e.row");
  row.bind(kind);
  if (at_seq) row.bind(*at_seq).bind(*at_seq);
  while (row.step()) CYBERDIR_TRY(visit(row.text(0)));
  return {};
}

template <typename I>
SearchResult ReaderOver<I>::search(const SearchQuery& query) {
  return run_search(connection_, query);
}

template <typename I>
std::vector<std::string> ReaderOver<I>::words_from(const model::Caller& caller,
                                                   std::string_view beginning, std::size_t limit) {
  return select_words(connection_, caller, beginning, limit);
}

template <typename I>
std::vector<LogRow> ReaderOver<I>::log(std::int64_t after_seq, std::size_t limit) {
  Statement row = connection_.prepare(
      "SELECT seq, at, operation, version, digest FROM log WHERE seq > ? ORDER BY seq LIMIT ?");
  row.bind(after_seq).bind(static_cast<std::int64_t>(limit));
  std::vector<LogRow> rows;
  while (row.step())
    rows.push_back({row.integer(0), {row.integer(1)}, row.string(2), row.integer(3), row.blob(4)});
  return rows;
}

template <typename I>
std::vector<AuditRow> ReaderOver<I>::audit(std::int64_t after_n, std::size_t limit) {
  Statement row = connection_.prepare(
      "SELECT n, at, actor, source, action, subject, first_seq, last_seq, request, digest FROM "
      "audit WHERE n > ? "
      "ORDER BY n LIMIT ?");
  row.bind(after_n).bind(static_cast<std::int64_t>(limit));
  std::vector<AuditRow> rows;
  while (row.step()) rows.push_back(read_audit(row));
  return rows;
}

template <typename I>
std::vector<AuditRow> ReaderOver<I>::audit_by(std::string_view actor, base::Instant since) {
  Statement row = connection_.prepare(
      "SELECT n, at, actor, source, action, subject, first_seq, last_seq, request, digest FROM "
      "audit WHERE actor = ? AND at >= ? ORDER BY n");
  row.bind(actor).bind(since.micros);
  std::vector<AuditRow> rows;
  while (row.step()) rows.push_back(read_audit(row));
  return rows;
}

template <typename I>
std::vector<std::int64_t> ReaderOver<I>::entries_changed(std::int64_t after_seq,
                                                         std::int64_t to_seq,
                                                         std::int64_t after_row,
                                                         std::size_t limit) {
  Statement row = connection_.prepare(
      "SELECT DISTINCT entry FROM version WHERE seq > ? AND seq <= ? AND entry > ? ORDER BY entry "
      "LIMIT ?");
  row.bind(after_seq).bind(to_seq).bind(after_row).bind(static_cast<std::int64_t>(limit));
  std::vector<std::int64_t> entries;
  while (row.step()) entries.push_back(row.integer(0));
  return entries;
}

template <typename I>
std::vector<VersionRow> ReaderOver<I>::versions_by(std::string_view actor, std::int64_t after_seq) {
  static const std::string kSql = select_version("seq > ? AND actor = ? ORDER BY seq");
  Statement row = connection_.prepare(kSql);
  row.bind(after_seq).bind(actor);
  std::vector<VersionRow> versions;
  while (row.step()) versions.push_back(read_version(row, false));
  return versions;
}

template <typename I>
std::vector<FeedItem> ReaderOver<I>::feed(std::string_view name, std::int64_t after_n,
                                          std::size_t limit) {
  Statement row = connection_.prepare(
      "SELECT feed, n, seq, operation, entry, version, reason FROM feed_item WHERE feed = ? AND n "
      "> ? ORDER BY n LIMIT ?");
  row.bind(name).bind(after_n).bind(static_cast<std::int64_t>(limit));
  std::vector<FeedItem> items;
  while (row.step()) {
    items.push_back({row.string(0), row.integer(1), row.integer(2), row.string(3), row.integer(4),
                     row.integer(5), row.string(6)});
  }
  return items;
}

template <typename I>
std::vector<std::string> ReaderOver<I>::feeds() {
  std::vector<std::string> names;
  std::string last;
  while (true) {  // a loose scan: one step a feed, not one a row
    Statement row =
        connection_.prepare("SELECT feed FROM feed_item WHERE feed > ? ORDER BY feed LIMIT 1");
    row.bind(last);
    if (!row.step()) return names;
    last = row.string(0);
    names.push_back(last);
  }
}

template <typename I>
std::string ReaderOver<I>::salts(std::int64_t version_row) {
  Statement row = connection_.prepare("SELECT leaves FROM salt WHERE version = ?");
  row.bind(version_row);
  return row.step() ? row.blob(0) : std::string();
}

template <typename I>
std::vector<codec::ErasedLeaf> ReaderOver<I>::erased_leaves(std::int64_t version_row) {
  Statement row = connection_.prepare("SELECT pointer, digest FROM erased_leaf WHERE version = ?");
  row.bind(version_row);
  std::vector<codec::ErasedLeaf> leaves;
  while (row.step()) leaves.push_back({row.string(0), row.blob(1)});
  return leaves;
}

template <typename I>
std::vector<ReplacedVersion> ReaderOver<I>::replaced(std::string_view kind, std::int64_t after_seq,
                                                     std::int64_t to_seq, std::size_t limit) {
  Statement row = connection_.prepare(
      "SELECT v.row, v.entry, v.n, v.seq, v.at, v.operation, v.status, v.actor, v.on_behalf, "
      "v.declared_at, v.declared_by, v.root, v.chain, v.body, next.seq AS replaced FROM version AS "
      "next CROSS JOIN version AS v ON v.entry = next.entry AND v.n = next.n - 1 CROSS JOIN entry "
      "AS e ON e.row = v.entry WHERE e.kind = ? AND next.seq > ? AND next.seq <= ? UNION ALL "
      "SELECT v.row, v.entry, v.n, v.seq, v.at, v.operation, v.status, v.actor, v.on_behalf, "
      "v.declared_at, v.declared_by, v.root, v.chain, v.body, v.seq AS replaced FROM version AS v "
      "CROSS JOIN entry AS e ON e.row = v.entry AND e.version = v.n WHERE v.status = 'withdrawn' "
      "AND e.kind = ? AND v.seq > ? AND v.seq <= ? ORDER BY replaced LIMIT ?");
  row.bind(kind).bind(after_seq).bind(to_seq);
  row.bind(kind).bind(after_seq).bind(to_seq).bind(static_cast<std::int64_t>(limit));
  std::vector<ReplacedVersion> versions;
  while (row.step()) versions.push_back({read_version(row, true), row.integer(14)});
  return versions;
}

template <typename I>
std::vector<std::pair<std::int64_t, Span>> ReaderOver<I>::spans(std::int64_t entry) {
  std::vector<std::pair<std::int64_t, Span>> spans;
  Statement row = connection_.prepare(
      "SELECT row, entry, version, from_seq, to_seq, level, owner, grp, kind, modified_at, "
      "declared_at FROM span WHERE entry = ? "
      "ORDER BY from_seq");
  row.bind(entry);
  while (row.step()) {
    Span span;
    span.entry = row.integer(1);
    span.version = row.integer(2);
    span.from_seq = row.integer(3);
    span.to_seq = row.integer(4);
    span.level = static_cast<model::Visibility>(row.integer(5));
    span.owner = row.string(6);
    span.group = row.string(7);
    span.kind = row.string(8);
    span.modified_at = {row.integer(9)};
    if (const auto declared = row.maybe(10)) span.declared_at = base::Instant{*declared};
    spans.emplace_back(row.integer(0), std::move(span));
  }
  for (auto& [id, span] : spans) {
    Statement facet = connection_.prepare(
        "SELECT name, value, level FROM facet WHERE span = ? ORDER BY name, value");
    facet.bind(id);
    while (facet.step()) {
      span.facets.push_back(
          {facet.string(0), facet.string(1), static_cast<model::Visibility>(facet.integer(2))});
    }
    for (std::size_t level = 0; level < kTextTables.size(); ++level) {
      Statement text = connection_.prepare("SELECT title, body FROM " +
                                           std::string(kTextTables.at(level)) + " WHERE row = ?");
      text.bind(id);
      if (text.step()) span.text[level] = IndexText{text.string(0), text.string(1)};
      span.projections[level] = projection(id, static_cast<model::Visibility>(level));
    }
  }
  return spans;
}

template <typename I>
std::int64_t ReaderOver<I>::count_rows(std::string_view table) {
  Statement row = connection_.prepare("SELECT count(*) FROM " + std::string(table));
  return row.step() ? row.integer(0) : 0;
}

template <typename I>
std::optional<TokenRow> ReaderOver<I>::token_by_digest(std::string_view digest) {
  Statement row = connection_.prepare(
      "SELECT id, digest, role, owner, scopes, created_at, expires_at, revoked_at, used_at, "
      "made_by FROM "
      "token WHERE digest = ?");
  row.bind_blob(digest);
  if (!row.step()) return std::nullopt;
  return read_token(row);
}

template <typename I>
std::vector<TokenRow> ReaderOver<I>::tokens() {
  Statement row = connection_.prepare(
      "SELECT id, digest, role, owner, scopes, created_at, expires_at, revoked_at, used_at, "
      "made_by FROM "
      "token ORDER BY created_at, id");
  std::vector<TokenRow> tokens;
  while (row.step()) tokens.push_back(read_token(row));
  return tokens;
}

template <typename I>
std::optional<IdempotentRow> ReaderOver<I>::idempotent(std::string_view key) {
  Statement row =
      connection_.prepare("SELECT key, request, at, status, entry FROM idempotent WHERE key = ?");
  row.bind_blob(key);
  if (!row.step()) return std::nullopt;
  return IdempotentRow{row.blob(0), row.blob(1), {row.integer(2)}, row.integer(3), row.string(4)};
}

// ---- submissions

template <typename I>
std::optional<SubmissionRow> ReaderOver<I>::submission(std::string_view id) {
  return read_submission(connection_, id);
}

template <typename I>
std::vector<SubmissionStep> ReaderOver<I>::submission_steps(std::int64_t submission) {
  return read_submission_steps(connection_, submission);
}

template <typename I>
std::vector<SubmissionRow> ReaderOver<I>::submissions(const SubmissionQuery& query) {
  return list_submissions(connection_, query);
}

template <typename I>
std::vector<SubmissionRow> ReaderOver<I>::submissions_naming(std::string_view entry) {
  return list_submissions_naming(connection_, entry);
}

template <typename I>
std::vector<SubmissionRow> ReaderOver<I>::ended_submissions(base::Instant time, std::int64_t after,
                                                            std::size_t limit) {
  return list_ended_submissions(connection_, time, after, limit);
}

template <typename I>
std::int64_t ReaderOver<I>::count_submissions(const SubmissionQuery& query) {
  return sqlite::count_submissions(connection_, query);
}

template <typename I>
std::optional<SubmissionRow> ReaderOver<I>::first_due_submission() {
  return read_first_due(connection_);
}

template <typename I>
bool ReaderOver<I>::one_person(std::string_view owner) {
  Statement row = connection_.prepare("SELECT one_person FROM owner_setting WHERE owner = ?");
  row.bind(owner);
  return row.step() && row.integer(0) != 0;
}

template <typename I>
std::vector<EntryRow> ReaderOver<I>::published_of(std::string_view owner, std::string_view kind) {
  Statement row = connection_.prepare(
      "SELECT row, id, kind, version, status, owner, grp, modified_at, source_name, source_id, "
      "span FROM entry WHERE owner = ? AND kind = ? AND status = 'published' ORDER BY row");
  row.bind(owner).bind(kind);
  std::vector<EntryRow> entries;
  while (row.step()) entries.push_back(read_entry(row));
  return entries;
}

template class ReaderOver<Reader>;
template class ReaderOver<Writer>;

}  // namespace cyberdir::store::sqlite
