// Errors, and the page that explains a problem type.
#include <string>

#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

std::string title_of(const Language& language, const std::string& slug,
                     const std::string& otherwise) {
  const std::string& said = language.words("problem." + slug + ".title");
  if (!said.empty()) return said;
  return otherwise.empty() ? language.words("problem.internal.title") : otherwise;
}

void put_finding(Document& document, Dictionary& in, const ErrorPage::Finding& finding) {
  Dictionary& line = *in.AddSectionDictionary("ERROR");
  if (!finding.severity.empty()) {
    show(line, "SEVERITY", "NAME", document.label("severity", finding.severity));
  }
  line.SetValue("DETAIL", finding.detail);
  if (finding.row) show(line, "ROW", "NUMBER", document.language().number(*finding.row));
  if (finding.line) show(line, "LINE", "NUMBER", document.language().number(*finding.line));
  show(line, "POINTER", "TEXT", finding.pointer);
  show(line, "CODE", "TEXT", finding.code);
}

}  // namespace

std::string render_error(const ErrorPage& page, const Frame& frame) {
  Document document(frame, "error.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  const std::string title = title_of(language, page.slug, page.title);
  document.set_title(title);
  body.SetValue("STATUS", language.plain("error.status",
                                         {words_argument("number", std::to_string(page.status))}));
  body.SetValue("TITLE", title);
  body.SetValue("HOME", document.url("/"));
  show(body, "DETAIL", "TEXT", page.detail);
  show(body, "HELP", "TEXT", language.words("problem." + page.slug + ".help"));
  if (!page.errors.empty()) {
    Dictionary& errors = *body.AddSectionDictionary("ERRORS");
    for (const ErrorPage::Finding& finding : page.errors) put_finding(document, errors, finding);
  }
  show(body, "RETRY", "URL", document.url(page.retry_path));
  show(body, "HISTORY", "URL", document.url(page.history_path));
  show(body, "REQUEST", "ID", frame.request_id);
  return document.finish();
}

std::string render_problem_type(const ProblemTypePage& page, const Frame& frame) {
  Document document(frame, "problem.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  const std::string title = title_of(language, page.slug, page.title);
  document.set_title(title);
  body.SetValue("TITLE", title);
  body.SetValue("SLUG", page.slug);
  if (page.status != 0) show(body, "STATUS", "CODE", std::to_string(page.status));
  show(body, "HELP", "TEXT", language.words("problem." + page.slug + ".help"));
  show(body, "EXAMPLE", "TEXT", page.example);
  return document.finish();
}

}  // namespace cyberdir::page
