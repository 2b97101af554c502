#include "model/validate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/unicode.h"
#include "model/code_lists.h"
#include "model/kept_members.h"
#include "model/kinds.h"
#include "model/states.h"
#include "model/string_formats.h"

namespace cyberdir::model {
namespace {

using base::Findings;
using base::Severity;

void add(Findings& findings, std::string code, std::string detail, std::string pointer) {
  findings.push_back(
      {std::move(code), std::move(detail), std::move(pointer), {}, {}, Severity::error});
}

bool is_empty(const Json& value) {
  // The library calls no string empty.
  if (value.is_string()) return value.get_ref<const std::string&>().empty();
  return value.is_null() || (value.is_structured() && value.empty());
}

// Drops empty values from the inside out. Extensions are left as they are.
void drop_empty(Json& value) {
  if (value.is_object()) {
    for (auto it = value.begin(); it != value.end();) {
      drop_empty(*it);
      it = is_empty(*it) ? value.erase(it) : std::next(it);
    }
  } else if (value.is_array()) {
    for (Json& element : value) drop_empty(element);
    value.erase(std::remove_if(value.begin(), value.end(), is_empty), value.end());
  }
}

// An integer, or a double that is one and that an integer holds exactly.
bool is_whole_number(const Json& value) {
  if (value.is_number_integer()) return true;
  constexpr double kLargest = 9007199254740991.0;  // 2^53 - 1
  if (!value.is_number_float()) return false;
  const double number = value.get<double>();
  return number >= -kLargest && number <= kLargest && std::trunc(number) == number;
}

// The name among `fields` that is nearest to a misspelt one, for the sentence of the finding.
std::string nearest(std::span<const Field> fields, const std::string& name) {
  std::string best;
  std::size_t best_distance = 3;
  for (const Field& field : fields) {
    const std::size_t distance = base::edit_distance(name.substr(0, 64), field.name);
    if (distance < best_distance) {
      best_distance = distance;
      best = field.name;
    }
  }
  return best;
}

void unknown_field(Findings& findings, std::span<const Field> fields, const std::string& name,
                   const std::string& pointer) {
  const std::string near = nearest(fields, name);
  add(findings, "unknown-field",
      near.empty() ? "there is no such field here; foreign fields go under extensions"
                   : "there is no such field here; did you mean " + near + "?",
      pointer);
}

// ---- taking an entry apart

void drop_kept_members(Json& object, std::span<const Field> fields, Kept kept) {
  for (const Field& field : fields) {
    const auto found = object.find(field.name);
    if (found == object.end()) continue;
    if (field.kept_by_registry) {
      const bool taken = kept == Kept::acceptances && field.name == kAcceptance;
      if (!taken) object.erase(found);
    } else if (field.type == Type::object) {
      if (found->is_object()) drop_kept_members(*found, field.members, kept);
      if (found->is_array()) {
        for (Json& element : *found) {
          if (element.is_object()) drop_kept_members(element, field.members, kept);
        }
      }
    }
  }
}

void normalise_fingerprints(Json& body) {
  const auto keys = body.find("keys");
  if (keys == body.end() || !keys->is_array()) return;
  for (Json& key : *keys) {
    if (!key.is_object()) continue;
    const auto fingerprint = key.find("fingerprint");
    if (fingerprint == key.end() || !fingerprint->is_string()) continue;
    if (auto normal = normalised_fingerprint(fingerprint->get_ref<const std::string&>()))
      *fingerprint = *normal;
  }
}

Json take_object(Json& tree, const char* name, Findings& findings) {
  const auto found = tree.find(name);
  if (found == tree.end()) return Json::object();
  Json value = std::move(*found);
  tree.erase(found);
  if (value.is_object()) return value;
  if (!value.is_null())
    add(findings, "type", "this is an object with members", std::string("/") + name);
  return Json::object();
}

std::string take_string(Json& tree, const char* name, Findings& findings) {
  const auto found = tree.find(name);
  if (found == tree.end()) return {};
  std::string value;
  if (found->is_string()) {
    value = found->get<std::string>();
  } else if (!found->is_null()) {
    add(findings, "type", "this is a string", std::string("/") + name);
  }
  tree.erase(found);
  return value;
}

// ---- checking values against the table

class Validator {
 public:
  Validator(Profile profile, Findings& findings) : profile_(profile), findings_(findings) {}

  void object(const Json& object, std::span<const Field> fields, const std::string& pointer) {
    for (auto it = object.begin(); it != object.end(); ++it) {
      const std::string at = pointer + "/" + pointer_token(it.key());
      const Field* field = find_field(fields, it.key());
      if (field == nullptr) {
        unknown_field(findings_, fields, it.key(), at);
      } else {
        field_value(*it, *field, at, object);
      }
    }
    for (const Field& field : fields) {
      if (field.required && !object.contains(field.name))
        missing(field, pointer + "/" + std::string(field.name));
    }
  }

  void extensions(const Json& extensions) {
    for (auto it = extensions.begin(); it != extensions.end(); ++it) {
      if (!is_extension_name(it.key())) {
        add(findings_, "extension-name",
            "name it x-<source>-<name>, in letters, digits, dots and hyphens",
            "/extensions/" + pointer_token(it.key()));
      }
    }
  }

 private:
  static bool is_extension_name(std::string_view name) {
    if (!name.starts_with("x-") || name.size() > 128) return false;
    const auto dash = name.find('-', 2);
    return dash != std::string_view::npos && dash > 2 && dash + 1 < name.size() &&
           std::all_of(name.begin(), name.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '.' || c == '_';
           });
  }

  void missing(const Field& field, const std::string& pointer) {
    if (profile_ == Profile::publish) {
      add(findings_, "required", "this is needed: " + std::string(field.meaning), pointer);
    } else {
      findings_.push_back({"incomplete",
                           "to publish, this is needed: " + std::string(field.meaning),
                           pointer,
                           {},
                           {},
                           Severity::warning});
    }
  }

  void field_value(const Json& value, const Field& field, const std::string& pointer,
                   const Json& parent) {
    if (!field.repeated) {
      single(value, field, pointer, parent);
      return;
    }
    if (!value.is_array()) {
      add(findings_, "type", "this is a list", pointer);
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i)
      single(value[i], field, pointer + "/" + std::to_string(i), parent);
    if (field.identity != Identity::whole) unique_elements(value, field, pointer);
  }

  // Elements that are compared one by one must be told apart.
  void unique_elements(const Json& list, const Field& field, const std::string& pointer) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (!list[i].is_object()) continue;
      std::string identity = text_member(list[i], "fingerprint");
      if (field.identity == Identity::kind_and_value) {
        identity = text_member(list[i], "kind") + ' ' + text_member(list[i], "value");
      }
      if (!seen.insert(identity).second) {
        add(findings_, "duplicate", "this stands in the list already; keep one",
            pointer + "/" + std::to_string(i));
      }
    }
  }

  static std::string text_member(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  }

  void single(const Json& value, const Field& field, const std::string& pointer,
              const Json& parent) {
    switch (field.type) {
      case Type::object:
        if (!value.is_object()) {
          add(findings_, "type", "this is an object with members", pointer);
        } else if (field.name == "visibility") {
          visibility_map(value, pointer);
        } else {
          object(value, field.members, pointer);
          hours(value, field, pointer);
          order(value, pointer);
        }
        return;
      case Type::text:
        text(value, pointer);
        return;
      case Type::boolean:
        if (!value.is_boolean()) add(findings_, "type", "this is true or false", pointer);
        return;
      case Type::integer:
        if (!is_whole_number(value)) {
          add(findings_, "type", "this is a whole number", pointer);
        } else if (value.get<std::int64_t>() < 0) {
          add(findings_, "range", "this is not negative", pointer);
        }
        return;
      default:
        string(value, field, pointer, parent);
    }
  }

  bool characters(const Json& value, const std::string& pointer) {
    if (!value.is_string()) {
      add(findings_, "type", "this is a string", pointer);
      return false;
    }
    if (!base::is_xml_text(value.get_ref<const std::string&>())) {
      add(findings_, "character",
          "it holds a character that XML cannot carry, such as a control character; leave it out",
          pointer);
      return false;
    }
    return true;
  }

  void text(const Json& value, const std::string& pointer) {
    if (!value.is_object()) {
      add(findings_, "type", "this is text by language, such as {\"en\": \"…\"}", pointer);
      return;
    }
    for (auto it = value.begin(); it != value.end(); ++it) {
      const std::string at = pointer + "/" + pointer_token(it.key());
      if (!is_language_tag(it.key())) {
        add(findings_, "language", *format_problem(Format::language, it.key(), {}), at);
      }
      characters(*it, at);
    }
  }

  void string(const Json& value, const Field& field, const std::string& pointer,
              const Json& parent) {
    if (!characters(value, pointer)) return;
    const auto& text = value.get_ref<const std::string&>();
    switch (field.type) {
      case Type::date:
        if (!base::is_full_date(text))
          add(findings_, "date", "give a date that exists, as YYYY-MM-DD", pointer);
        return;
      case Type::partial_date:
        if (!base::is_partial_date(text)) {
          add(findings_, "date", "give a year, a month or a date: YYYY, YYYY-MM or YYYY-MM-DD",
              pointer);
        }
        return;
      case Type::time:
        if (!is_utc_time(text))
          add(findings_, "time", "give the time in UTC, as 2026-11-22T08:00:00Z", pointer);
        return;
      case Type::moment:
        if (!base::is_full_date(text) && !is_utc_time(text)) {
          add(findings_, "time", "give a date, or a time in UTC as 2026-11-22T08:00:00Z", pointer);
        }
        return;
      case Type::code:
        code(text, field, pointer);
        return;
      case Type::state:
        if (!is_state_code(text)) {
          add(findings_, "state", "give the code of a State (ISO 3166-1 alpha-2), such as TH",
              pointer);
        }
        return;
      case Type::ref:
        if (!is_entry_id(text)) add(findings_, "id", "give the id of an entry", pointer);
        return;
      case Type::decimal:
        if (!is_decimal(text))
          add(findings_, "decimal", "give the number as text: digits, a point, digits", pointer);
        return;
      default:
        break;
    }
    const std::string kind =
        field.format == Format::channel ? text_member(parent, "kind") : std::string();
    if (auto problem = format_problem(field.format, text, kind)) {
      add(findings_, format_code(field.format, kind), std::move(*problem), pointer);
    }
  }

  static bool is_utc_time(std::string_view text) {
    return (text.ends_with('Z') || text.ends_with('z')) && base::parse_rfc3339(text).has_value();
  }

  static std::string format_code(Format format, const std::string& kind) {
    switch (format) {
      case Format::email:
        return "email";
      case Format::url:
        return "url";
      case Format::language:
        return "language";
      case Format::time_zone:
        return "time-zone";
      case Format::fingerprint:
        return "fingerprint";
      case Format::clock_time:
        return "clock-time";
      case Format::domain:
        return "domain";
      case Format::ip_range:
        return "ip-range";
      case Format::as_number:
        return "as-number";
      case Format::currency:
        return "currency";
      case Format::tlp:
        return "tlp";
      case Format::group:
        return "group";
      case Format::owner:
        return "owner";
      case Format::channel:
        return kind == "email" ? "email" : kind == "web" ? "url" : "phone";
      default:
        return "format";
    }
  }

  void code(const std::string& text, const Field& field, const std::string& pointer) {
    const CodeList* list = find_code_list(field.codes);
    if (list == nullptr || list->allows(text)) return;
    std::string sentence = "this is not in the list " + list->name + ": ";
    for (std::size_t i = 0; i < list->codes.size(); ++i)
      sentence += (i == 0 ? "" : ", ") + list->codes[i];
    add(findings_, "code", std::move(sentence), pointer);
  }

  void visibility_map(const Json& map, const std::string& pointer) {
    for (auto it = map.begin(); it != map.end(); ++it) {
      const std::string at = pointer + "/" + pointer_token(it.key());
      if (!it->is_string() ||
          !find_code_list("visibility")->allows(it->get_ref<const std::string&>())) {
        add(findings_, "code", "give public, group or owner", at);
      }
    }
  }

  // RFC 3339 texts of one form compare as text; a shorter date is compared as far as it goes.
  static bool is_after(const Json& object, const char* from, const char* to) {
    const std::string a = text_member(object, from);
    const std::string b = text_member(object, to);
    if (a.empty() || b.empty()) return false;
    const auto x = base::parse_rfc3339(a);
    const auto y = base::parse_rfc3339(b);
    if (x && y) return *x > *y;
    const std::size_t length = std::min({a.size(), b.size(), std::size_t{10}});
    return a.substr(0, length) > b.substr(0, length);
  }

 public:
  void order(const Json& object, const std::string& pointer) {
    static constexpr std::pair<const char*, const char*> kPairs[] = {
        {"valid_from", "valid_until"}, {"start", "end"}, {"from", "until"}, {"from", "to"},
        {"opens", "closes"},           {"date", "until"}};
    for (const auto& [from, to] : kPairs) {
      if (is_after(object, from, to)) {
        add(findings_, "order", std::string("this is before ") + from + "; put them in order",
            pointer + "/" + to);
      }
    }
  }

 private:
  struct Span {
    int from;
    int to;
    std::size_t index;
  };

  void hours(const Json& availability, const Field& field, const std::string& pointer) {
    if (field.name != "availability") return;
    const auto hours = availability.find("hours");
    if (hours == availability.end() || !hours->is_array()) return;
    if (!availability.contains("time_zone")) {
      add(findings_, "required", "hours need the time zone they are in", pointer + "/time_zone");
    }
    constexpr int kDay = 24 * 60;
    static constexpr std::array kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday"};
    const auto minutes = [](const std::string& time) {
      return ((time[0] - '0') * 10 + (time[1] - '0')) * 60 + (time[3] - '0') * 10 + (time[4] - '0');
    };
    std::vector<Span> spans;
    for (std::size_t i = 0; i < hours->size(); ++i) {
      const Json& row = (*hours)[i];
      if (!row.is_object()) continue;
      const std::string open = text_member(row, "open");
      const std::string close = text_member(row, "close");
      const auto day = std::find(kDays.begin(), kDays.end(), text_member(row, "day"));
      if (day == kDays.end() || !base::is_clock_time(open, true) ||
          !base::is_clock_time(close, true))
        continue;
      if (open == "24:00") {
        add(findings_, "hours", "a day opens at 23:59 at the latest",
            pointer + "/hours/" + std::to_string(i) + "/open");
        continue;
      }
      const int start = static_cast<int>(day - kDays.begin()) * kDay + minutes(open);
      int length = minutes(close) - minutes(open);
      if (length <= 0) length += kDay;
      spans.push_back({start, start + length, i});
    }
    constexpr int kWeek = 7 * kDay;
    for (std::size_t i = 0; i < spans.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const auto overlaps = [&](int shift) {
          return spans[i].from + shift < spans[j].to && spans[j].from < spans[i].to + shift;
        };
        if (overlaps(0) || overlaps(kWeek) || overlaps(-kWeek)) {
          add(findings_, "hours", "these hours overlap with others of the list; join or part them",
              pointer + "/hours/" + std::to_string(spans[i].index));
          break;
        }
      }
    }
  }

  Profile profile_;
  Findings& findings_;
};

void check_visibility_names(const Entry& entry, Findings& findings) {
  const auto map = entry.meta.find("visibility");
  if (map == entry.meta.end() || !map->is_object()) return;
  for (auto it = map->begin(); it != map->end(); ++it) {
    const bool known =
        it.key() == "*" || it.key() == "extensions" || entry.kind->field(it.key()) != nullptr;
    if (!known) {
      unknown_field(findings, entry.kind->fields, it.key(),
                    "/meta/visibility/" + pointer_token(it.key()));
    }
  }
}

void check_state_identity(const Entry& entry, Findings& findings) {
  const bool claims = entry.id.starts_with("state-");
  if (entry.kind->name != "state") {
    if (claims)
      add(findings, "id", "ids that begin with state- are kept for States; choose another", "/id");
    return;
  }
  const auto iso2 = entry.body.find("iso2");
  if (iso2 != entry.body.end() && iso2->is_string()) {
    const std::string expected = state_entry_id(iso2->get_ref<const std::string&>());
    if (!entry.id.empty() && entry.id != expected) {
      add(findings, "id", "the id of a State is state- and its two letters", "/id");
    }
    if (!is_state_code(iso2->get_ref<const std::string&>())) {
      add(findings, "state", "this is not the code of a State", "/iso2");
    }
  }
  if (entry.owner() != "secretariat") {
    add(findings, "owner", "States are reference data of the secretariat", "/meta/owner");
  }
}

void visit_references(const Json& object, std::span<const Field> fields, const std::string& pointer,
                      const VisitReference& visit) {
  for (const Field& field : fields) {
    const auto found = object.find(field.name);
    if (found == object.end()) continue;
    const std::string at = pointer + "/" + std::string(field.name);
    const auto one = [&](const Json& value, const std::string& where) {
      if (field.type == Type::ref && value.is_string())
        visit(where, field, value.get_ref<const std::string&>());
      if (field.type == Type::object && value.is_object())
        visit_references(value, field.members, where, visit);
    };
    if (!found->is_array()) {
      one(*found, at);
      continue;
    }
    for (std::size_t i = 0; i < found->size(); ++i) one((*found)[i], at + "/" + std::to_string(i));
  }
}

}  // namespace

std::string pointer_token(std::string_view name) {
  std::string token;
  for (const char c : name) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token.push_back(c);
    }
  }
  return token;
}

Entry take_entry(Json tree, Findings& findings, Kept kept) {
  Entry entry;
  if (!tree.is_object()) {
    add(findings, "type", "an entry is an object with id, kind, meta and its fields", "");
    return entry;
  }
  entry.id = take_string(tree, "id", findings);
  if (!entry.id.empty() && !is_entry_id(entry.id)) {
    add(findings, "id", "an id has 1 to 64 letters, digits, dots, hyphens, underscores or tildes",
        "/id");
  }
  const std::string kind = take_string(tree, "kind", findings);
  entry.kind = find_kind(kind);
  if (entry.kind == nullptr) {
    std::string sentence =
        kind.empty() ? "say what kind of entry it is: " : "there is no such kind; there are ";
    for (const Kind& known : kinds())
      sentence += (&known == kinds().data() ? "" : ", ") + std::string(known.name);
    add(findings, kind.empty() ? "required" : "kind", std::move(sentence), "/kind");
  }
  entry.meta = take_object(tree, "meta", findings);
  drop_kept_members(entry.meta, meta_fields(), Kept::nothing);
  drop_empty(entry.meta);
  entry.extensions = take_object(tree, "extensions", findings);
  for (auto it = entry.extensions.begin(); it != entry.extensions.end();) {
    it = it->is_null() ? entry.extensions.erase(it) : std::next(it);
  }
  entry.body = std::move(tree);
  if (entry.kind != nullptr && kept != Kept::everything)
    drop_kept_members(entry.body, entry.kind->fields, kept);
  drop_empty(entry.body);
  normalise_fingerprints(entry.body);
  return entry;
}

void validate(const Entry& entry, Profile profile, Findings& findings) {
  if (entry.kind == nullptr) return;
  Validator validator(profile, findings);
  validator.object(entry.meta, meta_fields(), "/meta");
  validator.order(entry.meta, "/meta");
  validator.object(entry.body, entry.kind->fields, "");
  validator.order(entry.body, "");
  validator.extensions(entry.extensions);
  check_visibility_names(entry, findings);
  check_state_identity(entry, findings);
}

void for_each_reference(const Entry& entry, const VisitReference& visit) {
  if (entry.kind != nullptr) visit_references(entry.body, entry.kind->fields, "", visit);
}

}  // namespace cyberdir::model
