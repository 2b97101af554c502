// /{language}/imports/{id}: what an import would do or did, row by row, and what is decided on it
#include <algorithm>
#include <array>

#include "codec/canonical_json.h"
#include "http/field_view.h"
#include "http/handlers.h"
#include "http/import_answer.h"
#include "http/import_request.h"
#include "http/list_answer.h"
#include "http/pages_names.h"
#include "http/parameters.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "page/languages.h"
#include "page/render.h"
#include "service/import_archive.h"

namespace cyberdir::http {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;
using page::ImportPage;
using service::ImportItem;
using service::ItemChoice;
using service::KeptImport;

constexpr std::size_t kRowsOfAPage = 25;
constexpr std::chrono::seconds kPatience{10};
constexpr std::string_view kDecide = "decide-";

std::string path_of(const std::string& id) { return "/imports/" + id; }

std::string words(const PageRequest& page, std::string_view key) {
  return std::string(page::words(page.language, key));
}

ImportPage::Finding finding_in_words(const PageRequest& page, const base::Finding& finding) {
  std::string said = words(page, "finding." + finding.code);
  if (said.empty()) said = finding.detail;
  if (finding.pointer.starts_with('/')) {
    said = page::sentence(
        page.language, "finding.at",
        {{"place", page::place_label(page.language, finding.pointer)}, {"what", said}});
  }
  return {std::move(said), finding.severity == base::Severity::error};
}

// The kind of an entry, as far as the reader sees the entry.
const model::Kind* kind_of(const PageRequest& page, const std::string& id) {
  const auto entry = page.directory().read(page.reader_of_titles(), id);
  return entry ? model::find_kind(string_in(tree_of(*entry), "kind")) : nullptr;
}

void put_changes(const PageRequest& page, Names& names, const ImportItem& item,
                 ImportPage::Row& row) {
  if (item.differences.empty()) return;
  const model::Kind* kind = kind_of(page, item.id);
  const FieldView view(names, page.language);
  const auto value = [&](const std::string& pointer,
                         const std::optional<Json>& json) -> std::optional<page::Value> {
    if (!json) return std::nullopt;
    return kind == nullptr ? FieldView::plain(*json) : view.at(*kind, pointer, *json);
  };
  for (const model::Change& change : item.differences) {
    page::Change line;
    line.pointer = change.pointer;
    line.before = value(change.pointer, change.from);
    line.after = value(change.pointer, change.to);
    if (!change.from) line.kind = page::Change::Kind::added;
    if (!change.to) line.kind = page::Change::Kind::removed;
    row.changes.push_back(std::move(line));
  }
}

ImportPage::Row row_of(const PageRequest& page, Names& names, const KeptImport& import,
                       const ImportItem& item) {
  ImportPage::Row row;
  if (item.row != 0) row.number = std::to_string(item.row);
  if (item.line)
    row.line =
        page::sentence(page.language, "import.line", {{"number", std::to_string(*item.line)}});
  row.place = item.place;
  row.action = item.action;
  if (const auto link = item.id.empty() ? std::nullopt : names.entry(item.id)) {
    row.title = link->text;
    row.path = link->path;
  }
  if (!item.submission.empty()) row.submission_path = "/submissions/" + item.submission;
  put_changes(page, names, item, row);
  for (const base::Finding& finding : item.findings)
    row.findings.push_back(finding_in_words(page, finding));
  for (const service::Candidate& candidate : item.candidates) {
    const auto link = names.entry(candidate.id);
    row.candidates.push_back(
        {link ? link->text : page::Text{candidate.id, {}}, link ? link->path : std::string(),
         page::code_label(page.language, "import-reason", candidate.reason), candidate.id});
  }
  const Json decisions =
      import.answer.value("options", Json::object()).value("decisions", Json::object());
  row.decision = decisions.value(row.number, "");
  return row;
}

void put_sums(const KeptImport& import, ImportPage& shown) {
  const auto sums = import.answer.find("summary");
  if (sums == import.answer.end()) return;
  for (const char* name : {"create", "update", "unchanged", "withdraw", "error", "warning"}) {
    shown.sums.emplace_back("import.sum." + std::string(name),
                            std::to_string(sums->value(name, std::uint64_t{0})));
  }
}

void put_facts(const PageRequest& page, const KeptImport& import, ImportPage& shown) {
  shown.facts = {{"column.format", import.row.format},
                 {"column.at", time_words(page, import.row.at)}};
  const Json options = import.answer.value("options", Json::object());
  shown.facts.emplace_back("form.on_error", page::code_label(page.language, "import-on-error",
                                                             options.value("on_error", "abort")));
  shown.facts.emplace_back(
      "form.mode", page::code_label(page.language, "import-mode", options.value("mode", "merge")));
  if (options.contains("scope")) shown.facts.emplace_back("form.scope", options.value("scope", ""));
  if (import.progress) {
    shown.facts.emplace_back(
        "import.progress",
        page::counted(page.language, "import.progress.records", import.progress->records));
  }
}

void put_state(const PageRequest& page, const KeptImport& import, ImportPage& shown) {
  const std::string& state = import.row.state;
  shown.state = state;
  shown.heading = import.row.file.empty()
                      ? words(page, "import.title.unnamed")
                      : page::sentence(page.language, "import.title", {{"file", import.row.file}});
  if (state == "failed" || state == "refused") {
    const base::Error error = import_error(import);
    shown.wrong = words(page, "import.notice." + state);
    if (state == "failed") shown.wrong += " " + error.detail;
    for (const base::Finding& finding : error.findings)
      shown.findings.push_back(finding_in_words(page, finding));
  } else {
    shown.notice = words(page, "import.notice." + state);
    if (state == "planned" && !import.has_file) shown.notice = words(page, "import.no_file");
  }
}

void put_acts(const KeptImport& import, ImportPage& shown) {
  const bool again = import.has_file && import.answer.value("dry_run", false);
  if (again) shown.decide_path = path_of(import.row.id);
  if (again && import.row.state == "planned") {
    page::Form form;
    form.name = "apply";
    form.action = path_of(import.row.id);
    form.button = "action.apply_import";
    form.hidden = {{"act", "apply"}};
    shown.forms.push_back(std::move(form));
  }
}

void put_links(const PageRequest& page, const KeptImport& import, ImportPage& shown) {
  const std::string path = path_of(import.row.id);
  const Json sums = import.answer.value("summary", Json::object());
  if (import.has_items && sums.value("error", 0) > 0)
    shown.files.emplace_back("import.failed_rows", "/v1" + path + "/failed.csv");
  const Json submissions = import.answer.value("submissions", Json::array());
  if (!submissions.empty()) shown.links.emplace_back("import.submissions", "/submissions");
  shown.links.emplace_back("imports.title", "/imports");
  shown.json_path = form_address(page, path, "json");
  shown.xml_path = form_address(page, path, "xml");
}

struct Filter {
  std::string_view name;
  ItemChoice choice;
};
constexpr std::array<Filter, 3> kFilters = {
    {{"all", ItemChoice::all}, {"findings", ItemChoice::findings}, {"errors", ItemChoice::errors}}};

Result<void> put_rows(const PageRequest& page, const KeptImport& import, ImportPage& shown) {
  const Request& request = page.context.request;
  const std::string_view only = request.parameter("only").value_or("all");
  const auto* const filter = std::find_if(kFilters.begin(), kFilters.end(),
                                          [&](const Filter& one) { return one.name == only; });
  CYBERDIR_ASSIGN(key, read_cursor(request));
  const auto from = whole_number(key.empty() ? "0" : key);
  if (filter == kFilters.end() || !from)
    return fail(ErrorCode::malformed, "there is no such part of the report");
  if (import.row.state == "running") return {};
  if (!import.has_items) {
    if (import.answer.contains("summary")) shown.nothing = "import.gone";
    return {};
  }
  for (const Filter& one : kFilters) {
    const std::string query = one.name == "all" ? "" : "?only=" + std::string(one.name);
    shown.ways.push_back({page::code_label(page.language, "import-filter", one.name),
                          path_of(import.row.id) + query, &one == filter});
  }
  CYBERDIR_ASSIGN(items, page.context.registry.imports().items(page.caller(), import.row.id,
                                                               static_cast<std::uint64_t>(*from),
                                                               kRowsOfAPage, filter->choice));
  Names names(page);
  for (const ImportItem& item : items.items)
    shown.rows.push_back(row_of(page, names, import, item));
  if (shown.rows.empty()) shown.nothing = "import.nothing";
  if (items.next != 0)
    shown.next_path =
        page_address(request, {{"cursor", make_cursor(request, std::to_string(items.next))}});
  return {};
}

// What was decided before, and what the page says now; an empty choice takes a decision back.
Result<void> take_decisions(const FormFields& sent, service::ImportOptions& options,
                            const std::vector<std::string>& rows) {
  for (const std::string& row : rows) {
    const std::string decision = sent.text(std::string(kDecide) + row);
    options.decisions.erase(static_cast<std::uint64_t>(whole_number(row).value_or(0)));
    if (!decision.empty()) CYBERDIR_TRY(service::add_decision(options, row + ":" + decision));
  }
  return {};
}

Result<std::string> plan_again(Context& context, const std::string& id) {
  CYBERDIR_ASSIGN(import, context.registry.imports().get(context.caller, id));
  CYBERDIR_ASSIGN(options, options_of(import));
  if (!options.dry_run) return fail(ErrorCode::conflict, "this import is not planned any more");
  CYBERDIR_TRY(take_decisions(context.fields, options, context.fields.names(kDecide)));
  return begin_again(context, id, std::move(options), {});
}

}  // namespace

Response page_import(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"only", "cursor"};
  if (!context.session) return see_other(context, "/sign-in");
  if (const auto allowed = check_may_import(context); !allowed)
    return page_error(context, allowed.error());
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const auto import = context.registry.imports().get(context.caller, context.part("id"));
  if (!import) return page_error(context, import.error());
  ImportPage shown;
  put_state(*page, *import, shown);
  put_facts(*page, *import, shown);
  put_sums(*import, shown);
  put_acts(*import, shown);
  if (const auto put = put_rows(*page, *import, shown); !put)
    return page_error(context, put.error());
  put_links(*page, *import, shown);
  Response response = page_answer(*page, page::render_import(shown, page->frame));
  response.set("Cache-Control", "no-store");
  // Looked at again by itself, without a script (the HTML standard knows the header).
  if (import->row.state == "running") response.set("Refresh", "3");
  return response;
}

Response send_import(Context& context) {
  if (!context.session)
    return page_error(context, fail(ErrorCode::unauthenticated, "sign in first"));
  if (const auto allowed = check_may_import(context); !allowed)
    return page_error(context, allowed.error());
  const std::string& id = context.part("id");
  const auto begun =
      context.fields.text("act") == "apply" ? apply_plan(context, id, {}) : plan_again(context, id);
  if (!begun) return page_error(context, begun.error());
  context.registry.imports().wait(*begun, kPatience);
  return see_other(context, path_of(*begun));
}

}  // namespace cyberdir::http
