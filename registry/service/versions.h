// From a checked entry to its next version: content, log, projections, index and feeds, in the
// transaction of whoever writes. Whether the writer may is not asked here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "model/entry.h"
#include "service/origin.h"
#include "service/prepared_version.h"
#include "service/urgent_change.h"
#include "store/store.h"

namespace cyberdir::service {

/// An entry as it stands: its row, its current version and content.
struct CurrentEntry {
  store::EntryRow row;
  store::VersionRow version;
  model::Entry entry;
  model::VersionFacts facts;
};

/// One change of an entry within a transaction that others may share (imports).
struct Applied {
  std::int64_t entry = 0;
  std::int64_t version = 0;
  enum class Action : std::uint8_t { create, update, unchanged } action = Action::unchanged;
};

/// Appends versions. Any thread.
class Versions {
 public:
  explicit Versions(base::Random& random) : random_(random) {}

  /// Nothing where the entry cannot be read: then the store is damaged.
  [[nodiscard]] static std::optional<CurrentEntry> load(store::Reader& reader,
                                                        const store::EntryRow& row);
  /// A new identifier.
  [[nodiscard]] std::string new_id(base::Instant at);

  /// Creates or updates one checked entry. An entry without id gets one. References are not
  /// checked here. Pointers in `kept` name values that the writer was not shown: they stay. What
  /// the registry keeps within fields stays too; the operator's files say who agreed to be named.
  base::Result<Applied> apply(store::Writer& writer, const Origin& origin, model::Entry entry,
                              model::Status status, const std::vector<std::string>& kept,
                              std::optional<PreparedVersion> first = {});
  /// As advance(), for a change of content that somebody wrote: channels that it changes for urgent
  /// use wait, and those whom it concerns are told (service/urgent_change). An entry that is held
  /// back stays so.
  void change(store::Writer& writer, const Origin& origin, const CurrentEntry& current,
              model::Entry entry, model::Status status, std::string_view operation);
  /// How long a changed channel waits, in microseconds; 0 for not at all. Before the registry is
  /// used by several threads.
  void set_urgent_hold(std::int64_t micros) { urgent_hold_ = micros; }
  /// Appends the version that follows the current one, as it is given.
  void advance(store::Writer& writer, const Origin& origin, const CurrentEntry& current,
               const model::Entry& entry, model::Status status, std::string_view operation);
  /// Ends an entry that is there, whatever its content.
  base::Result<void> end(store::Writer& writer, const Origin& origin, const std::string& id);
  /// The first version of an entry that is to be created in a transaction of the time `at`, for
  /// apply().
  [[nodiscard]] PreparedVersion prepare_first(const Origin& origin, base::Instant at,
                                              const model::Entry& entry, model::Status status);
  /// Says of the current version that it is right: a row of the log, and of the index from then on.
  /// The entry is published.
  static void confirm(store::Writer& writer, const Origin& origin, const CurrentEntry& current);
  /// Makes every row of the index of an entry anew. Errors: corrupt.
  static base::Result<void> reindex_all(store::Writer& writer, const std::string& id);

 private:
  static model::VersionFacts next_facts(const Origin& origin, base::Instant at,
                                        const store::EntryRow& row, const model::Entry& entry,
                                        model::Status status, std::string_view operation,
                                        const CurrentEntry* before);
  static std::int64_t append(store::Writer& writer, const Origin& origin,
                             const store::EntryRow& row, const model::Entry& entry,
                             PreparedVersion prepared, std::string_view operation,
                             const CurrentEntry* before);
  static void close_past(store::Writer& writer, const CurrentEntry& before,
                         const model::Entry& today, bool held, std::int64_t seq);
  static std::int64_t add_spans(store::Writer& writer, const CurrentEntry& version,
                                const model::Entry& today, std::int64_t to_seq);
  static void reindex(store::Writer& writer, const store::EntryRow& row, const model::Entry& today,
                      bool held, std::int64_t to_seq);

  base::Random& random_;
  std::int64_t urgent_hold_ = kUrgentHold;
};

/// A stretch of sequences in which a version was declared right at the same moment.
struct DeclaredStretch {
  std::int64_t from_seq = 0;
  std::int64_t to_seq = 0;  ///< not with it
  std::optional<base::Instant> declared_at;
  std::string declared_by;
};

/// The stretches of a version that holds up to `to_seq`, in order: one, and one more for each time
/// that it was confirmed.
[[nodiscard]] std::vector<DeclaredStretch> declared_stretches(
    const store::VersionRow& version, const std::vector<store::AttestationRow>& attestations,
    std::int64_t to_seq);

/// What is known of a version beside its content; `created` is when the entry was, `held` says
/// whether it is held back now.
[[nodiscard]] model::VersionFacts facts_of(const store::VersionRow& version, base::Instant created,
                                           bool current, bool held);

/// True for a draft, and for one that was withdrawn as such: nobody but its owner knows of it.
[[nodiscard]] bool stands_as_draft(store::Reader& reader, const store::EntryRow& row);

/// True where two entries say the same, but for why the version was made.
[[nodiscard]] bool same_content(const model::Entry& a, const model::Entry& b);

/// Sets the row's source from `meta.source`, where that has both a name and an id.
void set_source(store::EntryRow& row, const model::Entry& entry);

}  // namespace cyberdir::service
