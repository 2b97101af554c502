#include <string>

#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

void put_choice(const Language& language, Dictionary& form, const char* name,
                const std::vector<VersionLine>& versions, std::size_t chosen) {
  for (std::size_t i = 0; i < versions.size(); ++i) {
    Dictionary& option = *form.AddSectionDictionary(name);
    option.SetValue("VALUE", std::to_string(versions[i].number));
    option.SetValue("NAME",
                    language.plain("history.option",
                                   {words_argument("number", language.number(versions[i].number)),
                                    words_argument("date", language.date(versions[i].time))}));
    if (i == chosen) option.ShowSection("CHOSEN");
  }
}

}  // namespace

std::string render_history(const HistoryPage& page, const Frame& frame) {
  Document document(frame, "history.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  document.set_title(language.words("history.title") + " — " + page.title.value);
  body.SetValue("KIND", document.label("kind", page.kind));
  body.SetValue("HEADING", language.words("history.title"));
  body.SetValue("ENTRY", document.url(entry_path(page.id)));
  document.put_text(body, "TITLE", page.title);
  if (page.versions.size() > 1) {
    Dictionary& form = *body.AddSectionDictionary("COMPARE");
    form.SetValue("ACTION", document.url(entry_path(page.id) + "/diff"));
    put_choice(language, form, "FROM", page.versions, 1);
    put_choice(language, form, "TO", page.versions, 0);
  }
  document.put_versions(body, page.id, page.versions, true);
  show(body, "NEXT", "URL", document.url(page.next_path));
  document.put_forms(page.json_path, page.xml_path);
  return document.finish();
}

}  // namespace cyberdir::page
