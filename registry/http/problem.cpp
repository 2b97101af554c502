#include "http/problem.h"

#include "base/error_table.h"
#include "codec/canonical_json.h"
#include "codec/xml_writer.h"
#include "http/negotiation.h"
#include "page/languages.h"
#include "service/answer_json.h"

namespace cyberdir::http {

using model::Json;

Response problem_of_type(const Context& context, std::string_view type, std::string_view title,
                         int status, const base::Error& error, const Json& more) {
  Json body = more;
  body["type"] = "/problems/" + std::string(type);
  const std::string language(
      page::choose_language(context.request.header("accept-language").value_or("")));
  const std::string words(page::words(language, "problem." + std::string(type) + ".title"));
  body["title"] = words.empty() ? std::string(title) : words;
  body["status"] = status;
  body["detail"] = error.detail;
  body["instance"] = context.request.id;
  if (!error.findings.empty()) {
    Json list = Json::array();
    for (const base::Finding& finding : error.findings)
      list.push_back(service::finding_json(finding));
    body["errors"] = std::move(list);
  }
  Response response;
  response.status = status;
  if (wants_xml(context)) {
    response.set("Content-Type", "application/problem+xml");
    codec::append_answer_xml(response.body, "problem", body);
  } else {
    response.set("Content-Type", "application/problem+json");
    response.body = codec::canonical_json(body);
  }
  response.set("Cache-Control", "no-store");
  response.set("Vary", "Accept, Accept-Language, Authorization");
  response.set("Content-Language", language);
  if (status == 401) response.set("WWW-Authenticate", "Bearer realm=\"cyberdir\"");
  if (status == 503) response.set("Retry-After", "5");
  return response;
}

Response problem(const Context& context, const base::Error& error, const Json& more) {
  const base::ErrorRow& row = base::error_row(error.code);
  base::Error shown = error;
  if (error.code == base::ErrorCode::internal)
    shown.detail =
        "the server failed; the operator finds the reason in the log under this request id";
  return problem_of_type(context, row.type, row.title, row.http_status, shown, more);
}

}  // namespace cyberdir::http
