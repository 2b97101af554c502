// /{language}/imports: the files that were imported, and the form that sends one
#include <algorithm>
#include <array>

#include "http/handlers.h"
#include "http/import_request.h"
#include "http/list_answer.h"
#include "http/multipart.h"
#include "http/parameters.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "page/languages.h"
#include "service/import_archive.h"

namespace cyberdir::http {
namespace {

using base::ErrorCode;
using base::fail;
using page::FormField;
using service::KeptImport;

constexpr std::size_t kLinesOfAPage = 25;
constexpr int kRefused = 422;
constexpr std::chrono::seconds kPatience{10};

using Choices = std::vector<std::pair<std::string, std::string>>;

Choices choices_of(const PageRequest& page, std::string_view list,
                   std::initializer_list<const char*> codes) {
  Choices choices;
  for (const char* code : codes)
    choices.emplace_back(code, page::code_label(page.language, list, code));
  return choices;
}

Choices kind_choices(const PageRequest& page) {
  Choices choices = {{"", std::string(page::words(page.language, "import.kind.said"))}};
  for (const model::Kind& kind : model::kinds())
    choices.emplace_back(kind.name, page::code_label(page.language, "kind", kind.name));
  return choices;
}

page::Form upload_form(const PageRequest& page) {
  const FormFields& sent = page.context.fields;
  const auto field = [&](FormField::Kind kind, const char* name, Choices choices) {
    return FormField{kind, name, {}, sent.text(name), false, std::move(choices)};
  };
  page::Form form;
  form.name = "import";
  form.heading = "imports.new";
  form.action = "/imports";
  form.button = "action.plan_import";
  form.uploads = true;
  form.fields = {
      field(FormField::Kind::choice, "on_error",
            choices_of(page, "import-on-error", {"abort", "skip"})),
      field(FormField::Kind::choice, "mode", choices_of(page, "import-mode", {"merge", "replace"})),
      field(FormField::Kind::text, "scope", {}),
      field(FormField::Kind::text, "max_withdraw", {}),
      field(FormField::Kind::choice, "kind", kind_choices(page)),
      {FormField::Kind::file, "file", {}, {}, true, {}}};
  form.fields[4].label = "row_kind";
  return form;
}

page::Table table_of(const PageRequest& page, const std::vector<KeptImport>& imports) {
  page::Table table{"imports.list",
                    {"column.file", "column.stands", "column.format", "column.at"},
                    {},
                    "imports.nothing"};
  for (const KeptImport& import : imports) {
    const store::ImportRow& row = import.row;
    const std::string name =
        row.file.empty() ? std::string(page::words(page.language, "imports.unnamed")) : row.file;
    table.rows.push_back({{name, page::code_label(page.language, "import-state", row.state),
                           row.format, time_words(page, row.at)},
                          "/imports/" + row.id,
                          {}});
  }
  return table;
}

Response show(Context& context, std::vector<page::FormError> errors) {
  static constexpr std::array<std::string_view, 1> kParameters = {"cursor"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const auto key = read_cursor(context.request);
  const auto before = key ? whole_number(key->empty() ? "0" : *key) : std::nullopt;
  if (!before)
    return page_error(context, fail(ErrorCode::malformed, "there is no such part of the list"));
  auto imports = context.registry.imports().list(context.caller, *before, kLinesOfAPage + 1);
  if (!imports) return page_error(context, imports.error());
  page::WorkPage shown;
  if (imports->size() > kLinesOfAPage) {
    imports->resize(kLinesOfAPage);
    const std::string last = std::to_string(imports->back().row.row);
    shown.next_path =
        page_address(context.request, {{"cursor", make_cursor(context.request, last)}});
  }
  shown.title = "imports.title";
  shown.intro = "imports.intro";
  shown.errors = std::move(errors);
  shown.tables = {table_of(*page, *imports)};
  shown.forms = {upload_form(*page)};
  shown.links = {{"work.title", "/work"}};
  shown.json_path = form_address(*page, "/imports", "json");
  shown.xml_path = form_address(*page, "/imports", "xml");
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

// What the form asks for, as the parameters of the API do.
base::Result<service::ImportOptions> options_in(const FormFields& sent, const std::string& file) {
  Request asked;
  for (const char* name : {"on_error", "mode", "scope", "max_withdraw", "kind"}) {
    const std::string value = sent.text(name);
    if (!value.empty()) asked.query.emplace_back(name, value);
  }
  asked.query.emplace_back("dry_run", "true");
  asked.query.emplace_back("file", file);
  return import_options(asked);
}

Response refuse(Context& context, base::Error error) {
  const bool shown = error.code == ErrorCode::malformed || error.code == ErrorCode::unsupported ||
                     error.code == ErrorCode::too_large || error.code == ErrorCode::conflict;
  if (!shown) return page_error(context, error);
  error.findings.clear();  // they say it again, for programs
  return show(context, form_errors(error, "import"));
}

}  // namespace

Response page_imports(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  if (const auto allowed = check_may_import(context); !allowed)
    return page_error(context, allowed.error());
  return show(context, {});
}

Response send_imports(Context& context) {
  if (!context.session)
    return page_error(context, fail(ErrorCode::unauthenticated, "sign in first"));
  if (const auto allowed = check_may_import(context); !allowed)
    return page_error(context, allowed.error());
  if (const auto size = check_upload_size(context.request); !size)
    return refuse(context, size.error());
  FormUpload& upload = *context.upload;
  if (!upload.has_file()) {
    return show(context, {{"required", "choose a file", "import-file"}});
  }
  auto options = options_in(context.fields, upload.file_name());
  if (!options) return refuse(context, options.error());
  const auto begun = begin_import(context, upload, *std::move(options), {});
  if (!begun) return refuse(context, begun.error());
  context.registry.imports().wait(*begun, kPatience);
  return see_other(context, "/imports/" + *begun);
}

}  // namespace cyberdir::http
