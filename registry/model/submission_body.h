// What a submission says: why, on whose authority, from when, and which changes of which entries.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/instant.h"
#include "model/json.h"

namespace cyberdir::model {

/// What a change does with its entry.
enum class Operation : std::uint8_t { create, update, withdraw, restore };

[[nodiscard]] std::string_view name_of(Operation operation);

/// One change of one entry.
struct ProposedChange {
  Operation operation = Operation::update;
  std::string entry;                         ///< id; empty for a new one that has none yet
  std::optional<std::int64_t> base_version;  ///< the version that it was made against
  Json patch = Json::object();  ///< RFC 7396; for a new entry the whole of it; else an object
};

/// The content of a submission.
struct SubmissionBody {
  std::string reason;
  Json authority = Json::object();              ///< {kind, issuer, reference, date}
  std::optional<base::Instant> effective_from;  ///< not published before
  std::set<std::string> vacant;  ///< categories whose post is said to have nobody now
  std::vector<ProposedChange> changes;
};

/// Most changes of one submission.
inline constexpr std::size_t kMostChanges = 200;

/// Reads a submission's content from outside. Everything that is wrong becomes a finding whose
/// pointer is into `tree`: unknown members, wrong types, no change, two changes of one entry.
[[nodiscard]] SubmissionBody take_submission(const Json& tree, base::Findings& findings);

/// The form in which it is stored and shown; take_submission() reads it without findings.
[[nodiscard]] Json to_json(const SubmissionBody& body);

/// True where a patch takes an entry over from `registry`, which lists what foreign directories
/// say, for `to`: an owner claims what is listed of it.
[[nodiscard]] bool claims(const Json& patch, std::string_view from, std::string_view to);

/// The pointer of a change, or of what is inside its patch.
[[nodiscard]] std::string change_pointer(std::size_t index, std::string_view inside = {});

}  // namespace cyberdir::model
