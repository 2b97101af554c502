#include "canary_entries.h"

#include <algorithm>

#include "base/bytes.h"
#include "model/code_lists.h"

namespace cyberdir::scenarios {

using model::Field;
using model::Format;
using model::Json;
using model::Type;
using model::Visibility;

namespace {

constexpr std::uint32_t kDigits = 5;

std::string five(std::uint32_t number) {
  std::string digits = std::to_string(number);
  return std::string(kDigits - digits.size(), '0') + digits;
}

// The level of a field by the data dictionary: its letter, the kind's default, the entry's rules.
Visibility level_of(const model::Kind& kind, std::string_view name, Visibility letter,
                    const std::map<std::string, std::string>& rules) {
  const auto said = [&](std::string_view key) -> std::optional<Visibility> {
    const auto found = rules.find(std::string(key));
    if (found == rules.end()) return std::nullopt;
    return found->second == "public"  ? Visibility::open
           : found->second == "group" ? Visibility::group
                                      : Visibility::owner;
  };
  if (letter == Visibility::owner) return letter;  // O is never opened
  const Visibility whole = said("*").value_or(kind.visibility);
  if (const auto field = said(name))
    return whole > kind.visibility ? std::max(whole, *field) : *field;
  return letter == kind.visibility ? whole : std::max(whole, letter);
}

// What hides in text: letters and digits alone, in lower case.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') out.push_back(static_cast<char>(c + ('a' - 'A')));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out.push_back(c);
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      if (const auto byte = base::from_hex(text.substr(i + 1, 2))) {
        out += *byte;
        i += 2;
        continue;
      }
    }
    out.push_back(text[i]);
  }
  return out;
}

void scan(std::string_view text, std::set<std::uint32_t>& found) {
  // The marks that begin a canary: of words, telephone numbers, fingerprints, decimals and
  // integers.
  for (const std::string_view mark : {"zqx", "99900077", "c0ffee77", "770077"}) {
    for (std::size_t at = text.find(mark); at != std::string_view::npos;
         at = text.find(mark, at + 1)) {
      const std::string_view digits = text.substr(at + mark.size(), kDigits);
      if (digits.size() == kDigits &&
          digits.find_first_not_of("0123456789") == std::string_view::npos) {
        found.insert(static_cast<std::uint32_t>(std::stoul(std::string(digits))));
      }
    }
  }
}

}  // namespace

std::string reference_target(std::string_view kind) {
  return "target-" + std::string(kind.empty() ? "organisation" : kind);
}

std::set<std::uint32_t> Planter::found_in(std::string_view bytes) {
  std::set<std::uint32_t> found;
  scan(bare(bytes), found);
  scan(bare(percent_decoded(bytes)), found);
  // Cursors: what stands in base64url.
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto is_base64url = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    };
    std::size_t end = at;
    while (end < bytes.size() && is_base64url(bytes[end])) ++end;
    if (end - at >= 12) {
      if (const auto decoded = base::from_base64url(bytes.substr(at, end - at)))
        scan(bare(*decoded), found);
    }
    at = end + 1;
  }
  return found;
}

std::uint32_t Planter::plant(const Place& place, const std::string& pattern, bool is_word,
                             bool indexed, std::string& text) {
  const std::uint32_t number = next_++;
  text = pattern;
  text.replace(text.find('#'), 1, five(number));
  planted_.push_back({number, place.entry, place.pointer, text, is_word, indexed, place.level});
  return number;
}

std::string Planter::word(const Place& place, bool indexed) {
  std::string text;
  plant(place, "zqx#", true, indexed, text);
  return text;
}

Json Planter::one(const Field& field, const Place& place, const Json& siblings) {
  const bool indexed = field.search != model::Search::no;
  std::string text;
  switch (field.type) {
    case Type::text:
      return {{"en", word(place, indexed) + " " + word(place, indexed)},
              {"th", word(place, indexed)}};
    case Type::object:
      return object(field.members, place);
    case Type::boolean:
      return true;
    case Type::integer: {
      const std::uint32_t number = plant(place, "770077#", false, false, text);
      return std::int64_t{77'007'700'000} + number;
    }
    case Type::decimal:
      plant(place, "770077#.5", false, false, text);
      return text;
    case Type::date:
      return "2026-03-04";
    case Type::partial_date:
      return "2026-03";
    case Type::time:
    case Type::moment:
      return "2026-03-04T05:06:07Z";
    case Type::state:
      return "TH";
    case Type::ref:
      return reference_target(field.refers_to);
    case Type::code: {
      const model::CodeList* list = model::find_code_list(field.codes);
      if (list->open) return word(place, false);
      return list->codes.front();
    }
    case Type::string:
      break;
  }
  switch (field.format) {
    case Format::none:
      return word(place, indexed);
    case Format::email:
      plant(place, "zqx#@cert.example", false, false, text);
      return text;
    case Format::url:
      plant(place, "https://www.example/zqx#", false, indexed, text);
      return text;
    case Format::domain:
      plant(place, "zqx#.example", false, false, text);
      return text;
    case Format::fingerprint:
      plant(place, "C0FFEE77#000000000000000000000000000", true, indexed, text);
      return text;
    case Format::language:
      return "th";
    case Format::time_zone:
      return "Asia/Bangkok";
    case Format::clock_time:
      return field.name == "open" ? "08:00" : "17:00";
    case Format::ip_range:
      return "192.0.2.0/24";
    case Format::as_number:
      return "AS64500";
    case Format::currency:
      return "THB";
    case Format::country2:
      return "XA";
    case Format::country3:
      return "XXA";
    case Format::digits3:
      return "999";
    case Format::tlp:
      return "TLP:AMBER";
    case Format::channel: {
      const std::string kind = siblings.value("kind", std::string());
      if (kind == "email") plant(place, "zqx#@cert.example", false, indexed, text);
      if (kind == "web") plant(place, "https://www.example/zqx#", false, indexed, text);
      if (kind == "secure") plant(place, "zqx#", true, indexed, text);
      if (text.empty()) plant(place, "+99900077#", false, indexed, text);
      return text;
    }
    default:
      return "states";
  }
}

// Channels carry a rule each: one as its field, one for the group, one for the owner alone.
Json Planter::channels(const Field& field, const Place& place) {
  Json list = Json::array();
  struct Row {
    const char* kind;
    const char* rule;
    Visibility level;
    bool personal;
  };
  for (const Row& row :
       {Row{"email", "", Visibility::open, false}, Row{"web", "group", Visibility::group, false},
        Row{"secure", "owner", Visibility::owner, false},
        Row{"phone", "owner", Visibility::owner, true},
        Row{"satellite", "public", Visibility::open, false}}) {
    Place own = place;
    own.level = std::max(place.level, row.level);
    own.pointer += std::string("/") + row.kind;
    if (without_hidden && own.level != Visibility::open && !(field.required && list.empty()))
      continue;
    Json channel = {{"kind", row.kind}};
    for (const Field& member : field.members) {
      if (member.kept_by_registry || member.name == "kind" || member.name == "visibility" ||
          member.name == "personal")
        continue;
      channel[std::string(member.name)] = value(member, own);
      if (member.format == Format::channel) channel["value"] = one(member, own, channel);
    }
    if (*row.rule != '\0') channel["visibility"] = row.rule;
    if (row.personal) channel["personal"] = true;
    list.push_back(std::move(channel));
  }
  return list;
}

Json Planter::object(std::span<const Field> fields, const Place& place) {
  Json made = Json::object();
  for (const Field& field : fields) {
    if (field.kept_by_registry) continue;
    made[std::string(field.name)] = value(field, place);
  }
  return made;
}

Json Planter::value(const Field& field, const Place& place) {
  if (field.format == Format::channel) return "";  // made with its siblings
  if (field.type == Type::object && model::find_field(field.members, "proven_at") != nullptr)
    return channels(field, place);
  if (field.type == Type::object && field.members.empty()) return Json::object();
  Json made = one(field, place, {});
  return field.repeated ? Json::array({std::move(made)}) : made;
}

Json Planter::entry(const model::Kind& kind, const std::string& id, const std::string& owner,
                    const std::string& group,
                    const std::map<std::string, std::string>& visibility) {
  Json made = {{"id", id}, {"kind", std::string(kind.name)}};
  const Visibility whole = level_of(kind, "*", kind.visibility, visibility);
  Visibility least = whole;
  for (const Field& field : kind.fields) {
    if (visibility.contains(std::string(field.name)))
      least = std::min(least, level_of(kind, field.name, field.visibility, visibility));
  }
  for (const Field& field : kind.fields) {
    const Visibility level =
        std::max(least, level_of(kind, field.name, field.visibility, visibility));
    const bool needed = field.required;
    if (without_hidden && level != Visibility::open && !needed) continue;
    made[std::string(field.name)] = value(field, {id, "/" + std::string(field.name), level, true});
  }
  Json meta = Json::object();
  for (const Field& field : model::meta_fields()) {
    if (field.kept_by_registry || field.name == "owner" || field.name == "group" ||
        field.name == "visibility" || field.name == "valid_until")
      continue;
    const Visibility level = std::max(least, field.visibility);
    if (without_hidden && level != Visibility::open) continue;
    meta[std::string(field.name)] =
        value(field, {id, "/meta/" + std::string(field.name), level, true});
  }
  meta["owner"] = owner;
  if (!group.empty()) meta["group"] = group;
  if (!visibility.empty()) meta["visibility"] = visibility;
  made["meta"] = std::move(meta);
  const Visibility extensions = std::max(
      least, level_of(kind, "extensions",
                      kind.visibility == Visibility::open ? Visibility::open : kind.visibility,
                      visibility));
  if (!(without_hidden && extensions != Visibility::open)) {
    made["extensions"] = {{"x-test-" + word({id, "/extensions", extensions, false}, false),
                           Json::array({word({id, "/extensions", extensions, false}, false)})}};
  }
  return made;
}

}  // namespace cyberdir::scenarios
