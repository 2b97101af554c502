#include "codec/vcard.h"

#include <algorithm>
#include <array>
#include <limits>

#include "codec/content_line.h"
#include "model/kept_members.h"

namespace cyberdir::codec {

using model::Json;

namespace {

constexpr std::int64_t kLeastPreferred = 100;

// What a kind of channel becomes. Kinds for which vCard has no property are extensions of ours.
struct ChannelProperty {
  std::string_view kind;
  std::string_view property;
  std::string_view scheme;  // of a uri; empty: the value is written as it is
  std::string_view type;    // of the property's value
  std::string_view sort;    // its TYPE
};
constexpr std::array<ChannelProperty, 9> kChannels = {{
    {"email", "EMAIL", "", "text", "work"},
    {"phone", "TEL", "tel:", "uri", "work,voice"},
    {"phone-emergency", "TEL", "tel:", "uri", "work,voice"},
    {"mobile", "TEL", "tel:", "uri", "work,cell"},
    {"satellite", "TEL", "tel:", "uri", "work,voice"},
    {"fax", "TEL", "tel:", "uri", "work,fax"},
    {"web", "CONTACT-URI", "", "uri", ""},
    {"cable", "X-CYBERDIR-CABLE", "", "text", ""},
    {"secure", "X-CYBERDIR-SECURE", "", "text", ""},
}};

const Json* find(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string text_in(const Json& object, std::string_view name) {
  const Json* found = find(object, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& list_in(const Json& object, std::string_view name) {
  static const Json kNone = Json::array();
  const Json* found = find(object, name);
  return found != nullptr && found->is_array() ? *found : kNone;
}

bool is_true(const Json& object, std::string_view name) {
  const Json* found = find(object, name);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return text;
}

// Builds one card, a subject a function.
class Card {
 public:
  Card(const Json& entry, const CardContext& context) : entry_(entry), context_(context) {}

  std::vector<CardProperty> make() {
    names();
    place();
    channels();
    if (!context_.brief) {
      languages();
      keys();
      relations();
    }
    origin();
    return std::move(card_);
  }

 private:
  CardProperty& add(std::string name, std::string value, std::string type = "text") {
    card_.push_back({std::move(name), {}, std::move(type), {std::move(value)}});
    return card_.back();
  }

  // Variants of one text in several languages are alternatives of one property (RFC 6350, 5.4):
  // first and preferred (5.3) that of the reader's language, else English.
  void add_texts(const std::string& name, const Json& texts) {
    if (texts.is_string()) add(name, texts.get<std::string>());
    if (!texts.is_object()) return;
    std::vector<std::pair<std::string, std::string>> variants;
    for (const auto& [language, text] : texts.items()) {
      if (text.is_string()) variants.emplace_back(language, text.get<std::string>());
    }
    const auto place = [&](const std::string& language) {
      return language == context_.language ? 0 : language == "en" ? 1 : 2;
    };
    std::stable_sort(variants.begin(), variants.end(),
                     [&](const auto& a, const auto& b) { return place(a.first) < place(b.first); });
    if (context_.brief && variants.size() > 1) variants.resize(1);
    for (const auto& [language, text] : variants) {
      CardProperty& made = add(name, text);
      made.parameters.emplace_back("LANGUAGE", language);
      if (variants.size() == 1) continue;
      made.parameters.emplace_back("ALTID", "1");
      if (language == variants.front().first) made.parameters.emplace_back("PREF", "1");
    }
  }

  void names() {
    const Json* name = find(entry_, "name");
    const bool is_contact = text_in(entry_, "kind") == "contact";
    const Json* title = is_contact ? find(entry_, "title") : name;
    const std::string original = is_contact && name ? text_in(*name, "original") : std::string();
    const std::string romanised = is_contact && name ? text_in(*name, "romanised") : std::string();
    const bool has_person = !original.empty() || !romanised.empty();
    add("KIND", has_person ? "individual" : "org");
    const std::size_t before = card_.size();
    if (has_person) {
      if (!original.empty()) add("FN", original).parameters.emplace_back("ALTID", "1");
      if (!romanised.empty()) add("FN", romanised).parameters.emplace_back("ALTID", "1");
    } else if (title != nullptr) {
      add_texts("FN", *title);
    }
    if (card_.size() == before) add("FN", text_in(entry_, "id"));  // a card without one is no card
    if (is_contact && title != nullptr) add_texts("TITLE", *title);
    if (const std::string short_name = text_in(entry_, "short_name"); !short_name.empty())
      add("NICKNAME", short_name);
    const std::string organisation = is_contact ? context_.organisation : std::string();
    if (!organisation.empty()) add("ORG", organisation);
    if (!context_.brief) categories();
  }

  void categories() {
    CardProperty made{"CATEGORIES", {}, "text", {}, ','};
    if (std::string category = text_in(entry_, "category"); !category.empty())
      made.values.push_back(std::move(category));
    for (const Json& other : list_in(entry_, "also_serves")) {
      if (other.is_string()) made.values.push_back(other.get<std::string>());
    }
    if (!made.values.empty()) card_.push_back(std::move(made));
  }

  void place() {
    if (!context_.state.empty())
      card_.push_back({"ADR", {}, "text", {"", "", "", "", "", "", context_.state}});
    const Json* availability = find(entry_, "availability");
    if (availability == nullptr || context_.brief) return;
    if (const std::string zone = text_in(*availability, "time_zone"); !zone.empty())
      add("TZ", zone);
  }

  // In the order to call; awaited ones behind all others and without a preference.
  void channels() {
    struct Place {
      const Json* channel;
      bool awaited;
      std::int64_t priority;
    };
    std::vector<Place> order;
    for (const Json& channel : list_in(entry_, "channels")) {
      if (is_true(channel, "suspended")) continue;
      const Json* priority = find(channel, "priority");
      order.push_back({&channel, model::urgent_use_awaited(channel, context_.now).has_value(),
                       priority != nullptr && priority->is_number_integer()
                           ? priority->get<std::int64_t>()
                           : std::numeric_limits<std::int64_t>::max()});
    }
    std::stable_sort(order.begin(), order.end(), [](const Place& a, const Place& b) {
      return std::pair(a.awaited, a.priority) < std::pair(b.awaited, b.priority);
    });
    std::int64_t preference = 0;
    for (const Place& one : order) {
      if (one.awaited && context_.brief) continue;
      preference = std::min(preference + 1, kLeastPreferred);
      add_channel(*one.channel, one.awaited ? 0 : preference);
    }
    for (const Json& website : list_in(entry_, "websites")) {
      if (website.is_string()) add("URL", website.get<std::string>(), "uri");
    }
  }

  void add_channel(const Json& channel, std::int64_t preference) {
    const std::string kind = text_in(channel, "kind");
    const std::string value = text_in(channel, "value");
    const auto row = std::find_if(kChannels.begin(), kChannels.end(),
                                  [&](const ChannelProperty& one) { return one.kind == kind; });
    if (row == kChannels.end() || value.empty()) return;
    CardProperty& made =
        add(std::string(row->property), std::string(row->scheme) + value, std::string(row->type));
    if (!row->sort.empty()) made.parameters.emplace_back("TYPE", row->sort);
    if (preference > 0) made.parameters.emplace_back("PREF", std::to_string(preference));
    if (const std::string use = text_in(channel, "use"); !use.empty() && preference > 0)
      made.parameters.emplace_back("X-CYBERDIR-USE", use);
    if (const std::string system = text_in(channel, "system"); !system.empty())
      made.parameters.emplace_back("X-CYBERDIR-SYSTEM", system);
  }

  void languages() {
    std::vector<std::string> spoken;
    for (const Json& language : list_in(entry_, "languages")) {
      if (language.is_string()) spoken.push_back(language.get<std::string>());
    }
    const std::string preferred = text_in(entry_, "preferred_language");
    std::stable_partition(spoken.begin(), spoken.end(),
                          [&](const std::string& language) { return language == preferred; });
    std::int64_t preference = 0;
    for (const std::string& language : spoken) {
      preference = std::min(preference + 1, kLeastPreferred);
      add("LANG", language, "language-tag")
          .parameters.emplace_back("PREF", std::to_string(preference));
    }
  }

  // A key as it stands; of a key that is elsewhere, what it is known by.
  void keys() {
    for (const Json& key : list_in(entry_, "keys")) {
      const std::string print = upper(text_in(key, "fingerprint"));
      const bool openpgp = text_in(key, "kind") != "smime";
      if (const std::string text = text_in(key, "key"); !text.empty()) add("KEY", text);
      if (print.empty()) continue;
      if (openpgp) add("KEY", "openpgp4fpr:" + print, "uri");
      add("X-CYBERDIR-FINGERPRINT", print)
          .parameters.emplace_back("TYPE", openpgp ? "openpgp" : "smime");
    }
  }

  void relations() {
    relation("deputy", "agent");
    relation("escalates_to", "contact");
  }

  void relation(std::string_view field, std::string_view type) {
    const std::string id = text_in(entry_, field);
    if (id.empty()) return;
    add("RELATED", context_.address + "/v1/entries/" + id + ".vcf", "uri")
        .parameters.emplace_back("TYPE", type);
  }

  void origin() {
    const std::string id = text_in(entry_, "id");
    if (context_.brief) {
      add("URL", context_.address + "/" + context_.language + "/entries/" + id, "uri");
      return;
    }
    add("UID", id);
    add("SOURCE", context_.address + "/v1/entries/" + id + ".vcf", "uri");
    const Json* meta = find(entry_, "meta");
    if (meta == nullptr) return;
    if (const auto modified = base::parse_rfc3339(text_in(*meta, "modified_at")))
      add("REV", basic_time(base::to_rfc3339(*modified)), "timestamp");
  }

  // "2026-11-22T14:51:04.123456Z" as vCard writes it: 20261122T145104Z.
  static std::string basic_time(const std::string& time) {
    std::string made;
    for (const char c : time.substr(0, 19)) {
      if (c != '-' && c != ':') made += c;
    }
    return made + "Z";
  }

  const Json& entry_;
  const CardContext& context_;
  std::vector<CardProperty> card_;
};

// RFC 6868; lists of our own are the only ones with a comma outside quotes.
void append_parameter(std::string& line, const std::string& name, const std::string& value) {
  line += ";" + name + "=";
  const bool quoted = value.find_first_of(";:") != std::string::npos ||
                      (name != "TYPE" && value.find(',') != std::string::npos);
  if (quoted) line += '"';
  for (const char c : value) {
    if (c == '"') {
      line += "^'";
    } else if (c == '^') {
      line += "^^";
    } else if (c == '\n') {
      line += "^n";
    } else if (static_cast<unsigned char>(c) >= 0x20U && c != 0x7F) {
      line += c;
    }
  }
  if (quoted) line += '"';
}

}  // namespace

bool has_card(std::string_view kind) { return kind == "contact" || kind == "organisation"; }

std::vector<CardProperty> card_of(const Json& entry, const CardContext& context) {
  return Card(entry, context).make();
}

std::string vcard(const std::vector<CardProperty>& card) {
  std::string out = "BEGIN:VCARD\r\nVERSION:4.0\r\n";
  for (const CardProperty& property : card) {
    std::string line = property.name;
    const bool says_type = property.type != "text" && (property.name == "TEL");
    if (says_type) append_parameter(line, "VALUE", property.type);
    // What is a URI unless said otherwise (KEY, UID, RELATED) and is text here, says so.
    if (property.type == "text" && (property.name == "KEY" || property.name == "UID"))
      append_parameter(line, "VALUE", "text");
    for (const auto& [name, value] : property.parameters) append_parameter(line, name, value);
    line += ':';
    for (std::size_t i = 0; i < property.values.size(); ++i) {
      if (i > 0) line += property.separator;
      line += property.type == "text" ? content_text(property.values[i]) : property.values[i];
    }
    append_content_line(out, line);
  }
  out += "END:VCARD\r\n";
  return out;
}

}  // namespace cyberdir::codec
