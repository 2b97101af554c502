// /v1/states
#include "model/states.h"

#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/problem.h"

namespace cyberdir::http {

Response list_states(Context& context) {
  static constexpr std::array<std::string_view, 6> kParameters = {"region", "network", "as_of",
                                                                  "fields", "limit",   "cursor"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  auto query = list_query(context.request);
  if (query) {
    query->filters.insert(query->filters.begin(), {"kind", {"state"}});
    constexpr std::size_t kAll = 200;
    if (!context.request.parameter("limit")) query->limit = kAll;
  }
  return list_answer(context, std::move(query));
}

Response get_state(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"as_of"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  const auto as_of = as_of_parameter(context.request);
  if (!as_of) return problem(context, as_of.error());
  const std::string id = model::state_entry_id(context.part("iso2"));
  const auto entry = context.registry.directory().read(context.caller, id, *as_of);
  if (!entry) return problem(context, entry.error());
  return entry_answer(context, *entry);
}

}  // namespace cyberdir::http
