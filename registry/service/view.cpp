#include "service/view.h"

#include <algorithm>

#include "base/sha256.h"
#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "model/diff.h"
#include "model/kinds.h"
#include "model/validate.h"

namespace cyberdir::service {
namespace {

using model::Entry;
using model::Field;
using model::Json;
using model::Visibility;

std::optional<Visibility> visibility_named(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto& name = value.get_ref<const std::string&>();
  for (const Visibility level : {Visibility::open, Visibility::group, Visibility::owner}) {
    if (model::name_of(level) == name) return level;
  }
  return std::nullopt;
}

// What an entry's own `meta.visibility` says.
class Rules {
 public:
  explicit Rules(const Entry& entry) : kind_(*entry.kind) {
    const auto map = entry.meta.find("visibility");
    if (map != entry.meta.end() && map->is_object()) map_ = &*map;
    base_ = said("*").value_or(kind_.visibility);
  }

  // The level of a field: its letter and the entry's, unless the owner said otherwise. What is the
  // owner's stays so; an entry that is tightened as a whole is not opened by one of its fields.
  [[nodiscard]] Visibility level_of(std::string_view name, Visibility letter) const {
    if (letter == Visibility::owner) return Visibility::owner;
    const auto explicitly = said(name);
    if (!explicitly) {
      // A letter that only repeats the kind's own default opens with the entry.
      return letter == kind_.visibility ? base_ : std::max(base_, letter);
    }
    return base_ > kind_.visibility ? std::max(base_, *explicitly) : *explicitly;
  }
  [[nodiscard]] Visibility base() const { return base_; }

  // The level from which the entry is known of at all.
  [[nodiscard]] Visibility entry_level() const {
    Visibility least = base_;
    if (map_ != nullptr) {
      for (const Field& field : kind_.fields) {
        if (map_->contains(field.name))
          least = std::min(least, level_of(field.name, field.visibility));
      }
    }
    return least;
  }

  [[nodiscard]] static Visibility stricter_default(const Rules& old, const model::Kind& kind,
                                                   std::string_view name, Visibility letter) {
    return std::max({old.level_of(name, letter), kind.visibility, letter});
  }

 private:
  [[nodiscard]] std::optional<Visibility> said(std::string_view name) const {
    if (map_ == nullptr) return std::nullopt;
    const auto found = map_->find(name);
    return found == map_->end() ? std::nullopt : visibility_named(*found);
  }

  const model::Kind& kind_;
  const Json* map_ = nullptr;
  Visibility base_;
};

bool names_person(const Json& visible, const model::Kind& kind) {
  const auto is_personal = [](const Json& element) {
    return element.is_object() && element.value("personal", Json()) == true;
  };
  return std::any_of(kind.fields.begin(), kind.fields.end(), [&](const Field& field) {
    if (!model::may_be_personal(field)) return false;
    const auto found = visible.find(field.name);
    if (found == visible.end()) return false;
    return field.personal || std::any_of(found->begin(), found->end(), is_personal);
  });
}

Visibility element_level(const Json& element) {
  const auto found = element.find("visibility");
  if (found == element.end()) return Visibility::open;
  return visibility_named(*found).value_or(Visibility::owner);
}

class Projector {
 public:
  Projector(const Subject& subject, Visibility level)
      : subject_(subject), level_(level), today_(subject.today), then_(subject.version) {}

  [[nodiscard]] bool visible() const {
    if (level_ == Visibility::owner) return true;
    const model::Status status = subject_.facts.status;
    if (subject_.facts.held || status == model::Status::suspended) return false;
    if (status == model::Status::draft) return false;
    return today_.entry_level() <= level_;
  }

  [[nodiscard]] Json project() {
    Json out = Json::object();
    const Entry& version = subject_.version;
    out["id"] = version.id;
    out["kind"] = std::string(version.kind->name);
    for (const Field& field : version.kind->fields) {
      if (hidden(field)) {
        redacted_.push_back("/" + std::string(field.name));
        continue;
      }
      const auto found = version.body.find(field.name);
      if (found == version.body.end()) continue;
      const bool by_element = model::narrowed_by_element(field);
      Json value = by_element ? elements(*found, field) : *found;
      if (!(value.is_array() && value.empty())) out[std::string(field.name)] = std::move(value);
    }
    const bool shows_extensions = today_.level_of("extensions", Visibility::open) <= level_;
    if (!shows_extensions) redacted_.emplace_back("/extensions");
    if (shows_extensions && !version.extensions.empty()) out["extensions"] = version.extensions;
    out["meta"] = meta();
    return out;
  }

 private:
  [[nodiscard]] Visibility level_of(const Field& field) const {
    if (subject_.facts.current || subject_.today.body.contains(field.name)) {
      if (!subject_.facts.current && field.personal) return Visibility::owner;
      return today_.level_of(field.name, field.visibility);
    }
    if (field.personal) return Visibility::owner;
    return Rules::stricter_default(then_, *subject_.version.kind, field.name, field.visibility);
  }
  [[nodiscard]] bool hidden(const Field& field) const { return level_of(field) > level_; }

  // Channels may be narrowed one by one, by the rule of today where the channel is still there.
  [[nodiscard]] Json elements(const Json& list, const Field& field) const {
    if (!list.is_array()) return list;
    Json seen = Json::array();
    const auto now = subject_.today.body.find(field.name);
    for (const Json& element : list) {
      Visibility level = element_level(element);
      bool personal = element.value("personal", Json()) == true;
      if (!subject_.facts.current) {
        bool still_there = false;
        if (now != subject_.today.body.end() && now->is_array()) {
          for (const Json& other : *now) {
            if (model::element_identity(element, field.identity) !=
                model::element_identity(other, field.identity))
              continue;
            still_there = true;
            level = element_level(other);
            personal = personal || other.value("personal", Json()) == true;
          }
        }
        if (!still_there) level = std::max(level, subject_.version.kind->visibility);
        if (personal) level = Visibility::owner;
      }
      if (level <= level_) seen.push_back(element);
    }
    return seen;
  }

  [[nodiscard]] Json meta() {
    Json meta = Json::object();
    for (const Field& field : model::meta_fields()) {
      if (field.kept_by_registry) continue;
      if (field.visibility > level_) {
        redacted_.push_back("/meta/" + std::string(field.name));
        continue;
      }
      const auto found = subject_.version.meta.find(field.name);
      if (found != subject_.version.meta.end()) meta[std::string(field.name)] = *found;
    }
    const model::VersionFacts& facts = subject_.facts;
    meta["version"] = facts.number;
    meta["status"] = std::string(model::name_of(facts.status));
    meta["created_at"] = base::to_rfc3339(facts.created_at);
    meta["modified_at"] = base::to_rfc3339(facts.modified_at);
    if (facts.declared_at) {
      meta["declared_at"] = base::to_rfc3339(*facts.declared_at);
      meta["declared_by"] = facts.declared_by;
    }
    if (!redacted_.empty()) meta["redacted"] = redacted_;
    return meta;
  }

  const Subject& subject_;
  Visibility level_;
  Rules today_;
  Rules then_;
  std::vector<std::string> redacted_;
};

}  // namespace

std::optional<VisibleEntry> View::view_for(const Subject& subject, Visibility level) {
  Projector projector(subject, level);
  if (!projector.visible()) return std::nullopt;
  VisibleEntry visible;
  visible.level_ = level;
  visible.json_ = projector.project();
  visible.shows_person_ = names_person(visible.json_, *subject.version.kind);
  // The digest is over the whole but for itself, so all else is written once around `meta`.
  std::string before;
  std::string after;
  std::string* part = &before;
  for (auto it = visible.json_.begin(); it != visible.json_.end(); ++it) {
    *part += it == visible.json_.begin() ? "{" : ",";
    codec::append_canonical_string(*part, it.key());
    *part += ":";
    if (it.key() == "meta") {
      part = &after;
    } else {
      codec::append_canonical(*part, *it);
    }
  }
  after += "}";
  Json& meta = visible.json_["meta"];
  visible.digest_ = base::sha256_hex(before + codec::canonical_json(meta) + after);
  meta["digest"] = visible.digest_;
  visible.bytes_ = before + codec::canonical_json(meta) + after;
  return visible;
}

Views View::all_levels(const Subject& subject) {
  Views views;
  for (const Visibility level : {Visibility::open, Visibility::group, Visibility::owner}) {
    views.at(static_cast<std::size_t>(level)) = view_for(subject, level);
  }
  return views;
}

base::Result<Entry> View::open(const store::VersionRow& version) {
  // Written by ourselves; a depth or size that we would refuse today must still be read.
  CYBERDIR_ASSIGN(tree, codec::read_stored(stored_bytes(version)));
  base::Findings findings;
  Entry entry = model::take_entry(std::move(tree), findings, model::Kept::everything);
  if (entry.kind == nullptr) {
    return base::fail(base::ErrorCode::corrupt,
                      "version " + std::to_string(version.number) + " of an entry cannot be read");
  }
  return entry;
}

const std::string& View::stored_bytes(const store::VersionRow& version) {
  return version.body.open(store::OpenKey());
}

Visibility entry_level(const Entry& entry) { return Rules(entry).entry_level(); }

}  // namespace cyberdir::service
