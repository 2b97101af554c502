// The contract: schemas and the description of the API.
#include "codec/json_schema.h"
#include "codec/xsd.h"
#include "http/api_description.h"
#include "http/entry_answer.h"
#include "http/handlers.h"

namespace cyberdir::http {
namespace {

Response document(const Context& context, std::string_view type, std::string body) {
  Response response;
  set_common(context, response);
  response.set("Cache-Control", "public, max-age=300");
  response.set("Content-Type", type);
  response.body = std::move(body);
  return response;
}

}  // namespace

Response get_json_schema(Context& context) {
  return document(context, "application/schema+json",
                  codec::json_schema(codec::SchemaProfile::publish).dump(2));
}

Response get_draft_json_schema(Context& context) {
  return document(context, "application/schema+json",
                  codec::json_schema(codec::SchemaProfile::draft).dump(2));
}

Response get_xml_schema(Context& context) {
  return document(context, "application/xml", codec::xml_schema());
}

Response get_openapi(Context& context) {
  return document(context, "application/json", api_description());
}

}  // namespace cyberdir::http
