#include "service/account_rights.h"

namespace cyberdir::service {
namespace {

constexpr std::string_view kAccountActor = "account:";

}  // namespace

using model::Role;

bool may_give_access(const model::Caller& caller, Role role, std::string_view owner) {
  if (role == Role::anonymous) return false;
  if (caller.operates || caller.role == Role::administrator) return true;
  if (caller.role == Role::secretariat) return role == Role::manager;
  if (caller.role != Role::manager || caller.owner.empty() || caller.owner != owner) return false;
  return role == Role::reader || role == Role::editor || role == Role::manager;
}

bool gives_access(const model::Caller& caller) {
  return caller.operates || caller.role == Role::administrator ||
         caller.role == Role::secretariat || caller.role == Role::manager;
}

bool is_person(const model::Caller& caller) { return caller.actor.starts_with(kAccountActor); }

std::string actor_of_account(std::string_view id) {
  return std::string(kAccountActor) + std::string(id);
}

}  // namespace cyberdir::service
