#include "model/diff.h"

#include <map>
#include <set>

#include "model/validate.h"

namespace cyberdir::model {
std::string element_identity(const Json& element, Identity identity) {
  if (!element.is_object()) return element.dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto text = [&](const char* name) {
    const auto found = element.find(name);
    return found != element.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  return identity == Identity::fingerprint ? text("fingerprint")
                                           : text("kind") + ' ' + text("value");
}

namespace {

class Comparison {
 public:
  explicit Comparison(const Kind& kind) : kind_(kind) {}

  std::vector<Change> changes;

  void objects(const Json& from, const Json& to, const std::string& pointer) {
    std::set<std::string> names;
    for (auto it = from.begin(); it != from.end(); ++it) names.insert(it.key());
    for (auto it = to.begin(); it != to.end(); ++it) names.insert(it.key());
    for (const std::string& name : names) {
      const auto before = from.find(name);
      const auto after = to.find(name);
      const std::string at = pointer + "/" + pointer_token(name);
      if (before == from.end()) {
        added_or_removed(at, nullptr, &*after);
      } else if (after == to.end()) {
        added_or_removed(at, &*before, nullptr);
      } else {
        values(*before, *after, at);
      }
    }
  }

 private:
  void added_or_removed(const std::string& at, const Json* before, const Json* after) {
    const Field* field = at.find('/', 1) == std::string::npos ? kind_.field(at.substr(1)) : nullptr;
    if (field != nullptr && field->identity != Identity::whole) {
      elements(before == nullptr ? Json::array() : *before,
               after == nullptr ? Json::array() : *after, at, field->identity);
      return;
    }
    Change change{at, {}, {}};
    if (before != nullptr) change.from = *before;
    if (after != nullptr) change.to = *after;
    changes.push_back(std::move(change));
  }

  void values(const Json& before, const Json& after, const std::string& at) {
    if (before == after) return;
    if (before.is_object() && after.is_object()) {
      objects(before, after, at);
      return;
    }
    const Field* field = at.find('/', 1) == std::string::npos ? kind_.field(at.substr(1)) : nullptr;
    if (field != nullptr && field->identity != Identity::whole && before.is_array() &&
        after.is_array()) {
      elements(before, after, at, field->identity);
      return;
    }
    changes.push_back({at, before, after});
  }

  void elements(const Json& before, const Json& after, const std::string& at, Identity identity) {
    std::map<std::string, std::size_t> earlier;
    for (std::size_t i = 0; i < before.size(); ++i)
      earlier.emplace(element_identity(before[i], identity), i);
    const std::size_t known = changes.size();
    std::vector<std::string> order_before;
    std::vector<std::string> order_after;
    for (std::size_t i = 0; i < after.size(); ++i) {
      const std::string key = element_identity(after[i], identity);
      const auto found = earlier.find(key);
      const std::string place = at + "/" + std::to_string(i);
      if (found == earlier.end()) {
        changes.push_back({place, {}, after[i]});
      } else {
        values(before[found->second], after[i], place);
        earlier.erase(found);
        order_after.push_back(key);
      }
    }
    std::map<std::size_t, std::string> removed;
    for (const auto& [key, index] : earlier) removed.emplace(index, key);
    for (const auto& [index, key] : removed)
      changes.push_back({at + "/" + std::to_string(index), before[index], {}});
    if (changes.size() != known) return;
    changes.push_back({at, before, after});  // the same elements in another order
  }

  const Kind& kind_;
};

}  // namespace

std::vector<Change> diff(const Json& from, const Json& to, const Kind& kind) {
  Comparison comparison(kind);
  comparison.objects(from, to, "");
  return std::move(comparison.changes);
}

std::vector<Conflict> three_way(const Json& base, const Json& theirs, const Json& yours,
                                const Kind& kind) {
  std::map<std::string, Conflict> conflicts;
  const auto value_at = [](const Json& tree, const std::string& pointer) -> std::optional<Json> {
    const Json::json_pointer at(pointer);
    if (!tree.contains(at)) return std::nullopt;
    return tree.at(at);
  };
  const auto note = [&](const std::vector<Change>& changes) {
    for (const Change& change : changes) {
      conflicts.emplace(change.pointer, Conflict{change.pointer, value_at(base, change.pointer),
                                                 value_at(theirs, change.pointer),
                                                 value_at(yours, change.pointer)});
    }
  };
  note(diff(base, theirs, kind));
  note(diff(base, yours, kind));
  std::vector<Conflict> all;
  for (auto& [pointer, conflict] : conflicts) all.push_back(std::move(conflict));
  return all;
}

}  // namespace cyberdir::model
