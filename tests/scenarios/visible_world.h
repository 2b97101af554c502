// A registry in which there is something to hide of every sort, and everybody who may look at it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "canary_entries.h"
#include "support/temporary_registry.h"

namespace cyberdir::scenarios {

struct Audience {
  std::string name;
  model::Role role;
  std::string owner;
};

void PrintTo(const Audience& audience, std::ostream* out);

[[nodiscard]] const std::vector<Audience>& audiences();

/// What decides who sees an entry.
struct PlantedEntry {
  std::string owner;
  std::string group;
  bool is_draft = false;
  bool is_withdrawn = false;
};

/// From which level an audience sees an entry.
[[nodiscard]] model::Visibility level_of(const Audience& audience, const PlantedEntry& entry);

[[nodiscard]] std::string words_of(const Audience& audience, const std::string& route,
                                   const Canary& canary);

class VisibleWorld {
 public:
  explicit VisibleWorld(bool without_hidden = false);

  support::TemporaryRegistry registry;
  Planter planter;
  std::map<std::string, PlantedEntry> entries;
  std::map<std::uint32_t, Canary> by_number;
  std::map<std::string, std::string> tokens;  ///< by name of audience
  std::set<std::uint32_t> past;               ///< canaries that no current version holds
  std::set<std::string> changed;              ///< entries with more than one version
  std::int64_t histories_seq = 0;
  std::int64_t last_seq = 0;

  /// What an audience may see of what stands now.
  [[nodiscard]] std::set<std::uint32_t> visible_now(
      const Audience& audience,
      const std::function<bool(const PlantedEntry&, const Canary&)>& wanted) const;

 private:
  model::Json make(std::string_view kind, const std::string& id, const std::string& owner,
                   const std::string& group, const std::map<std::string, std::string>& rules);
  void plant_defaults();
  void plant_rules();
  void plant_drafts();
  /// Canaries planted since, to be seen from another level.
  void raise_since(std::size_t before, model::Visibility level,
                   const std::function<bool(const Canary&)>& which);
  void now_past(std::size_t from, std::size_t to);
  /// Old versions follow the rules of today; what is personal in them is the owner's alone.
  void plant_histories();
  /// The canaries of an entry that its last version does not hold are past.
  void note_change(const std::string& id, std::size_t before, const model::Json& last);
  /// A channel is narrowed, or goes, one by one.
  void plant_channel_changes();
};

/// One for all tests of a program.
[[nodiscard]] VisibleWorld& visible_world();

}  // namespace cyberdir::scenarios
