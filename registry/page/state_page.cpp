#include <algorithm>
#include <string>
#include <vector>

#include "page/contact_card.h"
#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

// Categories stand in the order of the first contact of each.
void put_contacts(Document& document, const StatePage& page) {
  Dictionary& body = document.body();
  if (page.contacts.empty()) {
    const bool asked = page.contacts_outcome != Outcome::could_not_ask;
    std::string key = asked ? "nothing.no_contact" : "nothing.could_not_ask";
    if (asked && !document.frame().anonymous) key = "nothing.no_contact.member";
    Dictionary& none = *body.AddSectionDictionary("NO_CONTACT");
    none.SetValue("HEADING", document.language().words(key));
    none.SetValue("ADVICE", document.language().words(key + ".advice"));
    return;
  }
  std::vector<std::string> order;
  for (const ContactCard& contact : page.contacts) {
    if (std::find(order.begin(), order.end(), contact.category) == order.end()) {
      order.push_back(contact.category);
    }
  }
  for (const std::string& category : order) {
    Dictionary* section = nullptr;
    for (const ContactCard& contact : page.contacts) {
      if (contact.category != category) continue;
      if (section == nullptr) {
        section = body.AddSectionDictionary("CATEGORY");
        section->SetValue("NAME", document.label("contact-category", category));
      }
      put_card(document, *section, contact, CardPlace::in_list);
    }
  }
}

void put_section(Document& document, const char* kind, std::vector<EntryLine> lines) {
  if (lines.empty()) return;
  std::stable_sort(lines.begin(), lines.end(), [&](const EntryLine& a, const EntryLine& b) {
    return document.language().before(a.title.value, b.title.value);
  });
  Dictionary& section = *document.body().AddSectionDictionary("SECTION");
  section.SetValue("ID", kind);
  section.SetValue("NAME", document.label("kinds", kind));
  for (const EntryLine& line : lines) document.put_line(section, line, false, false);
}

}  // namespace

std::string render_state(const StatePage& page, const Frame& frame) {
  Document document(frame, "state.tpl");
  Dictionary& body = document.body();
  document.set_title(page.state.name.value);
  document.put_state(body, "NAME", page.state, false);
  if (!page.official_name.value.empty()) {
    document.put_text(*body.AddSectionDictionary("OFFICIAL"), "TEXT", page.official_name);
  }
  if (!page.local_time.empty()) {
    Dictionary& local = *body.AddSectionDictionary("LOCAL");
    local.SetValue("TIME", document.language().time_of_day(page.local_time));
    local.SetValue("ZONE", page.time_zone);
  }
  put_contacts(document, page);
  put_section(document, "organisation", page.organisations);
  put_section(document, "initiative", page.initiatives);
  put_section(document, "programme", page.programmes);
  put_section(document, "need", page.needs);
  put_section(document, "offer", page.offers);
  put_section(document, "document", page.documents);
  put_section(document, "event", page.events);
  if (!page.listed_elsewhere.empty()) {
    Dictionary& listed = *body.AddSectionDictionary("LISTED");
    for (const EntryLine& line : page.listed_elsewhere) {
      document.put_line(listed, line, true, false);
    }
  }
  if (!page.facts.empty()) {
    Dictionary& facts = *body.AddSectionDictionary("FACTS");
    for (const Field& field : page.facts) document.put_field(facts, field);
  }
  show(body, "ALL", "URL", document.url(page.search_path));
  show(body, "ENTRY", "URL", document.url(page.entry_path));
  show(body, "HISTORY", "URL", document.url(page.history_path));
  document.put_forms(page.json_path, page.xml_path);
  return document.finish();
}

}  // namespace cyberdir::page
