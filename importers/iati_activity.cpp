#include "importers/iati_activity.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/instant.h"
#include "codec/iati_codes.h"
#include "importers/draft.h"
#include "importers/foreign_text.h"
#include "model/states.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using model::Json;

constexpr std::string_view kPrefix = "x-iati-";
constexpr std::string_view kNoLanguage = "und";
constexpr std::size_t kIdentifierBytes = 256;

constexpr Reason kLongIdentifier = {
    "identifier",
    "this is too long for an identifier, so the activity cannot be found again by it; it is kept "
    "as it is, correct it at the source"};
constexpr Reason kNoLanguageTag = {
    "language",
    "this is no language tag (BCP 47), so the text counts as of no stated language; "
    "correct it at the source"};
constexpr Reason kNoDecimal = {
    "decimal",
    "this is no decimal number of digits and a point; it is kept as it is, add the number"};
constexpr Reason kNoCurrency = {
    "currency", "this is no currency of three capital letters (ISO 4217); it is kept as it is"};
constexpr Reason kNoStageOfOurs = {
    "stage",
    "no stage of ours says the same as this status; it is kept as it is, set the stage "
    "where one fits"};
constexpr Reason kDateOrder = {
    "order",
    "the end is before the start, so it is not used; it is kept as it is, correct it at "
    "the source"};
constexpr Reason kLeftOut = {
    "too-large",
    "the activity is larger than an entry may be; elements of this name were left "
    "out, find them at the source: "};

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return capitals;
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return small;
}

bool is_currency(std::string_view text) {
  return !model::format_problem(model::Format::currency, text, {}).has_value();
}

// A calendar date as xsd:date has it, whose time zone says nothing of ours.
std::optional<std::string> to_date(std::string_view text) {
  constexpr std::size_t kDate = 10;
  constexpr std::size_t kOffset = 6;
  if (text.size() == kDate + 1 && text.back() == 'Z') text.remove_suffix(1);
  if (text.size() == kDate + kOffset && (text[kDate] == '+' || text[kDate] == '-'))
    text = text.substr(0, kDate);
  if (text.size() > kDate && text[kDate] == 'T') text = text.substr(0, kDate);
  if (!base::is_full_date(text)) return std::nullopt;
  return std::string(text);
}

// 2.x has codes where 1.x has words.
std::string_view date_type(std::string_view stated) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"start-planned", codec::kIatiStart.planned},
      {"start-actual", codec::kIatiStart.actual},
      {"end-planned", codec::kIatiEnd.planned},
      {"end-actual", codec::kIatiEnd.actual}};
  for (const auto& [word, code] : kWords) {
    if (word == stated) return code;
  }
  return stated;
}

std::string_view role_of(const XmlTree& organisation) {
  const std::string_view stated = organisation.attribute("role");
  const std::string word = in_small_letters(stated);
  if (word == "funding") return codec::kIatiFunding;
  if (word == "implementing") return codec::kIatiImplementing;
  return stated;
}

bool is_general(const XmlTree& description) {
  const std::string_view type = description.attribute("type");
  return type.empty() || type == "1" || in_small_letters(type) == "general";
}

// An activity being read. Each element is taken when all that it says went into fields; else it is
// kept as it is, also where a part of it went into a field.
class Mapping {
 public:
  explicit Mapping(IatiActivity activity) : activity_(std::move(activity)) {
    language_ = activity_.head.attribute("xml:lang");
    if (language_.empty()) language_ = activity_.language;
    currency_ = activity_.head.attribute("default-currency");
  }

  codec::Record run() {
    for (const Element& element : activity_.elements) element_of(element);
    dates(codec::kIatiStart, "start", codec::iati_start_type(stage()));
    dates(codec::kIatiEnd, "end", codec::iati_end_type(stage()));
    web_pages();
    keep_attributes();
    Draft draft(std::move(kept_), "iati", kPrefix, "programme");
    for (auto& [name, value] : fields_.items()) draft.set(name, std::move(value));
    if (!identifier_.empty()) draft.set_source_id("iati-identifier", identifier_);
    if (!modified_.empty()) draft.set_source_modified(modified_);
    for (Note& note : notes_)
      draft.warn({note.code, note.detail}, std::move(note.pointer), note.line);
    codec::Record record = std::move(draft).finish();
    record.place = activity_.place;
    record.line = activity_.line;
    return record;
  }

 private:
  using Element = IatiActivity::Element;
  struct Note {
    std::string code;
    std::string detail;
    std::string pointer;
    std::uint64_t line;
  };

  void element_of(const Element& element) {
    struct Row {
      std::string_view name;
      void (Mapping::*take)(const Element&);
    };
    static constexpr Row kRows[] = {
        {"iati-identifier", &Mapping::identifier},
        {"title", &Mapping::title},
        {"description", &Mapping::description},
        {"participating-org", &Mapping::organisation},
        {"activity-status", &Mapping::status},
        {"activity-date", &Mapping::later},
        {"contact-info", &Mapping::contact},
        {"activity-scope", &Mapping::scope},
        {"recipient-country", &Mapping::country},
        {"recipient-region", &Mapping::region},
        {"budget", &Mapping::budget},
        {"activity-website", &Mapping::website},
        {"document-link", &Mapping::later},
        {"result", &Mapping::result},
    };
    for (const Row& row : kRows) {
      if (row.name == element.tree.name) return (this->*row.take)(element);
    }
    keep(element);
  }

  // ---- keeping

  // Keeps an element; gives the pointer to it.
  std::string keep(const Element& element) {
    std::string name = element.tree.name;
    if (name == codec::kIatiAttributes) name = "{}" + name;
    Json& list = kept_[name];
    list.push_back(element.tree.json_ml());
    return "/extensions/" + std::string(kPrefix) + name + "/" + std::to_string(list.size() - 1);
  }

  void note(const Reason& reason, const Element& element, std::string pointer,
            std::string_view below, std::uint64_t line) {
    std::string detail(reason.detail);
    detail += " (" + activity_.place + "/" + element.tree.name + "[" +
              std::to_string(element.position) + "]" + std::string(below) + ")";
    notes_.push_back({std::string(reason.code), std::move(detail), std::move(pointer), line});
  }
  void note(const Reason& reason, const Element& element, std::string pointer,
            std::string_view below = {}) {
    note(reason, element, std::move(pointer), below, element.tree.line);
  }

  void keep_attributes() {
    Json attributes = Json::object();
    for (const auto& [name, value] : activity_.head.attributes) {
      if (name == "last-updated-datetime" && take_modified(value)) continue;
      attributes[name] = value;
    }
    // Codes of 1.x mean something else than those of 2.x.
    if (activity_.version.starts_with('1')) {
      attributes["version"] = activity_.version;
    } else {
      attributes.erase("version");
    }
    if (!attributes.empty()) kept_[std::string(codec::kIatiAttributes)] = std::move(attributes);
    for (const auto& [name, count] : activity_.left_out) {
      notes_.push_back({std::string(kLeftOut.code),
                        std::string(kLeftOut.detail) + std::to_string(count) + " (" +
                            activity_.place + "/" + name + ")",
                        "/extensions/" + std::string(kPrefix) + name, activity_.line});
    }
  }

  // True where all that it says is in meta.source.
  bool take_modified(const std::string& stated) {
    const std::string_view text = trimmed(stated);
    if (base::is_full_date(text)) {
      modified_ = text;
    } else if (auto instant = to_instant(text)) {
      modified_ = *std::move(instant);
    } else {
      if (auto date = to_date(text)) modified_ = *std::move(date);
      return false;
    }
    return true;
  }

  // ---- texts

  // The language of a text, from the inside out.
  std::string language_of(const XmlTree& narrative, const XmlTree& parent, bool& known) const {
    std::string_view stated = narrative.attribute("xml:lang");
    if (stated.empty()) stated = parent.attribute("xml:lang");
    if (stated.empty()) stated = language_;
    if (stated.empty()) return std::string(kNoLanguage);
    known = model::is_language_tag(stated);
    return std::string(known ? stated : kNoLanguage);
  }

  struct Texts {
    Json by_language = Json::object();
    bool whole = true;      // all of the element is in it
    bool languages = true;  // all languages are known
  };

  // The texts of an element: its narratives, as 2.x has them, or its own text, as 1.x does.
  Texts texts_of(const XmlTree& element, std::initializer_list<std::string_view> attributes = {}) {
    Texts texts;
    const auto add = [&](const XmlTree& narrative) {
      if (narrative.text.empty()) return;
      bool known = true;
      const std::string language = language_of(narrative, element, known);
      texts.languages = texts.languages && known;
      const auto [there, is_new] = texts.by_language.emplace(language, narrative.text);
      texts.whole = texts.whole && known && (is_new || *there == narrative.text);
      texts.whole = texts.whole && narrative.children.empty();
    };
    if (!element.text.empty()) {
      XmlTree own;
      own.text = element.text;
      add(own);
    }
    for (const XmlTree& child : element.children) {
      if (child.name != "narrative" || !child.has_only({"xml:lang"})) {
        texts.whole = false;
        if (child.name != "narrative") continue;
      }
      add(child);
    }
    for (const auto& [name, value] : element.attributes) {
      if (name != "xml:lang" && std::ranges::find(attributes, name) == attributes.end() &&
          !trimmed(value).empty())
        texts.whole = false;
    }
    return texts;
  }

  // Adds the texts of an element to a field. What stands there already stays.
  void text_field(const Element& element, std::string_view field,
                  std::initializer_list<std::string_view> attributes) {
    Texts texts = texts_of(element.tree, attributes);
    Json& all = fields_[std::string(field)];
    if (all.is_null()) all = Json::object();
    for (auto& [language, text] : texts.by_language.items()) {
      const auto [there, is_new] = all.emplace(language, text);
      texts.whole = texts.whole && (is_new || *there == text);
    }
    if (texts.whole) return;
    std::string pointer = keep(element);
    if (!texts.languages) note(kNoLanguageTag, element, std::move(pointer));
  }

  // ---- elements with fields

  void identifier(const Element& element) {
    const std::string& text = element.tree.text;
    if (text.empty()) return;
    if (text.size() > kIdentifierBytes) {
      note(kLongIdentifier, element, keep(element));
      return;
    }
    if (!identifier_.empty()) {
      keep(element);
      return;
    }
    identifier_ = text;
    fields_["iati_identifier"] = text;
    if (!element.tree.attributes.empty() || !element.tree.children.empty()) keep(element);
  }

  void title(const Element& element) { text_field(element, "title", {}); }

  void description(const Element& element) {
    if (is_general(element.tree)) {
      text_field(element, "summary", {"type"});
    } else {
      keep(element);
    }
  }

  void organisation(const Element& element) {
    const std::string_view role = role_of(element.tree);
    const bool funds = role == codec::kIatiFunding;
    if (!funds && role != codec::kIatiImplementing) {
      keep(element);
      return;
    }
    const Texts texts = texts_of(element.tree, {"role"});
    // The name in the language of the activity, which is the first where there are several.
    const std::string* name = nullptr;
    const XmlTree* narrative = element.tree.child("narrative");
    if (!element.tree.text.empty()) {
      name = &element.tree.text;
    } else if (narrative != nullptr && !narrative->text.empty()) {
      name = &narrative->text;
    }
    if (name != nullptr) {
      Json& list = fields_[funds ? "funders" : "implementers"];
      if (std::ranges::find(list, Json(*name)) == list.end()) list.push_back(*name);
    }
    // A name of ours has no language.
    const bool own_language = !element.tree.attribute("xml:lang").empty() ||
                              (narrative != nullptr && !narrative->attribute("xml:lang").empty());
    if (name == nullptr || !texts.whole || texts.by_language.size() > 1 || own_language)
      keep(element);
  }

  void status(const Element& element) {
    const auto* row = codec::from_iati(codec::kIatiStages, element.tree.attribute("code"));
    if (row == nullptr || fields_.contains("stage")) {
      std::string pointer = keep(element);
      if (row == nullptr) note(kNoStageOfOurs, element, std::move(pointer), "/@code");
      return;
    }
    fields_["stage"] = row->ours;
    if (!row->same || !is_code_alone(element.tree)) keep(element);
  }

  void scope(const Element& element) {
    const auto* row = codec::from_iati(codec::kIatiScopes, element.tree.attribute("code"));
    if (row != nullptr && !fields_.contains("scope")) {
      fields_["scope"] = row->ours;
      if (row->same && is_code_alone(element.tree)) return;
    }
    keep(element);
  }

  static bool is_code_alone(const XmlTree& tree) {
    return tree.text.empty() && tree.children.empty() && tree.has_only({"code"});
  }

  void country(const Element& element) {
    const std::string code = in_capitals(element.tree.attribute("code"));
    if (!model::is_state_code(code)) {
      note(kNoState, element, keep(element), "/@code");
      return;
    }
    Json beneficiary = {{"state", code}};
    const std::string_view share = element.tree.attribute("percentage");
    const bool has_share = model::is_decimal(share);
    if (has_share) beneficiary["share"] = share;
    fields_["beneficiaries"].push_back(std::move(beneficiary));
    const Texts texts = texts_of(element.tree, {"code", "percentage"});
    const bool named = std::ranges::all_of(texts.by_language, [&](const Json& name) {
      return to_state(name.get<std::string>()) == code;
    });
    if (named && texts.whole && (has_share || share.empty())) return;
    std::string pointer = keep(element);
    if (!has_share && !share.empty()) note(kNoDecimal, element, std::move(pointer), "/@percentage");
  }

  void region(const Element& element) {
    const Texts texts = texts_of(element.tree);
    for (const Json& name : texts.by_language) fields_["regions"].push_back(name);
    keep(element);  // its code and share have no field
  }

  void website(const Element& element) {
    if (add_website(element.tree.text)) {
      if (element.tree.has_only({"xml:lang"}) && element.tree.children.empty()) return;
      keep(element);
    } else {
      note(kNotWeb, element, keep(element));
    }
  }

  bool add_website(std::string_view url) {
    if (!model::is_web_address(url, false)) return false;
    Json& list = fields_["websites"];
    if (std::ranges::find(list, Json(url)) == list.end()) list.push_back(url);
    return true;
  }

  // ---- budgets

  static std::string_view date_in(const XmlTree& budget, std::string_view name) {
    const XmlTree* period = budget.child(name);
    if (period == nullptr) return {};
    const std::string_view date = period->attribute("iso-date");
    return date.empty() ? std::string_view(period->text) : date;
  }

  static bool is_date_alone(const XmlTree& tree) {
    return tree.children.empty() && tree.has_only({"iso-date"}) &&
           (tree.text.empty() || trimmed(tree.text) == tree.attribute("iso-date"));
  }

  // Original and indicative are what type and status mean where they are absent. The day of the
  // exchange rate has no field; where it is the first of the period, the writer says it again.
  static bool is_plain_budget(const XmlTree& tree) {
    if (!tree.text.empty() || tree.children.size() != 3) return false;
    if (!tree.attribute("type").empty() && tree.attribute("type") != "1") return false;
    if (!tree.attribute("status").empty() && tree.attribute("status") != "1") return false;
    const XmlTree* value = tree.child("value");
    const XmlTree* from = tree.child("period-start");
    const XmlTree* to = tree.child("period-end");
    return tree.has_only({"type", "status"}) && value != nullptr && value->children.empty() &&
           value->has_only({"currency", "value-date"}) && from != nullptr && is_date_alone(*from) &&
           to != nullptr && is_date_alone(*to) &&
           value->attribute("value-date") == from->attribute("iso-date");
  }

  void budget(const Element& element) {
    const XmlTree& tree = element.tree;
    std::vector<std::pair<Reason, std::string_view>> problems;
    Json budget = Json::object();
    const XmlTree* value = tree.child("value");
    if (value != nullptr && model::is_decimal(value->text)) {
      budget["amount"] = value->text;
    } else {
      problems.emplace_back(kNoDecimal, "/value");
    }
    std::string_view currency = value == nullptr ? "" : value->attribute("currency");
    if (currency.empty()) currency = currency_;
    if (!currency.empty()) {
      if (is_currency(currency)) {
        budget["currency"] = currency;
      } else {
        problems.emplace_back(kNoCurrency, "/value/@currency");
      }
    }
    const auto period = [&](std::string_view name, const char* field, std::string_view place) {
      const std::string_view stated = date_in(tree, name);
      if (stated.empty()) return;
      if (auto date = to_date(stated)) {
        budget[field] = *std::move(date);
      } else {
        problems.emplace_back(kNotDate, place);
      }
    };
    period("period-start", "from", "/period-start/@iso-date");
    period("period-end", "to", "/period-end/@iso-date");
    if (budget.contains("from") && budget.contains("to") &&
        budget["from"].get_ref<const std::string&>() > budget["to"].get_ref<const std::string&>()) {
      budget.erase("to");
      problems.emplace_back(kDateOrder, "/period-end/@iso-date");
    }
    if (budget.contains("amount")) fields_["budgets"].push_back(std::move(budget));
    if (problems.empty() && is_plain_budget(tree)) return;
    const std::string pointer = keep(element);
    for (const auto& [reason, below] : problems) {
      const bool of_value = value != nullptr && below.starts_with("/value");
      note(reason, element, pointer, below, of_value ? value->line : tree.line);
    }
  }

  // ---- contacts

  void contact(const Element& element) {
    const XmlTree& tree = element.tree;
    bool whole = tree.text.empty() && tree.has_only({});
    std::vector<std::pair<Reason, std::string>> problems;
    std::map<std::string_view, int> counts;
    for (const XmlTree& child : tree.children) {
      const std::string below = "/" + child.name + "[" + std::to_string(++counts[child.name]) + "]";
      const bool alone = child.children.empty() && child.has_only({});
      if (child.text.empty() && alone) continue;
      if (child.name == "email") {
        if (model::is_addr_spec(child.text)) {
          enquiry("email", child.text);
        } else {
          problems.emplace_back(kNotMail, below);
        }
      } else if (child.name == "telephone") {
        if (auto number = to_e164(child.text)) {
          whole = whole && *number == child.text;
          enquiry("phone", *number);
        } else {
          problems.emplace_back(kNotE164, below);
        }
      } else if (child.name == "website") {
        if (model::is_web_address(child.text, true)) {
          enquiry("web", child.text);
        } else {
          problems.emplace_back(kNotSecureWeb, below);
        }
      } else {
        whole = false;
      }
      whole = whole && alone;
    }
    if (whole && problems.empty()) return;
    const std::string pointer = keep(element);
    for (const auto& [reason, below] : problems) note(reason, element, pointer, below);
  }

  void enquiry(std::string_view kind, std::string_view value) {
    if (enquiries_.emplace(kind, value).second)
      fields_["enquiries"].push_back({{"kind", kind}, {"value", value}});
  }

  // ---- what needs the rest of the activity

  void later(const Element& element) { later_.push_back(&element); }

  std::string stage() const { return fields_.value("stage", std::string()); }

  static std::string_view stated_date(const XmlTree& tree) {
    const std::string_view date = tree.attribute("iso-date");
    return date.empty() ? std::string_view(tree.text) : date;
  }

  // Sets one end of the activity: the actual date, else the planned one. A date that stands alone
  // is taken where the stage says of which type it is; all others are kept.
  void dates(const codec::IatiDateTypes& types, const char* field, std::string_view understood) {
    const Element* best = nullptr;
    for (const std::string_view type : {types.actual, types.planned}) {
      for (const Element* element : later_) {
        if (best == nullptr && element->tree.name == "activity-date" &&
            date_type(element->tree.attribute("type")) == type &&
            to_date(stated_date(element->tree)))
          best = element;
      }
    }
    bool in_order = true;
    if (best != nullptr) {
      std::string date = *to_date(stated_date(best->tree));
      in_order = fields_.value("start", std::string()) <= date;
      if (in_order) fields_[field] = std::move(date);
    }
    std::vector<const Element*> of_this_end;
    for (const Element* element : later_) {
      const std::string_view type = date_type(element->tree.attribute("type"));
      if (element->tree.name == "activity-date" && end_of(type) == &types)
        of_this_end.push_back(element);
    }
    for (const Element* element : of_this_end) {
      const XmlTree& tree = element->tree;
      if (element == best && in_order && of_this_end.size() == 1 &&
          date_type(tree.attribute("type")) == understood && is_plain_date(tree))
        continue;
      std::string pointer = keep(*element);
      if (element == best && !in_order) {
        note(kDateOrder, *element, std::move(pointer));
      } else if (!to_date(stated_date(tree))) {
        note(kNotDate, *element, std::move(pointer));
      }
    }
  }

  // Which end a type of date is of. A date of no known type is kept with the starts.
  static const codec::IatiDateTypes* end_of(std::string_view type) {
    const bool is_end = type == codec::kIatiEnd.planned || type == codec::kIatiEnd.actual;
    return is_end ? &codec::kIatiEnd : &codec::kIatiStart;
  }

  static bool is_plain_date(const XmlTree& tree) {
    return tree.children.empty() && tree.has_only({"type", "iso-date"}) &&
           (tree.text.empty() || tree.text == stated_date(tree));
  }

  // Links to the activity's own page. One is taken where it says no more than that; all other links
  // have no field.
  void web_pages() {
    for (const Element* element : later_) {
      const XmlTree& tree = element->tree;
      if (tree.name != "document-link") continue;
      const XmlTree* category = tree.child("category");
      const bool is_page =
          category != nullptr && category->attribute("code") == codec::kIatiWebPage;
      if (is_page && add_website(tree.attribute("url"))) {
        const XmlTree* title = tree.child("title");
        if (title != nullptr && tree.children.size() == 2 && is_code_alone(*category) &&
            tree.has_only({"url", "format"}) && tree.attribute("format") == "text/html" &&
            texts_of(*title).by_language == fields_.value("title", Json()))
          continue;
      }
      keep(*element);
    }
  }

  // Results in words: a line for each result, its title and what is said of it.
  void result(const Element& element) {
    Json lines = Json::object();
    for (const char* part : {"title", "description"}) {
      const XmlTree* tree = element.tree.child(part);
      if (tree == nullptr) continue;
      const Texts texts = texts_of(*tree);
      for (const auto& [language, text] : texts.by_language.items()) {
        std::string line = lines.value(language, std::string());
        line += (line.empty() ? "" : ": ") + text.get<std::string>();
        lines[language] = std::move(line);
      }
    }
    Json& results = fields_["results"];
    if (results.is_null()) results = Json::object();
    for (const auto& [language, line] : lines.items()) {
      Json& text = results[language];
      if (text.is_null()) text = "";
      auto& words = text.get_ref<std::string&>();
      if (!words.empty()) words += '\n';
      words += line.get_ref<const std::string&>();
    }
    keep(element);
  }

  IatiActivity activity_;
  std::string language_;
  std::string currency_;
  std::string identifier_;
  std::string modified_;
  Json fields_ = Json::object();
  Json kept_ = Json::object();
  std::vector<Note> notes_;
  std::vector<const Element*> later_;
  std::set<std::pair<std::string, std::string>> enquiries_;
};

}  // namespace

codec::Record to_programme(IatiActivity activity) { return Mapping(std::move(activity)).run(); }

}  // namespace cyberdir::importers
