// /v1/who
#include <array>

#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/problem.h"

namespace cyberdir::http {

Response get_who(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"value"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  const auto answer = context.registry.reverse_look_up().find(
      context.caller, context.request.parameter("value").value_or(std::string_view()));
  if (!answer) return problem(context, answer.error());
  if (context.request.method == "GET") {  // each is shown as a look-up of it would
    for (const service::Bearer& bearer : answer->items)
      context.registry.look_ups().note(context.caller, bearer.id);
  }
  return object_answer(context, "who", service::who_json(*answer));
}

}  // namespace cyberdir::http
