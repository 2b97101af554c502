// cyberdir audit
#include <algorithm>
#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "cli/remote.h"
#include "codec/canonical_json.h"
#include "http/parameters.h"
#include "service/audit_list.h"
#include "service/audit_trail.h"

namespace cyberdir::cli {
namespace {

using model::Json;

constexpr std::size_t kPage = 200;

struct Options {
  std::string data;
  std::string url;
  std::string token_file;
  std::string output;
  service::AuditFilters filters;
  std::size_t limit = 50;
  bool json = false;
};

// Takes rows as JSON; the first false ends the walk.
using Take = std::function<bool(const Json&)>;

// Where the trail is: in a folder, or on a server.
class Trail {
 public:
  virtual ~Trail() = default;
  virtual base::Result<void> each_newest_first(const Take& take) = 0;
  virtual base::Result<void> each_oldest_first(const Take& take) = 0;
};

class Folder final : public Trail {
 public:
  Folder(std::unique_ptr<service::Registry> registry, store::AuditQuery query)
      : registry_(std::move(registry)), query_(std::move(query)) {
    query_.limit = kPage;
  }

  base::Result<void> each_newest_first(const Take& take) override { return each(take, false); }

  base::Result<void> each_oldest_first(const Take& take) override {
    CYBERDIR_TRY(
        service::record_alone(registry_->store(), operator_origin(), "audit-export", "audit"));
    return each(take, true);
  }

 private:
  base::Result<void> each(const Take& take, bool oldest_first) {
    store::AuditQuery query = query_;
    query.oldest_first = oldest_first;
    while (true) {
      CYBERDIR_ASSIGN(page, registry_->audit().page(operator_origin().caller, query));
      for (const store::AuditLine& line : page.items) {
        if (!take(service::audit_json(line))) return {};
      }
      if (page.next == 0) return {};
      (oldest_first ? query.after : query.before) = page.next;
    }
  }

  std::unique_ptr<service::Registry> registry_;
  store::AuditQuery query_;
};

class Server final : public Trail {
 public:
  Server(Remote remote, const service::AuditFilters& filters) : remote_(std::move(remote)) {
    first_ = "/v1/audit?limit=" + std::to_string(kPage);
    add("actor", filters.actor);
    add("action", filters.action);
    add("subject", filters.subject);
    add("since", filters.since);
    add("until", filters.until);
  }

  base::Result<void> each_newest_first(const Take& take) override {
    std::string next = first_;
    while (!next.empty()) {
      CYBERDIR_ASSIGN(page, send(remote_, {"GET", next, {}, {}}));
      for (const Json& row : page.body.value("items", Json::array())) {
        if (!take(row)) return {};
      }
      next = page.next;
    }
    return {};
  }

  // A server gives the newest first.
  base::Result<void> each_oldest_first(const Take& take) override {
    std::vector<Json> rows;
    CYBERDIR_TRY(each_newest_first([&](const Json& row) {
      rows.push_back(row);
      return true;
    }));
    for (auto row = rows.rbegin(); row != rows.rend() && take(*row); ++row) {
    }
    return {};
  }

 private:
  void add(const char* name, const std::string& value) {
    if (!value.empty()) first_ += std::string("&") + name + "=" + http::encode_query(value);
  }

  Remote remote_;
  std::string first_;
};

std::unique_ptr<Trail> open_trail(const Options& options, int& code) {
  if (options.data.empty() == options.url.empty()) {
    std::cerr << "cyberdir: say where the registry is: --data DIR or --url URL\n";
    code = kUsage;
    return nullptr;
  }
  if (!options.url.empty())
    return std::make_unique<Server>(Remote{options.url, options.token_file}, options.filters);
  auto query = service::audit_query(options.filters);
  if (!query) {
    report(query.error());
    code = kUsage;
    return nullptr;
  }
  auto registry = open_registry(options.data, code);
  if (!registry) return nullptr;
  return std::make_unique<Folder>(std::move(registry), std::move(*query));
}

void print_line(const Json& row) {
  const std::string who = row.value("actor", row.value("on_behalf", ""));
  std::cout << column(row.value("at", "").substr(0, 19), 20) << ' ' << column(who, 46)
            << column(row.value("source", ""), 22) << column(row.value("action", ""), 22)
            << column(row.value("subject", ""), 60) << '\n';
}

int list(const Options& options) {
  int code = kDone;
  const auto trail = open_trail(options, code);
  if (!trail) return code;
  Json rows = Json::array();
  const auto read = trail->each_newest_first([&](const Json& row) {
    if (rows.size() < options.limit) rows.push_back(row);
    return rows.size() < options.limit;
  });
  if (!read) return report(read.error());
  if (options.json) {
    std::cout << codec::canonical_json(rows) << '\n';
    return kDone;
  }
  for (const Json& row : rows) print_line(row);
  return kDone;
}

int export_to(const Options& options, std::ostream& out) {
  int code = kDone;
  const auto trail = open_trail(options, code);
  if (!trail) return code;
  const auto read = trail->each_oldest_first([&](const Json& row) {
    out << codec::canonical_json(row) << '\n';
    return out.good();
  });
  if (!read) return report(read.error());
  out.flush();
  return out ? kDone : kUnreachable;
}

int export_trail(const Options& options) {
  if (options.output.empty()) return export_to(options, std::cout);
  std::ofstream file(options.output, std::ios::binary | std::ios::trunc);
  if (file) return export_to(options, file);
  std::cerr << "cyberdir: " << options.output << " cannot be written\n";
  return kRefused;
}

void add_trail_options(CLI::App& command, Options& options) {
  add_data_option(command, options.data, false);
  command.add_option("--url", options.url, "a server, instead of a folder")->type_name("URL");
  command
      .add_option("--token-file", options.token_file,
                  "file with a token for --url, in its first line")
      ->type_name("FILE");
  command.add_option("--actor", options.filters.actor, "only what this account or token did")
      ->type_name("account:ID");
  command.add_option("--action", options.filters.action, "only acts of this name, such as sign-in");
  command.add_option("--subject", options.filters.subject,
                     "only what was done with the entry, submission, account or token of this id");
  command.add_option("--since", options.filters.since, "only from this date or time on");
  command.add_option("--until", options.filters.until, "only to this date or time, and with it");
  command.add_flag("--json", options.json, "as JSON");
}

}  // namespace

void add_audit(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("audit", "the trail of who did what");
  command->require_subcommand(1);
  CLI::App* listing = command->add_subcommand("list", "the last rows, newest first");
  add_trail_options(*listing, *options);
  listing->add_option("--limit", options->limit, "how many at most")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000}))
      ->capture_default_str();
  listing->callback([options, run] { run([options] { return list(*options); }); });
  CLI::App* exporting = command->add_subcommand(
      "export", "the trail as NDJSON, oldest first; that it was exported is a row of it");
  add_trail_options(*exporting, *options);
  exporting->add_option("-o,--output", options->output, "file; standard output where left out");
  exporting->callback([options, run] { run([options] { return export_trail(*options); }); });
}

}  // namespace cyberdir::cli
