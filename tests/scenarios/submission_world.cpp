#include "submission_world.h"

#include <stdexcept>

namespace cyberdir::scenarios {

using model::Json;
using model::Role;
using support::Reply;

Json small_organisation(const std::string& id) {
  return {{"id", id},           {"kind", "organisation"},      {"meta", {{"owner", "IN"}}},
          {"short_name", "EX"}, {"name", {{"en", "Example"}}}, {"type", "national-csirt"},
          {"country", "IN"}};
}

Json small_contact(const std::string& id, const std::string& category) {
  return {{"id", id},
          {"kind", "contact"},
          {"meta", {{"owner", "IN"}}},
          {"organisation", "org"},
          {"category", category},
          {"nature", "function"},
          {"title", {{"en", "Desk " + id}}},
          {"channels", {{{"kind", "email"}, {"value", id + "@desk.example"}}}},
          {"languages", {"en"}},
          {"availability", {{"always", true}}}};
}

Json patch_of(const std::string& entry, std::int64_t base_version, const Json& patch) {
  return {{"changes", {{{"entry", entry}, {"base_version", base_version}, {"patch", patch}}}}};
}

SubmissionWorld::SubmissionWorld() {
  registry->submissions().set_review(model::Review::full);
  registry.must_import({small_organisation("org"), small_contact("tech", "technical"),
                        small_contact("diplomat", "diplomatic")});
  tokens_ = {{"anonymous", ""},
             {"reader", registry.token(Role::reader, "IN")},
             {"editor", registry.token(Role::editor, "IN")},
             {"colleague", registry.token(Role::editor, "IN")},
             {"manager", registry.token(Role::manager, "IN")},
             {"second", registry.token(Role::manager, "IN")},
             {"reader of TH", registry.token(Role::reader, "TH")},
             {"manager of TH", registry.token(Role::manager, "TH")},
             {"secretariat", registry.token(Role::secretariat, "")},
             {"administrator", registry.token(Role::administrator, "")}};
}

Reply SubmissionWorld::post(const std::string& target, const std::string& who, const Json& body,
                            const std::string& tag) {
  std::vector<std::pair<std::string, std::string>> headers = {{"content-type", "application/json"}};
  if (!tag.empty()) headers.emplace_back("if-match", tag);
  return registry.ask("POST", target, token(who), body.dump(), headers);
}

Reply SubmissionWorld::put(const std::string& target, const std::string& who, const Json& body,
                           const std::string& tag) {
  return registry.ask("PUT", target, token(who), body.dump(),
                      {{"content-type", "application/json"}, {"if-match", tag}});
}

Reply SubmissionWorld::get(const std::string& target, const std::string& who) {
  return registry.get(target, token(who));
}

std::string SubmissionWorld::propose(const std::string& who, const Json& content) {
  const Reply reply = post("/v1/submissions", who, content);
  if (reply.status != 201) throw std::runtime_error("not proposed: " + reply.body);
  return reply.json()["id"].get<std::string>();
}

std::string SubmissionWorld::tag(const std::string& id, const std::string& who) {
  return get("/v1/submissions/" + id, who).header("etag");
}

Reply SubmissionWorld::act(const std::string& who, const std::string& action, const std::string& id,
                           const std::string& comment) {
  const std::string known = tag(id, who);
  Json body = Json::object();
  if (!comment.empty()) body["comment"] = comment;
  return post("/v1/submissions/" + id + "/" + action, who, body,
              known.empty() ? "\"1-unknown\"" : known);
}

std::string SubmissionWorld::must(const std::string& who, const std::string& action,
                                  const std::string& id, const std::string& comment) {
  const Reply reply = act(who, action, id, comment);
  if (reply.status != 200) throw std::runtime_error(action + " was refused: " + reply.body);
  return reply.json()["state"].get<std::string>();
}

std::string SubmissionWorld::publish(const std::string& id) {
  must("editor", "submit", id);
  must("second", "approve", id);
  return must("secretariat", "accept", id);
}

Json SubmissionWorld::seen(const std::string& id, const std::string& who) {
  return get("/v1/submissions/" + id, who).json();
}

Json SubmissionWorld::entry(const std::string& id) {
  return get("/v1/entries/" + id, "editor").json();
}

std::int64_t SubmissionWorld::seq() { return registry->directory().head()->moment.seq; }

}  // namespace cyberdir::scenarios
