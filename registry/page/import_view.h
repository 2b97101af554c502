// What the page of an import shows, as plain values. As in work_view.h, words are keys of the
// languages' files where it is said; everything else is text as it is.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "page/view_model.h"
#include "page/work_view.h"

namespace cyberdir::page {

struct ImportPage {
  // A finding in words; one that is wrong stops the row.
  struct Finding {
    std::string words;
    bool wrong = false;
  };
  // An entry that a row may be about, beside what the row says of itself.
  struct Candidate {
    Text title;
    std::string path;    // of the entry; may be empty
    std::string reason;  // words
    std::string id;
  };
  struct Row {
    std::string number;           // as decisions name it; empty for what the file does not have
    std::string line;             // words; may be empty
    std::string place;            // in the file; may be empty
    std::string action;           // code of list "import-action"
    Text title;                   // of the entry; may be empty
    std::string path;             // of the entry; may be empty
    std::string submission_path;  // may be empty
    std::vector<Change> changes;
    std::vector<Finding> findings;
    std::vector<Candidate> candidates;
    std::string decision;  // as it was decided: an id, `new` or `skip`; empty where it was not
  };
  std::string heading;            // text
  std::string state;              // code of list "import-state"
  std::string notice;             // text: what follows from the state; may be empty
  std::string wrong;              // text: why it could not be done; may be empty
  std::vector<Finding> findings;  // of the file as a whole
  std::vector<std::pair<std::string, std::string>> facts;  // key, text
  std::vector<std::pair<std::string, std::string>> sums;   // key, number
  std::vector<Way> ways;
  std::vector<Row> rows;
  std::string nothing;      // key: said where there is no row; may be empty
  std::string decide_path;  // where decisions are sent; empty where none can be taken
  std::string next_path;    // more rows; may be empty
  std::vector<Form> forms;
  std::vector<std::pair<std::string, std::string>> links;  // key, path
  std::vector<std::pair<std::string, std::string>> files;  // key, raw path
  std::string json_path;
  std::string xml_path;
};

}  // namespace cyberdir::page
