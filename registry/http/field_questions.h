// The questions of a page that asks for one place of an entry, and what the answers make of it. All
// of it follows from the table of fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/form_fields.h"
#include "http/form_place.h"
#include "http/page_frame.h"
#include "page/form_view.h"

namespace cyberdir::http {

/// Makes questions of a place. One thread; works while its page does.
class FieldQuestions {
 public:
  /// `owner` is the entry's; `sent` is the form that was sent already, or an empty one.
  FieldQuestions(const PageRequest& page, std::string owner, const FormFields& sent)
      : page_(page), owner_(std::move(owner)), sent_(sent) {}

  /// The questions, answered with `stored` (null for nothing), or with what was sent before.
  [[nodiscard]] std::vector<page::QuestionGroup> ask(const FormPlace& place,
                                                     const model::Json& stored) const;

  /// Who sees the field: `rule` is what meta.visibility says of it. Nothing where the owner has no
  /// choice.
  [[nodiscard]] std::vector<page::QuestionGroup> ask_visibility(const model::Field& field,
                                                                const std::string& rule) const;

 private:
  using Questions = std::vector<page::Question>;
  void ask_value(const model::Field& field, const std::string& name, const std::string& label,
                 const model::Json& stored, Questions& questions) const;
  void ask_list(const model::Field& field, const std::string& name, const std::string& label,
                const model::Json& stored, Questions& questions) const;
  void ask_text(const model::Field& field, const std::string& name, const std::string& label,
                const model::Json& stored, Questions& questions) const;
  void ask_code(const model::Field& field, const std::string& name, const std::string& label,
                const std::string& stored, Questions& questions) const;
  void ask_moment(const std::string& name, const std::string& label, const std::string& stored,
                  bool day_alone, Questions& questions) const;
  void ask_group(const std::string& name, const std::string& label, const std::string& stored,
                 Questions& questions) const;
  void ask_string(const model::Field& field, const std::string& name, const std::string& label,
                  const std::string& stored, Questions& questions) const;
  void ask_days(const model::Field& field, const std::string& name, const std::string& label,
                Questions& questions) const;
  [[nodiscard]] page::Question finding(const model::Field& field, const std::string& name,
                                       const std::string& label,
                                       const std::vector<std::string>& stored) const;
  [[nodiscard]] std::string words(std::string_view key) const;

  const PageRequest& page_;
  std::string owner_;
  const FormFields& sent_;
};

/// What the answers make of a place: null where they leave nothing. `stored` is what the questions
/// were answered with; where an answer was not changed, it stays to the letter.
[[nodiscard]] model::Json answers_for(const FormPlace& place, const FormFields& sent,
                                      const model::Json& stored);

/// Puts what was sent into questions that are asked again.
void answer_again(std::vector<page::QuestionGroup>& groups, const FormFields& sent);

/// The name of the question that a JSON pointer within the place is about; empty where it is about
/// none of them.
[[nodiscard]] std::string question_at(const std::vector<page::QuestionGroup>& groups,
                                      std::string_view pointer_within);

/// A time of `<name>` (date) and `<name>-time` as RFC 3339; a date alone where no time is given.
/// What makes no sense comes back as it was written.
[[nodiscard]] std::string moment_in(const FormFields& sent, const std::string& name);

/// The questions for a time in UTC, with `stored` (RFC 3339, or a date).
[[nodiscard]] std::vector<page::Question> moment_questions(std::string_view language,
                                                           const std::string& name,
                                                           const std::string& label,
                                                           const std::string& stored);

}  // namespace cyberdir::http
