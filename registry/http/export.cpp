// /v1/export
#include "service/export.h"

#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "http/public_url.h"
#include "model/kinds.h"
#include "model/states.h"

namespace cyberdir::http {
namespace {

// What Accept may choose among; all other forms are asked for by name.
constexpr Form kExportForms[] = {kJsonForm,
                                 kXmlForm,
                                 {"ndjson", "application/x-ndjson"},
                                 {"csv", "text/csv"},
                                 {"vcard", "text/vcard"},
                                 {"jcard", "application/vcard+json"},
                                 {"xcard", "application/vcard+xml"},
                                 {"stix", "application/stix+json"},
                                 {"ical", "text/calendar"}};

base::Result<service::ExportOptions> options_of(const Context& context) {
  service::ExportOptions options;
  const Request& request = context.request;
  if (const auto format = request.parameter("format")) {
    options.form = *format;
  } else {
    CYBERDIR_ASSIGN(form, choose_form(context, kExportForms));
    options.form = form.suffix;
  }
  options.scope.kind = request.parameter("kind").value_or("");
  if (!options.scope.kind.empty() && model::find_kind(options.scope.kind) == nullptr) {
    return base::fail(base::ErrorCode::malformed, "kind: there is no kind of that name");
  }
  options.scope.state = request.parameter("state").value_or("");
  if (!options.scope.state.empty() && !model::is_state_code(options.scope.state)) {
    return base::fail(base::ErrorCode::malformed, "state: it is the code of a State, such as IN");
  }
  for (const std::string_view name : service::kExportFilters) {
    auto values = list_parameter(request, name);
    if (!values.empty()) options.scope.filters.push_back({std::string(name), std::move(values)});
  }
  options.address = public_url(context);
  CYBERDIR_TRY(service::export_form(options));
  CYBERDIR_ASSIGN(as_of, as_of_parameter(request));
  options.scope.as_of = as_of;
  options.audience = request.parameter("audience").value_or("public");
  return options;
}

// Whether the caller may have it, and its moment, which is fixed now so that the headers state what
// the stream will hold. From here on it is on record.
base::Result<store::Moment> begin(const Context& context, service::ExportOptions& options) {
  CYBERDIR_TRY(service::check_may_export(context.caller, options.audience));
  CYBERDIR_ASSIGN(moment, context.registry.directory().resolve(options.scope.as_of));
  options.scope.as_of = service::AsOf{{}, moment.seq};
  if (context.request.method == "GET")
    CYBERDIR_TRY(service::record_export(context.registry.store(), context.origin(), options));
  return moment;
}

}  // namespace

Response export_directory(Context& context) {
  static constexpr std::array<std::string_view, 8> kParameters = {
      "format", "kind", "state", "network", "theme", "category", "as_of", "audience"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  auto options = options_of(context);
  if (!options) return problem(context, options.error());
  const auto caller = audience_parameter(context);
  if (!caller) return problem(context, caller.error());
  const auto moment = begin(context, *options);
  if (!moment) return problem(context, moment.error());
  Response response;
  set_common(context, response);
  response.set("Content-Type", codec::find_output_form(options->form)->media_type);
  set_moment(response, *moment);
  service::Directory& directory = context.registry.directory();
  response.stream = [&directory, caller = *caller, options = *options](base::ByteSink& sink) {
    return service::export_directory(directory, caller, options, sink);
  };
  return response;
}

}  // namespace cyberdir::http
