// What can be worked out of a version before its place in the chain is known.
#pragma once

#include <string>

#include "base/random.h"
#include "codec/commitment.h"
#include "model/entry.h"
#include "store/records.h"

namespace cyberdir::service {

/// All of a version that is costly to make and depends on nothing but its content and its facts.
struct PreparedVersion {
  model::VersionFacts facts;
  std::string body;              ///< canonical JSON of the whole entry
  codec::Commitment commitment;  ///< with salts of its own
  store::Span span;              ///< its row of the index; unset while `facts` says withdrawn
};

/// Prepares a version that will be current. Pure but for `random`: any thread.
[[nodiscard]] PreparedVersion prepare_version(const model::Entry& entry,
                                              const model::VersionFacts& facts,
                                              base::Random& random);

}  // namespace cyberdir::service
