#include "service/registry.h"

#include "service/audit_trail.h"
#include "service/index_renewal.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;

Registry::Registry(std::unique_ptr<store::Store> store, const std::filesystem::path& folder,
                   const base::Clock& clock, base::Random& random,
                   std::unique_ptr<base::PasswordHasher> hasher)
    : clock_(clock),
      store_(std::move(store)),
      directory_(*store_, clock),
      versions_(random),
      workflow_(*store_, versions_),
      erasure_(*store_, workflow_),
      submissions_(*store_, versions_, clock),
      emergencies_(*store_, versions_, random),
      urgent_review_(*store_, versions_, clock),
      acceptances_(*store_, versions_, random, clock),
      confirmations_(*store_),
      reverse_look_up_(*store_),
      quarantine_(*store_, versions_),
      hasher_(std::move(hasher)),
      last_use_(*store_),
      tokens_(*store_, random, clock, networks_, last_use_),
      invitations_(*store_, random, clock, *hasher_),
      accounts_(*store_, random, invitations_),
      sessions_(*store_, random, clock, networks_, last_use_),
      sign_in_(*store_, random, clock, *hasher_, sessions_),
      openid_(*store_, random, clock, sign_in_),
      audit_(*store_),
      look_ups_(*store_, clock),
      disclosures_(*store_, random, clock, look_ups_),
      personal_quota_(*store_, clock),
      import_(*store_, versions_, submissions_),
      imports_(*store_, import_, folder / "imports", clock, random),
      integrity_(*store_) {
  workflow_.set_diversion(submissions_);
  erasure_.set_imports(imports_);
}

Result<std::unique_ptr<Registry>> Registry::open(const std::filesystem::path& folder,
                                                 const base::Clock& clock, base::Random& random,
                                                 std::unique_ptr<base::PasswordHasher> hasher) {
  CYBERDIR_ASSIGN(store, store::open_sqlite(folder, clock));
  std::unique_ptr<Registry> registry(
      new Registry(std::move(store), folder, clock, random, std::move(hasher)));
  CYBERDIR_TRY(registry->workflow().seed_states());
  CYBERDIR_TRY(renew_index(registry->store()));
  return registry;
}

Result<void> back_up(Registry& registry, const Origin& origin, const std::filesystem::path& file) {
  if (std::filesystem::exists(file))
    return fail(ErrorCode::conflict, file.string() + " is there already; choose another name");
  CYBERDIR_TRY(
      record_alone(registry.store(), origin, "backup", "file=" + file.filename().string()));
  return registry.store().backup(file);
}

Result<IntegrityReport> restore_backup(const Origin& origin, const std::filesystem::path& backup,
                                       const std::filesystem::path& folder,
                                       const base::Clock& clock, base::Random& random) {
  namespace fs = std::filesystem;
  if (fs::exists(store::sqlite_file(folder))) {
    return fail(ErrorCode::conflict, "there is a registry in " + folder.string() +
                                         " already; restore into an empty place");
  }
  if (!fs::is_regular_file(backup))
    return fail(ErrorCode::unavailable, "there is no file " + backup.string());
  // Beside the place it goes to, so that putting it in place is one rename.
  fs::path staging = folder;
  staging += ".restoring";
  std::error_code failed;
  fs::remove_all(staging, failed);
  fs::create_directories(staging, failed);
  if (!failed) fs::copy_file(backup, store::sqlite_file(staging), failed);
  if (failed)
    return fail(ErrorCode::unavailable, "the backup could not be copied: " + failed.message());
  IntegrityReport report;
  {
    auto opened = Registry::open(staging, clock, random);
    if (!opened) {
      fs::remove_all(staging, failed);
      return std::move(opened).error();
    }
    auto checked = (*opened)->integrity().check();
    if (!checked) return std::move(checked).error();
    report = std::move(*checked);
    if (report.findings.empty()) {
      CYBERDIR_TRY(record_alone((*opened)->store(), origin, "restore-backup",
                                "file=" + backup.filename().string()));
    }
  }
  if (!report.findings.empty()) {
    fs::remove_all(staging, failed);
    return report;
  }
  fs::create_directories(folder.parent_path().empty() ? fs::path(".") : folder.parent_path(),
                         failed);
  if (fs::is_directory(folder) && fs::is_empty(folder)) fs::remove(folder, failed);
  if (fs::exists(folder)) {
    fs::rename(store::sqlite_file(staging), store::sqlite_file(folder), failed);
    std::error_code ignored;
    fs::remove_all(staging, ignored);
  } else {
    fs::rename(staging, folder, failed);
  }
  if (failed)
    return fail(ErrorCode::unavailable,
                "the restored registry could not be put in place: " + failed.message());
  return report;
}

}  // namespace cyberdir::service
