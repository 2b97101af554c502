// /{language}/submissions: those that the reader may see, by where they stand
#include <algorithm>

#include "http/draft_change.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/submission_page.h"
#include "http/work_page.h"
#include "model/submission.h"
#include "page/languages.h"

namespace cyberdir::http {

using model::Json;
using model::SubmissionState;

namespace {

constexpr std::size_t kLinesOfAPage = 25;

// One of the ways in which the list is narrowed; `states` empty for all.
struct Filter {
  std::string_view name;
  std::vector<SubmissionState> states;
};

// What waits for the secretariat is what a manager approved, where it has to be accepted.
std::vector<Filter> filters_for(const model::Caller& caller) {
  using State = SubmissionState;
  std::vector<Filter> filters;
  if (caller.role == model::Role::secretariat) filters.push_back({"to-accept", {State::approved}});
  filters.push_back({"open",
                     {State::draft, State::suggested, State::submitted, State::approved,
                      State::accepted, State::returned}});
  if (caller.role != model::Role::secretariat)
    filters.push_back({"written", {State::draft, State::returned, State::suggested}});
  filters.push_back({"under-way", {State::submitted, State::approved, State::accepted}});
  filters.push_back({"published", {State::published}});
  filters.push_back({"ended", {State::withdrawn, State::rejected, State::superseded}});
  filters.push_back({"all", {}});
  return filters;
}

// What has waited longest comes first.
bool is_queue(const Filter& filter) { return filter.name == "to-accept"; }

const Filter* chosen(const std::vector<Filter>& filters, std::string_view name) {
  for (const Filter& filter : filters) {
    if (name.empty() || filter.name == name) return &filter;
  }
  return nullptr;
}

page::Table table_of(const PageRequest& page, const service::SubmissionList& list) {
  Names names(page);
  page::Table table{"submissions.list",
                    {"column.concerns", "field.owner", "column.stands", "reason.reason",
                     "field.created_at", "field.submitted_at"},
                    {},
                    "submissions.nothing"};
  for (const service::VisibleSubmission& item : list.items) {
    const Json& json = item.json();
    table.rows.push_back(
        {{subject_words(page, names, json), owner_words(page, names, string_in(json, "owner")),
          page::code_label(page.language, "submission-state", string_in(json, "state")),
          string_in(json, "reason"), time_in_words(page, json, "created_at"),
          time_in_words(page, json, "submitted_at")},
         submission_path(item.id()),
         {}});
  }
  return table;
}

std::vector<page::Way> ways_of(const PageRequest& page, const std::vector<Filter>& filters,
                               const Filter& current) {
  std::vector<page::Way> ways;
  for (const Filter& filter : filters)
    ways.push_back({page::code_label(page.language, "submission-filter", filter.name),
                    "/submissions?show=" + std::string(filter.name), &filter == &current});
  return ways;
}

page::WorkPage list_page(const PageRequest& page, const std::vector<Filter>& filters,
                         const Filter& filter, const service::SubmissionList& list) {
  page::WorkPage shown;
  shown.title = is_queue(filter) ? "submissions.queue" : "submissions.title";
  shown.ways = ways_of(page, filters, filter);
  shown.tables = {table_of(page, list)};
  const Request& request = page.context.request;
  if (list.next != 0)
    shown.next_path =
        page_address(request, {{"cursor", make_cursor(request, std::to_string(list.next))}});
  shown.links = {{"work.title", "/work"}};
  return shown;
}

}  // namespace

Response page_submissions(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"show", "cursor"};
  if (!context.session) return see_other(context, "/sign-in");
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const std::vector<Filter> filters = filters_for(context.caller);
  const Filter* filter = chosen(filters, context.request.parameter("show").value_or(""));
  const auto key = read_cursor(context.request);
  const auto after = key ? whole_number(key->empty() ? "0" : *key) : std::nullopt;
  if (filter == nullptr || !after)
    return page_error(context,
                      base::fail(base::ErrorCode::malformed, "there is no such part of the list"));
  const auto list = context.registry.submissions().list(context.caller, filter->states, *after,
                                                        kLinesOfAPage, is_queue(*filter));
  if (!list) return page_error(context, list.error());
  return work_answer(*page, list_page(*page, filters, *filter, *list));
}

}  // namespace cyberdir::http
