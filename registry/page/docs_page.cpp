// What programs can ask: for whoever writes one.
#include <string>

#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {

std::string render_docs(const DocsPage& page, const Frame& frame) {
  Document document(frame, "docs.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  document.set_title(language.words("frame.docs"));
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
