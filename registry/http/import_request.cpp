#include "http/import_request.h"

#include <algorithm>
#include <array>

#include "http/parameters.h"
#include "importers/formats.h"
#include "model/kinds.h"

namespace cyberdir::http {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;
using service::ImportOptions;

namespace {

constexpr std::size_t kHeadBytes = 64UL * 1024;
constexpr std::size_t kMostDecisions = 10'000;
constexpr std::size_t kLongestName = 255;
constexpr std::chrono::seconds kLongestWait{30};

constexpr std::array<std::string_view, 10> kParameters = {
    "format", "kind",  "file",         "dry_run", "plan",
    "mode",   "scope", "max_withdraw", "decide",  "on_error"};

// `decide` alone may stand several times.
Result<void> check_names(const Request& request) {
  Request once;
  bool decided = false;
  for (const auto& parameter : request.query) {
    if (parameter.first == "decide" && std::exchange(decided, true)) continue;
    once.query.push_back(parameter);
  }
  return check_parameters(once, kParameters);
}

Result<void> read_decisions(const Request& request, ImportOptions& options) {
  for (const auto& [name, value] : request.query) {
    if (name != "decide") continue;
    std::string_view rest = value;
    while (true) {
      const auto comma = rest.find(',');
      CYBERDIR_TRY(service::add_decision(options, rest.substr(0, comma)));
      if (options.decisions.size() > kMostDecisions)
        return bad_parameter("decide", "there are 10000 decisions at most");
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return {};
}

Result<void> read_mode(const Request& request, ImportOptions& options) {
  const auto on_error = service::on_error_named(request.parameter("on_error").value_or("abort"));
  if (!on_error) return bad_parameter("on_error", "it is abort or skip");
  options.on_error = *on_error;
  const auto mode = service::import_mode_named(request.parameter("mode").value_or("merge"));
  if (!mode) return bad_parameter("mode", "it is merge or replace");
  options.mode = *mode;
  if (const auto scope = request.parameter("scope")) {
    CYBERDIR_ASSIGN(read, service::parse_replace_scope(*scope));
    options.scope = std::move(read);
  }
  constexpr std::int64_t kMost = 1'000'000'000;
  CYBERDIR_ASSIGN(most, number_parameter(request, "max_withdraw", 0, kMost, 0));
  options.max_withdraw = static_cast<std::uint64_t>(most);
  return {};
}

// A name as its sender's machine has it: the last part of a path.
std::string file_name(std::string_view said) {
  const auto slash = said.find_last_of("/\\");
  if (slash != std::string_view::npos) said.remove_prefix(slash + 1);
  return std::string(said.substr(0, kLongestName));
}

// Chooses the format of what was received, and starts.
Result<std::string> start(Context& context, const std::string& id, ImportOptions options,
                          std::string_view key) {
  service::ImportArchive& imports = context.registry.imports();
  CYBERDIR_ASSIGN(file, imports.file_of(id));
  importers::PeekedSource peeked(*file);
  CYBERDIR_ASSIGN(head, peeked.head(kHeadBytes));
  CYBERDIR_ASSIGN(format,
                  importers::choose_format({options.format, options.reading, {}, {}}, head));
  options.format = format.name;
  return imports.start(context.origin(), id, format.read, options, key);
}

}  // namespace

Result<void> check_may_import(const Context& context) {
  const model::Caller& caller = context.caller;
  switch (caller.role) {
    case model::Role::editor:
    case model::Role::manager:
    case model::Role::secretariat:
      return {};
    case model::Role::anonymous:
      return fail(ErrorCode::unauthenticated,
                  "importing needs a token of an editor, a manager or the secretariat: "
                  "Authorization: Bearer and the token");
    default:
      return fail(ErrorCode::forbidden,
                  "importing is for editors and managers of a State or organisation, and for the "
                  "secretariat");
  }
}

Result<void> check_upload_size(const Request& request) {
  if (request.content_length.value_or(0) <= service::kMostUploadBytes) return {};
  return fail(ErrorCode::too_large, "a file that is imported has 1 GiB at most; cut it");
}

Result<ImportOptions> import_options(const Request& request) {
  CYBERDIR_TRY(check_names(request));
  ImportOptions options;
  options.format = request.parameter("format").value_or("");
  options.reading = request.parameter("kind").value_or("");
  if (!options.reading.empty() && model::find_kind(options.reading) == nullptr)
    return bad_parameter("kind", "there is no kind of that name");
  options.file = file_name(request.parameter("file").value_or(""));
  const std::string_view dry = request.parameter("dry_run").value_or("false");
  if (dry != "true" && dry != "false") return bad_parameter("dry_run", "it is true or false");
  options.dry_run = dry == "true";
  options.plan = request.parameter("plan").value_or("");
  CYBERDIR_TRY(read_mode(request, options));
  CYBERDIR_TRY(read_decisions(request, options));
  CYBERDIR_TRY(service::check_import_options(options));
  return options;
}

Result<ImportOptions> options_of(const service::KeptImport& import) {
  ImportOptions options;
  options.format = import.row.format;
  options.file = import.row.file;
  const Json asked = import.answer.value("options", Json::object());
  options.reading = asked.value("reading", "");
  options.dry_run = asked.value("dry_run", false);
  options.on_error =
      service::on_error_named(asked.value("on_error", "")).value_or(service::OnError::abort);
  options.mode =
      service::import_mode_named(asked.value("mode", "")).value_or(service::ImportMode::merge);
  if (asked.contains("scope")) {
    CYBERDIR_ASSIGN(scope, service::parse_replace_scope(asked.value("scope", "")));
    options.scope = std::move(scope);
  }
  options.max_withdraw = asked.value("max_withdraw", std::uint64_t{0});
  const Json decisions = asked.value("decisions", Json::object());
  for (const auto& [row, decision] : decisions.items())
    CYBERDIR_TRY(service::add_decision(options, row + ':' + decision.get<std::string>()));
  return options;
}

Result<std::string> begin_import(Context& context, base::ByteSource& file, ImportOptions options,
                                 std::string_view key) {
  service::ImportArchive& imports = context.registry.imports();
  CYBERDIR_ASSIGN(id, imports.receive(file));
  auto started = start(context, id, std::move(options), key);
  if (!started) imports.drop_file(id);
  return started;
}

Result<std::string> begin_again(Context& context, const std::string& id, ImportOptions options,
                                std::string_view key) {
  CYBERDIR_ASSIGN(file, context.registry.imports().file_of(id));
  return begin_import(context, *file, std::move(options), key);
}

Result<std::string> apply_plan(Context& context, const std::string& id, std::string_view key) {
  CYBERDIR_ASSIGN(planned, context.registry.imports().get(context.caller, id));
  if (planned.row.state != "planned")
    return fail(ErrorCode::conflict,
                "this import is no plan that could be applied: its state is " + planned.row.state);
  CYBERDIR_ASSIGN(options, options_of(planned));
  options.dry_run = false;
  options.plan = planned.row.plan;
  return begin_again(context, id, std::move(options), key);
}

Patience patience_of(const Request& request) {
  Patience patience;
  bool asynchronous = false;
  bool timed = false;
  for (const auto& [name, value] : request.headers) {
    if (name != "prefer") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      std::string preference(rest.substr(0, comma));
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      preference.resize(std::min(preference.find(';'), preference.size()));
      std::erase_if(preference, [](char c) { return c == ' ' || c == '\t' || c == '"'; });
      std::transform(preference.begin(), preference.end(), preference.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      if (preference == "respond-async") asynchronous = true;
      const auto seconds =
          preference.starts_with("wait=") ? whole_number(preference.substr(5)) : std::nullopt;
      if (!seconds || *seconds < 0 || timed) continue;  // the first of several counts
      timed = true;
      patience.wait =
          std::min(kLongestWait, std::chrono::seconds(std::min<std::int64_t>(*seconds, 3600)));
    }
  }
  if (asynchronous) patience.applied = "respond-async";
  if (timed)
    patience.applied +=
        (asynchronous ? ", wait=" : "wait=") + std::to_string(patience.wait.count());
  if (asynchronous && !timed) patience.wait = std::chrono::seconds(0);
  return patience;
}

}  // namespace cyberdir::http
