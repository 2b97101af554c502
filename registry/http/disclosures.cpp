// /v1/disclosures
#include "http/administration.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/object_body.h"
#include "http/problem.h"
#include "service/account_json.h"

namespace cyberdir::http {
namespace {

base::Result<service::Disclosure> ask(Context& context) {
  CYBERDIR_ASSIGN(body, read_object(context.request, "disclosure"));
  service::DisclosureRequest request;
  request.entry = body.text("entry").value_or("");
  request.from = body.text("from").value_or("");
  request.until = body.text("until").value_or("");
  request.note = body.text("note").value_or("");
  CYBERDIR_TRY(body.check());
  return context.registry.disclosures().ask(context.origin(), request);
}

}  // namespace

Response list_disclosures(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto disclosures = context.registry.disclosures().list(context.caller);
  if (!disclosures) return problem(context, disclosures.error());
  model::Json items = model::Json::array();
  for (const service::Disclosure& disclosure : *disclosures)
    items.push_back(service::disclosure_json(disclosure));
  return administration_answer(context, "list", service::items_json(std::move(items)), 200);
}

Response create_disclosure(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto asked = ask(context);
  if (!asked) return problem(context, asked.error());
  return administration_answer(context, "disclosure", service::disclosure_json(*asked), 201);
}

Response confirm_disclosure(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto disclosed =
      context.registry.disclosures().confirm(context.origin(), context.part("id"));
  if (!disclosed) return problem(context, disclosed.error());
  return administration_answer(context, "disclosure", service::disclosed_json(*disclosed), 200);
}

}  // namespace cyberdir::http
