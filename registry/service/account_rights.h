// Who may give whom access: the one table behind accounts and tokens.
#pragma once

#include <string>
#include <string_view>

#include "model/audience.h"

namespace cyberdir::service {

/// True where `caller` may make, change or end an account or token of this role and owner. An
/// administrator all; the secretariat managers; a manager those of its own owner, up to manager.
[[nodiscard]] bool may_give_access(const model::Caller& caller, model::Role role,
                                   std::string_view owner);

/// True where the caller may give access to anybody at all.
[[nodiscard]] bool gives_access(const model::Caller& caller);

/// True for a caller who signed in as a person, not by a token.
[[nodiscard]] bool is_person(const model::Caller& caller);

/// How an account is named as an actor, in the record and in Caller::actor.
[[nodiscard]] std::string actor_of_account(std::string_view id);

}  // namespace cyberdir::service
