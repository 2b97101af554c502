#include "work_world.h"

#include <stdexcept>

#include "submission_world.h"

namespace cyberdir::scenarios {

using model::Json;
using support::Browser;
using support::Reply;

namespace {

struct Worker {
  const char* name;
  const char* role;
  const char* owner;
};

constexpr Worker kWorkers[] = {
    {"editor", "editor", "IN"},         {"colleague", "editor", "IN"},
    {"manager", "manager", "IN"},       {"reader", "reader", "IN"},
    {"manager of TH", "manager", "TH"}, {"reader of TH", "reader", "TH"},
    {"secretariat", "secretariat", ""}, {"administrator", "administrator", ""}};

}  // namespace

WorkWorld::WorkWorld() {
  registry->submissions().set_review(model::Review::full);
  registry.must_import({small_organisation("org"), small_contact("tech", "technical"),
                        small_contact("diplomat", "diplomatic")});
  int number = 0;
  for (const Worker& worker : kWorkers) {
    const support::Person person = support::sign_up(
        *registry, "p" + std::to_string(++number) + "@x.example", worker.role, worker.owner);
    auto browser = std::make_unique<Browser>(registry);
    browser->set_cookie("cyberdir", std::string(support::signed_in(*registry, person).reveal()));
    browsers_.emplace(worker.name, std::move(browser));
  }
}

Browser& WorkWorld::as(const std::string& who) { return *browsers_.at(who); }

std::string WorkWorld::id_in(const std::string& page_path) {
  const std::string start = "/submissions/";
  const auto from = page_path.find(start);
  if (from == std::string::npos) throw std::runtime_error("no submission at " + page_path);
  const auto begin = from + start.size();
  return page_path.substr(begin, page_path.find_first_of("/?", begin) - begin);
}

Json WorkWorld::submission(const std::string& who, const std::string& id) {
  return as(who).ask("GET", "/v1/submissions/" + id).json();
}

Json WorkWorld::entry(const std::string& who, const std::string& id) {
  return as(who).ask("GET", "/v1/entries/" + id).json();
}

std::string WorkWorld::state(const std::string& page_path) {
  return submission("manager", id_in(page_path)).value("state", "none");
}

std::string WorkWorld::begin_entry(Browser& browser, const std::string& kind) {
  browser.open("/en/work/new");
  browser.send("/en/work/new", {{"kind", kind}});
  return "/en/submissions/" + id_in(browser.address()) + "/changes/1";
}

std::string WorkWorld::begin_change(Browser& browser, const std::string& entry) {
  browser.open("/en/entries/" + entry);
  browser.send("/en/entries/" + entry + "/changes", {{"act", "update"}});
  return "/en/submissions/" + id_in(browser.address()) + "/changes/1";
}

Reply WorkWorld::act(Browser& browser, const std::string& submission, const std::string& action,
                     const std::string& comment) {
  Browser::Fields fields = {{"act", action}};
  if (!comment.empty()) fields.emplace_back("comment", comment);
  return browser.send("/en/submissions/" + submission, fields);
}

int WorkWorld::decide(const std::string& who, const std::string& id, const std::string& action,
                      const std::string& comment) {
  Browser& browser = as(who);
  browser.open("/en/submissions/" + id);
  return act(browser, id, action, comment).status;
}

void WorkWorld::publish(const std::string& id) {
  if (decide("editor", id, "submit") != 200) throw std::runtime_error(as("editor").page());
  if (decide("manager", id, "approve") != 200) throw std::runtime_error(as("manager").page());
  if (decide("secretariat", id, "accept") != 200)
    throw std::runtime_error(as("secretariat").page());
}

}  // namespace cyberdir::scenarios
