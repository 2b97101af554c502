// What the store keeps, as values. Content of versions is sealed: only the view opens it, so that
// nothing leaves the store but through `view_for`.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/sha256.h"
#include "model/entry.h"
#include "model/submission.h"

namespace cyberdir::service {
class SubmissionView;
class View;
}  // namespace cyberdir::service

namespace cyberdir::store {

/// Says that the holder may open sealed content. Only service/view, and for submissions
/// service/submission_view, can make one.
class OpenKey {
  OpenKey() = default;
  friend class service::View;
  friend class service::SubmissionView;
};

/// Content that has not passed a view.
template <typename T>
class Sealed {
 public:
  Sealed() = default;
  explicit Sealed(T content) : content_(std::move(content)) {}
  [[nodiscard]] const T& open(OpenKey /*key*/) const& { return content_; }
  [[nodiscard]] T open(OpenKey /*key*/) && { return std::move(content_); }

 private:
  T content_;
};

/// The last sequence number; a span that ends there holds still.
inline constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

/// Where an entry stands now.
struct EntryRow {
  std::int64_t row = 0;
  std::string id;
  std::string kind;
  std::int64_t version = 0;
  model::Status status = model::Status::draft;
  std::string owner;
  std::string group;
  base::Instant modified_at;
  std::string source_name;  ///< of `meta.source`; both empty where it has none
  std::string source_id;
  std::int64_t span = 0;  ///< its row of the index that holds still; 0 where it has none
};

/// When something was last said to be right, and for whom.
struct Declaration {
  base::Instant at;
  std::string by;
};

/// What was said of a version without changing it: a row of the log of its own.
struct AttestationRow {
  std::int64_t seq = 0;
  std::int64_t version = 0;  ///< row of the version
  base::Instant at;
  std::string act;
  std::string actor;
  std::string on_behalf;
  std::string digest;
};

/// One version as it is stored.
struct VersionRow {
  std::int64_t row = 0;
  std::int64_t entry = 0;
  std::int64_t number = 0;
  std::int64_t seq = 0;
  base::Instant at;
  std::string operation;
  model::Status status = model::Status::published;
  std::string actor;
  std::string on_behalf;
  std::optional<base::Instant> declared_at;
  std::string declared_by;
  Sealed<std::string> body;
  std::string root;
  std::string chain;
  std::optional<Declaration> confirmed;  ///< the last time since that it was declared right
};

/// A version that another has replaced.
struct ReplacedVersion {
  VersionRow version;
  std::int64_t replaced_by_seq = 0;
};

/// A version as it is sent at one level.
struct Projection {
  std::string digest;
  std::string json;
  bool personal = false;  ///< it shows a personal field
};

/// A value that a filter matches.
struct FacetValue {
  std::string name;
  std::string value;
  model::Visibility level = model::Visibility::open;
};

/// Folded text of one level.
struct IndexText {
  std::string title;
  std::string body;
  bool operator==(const IndexText&) const = default;
};

/// A row of the index: what a version may be found by, and how it is seen.
struct Span {
  std::int64_t entry = 0;
  std::int64_t version = 0;
  std::int64_t from_seq = 0;
  std::int64_t to_seq = kForever;
  model::Visibility level = model::Visibility::open;  ///< from which it is seen at all
  std::string owner;
  std::string group;
  std::string kind;
  base::Instant modified_at;
  std::optional<base::Instant> declared_at;
  std::vector<FacetValue> facets;
  /// By level (0 public, 1 group, 2 owner): set where the level sees more than the one below.
  std::array<std::optional<IndexText>, 3> text;
  /// By level: the version as it is sent; empty where the level sees nothing of it.
  std::array<std::optional<Projection>, 3> projections;
};

/// Which version held at a moment, and by which row of the index it is seen.
struct SpanAt {
  std::int64_t row = 0;
  std::int64_t version = 0;
  base::Instant modified_at;
};

/// A row of the log.
struct LogRow {
  std::int64_t seq = 0;
  base::Instant at;
  std::string operation;
  std::int64_t version = 0;  ///< row of the version
  std::string digest;
};

/// An item of a feed.
struct FeedItem {
  std::string feed;
  std::int64_t n = 0;
  std::int64_t seq = 0;
  std::string operation;
  std::int64_t entry = 0;
  std::int64_t version = 0;
  std::string reason;
};

/// A token of a tool; the secret itself is kept nowhere.
struct TokenRow {
  std::string id;
  std::string digest;
  std::string role;
  std::string owner;
  std::string scopes;
  base::Instant created_at;
  std::optional<base::Instant> expires_at;
  std::optional<base::Instant> revoked_at;
  std::optional<base::Instant> used_at;  ///< to the minute
  std::string made_by;                   ///< actor; empty where it is not known
};

/// An answer kept for a repeated request. `entry` is the id of what was made; where a write of an
/// entry became a submission, the entry's, a space and the submission's.
struct IdempotentRow {
  std::string key;
  std::string request;
  base::Instant at;
  std::int64_t status = 0;
  std::string entry;
};

/// A submission as it stands.
struct SubmissionRow {
  std::int64_t row = 0;
  std::string id;
  std::string owner;
  model::SubmissionState state = model::SubmissionState::draft;
  std::int64_t revision = 0;
  std::string authors;  ///< actors, a space between two
  std::string suggester;
  base::Instant created_at;
  base::Instant modified_at;
  std::optional<base::Instant> submitted_at;
  std::optional<base::Instant> due_at;
  Sealed<std::string> body;        ///< canonical JSON
  Sealed<std::string> suggestion;  ///< the same as its suggester wrote it; may be empty
  Sealed<std::string> outcome;     ///< canonical JSON, an object; may be empty

  [[nodiscard]] model::Standing standing() const { return {owner, authors, suggester}; }
};

/// One thing that was done with a submission.
struct SubmissionStep {
  std::int64_t n = 0;
  base::Instant at;
  std::string actor;
  std::string on_behalf;
  std::string action;
  model::SubmissionState state = model::SubmissionState::draft;
  Sealed<std::string> comment;
};

/// Which submissions are listed: newest first, those that one of the three conditions lets in.
struct SubmissionQuery {
  std::string owner;                           ///< all of this owner's; empty for no such
  std::string suggester;                       ///< all of this actor's suggestions; empty for none
  bool submitted = false;                      ///< all that were ever submitted
  bool listed = false;                         ///< all of the owners registry and secretariat
  std::vector<model::SubmissionState> states;  ///< only in these; empty for any
  std::int64_t before = kForever;              ///< only rows below
  std::int64_t after = 0;                      ///< only rows above
  bool oldest_first = false;                   ///< else newest first
  std::size_t limit = 0;
};

/// A moment of the registry: all transactions up to and with that of `seq`.
struct Moment {
  std::int64_t seq = 0;
  base::Instant at;
};

/// What the registry is.
struct Identity {
  std::string registry;
  std::string epoch;
};

}  // namespace cyberdir::store
