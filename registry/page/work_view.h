// What the pages for people who signed in show: facts, lists and forms, as plain values. As in
// view_model.h, words are keys of the languages' files; everything else is text as it is.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "page/view_model.h"

namespace cyberdir::page {

// One input. Its label is "form.<label>", by default its name; its hint, where the files have one,
// "form.<label>.hint".
struct FormField {
  enum class Kind { text, area, email, password, new_password, code, date, choice, check, file };
  Kind kind = Kind::text;
  std::string name;
  std::string label;
  std::string value;
  bool required = true;
  std::vector<std::pair<std::string, std::string>> choices;  // value, words shown
  // A check: several of a form may have one name, `words` is its label as text, and it sends
  // `value`. `mark` sets it apart from the others in its id.
  std::string words = {};
  std::string mark = {};
  bool checked = false;
};

// Sent by POST, or by GET where it only asks. `name` sets apart the forms of one page, so that ids
// of inputs do not meet.
struct Form {
  std::string name;
  std::string heading;  // key; may be empty
  std::string action;   // path
  std::string button;   // key
  std::string about;    // what {name} stands for in the words of the button; may be empty
  std::vector<FormField> fields;
  std::vector<std::pair<std::string, std::string>> hidden;
  bool grave = false;    // takes something away
  bool asks = false;     // changes nothing: its answers are in the address
  bool uploads = false;  // carries a file, which is its last field
};

// What was wrong with a form that was sent: words come from "finding.<code>", else `detail` is
// shown. `field` is "<form>-<input>", or empty where it is about the whole.
struct FormError {
  std::string code;
  std::string detail;
  std::string field;
};

// One cell: a text, which may lead somewhere, and links below it.
struct Cell {
  Text text;
  std::string path;         // may be empty; the first cell of a row leads where the row says
  std::vector<Link> lines;  // may be empty

  Cell() = default;
  Cell(std::string words) : text{std::move(words), {}} {}  // NOLINT(google-explicit-constructor)
  Cell(const char* words) : text{words, {}} {}             // NOLINT(google-explicit-constructor)
  Cell(Text said, std::string leads_to = {})               // NOLINT(google-explicit-constructor)
      : text(std::move(said)), path(std::move(leads_to)) {}
  explicit Cell(std::vector<Link> links) : lines(std::move(links)) {}
};

struct Table {
  struct Row {
    std::vector<Cell> cells;
    std::string path;  // where the first cell leads; may be empty
    std::vector<Form> actions;
  };
  std::string heading;               // key
  std::vector<std::string> columns;  // keys
  std::vector<Row> rows;
  std::string nothing;           // key: said where there is no row
  std::string more_path = {};    // where the rows that are not shown are; may be empty
  std::vector<Cell> names = {};  // of the columns, where they are no words; then `columns` is empty
  bool headed = false;           // the first cell of each row is its heading
};

// One of the ways in which a list is narrowed.
struct Way {
  std::string words;
  std::string path;
  bool current = false;
};

struct WorkPage {
  std::string title;   // key
  std::string intro;   // key; may be empty
  std::string notice;  // key: what was just done; may be empty
  std::vector<FormError> errors;
  std::vector<std::pair<std::string, std::string>> secrets;      // key, text to be copied
  std::vector<std::pair<std::string, std::string>> facts;        // key, text
  std::vector<std::pair<std::string, std::string>> first_links;  // key, path: what is mostly done
  std::vector<Way> ways;  // of narrowing the list that the page is
  std::vector<Table> tables;
  std::string next_path;  // more of the list; may be empty
  std::vector<Form> forms;
  std::vector<std::pair<std::string, std::string>> links;  // key, path
  std::pair<std::string, std::string> onward;              // key, absolute URL; may be empty
  std::string json_path;                                   // raw paths of the same as data
  std::string xml_path;
  std::vector<std::pair<std::string, std::string>> files = {};  // key, raw path: further forms
};

}  // namespace cyberdir::page
