#include "tests/unit/page/sample.h"

namespace cyberdir::page::sample {
namespace {

// Every kind of value.
std::vector<Field> fields(const std::string& text) {
  return {
      {"title", make_texts({{text, "en"}, {text, text}, {text, "fr"}}), {}},
      {"digest", make_plain(text), "owner"},
      {"url", make_link(text, text), {}},
      {"websites", make_list({make_link("https://" + text), make_link("javascript:" + text)}), {}},
      {"phone", make_tel(text), {}},
      {"mail", make_mail(text), {}},
      {"address", make_mail("a?bcc=" + text + "@example.org"), {}},
      {"stage", make_code("stage", text), text},
      {"language", make_code("language", text), {}},
      {"state", make_state({text, {text, text}}), {}},
      {"lead", make_ref({text, text}, "/entries/" + text), {}},
      {"start", make_date(text), {}},
      {"amount", make_number(text), {}},
      {"open", make_boolean(true), {}},
      {text, make_group({{text, make_text(text), {}}}), {}},
  };
}

VersionLine version(std::uint64_t number, const std::string& text) {
  return {number, moment(2026, 1, 1), text, text, {text, text}, text};
}

}  // namespace

Moment moment(int year, unsigned month, unsigned day, int hour, int minute) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

Frame frame(const std::string& language, const std::string& path) {
  Frame made;
  made.language = language;
  made.path = path;
  made.now = moment(2026, 11, 22, 2, 40);
  return made;
}

Frame hostile_frame(const std::string& text) {
  Frame made = frame("en", "/" + text);
  made.directory_name = text;
  made.query = text;
  made.request_id = text;
  made.as_of = Frame::AsOf{moment(2026, 1, 1), 7, "/" + text, text};
  return made;
}

HomePage home(const std::string& text) {
  HomePage page;
  page.states = {{{text, {text, text}}, {"African"}}, {{"XA", {text, text}}, {}}};
  page.counts = {{text, {3, true}, "/search?kind=" + text}};
  return page;
}

EntryLine line(const std::string& text) {
  EntryLine made;
  made.kind = text;
  made.title = {text, text};
  made.path = "/entries/" + text;
  made.state = StateName{text, {text, text}};
  made.summary = {text, text};
  made.details = {{"stage", make_code("stage", text), {}}};
  made.status = text;
  made.marks = {text};
  made.declared_at = moment(2026, 6, 1);
  made.listed_by = text;
  return made;
}

ContactCard contact(const std::string& text) {
  ContactCard card;
  card.category = text;
  card.also_serves = {text};
  card.level = text;
  card.title = {text, text};
  card.path = "/entries/" + text;
  card.person = {text, text};
  card.organisation = Link{{text, text}, "/entries/" + text};
  for (const char* kind : {"email", "phone", "web", "secure"}) {
    card.channels.push_back({kind, text, text, text, true, moment(2026, 5, 1), text});
  }
  card.channels.push_back({"web", "javascript:" + text, "urgent", text, false, std::nullopt, ""});
  card.languages = {text};
  card.available_now = true;
  card.local_time = text;
  card.time_zone = text;
  card.hours = {text};
  card.keys = {{text, "/entries/" + text}};
  card.address_as = text;
  card.escalates_to = card.organisation;
  card.acknowledge_hours = 2;
  card.deputy = Link{{text, text}, "/entries/" + text};
  card.status = text;
  card.marks = {text};
  return card;
}

ResultsPage results(const std::string& text) {
  ResultsPage page;
  page.query = text;
  page.filters = {{text, text, Text{text, text}, "/search?q=" + text}, {"kind", text, {}, text}};
  page.items = {line(text)};
  page.total = {1, true};
  page.facets = {{text, {{text, Text{text, text}, {1, false}, true, "/search?q=" + text}}}};
  page.next_path = "/search?q=" + text;
  page.previous_path = "javascript:" + text;
  page.clear_path = "/" + text;
  page.json_path = "/" + text;
  page.xml_path = "javascript:" + text;
  return page;
}

StatePage state(const std::string& text) {
  StatePage page;
  page.state = {text, {text, text}};
  page.official_name = {text, text};
  page.facts = fields(text);
  page.local_time = text;
  page.time_zone = text;
  page.contacts = {contact(text)};
  page.organisations = page.initiatives = page.programmes = page.needs = {line(text)};
  page.offers = page.documents = page.events = page.listed_elsewhere = {line(text)};
  page.entry_path = page.search_path = "/" + text;
  page.json_path = "/" + text;
  page.xml_path = text;
  return page;
}

EntryPage entry(const std::string& text) {
  EntryPage page;
  page.id = text;
  page.kind = text;
  page.title = {text, text};
  page.owner.kind = Owner::Kind::organisation;
  page.owner.name = {text, text};
  page.owner.path = "/" + text;
  page.status = text;
  page.marks = {text};
  page.version = 2;
  page.latest_version = 3;
  page.fields = fields(text);
  page.provenance = fields(text);
  page.redacted = {text};
  page.history = {version(2, text), version(1, text)};
  page.json_path = page.xml_path = page.vcard_path = "/" + text;
  return page;
}

HistoryPage history(const std::string& text) {
  HistoryPage page;
  page.id = text;
  page.kind = text;
  page.title = {text, text};
  page.versions = {version(2, text), version(1, text)};
  page.next_path = "/" + text;
  return page;
}

DiffPage diff(const std::string& text) {
  DiffPage page;
  page.id = text;
  page.kind = text;
  page.title = {text, text};
  page.from = version(1, text);
  page.to = version(2, text);
  for (const Field& field : fields(text)) {
    page.changes.push_back({Change::Kind::changed, "/" + text, field.value, field.value});
  }
  page.previous_path = page.next_path = "/" + text;
  return page;
}

ErrorPage error(const std::string& text) {
  ErrorPage page;
  page.slug = text;
  page.title = text;
  page.detail = text;
  page.errors = {{text, text, text, 1, 2, text}};
  page.history_path = page.retry_path = "/" + text;
  return page;
}

WorkPage work(const std::string& text) {
  Form form;
  form.name = "form";
  form.heading = "accounts.add";
  form.action = "/" + text;
  form.button = "action.next";
  form.hidden = {{"act", text}};
  form.fields = {{FormField::Kind::text, "name", {}, text, true, {}},
                 {FormField::Kind::new_password, "password", "new_password", {}, true, {}},
                 {FormField::Kind::choice, "role", {}, text, true, {{text, text}}}};
  WorkPage page;
  page.title = "account.title";
  page.intro = "sign_in.intro";
  page.notice = "notice.invited";
  page.errors = {{"required", {}, "form-name"}, {{}, text, {}}};
  page.secrets = {{"accounts.link", text}};
  page.facts = {{"form.name", text}};
  page.tables = {{"account.sessions", {"column.session"}, {{{text}, "/" + text, {form}}}, {}},
                 {"tokens.title", {}, {}, "tokens.nothing"}};
  page.forms = {form};
  page.links = {{"accounts.title", "/" + text}};
  Form about = form;
  about.name = "about";
  about.button = "action.sign_in_with";
  about.about = text;
  page.forms.push_back(about);
  page.onward = {"identity.onward", "https://x.example/" + text};
  return page;
}

ProblemTypePage problem_type(const std::string& text) { return {text, 400, text, text}; }

}  // namespace cyberdir::page::sample
