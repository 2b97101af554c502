// Entries in which every value can be told from every other, so that it is seen where it leaks.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/json.h"
#include "model/kinds.h"

namespace cyberdir::scenarios {

/// One value that was planted. Its text holds `number` in one of the forms below.
struct Canary {
  std::uint32_t number = 0;
  std::string entry;
  std::string pointer;      ///< top-level pointer, such as /summary or /meta/authority
  std::string text;         ///< the value as it was planted
  bool is_word = false;     ///< a search for it is a search for one word
  bool is_indexed = false;  ///< its field takes part in search
  model::Visibility level = model::Visibility::open;  ///< from which it may be seen
};

/// Plants canaries in every field of a kind that can hold one.
class Planter {
 public:
  /// A whole entry: every field filled. References go to `target_of` (by kind).
  model::Json entry(const model::Kind& kind, const std::string& id, const std::string& owner,
                    const std::string& group, const std::map<std::string, std::string>& visibility);

  [[nodiscard]] const std::vector<Canary>& planted() const { return planted_; }
  [[nodiscard]] std::vector<Canary>& planted() { return planted_; }

  /// The numbers of all canaries that occur in bytes, in whatever dress: any case, percent-encoded,
  /// with separators inside, in base64url.
  [[nodiscard]] static std::set<std::uint32_t> found_in(std::string_view bytes);

  /// Tells planters apart: the words of one never occur in another's entries.
  explicit Planter(std::uint32_t first) : next_(first) {}
  /// Leave out what may be left out and is not open; for comparing with a registry that never had
  /// it.
  bool without_hidden = false;

 private:
  struct Place {
    const std::string& entry;
    std::string pointer;
    model::Visibility level;
    bool indexed;
  };
  model::Json value(const model::Field& field, const Place& place);
  model::Json one(const model::Field& field, const Place& place, const model::Json& siblings);
  model::Json object(std::span<const model::Field> fields, const Place& place);
  model::Json channels(const model::Field& field, const Place& place);
  std::uint32_t plant(const Place& place, const std::string& pattern, bool is_word, bool indexed,
                      std::string& text);
  std::string word(const Place& place, bool indexed);

  std::vector<Canary> planted_;
  std::uint32_t next_;
};

/// The entry that references to a kind go to.
[[nodiscard]] std::string reference_target(std::string_view kind);

}  // namespace cyberdir::scenarios
