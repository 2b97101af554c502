// cyberdir schema, cyberdir routes
#include <iostream>

#include "cli/command.h"
#include "codec/json_schema.h"
#include "codec/xsd.h"
#include "http/api_description.h"
#include "http/routes.h"

namespace cyberdir::cli {

void add_schema(CLI::App& app, const SetRun& run) {
  struct Options {
    std::string format;
    bool draft = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "schema", "the schemas of entries and of the API, from the one table of fields");
  command->add_option("--format", options->format, "json-schema, xsd or openapi")
      ->required()
      ->check(CLI::IsMember({"json-schema", "xsd", "openapi"}));
  command->add_flag("--draft", options->draft, "json-schema: as drafts are held to it");
  command->add_flag("--json")->description("as JSON (json-schema and openapi always are)");
  command->callback([options, run] {
    run([options] {
      if (options->format == "xsd") {
        std::cout << codec::xml_schema();
      } else if (options->format == "openapi") {
        std::cout << http::api_description();
      } else {
        std::cout << codec::json_schema(options->draft ? codec::SchemaProfile::draft
                                                       : codec::SchemaProfile::publish)
                         .dump(2)
                  << '\n';
      }
      std::cout.flush();
      return std::cout ? kDone : kUnreachable;
    });
  });
}

void add_routes(CLI::App& app, const SetRun& run) {
  CLI::App* command = app.add_subcommand("routes", "the routes of the API, a line each");
  command->group("");  // for tests and operators; not in the help
  command->callback([run] {
    run([] {
      for (const http::Route& route : http::routes()) {
        if (!route.is_page) std::cout << route.method << ' ' << route.pattern << '\n';
      }
      return kDone;
    });
  });
}

}  // namespace cyberdir::cli
