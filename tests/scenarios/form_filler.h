// Answers the pages that ask for an entry, as a person does who has it on paper.
#pragma once

#include <string>
#include <vector>

#include "model/field.h"
#include "model/json.h"
#include "support/browser.h"

namespace cyberdir::scenarios {

class FormFiller {
 public:
  /// `change` is the path of the page of answers of a draft: "/en/submissions/…/changes/1".
  FormFiller(support::Browser& browser, std::string change)
      : browser_(browser), change_(std::move(change)) {}

  /// Fills one field in, element by element where it is a list of objects.
  void fill(const model::Field& field, const model::Json& value);

  /// What was refused, with the page that said so; empty where all was taken.
  [[nodiscard]] const std::vector<std::string>& refused() const { return refused_; }

 private:
  using Fields = support::Browser::Fields;
  void answer(const std::string& place, const model::Field& field, const model::Json& value,
              bool whole_list);
  static void add(const model::Field& field, const std::string& name, const model::Json& value,
                  std::size_t pass, Fields& fields);
  static void add_text(const std::string& name, const model::Json& value, std::size_t pass,
                       Fields& fields);

  support::Browser& browser_;
  std::string change_;
  std::vector<std::string> refused_;
};

}  // namespace cyberdir::scenarios
