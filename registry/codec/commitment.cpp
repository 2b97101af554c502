#include "codec/commitment.h"

#include <functional>

#include "base/bytes.h"
#include "base/sha256.h"
#include "codec/canonical_json.h"

namespace cyberdir::codec {
namespace {

using model::Json;

constexpr std::size_t kSaltBytes = 16;

using VisitLeaf = std::function<void(const std::string& pointer, const Json& value)>;

void for_each_leaf(const Json& whole, const VisitLeaf& visit) {
  std::string pointer;
  for (auto it = whole.begin(); it != whole.end(); ++it) {
    const std::string& name = it.key();
    const bool by_member = it->is_object() && (name == "meta" || name == "extensions");
    const bool by_element = it->is_array() && (name == "channels" || name == "keys");
    if (by_member) {
      for (auto member = it->begin(); member != it->end(); ++member) {
        pointer = "/" + name + "/" + member.key();
        visit(pointer, *member);
      }
    } else if (by_element) {
      for (std::size_t i = 0; i < it->size(); ++i)
        visit("/" + name + "/" + std::to_string(i), (*it)[i]);
    } else {
      pointer = "/" + name;
      visit(pointer, *it);
    }
  }
}

base::Digest leaf(std::string_view salt, std::string_view pointer, const Json& value) {
  thread_local base::Sha256 hash;
  thread_local std::string canonical;
  canonical.clear();
  append_canonical(canonical, value);
  return hash.update(salt).update_part(pointer).update(canonical).finish();
}

std::string_view text_of(const base::Digest& digest) { return base::view_of(digest); }

}  // namespace

// Salts are stored as one run of kSaltBytes a leaf. (Redaction, when it comes, marks a leaf by a
// record of its own; the length of an unmarked run says how many leaves there must be.)
Commitment commit(const Json& whole, base::Random& random) {
  std::size_t leaves = 0;
  for_each_leaf(whole, [&](const std::string&, const Json&) { ++leaves; });
  Commitment result;
  result.salts.resize(leaves * kSaltBytes);
  random.fill({reinterpret_cast<std::uint8_t*>(result.salts.data()), result.salts.size()});
  result.root = *root_of(whole, result.salts);
  return result;
}

std::optional<std::string> root_of(const Json& whole, std::string_view salts) {
  base::Sha256 root;
  root.update("cyberdir/1 version root");
  bool enough = true;
  for_each_leaf(whole, [&](const std::string& pointer, const Json& value) {
    if (salts.size() < kSaltBytes) {
      enough = false;
      return;
    }
    root.update(text_of(leaf(salts.substr(0, kSaltBytes), pointer, value)));
    salts.remove_prefix(kSaltBytes);
  });
  if (!enough || !salts.empty()) return std::nullopt;
  return std::string(text_of(root.finish()));
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

std::string log_digest(std::string_view previous, std::int64_t seq, base::Instant at,
                       std::string_view operation, std::string_view version_chain) {
  thread_local base::Sha256 hash;
  hash.update("cyberdir/1 log").update_part(previous);
  hash.update_part(std::to_string(seq)).update_part(std::to_string(at.micros));
  hash.update_part(operation).update_part(version_chain);
  return std::string(text_of(hash.finish()));
}

std::string audit_digest(std::string_view previous, const std::vector<std::string>& texts) {
  thread_local base::Sha256 hash;
  hash.update("cyberdir/1 audit").update_part(previous);
  for (const std::string& text : texts) hash.update_part(text);
  return std::string(text_of(hash.finish()));
}

}  // namespace cyberdir::codec
