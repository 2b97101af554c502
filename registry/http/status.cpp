// How the server is, and where its documents are.
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/metrics.h"
#include "http/problem.h"

namespace cyberdir::http {
namespace {

constexpr std::string_view kNow = "no-store";

}  // namespace

Metrics& metrics() {
  static Metrics counts;
  return counts;
}

Response get_health(Context& context) {
  return document_answer(context, "application/json", kNow, R"({"status":"ok"})");
}

Response get_readiness(Context& context) {
  const auto head = context.registry.directory().head();
  if (!head)
    return problem(context, base::fail(base::ErrorCode::unavailable,
                                       "the store cannot be read at this moment"));
  return document_answer(context, "application/json", kNow,
                         "{\"seq\":" + std::to_string(head->moment.seq) + ",\"status\":\"ready\"}");
}

Response get_metrics(Context& context) {
  std::string body =
      "# HELP cyberdir_requests_total Requests answered, by class of status.\n"
      "# TYPE cyberdir_requests_total counter\n";
  for (std::size_t i = 1; i < metrics().by_class.size(); ++i) {
    body += "cyberdir_requests_total{class=\"" + std::to_string(i) + "xx\"} " +
            std::to_string(metrics().by_class.at(i).load()) + "\n";
  }
  if (const auto head = context.registry.directory().head()) {
    body +=
        "# HELP cyberdir_sequence_number Sequence number of the last change.\n"
        "# TYPE cyberdir_sequence_number gauge\n"
        "cyberdir_sequence_number " +
        std::to_string(head->moment.seq) + "\n";
  }
  return document_answer(context, "text/plain; version=0.0.4; charset=utf-8", kNow,
                         std::move(body));
}

Response get_api_catalog(Context& context) {
  return document_answer(
      context, "application/linkset+json", kNow,
      R"({"linkset":[{"anchor":"/v1/entries","service-desc":[{"href":"/openapi.json","type":"application/json"}],)"
      R"("service-doc":[{"href":"/docs","type":"text/html"}],"status":[{"href":"/healthz","type":"application/json"}],)"
      R"("describedby":[{"href":"/schemas/cyberdir.schema.json","type":"application/schema+json"},)"
      R"({"href":"/schemas/cyberdir.xsd","type":"application/xml"}]}]})");
}

Response get_security_txt(Context& context) {
  const std::string& contact = context.registry.settings().security_contact;
  if (contact.empty()) {
    return problem(
        context,
        base::fail(base::ErrorCode::not_found,
                   "the operator has named no security contact; the option is --security-contact"));
  }
  // RFC 9116 wants a date on which this is stale: the end of this year, or in December of the next.
  const std::string now = base::to_rfc3339(context.registry.clock().now());
  const int year = std::stoi(now.substr(0, 4)) + (now.substr(5, 2) == "12" ? 2 : 1);
  return document_answer(context, "text/plain; charset=utf-8", kNow,
                         "Contact: " + contact + "\nExpires: " + std::to_string(year) +
                             "-01-01T00:00:00Z\nPreferred-Languages: en, fr, es, ar, ru, zh\n");
}

}  // namespace cyberdir::http
