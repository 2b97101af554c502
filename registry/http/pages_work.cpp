// /{language}/work: what waits for the person who signed in, and what its State has entered
#include <algorithm>

#include "http/draft_change.h"
#include "http/handlers.h"
#include "http/pages_lines.h"
#include "http/submission_page.h"
#include "http/work_page.h"
#include "model/kinds.h"
#include "model/states.h"
#include "model/submission.h"
#include "page/languages.h"

namespace cyberdir::http {

using model::Json;
using model::Role;
using model::SubmissionState;

namespace {

constexpr int kRefused = 422;
constexpr std::size_t kMostSubmissions = 100;
constexpr std::size_t kMostEntries = 200;    // looked at of one kind
constexpr std::size_t kMostLines = 6;        // shown of one kind
constexpr std::size_t kMostWaiting = 12;     // shown of what waits
constexpr std::int64_t kDueAfterDays = 180;  // since it was last declared right
constexpr std::int64_t kDay = std::int64_t{24} * 60 * 60 * 1'000'000;

bool writes(const PageRequest& page) {
  const Role role = page.caller().role;
  return role == Role::editor || role == Role::manager || role == Role::secretariat;
}

// The owner of what this person's State, organisation or office has entered.
std::string own_owner(const PageRequest& page) {
  return page.caller().role == Role::secretariat ? "registry" : page.caller().owner;
}

// What is said last: why it was returned.
std::string last_comment(const PageRequest& page, const std::string& id) {
  const auto whole = page.context.registry.submissions().get(page.caller(), id);
  if (!whole) return {};
  const Json history = whole->json().value("history", Json::array());
  return history.empty() ? std::string() : string_in(history.back(), "comment");
}

page::Table waiting_table(const char* heading, const char* nothing) {
  return {
      heading, {"column.concerns", "column.stands", "column.said", "column.changed"}, {}, nothing};
}

void add_line(const PageRequest& page, Names& names, const service::VisibleSubmission& item,
              page::Table& table) {
  if (table.rows.size() == kMostWaiting) {
    table.more_path = "/submissions";
    return;
  }
  const Json& json = item.json();
  const std::string state = string_in(json, "state");
  std::string subject = subject_words(page, names, json);
  const std::string owner = string_in(json, "owner");
  if (owner != own_owner(page)) subject += " — " + owner_words(page, names, owner);
  const bool returned = state == "returned";
  const std::string said = returned ? last_comment(page, item.id()) : string_in(json, "reason");
  const std::string when =
      time_in_words(page, json, json.contains("modified_at") ? "modified_at" : "created_at");
  table.rows.push_back(
      {{std::move(subject), page::code_label(page.language, "submission-state", state), said, when},
       submission_path(item.id()),
       {}});
}

// Whether this person is the one that is waited for.
bool waits_for_reader(const service::VisibleSubmission& item) {
  const std::string state = string_in(item.json(), "state");
  if (state == "accepted") return false;
  return may(item, "approve") || may(item, "accept") || state == "draft" || state == "returned" ||
         (state == "suggested" && may(item, "submit"));
}

base::Result<void> put_submissions(const PageRequest& page, page::WorkPage& shown) {
  using State = SubmissionState;
  CYBERDIR_ASSIGN(list, page.context.registry.submissions().list(
                            page.caller(),
                            {State::draft, State::suggested, State::submitted, State::approved,
                             State::accepted, State::returned},
                            0, kMostSubmissions, true));
  Names names(page);
  page::Table waiting = waiting_table("work.waiting", "work.waiting.nothing");
  page::Table others = waiting_table("work.others", "work.others.nothing");
  for (const service::VisibleSubmission& item : list.items)
    add_line(page, names, item, waits_for_reader(item) ? waiting : others);
  shown.tables.push_back(std::move(waiting));
  if (!others.rows.empty()) shown.tables.push_back(std::move(others));
  return {};
}

// An own entry, and whether it is time to look at it.
struct OwnEntry {
  Json json;
  std::optional<page::Moment> declared;
  bool due = false;
};

std::vector<OwnEntry> own_entries(const PageRequest& page, const std::string& owner,
                                  std::string_view kind) {
  std::vector<OwnEntry> entries;
  service::ListQuery query;
  query.limit = kMostEntries;
  query.filters.push_back({"kind", {std::string(kind)}});
  query.filters.push_back({"owner", {owner}});
  const auto list = page.directory().list(page.reader_of_titles(), query);
  if (!list) return entries;
  const std::int64_t oldest = page.context.registry.clock().now().micros - kDueAfterDays * kDay;
  for (const service::EntryAnswer& item : list->items) {
    OwnEntry entry{tree_of(item), {}, false};
    entry.declared = declared_at(entry.json);
    const bool published = meta_string(entry.json, "status") == "published";
    entry.due =
        published && (!entry.declared || entry.declared->time_since_epoch().count() < oldest);
    entries.push_back(std::move(entry));
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const OwnEntry& a, const OwnEntry& b) { return a.due && !b.due; });
  return entries;
}

page::Table entry_table(const PageRequest& page, std::string_view kind,
                        const std::vector<OwnEntry>& entries) {
  page::Table table{"code.kinds." + std::string(kind),
                    {"field.title", "field.status", "field.declared_at", "column.due"},
                    {},
                    "work.entries.nothing"};
  for (const OwnEntry& entry : entries) {
    if (table.rows.size() == kMostLines) break;
    std::string title = title_of(entry.json, page.language).value;
    if (title.empty()) title = page::words(page.language, "entry.untitled");
    table.rows.push_back(
        {{std::move(title),
          page::code_label(page.language, "status", meta_string(entry.json, "status")),
          entry.declared ? page::date_and_time(page.language, *entry.declared)
                         : std::string(page::words(page.language, "work.never_declared")),
          entry.due ? std::string(page::words(page.language, "work.due")) : std::string()},
         entry_address(string_in(entry.json, "id")),
         {}});
  }
  return table;
}

void put_entries(const PageRequest& page, page::WorkPage& shown) {
  const std::string owner = own_owner(page);
  if (owner.empty()) return;
  bool any = false;
  for (const model::Kind& kind : model::kinds()) {
    const std::vector<OwnEntry> entries = own_entries(page, owner, kind.name);
    if (entries.empty()) continue;
    any = true;
    shown.tables.push_back(entry_table(page, kind.name, entries));
    if (entries.size() <= kMostLines) continue;
    const std::string path = "/search?owner=" + owner + "&kind=" + std::string(kind.name);
    shown.tables.back().more_path = path;
  }
  if (!any) shown.tables.push_back({"work.entries", {}, {}, "work.entries.nothing"});
}

void put_one_person(const PageRequest& page, page::WorkPage& shown) {
  const std::string& owner = page.caller().owner;
  if (!service::Submissions::may_set_one_person(page.caller(), owner)) return;
  const auto enough = page.context.registry.submissions().one_person(owner);
  if (!enough) return;
  page::Form form;
  form.name = "review";
  form.heading = *enough ? "work.one_person" : "work.two_persons";
  form.action = "/work";
  form.button = *enough ? "action.two_persons" : "action.one_person";
  form.hidden = {{"one-person", *enough ? "no" : "yes"}};
  form.grave = !*enough;
  shown.forms.push_back(std::move(form));
}

void put_links(const PageRequest& page, page::WorkPage& shown) {
  const Role role = page.caller().role;
  if (role != Role::administrator) shown.links.emplace_back("submissions.title", "/submissions");
  if (writes(page)) shown.links.emplace_back("work.imports", "/imports");
  if (writes(page)) shown.links.emplace_back("work.emergencies", "/emergencies");
  const bool gives =
      role == Role::manager || role == Role::secretariat || role == Role::administrator;
  if (gives) {
    shown.links.emplace_back("work.audit", "/audit");
    shown.links.emplace_back("accounts.title", "/accounts");
    shown.links.emplace_back("tokens.title", "/tokens");
  }
  shown.links.emplace_back("account.title", "/account");
}

Response show(Context& context, std::vector<page::FormError> errors) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  page::WorkPage shown;
  const Role role = context.caller.role;
  const bool office = role == Role::secretariat || role == Role::administrator;
  shown.title = office ? "work.office" : "work.title";
  shown.errors = std::move(errors);
  Names names(*page);
  if (!context.caller.owner.empty())
    shown.facts = {{"form.owner", owner_words(*page, names, context.caller.owner)}};
  shown.facts.emplace_back("form.role",
                           page::code_label(page->language, "role", model::name_of(role)));
  if (writes(*page)) shown.first_links = {{"action.add_entry", "/work/new"}};
  if (role != Role::administrator) {
    if (const auto put = put_submissions(*page, shown); !put)
      return page_error(context, put.error());
    if (role != Role::secretariat) put_entries(*page, shown);
  }
  put_one_person(*page, shown);
  put_links(*page, shown);
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

}  // namespace

Response page_work(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show(context, {});
}

Response send_work(Context& context) {
  if (const auto known = check_signed_in(context); !known)
    return page_error(context, known.error());
  const bool one_person = context.fields.text("one-person") == "yes";
  const auto set = context.registry.submissions().set_one_person(context.origin(),
                                                                 context.caller.owner, one_person);
  return set ? see_other(context, "/work") : page_error(context, set.error());
}

}  // namespace cyberdir::http
