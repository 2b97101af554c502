#include "model/rebase.h"

#include <algorithm>
#include <set>

#include "model/validate.h"

namespace cyberdir::model {
namespace {

const Json* member(const Json* object, const std::string& name) {
  if (object == nullptr || !object->is_object()) return nullptr;
  const auto found = object->find(name);
  return found == object->end() ? nullptr : &*found;
}

bool same(const Json* a, const Json* b) { return a == nullptr || b == nullptr ? a == b : *a == *b; }

std::optional<Json> copy_of(const Json* value) {
  if (value == nullptr) return std::nullopt;
  return *value;
}

// One value in its three forms; null where a form lacks it.
struct Three {
  const Json* base;
  const Json* theirs;
  const Json* yours;
};

class Merge {
 public:
  explicit Merge(const Kind& kind) : kind_(kind) {}

  std::vector<Conflict> conflicts;

  // The merged value; nothing where it is to be absent.
  std::optional<Json> values(const Three& three, const std::string& at) {
    const Json* base = three.base;
    const Json* theirs = three.theirs;
    const Json* yours = three.yours;
    if (same(base, yours) || same(theirs, yours)) return copy_of(theirs);
    if (same(base, theirs) || at == "/meta/change_note") return copy_of(yours);
    const auto all = [&](auto is) {
      return is(theirs) && is(yours) && (base == nullptr || is(base));
    };
    if (all([](const Json* value) { return value != nullptr && value->is_object(); }))
      return members(three, at);
    const Identity identity = identity_of_elements(at);
    if (identity != Identity::whole &&
        all([&](const Json* value) { return is_set(value, identity); }))
      return elements(three, at, identity);
    conflicts.push_back({at, copy_of(base), copy_of(theirs), copy_of(yours)});
    return copy_of(theirs);
  }

 private:
  std::optional<Json> members(const Three& three, const std::string& at) {
    std::set<std::string> names;
    for (const Json* form : {three.base, three.theirs, three.yours}) {
      if (form == nullptr) continue;
      for (auto it = form->begin(); it != form->end(); ++it) names.insert(it.key());
    }
    Json merged = Json::object();
    for (const std::string& name : names) {
      auto value =
          values({member(three.base, name), member(three.theirs, name), member(three.yours, name)},
                 at + "/" + pointer_token(name));
      if (value) merged[name] = std::move(*value);
    }
    return merged;
  }

  [[nodiscard]] Identity identity_of_elements(const std::string& at) const {
    const bool top = !at.empty() && at.find('/', 1) == std::string::npos;
    const Field* field = top ? kind_.field(at.substr(1)) : nullptr;
    return field == nullptr ? Identity::whole : field->identity;
  }

  // True for a list in which no two elements are known by the same; an absent one has none.
  static bool is_set(const Json* list, Identity identity) {
    if (list == nullptr) return true;
    if (!list->is_array()) return false;
    std::set<std::string> keys;
    return std::all_of(list->begin(), list->end(), [&](const Json& element) {
      return keys.insert(element_identity(element, identity)).second;
    });
  }

  static const Json* find(const Json* list, const std::string& key, Identity identity) {
    if (list == nullptr) return nullptr;
    for (const Json& element : *list) {
      if (element_identity(element, identity) == key) return &element;
    }
    return nullptr;
  }

  // Keys of all elements: in the order of theirs, then what yours adds.
  static std::vector<std::string> keys_of(const Three& three, Identity identity) {
    std::vector<std::string> keys;
    for (const Json* form : {three.theirs, three.yours}) {
      if (form == nullptr) continue;
      for (const Json& element : *form) {
        std::string key = element_identity(element, identity);
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
      }
    }
    return keys;
  }

  std::optional<Json> elements(const Three& three, const std::string& at, Identity identity) {
    Json merged = Json::array();
    for (const std::string& key : keys_of(three, identity)) {
      auto value = values({find(three.base, key, identity), find(three.theirs, key, identity),
                           find(three.yours, key, identity)},
                          at + "/" + std::to_string(merged.size()));
      if (value) merged.push_back(std::move(*value));
    }
    if (merged.empty()) return std::nullopt;
    return merged;
  }

  const Kind& kind_;
};

}  // namespace

Rebase rebase(const Json& base, const Json& theirs, const Json& yours, const Kind& kind) {
  Merge merge(kind);
  Rebase result;
  result.merged = merge.values({&base, &theirs, &yours}, "").value_or(Json::object());
  result.conflicts = std::move(merge.conflicts);
  for (const Change& change : diff(base, theirs, kind)) result.theirs.push_back(change.pointer);
  return result;
}

namespace {

// One element of a list that is merged element by element. The pointer has the place that it has in
// the merged list, or would have had where the later form has it no more.
void take_your_element(Json& merged, const Conflict& conflict, std::string_view list,
                       std::size_t index) {
  Json& elements = merged[std::string(list)];
  if (!elements.is_array()) elements = Json::array();
  if (!conflict.theirs) {
    if (conflict.yours) elements.push_back(*conflict.yours);
  } else if (index < elements.size()) {
    if (conflict.yours) {
      elements[index] = *conflict.yours;
    } else {
      elements.erase(index);
    }
  }
  if (elements.empty()) merged.erase(std::string(list));
}

}  // namespace

void take_yours(Json& merged, const std::vector<Conflict>& conflicts, const Kind& kind) {
  // From the last, so that what is taken out moves nothing that is still to be found.
  for (auto one = conflicts.rbegin(); one != conflicts.rend(); ++one) {
    const Json::json_pointer at(one->pointer);
    const std::string list = at.parent_pointer().empty() ? "" : at.parent_pointer().back();
    const Field* field = kind.field(list);
    const bool top = at.parent_pointer().parent_pointer().empty();
    if (top && field != nullptr && field->identity != Identity::whole) {
      take_your_element(merged, *one, list, std::stoul(at.back()));
    } else if (one->yours) {
      merged[at] = *one->yours;
    } else if (merged.contains(at)) {
      merged[at.parent_pointer()].erase(at.back());
    }
  }
}

Json merge_patch_between(const Json& from, const Json& to) {
  if (!from.is_object() || !to.is_object()) return to;
  Json patch = Json::object();
  for (auto it = from.begin(); it != from.end(); ++it) {
    if (!to.contains(it.key())) patch[it.key()] = nullptr;
  }
  for (auto it = to.begin(); it != to.end(); ++it) {
    const auto before = from.find(it.key());
    if (before == from.end()) {
      patch[it.key()] = *it;
    } else if (*before != *it) {
      patch[it.key()] = merge_patch_between(*before, *it);
    }
  }
  return patch;
}

}  // namespace cyberdir::model
