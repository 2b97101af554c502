// cyberdir submission
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/command.h"
#include "cli/remote.h"
#include "codec/canonical_json.h"
#include "codec/json_reader.h"

namespace cyberdir::cli {
namespace {

using model::Json;
using model::SubmissionAction;

struct Options {
  std::string data;
  std::string url;
  std::string token_file;
  std::string review = "full";
  std::string id;
  std::string file;
  std::string comment;
  std::string state;
  std::string owner;
  std::string one_person;
  bool json = false;
};

// Where submissions are: in a folder, or on a server. Always as the bearer of a token.
class Place {
 public:
  virtual ~Place() = default;
  virtual base::Result<Json> list(const std::string& state) = 0;
  virtual base::Result<Json> show(const std::string& id) = 0;
  virtual base::Result<Json> add(const Json& content) = 0;
  virtual base::Result<Json> act(const std::string& id, SubmissionAction action,
                                 const std::string& comment) = 0;
};

class Folder final : public Place {
 public:
  Folder(std::unique_ptr<service::Registry> registry, model::Caller caller)
      : registry_(std::move(registry)), origin_{std::move(caller), "cli", {}} {}

  base::Result<Json> list(const std::string& state) override {
    std::vector<model::SubmissionState> states;
    if (const auto named = model::submission_state_named(state)) states.push_back(*named);
    constexpr std::size_t kPage = 200;
    Json items = Json::array();
    std::int64_t before = 0;
    do {
      CYBERDIR_ASSIGN(page, registry_->submissions().list(origin_.caller, states, before, kPage));
      for (const service::VisibleSubmission& item : page.items) items.push_back(item.json());
      before = page.next;
    } while (before > 0);
    return items;
  }

  base::Result<Json> show(const std::string& id) override {
    CYBERDIR_ASSIGN(found, registry_->submissions().get(origin_.caller, id));
    return found.json();
  }

  base::Result<Json> add(const Json& content) override {
    CYBERDIR_ASSIGN(made, registry_->submissions().create(origin_, content, {}));
    return made.json();
  }

  base::Result<Json> act(const std::string& id, SubmissionAction action,
                         const std::string& comment) override {
    CYBERDIR_ASSIGN(now, registry_->submissions().get(origin_.caller, id));
    service::Precondition as_read;
    as_read.if_match =
        service::parse_etags(service::make_etag(now.revision(), now.digest(), {}), true);
    service::Refusal refusal;
    CYBERDIR_ASSIGN(done,
                    registry_->submissions().act(origin_, id, action, comment, as_read, refusal));
    return done.json();
  }

 private:
  std::unique_ptr<service::Registry> registry_;
  service::Origin origin_;
};

class Server final : public Place {
 public:
  explicit Server(Remote remote) : remote_(std::move(remote)) {}

  base::Result<Json> list(const std::string& state) override {
    Json items = Json::array();
    std::string next = "/v1/submissions?limit=200" + (state.empty() ? "" : "&state=" + state);
    while (!next.empty()) {
      CYBERDIR_ASSIGN(page, send(remote_, {"GET", next, {}, {}}));
      for (Json& item : page.body["items"]) items.push_back(std::move(item));
      next = page.next;
    }
    return items;
  }

  base::Result<Json> show(const std::string& id) override {
    return fetch(remote_, "/v1/submissions/" + id);
  }

  base::Result<Json> add(const Json& content) override {
    CYBERDIR_ASSIGN(made, send(remote_, {"POST", "/v1/submissions", content, {}}));
    return made.body;
  }

  base::Result<Json> act(const std::string& id, SubmissionAction action,
                         const std::string& comment) override {
    const std::string path = "/v1/submissions/" + id;
    CYBERDIR_ASSIGN(now, send(remote_, {"GET", path, {}, {}}));
    Json body = Json::object();
    if (!comment.empty()) body["comment"] = comment;
    CYBERDIR_ASSIGN(done, send(remote_, {"POST", path + "/" + std::string(name_of(action)),
                                         std::move(body), now.etag}));
    return done.body;
  }

 private:
  Remote remote_;
};

std::unique_ptr<Place> open_folder(const Options& options, int& code) {
  std::ifstream file(options.token_file);
  std::string token;
  if (!std::getline(file, token) || token.empty()) {
    std::cerr << "cyberdir: the file " << options.token_file << " has no token in its first line\n";
    code = kUsage;
    return nullptr;
  }
  auto registry = open_registry(options.data, code);
  if (!registry) return nullptr;
  registry->submissions().set_review(
      model::review_named(options.review).value_or(model::Review::full));
  auto caller = registry->tokens().caller_of(token);
  if (!caller) {
    code = report(caller.error());
    return nullptr;
  }
  return std::make_unique<Folder>(std::move(registry), std::move(*caller));
}

std::unique_ptr<Place> open_place(const Options& options, int& code) {
  if (options.data.empty() == options.url.empty()) {
    std::cerr << "cyberdir: say where the registry is: --data DIR or --url URL\n";
    code = kUsage;
    return nullptr;
  }
  if (!options.data.empty()) return open_folder(options, code);
  return std::make_unique<Server>(Remote{options.url, options.token_file});
}

void print_line(const Json& submission) {
  std::string entries;
  for (const Json& id : submission.value("entries", Json::array()))
    entries += (entries.empty() ? "" : " ") + id.get<std::string>();
  const std::string when = submission.value("modified_at", submission.value("created_at", ""));
  std::cout << submission.value("id", "") << "  " << column(submission.value("state", ""), 12)
            << column(submission.value("owner", ""), 8) << column(when.substr(0, 19), 21)
            << column(entries, 60) << '\n';
}

void print_whole(const Json& submission, bool json) {
  if (json) {
    std::cout << codec::canonical_json(submission) << '\n';
  } else {
    std::cout << submission.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  }
}

int list(const Options& options) {
  int code = kDone;
  const auto place = open_place(options, code);
  if (!place) return code;
  const auto items = place->list(options.state);
  if (!items) return report(items.error());
  if (options.json) {
    std::cout << codec::canonical_json(*items) << '\n';
    return kDone;
  }
  for (const Json& item : *items) print_line(item);
  return kDone;
}

int show(const Options& options) {
  int code = kDone;
  const auto place = open_place(options, code);
  if (!place) return code;
  const auto found = place->show(options.id);
  if (!found) return report(found.error());
  print_whole(*found, options.json);
  return kDone;
}

int add(const Options& options) {
  int code = kDone;
  std::ifstream file(options.file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) {
    std::cerr << "cyberdir: " << options.file << " cannot be read\n";
    return kUsage;
  }
  const auto content = codec::read_json(text, {64, std::size_t{4} << 20U});
  if (!content) return report(content.error());
  const auto place = open_place(options, code);
  if (!place) return code;
  const auto made = place->add(*content);
  if (!made) return report(made.error());
  if (options.json) {
    print_whole(*made, true);
  } else {
    std::cout << made->value("id", "") << '\n';
  }
  return kDone;
}

int act(const Options& options, SubmissionAction action) {
  int code = kDone;
  const auto place = open_place(options, code);
  if (!place) return code;
  const auto done = place->act(options.id, action, options.comment);
  if (!done) return report(done.error());
  if (options.json) {
    print_whole(*done, true);
  } else {
    std::cout << done->value("state", "") << '\n';
  }
  return kDone;
}

int set_mode(const Options& options) {
  int code = kDone;
  const auto registry = open_registry(options.data, code);
  if (!registry) return code;
  const auto done = registry->submissions().set_one_person(operator_origin(), options.owner,
                                                           options.one_person == "on");
  return done ? kDone : report(done.error());
}

void add_place_options(CLI::App& command, Options& options) {
  add_data_option(command, options.data, false);
  command.add_option("--url", options.url, "a server, instead of a folder")->type_name("URL");
  command
      .add_option("--token-file", options.token_file,
                  "file with the token of whoever acts, in its first line")
      ->type_name("FILE")
      ->required();
  command.add_flag("--json", options.json, "as JSON");
}

// With a folder nobody has said which review the registry asks for; with a server it knows.
void add_review_option(CLI::App& command, Options& options) {
  command
      .add_option("--review", options.review,
                  "who looks at a change before it is published, with --data: as the server has it")
      ->check(CLI::IsMember({"none", "state", "full"}))
      ->capture_default_str();
}

struct Step {
  SubmissionAction action;
  const char* meaning;
};

constexpr Step kSteps[] = {
    {SubmissionAction::submit,
     "hand in a draft, a returned submission, or a suggestion taken over"},
    {SubmissionAction::approve, "approve, as a manager who is not one of its authors"},
    {SubmissionAction::accept, "accept, as the secretariat"},
    {SubmissionAction::send_back, "send back to its authors; says why"},
    {SubmissionAction::reject, "reject; says why"},
    {SubmissionAction::withdraw, "take back"},
};

void add_steps(CLI::App& command, const std::shared_ptr<Options>& options, const SetRun& run) {
  for (const Step& step : kSteps) {
    CLI::App* one = command.add_subcommand(std::string(name_of(step.action)), step.meaning);
    add_place_options(*one, *options);
    add_review_option(*one, *options);
    one->add_option("ID", options->id, "the submission")->required();
    one->add_option("--comment", options->comment, "why");
    const SubmissionAction action = step.action;
    one->callback(
        [options, run, action] { run([options, action] { return act(*options, action); }); });
  }
}

void add_mode(CLI::App& command, const std::shared_ptr<Options>& options, const SetRun& run) {
  CLI::App* mode = command.add_subcommand(
      "mode", "whether one person is enough for an owner: submitting counts as approval then");
  add_data_option(*mode, options->data, true);
  mode->add_option("--owner", options->owner, "State (two letters) or organisation (id)")
      ->required();
  mode->add_option("--one-person", options->one_person, "on or off")
      ->check(CLI::IsMember({"on", "off"}))
      ->required();
  mode->callback([options, run] { run([options] { return set_mode(*options); }); });
}

}  // namespace

void add_submission(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("submission", "changes on their way past other eyes to publication");
  command->require_subcommand(1);
  command->footer(
      "Who acts is whoever bears the token: the operator of the machine has no role of its own "
      "and\n"
      "stands above none. Setting the mode of an owner is the operator's.");
  CLI::App* listing = command->add_subcommand("list", "those that you may see, newest first");
  add_place_options(*listing, *options);
  listing->add_option("--state", options->state, "only in this state")
      ->check(CLI::IsMember({"draft", "suggested", "submitted", "approved", "accepted", "published",
                             "returned", "withdrawn", "rejected", "superseded"}));
  listing->callback([options, run] { run([options] { return list(*options); }); });
  CLI::App* showing = command->add_subcommand("show", "one, whole");
  add_place_options(*showing, *options);
  showing->add_option("ID", options->id, "the submission")->required();
  showing->callback([options, run] { run([options] { return show(*options); }); });
  CLI::App* adding =
      command->add_subcommand("add", "make a draft or a suggestion from JSON; prints its id");
  add_place_options(*adding, *options);
  adding->add_option("FILE", options->file, "{\"reason\", \"changes\": […]}")->required();
  adding->callback([options, run] { run([options] { return add(*options); }); });
  add_steps(*command, options, run);
  add_mode(*command, options, run);
}

}  // namespace cyberdir::cli
