#include "service/prepared_version.h"

#include "codec/canonical_json.h"
#include "service/index.h"

namespace cyberdir::service {

PreparedVersion prepare_version(const model::Entry& entry, const model::VersionFacts& facts,
                                base::Random& random) {
  const model::Json whole = entry.to_json();
  PreparedVersion prepared{facts, codec::canonical_json(whole), codec::commit(whole, random), {}};
  if (facts.status != model::Status::withdrawn) prepared.span = index_row({entry, entry, facts});
  return prepared;
}

}  // namespace cyberdir::service
