// The store: versions, log, projections and index. One writer, many readers, each a snapshot.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/finding.h"
#include "base/result.h"
#include "codec/commitment.h"
#include "store/account_records.h"
#include "store/audit_records.h"
#include "store/emergency_records.h"
#include "store/import_records.h"
#include "store/mail_records.h"
#include "store/records.h"
#include "store/search_query.h"

namespace cyberdir::store {

/// A consistent snapshot of the store. One thread at a time; short-lived.
class Reader {
 public:
  virtual ~Reader() = default;

  [[nodiscard]] virtual Identity identity() = 0;
  /// The last transaction; seq 0 in an empty store.
  [[nodiscard]] virtual Moment head() = 0;
  /// All commits up to a time.
  [[nodiscard]] virtual Moment moment_of(base::Instant time) = 0;
  /// The end of the transaction that holds `seq`; nothing where there is no such number yet.
  [[nodiscard]] virtual std::optional<Moment> moment_of_seq(std::int64_t seq) = 0;

  [[nodiscard]] virtual std::optional<EntryRow> entry(std::string_view id) = 0;
  [[nodiscard]] virtual std::optional<EntryRow> entry_by_source(std::string_view name,
                                                                std::string_view id) = 0;
  [[nodiscard]] virtual std::optional<EntryRow> entry_at(std::int64_t row) = 0;
  /// What `level` sees by a row of the index; nothing where it sees nothing.
  [[nodiscard]] virtual std::optional<Projection> projection(std::int64_t span,
                                                             model::Visibility level) = 0;
  /// The row of the index that held at a sequence; nothing where the entry was not there, or
  /// withdrawn.
  [[nodiscard]] virtual std::optional<SpanAt> span_at(std::int64_t entry, std::int64_t seq) = 0;
  [[nodiscard]] virtual std::optional<VersionRow> version(std::int64_t entry,
                                                          std::int64_t number) = 0;
  /// The version that held at a sequence.
  [[nodiscard]] virtual std::optional<VersionRow> version_at(std::int64_t entry,
                                                             std::int64_t seq) = 0;
  /// Newest first, those below `before`, at most `limit`, without content.
  [[nodiscard]] virtual std::vector<VersionRow> versions(std::int64_t entry, std::int64_t before,
                                                         std::size_t limit) = 0;
  [[nodiscard]] virtual std::optional<VersionRow> version_by_row(std::int64_t row) = 0;
  /// Of one version, in order.
  [[nodiscard]] virtual std::vector<AttestationRow> attestations(std::int64_t version_row) = 0;
  [[nodiscard]] virtual std::optional<AttestationRow> attestation(std::int64_t seq) = 0;

  /// Entries that got a version after `after_seq` and up to `to_seq`, by their rows in order, those
  /// after `after_row`, at most `limit`.
  [[nodiscard]] virtual std::vector<std::int64_t> entries_changed(std::int64_t after_seq,
                                                                  std::int64_t to_seq,
                                                                  std::int64_t after_row,
                                                                  std::size_t limit) = 0;
  /// Entries in the order of their making, those after `after_row`, at most `limit`.
  [[nodiscard]] virtual std::vector<EntryRow> entries(std::int64_t after_row,
                                                      std::size_t limit) = 0;
  /// Calls `visit` with every entry that `caller` sees, as it is sent to that level, in the order
  /// of their making: those of the present, or of `at_seq`; of one kind only where `kind` is not
  /// empty. The bytes stand until `visit` returns; its first error ends the walk and is passed on.
  [[nodiscard]] virtual base::Result<void> each_entry(
      const model::Caller& caller, std::string_view kind, const std::optional<std::int64_t>& at_seq,
      const std::function<base::Result<void>(std::string_view json)>& visit) = 0;
  [[nodiscard]] virtual SearchResult search(const SearchQuery& query) = 0;
  /// Folded words of the index that begin with `beginning`, the most frequent first, as far as the
  /// levels that the caller may have anywhere go, at most `limit`. Whether the caller sees an entry
  /// with the word is a question for search().
  [[nodiscard]] virtual std::vector<std::string> words_from(const model::Caller& caller,
                                                            std::string_view beginning,
                                                            std::size_t limit) = 0;
  [[nodiscard]] virtual std::vector<LogRow> log(std::int64_t after_seq, std::size_t limit) = 0;
  [[nodiscard]] virtual std::vector<AuditRow> audit(std::int64_t after_n, std::size_t limit) = 0;
  [[nodiscard]] virtual std::vector<FeedItem> feed(std::string_view name, std::int64_t after_n,
                                                   std::size_t limit) = 0;
  [[nodiscard]] virtual std::vector<std::string> feeds() = 0;
  [[nodiscard]] virtual std::string salts(std::int64_t version_row) = 0;
  [[nodiscard]] virtual std::vector<codec::ErasedLeaf> erased_leaves(std::int64_t version_row) = 0;
  /// Versions of a kind that were replaced by one of a sequence after `after_seq` and up to
  /// `to_seq`, in the order in which they were replaced, at most `limit`. A version that withdrew
  /// its entry counts as replaced by itself.
  [[nodiscard]] virtual std::vector<ReplacedVersion> replaced(std::string_view kind,
                                                              std::int64_t after_seq,
                                                              std::int64_t to_seq,
                                                              std::size_t limit) = 0;
  [[nodiscard]] virtual std::vector<std::pair<std::int64_t, Span>> spans(std::int64_t entry) = 0;
  [[nodiscard]] virtual std::int64_t count_rows(std::string_view table) = 0;

  [[nodiscard]] virtual std::optional<TokenRow> token_by_digest(std::string_view digest) = 0;
  [[nodiscard]] virtual std::vector<TokenRow> tokens() = 0;
  [[nodiscard]] virtual std::optional<IdempotentRow> idempotent(std::string_view key) = 0;

  // ---- submissions
  [[nodiscard]] virtual std::optional<SubmissionRow> submission(std::string_view id) = 0;
  [[nodiscard]] virtual std::vector<SubmissionStep> submission_steps(std::int64_t submission) = 0;
  [[nodiscard]] virtual std::vector<SubmissionRow> submissions(const SubmissionQuery& query) = 0;
  /// Those of which an entry is a part, whoever's and however they ended.
  [[nodiscard]] virtual std::vector<SubmissionRow> submissions_naming(std::string_view entry) = 0;
  /// Those that ended before a time, after the row `after`, in the order of their rows, at most
  /// `limit`.
  [[nodiscard]] virtual std::vector<SubmissionRow> ended_submissions(base::Instant time,
                                                                     std::int64_t after,
                                                                     std::size_t limit) = 0;
  /// How many the query lets in, on all pages.
  [[nodiscard]] virtual std::int64_t count_submissions(const SubmissionQuery& query) = 0;
  /// The one that is to be published first of those that wait for their time.
  [[nodiscard]] virtual std::optional<SubmissionRow> first_due_submission() = 0;
  /// True where the owner has said that one person is enough.
  [[nodiscard]] virtual bool one_person(std::string_view owner) = 0;
  /// The published entries of an owner and kind.
  [[nodiscard]] virtual std::vector<EntryRow> published_of(std::string_view owner,
                                                           std::string_view kind) = 0;
  // ---- accounts
  [[nodiscard]] virtual std::optional<AccountRow> account(std::string_view id) = 0;
  /// By an address in lower case.
  [[nodiscard]] virtual std::optional<AccountRow> account_by_email(std::string_view email) = 0;
  /// All but removed ones, by owner and address.
  [[nodiscard]] virtual std::vector<AccountRow> accounts() = 0;
  [[nodiscard]] virtual std::optional<SessionRow> session_by_digest(std::string_view digest) = 0;
  [[nodiscard]] virtual std::vector<SessionRow> sessions(std::string_view account) = 0;
  [[nodiscard]] virtual std::optional<InvitationRow> invitation_by_digest(
      std::string_view digest) = 0;
  [[nodiscard]] virtual std::optional<RecoveryRow> recovery(std::string_view account) = 0;
  [[nodiscard]] virtual std::optional<AttemptRow> attempts(std::string_view key) = 0;
  /// True where the account has signed in from a browser with this digest before.
  [[nodiscard]] virtual bool knows_device(std::string_view digest, std::string_view account) = 0;
  // ---- what is looked at afterwards
  [[nodiscard]] virtual std::optional<EmergencyRow> emergency(std::string_view id) = 0;
  [[nodiscard]] virtual std::vector<EmergencyRow> emergencies(const EmergencyQuery& query) = 0;
  /// How many the query lets in, on all pages.
  [[nodiscard]] virtual std::int64_t count_emergencies(const EmergencyQuery& query) = 0;
  /// True where another of the same entry, later than this row, still waits.
  [[nodiscard]] virtual bool emergency_waits_after(std::int64_t entry, std::int64_t row) = 0;
  /// Of an owner, or of all where that is empty; those since a time, newest first.
  [[nodiscard]] virtual std::vector<UrgentChangeRow> urgent_changes(std::string_view owner,
                                                                    base::Instant since,
                                                                    std::size_t limit) = 0;
  /// Those of an entry that nobody confirmed and whose time has not come.
  [[nodiscard]] virtual std::vector<UrgentChangeRow> unconfirmed_urgent_changes(
      std::int64_t entry, base::Instant now) = 0;
  /// All of an actor, newest first.
  [[nodiscard]] virtual std::vector<QuarantineRow> quarantines(std::string_view actor) = 0;
  [[nodiscard]] virtual std::vector<QuarantinedEntryRow> quarantined_entries(
      std::int64_t quarantine) = 0;
  /// True where the entry is held back.
  [[nodiscard]] virtual bool is_held(std::int64_t entry) = 0;
  /// Versions that an actor wrote since a sequence, in order, without content.
  [[nodiscard]] virtual std::vector<VersionRow> versions_by(std::string_view actor,
                                                            std::int64_t after_seq) = 0;
  /// What an actor did since a time, in order.
  [[nodiscard]] virtual std::vector<AuditRow> audit_by(std::string_view actor,
                                                       base::Instant since) = 0;
  [[nodiscard]] virtual std::optional<NameRequestRow> name_request(std::string_view digest) = 0;
  // ---- mail
  /// Waiting mail whose time has come, in order of time.
  [[nodiscard]] virtual std::vector<MailRow> due_mail(base::Instant now, std::size_t limit) = 0;
  /// When the next mail is to be tried; nothing where none waits.
  [[nodiscard]] virtual std::optional<base::Instant> next_mail_at() = 0;
  /// All mail below a row, newest first.
  [[nodiscard]] virtual std::vector<MailRow> mail(std::int64_t before, std::size_t limit) = 0;
  // ---- the record of acts and of looking
  [[nodiscard]] virtual std::vector<AuditLine> audit_lines(const AuditQuery& query) = 0;
  /// How many the query lets in, on all pages.
  [[nodiscard]] virtual std::int64_t count_audit(const AuditQuery& query) = 0;
  /// The owner of an entry, account, token or submission; empty where there is none of this id.
  [[nodiscard]] virtual std::string owner_of(std::string_view id) = 0;
  /// The owners, as of now, of the entries that have versions of these sequence numbers.
  [[nodiscard]] virtual std::vector<std::string> owners_changed(std::int64_t first_seq,
                                                                std::int64_t last_seq) = 0;
  [[nodiscard]] virtual std::vector<LookUpRow> look_ups(const LookUpQuery& query) = 0;
  [[nodiscard]] virtual std::int64_t count_look_ups(const LookUpQuery& query) = 0;
  /// Look-ups of one entry by day and reader, without actors; both days included.
  [[nodiscard]] virtual std::vector<LookUpRow> look_ups_of(std::int64_t entry,
                                                           std::int64_t from_day,
                                                           std::int64_t until_day) = 0;
  [[nodiscard]] virtual std::optional<DisclosureRow> disclosure(std::string_view id) = 0;
  /// Newest first, at most `limit`.
  [[nodiscard]] virtual std::vector<DisclosureRow> disclosures(std::size_t limit) = 0;
  /// How many entries with personal fields a caller was sent on a day.
  [[nodiscard]] virtual std::int64_t personal_records(std::string_view caller,
                                                      std::int64_t day) = 0;
  // ---- imports and foreign listings
  [[nodiscard]] virtual std::optional<ImportRow> import(std::string_view id) = 0;
  /// The newest that planned just this and was not applied since.
  [[nodiscard]] virtual std::optional<ImportRow> import_by_plan(std::string_view plan) = 0;
  [[nodiscard]] virtual std::optional<ImportRow> import_by_request(std::string_view request) = 0;
  [[nodiscard]] virtual std::vector<ImportRow> imports(const ImportQuery& query) = 0;
  [[nodiscard]] virtual std::optional<ListingRow> listing(std::string_view source,
                                                          std::string_view id) = 0;
  /// What further directories list of an entry.
  [[nodiscard]] virtual std::vector<ListingRow> listings(std::int64_t entry) = 0;
  /// Entries of the present whose index has this value, in the order of their making.
  [[nodiscard]] virtual std::vector<Bearing> bearing(std::string_view facet, std::string_view value,
                                                     std::size_t limit) = 0;
  /// True where an account or token that is in use edits for this owner.
  [[nodiscard]] virtual bool has_editors(std::string_view owner, base::Instant now) = 0;
  // ---- identities of a provider
  [[nodiscard]] virtual std::optional<IdentityRow> identity_of(std::string_view issuer,
                                                               std::string_view subject) = 0;
  [[nodiscard]] virtual std::optional<IdentityRow> identity_of_account(
      std::string_view account) = 0;
};

/// What a write adds as one version.
struct NewVersion {
  std::int64_t entry = 0;
  std::int64_t number = 0;
  std::string operation;
  model::Status status = model::Status::published;
  std::string actor;
  std::string on_behalf;
  std::optional<base::Instant> declared_at;
  std::string declared_by;
  std::string_view body;
  std::string root;
  std::string chain;
  std::string salts;
};

/// One write transaction; it reads its own writes. Rolled back unless the function that was given
/// to Store::write succeeds.
class Writer : public Reader {
 public:
  /// The commit time of this transaction: after every one before it, whatever the clock does.
  [[nodiscard]] virtual base::Instant at() = 0;
  virtual std::int64_t add_entry(std::string_view id, std::string_view kind) = 0;
  /// Sets where an entry stands: all of its row but `id` and `kind`.
  virtual void set_entry(const EntryRow& entry) = 0;
  /// The sequence number that the next version gets.
  [[nodiscard]] virtual std::int64_t next_seq() = 0;
  /// Appends version, salts and the row of the log; returns the sequence number.
  virtual std::int64_t add_version(const NewVersion& version) = 0;
  /// Appends what was said of a version, and the row of the log; `seq` is next_seq(), `at` the time
  /// of this transaction.
  virtual void add_attestation(const AttestationRow& attestation) = 0;
  /// Puts what is left of a version in its place, with the salts of what is left and the digests of
  /// what is not.
  virtual void erase(std::int64_t version_row, std::string_view body, std::string_view salts,
                     const std::vector<codec::ErasedLeaf>& erased) = 0;
  /// Rewrites the full-text indexes, so that nothing stays in them of rows that are gone.
  virtual void scrub_index() = 0;
  /// Adds a row to the index, with what is seen by it; returns its number.
  virtual std::int64_t add_span(const Span& span) = 0;
  /// Ends a row of the index: it holds up to `to_seq`, and not with it.
  virtual void close_span(std::int64_t span, std::int64_t to_seq) = 0;
  virtual void drop_spans(std::int64_t entry, std::int64_t from_version) = 0;
  virtual void add_feed_item(std::string_view feed, std::int64_t seq, std::string_view operation,
                             std::int64_t entry, std::int64_t version, std::string_view reason) = 0;
  /// Appends a row; `n`, `at` and `digest` are given here. `concerns`: each owner once.
  virtual void add_audit(const AuditRow& row, const std::vector<AuditConcern>& concerns) = 0;
  virtual void add_token(const TokenRow& token) = 0;
  virtual void revoke_token(std::string_view id) = 0;
  virtual void put_idempotent(const IdempotentRow& row) = 0;
  /// Forgets what was sent with the keys of an entry or submission; the keys stay used.
  virtual void forget_requests(std::string_view id) = 0;

  // ---- submissions
  /// Adds a submission with this identifier and owner; returns its row.
  virtual std::int64_t add_submission(std::string_view id, std::string_view owner) = 0;
  /// Sets where a submission stands: all but `row`, `id`, `owner` and the three texts.
  virtual void set_submission(const SubmissionRow& submission) = 0;
  virtual void set_submission_body(std::int64_t row, std::string_view body) = 0;
  virtual void set_submission_suggestion(std::int64_t row, std::string_view suggestion) = 0;
  virtual void set_submission_outcome(std::int64_t row, std::string_view outcome) = 0;
  /// Appends to what was done with one; `at` and `n` are given here. The comment is not sealed on
  /// its way in.
  virtual void add_submission_step(std::int64_t row, const SubmissionStep& step,
                                   std::string_view comment) = 0;
  virtual void set_submission_comment(std::int64_t row, std::int64_t step,
                                      std::string_view comment) = 0;
  virtual void set_one_person(std::string_view owner, bool one_person) = 0;
  // ---- accounts
  /// Adds an account, or sets all of it but `id` and `created_at`.
  virtual void put_account(const AccountRow& account) = 0;
  virtual void put_session(const SessionRow& session) = 0;
  virtual void end_session(std::string_view id) = 0;
  /// Ends all sessions of an account.
  virtual void end_sessions(std::string_view account) = 0;
  virtual void set_session_seen(std::string_view id, base::Instant at) = 0;
  virtual void set_token_used(std::string_view id, base::Instant at) = 0;
  virtual void put_invitation(const InvitationRow& invitation) = 0;
  virtual void drop_invitations(std::string_view account) = 0;
  virtual void put_recovery(const RecoveryRow& recovery) = 0;
  virtual void drop_recovery(std::string_view account) = 0;
  virtual void put_attempts(const AttemptRow& attempts) = 0;
  virtual void drop_attempts(std::string_view key) = 0;
  /// Forgets attempts whose last was before a time.
  virtual void drop_attempts_before(base::Instant at) = 0;
  virtual void put_known_device(std::string_view digest, std::string_view account) = 0;
  virtual void drop_known_devices(std::string_view account) = 0;
  /// Ends all tokens that an actor made. Returns their ids.
  virtual std::vector<std::string> revoke_tokens_of(std::string_view actor) = 0;
  // ---- what is looked at afterwards
  /// `row` is given here.
  virtual void add_emergency(const EmergencyRow& emergency) = 0;
  /// Sets state, decided_by and decided_at.
  virtual void set_emergency(const EmergencyRow& emergency) = 0;
  virtual void add_urgent_change(const UrgentChangeRow& change) = 0;
  virtual void confirm_urgent_change(std::int64_t row, std::string_view actor) = 0;
  /// Returns its row.
  virtual std::int64_t add_quarantine(const QuarantineRow& quarantine) = 0;
  virtual void put_quarantined_entry(const QuarantinedEntryRow& entry) = 0;
  virtual void put_name_request(const NameRequestRow& request) = 0;
  /// Forgets all requests about an entry.
  virtual void drop_name_requests(std::int64_t entry) = 0;
  // ---- mail
  /// `row` is given here.
  virtual void add_mail(const MailRow& mail) = 0;
  /// Sets where a mail stands: recipient, data, state, attempts, next_at, ended_at, failure.
  virtual void set_mail(const MailRow& mail) = 0;
  /// Gives up what waits to be sent to an address, and erases the address.
  virtual void give_up_mail_to(std::string_view recipient) = 0;
  /// Gives up what has waited since before a time, and forgets what ended before another.
  virtual void trim_mail(base::Instant waiting_since, base::Instant ended_before) = 0;
  // ---- the record of looking
  /// Adds to what is counted already; look-ups of an entry that is not there are dropped.
  virtual void add_look_ups(const LookUpRow& look_ups) = 0;
  /// Erases look-ups of the days before; returns how many rows that were.
  virtual std::int64_t drop_look_ups_before(std::int64_t day) = 0;
  /// Adds a disclosure, or sets who confirmed it.
  virtual void put_disclosure(const DisclosureRow& disclosure) = 0;
  virtual void add_personal_records(std::string_view caller, std::int64_t day,
                                    std::int64_t records) = 0;
  virtual void drop_personal_records_before(std::int64_t day) = 0;
  // ---- imports and foreign listings
  /// Adds an import, or sets its format, state, plan and answer.
  virtual void put_import(const ImportRow& import) = 0;
  virtual void put_listing(const ListingRow& listing) = 0;
  /// Forgets what differs in all listings of an entry.
  virtual void erase_listings(std::int64_t entry) = 0;
  // ---- identities of a provider
  /// Links an account, in place of any link of it before.
  virtual void put_identity(const IdentityRow& identity) = 0;
  virtual void drop_identity(std::string_view account) = 0;
  /// Keeps a request; those that expired are forgotten, and of one source all but the newest
  /// `most_of_source`.
  virtual void put_identity_request(const IdentityRequestRow& request,
                                    std::int64_t most_of_source) = 0;
  /// The request of a state, which is forgotten with this: it serves once.
  [[nodiscard]] virtual std::optional<IdentityRequestRow> take_identity_request(
      std::string_view state) = 0;
};

/// The store of one registry. Any thread; several processes may have the same one open.
class Store {
 public:
  virtual ~Store() = default;

  /// Runs `read` on a snapshot.
  virtual base::Result<void> read(const std::function<base::Result<void>(Reader&)>& read) = 0;

  /// As read(), on a connection of its own: for answers as long as their receiver is slow.
  virtual base::Result<void> read_apart(const std::function<base::Result<void>(Reader&)>& read) = 0;

  /// Runs `change` in a write transaction and commits it durably before it returns. Writes that
  /// wait together are committed together. An error rolls back and is passed on.
  virtual base::Result<void> write(const std::function<base::Result<void>(Writer&)>& change) = 0;

  /// As write(), alone in its physical transaction and never committed where `keep` turns false:
  /// for imports, which may be large or only tried.
  virtual base::Result<void> write_large(
      const std::function<base::Result<bool>(Writer&)>& change) = 0;

  /// Empties the write-ahead log into the file, so that what was erased is nowhere at rest. Where a
  /// reader holds an older snapshot, that is done after one of the next writes.
  virtual void empty_log() = 0;

  /// What the engine itself finds wrong with its files and full-text indexes.
  [[nodiscard]] virtual std::vector<std::string> engine_findings() = 0;

  /// A copy of the store as of now, to try a change on: what is written there stays there, and is
  /// gone with it. Nobody who writes waits for the copying. Errors: unavailable (no room).
  virtual base::Result<std::unique_ptr<Store>> staged_copy() = 0;

  /// Copies the store, as of now, to a new file. Errors: conflict where the file exists.
  virtual base::Result<void> backup(const std::filesystem::path& file) = 0;
};

/// Opens the store in a folder, or makes one. Errors: unavailable, corrupt.
[[nodiscard]] base::Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& folder,
                                                               const base::Clock& clock);

/// The file of the store in a data folder.
[[nodiscard]] std::filesystem::path sqlite_file(const std::filesystem::path& folder);

}  // namespace cyberdir::store
