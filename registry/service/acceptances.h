// Who agrees to be named in an entry: partners, supporters, States, beneficiaries, persons. The
// registry keeps it; the entry's owner cannot say it for them.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "service/workflow.h"
#include "store/store.h"

namespace cyberdir::service {

/// What a link shows to the person who is asked.
struct NameRequest {
  std::string entry;
  std::string name;   ///< as it is written in the entry
  std::string title;  ///< of the contact
  std::string owner;
};

/// Any thread.
class Acceptances {
 public:
  Acceptances(store::Store& store, Versions& versions, base::Random& random,
              const base::Clock& clock)
      : store_(store), versions_(versions), random_(random), clock_(clock) {}

  /// Says for `as`, a State or an organisation that the caller writes for, whether it agrees to be
  /// named in an entry that the caller sees: a new version where that is news, and its owner is
  /// told. Errors: not_found, forbidden (not yours to say), invalid (`as` is not named there),
  /// gone.
  base::Result<WriteOutcome> answer(const Origin& origin, const std::string& id,
                                    const std::string& as, bool accept);

  /// Asks the person of a contact by mail, for those who write for its owner; an earlier question
  /// holds no more. Errors: not_found, forbidden, conflict (no person is named, or no address of
  /// theirs is known).
  base::Result<void> ask(const Origin& origin, const std::string& id);
  /// What a link asks about. Errors: not_found (unknown, used, too old, or the name has changed).
  base::Result<NameRequest> look(const base::Secret& key);
  /// The person's answer; the link serves once. Errors: as look().
  base::Result<void> answer_by_link(const Origin& origin, const base::Secret& key, bool accept);

 private:
  store::Store& store_;
  Versions& versions_;
  base::Random& random_;
  const base::Clock& clock_;
};

/// The address of such a link below that of the registry.
[[nodiscard]] std::string name_request_path(const std::string& key);

}  // namespace cyberdir::service
