// /v1/capabilities: what this server reads, writes and takes, for programs that would rather ask
// than try.
#include "codec/canonical_json.h"
#include "codec/forms/output_form.h"
#include "http/api_description.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "importers/importer.h"
#include "model/kinds.h"
#include "page/languages.h"
#include "service/export.h"

namespace cyberdir::http {
namespace {

using model::Json;

// Our own forms are read too; importers are for those of others.
constexpr std::string_view kOwnForms[] = {"json", "ndjson", "xml", "csv"};

// Forms of others that are read and not written are all JSON.
std::string media_type_of(std::string_view name) {
  const codec::OutputForm* form = codec::find_output_form(name);
  return std::string(form == nullptr ? std::string_view("application/json") : form->media_type);
}

Json forms_in() {
  Json forms = Json::array();
  for (const std::string_view name : kOwnForms) {
    forms.push_back({{"name", name},
                     {"title", codec::find_output_form(name)->title},
                     {"media_type", media_type_of(name)}});
  }
  for (const importers::Importer& importer : importers::importers()) {
    forms.push_back({{"name", importer.name},
                     {"title", importer.title},
                     {"source", importer.source},
                     {"media_type", media_type_of(importer.name)}});
  }
  return forms;
}

Json texts(std::span<const std::string_view> all) {
  Json list = Json::array();
  for (const std::string_view text : all) list.push_back(text);
  return list;
}

// Kinds are always said, so that nobody has to know what their absence means.
Json kinds_of(const codec::OutputForm& form) {
  if (!form.kinds.empty()) return texts(form.kinds);
  Json all = Json::array();
  for (const model::Kind& kind : model::kinds()) all.push_back(kind.name);
  return all;
}

Json forms_out() {
  Json forms = Json::array();
  for (const codec::OutputForm& form : codec::output_forms()) {
    forms.push_back({{"name", form.name},
                     {"title", form.title},
                     {"media_type", form.media_type},
                     {"suffix", form.suffix},
                     {"kinds", kinds_of(form)},
                     {"one_kind", form.one_kind},
                     {"losses", texts(form.losses)}});
  }
  return forms;
}

// The same for everyone until the program is another.
const std::string& capabilities() {
  static const auto* const kText = [] {
    const Json description = Json::parse(api_description());
    Json filters = texts(facet_names());
    Json exports = Json::array({"kind", "state"});
    for (const std::string_view name : service::kExportFilters) exports.push_back(name);
    const Json all = {{"version", description.at("info").at("version")},
                      {"languages", texts(page::languages())},
                      {"formats", {{"in", forms_in()}, {"out", forms_out()}}},
                      {"filters", {{"list", std::move(filters)}, {"export", std::move(exports)}}},
                      {"limits", {{"entry_bytes", 1U << 20U}, {"list_items", 200}}}};
    return new std::string(codec::canonical_json(all));
  }();
  return *kText;
}

}  // namespace

Response get_capabilities(Context& context) {
  if (const auto known = check_parameters(context.request, {}); !known)
    return parameter_problem(context, known.error());
  return object_answer(context, "capabilities", capabilities());
}

}  // namespace cyberdir::http
