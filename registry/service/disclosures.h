// Telling who looked an entry up: two officers, a note, a record.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "model/json.h"
#include "service/look_ups.h"
#include "service/origin.h"
#include "store/store.h"

namespace cyberdir::service {

/// What an officer asks for.
struct DisclosureRequest {
  std::string entry;  ///< id
  std::string from;   ///< days, both included: RFC 3339 full-dates
  std::string until;
  std::string note;  ///< reference of the note that asks for it
};

/// A disclosure as officers see it.
struct Disclosure {
  enum class State : std::uint8_t { waiting, confirmed, expired };

  store::DisclosureRow row;
  std::string entry;  ///< id
  State state = State::waiting;
};

/// What a confirmed disclosure says: by day and whom the readers act for, never by person; without
/// what the entry's owner's own people looked up.
struct Disclosed {
  Disclosure disclosure;
  std::vector<store::LookUpRow> look_ups;
};

/// Two different people of the secretariat, signed in as persons, make a disclosure; both steps are
/// rows of the audit trail, which the entry's owner's manager reads. One that nobody confirms
/// within 72 hours expires. Any thread.
class Disclosures {
 public:
  Disclosures(store::Store& store, base::Random& random, const base::Clock& clock,
              LookUps& look_ups)
      : store_(store), random_(random), clock_(clock), look_ups_(look_ups) {}

  /// Errors: unauthenticated, forbidden, invalid with every finding.
  base::Result<Disclosure> ask(const Origin& origin, const DisclosureRequest& request);
  /// Errors: unauthenticated, forbidden, not_found, conflict (the same officer, confirmed already,
  /// expired).
  base::Result<Disclosed> confirm(const Origin& origin, const std::string& id);
  /// The last 200, newest first, for the secretariat. Errors: unauthenticated, forbidden.
  base::Result<std::vector<Disclosure>> list(const model::Caller& caller);

 private:
  [[nodiscard]] Disclosure seen(store::Reader& reader, store::DisclosureRow row) const;

  store::Store& store_;
  base::Random& random_;
  const base::Clock& clock_;
  LookUps& look_ups_;
};

/// waiting, confirmed, expired.
[[nodiscard]] std::string_view name_of(Disclosure::State state);

/// {"id", "entry", "from", "until", "note", "state", "asked_by", "asked_at", "confirmed_by",
/// "confirmed_at"}; what has no value is left out.
[[nodiscard]] model::Json disclosure_json(const Disclosure& disclosure);

/// The same with "look_ups": [{"reader", "day", "count"}]; the reader of nobody is "public".
[[nodiscard]] model::Json disclosed_json(const Disclosed& disclosed);

}  // namespace cyberdir::service
