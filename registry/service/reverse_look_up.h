// Who is calling? Whose a number, mail address or key is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/audience.h"
#include "model/json.h"
#include "store/store.h"

namespace cyberdir::service {

/// One channel or key that is what was asked for.
struct Bearer {
  std::string id;
  std::int64_t version = 0;
  model::Json entry;    ///< as the caller sees it
  std::string pointer;  ///< of the channel or key in it
  /// Commit time of the version with which it came, as far back as the caller sees it without a
  /// gap.
  base::Instant since;
};

struct WhoAnswer {
  std::string value;  ///< as it was looked for
  std::vector<Bearer> items;
  bool more = false;  ///< there are more than are listed
};

/// Any thread.
class ReverseLookUp {
 public:
  static constexpr std::size_t kMostItems = 20;

  explicit ReverseLookUp(store::Store& store) : store_(store) {}

  /// Whose a number (E.164), mail address or fingerprint is, among published entries and what the
  /// caller sees of them. What is hidden is answered as what is not there. Entries that name a
  /// person are noted in Caller::persons_shown. Errors: malformed (none of the three).
  base::Result<WhoAnswer> find(const model::Caller& caller, std::string_view text);

 private:
  store::Store& store_;
};

/// The answer of the API, canonical JSON.
[[nodiscard]] std::string who_json(const WhoAnswer& answer);

}  // namespace cyberdir::service
