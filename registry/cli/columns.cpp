// cyberdir columns, and what import is told of the columns of a foreign CSV
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/legacy_text.h"
#include "cli/command.h"
#include "importers/column_guess.h"
#include "importers/importer.h"

namespace cyberdir::cli {
namespace {

constexpr std::size_t kMostMapBytes = 1UL << 20U;

struct Options {
  std::string file;
  std::string kind;
  std::string encoding;
};

void add_encoding(CLI::App& command, std::string& encoding) {
  const auto names = base::legacy_encodings();
  command
      .add_option("--encoding", encoding,
                  "encoding of a CSV that is not Unicode, such as windows-1252; never guessed")
      ->check(CLI::IsMember(std::vector<std::string>(names.begin(), names.end())));
}

int print_guess(const Options& options) {
  std::ifstream stream(options.file, std::ios::binary);
  if (options.file != "-" && !stream) {
    std::cerr << "cyberdir: the file " << options.file << " cannot be read\n";
    return kRefused;
  }
  base::StreamSource source(options.file == "-" ? std::cin : stream);
  importers::PeekedSource peeked(source);
  const auto head = peeked.head(importers::kHeadBytes);
  if (!head) return report(head.error());
  const auto guess = importers::guess_columns(*head, options.kind, options.encoding);
  if (!guess) return report(guess.error());
  std::cout << importers::to_json(*guess).dump(2, ' ', false, model::Json::error_handler_t::replace)
            << '\n';
  return kDone;
}

}  // namespace

void add_column_options(CLI::App& command, ColumnOptions& options) {
  command
      .add_option("--columns", options.map,
                  "column map of a foreign CSV; cyberdir columns guesses one")
      ->type_name("MAP");
  add_encoding(command, options.encoding);
}

base::Result<importers::Format> choose_csv_format(const std::string& format,
                                                  const std::string& kind,
                                                  const ColumnOptions& options,
                                                  std::string_view head) {
  importers::FormatOptions choice{format, kind, {}, options.encoding};
  if (!options.map.empty()) {
    std::ifstream stream(options.map, std::ios::binary);
    std::string text(kMostMapBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.empty())
      return base::fail(base::ErrorCode::malformed, "the column map cannot be read, or is empty");
    CYBERDIR_ASSIGN(map, importers::read_column_map(text));
    choice.columns = std::move(map);
  }
  return importers::choose_format(std::move(choice), head);
}

void add_columns(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "columns", "guess what the columns of a foreign CSV mean: a column map for import --columns");
  command->footer(
      "The map is JSON, with how sure each guess is and why. What is uncertain goes to "
      "extensions.\n"
      "Correct it and keep it: import FILE --columns MAP.");
  command->add_option("FILE", options->file, "a CSV file; - is standard input")->required();
  command->add_option("--kind", options->kind, "kind of the entries; guessed where left out");
  add_encoding(*command, options->encoding);
  command->add_flag("--json")->description("as JSON (it always is)");
  command->callback([options, run] { run([options] { return print_guess(*options); }); });
}

}  // namespace cyberdir::cli
