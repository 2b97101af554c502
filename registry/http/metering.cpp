#include "http/metering.h"

#include "base/network.h"
#include "http/handlers.h"
#include "http/problem.h"
#include "model/states.h"

namespace cyberdir::http {
namespace {

base::Result<void> charge(const Context& context, std::size_t records) {
  const bool anonymous = context.caller.role == model::Role::anonymous;
  return context.registry.personal_quota().charge(
      context.caller, anonymous ? base::network_of(context.address()) : std::string(),
      static_cast<std::int64_t>(records));
}

Response refusal(Context& context, const Route& route, const base::Error& error) {
  Response response = route.is_page ? page_error(context, error) : problem(context, error);
  if (error.code == base::ErrorCode::quota) {
    response.set("Retry-After", std::to_string(context.registry.personal_quota().seconds_left()));
  }
  return response;
}

// The entry that the route is about: by its id, or by the code of a State.
std::string entry_of(const Context& context) {
  const auto id = context.path.find("id");
  return id != context.path.end() ? id->second : model::state_entry_id(context.part("iso2"));
}

}  // namespace

Response metered(Context& context, const Route& route, Response response) {
  constexpr int kDone = 200;
  if (context.request.method != "GET" || response.status != kDone) return response;
  const auto& persons = context.caller.persons_shown;
  if (persons && persons->count() > 0) {
    const auto allowed = charge(context, persons->count());
    if (!allowed) return refusal(context, route, allowed.error());
  }
  if (route.looks_up) context.registry.look_ups().note(context.caller, entry_of(context));
  return response;
}

}  // namespace cyberdir::http
