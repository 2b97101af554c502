// /v1/look-ups, /v1/entries/{id}/look-ups
#include "codec/canonical_json.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/look_up_parameters.h"
#include "http/negotiation.h"
#include "http/parameters.h"
#include "http/problem.h"

namespace cyberdir::http {

Response list_look_ups(Context& context) {
  if (const auto known = check_parameters(context.request, kLookUpParameters); !known)
    return parameter_problem(context, known.error());
  if (const auto form = choose_form(context); !form) return problem(context, form.error());
  const auto query = look_up_query_of(context.request);
  if (!query) return problem(context, query.error());
  const auto page = context.registry.look_ups().of_people(context.caller, *query);
  if (!page) return problem(context, page.error());
  model::Json items = model::Json::array();
  for (const store::LookUpRow& row : page->items) items.push_back(service::look_up_json(row));
  const model::Json list = {{"items", std::move(items)},
                            {"total", {{"value", page->total}, {"exact", true}}},
                            {"facets", model::Json::object()}};
  Response response = object_answer(context, "list", codec::canonical_json(list));
  response.set("Link",
               page_links(context.request, page->more ? key_after(page->items.back()) : ""));
  response.set("Cache-Control", "no-store");
  return response;
}

Response count_look_ups(Context& context) {
  if (const auto known = check_parameters(context.request, {}); !known)
    return parameter_problem(context, known.error());
  if (const auto form = choose_form(context); !form) return problem(context, form.error());
  const auto weeks = context.registry.look_ups().of_entry(context.caller, context.part("id"));
  if (!weeks) return problem(context, weeks.error());
  Response response =
      object_answer(context, "look-ups",
                    codec::canonical_json(service::look_up_weeks_json(context.part("id"), *weeks)));
  response.set("Cache-Control", "no-store");
  return response;
}

}  // namespace cyberdir::http
