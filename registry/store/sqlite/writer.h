// Writing to SQLite: the statements of one write transaction.
#pragma once

#include <map>

#include "store/sqlite/reader.h"

namespace cyberdir::store::sqlite {

/// Where the chains and counters stand. Read anew in each physical transaction, since another
/// process may have written; copied so that a part of a group commit can be undone.
struct Heads {
  std::int64_t seq = 0;
  base::Instant at;
  std::string log_digest;
  std::int64_t audit_n = 0;
  std::string audit_digest;
  std::map<std::string, std::int64_t, std::less<>> feeds;
};

/// Implements Writer. One logical transaction; several may share a physical one.
class SqliteWriter final : public ReaderOver<Writer> {
 public:
  SqliteWriter(Connection& connection, Heads& heads, base::Instant at)
      : ReaderOver(connection), heads_(heads), at_(at) {}

  base::Instant at() override { return at_; }
  std::int64_t add_entry(std::string_view id, std::string_view kind) override;
  void set_entry(const EntryRow& entry) override;
  std::int64_t next_seq() override { return heads_.seq + 1; }
  std::int64_t add_version(const NewVersion& version) override;
  void add_attestation(const AttestationRow& attestation) override;
  void erase(std::int64_t version_row, std::string_view body, std::string_view salts,
             const std::vector<codec::ErasedLeaf>& erased) override;
  void scrub_index() override;
  std::int64_t add_span(const Span& span) override;
  void close_span(std::int64_t span, std::int64_t to_seq) override;
  void drop_spans(std::int64_t entry, std::int64_t from_version) override;
  void add_feed_item(std::string_view feed, std::int64_t seq, std::string_view operation,
                     std::int64_t entry, std::int64_t version, std::string_view reason) override;
  void add_audit(const AuditRow& row, const std::vector<AuditConcern>& concerns) override;
  void add_token(const TokenRow& token) override;
  void revoke_token(std::string_view id) override;
  void put_idempotent(const IdempotentRow& row) override;
  void forget_requests(std::string_view id) override;
  std::int64_t add_submission(std::string_view id, std::string_view owner) override;
  void set_submission(const SubmissionRow& submission) override;
  void set_submission_body(std::int64_t row, std::string_view body) override;
  void set_submission_suggestion(std::int64_t row, std::string_view suggestion) override;
  void set_submission_comment(std::int64_t row, std::int64_t step,
                              std::string_view comment) override;
  void set_submission_outcome(std::int64_t row, std::string_view outcome) override;
  void add_submission_step(std::int64_t row, const SubmissionStep& step,
                           std::string_view comment) override;
  void set_one_person(std::string_view owner, bool one_person) override;

  void put_account(const AccountRow& account) override {
    sqlite::put_account(connection_, account);
  }
  void put_session(const SessionRow& session) override {
    sqlite::put_session(connection_, session);
  }
  void end_session(std::string_view id) override { sqlite::end_session(connection_, id); }
  void end_sessions(std::string_view account) override {
    sqlite::end_sessions(connection_, account);
  }
  void set_session_seen(std::string_view id, base::Instant at) override {
    sqlite::set_session_seen(connection_, id, at);
  }
  void set_token_used(std::string_view id, base::Instant at) override {
    sqlite::set_token_used(connection_, id, at);
  }
  void put_invitation(const InvitationRow& invitation) override {
    sqlite::put_invitation(connection_, invitation);
  }
  void drop_invitations(std::string_view account) override {
    sqlite::drop_invitations(connection_, account);
  }
  void put_recovery(const RecoveryRow& recovery) override {
    sqlite::put_recovery(connection_, recovery);
  }
  void drop_recovery(std::string_view account) override {
    sqlite::drop_recovery(connection_, account);
  }
  void put_attempts(const AttemptRow& attempts) override {
    sqlite::put_attempts(connection_, attempts);
  }
  void drop_attempts(std::string_view key) override { sqlite::drop_attempts(connection_, key); }
  void drop_attempts_before(base::Instant at) override {
    sqlite::drop_attempts_before(connection_, at);
  }
  void put_known_device(std::string_view digest, std::string_view account) override {
    sqlite::put_known_device(connection_, digest, account, at_);
  }
  void drop_known_devices(std::string_view account) override {
    sqlite::drop_known_devices(connection_, account);
  }
  std::vector<std::string> revoke_tokens_of(std::string_view actor) override;

  void put_import(const ImportRow& import) override { sqlite::put_import(connection_, import); }
  void put_listing(const ListingRow& listing) override {
    sqlite::put_listing(connection_, listing);
  }
  void erase_listings(std::int64_t entry) override { sqlite::erase_listings(connection_, entry); }
  void add_emergency(const EmergencyRow& emergency) override {
    sqlite::add_emergency(connection_, emergency);
  }
  void set_emergency(const EmergencyRow& emergency) override {
    sqlite::set_emergency(connection_, emergency);
  }
  void add_urgent_change(const UrgentChangeRow& change) override {
    sqlite::add_urgent_change(connection_, change);
  }
  void confirm_urgent_change(std::int64_t row, std::string_view actor) override {
    sqlite::confirm_urgent_change(connection_, row, actor, at_);
  }
  std::int64_t add_quarantine(const QuarantineRow& quarantine) override {
    return sqlite::add_quarantine(connection_, quarantine);
  }
  void put_quarantined_entry(const QuarantinedEntryRow& entry) override {
    sqlite::put_quarantined_entry(connection_, entry);
  }
  void put_name_request(const NameRequestRow& request) override {
    sqlite::put_name_request(connection_, request);
  }
  void drop_name_requests(std::int64_t entry) override {
    sqlite::drop_name_requests(connection_, entry);
  }
  void add_mail(const MailRow& mail) override { sqlite::add_mail(connection_, mail); }
  void set_mail(const MailRow& mail) override { sqlite::set_mail(connection_, mail); }
  void give_up_mail_to(std::string_view recipient) override {
    sqlite::give_up_mail_to(connection_, recipient, at_);
  }
  void trim_mail(base::Instant waiting_since, base::Instant ended_before) override {
    sqlite::trim_mail(connection_, waiting_since, ended_before, at_);
  }
  void add_look_ups(const LookUpRow& look_ups) override {
    sqlite::add_look_ups(connection_, look_ups);
  }
  std::int64_t drop_look_ups_before(std::int64_t day) override {
    return sqlite::drop_look_ups_before(connection_, day);
  }
  void put_disclosure(const DisclosureRow& disclosure) override {
    sqlite::put_disclosure(connection_, disclosure);
  }
  void add_personal_records(std::string_view caller, std::int64_t day,
                            std::int64_t records) override {
    sqlite::add_personal_records(connection_, caller, day, records);
  }
  void drop_personal_records_before(std::int64_t day) override {
    sqlite::drop_personal_records_before(connection_, day);
  }
  void put_identity(const IdentityRow& identity) override {
    sqlite::put_identity(connection_, identity);
  }
  void drop_identity(std::string_view account) override {
    sqlite::drop_identity(connection_, account);
  }
  void put_identity_request(const IdentityRequestRow& request,
                            std::int64_t most_of_source) override {
    sqlite::put_identity_request(connection_, request, most_of_source, at_);
  }
  std::optional<IdentityRequestRow> take_identity_request(std::string_view state) override {
    return sqlite::take_identity_request(connection_, state);
  }

 private:
  void add_log_row(std::string_view operation, std::int64_t version, std::string_view what);

  Heads& heads_;
  base::Instant at_;
};

/// Reads where the chains stand.
[[nodiscard]] Heads read_heads(Connection& connection);

}  // namespace cyberdir::store::sqlite
