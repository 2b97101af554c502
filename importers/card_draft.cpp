#include "importers/card_draft.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "codec/card_fields.h"
#include "codec/card_shape.h"
#include "importers/cards.h"
#include "importers/draft.h"
#include "importers/foreign_text.h"
#include "model/kinds.h"
#include "model/string_formats.h"
#include "model/validate.h"

namespace cyberdir::importers {
namespace {

using codec::CardProperty;
using codec::ReadCard;
using codec::Record;
using model::Json;

constexpr std::string_view kPrefix = "x-vcard-";
constexpr std::int64_t kNoPreference = 101;  // PREF goes from 1 to 100

constexpr Reason kNotPhone = {
    "phone",
    "this is not certainly one number with a plus and a country code (E.164), so it became no "
    "channel; it is kept as it is, add the country code at the source"};
constexpr Reason kNotInstant = {"time",
                                "this time cannot be read with certainty; it is kept as it is"};
constexpr Reason kKeyWithoutFingerprint = {"key",
                                           "there is a key but no fingerprint to check it by; it "
                                           "is kept as it is, add both once its owner "
                                           "has confirmed the fingerprint"};
constexpr Reason kNotOurs = {
    "value", "this is not what the field asks for; it is kept as it is, correct it at the source"};
constexpr std::string_view kNoKind =
    "this card is of a group, a place or a thing, which is neither an organisation nor a contact; "
    "leave it out";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

std::string first_of(const CardProperty& property) {
  return property.values.empty() ? std::string() : std::string(trimmed(property.values.front()));
}

bool has_type(const CardProperty& property, std::string_view type) {
  const codec::CardParameter* types = property.parameter("TYPE");
  return types != nullptr && std::ranges::find(types->values, type) != types->values.end();
}

// A property without a field of ours, as an extension keeps it: its text where that is all it says.
Json as_kept(const CardProperty& property) {
  const codec::CardShape shape = codec::card_shape(property.name);
  Json value = property.values;
  if (property.values.size() == 1) {
    value = property.values.front();
  } else if (!shape.components.empty() && property.values.size() <= shape.components.size()) {
    value = Json::object();  // empty components are not kept: names tell which the others are
    for (std::size_t i = 0; i < property.values.size(); ++i)
      value[std::string(shape.components[i])] = property.values[i];
  }
  const bool plain = property.group.empty() && property.parameters.empty() &&
                     property.values.size() == 1 && property.type == shape.type;
  if (plain) return value;
  Json kept = {{"value", std::move(value)}};
  if (!property.group.empty()) kept["group"] = property.group;
  if (property.type != shape.type) kept["value-type"] = property.type;
  for (const codec::CardParameter& parameter : property.parameters)
    kept["parameters"][lower(parameter.name)] = parameter.values;
  return kept;
}

// What a number is for; nothing where it is none to speak or write to.
std::optional<std::string_view> kind_of_number(const CardProperty& property) {
  for (const std::string_view other : {"pager", "video", "textphone", "modem", "bbs", "isdn"}) {
    if (has_type(property, other)) return std::nullopt;
  }
  if (has_type(property, "fax")) return "fax";
  return has_type(property, "cell") ? "mobile" : "phone";
}

std::int64_t preference_of(const CardProperty& property) {
  const std::string text = property.parameter_text("PREF");
  std::int64_t preference = kNoPreference;
  if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), preference);
  if (text.empty() && has_type(property, "pref")) preference = 1;
  return std::clamp<std::int64_t>(preference, 1, kNoPreference);
}

// "20261122T145104Z" as RFC 3339; other forms as they are.
std::optional<std::string> to_revision(const std::string& text) {
  constexpr std::size_t kDate = 8;
  const bool basic = text.size() >= 16 && text[kDate] == 'T' && text.find('-') == std::string::npos;
  if (!basic) return to_instant(text);
  return to_instant(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 5) + ":" +
                    text.substr(11, 2) + ":" + text.substr(13));
}

// An address as people write it, a part a line.
std::string lines_of(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    const std::string_view line = trimmed(part);
    if (line.empty()) continue;
    if (!text.empty()) text += '\n';
    text += line;
  }
  return text;
}

// A name from its parts: family, given, additional, before, behind.
std::string whole_name(const std::vector<std::string>& parts) {
  constexpr std::array<std::size_t, 5> kOrder = {3, 1, 2, 0, 4};
  std::string name;
  for (const std::size_t at : kOrder) {
    if (at >= parts.size() || trimmed(parts[at]).empty()) continue;
    if (!name.empty()) name += ' ';
    name += trimmed(parts[at]);
  }
  return name;
}

struct Channel {
  Json value;
  std::int64_t place;
};

// What both sorts of cards have: where things go in the entry, and what is kept.
class CardDraft {
 public:
  CardDraft(ReadCard card, std::string_view kind)
      : card_(std::move(card)), draft_(Json::object(), kCardSource, kPrefix, kind) {}

 protected:
  [[nodiscard]] Json& body() { return draft_.entry().body; }
  [[nodiscard]] Json& meta() { return draft_.entry().meta; }
  [[nodiscard]] bool is_contact() { return draft_.entry().kind->name == "contact"; }

  void keep(const CardProperty& property) {
    rest_[lower(property.name)].push_back(as_kept(property));
  }
  void keep(const CardProperty& property, const Reason& reason) {
    keep(property);
    reasons_.emplace(lower(property.name), reason);
  }

  // A text in its language; the first of each language counts.
  bool take_text(std::string_view field, const CardProperty& property) {
    const std::string stated = property.parameter_text("LANGUAGE");
    const std::string language = stated.empty() ? "und" : stated;
    const bool usable = property.values.size() == 1 && !property.values.front().empty();
    if (!usable || !model::is_language_tag(language)) return false;
    Json& texts = body()[std::string(field)];
    if (!texts.is_object()) texts = Json::object();
    return texts.emplace(language, property.values.front()).second;
  }

  void add_channel(Json channel, std::int64_t place) {
    const auto identity =
        std::pair(channel["kind"].get<std::string>(), channel["value"].get<std::string>());
    if (known_.insert(identity).second) channels_.push_back({std::move(channel), place});
  }

  Record finish() {
    std::ranges::stable_sort(channels_, {}, &Channel::place);
    for (Channel& channel : channels_) draft_.add("channels", std::move(channel.value));
    for (const std::string& line : card_.unread) rest_["unread"].push_back(line);
    for (auto& [member, values] : rest_) {
      const auto reason = reasons_.find(member);
      if (reason == reasons_.end()) {
        draft_.keep(member, std::move(values));
      } else {
        draft_.keep(member, std::move(values), reason->second);
      }
    }
    keep_what_is_invalid();
    Record record = std::move(draft_).finish();
    record.row = card_.row;
    record.line = card_.line;
    record.place = std::move(card_.place);
    record.withheld = std::move(withheld_);
    record.findings.insert(record.findings.begin(), card_.findings.begin(), card_.findings.end());
    for (base::Finding& finding : record.findings) {
      finding.row = record.row;
      finding.line = record.line;
    }
    return record;
  }

  ReadCard card_;
  Draft draft_;
  std::vector<std::string> withheld_;

 private:
  // What the table of fields refuses stays, as an extension.
  void keep_what_is_invalid() {
    base::Findings found;
    model::validate(draft_.entry(), model::Profile::draft, found);
    for (const base::Finding& finding : found) {
      if (finding.severity != base::Severity::error) continue;
      const std::string path =
          finding.pointer.substr(std::min<std::size_t>(1, finding.pointer.size()));
      const std::string field = path.substr(0, path.find('/'));
      if (field == "meta") {
        const std::string member = path.substr(std::min(path.size(), field.size() + 1));
        keep_value(meta(), member.substr(0, member.find('/')), "meta-");
      } else {
        keep_value(body(), field, "");
      }
    }
    if (!meta().contains("owner")) meta()["owner"] = "registry";
  }

  void keep_value(Json& object, const std::string& name, std::string_view before) {
    const auto found = object.find(name);
    if (found == object.end()) return;
    draft_.keep("field-" + std::string(before) + name, std::move(*found), kNotOurs);
    object.erase(found);
  }

  std::map<std::string, Json> rest_;
  std::map<std::string, Reason> reasons_;
  std::vector<Channel> channels_;
  std::set<std::pair<std::string, std::string>> known_;
};

// ---- a card of ours

class OwnCard final : public CardDraft {
 public:
  OwnCard(ReadCard card, std::string_view kind, std::string id)
      : CardDraft(std::move(card), kind), id_(std::move(id)) {}

  Record make() {
    draft_.entry().id = id_;
    meta() = Json::object();
    for (const CardProperty& property : card_.properties) {
      if (property.name == "KIND") is_person_ = first_of(property) == "individual";
    }
    for (const CardProperty& property : card_.properties) {
      if (!is_derived(property) && !take(property)) keep(property);
    }
    for (auto& [group, key] : keys_) draft_.add("keys", std::move(key));
    return finish();
  }

 private:
  // What says again, for other programs, what stands elsewhere in the card.
  static bool is_derived(const CardProperty& property) {
    constexpr std::array<std::string_view, 10> kDerived = {
        "KIND", "UID", "SOURCE",     "REV",     "TZ",
        "ADR",  "ORG", "CATEGORIES", "RELATED", codec::kOwnCardMark};
    return std::ranges::find(kDerived, property.name) != kDerived.end();
  }

  bool take(const CardProperty& property) {
    const std::string& name = property.name;
    if (property.values.empty()) return false;
    if (name == codec::kWithheldProperty) {
      withheld_.push_back(property.values.front());
      return true;
    }
    if (name == "FN") return take_name(property);
    if (name == "TITLE") return is_contact() && take_text("title", property);
    if (name == "NICKNAME") return take_once("short_name", property);
    if (name == "URL") return take_element("websites", property);
    if (name == "LANG") return take_element("languages", property);
    if (property.group.starts_with("key") && take_key(property)) return true;
    if (take_channel(property)) return true;
    Json whole = std::move(body());
    whole["meta"] = std::move(meta());
    const bool taken = codec::take_card_field(whole, *draft_.entry().kind, property);
    meta() = std::move(whole["meta"]);
    whole.erase("meta");
    body() = std::move(whole);
    return taken;
  }

  bool take_once(const char* field, const CardProperty& property) {
    return property.values.size() == 1 && body().emplace(field, property.values.front()).second;
  }

  bool take_element(const char* field, const CardProperty& property) {
    if (property.values.size() != 1) return false;
    body()[field].push_back(property.values.front());
    return true;
  }

  bool take_name(const CardProperty& property) {
    const std::string& text = property.values.front();
    const bool placeholder = text == id_ && property.parameters.empty();
    if (!is_contact()) return placeholder || take_text("name", property);
    if (!is_person_) return true;  // it says the title
    const bool romanised = property.parameter_text("X-CYBERDIR-NAME") == "romanised";
    Json& name = body()["name"];
    if (!name.is_object()) name = Json::object();
    return name.emplace(romanised ? "romanised" : "original", text).second;
  }

  bool take_key(const CardProperty& property) {
    auto found = std::ranges::find(keys_, property.group, &std::pair<std::string, Json>::first);
    if (found == keys_.end()) found = keys_.insert(keys_.end(), {property.group, Json::object()});
    Json& key = found->second;
    const std::string& text = property.values.front();
    if (property.name == "KEY" && text.starts_with("openpgp4fpr:")) return true;
    if (property.name == "KEY") return key.emplace("key", text).second;
    if (property.name == "X-CYBERDIR-EXPIRES") return key.emplace("expires", text).second;
    if (property.name != "X-CYBERDIR-FINGERPRINT") return false;
    if (const std::string kind = property.parameter_text("TYPE"); !kind.empty()) key["kind"] = kind;
    return key.emplace("fingerprint", text).second;
  }

  bool take_channel(const CardProperty& property) {
    const std::string stated = property.parameter_text("X-CYBERDIR-CHANNEL");
    for (const codec::ChannelProperty& row : codec::channel_properties()) {
      if (row.property != property.name) continue;
      const bool sorted = std::ranges::all_of(row.sort, [&](std::string_view sort) {
        return sort.empty() || has_type(property, sort);
      });
      if (stated.empty() ? row.says_kind || !sorted : row.kind != stated) continue;
      std::string value = property.values.front();
      if (!value.starts_with(row.scheme) || property.values.size() != 1) return false;
      Json channel = {{"kind", row.kind}, {"value", value.substr(row.scheme.size())}};
      for (const char* name : {"use", "system", "visibility"}) {
        if (auto said = said_of(property, name); !said.empty()) channel[name] = std::move(said);
      }
      if (const std::string said = said_of(property, "personal"); !said.empty())
        channel["personal"] = said == "true";
      if (const auto priority = number_of(said_of(property, "priority")))
        channel["priority"] = *priority;
      add_channel(std::move(channel), number_of(said_of(property, "place")).value_or(0));
      return true;
    }
    return false;
  }

  static std::string said_of(const CardProperty& property, std::string_view member) {
    std::string name = "X-CYBERDIR-";
    for (const char c : member)
      name += c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
    return property.parameter_text(name);
  }

  static std::optional<std::int64_t> number_of(const std::string& text) {
    constexpr std::size_t kDigits = 9;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || text.size() > kDigits || error != std::errc() ||
        end != text.data() + text.size())
      return std::nullopt;
    return number;
  }

  std::string id_;
  bool is_person_ = false;
  std::vector<std::pair<std::string, Json>> keys_;
};

// ---- a card of somebody else

class ForeignCard final : public CardDraft {
 public:
  using CardDraft::CardDraft;

  Record make() {
    for (const CardProperty& property : card_.properties) {
      if (property.type == codec::kBytesType) {
        keep(property);
      } else if (!lines_of(property.values).empty()) {
        take(property);
      }
    }
    complete_name();
    return finish();
  }

 private:
  using Take = void (ForeignCard::*)(const CardProperty&);
  struct Row {
    std::string_view name;
    Take take;
  };

  void take(const CardProperty& property) {
    static constexpr Row kRows[] = {
        {"KIND", &ForeignCard::take_kind},        {"UID", &ForeignCard::take_uid},
        {"REV", &ForeignCard::take_revision},     {"SOURCE", &ForeignCard::take_source},
        {"FN", &ForeignCard::take_name},          {"N", &ForeignCard::take_parts_of_name},
        {"ORG", &ForeignCard::take_organisation}, {"NICKNAME", &ForeignCard::take_short_name},
        {"TITLE", &ForeignCard::take_title},      {"ROLE", &ForeignCard::take_role},
        {"EMAIL", &ForeignCard::take_mail},       {"TEL", &ForeignCard::take_phone},
        {"CONTACT-URI", &ForeignCard::take_web},  {"URL", &ForeignCard::take_website},
        {"LANG", &ForeignCard::take_language},    {"TZ", &ForeignCard::take_zone},
        {"ADR", &ForeignCard::take_address},      {"KEY", &ForeignCard::take_key},
    };
    for (const Row& row : kRows) {
      if (row.name == property.name) return (this->*row.take)(property);
    }
    if (is_company_mark(property)) return;
    keep(property);
  }

  static bool is_company_mark(const CardProperty& property) {
    return property.name == "X-ABSHOWAS" && lower(first_of(property)) == "company";
  }

  void take_kind(const CardProperty& property) {
    if (!is_contact() || lower(first_of(property)) != "individual") return;
    body()["nature"] = "person";
  }

  // ---- where it comes from

  void take_uid(const CardProperty& property) {
    const std::string id = first_of(property);
    if (meta()["source"].contains("id")) return keep(property);
    if (!draft_.set_source_id("uid", id)) keep(property);
  }

  void take_revision(const CardProperty& property) {
    if (const auto instant = to_revision(first_of(property))) {
      draft_.set_source_modified(*instant);
    } else {
      keep(property, kNotInstant);
    }
  }

  void take_source(const CardProperty& property) {
    const std::string address = first_of(property);
    if (meta()["source"].contains("url") || !model::is_web_address(address, false))
      return keep(property);
    meta()["source"]["url"] = address;
  }

  // ---- names

  void take_name(const CardProperty& property) {
    if (property.values.size() != 1) return keep(property);
    if (!is_contact()) {
      if (!take_text("name", property)) keep(property);
    } else if (body().contains("name")) {
      keep(property);
    } else {
      body()["name"] = {{"original", first_of(property)}};
    }
  }

  // The parts have no fields. They do not tell a person either: phones write them of functions too.
  void take_parts_of_name(const CardProperty& property) {
    if (parts_of_name_.empty()) parts_of_name_ = property.values;
    keep(property);
  }

  void take_organisation(const CardProperty& property) {
    if (organisation_.empty()) organisation_ = first_of(property);
    keep(property);
  }

  // vCard 2.1 has no FN; some programs leave it out of the others too.
  void complete_name() {
    if (body().contains("name")) return;
    const std::string name = is_contact() ? whole_name(parts_of_name_) : organisation_;
    if (name.empty()) return;
    if (is_contact()) {
      body()["name"] = {{"original", name}};
    } else {
      body()["name"] = {{"und", name}};
    }
  }

  void take_short_name(const CardProperty& property) {
    if (is_contact() || property.values.size() != 1 || body().contains("short_name"))
      return keep(property);
    body()["short_name"] = first_of(property);
  }

  void take_title(const CardProperty& property) {
    if (!is_contact() || !take_text("title", property)) keep(property);
  }

  void take_role(const CardProperty& property) {
    const bool stated = std::ranges::any_of(
        card_.properties, [](const CardProperty& other) { return other.name == "TITLE"; });
    if (!is_contact() || stated || !take_text("title", property)) keep(property);
  }

  // ---- channels

  // What a channel says and has no field for (of the home, a label) is kept besides.
  void take_as_channel(const CardProperty& property, std::string_view kind, std::string value) {
    constexpr std::array<std::string_view, 9> kSaid = {"work",     "voice", "fax",  "cell", "pref",
                                                       "internet", "msg",   "main", "text"};
    add_channel({{"kind", kind}, {"value", std::move(value)}}, preference_of(property));
    const bool all_said =
        std::ranges::all_of(property.parameters, [&](const codec::CardParameter& parameter) {
          if (parameter.name == "PREF") return true;
          return parameter.name == "TYPE" &&
                 std::ranges::all_of(parameter.values, [&](const std::string& type) {
                   return std::ranges::find(kSaid, type) != kSaid.end();
                 });
        });
    if (!all_said || !property.group.empty()) keep(property);
  }

  void take_mail(const CardProperty& property) {
    std::string address = first_of(property);
    if (lower(address.substr(0, 7)) == "mailto:") address.erase(0, 7);
    if (property.values.size() != 1 || !model::is_addr_spec(address))
      return keep(property, kNotMail);
    take_as_channel(property, "email", std::move(address));
  }

  void take_phone(const CardProperty& property) {
    const auto kind = kind_of_number(property);
    if (!kind) return keep(property);
    std::string text = first_of(property);
    if (lower(text.substr(0, 4)) == "tel:") text.erase(0, 4);
    auto number = to_e164(text);
    if (property.values.size() != 1 || !number) return keep(property, kNotPhone);
    take_as_channel(property, *kind, *std::move(number));
  }

  void take_web(const CardProperty& property) {
    std::string address = first_of(property);
    if (!model::is_web_address(address, true)) return keep(property);
    take_as_channel(property, "web", std::move(address));
  }

  // ---- the rest

  void take_website(const CardProperty& property) {
    const std::string address = first_of(property);
    if (is_contact()) return keep(property);
    if (!model::is_web_address(address, false)) return keep(property, kNotWeb);
    if (websites_.insert(address).second) draft_.add("websites", address);
    if (!property.group.empty() || property.parameter("TYPE") != nullptr) keep(property);
  }

  void take_language(const CardProperty& property) {
    const std::string language = first_of(property);
    if (!is_contact() || !model::is_language_tag(language)) return keep(property);
    if (languages_.insert(language).second) draft_.add("languages", language);
    if (property.parameter_text("PREF") == "1") body().emplace("preferred_language", language);
  }

  void take_zone(const CardProperty& property) {
    const std::string zone = first_of(property);
    const bool known = !model::format_problem(model::Format::time_zone, zone, {});
    if (!is_contact() || !known || body().contains("availability")) return keep(property);
    body()["availability"] = {{"time_zone", zone}};
  }

  void take_address(const CardProperty& property) {
    if (is_contact() || body().contains("postal_address")) return keep(property);
    body()["postal_address"] = {{"und", lines_of(property.values)}};
    if (!property.parameters.empty() || !property.group.empty()) keep(property);
    constexpr std::size_t kCountry = 6;
    if (property.values.size() <= kCountry || trimmed(property.values[kCountry]).empty()) return;
    if (const auto state = to_state(trimmed(property.values[kCountry]))) {
      body()["country"] = *state;
    } else if (property.parameters.empty() && property.group.empty()) {
      keep(property, kNoState);
    }
  }

  void take_key(const CardProperty& property) {
    constexpr std::string_view kScheme = "openpgp4fpr:";
    const std::string text = first_of(property);
    const auto fingerprint = lower(text.substr(0, kScheme.size())) == kScheme
                                 ? to_fingerprint(text.substr(kScheme.size()))
                                 : std::nullopt;
    if (!fingerprint) return keep(property, kKeyWithoutFingerprint);
    if (fingerprints_.insert(*fingerprint).second)
      draft_.add("keys", {{"kind", "openpgp"}, {"fingerprint", *fingerprint}});
  }

  std::vector<std::string> parts_of_name_;
  std::string organisation_;
  std::set<std::string> websites_;
  std::set<std::string> languages_;
  std::set<std::string> fingerprints_;
};

const CardProperty* find(const ReadCard& card, std::string_view name) {
  const auto found = std::ranges::find(card.properties, name, &CardProperty::name);
  return found == card.properties.end() ? nullptr : &*found;
}

std::string text_of(const ReadCard& card, std::string_view name) {
  const CardProperty* found = find(card, name);
  return found == nullptr ? std::string() : first_of(*found);
}

// The kind that somebody else's card is of; empty where we have none.
std::string_view kind_of(const ReadCard& card) {
  std::string stated = lower(text_of(card, "KIND"));
  if (stated.empty()) stated = lower(text_of(card, "X-ADDRESSBOOKSERVER-KIND"));
  if (stated == "org" || stated == "organization") return "organisation";
  if (stated == "individual") return "contact";
  if (!stated.empty()) return {};
  return lower(text_of(card, "X-ABSHOWAS")) == "company" ? "organisation" : "contact";
}

}  // namespace

Record record_of(ReadCard card) {
  const std::string mark = text_of(card, codec::kOwnCardMark);
  const std::string id = text_of(card, "UID");
  if (codec::has_card(mark) && model::is_entry_id(id))
    return OwnCard(std::move(card), mark, id).make();
  const std::string_view kind = kind_of(card);
  const bool outside = card.properties.empty() && base::has_errors(card.findings);
  if (!kind.empty() && !outside) return ForeignCard(std::move(card), kind).make();
  Record record;
  record.row = card.row;
  record.line = card.line;
  record.place = std::move(card.place);
  record.findings = std::move(card.findings);
  if (!outside)
    record.findings.push_back({"kind", std::string(kNoKind), {}, {}, {}, base::Severity::error});
  for (base::Finding& finding : record.findings) {
    finding.row = record.row;
    finding.line = record.line;
  }
  return record;
}

}  // namespace cyberdir::importers
