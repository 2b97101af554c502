#include <string>

#include "page/contact_card.h"
#include "page/document.h"
#include "page/languages.h"
#include "page/qr_code.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

Rich owner_words(const Document& document, const Owner& owner) {
  const Language& language = document.language();
  switch (owner.kind) {
    case Owner::Kind::state:
      return language.rich("owner.state", {state_argument(document, "name", owner.state, true)});
    case Owner::Kind::organisation:
      return language.rich(
          "owner.organisation",
          {data_argument("name", owner.name.value, owner.name.language, document.url(owner.path))});
    case Owner::Kind::secretariat:
      return language.rich("owner.secretariat", {});
    case Owner::Kind::registry:
      break;
  }
  return language.rich("owner.registry", {data_argument("source", owner.source)});
}

void put_version(Document& document, const EntryPage& page) {
  const Language& language = document.language();
  Dictionary& body = document.body();
  const Argument number = words_argument("number", language.number(page.version));
  document.put_rich(
      body, "VERSION",
      language.rich("entry.version",
                    {number, time_argument("time", language.date_and_time(page.modified_at),
                                           machine_time(page.modified_at))}));
  if (page.latest_version <= page.version) return;
  Dictionary& old = *body.AddSectionDictionary("OLD");
  document.put_rich(
      old, "RICH",
      language.rich("entry.old",
                    {number, words_argument("latest", language.number(page.latest_version))}));
  show(old, "NEWEST", "URL", document.url(entry_path(page.id)));
}

void put_redacted(Document& document, const std::vector<std::string>& names) {
  if (names.empty()) return;
  const Language& language = document.language();
  std::vector<std::string> labels;
  for (const std::string& name : names) labels.push_back(field_label(language.tag(), name));
  Dictionary& redacted = *document.body().AddSectionDictionary("REDACTED");
  redacted.SetValue("NAMES", language.enumeration(labels));
  redacted.SetValue("ADVICE", language.words(document.frame().anonymous ? "entry.redacted.anonymous"
                                                                        : "entry.redacted.member"));
}

void put_acts(const Document& document, const std::vector<Act>& acts, Dictionary& body) {
  if (acts.empty()) return;
  Dictionary& all = *body.AddSectionDictionary("ACTS");
  for (const Act& act : acts) {
    Dictionary& one = *all.AddSectionDictionary(act.hidden.empty() ? "LINK" : "SEND");
    one.SetValue("URL", document.url(act.path));
    one.SetValue("WORDS", document.language().words(act.words));
    if (act.hidden.empty()) continue;
    const auto hide = [&](const std::string& name, const std::string& value) {
      Dictionary& hidden = *one.AddSectionDictionary("HIDDEN");
      hidden.SetValue("NAME", name);
      hidden.SetValue("VALUE", value);
    };
    hide("csrf", document.frame().form_token);
    for (const auto& [name, value] : act.hidden) hide(name, value);
  }
}

void put_own_card(const Document& document, const EntryPage& page, Dictionary& body) {
  if (!page.card) return;
  Dictionary& shown = *body.AddSectionDictionary("CARD");
  put_card(document, shown, *page.card, CardPlace::own_page);
  if (const auto code = qr_code(page.card_code)) {
    Dictionary& picture = *shown.AddSectionDictionary("CODE");
    picture.SetValue("VIEW", code->view_box);
    picture.SetValue("PATH", code->path);
  }
  body.ShowSection("ALL_FIELDS");
  body.ShowSection("ALL_FIELDS_END");
}

// What stands in another language than the page's says in which.
void put_tongue(const Document& document, const Text& title, Dictionary& body) {
  const std::string tag(safe_tag(title.language));
  if (tag.empty() || tag == document.language().tag()) return;
  show(body, "TONGUE", "NAME", document.language().name_of_language(tag));
}

}  // namespace

std::string render_entry(const EntryPage& page, const Frame& frame) {
  Document document(frame, "entry.tpl");
  Dictionary& body = document.body();
  const Text title =
      page.title.value.empty() ? Text{document.language().words("entry.untitled"), {}} : page.title;
  document.set_title(title.value);
  body.SetValue("KIND", document.label("kind", page.kind));
  document.put_text(body, "TITLE", title);
  put_tongue(document, title, body);
  if (page.state)
    document.put_state(*body.AddSectionDictionary("OF_STATE"), "STATE", *page.state, true);
  document.put_marks(body, page.status, page.marks);
  document.put_rich(body, "OWNER", owner_words(document, page.owner));
  if (page.owner.kind == Owner::Kind::registry) body.ShowSection("UNOFFICIAL");
  if (page.shows_age) document.put_age(body, "AGE", page.declared_at);
  put_version(document, page);
  put_acts(document, page.acts, body);
  put_own_card(document, page, body);
  for (const Field& field : page.fields) document.put_field(body, field);
  put_redacted(document, page.redacted);
  if (!page.provenance.empty()) {
    Dictionary& provenance = *body.AddSectionDictionary("PROVENANCE");
    for (const Field& field : page.provenance) document.put_field(provenance, field);
  }
  if (!page.history.empty()) {
    Dictionary& history = *body.AddSectionDictionary("HISTORY");
    document.put_versions(history, page.id, page.history, true);
    show(history, "ALL", "URL", document.url(entry_path(page.id) + "/history"));
  }
  document.put_forms(page.json_path, page.xml_path, page.vcard_path, page.text_path);
  return document.finish();
}

}  // namespace cyberdir::page
