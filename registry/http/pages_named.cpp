// /named and /{language}/named: whether a person agrees to be named. Looking changes nothing.
#include <array>

#include "http/handlers.h"
#include "http/parameters.h"
#include "http/work_page.h"

namespace cyberdir::http {
namespace {

page::Form answer_form(const base::Secret& key, const char* answer, const char* button) {
  page::Form form;
  form.name = answer;
  form.action = "/named";
  form.button = button;
  form.hidden = {{"key", std::string(key.reveal())}, {"answer", answer}};
  form.grave = std::string_view(answer) == "decline";
  return form;
}

base::Secret key_of(const Context& context) {
  return base::Secret(std::string(context.request.parameter("key").value_or(std::string_view())));
}

Response show_done(Context& context) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  page::WorkPage shown;
  shown.title = "named.title";
  shown.notice = "named.done";
  return work_answer(*page, shown);
}

}  // namespace

Response page_named_start(Context& context) {
  Response response = see_other(context, "/named?key=" + encode_query(key_of(context).reveal()));
  response.set("Vary", "Accept-Language");
  return response;
}

Response page_named(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"key"};
  need_form_token(context);
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const base::Secret key = key_of(context);
  const auto request = context.registry.acceptances().look(key);
  if (!request) return page_error(context, request.error());
  page::WorkPage shown;
  shown.title = "named.title";
  shown.intro = "named.intro";
  shown.facts = {{"form.name", request->name},
                 {"named.contact", request->title},
                 {"form.owner", request->owner}};
  shown.forms = {answer_form(key, "agree", "action.agree"),
                 answer_form(key, "decline", "action.decline")};
  return work_answer(*page, shown);
}

Response send_named(Context& context) {
  const std::string answer = context.fields.text("answer");
  if (answer != "agree" && answer != "decline") {
    return page_error(
        context, base::fail(base::ErrorCode::malformed, "the form does not say what you answered"));
  }
  const auto done = context.registry.acceptances().answer_by_link(
      context.origin(), context.fields.secret("key"), answer == "agree");
  return done ? show_done(context) : page_error(context, done.error());
}

}  // namespace cyberdir::http
