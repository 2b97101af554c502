#include "support/temporary_registry.h"

#include <cstdlib>
#include <stdexcept>

#include "http/routes.h"
#include "importers/formats.h"
#include "service/answer_json.h"
#include "support/signed_up.h"

namespace cyberdir::support {
namespace {

constexpr std::string_view kStart = "2026-11-22T08:00:00Z";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out.push_back(static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

template <typename T>
T must(base::Result<T> result, const std::string& what) {
  if (!result) {
    std::string all = what + ": " + result.error().detail;
    for (const base::Finding& finding : result.error().findings)
      all += "\n  " + finding.pointer + ": " + finding.detail;
    throw std::runtime_error(all);
  }
  return std::move(*result);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "cyberdir-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Reply::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (std::equal(key.begin(), key.end(), name.begin(), name.end(),
                   [](char a, char b) { return lower(a) == lower(b); }))
      return value;
  }
  return {};
}

TemporaryRegistry::TemporaryRegistry(std::uint64_t seed)
    : clock_(*base::parse_rfc3339(kStart)), random_(seed), other_random_(seed + 1'000'000) {
  registry_ =
      must(service::Registry::open(folder_.path(), clock_, random_, cheap_hasher()), "opening");
  registry_->submissions().set_review(model::Review::none);
}

std::unique_ptr<service::Registry> TemporaryRegistry::open_again() {
  auto registry =
      must(service::Registry::open(folder_.path(), clock_, other_random_, cheap_hasher()),
           "opening again");
  registry->submissions().set_review(registry_->submissions().review());
  return registry;
}

std::string TemporaryRegistry::token(model::Role role, std::string owner,
                                     std::vector<std::string> scopes) {
  return must(
      registry_->tokens().add(operator_origin(), {role, std::move(owner), std::move(scopes), {}}),
      "token");
}

service::ImportReport TemporaryRegistry::import(std::string_view format, std::string_view bytes,
                                                std::string_view kind, bool dry_run) {
  base::StringSource source(bytes);
  const auto chosen = must(importers::choose_format(format, bytes, kind), "format");
  service::ImportOptions options;
  options.format = chosen.name;
  options.dry_run = dry_run;
  return must(registry_->import().run(operator_origin(), source, chosen.read, options, {}),
              "import");
}

base::Result<service::ImportReport> TemporaryRegistry::import_as(const service::Origin& origin,
                                                                 std::string_view format,
                                                                 std::string_view bytes,
                                                                 service::ImportOptions options) {
  base::StringSource source(bytes);
  const auto chosen = must(importers::choose_format(format, bytes, {}), "format");
  options.format = chosen.name;
  return registry_->imports().run(origin, source, chosen.read, options, {});
}

void TemporaryRegistry::must_import(const std::vector<model::Json>& entries) {
  const service::ImportReport report = import("json", directory_file(entries));
  if (report.applied) return;
  std::string all = "the entries were refused:";
  (void)report.for_each([&](const service::ImportItem& item) -> base::Result<void> {
    for (const base::Finding& finding : item.findings) {
      all += "\n  row " + std::to_string(item.row) + " " + finding.pointer + ": " + finding.code +
             ": " + finding.detail;
    }
    return {};
  });
  throw std::runtime_error(all);
}

Reply TemporaryRegistry::ask(std::string_view method, std::string_view target,
                             std::string_view token, std::string_view body,
                             std::vector<std::pair<std::string, std::string>> headers) {
  http::Request request;
  request.method = method;
  const auto question = target.find('?');
  request.path = decoded(target.substr(0, question));
  std::string_view rest =
      question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view one = rest.substr(0, end);
    const auto equals = one.find('=');
    request.query.emplace_back(
        decoded(one.substr(0, equals)),
        equals == std::string_view::npos ? "" : decoded(one.substr(equals + 1)));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  request.headers = std::move(headers);
  if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + std::string(token));
  request.remote = "192.0.2.1";
  request.id = "request-of-the-test";
  base::StringSource source(body);
  request.body = &source;
  if (!body.empty()) request.content_length = body.size();
  http::Response response = http::answer(*registry_, request);
  Reply reply{response.status, std::move(response.headers), std::move(response.body)};
  if (response.stream) {
    base::StringSink sink(reply.body);
    if (const auto done = response.stream(sink); !done)
      throw std::runtime_error("the stream broke: " + done.error().detail);
  }
  return reply;
}

std::string TemporaryRegistry::export_bytes(std::string_view form, std::string_view kind,
                                            std::string_view audience) {
  service::ExportOptions options;
  options.form = form;
  options.scope.kind = kind;
  options.audience = audience;
  model::Caller caller;
  if (audience == "full") caller.operates = true;
  if (audience == "states") {
    caller.role = model::Role::reader;
    caller.every_state = true;
  }
  std::string bytes;
  base::StringSink sink(bytes);
  if (const auto done = service::export_directory(registry_->directory(), caller, options, sink);
      !done) {
    throw std::runtime_error("export: " + done.error().detail);
  }
  return bytes;
}

std::vector<std::string> TemporaryRegistry::integrity_findings() {
  return must(registry_->integrity().check(), "verify").findings;
}

std::string directory_file(const std::vector<model::Json>& entries) {
  return model::Json{{"format", "cyberdir/1"}, {"entries", entries}}.dump();
}

service::Origin operator_origin() {
  service::Origin origin;
  origin.caller.operates = true;
  origin.caller.actor = "operator";
  origin.source = "test";
  return origin;
}

service::Origin origin_of(model::Role role, std::string owner) {
  service::Origin origin;
  origin.caller.role = role;
  origin.caller.actor = "token:" + owner;
  origin.caller.owner = std::move(owner);
  origin.source = "test";
  return origin;
}

}  // namespace cyberdir::support
