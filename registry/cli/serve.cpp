// cyberdir serve
#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <iostream>
#include <thread>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <toml++/toml.h>

#include "cli/command.h"
#include "cli/now_and_then.h"
#include "cli/openid_options.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/transport.h"
#include "mail/postman.h"
#include "model/code_lists.h"
#include "model/freshness.h"
#include "model/kinds.h"
#include "service/due_submissions.h"
#include "service/outbox.h"
#include "service/retention.h"

namespace cyberdir::cli {
namespace {

constexpr std::int64_t kMostTermDays = 36'500;

struct Options {
  std::string data;
  std::string listen = "127.0.0.1:8080";
  std::string review = "full";
  std::string log_level = "info";
  std::string security_contact;
  std::string public_url;
  std::int64_t forget_persons_after = 365;
  std::int64_t urgent_hold_hours = 24;
  std::string smtp;
  std::string smtp_user;
  std::string smtp_password_file;
  std::string mail_from;
  std::int64_t personal_records_per_day = 500;
  std::uint64_t threads = 64;
  OpenIdOptions openid;
  model::DeclarationTerms terms;
};

struct Address {
  std::string host;
  int port = 0;
};

std::optional<Address> parse_address(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  Address address{text.substr(0, colon), -1};
  if (address.host.starts_with('[') && address.host.ends_with(']'))
    address.host = address.host.substr(1, address.host.size() - 2);
  const std::string port = text.substr(colon + 1);
  if (address.host.empty() || port.empty() || port.size() > 5 ||
      port.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  address.port = std::stoi(port);
  constexpr int kLastPort = 65'535;
  if (address.port > kLastPort) return std::nullopt;
  return address;
}

// A path as a log may have it: without control characters.
std::string printable(std::string path) {
  for (char& c : path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return path;
}

http::Response answer_and_count(service::Registry& registry, http::Request& request) {
  http::Response response = http::answer(registry, request);
  http::metrics().count(response.status);
  constexpr int kRefused = 400;
  constexpr int kServerError = 500;
  const auto level = response.status >= kServerError ? spdlog::level::err
                     : response.status >= kRefused   ? spdlog::level::info
                                                     : spdlog::level::debug;
  spdlog::log(level, "{} {} {} {} {}", request.id, request.remote, request.method,
              printable(request.path), response.status);
  return response;
}

// The first line of a file. Nothing where it cannot be read.
std::optional<base::Secret> read_secret(const std::string& file) {
  std::ifstream stream(file);
  std::string line;
  if (!std::getline(stream, line)) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();
  return base::Secret(std::move(line));
}

// The mail server that the options name; nothing where they are not right, which is said.
std::optional<mail::SmtpSettings> smtp_settings(const Options& options) {
  const auto refuse = [](const char* sentence) {
    std::cerr << "cyberdir: " << sentence << '\n';
    return std::nullopt;
  };
  mail::SmtpSettings settings{options.smtp, options.smtp_user, {}, options.mail_from};
  if (!mail::is_smtp_url(settings.url))
    return refuse("--smtp is smtps://HOST[:PORT] or smtp://HOST[:PORT]");
  if (!service::is_mail_address(settings.from))
    return refuse("--smtp needs --mail-from, an address such as directory@registry.example");
  if (options.public_url.empty())
    return refuse("--smtp needs --public-url: mails lead to the pages");
  if (options.smtp_password_file.empty()) return settings;
  auto password = read_secret(options.smtp_password_file);
  if (!password) return refuse("--smtp-password-file cannot be read");
  settings.password = std::move(*password);
  return settings;
}

// The thread that sends mail, where there is a mail server.
std::unique_ptr<mail::Postman> start_postman(service::Registry& registry,
                                             std::optional<mail::SmtpSettings> settings) {
  if (!settings) return nullptr;
  registry.accounts().set_mails_invitations(true);
  return std::make_unique<mail::Postman>(registry.store(), registry.clock(), std::move(*settings),
                                         registry.settings().public_url,
                                         [](std::string_view line) { spdlog::warn("{}", line); });
}

// What a crash loses of the counts is what came since they were last written.
void write_counts(service::Registry& registry) {
  if (const auto written = registry.look_ups().write(); !written)
    spdlog::warn("look-ups were not written: {}", written.error().detail);
  if (const auto written = registry.personal_quota().write(); !written)
    spdlog::warn("counts of personal records were not written: {}", written.error().detail);
}

// What callers may be sent in a day, by the one number that an operator sets.
service::QuotaLimits limits_of(std::int64_t below_manager) {
  constexpr std::int64_t kManagers = 2'000;
  constexpr std::int64_t kNetworks = 100;
  if (below_manager == 0) return {};
  return {below_manager, kManagers, kNetworks};
}

int serve(const Options& options) {
  const auto address = parse_address(options.listen);
  if (!address) {
    std::cerr << "cyberdir: --listen is HOST:PORT, such as 127.0.0.1:8080\n";
    return kUsage;
  }
  const auto review = model::review_named(options.review);
  if (!review) {
    std::cerr << "cyberdir: --review is none, state or full\n";
    return kUsage;
  }
  std::optional<mail::SmtpSettings> smtp;
  if (!options.smtp.empty()) {
    smtp = smtp_settings(options);
    if (!smtp) return kUsage;
  }
  spdlog::set_default_logger(spdlog::stderr_logger_mt("cyberdir"));
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  auto provider = provider_settings(options.openid);
  if (!provider) {
    std::cerr << "cyberdir: " << provider.error().detail << '\n';
    return kUsage;
  }
  // The signals that end the server are taken by a thread of their own, so that no handler runs
  // in the middle of anything. Blocked before the first thread starts: all inherit it.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  int code = kDone;
  auto registry = open_registry(options.data, code);
  if (!registry) return code;
  registry->settings().security_contact = options.security_contact;
  registry->submissions().set_review(*review);
  auto due = std::make_unique<service::DueSubmissions>(
      registry->submissions(), registry->clock(),
      [](std::string_view line) { spdlog::warn("{}", line); });
  registry->settings().public_url = options.public_url;
  constexpr std::int64_t kHourMicros = std::int64_t{3'600} * 1'000'000;
  registry->versions().set_urgent_hold(options.urgent_hold_hours * kHourMicros);
  auto postman = start_postman(*registry, std::move(smtp));
  registry->directory().set_declaration_terms(options.terms);
  registry->personal_quota().set_limits(limits_of(options.personal_records_per_day));
  http::TransportLimits limits;
  limits.threads = options.threads;
  http::Transport transport(
      [&](http::Request& request) { return answer_and_count(*registry, request); }, limits,
      [](std::string_view line) { spdlog::warn("{}", line); });
  const auto port = transport.bind(address->host, address->port);
  if (!port) {
    report(port.error());
    return kUnreachable;
  }
  const bool v6 = address->host.find(':') != std::string::npos;
  const std::string url =
      "http://" + (v6 ? "[" + address->host + "]" : address->host) + ":" + std::to_string(*port);
  base::CurlWebClient web;
  if (*provider) {
    const std::string& reached = options.public_url.empty() ? url : options.public_url;
    (*provider)->return_url = reached + "/sign-in/identity";
    registry->openid().set_provider(
        std::make_unique<service::IdentityProvider>(std::move(**provider), web, registry->clock()),
        [](std::string_view line) { spdlog::warn("{}", line); });
  }
  std::thread ending([&] {
    int signal = 0;
    sigwait(&signals, &signal);
    spdlog::info("ending: answering what is in hand");
    transport.stop();
  });
  service::Retention retention(registry->erasure(), registry->look_ups(), registry->imports(),
                               registry->clock(), options.forget_persons_after);
  NowAndThen writing(std::chrono::minutes(1), [&] {
    if (const auto forgotten = retention.look(); !forgotten)
      spdlog::warn("persons of past versions were not erased: {}", forgotten.error().detail);
    if (const auto written = registry->last_use().write(); !written)
      spdlog::warn("last uses were not written: {}", written.error().detail);
  });
  NowAndThen counting(std::chrono::seconds(10), [&] { write_counts(*registry); });
  std::cout << "listening on " << url << std::endl;
  spdlog::info("serving {} on port {}", options.data, *port);
  transport.run();
  // Where run() ended by itself, the thread still waits for its signal; it is blocked elsewhere.
  pthread_kill(ending.native_handle(),
               SIGTERM);  // NOLINT(bugprone-bad-signal-to-kill-thread,cert-pos44-c)
  ending.join();
  due.reset();
  postman.reset();
  writing.stop();
  counting.stop();
  registry.reset();  // checkpoints and closes the store
  spdlog::info("ended");
  return kDone;
}

// What terms may be set of: the tables declare_within_days_of_kind, _of_category and _of_network.
struct TermTable {
  std::string_view name;
  model::DeclarationTerms::Days model::DeclarationTerms::*days;
  bool (*has)(const std::string& name);
};
constexpr std::array<TermTable, 3> kTermTables = {{
    {"declare_within_days_of_kind", &model::DeclarationTerms::of_kind,
     [](const std::string& name) { return model::find_kind(name) != nullptr; }},
    {"declare_within_days_of_category", &model::DeclarationTerms::of_category,
     [](const std::string& name) {
       return model::find_code_list("contact-category")->allows(name);
     }},
    {"declare_within_days_of_network", &model::DeclarationTerms::of_network,
     [](const std::string& name) { return model::find_code_list("network")->allows(name); }},
}};

const TermTable* find_term_table(std::string_view name) {
  const auto* const found = std::find_if(kTermTables.begin(), kTermTables.end(),
                                         [&](const TermTable& one) { return one.name == name; });
  return found == kTermTables.end() ? nullptr : found;
}

// Days by name; a sentence where a line of the table is not right.
std::string read_terms(const toml::table& table, const TermTable& of,
                       model::DeclarationTerms& terms) {
  for (const auto& [key, value] : table) {
    const auto days = value.value<std::int64_t>();
    const std::string name(key.str());
    if (!of.has(name) || !days || *days < 1 || *days > kMostTermDays) {
      return std::string(of.name) + ": " + name +
             " is not known there, or its days are not a number from 1 to " +
             std::to_string(kMostTermDays);
    }
    (terms.*of.days)[name] = *days;
  }
  return {};
}

// A configuration file in TOML: its keys are the long options with underscores; the command line
// wins.
std::string read_config(const std::string& file, const CLI::App& command, Options& options) {
  try {
    const toml::table table = toml::parse_file(file);
    for (const auto& [key, value] : table) {
      const std::string name(key.str());
      const auto given = [&](const char* flag) { return command.count(flag) > 0; };
      const auto text = value.value<std::string>();
      if (name == "data" && text) {
        if (!given("--data")) options.data = *text;
      } else if (name == "listen" && text) {
        if (!given("--listen")) options.listen = *text;
      } else if (name == "review" && text) {
        if (!given("--review")) options.review = *text;
      } else if (name == "log_level" && text) {
        if (!given("--log-level")) options.log_level = *text;
      } else if (name == "security_contact" && text) {
        if (!given("--security-contact")) options.security_contact = *text;
      } else if (name == "public_url" && text) {
        if (!given("--public-url")) options.public_url = *text;
      } else if (name == "forget_persons_after" && value.is_integer()) {
        if (!given("--forget-persons-after"))
          options.forget_persons_after =
              value.value<std::int64_t>().value_or(options.forget_persons_after);
      } else if (name == "urgent_hold_hours" && value.is_integer()) {
        if (!given("--urgent-hold-hours"))
          options.urgent_hold_hours =
              value.value<std::int64_t>().value_or(options.urgent_hold_hours);
      } else if (name == "declare_within_days" && value.is_integer()) {
        if (!given("--declare-within-days"))
          options.terms.days = value.value<std::int64_t>().value_or(options.terms.days);
      } else if (const TermTable* of = find_term_table(name); of != nullptr && value.is_table()) {
        const std::string wrong = read_terms(*value.as_table(), *of, options.terms);
        if (!wrong.empty()) return file + ": " + wrong;
      } else if (name == "smtp" && text) {
        if (!given("--smtp")) options.smtp = *text;
      } else if (name == "smtp_user" && text) {
        if (!given("--smtp-user")) options.smtp_user = *text;
      } else if (name == "smtp_password_file" && text) {
        if (!given("--smtp-password-file")) options.smtp_password_file = *text;
      } else if (name == "mail_from" && text) {
        if (!given("--mail-from")) options.mail_from = *text;
      } else if (name == "personal_records_per_day" && value.is_integer()) {
        if (!given("--personal-records-per-day"))
          options.personal_records_per_day =
              value.value<std::int64_t>().value_or(options.personal_records_per_day);
      } else if (name == "threads" && value.is_integer()) {
        if (!given("--threads"))
          options.threads = value.value<std::uint64_t>().value_or(options.threads);
      } else if (read_openid_option(name, text, command, options.openid)) {
        continue;
      } else {
        return file + ": " + name +
               " is not known here, or is not of the right type; there are data, listen, review, "
               "log_level, security_contact, public_url, forget_persons_after, urgent_hold_hours, "
               "declare_within_days, declare_within_days_of_kind, declare_within_days_of_category, "
               "declare_within_days_of_network, "
               "smtp, smtp_user, smtp_password_file, mail_from, personal_records_per_day, threads, "
               "openid_issuer, openid_client_id, openid_client_secret_file, openid_name, "
               "openid_acr";
      }
    }
    return {};
  } catch (const toml::parse_error& error) {
    return file + ", line " + std::to_string(error.source().begin.line) + ": " +
           std::string(error.description());
  }
}

void add_mail_options(CLI::App& command, Options& options) {
  command
      .add_option("--smtp", options.smtp,
                  "mail server: smtps://HOST[:PORT], or smtp://HOST[:PORT] with STARTTLS, which is "
                  "insisted on unless HOST is this machine; without one, mail waits in the store")
      ->type_name("URL");
  command.add_option("--smtp-user", options.smtp_user, "user at the mail server")
      ->type_name("NAME");
  command
      .add_option("--smtp-password-file", options.smtp_password_file,
                  "file whose first line is the password at the mail server")
      ->type_name("FILE");
  command
      .add_option("--mail-from", options.mail_from,
                  "address that mail comes from; needed with --smtp")
      ->type_name("ADDRESS");
}

}  // namespace

void add_serve(CLI::App& app, const SetRun& run) {
  auto options = std::make_shared<Options>();
  auto config = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("serve", "the server: pages and API");
  command->footer(
      "Standard output has one line, listening on http://HOST:PORT; the log goes to standard "
      "error.\n"
      "SIGTERM ends the server: requests in hand are answered, the store is closed.");
  add_data_option(*command, options->data, false);
  command->add_option("--listen", options->listen, "address and port; port 0 picks a free one")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  command->add_option("--config", *config, "TOML; its keys are these options with underscores")
      ->type_name("FILE");
  command
      ->add_option("--review", options->review,
                   "who looks at a change before it is published: nobody (none), a second person "
                   "of the State (state), or the secretariat too (full)")
      ->check(CLI::IsMember({"none", "state", "full"}))
      ->capture_default_str();
  command
      ->add_option("--log-level", options->log_level,
                   "error, warning, info or debug (debug has a line a request)")
      ->capture_default_str();
  command
      ->add_option("--security-contact", options->security_contact,
                   "for /.well-known/security.txt, such as mailto:security@registry.example")
      ->type_name("URI");
  command
      ->add_option("--public-url", options->public_url,
                   "how people reach the server, such as https://registry.example; with https, "
                   "cookies go over TLS alone and the proxy's X-Forwarded-For is believed")
      ->type_name("URL");
  command
      ->add_option("--forget-persons-after", options->forget_persons_after,
                   "days after which personal fields of past versions are erased; 0 for never")
      ->type_name("DAYS")
      ->check(CLI::Range(0, 36'500))
      ->capture_default_str();
  command
      ->add_option(
          "--urgent-hold-hours", options->urgent_hold_hours,
          "hours that a changed channel for urgent use of a published contact waits, unless "
          "a second person confirms it; 0 for none")
      ->type_name("N")
      ->check(CLI::Range(0, 720))
      ->capture_default_str();
  command
      ->add_option(
          "--declare-within-days", options->terms.days,
          "days after which an owner is to say again that an entry is right; overdue after "
          "one and a half times that, lapsed after twice; other terms of a kind, category or "
          "network stand in the configuration file, in tables declare_within_days_of_kind, "
          "declare_within_days_of_category and declare_within_days_of_network")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{1}, kMostTermDays))
      ->capture_default_str();
  command
      ->add_option("--personal-records-per-day", options->personal_records_per_day,
                   "entries with personal data that an account or token below manager is sent in a "
                   "day (UTC); managers and the secretariat 2000, anonymous callers of a network "
                   "100; 0 for no bound on anybody")
      ->type_name("N")
      ->check(CLI::Range(0, 1'000'000'000))
      ->capture_default_str();
  add_mail_options(*command, *options);
  add_openid_options(*command, options->openid);
  command->add_option("--threads", options->threads, "connections served at once")
      ->capture_default_str();
  command->callback([options, config, command, run] {
    run([options, config, command] {
      if (!config->empty()) {
        const std::string wrong = read_config(*config, *command, *options);
        if (!wrong.empty()) {
          std::cerr << "cyberdir: " << wrong << '\n';
          return kUsage;
        }
      }
      if (options->data.empty()) {
        std::cerr << "cyberdir: say where the registry is: --data DIR\n";
        return kUsage;
      }
      return serve(*options);
    });
  });
}

}  // namespace cyberdir::cli
