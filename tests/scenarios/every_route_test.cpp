// Every route there is, read by everybody, as tool and as person: whoever adds a route has it
// walked here. Beside the entries there are submissions and accounts with canaries of their own.
#include <algorithm>
#include <optional>

#include <gtest/gtest.h>

#include "http/routes.h"
#include "support/browser.h"
#include "support/signed_up.h"
#include "visible_world.h"

namespace cyberdir::scenarios {
namespace {

using model::Json;
using model::Role;
using model::Visibility;

// A text that only some may read, and who they are.
struct Secret {
  std::string text;
  std::string what;
  std::function<bool(const Audience&)> may_read;
};

bool edits(const Audience& audience, const char* owner) {
  return audience.owner == owner &&
         (audience.role == Role::editor || audience.role == Role::manager);
}

// The world of entries, with what people do in it.
class PeopledWorld : public VisibleWorld {
 public:
  PeopledWorld() {
    registry->submissions().set_review(model::Review::full);
    propose("editor of IN", "a draft", false, [](const Audience& a) { return edits(a, "IN"); });
    propose("editor of IN", "submitted", true,
            [](const Audience& a) { return edits(a, "IN") || a.role == Role::secretariat; });
    propose("reader of TH", "suggested", false,
            [](const Audience& a) { return edits(a, "IN") || a.name == "reader of TH"; });
    // The secretariat knows everybody, because it is asked to help people back in.
    add_person("editor", "IN", [](const Audience& a) {
      return a.name == "manager of IN" || a.role == Role::administrator ||
             a.role == Role::secretariat;
    });
    add_person("manager", "KE", [](const Audience& a) {
      return a.name == "manager of KE" || a.role == Role::administrator ||
             a.role == Role::secretariat;
    });
    plan_import("editor of IN",
                [](const Audience& a) { return edits(a, "IN") || a.role == Role::secretariat; });
    for (const Audience& audience : audiences()) sign_in(audience);
  }

  std::vector<Secret> secrets;
  std::map<std::string, std::vector<std::string>> ids;  // by the first part of the route
  std::map<std::string, std::string> cookies;           // of signed-in people, by audience

 private:
  void propose(const std::string& who, const std::string& what, bool submit,
               std::function<bool(const Audience&)> may_read) {
    const std::string text = "qsecret" + std::to_string(secrets.size());
    secrets.push_back({text, "the submission that is " + what, std::move(may_read)});
    const Json body = {{"reason", text},
                       {"changes",
                        {{{"entry", reference_target("organisation")},
                          {"base_version", 1},
                          {"patch", {{"short_name", text}, {"name", {{"en", text}}}}}}}}};
    const std::vector<std::pair<std::string, std::string>> json = {
        {"content-type", "application/json"}};
    const auto made = registry.ask("POST", "/v1/submissions", tokens.at(who), body.dump(), json);
    if (made.status != 201) throw std::runtime_error(made.body);
    const std::string id = made.json().at("id");
    ids["submissions"].push_back(id);
    if (!submit) return;
    const auto done = registry.ask("POST", "/v1/submissions/" + id + "/submit", tokens.at(who), "",
                                   {{"if-match", made.header("ETag")}});
    if (done.status != 200) throw std::runtime_error(done.body);
  }

  void add_person(const std::string& role, const std::string& owner,
                  std::function<bool(const Audience&)> may_read) {
    const std::string text = "qperson" + std::to_string(secrets.size());
    secrets.push_back({text, "an account of " + owner, std::move(may_read)});
    const auto added = registry->accounts().add(support::operator_origin(),
                                                {text + "@example.org", text, role, owner});
    if (!added) throw std::runtime_error(added.error().detail);
    ids["accounts"].push_back(added->account.id);
  }

  // A plan whose file is named by a secret, and which would write one.
  void plan_import(const std::string& who, std::function<bool(const Audience&)> may_read) {
    const std::string text = "qsecret" + std::to_string(secrets.size());
    secrets.push_back({text, "the import that is planned", std::move(may_read)});
    const std::string file = support::directory_file({{{"id", "planned-entry"},
                                                       {"kind", "organisation"},
                                                       {"meta", {{"owner", "IN"}}},
                                                       {"type", text}}});
    const auto made = registry.ask("POST", "/v1/imports?dry_run=true&on_error=skip&file=" + text,
                                   tokens.at(who), file);
    if (made.status != 201) throw std::runtime_error(made.body);
    ids["imports"].push_back(made.json().at("id"));
  }

  void sign_in(const Audience& audience) {
    if (audience.role == Role::anonymous) return;
    std::string mail = audience.name + "@example.net";
    std::replace(mail.begin(), mail.end(), ' ', '-');
    const support::Person person = support::sign_up(
        *registry, mail, std::string(model::name_of(audience.role)), audience.owner);
    cookies[audience.name] = support::signed_in(*registry, person).reveal();
  }
};

PeopledWorld& world() {
  static PeopledWorld made;
  return made;
}

class EveryRoute : public testing::TestWithParam<Audience> {
 public:
  void look(const std::string& route, const support::Reply& reply) {
    ++walked_;
    if (reply.status == 500) ADD_FAILURE() << GetParam().name << " at " << route << ": 500";
    std::string bytes = reply.body;
    for (const auto& [name, value] : reply.headers) bytes.append("\n").append(value);
    for (const std::uint32_t number : Planter::found_in(bytes)) {
      const auto found = world().by_number.find(number);
      if (found == world().by_number.end()) continue;
      const Canary& canary = found->second;
      if (canary.level <= level_of(GetParam(), world().entries.at(canary.entry))) continue;
      ADD_FAILURE() << words_of(GetParam(), route, canary);
    }
    for (const Secret& secret : world().secrets) {
      if (bytes.find(secret.text) == std::string::npos) continue;
      read_.insert(secret.what);
      EXPECT_TRUE(secret.may_read(GetParam()))
          << GetParam().name << " reads " << secret.what << " at " << route;
    }
  }

  std::set<std::string> read_;
  std::size_t walked_ = 0;
};

// The things that a part of a path in braces may name.
std::vector<std::string> values_of(std::string_view pattern, std::string_view name) {
  if (name == "language") return {"en"};
  if (name == "iso2") return {"IN", "XA"};
  if (name == "n") return {"1", "2"};
  if (name == "name") return {"cyberdir.css"};
  if (name == "code") return {"not-found"};
  if (name == "place") return {"name", "short_name", "channels", "channels.0", "meta.group"};
  std::vector<std::string> ids;
  for (const auto& [id, entry] : world().entries) ids.push_back(id);
  for (const auto& [kind, own] : world().ids) {
    if (pattern.find('/' + kind) != std::string_view::npos) return own;
    if (pattern.find("/entries") == std::string_view::npos)
      ids.insert(ids.end(), own.begin(), own.end());
  }
  return ids;
}

// Every path that a pattern stands for in this world.
std::vector<std::string> paths_of(std::string_view pattern) {
  std::vector<std::string> paths = {std::string(pattern)};
  for (std::size_t open = paths[0].find('{'); open != std::string::npos;
       open = paths[0].find('{')) {
    const std::size_t close = paths[0].find('}', open);
    const auto values =
        values_of(pattern, std::string_view(paths[0]).substr(open + 1, close - open - 1));
    std::vector<std::string> filled;
    for (const std::string& path : paths) {
      const std::size_t begin = path.find('{');
      for (const std::string& value : values)
        filled.push_back(path.substr(0, begin) + value + path.substr(path.find('}') + 1));
    }
    paths = std::move(filled);
  }
  return paths;
}

// What is asked at a path beside itself, so that it has something to tell.
std::vector<std::string> queries_of(std::string_view path) {
  if (path.ends_with("/diff")) return {"?from=1&to=2"};
  if (path.ends_with("/compare")) return {"?states=IN,KE,TH"};
  if (path.ends_with("/calendar")) return {"", "?from=2000-01-01"};
  if (!path.ends_with("/differences")) return {""};
  const std::string middle = std::to_string(world().histories_seq);
  const std::string last = std::to_string(world().last_seq);
  return {"?limit=200&from=seq:0", "?limit=200&from=seq:0&to=seq:" + middle,
          "?limit=200&from=seq:" + middle + "&to=seq:" + last};
}

std::vector<std::string> asked_of(std::string_view pattern) {
  std::vector<std::string> asked;
  for (const std::string& path : paths_of(pattern)) {
    for (const std::string& query : queries_of(path)) asked.push_back(path + query);
  }
  return asked;
}

TEST_P(EveryRoute, tells_nobody_what_is_hidden_from_them) {
  for (const http::Route& route : http::routes()) {
    if (route.method != "GET") continue;
    for (const std::string& path : asked_of(route.pattern)) {
      if (route.is_page && world().cookies.contains(GetParam().name)) {
        look(path,
             world().registry.ask("GET", path, {}, {},
                                  {{"cookie", "cyberdir=" + world().cookies.at(GetParam().name)},
                                   {"accept", "text/html"}}));
        continue;
      }
      look(path, world().registry.get(path, world().tokens.at(GetParam().name)));
    }
  }
  for (const Secret& secret : world().secrets) {
    const bool may = secret.may_read(GetParam()) && !secret.what.starts_with("an account");
    EXPECT_TRUE(!may || read_.contains(secret.what))
        << GetParam().name << " is not shown " << secret.what << ": the test proves nothing";
  }
  EXPECT_GT(walked_, 500U);
}

TEST_P(EveryRoute, tells_nothing_in_refusing_what_was_sent) {
  for (const http::Route& route : http::routes()) {
    if (route.method == "GET" || route.is_page) continue;
    for (const std::string& path : paths_of(route.pattern)) {
      for (const char* body : {"", "{}", R"({"no-such-member":1})"}) {
        look(std::string(route.method) + ' ' + path,
             world().registry.ask(route.method, path, world().tokens.at(GetParam().name), body,
                                  {{"content-type", "application/json"},
                                   {"if-match", "\"1-000000000000000000000000\""}}));
      }
    }
  }
  EXPECT_GT(walked_, 500U);
}

INSTANTIATE_TEST_SUITE_P(everybody, EveryRoute, testing::ValuesIn(audiences()),
                         [](const auto& instance) {
                           std::string name = instance.param.name;
                           std::replace(name.begin(), name.end(), ' ', '_');
                           return name;
                         });

}  // namespace
}  // namespace cyberdir::scenarios
