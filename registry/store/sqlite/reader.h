// Reading from SQLite. One object serves one snapshot of one connection.
#pragma once

#include "store/sqlite/account_statements.h"
#include "store/sqlite/audit_statements.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/emergency_statements.h"
#include "store/sqlite/identity_statements.h"
#include "store/sqlite/import_statements.h"
#include "store/sqlite/mail_statements.h"
#include "store/store.h"

namespace cyberdir::store::sqlite {

/// Implements Reader over statements of a connection that is in a transaction. Also the base of
/// the writer, hence the template of the interface.
template <typename Interface>
class ReaderOver : public Interface {
 public:
  explicit ReaderOver(Connection& connection) : connection_(connection) {}

  Identity identity() override;
  Moment head() override;
  Moment moment_of(base::Instant time) override;
  std::optional<Moment> moment_of_seq(std::int64_t seq) override;
  std::optional<EntryRow> entry(std::string_view id) override;
  std::optional<EntryRow> entry_by_source(std::string_view name, std::string_view id) override;
  std::optional<EntryRow> entry_at(std::int64_t at) override;
  std::optional<Projection> projection(std::int64_t span, model::Visibility level) override;
  std::optional<SpanAt> span_at(std::int64_t entry, std::int64_t seq) override;
  std::optional<VersionRow> version(std::int64_t entry, std::int64_t number) override;
  std::optional<VersionRow> version_at(std::int64_t entry, std::int64_t seq) override;
  std::vector<VersionRow> versions(std::int64_t entry, std::int64_t before,
                                   std::size_t limit) override;
  std::optional<VersionRow> version_by_row(std::int64_t at) override;
  std::vector<std::int64_t> entries_changed(std::int64_t after_seq, std::int64_t to_seq,
                                            std::int64_t after_row, std::size_t limit) override;
  std::vector<EntryRow> entries(std::int64_t after_row, std::size_t limit) override;
  base::Result<void> each_entry(
      const model::Caller& caller, std::string_view kind, const std::optional<std::int64_t>& at_seq,
      const std::function<base::Result<void>(std::string_view json)>& visit) override;
  SearchResult search(const SearchQuery& query) override;
  std::vector<std::string> words_from(const model::Caller& caller, std::string_view beginning,
                                      std::size_t limit) override;
  std::vector<LogRow> log(std::int64_t after_seq, std::size_t limit) override;
  std::vector<AuditRow> audit(std::int64_t after_n, std::size_t limit) override;
  std::vector<FeedItem> feed(std::string_view name, std::int64_t after_n,
                             std::size_t limit) override;
  std::vector<std::string> feeds() override;
  std::string salts(std::int64_t version_row) override;
  std::vector<codec::ErasedLeaf> erased_leaves(std::int64_t version_row) override;
  std::vector<ReplacedVersion> replaced(std::string_view kind, std::int64_t after_seq,
                                        std::int64_t to_seq, std::size_t limit) override;
  std::vector<std::pair<std::int64_t, Span>> spans(std::int64_t entry) override;
  std::int64_t count_rows(std::string_view table) override;
  std::optional<TokenRow> token_by_digest(std::string_view digest) override;
  std::vector<TokenRow> tokens() override;
  std::optional<IdempotentRow> idempotent(std::string_view key) override;
  std::optional<SubmissionRow> submission(std::string_view id) override;
  std::vector<SubmissionStep> submission_steps(std::int64_t submission) override;
  std::vector<SubmissionRow> submissions(const SubmissionQuery& query) override;
  std::vector<SubmissionRow> submissions_naming(std::string_view entry) override;
  std::vector<SubmissionRow> ended_submissions(base::Instant time, std::int64_t after,
                                               std::size_t limit) override;
  std::int64_t count_submissions(const SubmissionQuery& query) override;
  std::optional<SubmissionRow> first_due_submission() override;
  bool one_person(std::string_view owner) override;
  std::vector<EntryRow> published_of(std::string_view owner, std::string_view kind) override;

  std::optional<AccountRow> account(std::string_view id) override {
    return select_account(connection_, id);
  }
  std::optional<AccountRow> account_by_email(std::string_view email) override {
    return select_account_by_email(connection_, email);
  }
  std::vector<AccountRow> accounts() override { return select_accounts(connection_); }
  std::optional<SessionRow> session_by_digest(std::string_view digest) override {
    return select_session(connection_, digest);
  }
  std::vector<SessionRow> sessions(std::string_view account) override {
    return select_sessions(connection_, account);
  }
  std::optional<InvitationRow> invitation_by_digest(std::string_view digest) override {
    return select_invitation(connection_, digest);
  }
  std::optional<RecoveryRow> recovery(std::string_view account) override {
    return select_recovery(connection_, account);
  }
  std::optional<AttemptRow> attempts(std::string_view key) override {
    return select_attempts(connection_, key);
  }
  bool knows_device(std::string_view digest, std::string_view account) override {
    return select_known_device(connection_, digest, account);
  }
  std::vector<AuditLine> audit_lines(const AuditQuery& query) override {
    return select_audit(connection_, query);
  }
  std::int64_t count_audit(const AuditQuery& query) override {
    return sqlite::count_audit(connection_, query);
  }
  std::string owner_of(std::string_view id) override { return select_owner_of(connection_, id); }
  std::vector<std::string> owners_changed(std::int64_t first_seq, std::int64_t last_seq) override {
    return select_owners_changed(connection_, first_seq, last_seq);
  }
  std::vector<LookUpRow> look_ups(const LookUpQuery& query) override {
    return select_look_ups(connection_, query);
  }
  std::int64_t count_look_ups(const LookUpQuery& query) override {
    return sqlite::count_look_ups(connection_, query);
  }
  std::vector<LookUpRow> look_ups_of(std::int64_t entry, std::int64_t from_day,
                                     std::int64_t until_day) override {
    return select_look_ups_of(connection_, entry, from_day, until_day);
  }
  std::optional<DisclosureRow> disclosure(std::string_view id) override {
    return select_disclosure(connection_, id);
  }
  std::vector<DisclosureRow> disclosures(std::size_t limit) override {
    return select_disclosures(connection_, limit);
  }
  std::int64_t personal_records(std::string_view caller, std::int64_t day) override {
    return select_personal_records(connection_, caller, day);
  }
  std::optional<IdentityRow> identity_of(std::string_view issuer,
                                         std::string_view subject) override {
    return select_identity(connection_, issuer, subject);
  }
  std::optional<IdentityRow> identity_of_account(std::string_view account) override {
    return select_identity_of_account(connection_, account);
  }

  std::optional<ImportRow> import(std::string_view id) override {
    return select_import(connection_, id);
  }
  std::optional<ImportRow> import_by_plan(std::string_view plan) override {
    return select_import_by_plan(connection_, plan);
  }
  std::optional<ImportRow> import_by_request(std::string_view request) override {
    return select_import_by_request(connection_, request);
  }
  std::vector<ImportRow> imports(const ImportQuery& query) override {
    return select_imports(connection_, query);
  }
  std::optional<ListingRow> listing(std::string_view source, std::string_view id) override {
    return select_listing(connection_, source, id);
  }
  std::vector<ListingRow> listings(std::int64_t entry) override {
    return select_listings(connection_, entry);
  }
  std::vector<Bearing> bearing(std::string_view facet, std::string_view value,
                               std::size_t limit) override {
    return select_bearing(connection_, facet, value, limit);
  }
  bool has_editors(std::string_view owner, base::Instant now) override {
    return select_editors(connection_, owner, now);
  }
  std::optional<EmergencyRow> emergency(std::string_view id) override {
    return select_emergency(connection_, id);
  }
  std::vector<EmergencyRow> emergencies(const EmergencyQuery& query) override {
    return select_emergencies(connection_, query);
  }
  std::int64_t count_emergencies(const EmergencyQuery& query) override {
    return sqlite::count_emergencies(connection_, query);
  }
  bool emergency_waits_after(std::int64_t entry, std::int64_t row) override {
    return select_emergency_after(connection_, entry, row);
  }
  std::vector<UrgentChangeRow> urgent_changes(std::string_view owner, base::Instant since,
                                              std::size_t limit) override {
    return select_urgent_changes(connection_, owner, since, limit);
  }
  std::vector<UrgentChangeRow> unconfirmed_urgent_changes(std::int64_t entry,
                                                          base::Instant now) override {
    return select_unconfirmed(connection_, entry, now);
  }
  std::vector<QuarantineRow> quarantines(std::string_view actor) override {
    return select_quarantines(connection_, actor);
  }
  std::vector<QuarantinedEntryRow> quarantined_entries(std::int64_t quarantine) override {
    return select_quarantined_entries(connection_, quarantine);
  }
  bool is_held(std::int64_t entry) override { return select_held(connection_, entry); }
  std::vector<AttestationRow> attestations(std::int64_t version_row) override;
  std::optional<AttestationRow> attestation(std::int64_t seq) override;
  std::vector<VersionRow> versions_by(std::string_view actor, std::int64_t after_seq) override;
  std::vector<AuditRow> audit_by(std::string_view actor, base::Instant since) override;
  std::optional<NameRequestRow> name_request(std::string_view digest) override {
    return select_name_request(connection_, digest);
  }
  std::vector<MailRow> due_mail(base::Instant now, std::size_t limit) override {
    return select_due_mail(connection_, now, limit);
  }
  std::optional<base::Instant> next_mail_at() override { return select_next_mail(connection_); }
  std::vector<MailRow> mail(std::int64_t before, std::size_t limit) override {
    return select_mail(connection_, before, limit);
  }

 protected:
  Connection& connection_;
};

extern template class ReaderOver<Reader>;
extern template class ReaderOver<Writer>;

/// The row of the table `projection` that has what a level sees by a row of the index.
[[nodiscard]] constexpr std::int64_t projection_row(std::int64_t span, std::int64_t level) {
  return 4 * span + level;
}

/// The search itself (search.cpp).
[[nodiscard]] SearchResult run_search(Connection& connection, const SearchQuery& query);
/// The words of the index (search.cpp).
[[nodiscard]] std::vector<std::string> select_words(Connection& connection,
                                                    const model::Caller& caller,
                                                    std::string_view beginning, std::size_t limit);

}  // namespace cyberdir::store::sqlite
