#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "page/document.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

// In the order of their English names, as the United Nations lists them.
constexpr std::array<std::string_view, 5> kGroups{"African", "Asia-Pacific", "Eastern European",
                                                  "GRULAC", "WEOG"};

bool is_fictional(const HomePage::State& state) {
  return state.name.iso2 == "XA" || state.name.iso2 == "XB" || state.name.iso2 == "XC";
}

bool is_known_group(const std::string& group) {
  return std::find(kGroups.begin(), kGroups.end(), group) != kGroups.end();
}

using States = std::vector<const HomePage::State*>;

// The States in the order of the reader's alphabet, as lines of a section.
void put_states(const Document& document, Dictionary& section, States states) {
  std::sort(states.begin(), states.end(), [&](const auto* a, const auto* b) {
    return document.language().before(a->name.name.value, b->name.name.value);
  });
  for (const HomePage::State* state : states) {
    Dictionary& line = *section.AddSectionDictionary("STATE");
    line.SetValue("URL", document.url("/states/" + percent_encode(state->name.iso2)));
    document.set_text(line, state->name.name);
    if (is_fictional(*state)) line.ShowSection("EXERCISE");
  }
}

void put_region(Dictionary& page, const Document& document, const std::string& id,
                const std::string& name, States states) {
  if (states.empty()) return;
  Dictionary& jump = *page.AddSectionDictionary("JUMP");
  jump.SetValue("ID", id);
  jump.SetValue("NAME", name);
  Dictionary& region = *page.AddSectionDictionary("REGION");
  region.SetValue("ID", id);
  region.SetValue("NAME", name);
  put_states(document, region, std::move(states));
}

void put_regions(const Document& document, Dictionary& section,
                 const std::vector<HomePage::State>& states) {
  Dictionary& regions = *section.AddSectionDictionary("REGIONS");
  for (std::size_t i = 0; i < kGroups.size(); ++i) {
    States members;
    for (const HomePage::State& state : states) {
      const bool belongs =
          std::find(state.groups.begin(), state.groups.end(), kGroups[i]) != state.groups.end();
      if (belongs && !is_fictional(state)) members.push_back(&state);
    }
    put_region(regions, document, "g" + std::to_string(i + 1),
               document.label("regional-group", kGroups[i]), std::move(members));
  }
  States others;
  States fictional;
  for (const HomePage::State& state : states) {
    if (is_fictional(state)) {
      fictional.push_back(&state);
    } else if (std::none_of(state.groups.begin(), state.groups.end(), is_known_group)) {
      others.push_back(&state);
    }
  }
  put_region(regions, document, "other", document.language().words("home.no_group"),
             std::move(others));
  put_region(regions, document, "exercise", document.language().words("home.fictional"),
             std::move(fictional));
}

// The two orders of States, as links between them.
void put_order(const Document& document, Dictionary& states, bool by_name) {
  states.SetValue("BY_REGION", document.url("/"));
  states.SetValue("BY_NAME", document.url("/?order=name"));
  states.ShowSection(by_name ? "NAMED" : "REGIONAL");
}

// The pages over the whole directory: the key of their title, and their path.
constexpr std::array<std::pair<const char*, const char*>, 8> kReports{
    {{"programmes.title", "/programmes"},
     {"initiatives.title", "/initiatives"},
     {"exchange.title", "/needs-and-offers"},
     {"calendar.title", "/calendar"},
     {"compare.title", "/compare"},
     {"differences.title", "/differences"},
     {"coverage.title", "/coverage"},
     {"about.title", "/about"}}};

void put_reports(Document& document) {
  for (const auto& [title, path] : kReports) {
    Dictionary& line = *document.body().AddSectionDictionary("REPORT");
    line.SetValue("URL", document.url(path));
    line.SetValue("NAME", document.language().words(title));
  }
}

}  // namespace

std::string render_home(const HomePage& page, const Frame& frame) {
  Document document(frame, "home.tpl");
  document.hide_search();
  Dictionary& body = document.body();
  body.SetValue("DIRECTORY", document.directory_name());
  body.SetValue("ACTION", document.url("/search"));
  body.SetValue("QUERY", frame.query);
  document.put_kept(body);
  body.SetValue("URGENT", document.url("/urgent"));
  const std::string who = document.url("/who");
  body.SetValue("WHO", who.substr(0, who.find('?')));
  if (!page.counts.empty()) {
    Dictionary& counts = *body.AddSectionDictionary("COUNTS");
    for (const HomePage::Count& count : page.counts) {
      Dictionary& line = *counts.AddSectionDictionary("COUNT");
      line.SetValue("NAME", document.label("kinds", count.kind));
      line.SetValue("NUMBER", document.language().total(count.total));
      document.set_link(line, count.path);
    }
  }
  if (!page.states.empty()) {
    Dictionary& states = *body.AddSectionDictionary("STATES");
    put_order(document, states, page.by_name);
    if (page.by_name) {
      States all;
      for (const HomePage::State& state : page.states) all.push_back(&state);
      put_states(document, *states.AddSectionDictionary("ALPHABET"), std::move(all));
    } else {
      put_regions(document, states, page.states);
    }
  }
  put_reports(document);
  return document.finish();
}

}  // namespace cyberdir::page
