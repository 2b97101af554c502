// The pages as HTML: start here. One function a page takes what is to be shown and the frame around
// it, and returns a complete document in UTF-8.
//
// All functions may be called from any thread at any time. They have no expected failure: strange
// input is shown inert or left out, an unknown language is English. A damaged build (a template or
// a language file that does not load) throws std::logic_error on the first call; tests load all.
#pragma once

#include <string>
#include <string_view>

#include "page/form_view.h"
#include "page/import_view.h"
#include "page/view_model.h"
#include "page/work_view.h"

namespace cyberdir::page {

// The policy that every page is written for; to be sent as Content-Security-Policy.
inline constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// The search box, what there is, and the States by regional group.
[[nodiscard]] std::string render_home(const HomePage& page, const Frame& frame);

// What a search found, with the ways to narrow it.
[[nodiscard]] std::string render_results(const ResultsPage& page, const Frame& frame);

// Everything about one State, its contacts first.
[[nodiscard]] std::string render_state(const StatePage& page, const Frame& frame);

// One entry in full, current or as an old version.
[[nodiscard]] std::string render_entry(const EntryPage& page, const Frame& frame);

// A contact as plain text for a cable or a fax: UTF-8, lines of 69 columns at most.
[[nodiscard]] std::string render_contact_text(const EntryPage& page, const Frame& frame);

// Whom to reach at once, by State.
[[nodiscard]] std::string render_urgent(const UrgentPage& page, const Frame& frame);

// The versions of an entry.
[[nodiscard]] std::string render_history(const HistoryPage& page, const Frame& frame);

// What changed between two versions of an entry.
[[nodiscard]] std::string render_diff(const DiffPage& page, const Frame& frame);

// Why a request could not be answered.
[[nodiscard]] std::string render_error(const ErrorPage& page, const Frame& frame);

// What programs can ask of the directory.
[[nodiscard]] std::string render_coverage(const CoveragePage& page, const Frame& frame);
[[nodiscard]] std::string render_about(const Frame& frame);
[[nodiscard]] std::string render_docs(const DocsPage& page, const Frame& frame);

// Facts, lists and forms for people who signed in or are about to.
[[nodiscard]] std::string render_work(const WorkPage& page, const Frame& frame);

// Questions about an entry, one thing a page.
[[nodiscard]] std::string render_form(const FormPage& page, const Frame& frame);

// Answers, to be checked before they are sent.
[[nodiscard]] std::string render_answers(const AnswersPage& page, const Frame& frame);

// A submission with what it changes, and what can be done with it.
[[nodiscard]] std::string render_review(const ReviewPage& page, const Frame& frame);

// An import: what it would do or did, row by row.
[[nodiscard]] std::string render_import(const ImportPage& page, const Frame& frame);

// What a problem type means and what to do about it.
[[nodiscard]] std::string render_problem_type(const ProblemTypePage& page, const Frame& frame);

}  // namespace cyberdir::page
