// /{language}/compare: one State in brief, or two or three side by side
#include <algorithm>
#include <array>
#include <functional>

#include "http/handlers.h"
#include "http/parameters.h"
#include "http/report_page.h"
#include "http/report_parameters.h"
#include "model/code_lists.h"
#include "page/languages.h"
#include "service/brief.h"

namespace cyberdir::http {
namespace {

using model::Json;
using service::Brief;

// One row: its name (a key) and what stands in it for a State.
struct Aspect {
  std::string words;
  std::function<page::Cell(const Brief&)> cell;
};

const service::BriefSection* section_of(const Brief& brief, std::string_view name) {
  for (const service::BriefSection& section : brief.sections) {
    if (section.name == name) return &section;
  }
  return nullptr;
}

// A line for each entry of a section that is wanted, and how many there are more.
page::Cell lines_of(const PageRequest& page, const Brief& brief, std::string_view name,
                    const std::function<bool(const Json&)>& wanted) {
  const service::BriefSection* section = section_of(brief, name);
  std::vector<page::Link> lines;
  if (section != nullptr) {
    for (const Json& entry : section->items) {
      if (wanted(entry)) lines.push_back(link_of(page, entry));
    }
  }
  if (lines.empty()) return "–";
  const bool more = section->total.value > static_cast<std::int64_t>(section->items.size());
  if (more || !section->total.exact)
    lines.push_back({{std::string(page::words(page.language, "table.rest")), page.language},
                     "/search?state=" + brief.iso2});
  return page::Cell(std::move(lines));
}

Aspect of_section(const PageRequest& page, std::string words, std::string_view name) {
  return {std::move(words), [&page, name](const Brief& brief) {
            return lines_of(page, brief, name, [](const Json&) { return true; });
          }};
}

Aspect of_category(const PageRequest& page, const std::string& category) {
  return {"code.contact-category." + category, [&page, category](const Brief& brief) {
            return lines_of(page, brief, "contacts", [&](const Json& contact) {
              return string_in(contact, "category") == category;
            });
          }};
}

// What the State's own entry says in a list of codes, or of treaties.
Aspect of_state(const PageRequest& page, std::string words, std::string_view name,
                std::string_view list) {
  return {std::move(words), [&page, name, list](const Brief& brief) -> page::Cell {
            if (!brief.state) return "–";
            const std::string labels = labels_of(page, *brief.state, name, list);
            return labels.empty() ? page::Cell("–") : page::Cell(labels);
          }};
}

page::Cell treaties_of(const Brief& brief) {
  const Json* treaties = brief.state ? member(*brief.state, "treaties") : nullptr;
  if (treaties == nullptr) return "–";
  std::vector<page::Link> lines;
  for (const Json& treaty : *treaties) {
    std::string text = string_in(treaty, "instrument");
    const std::string status = string_in(treaty, "status");
    if (!status.empty()) text += " — " + status;
    lines.push_back({{std::move(text), {}}, {}});
  }
  return page::Cell(std::move(lines));
}

// Categories that at least one of the States has a contact of, in their order.
std::vector<std::string> categories_of(const std::vector<Brief>& briefs) {
  std::vector<std::string> categories = {"diplomatic", "technical"};  // always said, if with a dash
  for (const Brief& brief : briefs) {
    for (const Json& contact : section_of(brief, "contacts")->items) {
      const std::string category = string_in(contact, "category");
      if (std::find(categories.begin(), categories.end(), category) == categories.end())
        categories.push_back(category);
    }
  }
  std::stable_sort(categories.begin(), categories.end(), [](const auto& a, const auto& b) {
    return model::category_order(a) < model::category_order(b);
  });
  return categories;
}

std::vector<Aspect> aspects_of(const PageRequest& page, const std::vector<Brief>& briefs) {
  std::vector<Aspect> aspects = {
      of_state(page, "field.regional_groups", "regional_groups", "regional-group"),
      of_state(page, "field.working_languages", "working_languages", "language"),
      of_state(page, "field.memberships", "memberships", "network"),
      {"field.treaties", treaties_of}};
  for (const std::string& category : categories_of(briefs))
    aspects.push_back(of_category(page, category));
  for (const auto& [words, name] : std::initializer_list<std::pair<const char*, const char*>>{
           {"code.kinds.organisation", "organisations"},
           {"code.kinds.document", "documents"},
           {"code.kinds.initiative", "initiatives"},
           {"compare.given", "programmes"},
           {"compare.received", "programmes_received"},
           {"compare.with_you", "with_you"},
           {"code.kinds.need", "needs"},
           {"code.kinds.offer", "offers"},
           {"code.kinds.event", "events"},
           {"compare.listed", "listed_elsewhere"}})
    aspects.push_back(of_section(page, words, name));
  return aspects;
}

page::Table table_of(const PageRequest& page, const std::vector<Brief>& briefs, Names& names) {
  page::Table table;
  table.heading = "compare.table";
  table.headed = true;
  table.names.emplace_back(std::string(page::words(page.language, "compare.aspect")));
  for (const Brief& brief : briefs) table.names.push_back(state_cell(names, brief.iso2));
  for (const Aspect& aspect : aspects_of(page, briefs)) {
    page::Table::Row row;
    row.cells.emplace_back(std::string(page::words(page.language, aspect.words)));
    bool any = false;
    for (const Brief& brief : briefs) {
      row.cells.push_back(aspect.cell(brief));
      any = any || row.cells.back().text.value != "–";
    }
    if (any || aspect.words.starts_with("code.contact-category."))
      table.rows.push_back(std::move(row));
  }
  return table;
}

page::Form form_of(const PageRequest& page, const std::vector<std::string>& states) {
  page::Form form = asking_form("/compare", {});
  for (std::size_t i = 0; i < kMostCompared; ++i) {
    page::FormField field = state_choice(page, "s" + std::to_string(i + 1),
                                         i < states.size() ? states[i] : std::string());
    field.required = i == 0;
    form.fields.push_back(std::move(field));
  }
  return form;
}

// A form cannot send one parameter with a comma: its three are led to the one address.
std::string joined_choice(const PageRequest& page) {
  std::string states;
  for (const char* name : {"s1", "s2", "s3"}) {
    const std::string one = asked(page, name);
    if (!one.empty()) states += (states.empty() ? "" : ",") + encode_query(one);
  }
  return states;
}

Response led_to(const PageRequest& page, const std::string& states) {
  Response response;
  response.status = 303;
  response.set("Location", "/" + page.language + "/compare?states=" + states);
  return response;
}

}  // namespace

Response page_compare(Context& context) {
  static constexpr std::array<std::string_view, 5> kParameters = {"states", "as_of", "s1", "s2",
                                                                  "s3"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  if (const std::string chosen = joined_choice(*page); !chosen.empty())
    return led_to(*page, chosen);
  page::WorkPage shown;
  shown.title = "compare.title";
  shown.intro = "compare.intro";
  std::vector<std::string> states;
  if (context.request.parameter("states")) {
    const auto asked_for = compared_states(context.request);
    if (!asked_for) return page_error(context, asked_for.error());
    states = *asked_for;
    const auto briefs = service::briefs_of(page->directory(), page->caller(), states, page->as_of);
    if (!briefs) return page_error(context, briefs.error());
    Names names(*page);
    shown.tables.push_back(table_of(*page, *briefs, names));
    shown.facts = {{"differences.retrieved", page::date_and_time(page->language, page->frame.now)}};
    link_forms(*page, "/v1/compare", shown);
  }
  shown.forms = {form_of(*page, states)};
  return report_answer(*page, shown);
}

}  // namespace cyberdir::http
