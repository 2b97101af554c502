// Pages to render in tests: filled in every member, either with plain content or with one text
// everywhere.
#pragma once

#include <string>

#include "page/view_model.h"
#include "page/work_view.h"

namespace cyberdir::page::sample {

Moment moment(int year, unsigned month, unsigned day, int hour = 0, int minute = 0);

// A reader of this language on 22 November 2026 at 02:40 UTC.
Frame frame(const std::string& language = "en", const std::string& path = "/");

// Each with `text` wherever a caller could put text from an entry or a request.
Frame hostile_frame(const std::string& text);
HomePage home(const std::string& text);
ResultsPage results(const std::string& text);
StatePage state(const std::string& text);
EntryPage entry(const std::string& text);
HistoryPage history(const std::string& text);
DiffPage diff(const std::string& text);
ErrorPage error(const std::string& text);
WorkPage work(const std::string& text);
ProblemTypePage problem_type(const std::string& text);

EntryLine line(const std::string& text);
ContactCard contact(const std::string& text);

}  // namespace cyberdir::page::sample
