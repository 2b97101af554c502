#include <map>
#include <string>
#include <string_view>

#include "page/document.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

// The code lists that a parameter's values may be of.
std::vector<std::string_view> lists_of(std::string_view parameter) {
  if (parameter == "region") return {"regional-group"};
  if (parameter == "stage") return {"stage", "need-stage"};
  if (parameter == "category") {
    return {"contact-category", "organisation-type", "document-type", "event-type"};
  }
  return {parameter};
}

std::string label_of(const Document& document, std::string_view parameter,
                     const std::string& value) {
  const std::vector<std::string_view> lists = lists_of(parameter);
  for (const std::string_view list : lists) {
    const std::string key = "code." + std::string(list) + "." + value;
    if (!document.language().words(key).empty()) return document.label(list, value);
  }
  return document.label(lists.front(), value);
}

// A parameter stands once, its values separated by commas.
void keep_filters(Document& document, const std::vector<Filter>& filters) {
  std::map<std::string, std::string> kept;
  for (const Filter& filter : filters) {
    std::string& values = kept[filter.name];
    values += (values.empty() ? "" : ",") + filter.value;
  }
  for (const auto& [name, values] : kept) document.keep_in_search(name, values);
}

void put_filters(Document& document, const ResultsPage& page) {
  if (page.filters.empty()) return;
  keep_filters(document, page.filters);
  Dictionary& filters = *document.body().AddSectionDictionary("FILTERS");
  for (const Filter& filter : page.filters) {
    Dictionary& line = *filters.AddSectionDictionary("FILTER");
    document.set_link(line, filter.remove_path);
    line.SetValue("NAME", field_label(document.language().tag(), filter.name));
    document.set_text(
        line, filter.label.value_or(Text{label_of(document, filter.name, filter.value), {}}));
  }
  show(filters, "CLEAR", "URL", document.url(page.clear_path));
}

void put_facets(Document& document, const std::vector<Facet>& facets) {
  if (facets.empty()) return;
  Dictionary& all = *document.body().AddSectionDictionary("FACETS");
  for (const Facet& facet : facets) {
    if (facet.values.empty()) continue;
    Dictionary& group = *all.AddSectionDictionary("FACET");
    group.SetValue("NAME", field_label(document.language().tag(), facet.name));
    for (const FacetValue& value : facet.values) {
      Dictionary& line = *group.AddSectionDictionary("VALUE");
      document.set_link(line, value.path);
      line.SetValue("NUMBER", document.language().total(value.count));
      document.set_text(line,
                        value.name.value_or(Text{label_of(document, facet.name, value.value), {}}));
      if (value.active) line.ShowSection("ACTIVE");
    }
  }
}

void put_nothing(Document& document, Outcome outcome) {
  const Language& language = document.language();
  std::string key = "nothing.matches";
  if (outcome == Outcome::could_not_ask) key = "nothing.could_not_ask";
  if (outcome == Outcome::no_contact_published) {
    key = document.frame().anonymous ? "nothing.no_contact" : "nothing.no_contact.member";
  }
  Dictionary& nothing = *document.body().AddSectionDictionary("NOTHING");
  nothing.SetValue("HEADING", language.words(key));
  nothing.SetValue("ADVICE", language.words(key + ".advice"));
}

void put_choices(Document& document, const char* heading, const std::vector<Link>& links) {
  if (links.empty()) return;
  Dictionary& choices = *document.body().AddSectionDictionary("MEANT");
  choices.SetValue("HEADING", document.language().words(heading));
  for (const Link& link : links) {
    Dictionary& line = *choices.AddSectionDictionary("CHOICE");
    document.set_link(line, link.path);
    document.set_text(line, link.text);
  }
}

// What was searched besides or instead of the words as they stand.
void put_interpretation(Document& document, const ResultsPage& page) {
  if (!page.corrected.empty()) {
    Dictionary& corrected = *document.body().AddSectionDictionary("CORRECTED");
    document.put_rich(corrected, "RICH",
                      document.language().rich("results.corrected",
                                               {data_argument("query", page.query),
                                                data_argument("corrected", page.corrected)}));
    show(corrected, "EXACT", "URL", document.url(page.exact_path));
  }
  put_choices(document, "results.suggestions", page.suggestions);
  put_choices(document, page.ambiguous ? "results.states_meant" : "results.state_named",
              page.states);
}

}  // namespace

std::string render_results(const ResultsPage& page, const Frame& frame) {
  Document document(frame, "results.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  document.set_title(page.query.empty() ? language.words("results.title")
                                        : page.query + " — " + language.words("results.title"));
  if (!page.query.empty()) {
    document.put_rich(*body.AddSectionDictionary("ASKED"), "RICH",
                      language.rich("results.asked", {data_argument("query", page.query)}));
  }
  put_interpretation(document, page);
  document.mark_words(page.phrases);
  put_filters(document, page);
  const bool found = page.outcome == Outcome::found && !page.items.empty();
  if (found) {
    Dictionary& list = *body.AddSectionDictionary("FOUND");
    const std::vector<Argument> total{count_argument("count", page.total.value),
                                      words_argument("number", language.number(page.total.value))};
    document.put_rich(
        list, "TOTAL",
        language.rich(page.total.exact ? "results.total" : "results.total.more_than", total));
    for (const EntryLine& line : page.items) document.put_line(list, line, true, true);
  } else {
    put_nothing(document, page.outcome == Outcome::found ? Outcome::nothing_matches : page.outcome);
  }
  if (!page.next_path.empty() || !page.previous_path.empty()) {
    Dictionary& pages = *body.AddSectionDictionary("PAGES");
    show(pages, "PREVIOUS", "URL", document.url(page.previous_path));
    show(pages, "NEXT", "URL", document.url(page.next_path));
  }
  put_facets(document, page.facets);
  document.put_forms(page.json_path, page.xml_path);
  return document.finish();
}

}  // namespace cyberdir::page
