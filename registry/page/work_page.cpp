// Pages for people who signed in: facts, lists and forms.
#include <string>
#include <string_view>

#include "page/assets.h"
#include "page/document.h"
#include "page/render.h"
#include "page/work_form.h"

namespace cyberdir::page {
namespace {

struct InputShape {
  const char* type;
  const char* autocomplete;
};

InputShape shape_of(FormField::Kind kind) {
  switch (kind) {
    case FormField::Kind::email:
      return {"email", "username"};
    case FormField::Kind::password:
      return {"password", "current-password"};
    case FormField::Kind::new_password:
      return {"password", "new-password"};
    case FormField::Kind::code:
      return {"text", "one-time-code"};
    case FormField::Kind::date:
      return {"date", "off"};
    default:
      return {"text", "off"};
  }
}

bool has_error(const std::vector<FormError>& errors, const std::string& id) {
  for (const FormError& error : errors) {
    if (error.field == id) return true;
  }
  return false;
}

void put_choices(const FormField& field, Dictionary& select) {
  for (const auto& [value, words] : field.choices) {
    Dictionary& option = *select.AddSectionDictionary("OPTION");
    option.SetValue("VALUE", value);
    option.SetValue("WORDS", words);
    if (value == field.value) option.ShowSection("CHOSEN");
  }
}

void put_check(const std::vector<FormError>& errors, const Form& form, const FormField& field,
               Dictionary& in) {
  Dictionary& check = *in.AddSectionDictionary("CHECK");
  const std::string id = form.name + "-" + field.name + field.mark;
  check.SetValue("ID", id);
  check.SetValue("NAME", field.name);
  check.SetValue("VALUE", field.value);
  check.SetValue("LABEL", field.words);
  if (field.checked) check.ShowSection("CHECKED");
  if (has_error(errors, id)) check.ShowSection("INVALID");
}

void put_form_field(const Document& document, const std::vector<FormError>& errors,
                    const Form& form, const FormField& field, Dictionary& in) {
  if (field.kind == FormField::Kind::check) return put_check(errors, form, field, in);
  Dictionary& line = *in.AddSectionDictionary("FIELD");
  const std::string id = form.name + "-" + field.name;
  line.SetValue("ID", id);
  const std::string key = "form." + (field.label.empty() ? field.name : field.label);
  line.SetValue("LABEL", document.language().words(key));
  const std::string& hint = document.language().words(key + ".hint");
  if (!hint.empty()) {
    Dictionary& said = *line.AddSectionDictionary("HINT");
    said.SetValue("ID", id);
    said.SetValue("TEXT", hint);
  }
  const bool choice = field.kind == FormField::Kind::choice;
  const bool area = field.kind == FormField::Kind::area;
  const bool file = field.kind == FormField::Kind::file;
  Dictionary& input = *line.AddSectionDictionary(choice ? "SELECT"
                                                 : area ? "AREA"
                                                 : file ? "FILE"
                                                        : "INPUT");
  input.SetValue("ID", id);
  input.SetValue("NAME", field.name);
  if (!hint.empty()) input.ShowSection("HINTED");
  if (field.required) input.ShowSection("REQUIRED");
  if (has_error(errors, id)) input.ShowSection("INVALID");
  if (choice) return put_choices(field, input);
  if (area) return input.SetValue("VALUE", field.value);
  if (file) return;
  const InputShape shape = shape_of(field.kind);
  input.SetValue("TYPE", shape.type);
  input.SetValue("AUTOCOMPLETE", shape.autocomplete);
  input.SetValue("VALUE", field.value);
  if (field.kind != FormField::Kind::date) input.ShowSection("LENGTH");
  if (field.kind == FormField::Kind::code) input.ShowSection("DIGITS");
}

void put_cell(const Document& document, Dictionary& in, const Cell& cell, const std::string& path) {
  if (cell.lines.empty() || !cell.text.value.empty()) {
    Dictionary& said = *in.AddSectionDictionary("SAID");
    document.set_text(said, cell.text);
    document.set_link(said, path);
  }
  if (cell.lines.empty()) return;
  Dictionary& lines = *in.AddSectionDictionary("LINES");
  for (const Link& link : cell.lines) {
    Dictionary& line = *lines.AddSectionDictionary("LINE");
    document.set_text(line, link.text);
    document.set_link(line, link.path);
  }
}

void put_table(const Document& document, const WorkPage& page, const Table& table, Dictionary& in) {
  const Language& language = document.language();
  Dictionary& out = *in.AddIncludeDictionary("TABLE");
  out.SetFilename("table.tpl");
  out.SetValue("HEADING", language.words(table.heading));
  if (table.rows.empty()) return show(out, "NOTHING", "TEXT", language.words(table.nothing));
  show(out, "REST", "URL", document.url(table.more_path));
  Dictionary& grid = *out.AddSectionDictionary("GRID");
  grid.SetValue("HEADING", language.words(table.heading));
  for (const std::string& column : table.columns)
    grid.AddSectionDictionary("COLUMN")->SetValue("NAME", language.words(column));
  for (const Cell& name : table.names)
    put_cell(document, *grid.AddSectionDictionary("NAMED"), name, name.path);
  bool acts = false;
  for (const Table::Row& row : table.rows) acts = acts || !row.actions.empty();
  if (acts) grid.ShowSection("ACTIONS");
  for (const Table::Row& row : table.rows) {
    Dictionary& line = *grid.AddSectionDictionary("ROW");
    bool first = true;
    for (const Cell& cell : row.cells) {
      Dictionary& one = *line.AddSectionDictionary("CELL");
      one.ShowSection(first && table.headed ? "HEAD" : "PLAIN");
      if (first && table.headed) one.ShowSection("HEAD_END");
      if (!first || !table.headed) one.ShowSection("PLAIN_END");
      put_cell(document, one, cell, first && !row.path.empty() ? row.path : cell.path);
      first = false;
    }
    if (!acts) continue;
    Dictionary& last = *line.AddSectionDictionary("ACTS");
    for (const Form& form : row.actions) put_form(document, page.errors, form, last, "FORM");
  }
}

void put_errors(const Document& document, const WorkPage& page, Dictionary& body) {
  if (page.errors.empty()) return;
  Dictionary& errors = *body.AddSectionDictionary("ERRORS");
  for (const FormError& error : page.errors) {
    Dictionary& line = *errors.AddSectionDictionary("ERROR");
    const std::string& words = document.language().words("finding." + error.code);
    const std::string& text = words.empty() ? error.detail : words;
    if (error.field.empty()) {
      show(line, "WHOLE", "TEXT", text);
      continue;
    }
    Dictionary& place = *line.AddSectionDictionary("PLACE");
    place.SetValue("FIELD", error.field);
    place.SetValue("TEXT", text);
  }
}

void put_pairs(const Document& document, Dictionary& body, const char* section, const char* line,
               const std::vector<std::pair<std::string, std::string>>& pairs) {
  if (pairs.empty()) return;
  Dictionary& all = *body.AddSectionDictionary(section);
  for (const auto& [key, value] : pairs) {
    Dictionary& one = *all.AddSectionDictionary(line);
    one.SetValue("LABEL", document.language().words(key));
    one.SetValue("VALUE", value);
  }
}

void put_ways(const Document& document, const std::vector<Way>& ways, Dictionary& body) {
  if (ways.empty()) return;
  Dictionary& all = *body.AddSectionDictionary("WAYS");
  for (const Way& way : ways) {
    Dictionary& one = *all.AddSectionDictionary("WAY");
    one.SetValue("URL", document.url(way.path));
    one.SetValue("TEXT", way.words);
    if (way.current) one.ShowSection("CURRENT");
  }
}

}  // namespace

void put_form(const Document& document, const std::vector<FormError>& errors, const Form& form,
              Dictionary& in, const char* name) {
  Dictionary& out = *in.AddIncludeDictionary(name);
  out.SetFilename("form.tpl");
  out.SetValue("ACTION", document.url(form.action));
  out.SetValue("BUTTON",
               form.about.empty()
                   ? document.language().words(form.button)
                   : document.language().plain(form.button, {data_argument("name", form.about)}));
  if (form.grave) out.ShowSection("GRAVE");
  if (!form.heading.empty()) show(out, "HEADING", "TEXT", document.language().words(form.heading));
  const auto hide = [&](const std::string& input, const std::string& value) {
    Dictionary& hidden = *out.AddSectionDictionary("HIDDEN");
    hidden.SetValue("NAME", input);
    hidden.SetValue("VALUE", value);
  };
  out.SetValue("METHOD", form.asks ? "get" : "post");
  if (form.uploads) {
    out.ShowSection("UPLOADS");
    show(out, "UPLOAD_SCRIPT", "URL", std::string(asset_path("upload.js")));
  }
  if (!form.asks) hide("csrf", document.frame().form_token);
  for (const auto& [input, value] : form.hidden) hide(input, value);
  for (const FormField& field : form.fields) put_form_field(document, errors, form, field, out);
}

std::string render_work(const WorkPage& page, const Frame& frame) {
  Document document(frame, "work.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  const std::string& title = language.words(page.title);
  document.set_title(page.errors.empty() ? title : language.words("form.errors") + " — " + title);
  body.SetValue("TITLE", title);
  put_errors(document, page, body);
  if (!page.notice.empty()) show(body, "NOTICE", "TEXT", language.words(page.notice));
  if (!page.intro.empty()) show(body, "INTRO", "TEXT", language.words(page.intro));
  put_pairs(document, body, "SECRETS", "SECRET", page.secrets);
  put_pairs(document, body, "FACTS", "FACT", page.facts);
  for (const auto& [key, path] : page.first_links) {
    Dictionary& link = *body.AddSectionDictionary("FIRST");
    link.SetValue("URL", document.url(path));
    link.SetValue("TEXT", language.words(key));
  }
  put_ways(document, page.ways, body);
  for (const Table& table : page.tables) put_table(document, page, table, body);
  show(body, "NEXT", "URL", document.url(page.next_path));
  for (const Form& form : page.forms) put_form(document, page.errors, form, body, "FORM");
  for (const auto& [key, path] : page.links) {
    Dictionary& link = *body.AddSectionDictionary("MORE");
    link.SetValue("URL", document.url(path));
    link.SetValue("TEXT", language.words(key));
  }
  for (const auto& [key, path] : page.files) {
    Dictionary& link = *body.AddSectionDictionary("MORE");
    link.SetValue("URL", path);
    link.SetValue("TEXT", language.words(key));
  }
  document.put_forms(page.json_path, page.xml_path);
  if (!page.onward.second.empty()) {
    Dictionary& link = *body.AddSectionDictionary("MORE");
    link.SetValue("URL", page.onward.second);
    link.SetValue("TEXT", language.words(page.onward.first));
  }
  return document.finish();
}

}  // namespace cyberdir::page
