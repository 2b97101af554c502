#include "support/signed_up.h"

#include <stdexcept>

#include "base/totp.h"
#include "support/temporary_registry.h"

namespace cyberdir::support {
namespace {

template <typename T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return std::move(*result);
}

}  // namespace

base::Result<std::string> CountingHasher::hash(const base::Secret& password) {
  return hasher_.hash(password);
}

bool CountingHasher::matches(const std::string& hash, const base::Secret& password) {
  ++checked_;
  return hasher_.matches(hash, password);
}

std::unique_ptr<base::PasswordHasher> cheap_hasher() { return std::make_unique<CountingHasher>(); }

std::string Person::code(base::Instant now) const {
  return base::totp_code(totp, base::totp_step_at(now));
}

Person sign_up(service::Registry& registry, const std::string& email, const std::string& role,
               const std::string& owner) {
  const auto made =
      must(registry.accounts().add(operator_origin(), {email, "Name of " + email, role, owner}));
  const auto invitation = must(registry.invitations().look(made.invitation.key));
  Person person{made.account.id, email, invitation.totp};
  // With the code before the present one, so that the present one is left for signing in.
  const base::Instant now = registry.clock().now();
  const base::Secret password{std::string(kGoodPassword)};
  const auto accepted = registry.invitations().accept(
      operator_origin(), made.invitation.key,
      {password, password, base::totp_code(person.totp, base::totp_step_at(now) - 1)});
  if (!accepted) throw std::runtime_error(accepted.error().detail);
  return person;
}

base::Secret signed_in(service::Registry& registry, const Person& person,
                       const std::string& address) {
  const service::SignInPlace place{{{}, "test", ""}, address, {}};
  const auto first = must(registry.sign_in().try_password(
      place, person.email, base::Secret(std::string(kGoodPassword))));
  if (first.outcome != service::SignInStep::Outcome::code_asked)
    throw std::runtime_error("the password of " + person.email + " was not taken");
  const auto second =
      must(registry.sign_in().try_code(place, first.session, person.code(registry.clock().now())));
  if (second.outcome != service::SignInStep::Outcome::signed_in)
    throw std::runtime_error("the code of " + person.email + " was not taken");
  return second.session;
}

}  // namespace cyberdir::support
