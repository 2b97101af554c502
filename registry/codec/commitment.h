// What makes the past tamper-evident: salted commitments of each version, chained by entry, and
// the chains of the log and of the audit trail.
//
// A version's root is the digest over its leaves, in order. A leaf is H(salt, pointer, value) for
// each top-level field, each member of `meta` and `extensions`, and each element of `channels` and
// `keys`. A value can be erased together with its salt: its leaf stays, and the chain verifies.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "model/json.h"

namespace cyberdir::codec {

/// A version's root (32 bytes) and its salts, as they are stored apart from the content.
struct Commitment {
  std::string root;
  std::string salts;
};

/// A leaf whose value and salt are gone. What is left proves that the rest is as it was.
struct ErasedLeaf {
  std::string pointer;  ///< as it was committed to
  std::string digest;   ///< 32 bytes
};

/// True for the lists whose elements are leaves of their own.
[[nodiscard]] bool is_committed_by_element(std::string_view field);

/// Commits to a whole entry, with new salts.
[[nodiscard]] Commitment commit(const model::Json& whole, base::Random& random);

/// The root that content, stored salts and erased leaves give; nothing where they do not fit one
/// another.
[[nodiscard]] std::optional<std::string> root_of(const model::Json& whole, std::string_view salts,
                                                 const std::vector<ErasedLeaf>& erased = {});

/// Content with its salts and what of it is erased already.
struct Erasable {
  model::Json whole;
  std::string salts;
  std::vector<ErasedLeaf> erased;
};

/// Erases the leaves that `unwanted` names, by their pointer in the content as it is now and their
/// value; the root stays what it was. Returns how many were erased, or nothing (and leaves
/// `version` as it was) where its parts do not fit one another.
[[nodiscard]] std::optional<std::size_t> erase_leaves(
    Erasable& version,
    const std::function<bool(const std::string& pointer, const model::Json& value)>& unwanted);

/// The facts of a version that its chain digest covers besides its content.
struct VersionSeal {
  std::string_view previous;  ///< chain digest of the version before; empty for the first
  std::string_view id;
  std::int64_t number = 0;
  std::int64_t seq = 0;
  base::Instant at;
  std::string_view operation;
  std::string_view status;
  std::string_view actor;
  std::string_view on_behalf;
  std::optional<base::Instant> declared_at;
  std::string_view declared_by;
  std::string_view root;
};

/// The chain digest of a version, 32 bytes.
[[nodiscard]] std::string chain_digest(const VersionSeal& seal);

/// What was said of a version.
struct AttestationSeal {
  std::string_view version;  ///< the version's chain digest
  std::int64_t seq = 0;
  base::Instant at;
  std::string_view act;
  std::string_view actor;
  std::string_view on_behalf;
};

/// The digest of what was said of a version, 32 bytes.
[[nodiscard]] std::string attestation_digest(const AttestationSeal& seal);

/// The digest of a row of the log: over the row before, its own facts and the digest of what it
/// tells of: a version's chain, or an attestation.
[[nodiscard]] std::string log_digest(std::string_view previous, std::int64_t seq, base::Instant at,
                                     std::string_view operation, std::string_view what);

/// The digest of a row of the audit trail: over the row before and its own texts.
[[nodiscard]] std::string audit_digest(std::string_view previous,
                                       const std::vector<std::string>& texts);

}  // namespace cyberdir::codec
