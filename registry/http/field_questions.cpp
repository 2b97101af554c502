#include "http/field_questions.h"

#include <algorithm>

#include "http/form_choices.h"
#include "http/pages_names.h"
#include "model/code_lists.h"
#include "model/kinds.h"
#include "model/states.h"
#include "page/languages.h"

namespace cyberdir::http {

using model::Field;
using model::Format;
using model::Json;
using model::Type;
using model::Visibility;
using page::Choice;
using page::Question;
using page::QuestionGroup;
using Kind = page::Question::Kind;

namespace {

constexpr std::size_t kMostRadios = 9;  // more choices unfold

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() || value.is_structured() ? std::string() : value.dump();
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  if (list.is_array()) {
    for (const Json& one : list) texts.push_back(text_of(one));
  }
  return texts;
}

// What helps with an answer: the form that it has to have.
std::string_view hint_key(const Field& field) {
  switch (field.format) {
    case Format::url:
      return "hint.url";
    case Format::email:
      return "hint.email";
    case Format::channel:
      return "hint.channel";
    case Format::time_zone:
      return "hint.time_zone";
    case Format::fingerprint:
      return "hint.fingerprint";
    case Format::clock_time:
      return "hint.clock_time";
    case Format::domain:
      return "hint.domain";
    case Format::ip_range:
      return "hint.ip_range";
    case Format::as_number:
      return "hint.as_number";
    case Format::currency:
      return "hint.currency";
    default:
      break;
  }
  if (field.type == Type::partial_date) return "hint.partial_date";
  if (field.type == Type::decimal) return "hint.decimal";
  return {};
}

Question question(Kind kind, std::string name, std::string label) {
  Question made;
  made.kind = kind;
  made.name = std::move(name);
  made.label = std::move(label);
  return made;
}

std::vector<std::string> one_or_none(const std::string& text) {
  return text.empty() ? std::vector<std::string>() : std::vector<std::string>{text};
}

// "Title, French"
std::string label_of(std::string_view language, const std::string& label, std::string_view which) {
  return page::sentence(language, "form.of", {{"field", label}, {"which", std::string(which)}});
}

bool is_week(const Field& field) {
  const Field* day = model::find_field(field.members, "day");
  return day != nullptr && day->codes == "day";
}

Question choices_question(std::string name, std::string label, std::vector<Choice> choices,
                          const std::vector<std::string>& stored) {
  Question made = question(choices.size() > kMostRadios ? Kind::select : Kind::one, std::move(name),
                           std::move(label));
  made.choices = std::move(choices);
  choose(made.choices, stored);
  return made;
}

}  // namespace

std::string FieldQuestions::words(std::string_view key) const {
  return std::string(page::words(page_.language, key));
}

std::vector<Question> moment_questions(std::string_view language, const std::string& name,
                                       const std::string& label, const std::string& stored) {
  Question date = question(Kind::date, name, label);
  date.value = stored.substr(0, 10);
  Question time = question(Kind::time, name + "-time",
                           label_of(language, label, page::words(language, "form.time_utc")));
  time.hint = page::words(language, "form.time_utc.hint");
  const std::size_t kClock = stored.ends_with(":00Z") ? 5 : 8;
  if (stored.size() > 11) time.value = stored.substr(11, kClock);
  return {std::move(date), std::move(time)};
}

void FieldQuestions::ask_moment(const std::string& name, const std::string& label,
                                const std::string& stored, bool day_alone,
                                Questions& questions) const {
  if (day_alone) {
    Question date = question(Kind::date, name, label);
    date.value = stored;
    questions.push_back(std::move(date));
    return;
  }
  for (Question& one : moment_questions(page_.language, name, label, stored))
    questions.push_back(std::move(one));
}

void FieldQuestions::ask_text(const Field& field, const std::string& name, const std::string& label,
                              const Json& stored, Questions& questions) const {
  const Kind kind = field.long_text ? Kind::area : Kind::line;
  std::vector<std::string> used;
  if (stored.is_object()) {
    for (auto it = stored.begin(); it != stored.end(); ++it) {
      used.push_back(it.key());
      Question one = question(
          kind, name + "-" + it.key(),
          label_of(page_.language, label, page::code_label(page_.language, "language", it.key())));
      one.value = text_of(it.value());
      one.language = it.key();
      questions.push_back(std::move(one));
    }
  }
  Question language = question(Kind::select, name + "-language",
                               words(used.empty() ? "form.language" : "form.other_language"));
  for (Choice& choice : language_choices(page_, {})) {
    if (std::find(used.begin(), used.end(), choice.value) == used.end())
      language.choices.push_back(std::move(choice));
  }
  if (used.empty()) choose(language.choices, {page_.language});
  if (!used.empty()) offer_nothing(page_, language.choices);
  questions.push_back(std::move(language));
  questions.push_back(question(
      kind, name + "-new",
      used.empty() ? label : label_of(page_.language, label, words("form.in_that_language"))));
}

void FieldQuestions::ask_code(const Field& field, const std::string& name, const std::string& label,
                              const std::string& stored, Questions& questions) const {
  std::vector<std::string> used;
  if (!stored.empty()) used.push_back(stored);
  std::vector<Choice> choices = code_choices(page_, field.codes, used);
  if (!field.required) offer_nothing(page_, choices);
  questions.push_back(choices_question(name, label, std::move(choices), {stored}));
  const model::CodeList* list = model::find_code_list(field.codes);
  if (list != nullptr && list->open)
    questions.push_back(question(Kind::line, name + "-other", words("form.other_code")));
}

// Entries that the reference may name, and a box for finding others.
Question FieldQuestions::finding(const Field& field, const std::string& name,
                                 const std::string& label,
                                 const std::vector<std::string>& stored) const {
  Question made = question(field.repeated ? Kind::some : Kind::one, name, label);
  made.search_name = name + "-find";
  made.search_value = sent_.text(made.search_name);
  std::vector<std::string> used = stored;
  for (const std::string& id : sent_.texts(name)) used.push_back(id);
  made.choices = entry_choices(page_, field, owner_, made.search_value, used);
  choose(made.choices, stored);
  const bool nothing_found = made.choices.size() <= used.size() && !made.search_value.empty();
  made.hint = words(nothing_found ? "form.find.nothing" : "form.find.hint");
  if (!field.repeated && !field.required) {
    offer_nothing(page_, made.choices);
    if (stored.empty()) choose(made.choices, {""});
  }
  return made;
}

// states, network:CODE or named:XX,YY
void FieldQuestions::ask_group(const std::string& name, const std::string& label,
                               const std::string& stored, Questions& questions) const {
  const auto colon = stored.find(':');
  const std::string form = stored.empty() ? "states" : stored.substr(0, colon);
  const std::string rest = colon == std::string::npos ? std::string() : stored.substr(colon + 1);
  Question whom = question(Kind::one, name, label);
  whom.choices = {{"states", page::code_label(page_.language, "group", "states"), false},
                  {"network", words("form.group.network"), false},
                  {"named", page::code_label(page_.language, "group", "named"), false}};
  choose(whom.choices, {form});
  questions.push_back(std::move(whom));
  Question network = question(Kind::select, name + "-network", words("field.network"));
  network.choices = code_choices(page_, "network", {});
  offer_nothing(page_, network.choices);
  choose(network.choices, {form == "network" ? rest : std::string()});
  questions.push_back(std::move(network));
  Question named = question(Kind::line, name + "-named", words("field.states"));
  named.hint = words("hint.named_states");
  named.machine = true;
  named.value = form == "named" ? rest : std::string();
  questions.push_back(std::move(named));
}

void FieldQuestions::ask_string(const Field& field, const std::string& name,
                                const std::string& label, const std::string& stored,
                                Questions& questions) const {
  if (field.format == Format::group) return ask_group(name, label, stored, questions);
  if (field.format == Format::language || field.format == Format::tlp) {
    std::vector<Choice> choices;
    if (field.format == Format::language) {
      choices = language_choices(page_, one_or_none(stored));
    } else {
      for (const char* colour :
           {"TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"})
        choices.push_back({colour, colour, false});
    }
    offer_nothing(page_, choices);
    questions.push_back(choices_question(name, label, std::move(choices), {stored}));
    return;
  }
  Question made = question(field.long_text ? Kind::area : Kind::line, name, label);
  made.value = stored;
  made.machine = field.format != Format::none || field.type == Type::partial_date ||
                 field.type == Type::decimal || field.type == Type::integer || field.name == "key";
  made.digits = field.type == Type::decimal || field.type == Type::integer;
  if (const auto key = hint_key(field); !key.empty()) made.hint = words(key);
  questions.push_back(std::move(made));
}

void FieldQuestions::ask_value(const Field& field, const std::string& name,
                               const std::string& label, const Json& stored,
                               Questions& questions) const {
  if (field.repeated) return ask_list(field, name, label, stored, questions);
  const std::string text = text_of(stored);
  switch (field.type) {
    case Type::text:
      return ask_text(field, name, label, stored, questions);
    case Type::code:
      return ask_code(field, name, label, text, questions);
    case Type::date:
      return ask_moment(name, label, text, true, questions);
    case Type::moment:
    case Type::time:
      return ask_moment(name, label, text, false, questions);
    case Type::ref:
      questions.push_back(finding(field, name, label, one_or_none(text)));
      return;
    case Type::state: {
      std::vector<Choice> choices = state_choices(page_);
      offer_nothing(page_, choices);
      questions.push_back(choices_question(name, label, std::move(choices), {text}));
      return;
    }
    case Type::boolean: {
      std::vector<Choice> choices = {{"true", words("value.yes"), false},
                                     {"false", words("value.no"), false}};
      if (!field.required) offer_nothing(page_, choices);
      questions.push_back(choices_question(name, label, std::move(choices), {text}));
      return;
    }
    default:
      return ask_string(field, name, label, text, questions);
  }
}

// Codes, States and languages: boxes to tick, and one more to choose where not all are shown.
void FieldQuestions::ask_ticked(const Field& field, const std::string& name,
                                const std::string& label, const std::vector<std::string>& values,
                                Questions& questions) const {
  const bool states = field.type == Type::state;
  const bool codes = field.type == Type::code;
  std::vector<std::string> used = values;
  for (const std::string& one : sent_.texts(name)) used.push_back(one);
  std::vector<Choice> all;
  if (!codes) all = states ? state_choices(page_) : language_choices(page_, {});
  Question some = question(Kind::some, name, label);
  if (codes) some.choices = code_choices(page_, field.codes, used);
  if (!codes && !states) some.choices = common_language_choices(page_, used);
  for (const Choice& choice : all) {
    if (states && std::find(used.begin(), used.end(), choice.value) != used.end())
      some.choices.push_back(choice);
  }
  choose(some.choices, values);
  if (!some.choices.empty()) questions.push_back(std::move(some));
  const model::CodeList* list = model::find_code_list(field.codes);
  if (list != nullptr && list->open)
    questions.push_back(question(Kind::line, name + "-other", words("form.other_code")));
  if (all.empty()) return;
  offer_nothing(page_, all);
  Question more = question(Kind::select, name + "-more",
                           values.empty() && states ? label : words("form.one_more"));
  more.choices = std::move(all);
  questions.push_back(std::move(more));
}

// Values of a list that are plain: boxes to tick, or a line for each.
void FieldQuestions::ask_list(const Field& field, const std::string& name, const std::string& label,
                              const Json& stored, Questions& questions) const {
  const std::vector<std::string> values = texts_of(stored);
  if (field.type == Type::ref) {
    questions.push_back(finding(field, name, label, values));
    return;
  }
  if (field.type == Type::code || field.type == Type::state || field.format == Format::language)
    return ask_ticked(field, name, label, values, questions);
  Question lines = question(Kind::area, name, label);
  for (const std::string& value : values) lines.value += (lines.value.empty() ? "" : "\n") + value;
  lines.machine = field.format != Format::none;
  lines.hint = words("hint.lines");
  if (const auto key = hint_key(field); !key.empty()) lines.hint += " " + words(key);
  questions.push_back(std::move(lines));
}

void FieldQuestions::ask_days(const Field& field, const std::string& name, const std::string& label,
                              Questions& questions) const {
  Question days = question(Kind::some, name, label);
  days.choices = code_choices(page_, field.codes, {});
  days.hint = words("form.days.hint");
  questions.push_back(std::move(days));
}

std::vector<QuestionGroup> FieldQuestions::ask(const FormPlace& place, const Json& stored) const {
  const Field& field = *place.field;
  const auto label = [&](const Field& one) { return page::field_label(page_.language, one.name); };
  std::vector<QuestionGroup> groups;
  if (place.text == "meta.visibility") {
    const std::string rule = stored.is_object() ? stored.value("*", std::string()) : std::string();
    Field whole = field;
    whole.visibility = Visibility::open;
    groups = ask_visibility(whole, rule);
    return groups;
  }
  if (place.is_list()) return groups;
  QuestionGroup group;
  if (field.type != Type::object) {
    ask_value(field, "value", label(field), stored, group.questions);
    if (group.questions.size() == 1) group.questions.front().unlabelled = true;
    groups.push_back(std::move(group));
    return groups;
  }
  const bool new_days = place.element && !place.index && is_week(field);
  for (const Field& one : field.members) {
    const bool list_of_its_own = one.repeated && one.type == Type::object;
    if (one.kept_by_registry || list_of_its_own) continue;
    const std::string name = "value-" + std::string(one.name);
    if (new_days && one.codes == "day") {
      ask_days(one, name, label(one), group.questions);
      continue;
    }
    const auto found = stored.is_object() ? stored.find(one.name) : stored.end();
    const bool there = stored.is_object() && found != stored.end();
    ask_value(one, name, label(one), there ? *found : Json(), group.questions);
  }
  groups.push_back(std::move(group));
  return groups;
}

std::vector<QuestionGroup> FieldQuestions::ask_visibility(const Field& field,
                                                          const std::string& rule) const {
  std::vector<QuestionGroup> groups;
  if (field.visibility == Visibility::owner) return groups;
  const std::string usual(model::name_of(field.visibility));
  const bool whole = field.name == "visibility";
  Question seen = question(Kind::select, "seen-by", words("form.seen_by"));
  seen.hint = words("form.seen_by.hint");
  seen.choices.push_back(
      {"",
       whole ? words("form.seen_by.usual_entry")
             : page::sentence(page_.language, "form.seen_by.usual",
                              {{"level", page::code_label(page_.language, "visibility", usual)}}),
       false});
  for (const char* level : {"public", "group", "owner"}) {
    if (whole || usual != level)
      seen.choices.push_back({level, page::code_label(page_.language, "visibility", level), false});
  }
  choose(seen.choices, {rule});
  groups.push_back({{}, {std::move(seen)}});
  return groups;
}

void answer_again(std::vector<QuestionGroup>& groups, const FormFields& sent) {
  if (sent.empty()) return;
  for (QuestionGroup& group : groups) {
    for (Question& question : group.questions) {
      const bool ticked = question.kind == Kind::some || question.kind == Kind::one;
      if (ticked || (question.kind == Kind::select && sent.has(question.name))) {
        choose(question.choices, sent.texts(question.name));
      } else if (sent.has(question.name)) {
        question.value = sent.text(question.name);
      }
    }
  }
}

std::string question_at(const std::vector<QuestionGroup>& groups, std::string_view pointer_within) {
  std::string name = "value";
  for (const char c : pointer_within) name.push_back(c == '/' ? '-' : c);
  const auto asked = [&](const std::string& wanted) {
    for (const QuestionGroup& group : groups) {
      for (const Question& question : group.questions) {
        if (question.name == wanted) return true;
      }
    }
    return false;
  };
  while (true) {
    for (const std::string& wanted : {name, name + "-new", name + "-more"}) {
      if (asked(wanted)) return wanted;
    }
    const auto dash = name.rfind('-');
    if (dash == std::string::npos) return {};
    name.resize(dash);
  }
}

}  // namespace cyberdir::http
