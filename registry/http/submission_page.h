// What several pages show of a submission.
#pragma once

#include <string>
#include <vector>

#include "http/page_frame.h"
#include "http/pages_names.h"
#include "page/form_view.h"
#include "service/submissions.h"

namespace cyberdir::http {

/// Why, on whose authority and from when: as answers, with the way to change them where the reader
/// may.
[[nodiscard]] std::vector<page::AnswersPage::Answer> reason_answers(
    const PageRequest& page, const service::VisibleSubmission& submission);

/// A button for each thing that the reader may do now.
[[nodiscard]] std::vector<page::Form> forms_of_submission(
    const PageRequest& page, const service::VisibleSubmission& submission);

/// An owner in words: a State's name, an organisation's title, the secretariat.
[[nodiscard]] std::string owner_words(const PageRequest& page, Names& names,
                                      const std::string& owner);

/// A time of the API's JSON in words; empty where there is none.
[[nodiscard]] std::string time_in_words(const PageRequest& page, const model::Json& object,
                                        std::string_view name);

/// What a line of a list of submissions is about: the titles of its entries, as far as they are
/// seen.
[[nodiscard]] std::string subject_words(const PageRequest& page, Names& names,
                                        const model::Json& submission);

}  // namespace cyberdir::http
