// /v1/audit
#include "codec/canonical_json.h"
#include "http/audit_parameters.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/negotiation.h"
#include "http/parameters.h"
#include "http/problem.h"

namespace cyberdir::http {
namespace {

constexpr Form kAuditForms[] = {
    kJsonForm, kXmlForm, {"ndjson", "application/x-ndjson"}, {"csv", "text/csv"}};

Response as_list(const Context& context, const service::AuditPage& page) {
  model::Json items = model::Json::array();
  for (const store::AuditLine& line : page.items) items.push_back(service::audit_json(line));
  const model::Json list = {{"items", std::move(items)},
                            {"total", {{"value", page.total}, {"exact", true}}},
                            {"facets", model::Json::object()}};
  return object_answer(context, "list", codec::canonical_json(list));
}

std::string as_lines(const service::AuditPage& page) {
  std::string text;
  for (const store::AuditLine& line : page.items)
    text += codec::canonical_json(service::audit_json(line)) + '\n';
  return text;
}

Response answer_in(const Context& context, const Form& form, const service::AuditPage& page) {
  if (form.suffix == "json" || form.suffix == "xml") return as_list(context, page);
  if (form.suffix == "ndjson")
    return document_answer(context, form.media_type, "no-store", as_lines(page));
  return document_answer(context, "text/csv; charset=utf-8", "no-store",
                         service::audit_csv(page.items));
}

}  // namespace

Response list_audit(Context& context) {
  if (const auto known = check_parameters(context.request, kAuditParameters); !known)
    return parameter_problem(context, known.error());
  const auto form = choose_form(context, kAuditForms);
  if (!form) return problem(context, form.error());
  const auto query = audit_query_of(context.request);
  if (!query) return problem(context, query.error());
  const auto page = context.registry.audit().page(context.caller, *query);
  if (!page) return problem(context, page.error());
  Response response = answer_in(context, *form, *page);
  response.set("Link",
               page_links(context.request, page->next > 0 ? std::to_string(page->next) : ""));
  response.set("Cache-Control", "no-store");
  return response;
}

}  // namespace cyberdir::http
