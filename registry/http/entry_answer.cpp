#include "http/entry_answer.h"

#include <array>

#include "base/sha256.h"
#include "codec/json_reader.h"
#include "codec/vcard.h"
#include "codec/xml_writer.h"
#include "http/entry_card.h"
#include "http/page_frame.h"
#include "http/problem.h"
#include "service/etag.h"

namespace cyberdir::http {
namespace {

constexpr std::size_t kMostHeaders = 12;

std::string_view tag_form(const Form& form) {
  return form.suffix == "json" ? std::string_view() : form.suffix;
}

constexpr std::array<Form, 3> kFormsWithCard = {kJsonForm, kXmlForm, kCardForm};

bool is_tag_known(const Context& context, const std::string& etag) {
  const auto none_match = context.request.header("if-none-match");
  if (!none_match) return false;
  for (const std::string& tag : service::parse_etags(*none_match, false)) {
    if (tag == "*" || "\"" + tag + "\"" == etag) return true;
  }
  return false;
}

// The form to answer with; a card only of what has one.
base::Result<Form> form_of(const Context& context, const service::EntryAnswer& entry) {
  auto form = choose_form(context, kFormsWithCard);
  if (!form || form->suffix != kCardForm.suffix) return form;
  if (codec::has_card(string_in(tree_of(entry), "kind"))) return form;
  return choose_form(context);
}

// A card names what other entries say, so its tag is of what it says.
Response card_answer(const Context& context, const service::EntryAnswer& entry, Response response) {
  const std::string language = page_language(context.request);
  response.body = card_text(context, entry, false, language);
  const std::string etag =
      service::make_etag(entry.version, base::sha256_hex(response.body), kCardForm.suffix);
  response.set("ETag", etag);
  response.set("Vary", "Accept, Accept-Language, Authorization");
  if (is_tag_known(context, etag)) {
    response.status = 304;
    response.body.clear();
    return response;
  }
  response.set("Content-Type", "text/vcard; charset=utf-8");
  response.set("Content-Disposition", "attachment; filename=\"" + entry.id + ".vcf\"");
  return response;
}

}  // namespace

void set_common(const Context& context, Response& response) {
  response.set("Vary", "Accept, Authorization");
  response.set("Cache-Control",
               context.caller.role == model::Role::anonymous ? "no-cache" : "private, no-cache");
  response.set("X-Content-Type-Options", "nosniff");
}

void set_moment(Response& response, const store::Moment& moment) {
  if (moment.seq > 0)
    response.set("Memento-Datetime",
                 base::to_http_date(moment.at));  // before the first there is no time
  response.set("X-Cyberdir-Seq", std::to_string(moment.seq));
}

Response entry_answer(const Context& context, const service::EntryAnswer& entry) {
  const auto form = form_of(context, entry);
  if (!form) return problem(context, form.error());
  Response response;
  response.headers.reserve(kMostHeaders);
  set_common(context, response);
  response.set("Last-Modified", base::to_http_date(entry.modified_at));
  if (entry.moment) set_moment(response, *entry.moment);
  response.set("Link", "</v1/entries/" + entry.id + "/history>; rel=\"version-history\"");
  if (form->suffix == kCardForm.suffix) return card_answer(context, entry, std::move(response));
  const std::string etag = service::make_etag(entry.version, entry.digest, tag_form(*form));
  response.set("ETag", etag);
  if (is_tag_known(context, etag)) {
    response.status = 304;
    return response;
  }
  response.set("Content-Type", form->media_type);
  response.body = form->suffix == "xml" ? *context.registry.ready_xml().of(entry) : entry.json;
  return response;
}

Response written_answer(const Context& context, const service::WriteOutcome& outcome) {
  const auto form = choose_form(context);
  const Form shown = form ? *form : kJsonForm;  // what was written is not refused for its form
  Response response;
  set_common(context, response);
  response.status = outcome.created ? 201 : 200;
  response.set("Content-Type", shown.media_type);
  response.set("ETag",
               service::make_etag(outcome.version, outcome.entry.digest(), tag_form(shown)));
  if (const auto modified = base::parse_rfc3339(
          outcome.entry.json().at("meta").at("modified_at").get<std::string>())) {
    response.set("Last-Modified", base::to_http_date(*modified));
  }
  if (outcome.created)
    response.set("Location", "/v1/entries/" + outcome.entry.json().at("id").get<std::string>());
  response.body =
      shown.suffix == "xml" ? service::entry_xml(outcome.entry.bytes()) : outcome.entry.bytes();
  return response;
}

Response object_answer(const Context& context, std::string_view root, const std::string& json) {
  const auto form = choose_form(context);
  if (!form) return problem(context, form.error());
  Response response;
  set_common(context, response);
  response.set("Content-Type", form->media_type);
  if (form->suffix == "json") {
    response.body = json;
  } else if (const auto tree = codec::read_stored(json)) {
    codec::append_answer_xml(response.body, root, *tree);
  }
  return response;
}

Response document_answer(const Context& context, std::string_view media_type,
                         std::string_view cache_control, std::string body) {
  Response response;
  set_common(context, response);
  response.set("Cache-Control", cache_control);
  response.set("Content-Type", media_type);
  response.body = std::move(body);
  return response;
}

}  // namespace cyberdir::http
