#include <algorithm>
#include <string>
#include <vector>

#include "page/contact_card.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

std::string name_of(const StateName& state) {
  return state.name.value.empty() ? state.iso2 : state.name.value;
}

void put_choices(Document& document, std::vector<StateName> choices, const std::string& chosen) {
  std::sort(choices.begin(), choices.end(), [&](const StateName& a, const StateName& b) {
    return document.language().before(name_of(a), name_of(b));
  });
  for (const StateName& state : choices) {
    Dictionary& choice = *document.body().AddSectionDictionary("CHOICE");
    choice.SetValue("CODE", state.iso2);
    choice.SetValue("NAME", name_of(state));
    if (state.iso2 == chosen) choice.ShowSection("CHOSEN");
  }
}

void put_group(Document& document, const UrgentPage::Group& group) {
  Dictionary& shown = *document.body().AddSectionDictionary("GROUP");
  if (group.state) {
    document.put_state(shown, "NAME", *group.state, true);
  } else {
    document.put_text(shown, "NAME", {document.label("kinds", "organisation"), {}});
  }
  for (const ContactCard& contact : group.contacts) {
    Dictionary& line = *shown.AddSectionDictionary("CONTACT");
    document.set_link(line, contact.path);
    document.put_text(line, "TITLE", contact.title);
    if (!contact.category.empty())
      show(line, "CATEGORY", "NAME", document.label("contact-category", contact.category));
    put_availability(document, line, contact);
    put_channels(document, line, contact.channels);
  }
}

// States by the alphabet of the reader, organisations behind them.
std::vector<const UrgentPage::Group*> sorted(const Document& document,
                                             const std::vector<UrgentPage::Group>& groups) {
  std::vector<const UrgentPage::Group*> order;
  for (const UrgentPage::Group& group : groups) order.push_back(&group);
  std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) {
    if (a->state.has_value() != b->state.has_value()) return a->state.has_value();
    return a->state && document.language().before(name_of(*a->state), name_of(*b->state));
  });
  return order;
}

}  // namespace

std::string render_urgent(const UrgentPage& page, const Frame& frame) {
  Document document(frame, "urgent.tpl");
  document.set_title(document.language().words("urgent.title"));
  Dictionary& body = document.body();
  const std::string action = document.url("/urgent");
  body.SetValue("ACTION", action.substr(0, action.find('?')));
  document.put_kept(body);
  put_choices(document, page.choices, page.chosen);
  if (page.groups.empty()) body.ShowSection("NONE");
  for (const UrgentPage::Group* group : sorted(document, page.groups)) put_group(document, *group);
  if (page.more) body.ShowSection("MORE");
  return document.finish();
}

}  // namespace cyberdir::page
