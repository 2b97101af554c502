// /{language}/emergencies: what waits for a second person
#include "http/handlers.h"
#include "http/pages_names.h"
#include "http/work_page.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using model::Json;

constexpr int kRefused = 422;
constexpr std::size_t kMostShown = 200;

std::string channel_words(const PageRequest& page, const std::string& kind,
                          const std::string& value) {
  return page::code_label(page.language, "channel-kind", kind) + " " + value;
}

std::string channels_in_words(const PageRequest& page, const std::vector<Json>& channels) {
  std::string words;
  for (const Json& channel : channels) {
    words += (words.empty() ? "" : " · ") +
             channel_words(page, string_in(channel, "kind"), string_in(channel, "value"));
  }
  return words;
}

// What an emergency did, in a line.
std::string done_words(const PageRequest& page, const model::Tightening& tightening) {
  std::string words;
  const auto add = [&](const std::string& more) { words += (words.empty() ? "" : " · ") + more; };
  for (const model::ChannelName& channel : tightening.suspended) {
    add(std::string(page::words(page.language, "emergency.suspend")) + ": " +
        channel_words(page, channel.kind, channel.value));
  }
  if (tightening.narrowed_to) {
    add(std::string(page::words(page.language, "emergencies.narrowed")) + ": " +
        page::code_label(page.language, "narrow", *tightening.narrowed_to));
  }
  return words;
}

page::Form act_form(const std::string& id, const char* act, const char* button, bool grave) {
  page::Form form;
  form.name = std::string(act) + "-" + id;
  form.action = "/emergencies";
  form.button = button;
  form.hidden = {{"act", act}, {"id", id}};
  form.grave = grave;
  return form;
}

std::string title_in(Names& names, const std::string& entry) {
  const auto link = names.entry(entry);
  return link ? link->text.value : entry;
}

page::Table emergency_table(const PageRequest& page, Names& names,
                            const service::EmergencyList& list) {
  page::Table table{"emergencies.waiting",
                    {"column.entry", "column.when", "column.done", "column.reason"},
                    {},
                    "emergencies.nothing"};
  for (const service::EmergencyView& item : list.items) {
    page::Table::Row row;
    row.path = entry_address(item.entry);
    row.cells = {title_in(names, item.entry), time_words(page, item.row.at),
                 done_words(page, item.tightening), item.reason};
    if (item.may_decide) {
      row.actions = {act_form(item.row.id, "uphold", "action.uphold", false),
                     act_form(item.row.id, "revert", "action.take_back", true)};
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

page::Table urgent_table(const PageRequest& page, Names& names,
                         const std::vector<service::UrgentChangeView>& changes) {
  page::Table table{
      "emergencies.urgent",
      {"column.entry", "column.when", "column.new_channels", "column.urgent_from", "column.call"},
      {},
      "emergencies.no_urgent"};
  for (const service::UrgentChangeView& change : changes) {
    page::Table::Row row;
    row.path = entry_address(change.entry);
    row.cells = {title_in(names, change.entry), time_words(page, change.row.at),
                 channels_in_words(page, change.added),
                 change.waits ? time_words(page, change.row.until) : std::string("—"),
                 channels_in_words(page, change.by_voice)};
    if (change.may_confirm) {
      page::Form confirm = act_form(change.entry, "confirm", "action.confirm_urgent", false);
      confirm.name += "-" + std::to_string(change.row.version);
      confirm.hidden.emplace_back("tag", change.tag);
      row.actions = {std::move(confirm)};
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Response show(Context& context, std::vector<page::FormError> errors) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto list = context.registry.emergencies().list(context.caller, "waiting", 0, kMostShown);
  if (!list) return page_error(context, list.error());
  const auto changes = context.registry.urgent_review().list(context.caller);
  if (!changes) return page_error(context, changes.error());
  Names names(*page);
  page::WorkPage shown;
  shown.title = "emergencies.title";
  shown.intro = "emergencies.intro";
  shown.errors = std::move(errors);
  shown.tables = {emergency_table(*page, names, *list), urgent_table(*page, names, *changes)};
  shown.links = {{"account.title", "/account"}};
  return work_answer(*page, shown, shown.errors.empty() ? 200 : kRefused);
}

base::Result<void> act(Context& context) {
  const std::string act = context.fields.text("act");
  const std::string id = context.fields.text("id");
  if (act == "confirm") {
    service::Precondition precondition;
    precondition.if_match = service::parse_etags(context.fields.text("tag"), true);
    CYBERDIR_TRY(context.registry.urgent_review().confirm(context.origin(), id, precondition));
    return {};
  }
  if (act != "uphold" && act != "revert")
    return base::fail(base::ErrorCode::malformed, "the form does not say what to do");
  CYBERDIR_TRY(context.registry.emergencies().decide(
      context.origin(), id,
      act == "revert" ? service::EmergencyDecision::revert : service::EmergencyDecision::uphold));
  return {};
}

}  // namespace

Response page_emergencies(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  return show(context, {});
}

Response send_emergencies(Context& context) {
  if (!context.session) return see_other(context, "/sign-in");
  const auto done = act(context);
  if (done) return see_other(context, "/emergencies");
  const bool shown = is_shown_in_form(done.error()) || done.error().code == base::ErrorCode::stale;
  return shown ? show(context, form_errors(done.error(), "emergencies"))
               : page_error(context, done.error());
}

}  // namespace cyberdir::http
