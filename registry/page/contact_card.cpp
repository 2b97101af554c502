#include "page/contact_card.h"

#include <string>
#include <utility>
#include <vector>

namespace cyberdir::page {
namespace {

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

}  // namespace

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

std::string grouped(const std::string& fingerprint) {
  std::string shown;
  for (std::size_t i = 0; i < fingerprint.size(); ++i) {
    if (i > 0 && i % 4 == 0) shown += ' ';
    shown += fingerprint[i];
  }
  return shown;
}

void put_availability(const Document& document, Dictionary& card, const ContactCard& contact) {
  if (!contact.availability.empty()) {
    Dictionary& now = *card.AddSectionDictionary("NOW");
    now.SetValue("TEXT", contact.availability);
    now.SetValue("RENEWED", document.url(contact.path + "/now"));
    if (contact.available_now.value_or(false)) now.ShowSection("OPEN");
  } else if (!contact.local_time.empty()) {
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

namespace {

void put_languages(const Document& document, Dictionary& card,
                   const std::vector<std::string>& languages) {
  if (languages.empty()) return;
  Dictionary& all = *card.AddSectionDictionary("LANGUAGES");
  for (const std::string& tag : languages) {
    Dictionary& one = *all.AddSectionDictionary("SPOKEN");
    const std::string own = Language::own_name(tag);
    const std::string name = document.language().name_of_language(tag);
    const std::string known(safe_tag(tag));
    one.SetValue("TAG", known.empty() ? "und" : known);
    one.SetValue("OWN", own);
    if (own != name) show(one, "ALSO", "NAME", name);
  }
}

void put_expectations(const Document& document, Dictionary& card, const ContactCard& contact) {
  const auto within = [&](const char* section, const std::optional<std::uint64_t>& hours) {
    if (!hours) return;
    show(card, section, "TEXT",
         document.language().plain("contact.within_hours", {count_argument("count", *hours)}));
  };
  within("ACKNOWLEDGES", contact.acknowledge_hours);
  within("ANSWERS", contact.answer_hours);
}

void put_keys(const Document& document, Dictionary& card, const std::vector<Key>& keys) {
  if (keys.empty()) return;
  Dictionary& all = *card.AddSectionDictionary("KEYS");
  for (const Key& key : keys) {
    Dictionary& one = *all.AddSectionDictionary("KEY");
    one.SetValue("TEXT", grouped(key.fingerprint));
    show(one, "DOWNLOAD", "URL", document.url(key.path));
  }
}

Rich linked(const Document& document, const Link& link) {
  return {{Part::Kind::data, link.text.value, link.text.language, document.url(link.path), {}}};
}

}  // namespace

void put_card(const Document& document, Dictionary& in, const ContactCard& contact,
              CardPlace place) {
  const Language& language = document.language();
  Dictionary& card = *in.AddIncludeDictionary("CONTACT");
  card.SetFilename("contact.tpl");
  const bool on_own_page = place == CardPlace::own_page;
  if (on_own_page) {
    if (!contact.category.empty())
      show(card, "CATEGORY", "NAME", document.label("contact-category", contact.category));
  } else {
    Dictionary& heading = *card.AddSectionDictionary("HEADING");
    document.set_link(heading, contact.path);
    document.put_text(heading, "TITLE", contact.title);
    document.put_marks(heading, contact.status, contact.marks);
  }
  if (!contact.level.empty()) {
    show(card, "LEVEL", "NAME", document.label("contact-level", contact.level));
  }
  if (!contact.person.value.empty()) {
    Dictionary& person = *card.AddSectionDictionary("PERSON");
    document.put_text(person, "TEXT", contact.person);
    if (contact.person_reported)
      show(person, "REPORTED", "NAME", document.label("acceptance", "reported"));
    show(card, "ADDRESS_AS", "NAME", contact.address_as);
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
  put_languages(document, card, contact.languages);
  enumerate("SERVES", "contact-category", contact.also_serves);
  if (contact.deputy) {
    document.put_rich(*card.AddSectionDictionary("DEPUTY"), "RICH",
                      linked(document, *contact.deputy));
  }
  if (contact.escalates_to) {
    document.put_rich(*card.AddSectionDictionary("ESCALATES"), "RICH",
                      linked(document, *contact.escalates_to));
  }
  put_expectations(document, card, contact);
  put_keys(document, card, contact.keys);
  if (!on_own_page)
    document.put_age(*card.AddSectionDictionary("AGE"), "RICH", contact.declared_at);
}

}  // namespace cyberdir::page
