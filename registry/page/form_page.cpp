// Pages that ask for fields of an entry, one thing a page.
#include <string>

#include "page/form_parts.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

bool is_set(const Question& question) {
  return question.kind == Question::Kind::one || question.kind == Question::Kind::some;
}

// What describes an input: its hint and what is wrong with it.
void put_description(const Question& question, const std::string& id, Dictionary& in,
                     Dictionary& input) {
  std::string ids;
  const auto say = [&](const char* section, const std::string& text, const char* end) {
    if (text.empty()) return;
    Dictionary& said = *in.AddSectionDictionary(section);
    said.SetValue("ID", id);
    said.SetValue("TEXT", text);
    ids += (ids.empty() ? "" : " ") + id + end;
  };
  say("HINT", question.hint, "-hint");
  say("ERROR", question.error, "-error");
  show(input, "DESCRIBED", "IDS", ids);
}

void put_set(const Question& question, Dictionary& in) {
  Dictionary& set = *in.AddSectionDictionary("SET");
  const std::string id = question_id(question.name);
  set.SetValue("ID", id);
  set.SetValue("LABEL", question.label);
  if (question.unlabelled) set.ShowSection("UNSEEN");
  put_description(question, id, set, set);
  for (const Choice& choice : question.choices) {
    Dictionary& one = *set.AddSectionDictionary("CHOICE");
    one.SetValue("TYPE", question.kind == Question::Kind::one ? "radio" : "checkbox");
    one.SetValue("NAME", question.name);
    one.SetValue("VALUE", choice.value);
    one.SetValue("WORDS", choice.words);
    if (choice.chosen) one.ShowSection("CHOSEN");
  }
  if (question.search_name.empty()) return;
  Dictionary& find = *set.AddSectionDictionary("FIND");
  find.SetValue("ID", question_id(question.search_name));
  find.SetValue("NAME", question.search_name);
  find.SetValue("VALUE", question.search_value);
}

void put_select(const Question& question, Dictionary& select) {
  for (const Choice& choice : question.choices) {
    Dictionary& option = *select.AddSectionDictionary("OPTION");
    option.SetValue("VALUE", choice.value);
    option.SetValue("WORDS", choice.words);
    if (choice.chosen) option.ShowSection("CHOSEN");
  }
}

const char* type_of(Question::Kind kind) {
  if (kind == Question::Kind::date) return "date";
  return kind == Question::Kind::time ? "time" : "text";
}

void put_input(const Question& question, Dictionary& in) {
  using Kind = Question::Kind;
  Dictionary& group = *in.AddSectionDictionary("INPUT");
  const std::string id = question_id(question.name);
  group.SetValue("ID", id);
  group.SetValue("LABEL", question.label);
  if (question.unlabelled) group.ShowSection("UNSEEN");
  const bool select = question.kind == Kind::select;
  const bool area = question.kind == Kind::area;
  Dictionary& input = *group.AddSectionDictionary(select ? "SELECT" : area ? "AREA" : "LINE");
  input.SetValue("ID", id);
  input.SetValue("NAME", question.name);
  put_description(question, id, group, input);
  if (!question.error.empty()) input.ShowSection("INVALID");
  if (select) return put_select(question, input);
  input.SetValue("VALUE", question.value);
  input.SetValue("TYPE", type_of(question.kind));
  if (question.kind == Kind::line) input.ShowSection("LENGTH");
  if (question.digits) input.ShowSection("DIGITS");
  if (question.machine) input.ShowSection("MACHINE");
  const bool free = question.kind == Kind::line || area;
  if (free && !question.machine) input.ShowSection("FREE");
  show(input, "TAGGED", "LANG", std::string(safe_tag(question.language)));
}

void put_group(const QuestionGroup& group, Dictionary& form) {
  Dictionary& out = *form.AddSectionDictionary("GROUP");
  if (!group.legend.empty()) {
    show(out, "LEGEND", "TEXT", group.legend);
    out.ShowSection("LEGEND_END");
  }
  for (const Question& question : group.questions) {
    Dictionary& one = *out.AddIncludeDictionary("QUESTION");
    one.SetFilename("question.tpl");
    is_set(question) ? put_set(question, one) : put_input(question, one);
  }
}

void put_items(const Document& document, const FormPage& page, Dictionary& form) {
  const Language& language = document.language();
  if (page.items.empty()) return show(form, "NOTHING", "TEXT", page.nothing);
  Dictionary& items = *form.AddSectionDictionary("ITEMS");
  std::uint64_t count = 0;
  for (const FormPage::Item& item : page.items) {
    Dictionary& line = *items.AddSectionDictionary("ITEM");
    const std::string number =
        language.plain("diff.item", {words_argument("number", language.number(++count))});
    document.put_value(line, item.value);
    if (!item.change_path.empty()) {
      Dictionary& change = *line.AddSectionDictionary("CHANGE");
      change.SetValue("URL", document.url(item.change_path));
      change.SetValue("NUMBER", number);
    }
    if (item.remove.empty()) continue;
    Dictionary& remove = *line.AddSectionDictionary("REMOVE");
    remove.SetValue("VALUE", item.remove);
    remove.SetValue("NUMBER", number);
  }
}

void put_buttons(const std::vector<FormButton>& all, Dictionary& page) {
  Dictionary& form = *page.AddSectionDictionary("BUTTONS");
  bool first = true;
  for (const FormButton& button : all) {
    Dictionary& one = *form.AddSectionDictionary("BUTTON");
    one.SetValue("WORDS", button.words);
    if (!button.name.empty()) {
      Dictionary& named = *one.AddSectionDictionary("NAMED");
      named.SetValue("NAME", button.name);
      named.SetValue("VALUE", button.value);
    }
    show(one, "CLASS", "NAME", button.grave ? "grave" : first ? "" : "other");
    first = false;
  }
}

void put_hidden(const Document& document, const FormPage& page, Dictionary& form) {
  const auto hide = [&](const std::string& name, const std::string& value) {
    Dictionary& hidden = *form.AddSectionDictionary("HIDDEN");
    hidden.SetValue("NAME", name);
    hidden.SetValue("VALUE", value);
  };
  hide("csrf", document.frame().form_token);
  for (const auto& [name, value] : page.hidden) hide(name, value);
}

// A list alone is no form.
void put_asking_form(const Document& document, const FormPage& page, Dictionary& body) {
  Dictionary& form = *body.AddSectionDictionary("FORM");
  if (!page.buttons.empty()) {
    show(form, "OPEN", "ACTION", document.url(page.action));
    put_hidden(document, page, form);
  }
  put_items(document, page, form);
  show(form, "ADD", "URL", document.url(page.add_path));
  for (const QuestionGroup& group : page.groups) put_group(group, form);
  if (!page.buttons.empty()) put_buttons(page.buttons, form);
}

}  // namespace

std::string render_form(const FormPage& page, const Frame& frame) {
  Document document(frame, "form_page.tpl");
  Dictionary& body = document.body();
  set_form_title(document, page.heading, page.subject, !page.errors.empty());
  put_complaints(document, document.language().words("form.errors"), page.errors, true, body,
                 "COMPLAINTS");
  body.SetValue("HEADING", page.heading);
  put_subject(document, page.eyebrow, page.subject, page.subject_path, body);
  show(body, "NOTICE", "TEXT", page.notice);
  show(body, "WARNING", "TEXT", page.warning);
  show(body, "INTRO", "TEXT", page.intro);
  if (!page.shown.empty()) {
    Dictionary& shown = *body.AddSectionDictionary("SHOWN");
    for (const Field& field : page.shown) document.put_field(shown, field);
  }
  put_asking_form(document, page, body);
  put_links(document, page.links, body);
  return document.finish();
}

}  // namespace cyberdir::page
