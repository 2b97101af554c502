#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

// Whom one looks for first stands first.
constexpr std::array<std::string_view, 9> kCategories{
    "diplomatic",      "technical",  "policy",        "coordination", "cii-protection",
    "law-enforcement", "cybercrime", "mla-authority", "consular"};

bool is_telephone(const std::string& kind) {
  return kind == "phone" || kind == "phone-emergency" || kind == "mobile" || kind == "satellite" ||
         kind == "fax";
}

Value reach(const Channel& channel) {
  if (is_telephone(channel.kind)) return make_tel(channel.value);
  if (channel.kind == "email") return make_mail(channel.value);
  if (channel.kind == "web") return make_link(channel.value);
  return make_plain(channel.value);
}

void put_channels(const Document& document, Dictionary& card,
                  const std::vector<Channel>& channels) {
  for (const Channel& channel : channels) {
    Dictionary& line = *card.AddSectionDictionary("CHANNEL");
    line.SetValue("KIND", document.label("channel-kind", channel.kind));
    show(line, "SYSTEM", "NAME", channel.system);
    document.put_value(line, reach(channel));
    if (!channel.use.empty()) {
      Dictionary& use = *line.AddSectionDictionary("USE");
      use.SetValue("NAME", document.label("channel-use", channel.use));
      if (channel.use == "urgent" && !channel.urgent_from) use.ShowSection("URGENT");
    }
    if (channel.urgent_from) {
      Dictionary& awaited = *line.AddSectionDictionary("AWAITED");
      const std::string time = document.language().date_and_time(*channel.urgent_from);
      document.put_rich(awaited, "RICH",
                        document.language().rich(
                            "channel.awaited",
                            {time_argument("time", time, machine_time(*channel.urgent_from))}));
    }
    if (channel.suspended) {
      line.ShowSection("SUSPENDED");
      line.ShowSection("SUSPENDED_MARK");
    }
    document.put_proof(line, "PROOF", channel);
  }
}

// Hexadecimal digits in groups of four, easier to compare by eye.
std::string grouped(const std::string& fingerprint) {
  std::string shown;
  for (std::size_t i = 0; i < fingerprint.size(); ++i) {
    if (i > 0 && i % 4 == 0) shown += ' ';
    shown += fingerprint[i];
  }
  return shown;
}

void put_availability(const Document& document, Dictionary& card, const ContactCard& contact) {
  if (!contact.local_time.empty()) {
    Dictionary& local = *card.AddSectionDictionary("LOCAL");
    local.SetValue("TIME", document.language().time_of_day(contact.local_time));
    local.SetValue("ZONE", contact.time_zone);
    if (contact.available_now) {
      Dictionary& stated = *local.AddSectionDictionary("STATED");
      stated.SetValue("NAME", document.language().words(*contact.available_now ? "contact.open"
                                                                               : "contact.closed"));
      if (*contact.available_now) stated.ShowSection("OPEN");
    }
  }
  if (contact.always || !contact.hours.empty()) {
    Dictionary& hours = *card.AddSectionDictionary("HOURS");
    if (contact.always) hours.ShowSection("ALWAYS");
    for (const std::string& span : contact.hours) show(hours, "SPAN", "TEXT", span);
  }
}

Rich linked(const Document& document, const Link& link) {
  return {{Part::Kind::data, link.text.value, link.text.language, document.url(link.path), {}}};
}

void put_contact(const Document& document, Dictionary& in, const ContactCard& contact) {
  const Language& language = document.language();
  Dictionary& card = *in.AddIncludeDictionary("CONTACT");
  card.SetFilename("contact.tpl");
  document.set_link(card, contact.path);
  document.put_text(card, "TITLE", contact.title);
  document.put_marks(card, contact.status, contact.marks);
  if (!contact.level.empty()) {
    show(card, "LEVEL", "NAME", document.label("contact-level", contact.level));
  }
  if (!contact.person.value.empty()) {
    Dictionary& person = *card.AddSectionDictionary("PERSON");
    document.put_text(person, "TEXT", contact.person);
    if (contact.person_reported)
      show(person, "REPORTED", "NAME", document.label("acceptance", "reported"));
  }
  if (contact.organisation) {
    document.put_rich(*card.AddSectionDictionary("ORGANISATION"), "RICH",
                      linked(document, *contact.organisation));
  }
  put_channels(document, card, contact.channels);
  put_availability(document, card, contact);

  const auto enumerate = [&](const char* section, std::string_view list,
                             const std::vector<std::string>& codes) {
    if (codes.empty()) return;
    std::vector<std::string> names;
    for (const std::string& code : codes) names.push_back(document.label(list, code));
    show(card, section, "NAMES", language.enumeration(names));
  };
  enumerate("LANGUAGES", "language", contact.languages);
  enumerate("SERVES", "contact-category", contact.also_serves);
  if (contact.deputy) {
    document.put_rich(*card.AddSectionDictionary("DEPUTY"), "RICH",
                      linked(document, *contact.deputy));
  }
  if (!contact.fingerprints.empty()) {
    Dictionary& keys = *card.AddSectionDictionary("KEYS");
    for (const std::string& key : contact.fingerprints) show(keys, "KEY", "TEXT", grouped(key));
  }
  document.put_age(card, "AGE", contact.declared_at);
}

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
  std::vector<std::string> order(kCategories.begin(), kCategories.end());
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
      put_contact(document, *section, contact);
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
  document.put_forms(page.json_path, page.xml_path);
  return document.finish();
}

}  // namespace cyberdir::page
