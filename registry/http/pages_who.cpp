// /{language}/who: whose a number, mail address or key is
#include <array>

#include "http/handlers.h"
#include "http/pages_lines.h"
#include "http/pages_names.h"
#include "http/work_page.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

using page::FormField;

page::Form asking_form(const std::string& value) {
  page::Form form;
  form.name = "who";
  form.action = "/who";
  form.button = "action.who";
  form.asks = true;
  form.fields = {{FormField::Kind::text, "value", "who_value", value, true, {}}};
  return form;
}

std::string time_or_nothing(const PageRequest& page, const std::string& text) {
  const auto at = base::parse_rfc3339(text);
  return at ? time_words(page, *at) : std::string(page::words(page.language, "who.never"));
}

page::Table bearer_table(const PageRequest& page, const service::WhoAnswer& answer) {
  page::Table table{"who.found",
                    {"form.entry", "field.owner", "who.since", "field.declared_at",
                     "field.proven_at", "field.suspended"},
                    {},
                    "who.nothing"};
  Names names(page);
  for (const service::Bearer& bearer : answer.items) {
    const model::Json& found = bearer.entry.at(model::Json::json_pointer(bearer.pointer));
    const std::string owner = meta_string(bearer.entry, "owner");
    const page::StateName state = names.state(owner);
    const bool suspended = found.value("suspended", false);
    table.rows.push_back(
        {{title_of(bearer.entry, page.language).value,
          state.name.value.empty() ? owner : state.name.value, time_words(page, bearer.since),
          time_or_nothing(page, meta_string(bearer.entry, "declared_at")),
          time_or_nothing(page, found.value("proven_at", std::string())),
          suspended ? std::string(page::words(page.language, "field.suspended")) : "—"},
         entry_address(bearer.id),
         {}});
    page.context.registry.look_ups().note(page.caller(), bearer.id);
  }
  return table;
}

}  // namespace

Response page_who(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"value"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const std::string value(context.request.parameter("value").value_or(std::string_view()));
  page::WorkPage shown;
  shown.title = "who.title";
  shown.intro = "who.intro";
  shown.forms = {asking_form(value)};
  int status = 200;
  if (!value.empty()) {
    const auto answer = context.registry.reverse_look_up().find(context.caller, value);
    if (answer) {
      shown.tables.push_back(bearer_table(*page, *answer));
    } else if (is_shown_in_form(answer.error())) {
      status = 400;
      shown.errors = {{"who-value", {}, "who-value"}};
    } else {
      return page_error(context, answer.error());
    }
  }
  return work_answer(*page, shown, status);
}

}  // namespace cyberdir::http
