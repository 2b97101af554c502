// cyberdir search, who, show, history, diff: on a registry here or on a server.
#include <array>
#include <iostream>
#include <limits>

#include "cli/command.h"
#include "cli/remote.h"
#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/report_parameters.h"
#include "model/kinds.h"
#include "service/answer_json.h"
#include "service/brief.h"

namespace cyberdir::cli {
namespace {

using base::Result;
using model::Json;

struct Options {
  std::string data;
  Remote remote;
  bool json = false;
  std::string id;
  std::string query;
  std::string as_of;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::vector<std::pair<std::string, std::string>> filters;
  std::vector<std::string> states;
};

// The parameters as a request has them, so that the command line and the API read them alike.
http::Request request_of(const Options& options) {
  http::Request request;
  request.method = "GET";
  request.path = "/v1/entries";
  if (!options.query.empty()) request.query.emplace_back("q", options.query);
  for (const auto& [name, value] : options.filters) {
    if (!value.empty()) request.query.emplace_back(name, value);
  }
  if (!options.as_of.empty()) request.query.emplace_back("as_of", options.as_of);
  return request;
}

std::string as_of_query(const Options& options) {
  return options.as_of.empty() ? std::string() : "?as_of=" + http::encode_query(options.as_of);
}

Result<std::optional<service::AsOf>> as_of_option(const Options& options) {
  if (options.as_of.empty()) return std::optional<service::AsOf>();
  CYBERDIR_ASSIGN(as_of, service::parse_as_of(options.as_of));
  return std::optional<service::AsOf>(as_of);
}

model::Caller everything() { return operator_origin().caller; }

Result<Json> parse(const std::string& text) { return codec::read_stored(text); }

std::string title_of(const Json& entry) {
  base::Findings none;
  const model::Entry whole = model::take_entry(entry, none);
  return whole.title();
}

std::string listed(const Json& values) {
  std::string text;
  for (const Json& value : values) text += (text.empty() ? "" : ", ") + value.get<std::string>();
  return text;
}

// What was searched besides or instead of the words as they were typed.
void print_interpretation(const Json& answer) {
  const Json interpretation = answer.value("interpretation", Json::object());
  if (interpretation.contains("corrected")) {
    std::cout << "nothing matches as written; searched instead: "
              << interpretation.at("corrected").get<std::string>() << '\n';
  }
  if (interpretation.contains("suggestions"))
    std::cout << "perhaps: " << listed(interpretation.at("suggestions")) << '\n';
  if (interpretation.contains("states")) {
    std::cout << (interpretation.at("ambiguous").get<bool>() ? "may mean any of these States: "
                                                             : "read as the State: ")
              << listed(interpretation.at("states")) << '\n';
  }
}

void print_facets(const Json& answer) {
  const Json facets = answer.value("facets", Json::object());
  for (auto facet = facets.begin(); facet != facets.end(); ++facet) {
    std::cout << facet.key() << ':';
    for (const Json& value : *facet) {
      std::cout << ' ' << value.at("value").get<std::string>() << " ("
                << (value.at("exact").get<bool>() ? "" : "more than ") << value.at("count") << ')';
    }
    std::cout << '\n';
  }
}

void print_list(const Json& answer) {
  for (const Json& item : answer.at("items")) {
    const Json meta = item.value("meta", Json::object());
    std::cout << column(item.value("id", ""), 38) << column(item.value("kind", ""), 13)
              << column(meta.value("owner", ""), 12) << column(title_of(item), 60) << '\n';
  }
  print_interpretation(answer);
  print_facets(answer);
  const Json& total = answer.at("total");
  std::cout << (total.at("exact").get<bool>() ? "" : "more than ") << total.at("value")
            << " found\n";
}

void print_value(const std::string& name, const Json& value, std::size_t indent) {
  const std::string margin(indent, ' ');
  if (value.is_object()) {
    std::cout << margin << name << ":\n";
    for (auto it = value.begin(); it != value.end(); ++it) print_value(it.key(), *it, indent + 2);
  } else if (value.is_array()) {
    std::cout << margin << name << ":\n";
    for (const Json& element : value) print_value("-", element, indent + 2);
  } else {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    constexpr std::size_t kWide = 100'000;
    std::string shown = column(text, std::min(text.size(), kWide));
    shown.erase(shown.find_last_not_of(' ') + 1);
    std::cout << margin << name << ": " << shown << '\n';
  }
}

void print_history(const Json& answer) {
  for (const Json& item : answer.at("items")) {
    std::cout << column(std::to_string(item.at("version").get<std::int64_t>()), 6)
              << column(item.at("at").get<std::string>(), 29)
              << column(item.at("operation").get<std::string>(), 11)
              << column(item.at("status").get<std::string>(), 11)
              << column(item.at("by").get<std::string>(), 13) << item.value("change_note", "")
              << '\n';
  }
}

void print_diff(const Json& answer) {
  for (const Json& change : answer.at("changes")) {
    std::cout << change.at("pointer").get<std::string>() << '\n';
    if (change.contains("from"))
      std::cout << "  - " << codec::canonical_json(change.at("from")) << '\n';
    if (change.contains("to"))
      std::cout << "  + " << codec::canonical_json(change.at("to")) << '\n';
  }
}

using Ask = std::function<Result<Json>(service::Registry&)>;

// Asks here or there, and prints.
int look_up(const Options& options, const std::string& address, const Ask& ask,
            const std::function<void(const Json&)>& print) {
  if (options.data.empty() == options.remote.url.empty()) {
    std::cerr << "cyberdir: say where to look: --data DIR or --url URL\n";
    return kUsage;
  }
  Result<Json> answer = Json();
  if (!options.remote.url.empty()) {
    answer = fetch(options.remote, address);
  } else {
    int code = kDone;
    const auto registry = open_registry(options.data, code);
    if (!registry) return code;
    answer = ask(*registry);
  }
  if (!answer) return report(answer.error());
  if (options.json) {
    std::cout << codec::canonical_json(*answer) << '\n';
  } else {
    print(*answer);
  }
  return kDone;
}

int search(const Options& options) {
  const http::Request request = request_of(options);
  return look_up(
      options, http::address_with(request, {}),
      [&](service::Registry& registry) -> Result<Json> {
        CYBERDIR_ASSIGN(query, http::list_query(request));
        CYBERDIR_ASSIGN(after, http::read_cursor(request));
        query.after = std::move(after);
        CYBERDIR_ASSIGN(list, registry.directory().list(everything(), query));
        return parse(service::list_json(list, http::list_parameter(request, "fields")));
      },
      print_list);
}

int show(const Options& options) {
  return look_up(
      options, "/v1/entries/" + http::encode_query(options.id) + as_of_query(options),
      [&](service::Registry& registry) -> Result<Json> {
        CYBERDIR_ASSIGN(as_of, as_of_option(options));
        CYBERDIR_ASSIGN(entry, registry.directory().read(everything(), options.id, as_of));
        return parse(entry.json);
      },
      [](const Json& entry) {
        for (auto it = entry.begin(); it != entry.end(); ++it) print_value(it.key(), *it, 0);
      });
}

int history(const Options& options) {
  return look_up(
      options, "/v1/entries/" + http::encode_query(options.id) + "/history" + as_of_query(options),
      [&](service::Registry& registry) -> Result<Json> {
        CYBERDIR_ASSIGN(as_of, as_of_option(options));
        constexpr std::size_t kMost = 1'000'000;
        CYBERDIR_ASSIGN(answer, registry.directory().history(
                                    everything(), options.id,
                                    std::numeric_limits<std::int64_t>::max(), kMost, as_of));
        return service::history_json(answer);
      },
      print_history);
}

int diff(const Options& options) {
  return look_up(
      options,
      "/v1/entries/" + http::encode_query(options.id) +
          "/diff?from=" + std::to_string(options.from) + "&to=" + std::to_string(options.to),
      [&](service::Registry& registry) -> Result<Json> {
        CYBERDIR_ASSIGN(
            answer, registry.directory().diff(everything(), options.id, options.from, options.to));
        return service::diff_json(answer);
      },
      print_diff);
}

void print_who(const Json& answer) {
  for (const Json& item : answer.at("items")) {
    const char* title = item.contains("title") ? "title" : "name";
    std::cout << column(item.at("entry").get<std::string>(), 38)
              << column(item.at("owner").get<std::string>(), 12)
              << column(item.contains(title) ? model::text_in(item.at(title), "en") : "", 40)
              << " since " << item.at("since").get<std::string>()
              << (item.at("suspended").get<bool>() ? " SUSPENDED" : "") << '\n';
  }
  std::cout << answer.at("advice").get<std::string>() << '\n';
}

int who(const Options& options) {
  return look_up(
      options, "/v1/who?value=" + http::encode_query(options.id),
      [&](service::Registry& registry) -> Result<Json> {
        CYBERDIR_ASSIGN(answer, registry.reverse_look_up().find(everything(), options.id));
        return parse(service::who_json(answer));
      },
      print_who);
}

void print_brief(const Json& brief) {
  std::cout << brief.at("iso2").get<std::string>();
  if (brief.contains("state")) std::cout << "  " << title_of(brief.at("state"));
  if (brief.contains("as_of"))
    std::cout << "  (as of " << brief.at("as_of").get<std::string>() << ')';
  std::cout << '\n';
  static constexpr std::array<const char*, 10> kSections = {
      "contacts",   "organisations",       "documents", "initiatives",
      "programmes", "programmes_received", "needs",     "offers",
      "events",     "listed_elsewhere"};
  for (const char* name : kSections) {
    const Json& items = brief.at(name);
    if (items.empty()) continue;
    std::cout << "\n  " << name << ": " << brief.at("totals").at(name).at("value") << '\n';
    for (const Json& entry : items) {
      const Json meta = entry.value("meta", Json::object());
      std::cout << "    " << column(entry.value("category", entry.value("type", std::string())), 20)
                << "  " << column(title_of(entry), 60) << "  " << entry.value("id", "")
                << ", version " << meta.value("version", 0) << '\n';
    }
  }
}

int brief(const Options& options) {
  http::Request request;
  std::string states;
  for (const std::string& state : options.states) states += (states.empty() ? "" : ",") + state;
  request.method = "GET";
  request.path = "/v1/compare";
  request.query.emplace_back("states", states);
  if (!options.as_of.empty()) request.query.emplace_back("as_of", options.as_of);
  return look_up(
      options, http::address_with(request, {}),
      [&](service::Registry& registry) -> Result<Json> {
        CYBERDIR_ASSIGN(wanted, http::compared_states(request));
        CYBERDIR_ASSIGN(as_of, as_of_option(options));
        CYBERDIR_ASSIGN(briefs,
                        service::briefs_of(registry.directory(), everything(), wanted, as_of));
        return service::briefs_json(briefs);
      },
      [](const Json& answer) {
        for (const Json& one : answer.at("items")) {
          print_brief(one);
          std::cout << '\n';
        }
      });
}

void add_common(CLI::App& command, Options& options) {
  add_data_option(command, options.data, false);
  command.add_option("--url", options.remote.url, "ask a server instead");
  command.add_option("--token-file", options.remote.token_file,
                     "file with the token to send to it");
  command.add_flag("--json", options.json, "JSON, as the API answers");
}

}  // namespace

void add_lookups(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  const auto on = [&](CLI::App* command, int (*function)(const Options&)) {
    command->callback(
        [options, run, function] { run([options, function] { return function(*options); }); });
    add_common(*command, *options);
  };
  CLI::App* searching = app.add_subcommand("search", "find entries by words and filters");
  searching->add_option("QUERY", options->query,
                        "words in any script; left out, everything is listed");
  static constexpr std::array<std::string_view, 17> kFilters = {
      "kind",     "state",  "region", "category",      "network", "theme",
      "language", "stage",  "owner",  "updated_since", "sort",    "limit",
      "facets",   "fields", "cursor", "declared",      "proven"};
  options->filters.reserve(kFilters.size() + 1);
  for (const std::string_view name : kFilters) {
    auto& [key, value] = options->filters.emplace_back(std::string(name), std::string());
    std::string flag = "--" + key;
    std::replace(flag.begin(), flag.end(), '_', '-');
    searching->add_option(flag, value,
                          "as the parameter of the API; several values are separated by commas");
  }
  auto& [available_now, answers] = options->filters.emplace_back("available_now", std::string());
  searching->add_flag("--available-now{true}", answers,
                      "contacts that somebody answers at now, by hours, closures and duty line");
  searching->add_option("--as-of", options->as_of,
                        "in the directory of that moment: a time, a date, or seq:N");
  on(searching, search);

  CLI::App* asking = app.add_subcommand("who", "whose a number, mail address or key is");
  asking->add_option("VALUE", options->id, "number with country code, mail address, fingerprint")
      ->required();
  on(asking, who);

  CLI::App* showing = app.add_subcommand("show", "one entry");
  showing->add_option("ID", options->id, "its id")->required();
  showing->add_option("--as-of", options->as_of, "as it was at that moment");
  on(showing, show);

  CLI::App* listing = app.add_subcommand("history", "the versions of an entry, newest first");
  listing->add_option("ID", options->id, "its id")->required();
  listing->add_option("--as-of", options->as_of, "as it was at that moment");
  on(listing, history);

  CLI::App* comparing = app.add_subcommand("diff", "what changed between two versions of an entry");
  comparing->add_option("ID", options->id, "its id")->required();
  comparing->add_option("--from", options->from, "the earlier version")->required();
  comparing->add_option("--to", options->to, "the later version")->required();
  on(comparing, diff);

  CLI::App* briefing = app.add_subcommand("brief", "what there is of a State, or of up to three");
  briefing->add_option("STATE", options->states, "codes of States, such as IN TH")
      ->required()
      ->expected(1, static_cast<int>(http::kMostCompared));
  briefing->add_option("--as-of", options->as_of, "as it was at that moment");
  on(briefing, brief);
}

}  // namespace cyberdir::cli
