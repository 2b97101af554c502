#include "service/networks.h"

#include "codec/json_reader.h"
#include "model/states.h"

namespace cyberdir::service {

std::vector<std::string> Networks::of(store::Reader& reader, const std::string& owner) {
  if (!model::is_state_code(owner)) return {};
  const std::int64_t seq = reader.head().seq;
  {
    const std::lock_guard lock(mutex_);
    if (seq_ == seq) {
      if (const auto known = known_.find(owner); known != known_.end()) return known->second;
    }
  }
  std::vector<std::string> networks;
  const auto row = reader.entry(model::state_entry_id(owner));
  const auto projection =
      row ? reader.projection(row->span, model::Visibility::open) : std::nullopt;
  if (projection) {
    if (const auto tree = codec::read_stored(projection->json)) {
      for (const model::Json& name : tree->value("memberships", model::Json::array()))
        networks.push_back(name.get<std::string>());
    }
  }
  const std::lock_guard lock(mutex_);
  if (seq_ != seq) known_.clear();
  seq_ = seq;
  known_[owner] = networks;
  return networks;
}

}  // namespace cyberdir::service
