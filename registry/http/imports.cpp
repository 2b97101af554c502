// /v1/imports
#include <array>

#include "codec/canonical_json.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/import_answer.h"
#include "http/import_request.h"
#include "http/list_answer.h"
#include "http/negotiation.h"
#include "http/parameters.h"
#include "http/preconditions.h"
#include "http/problem.h"
#include "service/answer_json.h"

namespace cyberdir::http {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;
using service::ImportItem;
using service::ItemChoice;
using service::KeptImport;

constexpr std::size_t kUsualItems = 50;
constexpr std::int64_t kMostItems = 200;
constexpr std::size_t kFindingsOfProblem = 100;
constexpr Form kRowForms[] = {{"csv", "text/csv"}};

std::string path_of(const std::string& id) { return "/v1/imports/" + id; }

Result<ItemChoice> choice_parameter(const Request& request) {
  const auto only = request.parameter("only");
  if (!only) return ItemChoice::all;
  if (*only == "errors") return ItemChoice::errors;
  if (*only == "findings") return ItemChoice::findings;
  return bad_parameter("only", "it is errors or findings");
}

Json items_as_json(const std::vector<ImportItem>& items) {
  Json list = Json::array();
  for (const ImportItem& item : items) list.push_back(service::import_item_json(item));
  return list;
}

// The report with its first items, where those are kept.
Response first_report(Context& context, const KeptImport& import, int status) {
  Json json = import_json(import);
  std::string next;
  if (import.has_items) {
    const auto page = context.registry.imports().items(context.caller, import.row.id, 0,
                                                       kUsualItems, ItemChoice::all);
    if (!page) return problem(context, page.error());
    json["items"] = items_as_json(page->items);
    Request report;
    report.path = path_of(import.row.id);
    if (page->next != 0) next = page_links(report, std::to_string(page->next));
  }
  Response response = object_answer(context, "import", codec::canonical_json(json));
  if (response.status != 200) return response;
  response.status = status;
  response.set("Cache-Control", "no-store");
  response.set("Location", path_of(import.row.id));
  if (!next.empty()) response.set("Link", next);
  return response;
}

// What was wrong: of the whole file first, then of its records with their rows.
Response refusal_of(Context& context, const KeptImport& import) {
  base::Error error = import_error(import);
  if (import.row.state == "refused" && import.has_items) {
    const auto page = context.registry.imports().items(context.caller, import.row.id, 0,
                                                       kFindingsOfProblem, ItemChoice::errors);
    if (!page) return problem(context, page.error());
    for (const ImportItem& item : page->items) {
      for (base::Finding finding : item.findings) {
        if (finding.severity != base::Severity::error) continue;
        if (item.row != 0) finding.row = item.row;
        if (item.line) finding.line = item.line;
        error.findings.push_back(std::move(finding));
      }
    }
    if (error.findings.size() > kFindingsOfProblem) error.findings.resize(kFindingsOfProblem);
  }
  Json more = {{"import", path_of(import.row.id)}};
  if (import.answer.contains("summary")) more["summary"] = import.answer["summary"];
  Response response = problem(context, error, more);
  response.set("Link", "<" + path_of(import.row.id) + ">; rel=\"related\"");
  return response;
}

// Waits for an import that was begun as long as the caller wants to, and says what became of it.
Response answer_of_run(Context& context, const Result<std::string>& begun) {
  if (!begun) return problem(context, begun.error());
  service::ImportArchive& imports = context.registry.imports();
  const Patience patience = patience_of(context.request);
  imports.wait(*begun, patience.wait);
  const auto import = imports.get(context.caller, *begun);
  if (!import) return problem(context, import.error());
  const std::string& state = import->row.state;
  // The report of a plan is what was asked for, whatever it says of the records.
  const Json options = import->answer.value("options", Json::object());
  const bool planned = options.value("dry_run", false);
  const bool failed = state == "failed" || (state == "refused" && !planned);
  Response response = failed ? refusal_of(context, *import)
                             : first_report(context, *import, state == "running" ? 202 : 201);
  if (state == "running") response.set("Retry-After", "1");
  if (!patience.applied.empty()) response.set("Preference-Applied", patience.applied);
  return response;
}

// Everything that can be refused before the file is read.
Result<service::ImportOptions> asked_of(const Context& context) {
  CYBERDIR_TRY(check_may_import(context));
  CYBERDIR_TRY(choose_form(context));
  CYBERDIR_TRY(check_upload_size(context.request));
  if (content_type(context.request).starts_with("multipart/"))
    return fail(ErrorCode::unsupported, "the body is the file itself, not a form with it");
  CYBERDIR_ASSIGN(options, import_options(context.request));
  if (!options.plan.empty() && options.dry_run)
    return bad_parameter("plan", "a plan is applied without dry_run");
  return std::move(options);
}

}  // namespace

Response create_import(Context& context) {
  const auto options = asked_of(context);
  if (!options) return parameter_problem(context, options.error());
  const auto key = idempotency_key(context.request);
  if (!key) return problem(context, key.error());
  return answer_of_run(context, begin_import(context, *context.request.body, *options, *key));
}

Response apply_import(Context& context) {
  if (const auto known = check_parameters(context.request, {}); !known)
    return parameter_problem(context, known.error());
  if (const auto allowed = check_may_import(context); !allowed)
    return problem(context, allowed.error());
  if (const auto form = choose_form(context); !form) return problem(context, form.error());
  const auto key = idempotency_key(context.request);
  if (!key) return problem(context, key.error());
  return answer_of_run(context, apply_plan(context, context.part("id"), *key));
}

Response list_imports(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"limit", "cursor"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  if (const auto allowed = check_may_import(context); !allowed)
    return problem(context, allowed.error());
  const auto limit = number_parameter(context.request, "limit", 1, kMostItems, 20);
  if (!limit) return problem(context, limit.error());
  const auto key = read_cursor(context.request);
  const auto before = key ? whole_number(key->empty() ? "0" : *key) : std::nullopt;
  if (!before)
    return problem(context, fail(ErrorCode::malformed, "cursor: it is not one of this query"));
  const auto size = static_cast<std::size_t>(*limit);
  auto imports = context.registry.imports().list(context.caller, *before, size + 1);
  if (!imports) return problem(context, imports.error());
  const bool more = imports->size() > size;
  if (more) imports->resize(size);
  Json items = Json::array();
  for (const KeptImport& import : *imports) items.push_back(import_json(import));
  Response response =
      object_answer(context, "list", codec::canonical_json(Json{{"items", std::move(items)}}));
  if (response.status != 200) return response;
  response.set("Cache-Control", "no-store");
  response.set("Link", page_links(context.request,
                                  more ? std::to_string(imports->back().row.row) : std::string()));
  return response;
}

Response get_import(Context& context) {
  static constexpr std::array<std::string_view, 3> kParameters = {"limit", "cursor", "only"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  if (const auto allowed = check_may_import(context); !allowed)
    return problem(context, allowed.error());
  if (const auto form = choose_form(context); !form) return problem(context, form.error());
  const auto limit = number_parameter(context.request, "limit", 1, kMostItems, kUsualItems);
  if (!limit) return problem(context, limit.error());
  const auto only = choice_parameter(context.request);
  if (!only) return problem(context, only.error());
  const auto key = read_cursor(context.request);
  const auto from = key ? whole_number(key->empty() ? "0" : *key) : std::nullopt;
  if (!from)
    return problem(context, fail(ErrorCode::malformed, "cursor: it is not one of this query"));
  const auto import = context.registry.imports().get(context.caller, context.part("id"));
  if (!import) return problem(context, import.error());
  Json json = import_json(*import);
  std::uint64_t next = 0;
  if (import->has_items) {
    const auto page = context.registry.imports().items(context.caller, import->row.id,
                                                       static_cast<std::uint64_t>(*from),
                                                       static_cast<std::size_t>(*limit), *only);
    if (!page) return problem(context, page.error());
    json["items"] = items_as_json(page->items);
    next = page->next;
  }
  Response response = object_answer(context, "import", codec::canonical_json(json));
  if (response.status != 200) return response;
  response.set("Cache-Control", "no-store");
  response.set("Link", page_links(context.request, next != 0 ? std::to_string(next) : ""));
  if (import->row.state == "running") response.set("Retry-After", "1");
  return response;
}

Response get_failed_rows(Context& context) {
  if (const auto known = check_parameters(context.request, {}); !known)
    return parameter_problem(context, known.error());
  if (const auto allowed = check_may_import(context); !allowed)
    return problem(context, allowed.error());
  const auto form = choose_form(context, kRowForms);
  if (!form) return problem(context, form.error());
  service::ImportArchive& imports = context.registry.imports();
  const auto import = imports.get(context.caller, context.part("id"));
  if (!import) return problem(context, import.error());
  if (!import->has_items) {
    return problem(context, fail(ErrorCode::gone,
                                 "the items of this import are not kept: it has none yet, their "
                                 "time is over, or something in them was erased"));
  }
  Response response;
  set_common(context, response);
  response.set("Cache-Control", "no-store");
  response.set("Content-Type", "text/csv; charset=utf-8");
  response.set("Content-Disposition", "attachment; filename=\"" + failed_rows_name(*import) + "\"");
  response.stream = [&imports, caller = context.caller, id = import->row.id](base::ByteSink& sink) {
    return write_failed_rows(imports, caller, id, sink);
  };
  return response;
}

}  // namespace cyberdir::http
