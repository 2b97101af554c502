// The one place where anything is hidden: what of an entry is seen at which level.
//
// The rules of today (of the current version) decide over every old version. A value that is
// absent today follows the stricter of its old rule and the kind's default. Personal fields of
// versions that are no longer current are the owner's alone.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/result.h"
#include "model/audience.h"
#include "model/entry.h"
#include "store/records.h"

namespace cyberdir::service {

/// Content that has passed the view. Only View makes one; codecs, pages and indexes take nothing
/// else.
class VisibleEntry {
 public:
  [[nodiscard]] const model::Json& json() const { return json_; }
  /// Canonical JSON, the bytes that are sent.
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  /// SHA-256 of what is seen, in hexadecimal: `meta.digest`.
  [[nodiscard]] const std::string& digest() const { return digest_; }
  [[nodiscard]] model::Visibility level() const { return level_; }
  /// True where a personal field of a natural person is among what is seen.
  [[nodiscard]] bool shows_person() const { return shows_person_; }

 private:
  friend class View;
  VisibleEntry() = default;
  model::Json json_;
  std::string bytes_;
  std::string digest_;
  model::Visibility level_ = model::Visibility::open;
  bool shows_person_ = false;
};

/// All that view_for needs to know of a version.
struct Subject {
  const model::Entry& version;  ///< the content of the version that is looked at
  const model::Entry& today;    ///< the content of the current version: its rules hold
  model::VersionFacts facts;
};

/// What each level sees of one version; empty where it sees nothing.
using Views = std::array<std::optional<VisibleEntry>, 3>;

class View {
 public:
  /// What is seen at `level`; nothing where the entry is not to be known of there.
  [[nodiscard]] static std::optional<VisibleEntry> view_for(const Subject& subject,
                                                            model::Visibility level);
  [[nodiscard]] static Views all_levels(const Subject& subject);

  /// The content of a stored version. For the service only: what it returns has not passed the
  /// view.
  [[nodiscard]] static base::Result<model::Entry> open(const store::VersionRow& version);
  /// The same as it lies in the store, for checking digests.
  [[nodiscard]] static const std::string& stored_bytes(const store::VersionRow& version);
};

/// The level from which anything of an entry is seen.
[[nodiscard]] model::Visibility entry_level(const model::Entry& entry);

}  // namespace cyberdir::service
