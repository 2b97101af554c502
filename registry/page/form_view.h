// What the pages show on which entries are written and reviewed, as plain values. Words are already
// in the reader's language here, since most of them come from the table of fields; where a member
// is a key of the languages' files, its comment says so.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "page/work_view.h"

namespace cyberdir::page {

// What is wrong or missing: a link to the input of this page that it is about, or to another page.
struct Complaint {
  std::string text;
  std::string field;  // id of the input; may be empty
  std::string path;   // page; may be empty
};

struct Choice {
  std::string value;
  std::string words;
  bool chosen = false;
};

// One question of a form. What is answered is sent as `name`; its id is question_id(name).
struct Question {
  enum class Kind {
    line,    // value
    area,    // value; several lines
    date,    // value: YYYY-MM-DD
    time,    // value: HH:MM
    one,     // choices, as radio buttons
    select,  // choices, as a list to unfold
    some     // choices, as boxes to tick
  };
  Kind kind = Kind::line;
  std::string name;
  std::string label;
  std::string hint;
  std::string value;
  std::string language;     // of a value that is text in a known language
  bool machine = false;     // a run of characters for machines: set left to right
  bool digits = false;      // a number: offers the keys for one
  bool unlabelled = false;  // its label is said by the page's heading; shown to screen readers only
  std::vector<Choice> choices;
  std::string error;        // shown beside it
  std::string search_name;  // where choices are found by words: the name of what is searched for
  std::string search_value;
};

// Questions that belong together.
struct QuestionGroup {
  std::string legend;  // may be empty
  std::vector<Question> questions;
};

// A button of a form; the first is what Enter presses.
struct FormButton {
  std::string words;
  std::string name;  // sent with `value`; may be empty
  std::string value;
  bool grave = false;
};

// A page that asks.
struct FormPage {
  // An element of a list that is edited element by element.
  struct Item {
    Value value;
    std::string change_path;
    std::string remove;  // what the button for removing sends as "remove"; empty: no button
  };
  std::string eyebrow;
  std::string heading;
  Text subject;  // the entry that it is about
  std::string subject_path;
  std::vector<Complaint> errors;
  std::string notice;
  std::string intro;
  std::string warning;
  std::vector<Field> shown;  // what stands now, above the questions
  std::vector<Item> items;
  std::string nothing;   // said where there is no item; empty where the page has no list
  std::string add_path;  // to the page for one more
  std::string action;    // path that the form is sent to
  std::vector<std::pair<std::string, std::string>> hidden;
  std::vector<QuestionGroup> groups;
  std::vector<FormButton> buttons;
  std::vector<std::pair<std::string, std::string>> links;  // words, path
};

// A page on which answers are checked before they are sent.
struct AnswersPage {
  struct Answer {
    std::string label;
    std::optional<Value> before;  // where it is being changed
    std::optional<Value> now;
    std::string visibility;   // code of list "visibility"; empty: not shown
    std::string change_path;  // to the page that asks for it; may be empty
    bool missing = false;
  };
  std::string eyebrow;
  std::string heading;
  Text subject;
  std::string subject_path;
  std::vector<Complaint> errors;
  std::vector<Complaint> missing;  // what publishing still needs
  std::string notice;
  std::string intro;
  std::vector<Answer> answers;
  std::string more_heading;
  std::vector<Answer> more;  // about the submission: reason, authority, time
  std::vector<Form> forms;   // as on a WorkPage
  std::vector<std::pair<std::string, std::string>> links;  // words, path
};

// A submission as those see it who look at it.
struct ReviewPage {
  struct Step {
    std::string what;
    std::string by;
    std::string when;
    std::string comment;
  };
  // One value in the three forms of an entry that has moved on.
  struct Conflict {
    std::string pointer;
    std::optional<Value> base;
    std::optional<Value> theirs;
    std::optional<Value> yours;
  };
  struct Entry {
    std::string operation;  // words
    std::string kind;       // code of list "kind"
    Text title;
    std::string path;       // of the entry; may be empty
    std::string edit_path;  // where it can be edited; may be empty
    std::vector<Change> changes;
    std::string moved;  // says that the entry has changed since, and what follows
    std::vector<Conflict> conflicts;
    std::string rebase_path;
  };
  std::string eyebrow;
  std::string heading;
  std::string state;  // words
  std::vector<Complaint> errors;
  std::string notice;
  std::vector<Field> facts;
  std::vector<Complaint> findings;
  std::vector<Entry> entries;
  std::vector<Form> forms;
  std::vector<Step> steps;
  std::vector<std::pair<std::string, std::string>> links;  // words, path
};

// The id of the input for what is sent under this name.
[[nodiscard]] inline std::string question_id(const std::string& name) { return "q-" + name; }

}  // namespace cyberdir::page
