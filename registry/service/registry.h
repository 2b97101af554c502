// One registry, opened: the store and all that works on it. Start here.
#pragma once

#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "base/password.h"
#include "base/random.h"
#include "base/result.h"
#include "service/acceptances.h"
#include "service/accounts.h"
#include "service/audit_list.h"
#include "service/confirmations.h"
#include "service/directory.h"
#include "service/disclosures.h"
#include "service/emergencies.h"
#include "service/erasure.h"
#include "service/import.h"
#include "service/import_archive.h"
#include "service/integrity.h"
#include "service/invitations.h"
#include "service/last_use.h"
#include "service/look_ups.h"
#include "service/networks.h"
#include "service/openid_sign_in.h"
#include "service/personal_quota.h"
#include "service/quarantine.h"
#include "service/ready_xml.h"
#include "service/reverse_look_up.h"
#include "service/sessions.h"
#include "service/sign_in.h"
#include "service/submissions.h"
#include "service/tokens.h"
#include "service/urgent_review.h"
#include "service/versions.h"
#include "service/workflow.h"

namespace cyberdir::service {

/// What an operator sets and answers show.
struct Settings {
  std::string security_contact;  ///< URI for security.txt (RFC 9116); empty for none
  /// How people reach the registry, without a slash at the end: links are made with it, and where
  /// it begins with https:// cookies are sent over TLS alone. Empty: paths only.
  std::string public_url;
};

/// Owns the store. Any thread may use its parts.
class Registry {
 public:
  /// Opens the registry in a folder; makes it, with the States in it, where there is none.
  /// Errors: unavailable, corrupt.
  [[nodiscard]] static base::Result<std::unique_ptr<Registry>> open(
      const std::filesystem::path& folder, const base::Clock& clock, base::Random& random,
      std::unique_ptr<base::PasswordHasher> hasher = std::make_unique<base::Argon2idHasher>());

  [[nodiscard]] store::Store& store() { return *store_; }
  [[nodiscard]] Directory& directory() { return directory_; }
  [[nodiscard]] ReadyXml& ready_xml() { return ready_xml_; }
  [[nodiscard]] Versions& versions() { return versions_; }
  [[nodiscard]] Workflow& workflow() { return workflow_; }
  [[nodiscard]] Erasure& erasure() { return erasure_; }
  [[nodiscard]] Submissions& submissions() { return submissions_; }
  [[nodiscard]] Emergencies& emergencies() { return emergencies_; }
  [[nodiscard]] UrgentReview& urgent_review() { return urgent_review_; }
  [[nodiscard]] Acceptances& acceptances() { return acceptances_; }
  [[nodiscard]] Confirmations& confirmations() { return confirmations_; }
  [[nodiscard]] ReverseLookUp& reverse_look_up() { return reverse_look_up_; }
  [[nodiscard]] Quarantine& quarantine() { return quarantine_; }
  [[nodiscard]] Tokens& tokens() { return tokens_; }
  [[nodiscard]] Accounts& accounts() { return accounts_; }
  [[nodiscard]] Invitations& invitations() { return invitations_; }
  [[nodiscard]] SignIn& sign_in() { return sign_in_; }
  [[nodiscard]] OpenIdSignIn& openid() { return openid_; }
  [[nodiscard]] Sessions& sessions() { return sessions_; }
  [[nodiscard]] LastUse& last_use() { return last_use_; }
  [[nodiscard]] AuditList& audit() { return audit_; }
  [[nodiscard]] LookUps& look_ups() { return look_ups_; }
  [[nodiscard]] Disclosures& disclosures() { return disclosures_; }
  [[nodiscard]] PersonalQuota& personal_quota() { return personal_quota_; }
  [[nodiscard]] Import& import() { return import_; }
  [[nodiscard]] ImportArchive& imports() { return imports_; }
  [[nodiscard]] Integrity& integrity() { return integrity_; }
  [[nodiscard]] const base::Clock& clock() const { return clock_; }
  /// To be set before the registry is used by several threads.
  [[nodiscard]] Settings& settings() { return settings_; }

 private:
  Registry(std::unique_ptr<store::Store> store, const std::filesystem::path& folder,
           const base::Clock& clock, base::Random& random,
           std::unique_ptr<base::PasswordHasher> hasher);

  const base::Clock& clock_;
  Settings settings_;
  std::unique_ptr<store::Store> store_;
  Directory directory_;
  ReadyXml ready_xml_;
  Versions versions_;
  Workflow workflow_;
  Erasure erasure_;
  Submissions submissions_;
  Emergencies emergencies_;
  UrgentReview urgent_review_;
  Acceptances acceptances_;
  Confirmations confirmations_;
  ReverseLookUp reverse_look_up_;
  Quarantine quarantine_;
  std::unique_ptr<base::PasswordHasher> hasher_;
  Networks networks_;
  LastUse last_use_;
  Tokens tokens_;
  Invitations invitations_;
  Accounts accounts_;
  Sessions sessions_;
  SignIn sign_in_;
  OpenIdSignIn openid_;
  AuditList audit_;
  LookUps look_ups_;
  Disclosures disclosures_;
  PersonalQuota personal_quota_;
  Import import_;
  ImportArchive imports_;
  Integrity integrity_;
};

/// Copies the registry, as of now, to a new file; it goes on meanwhile. Errors: conflict where the
/// file exists, unavailable.
base::Result<void> back_up(Registry& registry, const Origin& origin,
                           const std::filesystem::path& file);

/// Restores a backup into a folder that has no registry yet: copied, checked as verify checks, and
/// only then put in place. Errors: conflict (there is one), corrupt (with the findings).
/// Both are on record: the first before the copy is made, which so holds its own row; the second in
/// what was restored.
base::Result<IntegrityReport> restore_backup(const Origin& origin,
                                             const std::filesystem::path& backup,
                                             const std::filesystem::path& folder,
                                             const base::Clock& clock, base::Random& random);

}  // namespace cyberdir::service
