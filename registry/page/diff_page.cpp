#include <string>

#include "page/change_lines.h"
#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {
std::string render_diff(const DiffPage& page, const Frame& frame) {
  Document document(frame, "diff.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  const std::string heading =
      language.plain("diff.title", {words_argument("from", language.number(page.from.number)),
                                    words_argument("to", language.number(page.to.number))});
  document.set_title(heading + " — " + page.title.value);
  body.SetValue("KIND", document.label("kind", page.kind));
  body.SetValue("HEADING", heading);
  body.SetValue("ENTRY", document.url(entry_path(page.id)));
  body.SetValue("HISTORY", document.url(entry_path(page.id) + "/history"));
  document.put_text(body, "TITLE", page.title);
  document.put_versions(body, page.id, {page.from, page.to}, false);
  if (page.changes.empty()) {
    body.ShowSection("SAME");
  } else {
    Dictionary& changes = *body.AddSectionDictionary("CHANGES");
    document.put_rich(changes, "TOTAL",
                      language.rich("diff.total", {count_argument("count", page.changes.size())}));
    for (const Change& change : page.changes) put_change(document, changes, change, false);
  }
  show(body, "PREVIOUS", "URL", document.url(page.previous_path));
  show(body, "NEXT", "URL", document.url(page.next_path));
  document.put_forms(page.json_path, page.xml_path);
  return document.finish();
}

}  // namespace cyberdir::page
