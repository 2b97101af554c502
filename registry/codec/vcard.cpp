#include "codec/vcard.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "codec/card_fields.h"
#include "codec/card_shape.h"
#include "codec/content_line.h"
#include "model/entry.h"
#include "model/kept_members.h"

namespace cyberdir::codec {

using model::Json;

namespace {

constexpr std::int64_t kLeastPreferred = 100;

constexpr std::array<ChannelProperty, 9> kChannels = {{
    {"email", "EMAIL", "", "text", {"work", ""}},
    {"phone", "TEL", "tel:", "uri", {"work", "voice"}},
    {"phone-emergency", "TEL", "tel:", "uri", {"work", "voice"}, true},
    {"mobile", "TEL", "tel:", "uri", {"work", "cell"}},
    {"satellite", "TEL", "tel:", "uri", {"work", "voice"}, true},
    {"fax", "TEL", "tel:", "uri", {"work", "fax"}},
    {"web", "CONTACT-URI", "", "uri", {}},
    {"cable", "X-CYBERDIR-CABLE", "", "text", {}},
    {"secure", "X-CYBERDIR-SECURE", "", "text", {}},
}};

// What a channel says of itself beside its kind and value, as parameters.
constexpr std::array<std::string_view, 4> kChannelTexts = {"use", "system", "visibility",
                                                           "priority"};

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

// As all three syntaxes can hold it: line breaks are line feeds, and only a text has them; other
// control characters but the tabulator are left out.
std::string plain(const std::string& text, bool lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool line_end = text[i] == '\n' || text[i] == '\r';
    if (line_end) {
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      if (lines) out += '\n';
    } else if ((byte >= 0x20U && byte != 0x7FU) || text[i] == '\t') {
      out += text[i];
    }
  }
  return out;
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
    if (!context_.brief) own_fields();
    for (CardProperty& property : card_) {
      const bool lines = property.type == "text";
      for (std::string& value : property.values) value = plain(value, lines);
      for (CardParameter& parameter : property.parameters) {
        for (std::string& value : parameter.values) value = plain(value, true);
      }
    }
    return std::move(card_);
  }

 private:
  CardProperty& add(std::string name, std::string value, std::string type = "text") {
    const char separator = card_shape(name).separator == ',' ? ',' : ';';
    card_.push_back({std::move(name), {}, std::move(type), {std::move(value)}, separator, {}});
    return card_.back();
  }

  static void qualify(CardProperty& property, std::string name, std::string value) {
    property.parameters.push_back({std::move(name), {std::move(value)}});
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
      qualify(made, "LANGUAGE", language);
      if (variants.size() == 1) continue;
      qualify(made, "ALTID", "1");
      if (language == variants.front().first) qualify(made, "PREF", "1");
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
      if (!original.empty()) qualify(add("FN", original), "ALTID", "1");
      if (!romanised.empty()) {
        CardProperty& made = add("FN", romanised);
        qualify(made, "ALTID", "1");
        qualify(made, "X-CYBERDIR-NAME", "romanised");
      }
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
    CardProperty made{"CATEGORIES", {}, "text", {}, ',', {}};
    if (std::string category = text_in(entry_, "category"); !category.empty())
      made.values.push_back(std::move(category));
    for (const Json& other : list_in(entry_, "also_serves")) {
      if (other.is_string()) made.values.push_back(other.get<std::string>());
    }
    if (!made.values.empty()) card_.push_back(std::move(made));
  }

  void place() {
    const Json* address = find(entry_, "postal_address");
    const std::string street =
        address == nullptr || context_.brief ? "" : model::text_in(*address, context_.language);
    if (!context_.state.empty() || !street.empty())
      card_.push_back({"ADR", {}, "text", {"", "", street, "", "", "", context_.state}, ';', {}});
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
      std::size_t place;  // in the entry, from 1
    };
    std::vector<Place> order;
    std::size_t place = 0;
    for (const Json& channel : list_in(entry_, "channels")) {
      ++place;
      if (is_true(channel, "suspended")) {
        left_out_ = true;
        continue;
      }
      const Json* priority = find(channel, "priority");
      order.push_back({&channel, model::urgent_use_awaited(channel, context_.now).has_value(),
                       priority != nullptr && priority->is_number_integer()
                           ? priority->get<std::int64_t>()
                           : std::numeric_limits<std::int64_t>::max(),
                       place});
    }
    std::stable_sort(order.begin(), order.end(), [](const Place& a, const Place& b) {
      return std::pair(a.awaited, a.priority) < std::pair(b.awaited, b.priority);
    });
    // Where the entry lists them in another order, each says its place there.
    const bool moved = !std::ranges::is_sorted(order, {}, &Place::place);
    std::int64_t preference = 0;
    for (const Place& one : order) {
      if (one.awaited && context_.brief) continue;
      preference = std::min(preference + 1, kLeastPreferred);
      add_channel(*one.channel, one.awaited ? 0 : preference, moved ? one.place : 0);
    }
    for (const Json& website : list_in(entry_, "websites")) {
      if (website.is_string()) add("URL", website.get<std::string>(), "uri");
    }
  }

  void add_channel(const Json& channel, std::int64_t preference, std::size_t place) {
    const std::string kind = text_in(channel, "kind");
    const std::string value = text_in(channel, "value");
    const auto* row = std::ranges::find(kChannels, kind, &ChannelProperty::kind);
    if (row == kChannels.end() || value.empty()) return;
    CardProperty& made =
        add(std::string(row->property), std::string(row->scheme) + value, std::string(row->type));
    CardParameter sort{"TYPE", {}};
    for (const std::string_view each : row->sort) {
      if (!each.empty()) sort.values.emplace_back(each);
    }
    if (!sort.values.empty()) made.parameters.push_back(std::move(sort));
    if (preference > 0) qualify(made, "PREF", std::to_string(preference));
    if (row->says_kind && !context_.brief) qualify(made, "X-CYBERDIR-CHANNEL", kind);
    for (const std::string_view name : kChannelTexts) {
      const Json* said = find(channel, name);
      const bool fits = !context_.brief || name == "use" || name == "system";
      if (said == nullptr || !fits) continue;
      if (name == "use" && preference == 0) {  // it is awaited: not to be called from this card
        left_out_ = true;
        continue;
      }
      qualify(made, "X-CYBERDIR-" + upper(std::string(name)),
              said->is_string() ? said->get<std::string>() : said->dump());
    }
    if (context_.brief) return;
    if (const Json* personal = find(channel, "personal"))
      qualify(made, "X-CYBERDIR-PERSONAL", personal->dump());
    if (place > 0) qualify(made, "X-CYBERDIR-PLACE", std::to_string(place));
  }

  // In the entry's order; what is preferred says so.
  void languages() {
    const std::string preferred = text_in(entry_, "preferred_language");
    for (const Json& language : list_in(entry_, "languages")) {
      if (!language.is_string()) continue;
      CardProperty& made = add("LANG", language.get<std::string>(), "language-tag");
      if (!preferred.empty()) qualify(made, "PREF", language == preferred ? "1" : "2");
    }
  }

  // A key as it stands, and what it is known by; what belongs to one key is one group.
  void keys() {
    std::size_t number = 0;
    for (const Json& key : list_in(entry_, "keys")) {
      const std::size_t first = card_.size();
      const std::string print = upper(text_in(key, "fingerprint"));
      const std::string kind = text_in(key, "kind");
      const std::string text = text_in(key, "key");
      if (!text.empty()) add("KEY", text);
      if (!print.empty() && kind != "smime") add("KEY", "openpgp4fpr:" + print, "uri");
      if (!print.empty()) {
        CardProperty& made = add("X-CYBERDIR-FINGERPRINT", print);
        if (!kind.empty()) qualify(made, "TYPE", kind);
      }
      if (const std::string expires = text_in(key, "expires"); !expires.empty())
        add("X-CYBERDIR-EXPIRES", expires);
      if (first == card_.size()) continue;
      ++number;
      for (std::size_t i = first; i < card_.size(); ++i)
        card_[i].group = "key" + std::to_string(number);
    }
  }

  void relations() {
    relation("deputy", "agent");
    relation("escalates_to", "contact");
  }

  void relation(std::string_view field, std::string_view type) {
    const std::string id = text_in(entry_, field);
    if (id.empty() || context_.address.empty()) return;
    qualify(add("RELATED", context_.address + "/v1/entries/" + id + ".vcf", "uri"), "TYPE",
            std::string(type));
  }

  void origin() {
    const std::string id = text_in(entry_, "id");
    if (context_.brief) {
      add("URL", context_.address + "/" + context_.language + "/entries/" + id, "uri");
      return;
    }
    add("UID", id);
    if (!context_.address.empty())
      add("SOURCE", context_.address + "/v1/entries/" + id + ".vcf", "uri");
    const Json* meta = find(entry_, "meta");
    if (meta == nullptr) return;
    if (const auto modified = base::parse_rfc3339(text_in(*meta, "modified_at")))
      add("REV", basic_time(base::to_rfc3339(*modified)), "timestamp");
  }

  // What makes it the same entry again: kind, owner, what has no property of vCard, and what the
  // reader was not shown or the card leaves out, whose absence says nothing.
  void own_fields() {
    add(std::string(kOwnCardMark), text_in(entry_, "kind"));
    append_card_fields(card_, entry_);
    if (left_out_) add(std::string(kWithheldProperty), "/channels");
    add(std::string(kWithheldProperty), "/extensions");
    const Json* meta = find(entry_, "meta");
    if (meta == nullptr) return;
    for (const Json& pointer : list_in(*meta, "redacted")) {
      if (pointer.is_string()) add(std::string(kWithheldProperty), pointer.get<std::string>());
    }
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
  bool left_out_ = false;  // something of the channels
};

// RFC 6868.
void append_parameter(std::string& line, const CardParameter& parameter) {
  line += ";" + parameter.name + "=";
  bool first = true;
  for (const std::string& value : parameter.values) {
    if (!std::exchange(first, false)) line += ',';
    const bool quoted = value.find_first_of(";:,") != std::string::npos;
    if (quoted) line += '"';
    for (const char c : value) {
      if (c == '"') {
        line += "^'";
      } else if (c == '^') {
        line += "^^";
      } else if (c == '\n') {
        line += "^n";
      } else {
        line += c;
      }
    }
    if (quoted) line += '"';
  }
}

}  // namespace

const CardParameter* CardProperty::parameter(std::string_view parameter_name) const {
  const auto found = std::ranges::find(parameters, parameter_name, &CardParameter::name);
  return found == parameters.end() ? nullptr : &*found;
}

std::string CardProperty::parameter_text(std::string_view parameter_name) const {
  const CardParameter* found = parameter(parameter_name);
  return found == nullptr || found->values.empty() ? std::string() : found->values.front();
}

std::span<const ChannelProperty> channel_properties() { return kChannels; }

bool has_card(std::string_view kind) {
  return std::ranges::find(kKindsWithCard, kind) != kKindsWithCard.end();
}

std::vector<CardProperty> card_of(const Json& entry, const CardContext& context) {
  return Card(entry, context).make();
}

std::string vcard(const std::vector<CardProperty>& card) {
  std::string out = "BEGIN:VCARD\r\nVERSION:4.0\r\n";
  for (const CardProperty& property : card) {
    std::string line = property.group;
    if (!line.empty()) line += '.';
    line += property.name;
    if (property.type != card_shape(property.name).type)
      append_parameter(line, {"VALUE", {property.type}});
    for (const CardParameter& parameter : property.parameters) append_parameter(line, parameter);
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
