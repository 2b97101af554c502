// The contract: schemas and the description of the API.
#include "codec/json_schema.h"
#include "codec/xsd.h"
#include "http/api_description.h"
#include "http/entry_answer.h"
#include "http/handlers.h"

namespace cyberdir::http {
namespace {

constexpr std::string_view kShortWhile = "public, max-age=300";

}  // namespace

Response get_json_schema(Context& context) {
  return document_answer(context, "application/schema+json", kShortWhile,
                         codec::json_schema(codec::SchemaProfile::publish).dump(2));
}

Response get_draft_json_schema(Context& context) {
  return document_answer(context, "application/schema+json", kShortWhile,
                         codec::json_schema(codec::SchemaProfile::draft).dump(2));
}

Response get_xml_schema(Context& context) {
  return document_answer(context, "application/xml", kShortWhile, codec::xml_schema());
}

Response get_openapi(Context& context) {
  return document_answer(context, "application/json", kShortWhile, api_description());
}

}  // namespace cyberdir::http
