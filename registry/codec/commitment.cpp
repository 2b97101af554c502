#include "codec/commitment.h"

#include <map>

#include "base/bytes.h"
#include "base/sha256.h"
#include "codec/canonical_json.h"

namespace cyberdir::codec {
namespace {

using model::Json;

constexpr std::size_t kSaltBytes = 16;

// One leaf: where it was committed to, where it is now, and its value; or the digest that is left
// of it.
struct Leaf {
  std::string_view pointer;
  std::string_view now;
  const Json* value = nullptr;
  const std::string* digest = nullptr;
};

bool is_by_member(std::string_view name) { return name == "meta" || name == "extensions"; }

using VisitLeaf = std::function<void(const Leaf&)>;

// Walks the leaves in their order, those that are erased in their places.
class Leaves {
 public:
  Leaves(const Json& whole, const std::vector<ErasedLeaf>& erased) : whole_(whole) {
    for (const ErasedLeaf& leaf : erased) erased_.emplace(leaf.pointer, leaf.digest);
  }

  void visit(const VisitLeaf& visit) const {
    each_name(whole_, "/", [&](const std::string& name, const Json* value) {
      const std::string pointer = "/" + name;
      if (is_by_member(name) && (value == nullptr || value->is_object())) {
        members(value, pointer, visit);
      } else if (is_committed_by_element(name) && (value == nullptr || value->is_array())) {
        elements(value, pointer, visit);
      } else {
        one(pointer, pointer, value, visit);
      }
    });
  }

 private:
  using VisitName = std::function<void(const std::string& name, const Json* value)>;

  // The names under a prefix, in order: those that are there, and those of erased leaves.
  void each_name(const Json& object, const std::string& prefix, const VisitName& visit) const {
    std::map<std::string, const Json*, std::less<>> gone;
    for (auto it = erased_.lower_bound(prefix);
         it != erased_.end() && it->first.starts_with(prefix); ++it) {
      const std::string_view rest = std::string_view(it->first).substr(prefix.size());
      const std::string_view name = prefix == "/" ? rest.substr(0, rest.find('/')) : rest;
      if (!object.contains(name)) gone.emplace(name, nullptr);
    }
    auto next = gone.begin();
    for (auto it = object.begin(); it != object.end(); ++it) {
      for (; next != gone.end() && next->first < it.key(); ++next) visit(next->first, nullptr);
      visit(it.key(), &*it);
    }
    for (; next != gone.end(); ++next) visit(next->first, nullptr);
  }

  void members(const Json* object, const std::string& pointer, const VisitLeaf& visit) const {
    static const Json kNone = Json::object();
    each_name(object == nullptr ? kNone : *object, pointer + "/",
              [&](const std::string& name, const Json* value) {
                const std::string at = pointer + "/" + name;
                one(at, at, value, visit);
              });
  }

  // An element keeps the number that it had when it was committed to.
  void elements(const Json* list, const std::string& pointer, const VisitLeaf& visit) const {
    const std::size_t size = list == nullptr ? 0 : list->size();
    std::size_t next = 0;
    for (std::size_t number = 0;; ++number) {
      const std::string at = pointer + "/" + std::to_string(number);
      if (erased_.contains(at)) {
        one(at, at, nullptr, visit);
      } else if (next < size) {
        one(at, pointer + "/" + std::to_string(next), &(*list)[next], visit);
        ++next;
      } else {
        return;
      }
    }
  }

  void one(std::string_view pointer, std::string_view now, const Json* value,
           const VisitLeaf& visit) const {
    const auto gone = erased_.find(pointer);
    visit({pointer, now, value, gone == erased_.end() ? nullptr : &gone->second});
  }

  const Json& whole_;
  std::map<std::string, std::string, std::less<>> erased_;
};

base::Digest leaf(std::string_view salt, std::string_view pointer, const Json& value) {
  thread_local base::Sha256 hash;
  thread_local std::string canonical;
  canonical.clear();
  append_canonical(canonical, value);
  return hash.update(salt).update_part(pointer).update(canonical).finish();
}

std::string_view text_of(const base::Digest& digest) { return base::view_of(digest); }

}  // namespace

bool is_committed_by_element(std::string_view field) {
  return field == "channels" || field == "keys";
}

// Salts are stored as one run of kSaltBytes a leaf that is there.
Commitment commit(const Json& whole, base::Random& random) {
  std::size_t leaves = 0;
  const Leaves all(whole, {});
  all.visit([&](const Leaf&) { ++leaves; });
  Commitment result;
  result.salts.resize(leaves * kSaltBytes);
  random.fill({reinterpret_cast<std::uint8_t*>(result.salts.data()), result.salts.size()});
  result.root = *root_of(whole, result.salts);
  return result;
}

std::optional<std::string> root_of(const Json& whole, std::string_view salts,
                                   const std::vector<ErasedLeaf>& erased) {
  base::Sha256 root;
  root.update("cyberdir/1 version root");
  bool fits = true;
  std::size_t gone = 0;
  Leaves(whole, erased).visit([&](const Leaf& one) {
    if (one.digest != nullptr) {  // and a value in its place would be unprotected
      ++gone;
      fits = fits && one.value == nullptr && one.digest->size() == base::Digest{}.size();
      root.update(*one.digest);
      return;
    }
    if (one.value == nullptr || salts.size() < kSaltBytes) {
      fits = false;
      return;
    }
    root.update(text_of(leaf(salts.substr(0, kSaltBytes), one.pointer, *one.value)));
    salts.remove_prefix(kSaltBytes);
  });
  if (!fits || !salts.empty() || gone != erased.size()) return std::nullopt;
  return std::string(text_of(root.finish()));
}

std::optional<std::size_t> erase_leaves(
    Erasable& version,
    const std::function<bool(const std::string& pointer, const Json& value)>& unwanted) {
  const auto before = root_of(version.whole, version.salts, version.erased);
  if (!before) return std::nullopt;
  Erasable left{version.whole, {}, version.erased};
  std::string_view salts = version.salts;
  std::vector<std::string> pointers;  // of now
  Leaves(version.whole, version.erased).visit([&](const Leaf& one) {
    if (one.digest != nullptr) return;
    const std::string_view salt = salts.substr(0, kSaltBytes);
    salts.remove_prefix(kSaltBytes);
    if (!unwanted(std::string(one.now), *one.value)) {
      left.salts += salt;
      return;
    }
    left.erased.push_back(
        {std::string(one.pointer), std::string(text_of(leaf(salt, one.pointer, *one.value)))});
    pointers.emplace_back(one.now);
  });
  // From the last to the first, so that elements keep their places until their turn.
  for (auto it = pointers.rbegin(); it != pointers.rend(); ++it) {
    const Json::json_pointer at(*it);
    Json& parent = left.whole[at.parent_pointer()];
    if (parent.is_array()) {
      parent.erase(static_cast<std::size_t>(std::stoul(at.back())));
    } else {
      parent.erase(at.back());
    }
    // A list or an object of which nothing is left is not written.
    if (parent.empty() && !at.parent_pointer().empty() &&
        at.parent_pointer().to_string() != "/meta") {
      left.whole.erase(at.parent_pointer().back());
    }
  }
  if (root_of(left.whole, left.salts, left.erased) != before) return std::nullopt;
  version = std::move(left);
  return pointers.size();
}

std::string chain_digest(const VersionSeal& seal) {
  thread_local base::Sha256 hash;
  hash.update("cyberdir/1 version chain");
  hash.update_part(seal.previous).update_part(seal.id);
  hash.update_part(std::to_string(seal.number)).update_part(std::to_string(seal.seq));
  hash.update_part(std::to_string(seal.at.micros))
      .update_part(seal.operation)
      .update_part(seal.status);
  hash.update_part(seal.actor).update_part(seal.on_behalf);
  hash.update_part(seal.declared_at ? std::to_string(seal.declared_at->micros) : std::string());
  hash.update_part(seal.declared_by).update_part(seal.root);
  return std::string(text_of(hash.finish()));
}

std::string attestation_digest(const AttestationSeal& seal) {
  thread_local base::Sha256 hash;
  hash.update("cyberdir/1 attestation").update_part(seal.version);
  hash.update_part(std::to_string(seal.seq)).update_part(std::to_string(seal.at.micros));
  hash.update_part(seal.act).update_part(seal.actor).update_part(seal.on_behalf);
  return std::string(text_of(hash.finish()));
}

std::string log_digest(std::string_view previous, std::int64_t seq, base::Instant at,
                       std::string_view operation, std::string_view what) {
  thread_local base::Sha256 hash;
  hash.update("cyberdir/1 log").update_part(previous);
  hash.update_part(std::to_string(seq)).update_part(std::to_string(at.micros));
  hash.update_part(operation).update_part(what);
  return std::string(text_of(hash.finish()));
}

std::string audit_digest(std::string_view previous, const std::vector<std::string>& texts) {
  thread_local base::Sha256 hash;
  hash.update("cyberdir/1 audit").update_part(previous);
  for (const std::string& text : texts) hash.update_part(text);
  return std::string(text_of(hash.finish()));
}

}  // namespace cyberdir::codec
