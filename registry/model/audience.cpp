#include "model/audience.h"

#include <algorithm>
#include <array>

#include "model/states.h"

namespace cyberdir::model {
namespace {

constexpr std::array<std::string_view, 6> kRoleNames = {
    "anonymous", "reader", "editor", "manager", "secretariat", "administrator"};

bool lists(std::string_view codes, std::string_view code) {
  while (!codes.empty()) {
    const auto comma = codes.find(',');
    if (codes.substr(0, comma) == code) return true;
    if (comma == std::string_view::npos) return false;
    codes.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace

void PersonsShown::note(std::string_view entry) {
  if (!entries_.contains(entry)) entries_.emplace(entry);
}

std::string_view name_of(Role role) { return kRoleNames.at(static_cast<std::size_t>(role)); }

std::optional<Role> role_named(std::string_view name) {
  const auto found = std::find(kRoleNames.begin(), kRoleNames.end(), name);
  if (found == kRoleNames.end()) return std::nullopt;
  return static_cast<Role>(found - kRoleNames.begin());
}

bool Caller::in_group(std::string_view group) const {
  if (role == Role::anonymous || role == Role::administrator) return false;
  if (role == Role::secretariat) return true;
  if (every_state) return group.empty() || group == "states";
  if (!is_state_code(owner)) return false;
  if (group.empty() || group == "states") return true;
  if (group.starts_with("network:")) {
    return std::find(networks.begin(), networks.end(), group.substr(8)) != networks.end();
  }
  return group.starts_with("named:") && lists(group.substr(6), owner);
}

bool Caller::may_write(std::string_view entry_owner) const {
  if (operates) return true;
  switch (role) {
    case Role::editor:
    case Role::manager:
      return !owner.empty() && owner == entry_owner;
    case Role::secretariat:
      return entry_owner == "registry" || entry_owner == "secretariat";
    default:
      return false;
  }
}

std::string Caller::on_behalf_of() const {
  if (operates) return "registry";
  if (role == Role::secretariat) return "secretariat";
  return owner;
}

Visibility level_for(const Caller& caller, std::string_view owner, std::string_view group) {
  if (caller.operates || caller.role == Role::secretariat) return Visibility::owner;
  const bool reads_own = caller.role == Role::editor || caller.role == Role::manager;
  if (reads_own && !owner.empty() && caller.owner == owner) return Visibility::owner;
  const bool is_own = caller.role == Role::reader && !owner.empty() && caller.owner == owner;
  return is_own || caller.in_group(group) ? Visibility::group : Visibility::open;
}

Caller uncounted(Caller caller) {
  caller.persons_shown.reset();
  return caller;
}

std::optional<Caller> narrowed(const Caller& caller, std::string_view audience) {
  const auto anybody = [&] {
    Caller anonymous;
    anonymous.persons_shown = caller.persons_shown;  // it is still this caller who is shown them
    return anonymous;
  };
  if (audience == "public") return anybody();
  if (audience == "states") {
    if (caller.role == Role::anonymous || caller.role == Role::administrator) return anybody();
    Caller reader = caller;
    reader.operates = false;
    // The secretariat stands for no State of its own: it sees what all of them do.
    reader.every_state = caller.every_state || caller.role == Role::secretariat;
    reader.role = Role::reader;
    return reader;
  }
  return std::nullopt;
}

}  // namespace cyberdir::model
