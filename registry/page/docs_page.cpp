// What programs can ask: for whoever writes one.
#include <string>

#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {

namespace {

void put_operation(Dictionary& section, const DocsPage::Operation& operation) {
  Dictionary& out = *section.AddSectionDictionary("OPERATION");
  out.SetValue("METHOD", operation.method);
  out.SetValue("PATH", operation.path);
  out.SetValue("SUMMARY", operation.summary);
  out.SetValue("ANSWERS", operation.answers);
  show(out, "TEXT", "DESCRIPTION", operation.description);
  show(out, "BODY", "TYPES", operation.body);
  if (operation.parameters.empty()) return;
  Dictionary& list = *out.AddSectionDictionary("PARAMETERS");
  for (const DocsPage::Parameter& parameter : operation.parameters) {
    Dictionary& line = *list.AddSectionDictionary("PARAMETER");
    line.SetValue("NAME", parameter.name);
    line.SetValue("PLACE", parameter.place);
    line.SetValue("DESCRIPTION", parameter.description);
    if (parameter.required) line.ShowSection("REQUIRED");
  }
}

}  // namespace

std::string render_docs(const DocsPage& page, const Frame& frame) {
  Document document(frame, "docs.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  document.set_title(language.words("frame.docs"));
  for (const DocsPage::Section& section : page.sections) {
    Dictionary& out = *body.AddSectionDictionary("SECTION");
    out.SetValue("ID", "api-" + percent_encode(section.name));
    out.SetValue("NAME", section.name);
    out.SetValue("DESCRIPTION", section.description);
    for (const DocsPage::Operation& operation : section.operations) put_operation(out, operation);
  }
  for (const DocsPage::Problem& problem : page.problems) {
    Dictionary& line = *body.AddSectionDictionary("PROBLEM");
    line.SetValue("URL", "/problems/" + percent_encode(problem.slug));
    line.SetValue("SLUG", problem.slug);
    const std::string& said = language.words("problem." + problem.slug + ".title");
    line.SetValue("TITLE", said.empty() ? problem.title : said);
    if (problem.status != 0) show(line, "STATUS", "CODE", std::to_string(problem.status));
  }
  return document.finish();
}

}  // namespace cyberdir::page
