#include "mail/letter.h"

#include "model/states.h"
#include "page/languages.h"
#include "service/acceptances.h"
#include "service/invitations.h"
#include "service/outbox.h"
#include "service/owned_entry.h"

namespace cyberdir::mail {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

namespace {

// What the words of a mail have places for, and the address that it leads to.
struct Content {
  std::vector<std::pair<std::string_view, std::string>> places;
  std::string path;
};

std::string text_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string name_of_state(store::Reader& reader, const std::string& code,
                          const std::string& language) {
  const auto row =
      model::is_state_code(code) ? reader.entry(model::state_entry_id(code)) : reader.entry(code);
  const auto current = row ? service::Versions::load(reader, *row) : std::nullopt;
  if (!current) return code;
  const Json seen = service::whole_view(*current).json();
  const auto name = seen.find("name");
  const std::string said =
      name != seen.end() && name->is_object() ? model::text_in(*name, language) : std::string();
  return said.empty() ? code : said;
}

std::string title_of(const service::CurrentEntry& current, const std::string& language) {
  base::Findings none;
  const std::string title =
      model::take_entry(service::whole_view(current).json(), none).title(language);
  return title.empty() ? current.row.id : title;
}

// Isolates serve where scripts of two directions meet; elsewhere mail programs may show them.
std::string without_isolates(std::string text) {
  for (const char* mark : {"\u2066", "\u2067", "\u2068", "\u2069"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
      text.erase(at, std::char_traits<char>::length(mark));
  }
  return text;
}

std::string words(const store::MailRow& mail, const std::string& part, const Content& content) {
  std::string said =
      page::sentence(mail.language, "mail." + mail.kind + "." + part, content.places);
  return mail.language == "ar" ? said : without_isolates(std::move(said));
}

Result<Content> about_entry(store::Reader& reader, const store::MailRow& mail, const Json& data) {
  const auto row = reader.entry(mail.subject);
  const auto current = row ? service::Versions::load(reader, *row) : std::nullopt;
  if (!current) return fail(ErrorCode::not_found, "the entry that it is about cannot be read");
  const std::string& language = mail.language;
  const std::string title = title_of(*current, language);
  Content content;
  content.places = {{"contact", title},
                    {"entry", title},
                    {"owner", name_of_state(reader, current->row.owner, language)}};
  const std::string page = "/" + language + "/entries/" + mail.subject;
  content.path = page;
  const bool urgent = mail.kind == service::mail_kind::kUrgentChanged ||
                      mail.kind == service::mail_kind::kUrgentChangedHere;
  if (urgent) content.path = page + "/emergency";
  if (mail.kind == service::mail_kind::kNameRequest)
    content.path = service::name_request_path(text_member(data, "key"));
  if (const auto at = base::parse_rfc3339(text_member(data, "at"))) {
    const page::Moment moment{std::chrono::microseconds(at->micros)};
    content.places.emplace_back("time", page::date_and_time(language, moment));
  }
  const std::string who = text_member(data, "who");
  content.places.emplace_back("who", who.empty() ? std::string(page::words(language, "mail.person"))
                                                 : name_of_state(reader, who, language));
  return content;
}

}  // namespace

Result<Message> letter(store::Reader& reader, const store::MailRow& mail,
                       const std::string& public_url, const std::string& from) {
  const Json data = Json::parse(mail.data, nullptr, false);
  if (!data.is_object()) return fail(ErrorCode::invalid, "its data cannot be read");
  Content content;
  if (mail.kind == service::mail_kind::kInvitation) {
    content.path = service::invitation_path(base::Secret(text_member(data, "key")));
  } else {
    CYBERDIR_ASSIGN(about, about_entry(reader, mail, data));
    content = std::move(about);
  }
  content.places.emplace_back("directory", std::string(page::words(mail.language, "frame.name")));
  Message message;
  message.id = mail.id;
  message.from = from;
  message.to = mail.recipient;
  message.language = mail.language;
  message.at = mail.at;
  message.subject = words(mail, "subject", content);
  if (message.subject.empty()) return fail(ErrorCode::invalid, "there are no words for it");
  const std::string footer = page::sentence(mail.language, "mail.footer", content.places);
  message.body = words(mail, "body", content) + "\n\n" + public_url + content.path + "\n\n-- \n" +
                 (mail.language == "ar" ? footer : without_isolates(footer)) + "\n";
  return message;
}

}  // namespace cyberdir::mail
