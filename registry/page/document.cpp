#include "page/document.h"

#include <algorithm>
#include <stdexcept>

#include "page/assets.h"
#include "page/languages.h"

namespace cyberdir::page {
namespace {

constexpr std::size_t kLongestTag = 35;

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The fictional States of samples and exercises (user-assigned codes of ISO 3166-1).
bool is_fictional(std::string_view iso2) { return iso2 == "XA" || iso2 == "XB" || iso2 == "XC"; }

Part state_part(const Document& document, const StateName& state, bool linked) {
  Part part{Part::Kind::data, state.name.value, state.name.language, {}, {}};
  if (part.text.empty()) part.text = state.iso2;
  if (linked) part.url = document.url("/states/" + percent_encode(state.iso2));
  part.exercise = is_fictional(state.iso2);
  return part;
}

}  // namespace

void show(Dictionary& in, const char* section, const char* name, const std::string& value) {
  if (!value.empty()) in.SetValueAndShowSection(name, value, section);
}

std::string_view safe_tag(std::string_view tag) noexcept {
  const bool fits = tag.size() <= kLongestTag && std::all_of(tag.begin(), tag.end(), [](char c) {
                      return c == '-' || is_alphanumeric(c);
                    });
  return fits ? tag : std::string_view();
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kDigits[byte >> 4U];
    encoded += kDigits[byte & 15U];
  }
  return encoded;
}

std::string entry_path(const std::string& id) { return "/entries/" + percent_encode(id); }

Argument state_argument(const Document& document, std::string_view name, const StateName& state,
                        bool linked) {
  return {name, state_part(document, state, linked), std::nullopt};
}

Document::Document(const Frame& frame, const char* body)
    : frame_(frame),
      language_(Language::of(frame.language)),
      directory_name_(frame.directory_name.empty() ? language_.words("frame.name")
                                                   : frame.directory_name),
      layout_("layout"),
      body_(layout_.AddIncludeDictionary("BODY")) {
  body_->SetFilename(body);
}

std::string Document::url(std::string_view path) const {
  if (!path.starts_with('/')) return {};
  std::string whole = "/";
  whole += language_.tag();
  whole += path;
  if (frame_.as_of && !frame_.as_of->parameter.empty() &&
      path.find("as_of=") == std::string_view::npos) {
    whole += path.find('?') == std::string_view::npos ? "?as_of=" : "&as_of=";
    whole += percent_encode(frame_.as_of->parameter);
  }
  return whole;
}

std::string Document::label(std::string_view list, std::string_view code) const {
  return code_label(language_.tag(), list, code);
}

void Document::put_kept(Dictionary& form) const {
  const auto put = [&](const std::string& name, const std::string& value) {
    Dictionary& hidden = *form.AddSectionDictionary("KEEP");
    hidden.SetValue("NAME", name);
    hidden.SetValue("VALUE", value);
  };
  for (const auto& [name, value] : kept_) put(name, value);
  if (frame_.as_of && !frame_.as_of->parameter.empty()) put("as_of", frame_.as_of->parameter);
}

void Document::set_title(const std::string& title) { title_ = title; }

void Document::keep_in_search(const std::string& name, const std::string& value) {
  kept_.emplace_back(name, value);
}

std::string Document::finish() {
  fill_layout();
  std::string html;
  ctemplate::PerExpandData data;
  if (!language_.templates().ExpandNoLoad("layout.tpl", ctemplate::STRIP_BLANK_LINES, &layout_,
                                          &data, &html)) {
    throw std::logic_error("a page's template did not expand");
  }
  return html;
}

void Document::fill_layout() {
  layout_.SetValue("LANG", std::string(language_.tag()));
  layout_.SetValue("DIR", language_.right_to_left() ? "rtl" : "ltr");
  layout_.SetValue("TITLE", title_.empty() ? directory_name_ : title_ + " — " + directory_name_);
  layout_.SetValue("CSS", std::string(asset_path("cyberdir.css")));
  layout_.SetValue("SCRIPT", std::string(asset_path("now.js")));
  layout_.SetValue("ICON", std::string(asset_path("cyberdir.svg")));
  layout_.SetValue("HOME", url("/"));
  layout_.SetValue("DIRECTORY", directory_name_);
  show(layout_, "PRINTED", "RICH", printed_words());
  if (frame_.exercise) layout_.ShowSection("EXERCISE");
  // Whoever signs in or out does so now, whatever moment the page shows.
  const auto now = [&](const char* path) { return "/" + std::string(language_.tag()) + path; };
  if (frame_.reader.empty()) {
    layout_.SetValueAndShowSection("URL", now("/sign-in"), "SIGN_IN");
  } else {
    Dictionary& reader = *layout_.AddSectionDictionary("READER");
    reader.SetValue("NAME", frame_.reader);
    reader.SetValue("WORK", now("/work"));
    reader.SetValue("ACCOUNT", now("/account"));
    reader.SetValue("SIGN_OUT", now("/sign-out"));
    reader.SetValue("TOKEN", frame_.form_token);
  }
  for (const std::string_view tag : languages()) {
    const Language& other = Language::of(tag);
    Dictionary& link = *layout_.AddSectionDictionary("LANGUAGE");
    link.SetValue("TAG", std::string(tag));
    link.SetValue("NAME", other.name());
    const bool kept = frame_.path.starts_with('/');
    link.SetValue("URL", "/" + std::string(tag) + (kept ? frame_.path : "/"));
    if (tag == language_.tag()) link.ShowSection("CURRENT");
  }
  if (shows_search_) {
    Dictionary& search = *layout_.AddSectionDictionary("SEARCH");
    search.SetValue("ACTION", url("/search"));
    search.SetValue("QUERY", frame_.query);
    put_kept(search);
  }
  if (frame_.as_of) {
    Dictionary& as_of = *layout_.AddSectionDictionary("AS_OF");
    const Argument time = time_argument("time", language_.date_and_time(frame_.as_of->moment),
                                        machine_time(frame_.as_of->moment));
    const std::string seq = frame_.as_of->seq ? std::to_string(*frame_.as_of->seq) : std::string();
    put_rich(as_of, "WHEN",
             seq.empty() ? language_.rich("frame.as_of", {time})
                         : language_.rich("frame.as_of.seq", {time, words_argument("seq", seq)}));
    const std::string& current = frame_.as_of->current_path;
    if (current.starts_with('/')) {
      show(as_of, "CURRENT_PATH", "URL", "/" + std::string(language_.tag()) + current);
    }
  }
  show(layout_, "REQUEST", "ID", frame_.request_id);
}

void Document::set_text(Dictionary& in, const Text& text) const {
  in.SetValue("TEXT", text.value);
  const std::string_view tag = safe_tag(text.language);
  if (tag != language_.tag()) show(in, "TAGGED", "LANG", std::string(tag));
}

void Document::set_link(Dictionary& in, const std::string& path) const {
  const std::string target = url(path);
  if (target.empty()) return;
  show(in, "LINK", "URL", target);
  in.ShowSection("LINK_END");
}

void Document::put_text(Dictionary& in, const char* name, const Text& text) const {
  if (text.value.empty()) return;
  Dictionary& part = *in.AddIncludeDictionary(name);
  part.SetFilename("text.tpl");
  set_text(part, text);
}

void Document::put_rich(Dictionary& in, const char* name, const Rich& parts) const {
  Dictionary& all = *in.AddIncludeDictionary(name);
  all.SetFilename("rich.tpl");
  for (const Part& part : parts) {
    Dictionary& one = *all.AddSectionDictionary("PART");
    switch (part.kind) {
      case Part::Kind::words:
        show(one, "WORDS", "TEXT", part.text);
        break;
      case Part::Kind::time: {
        Dictionary& time = *one.AddSectionDictionary("TIME");
        time.SetValue("TEXT", part.text);
        time.SetValue("DATETIME", part.datetime);
        break;
      }
      case Part::Kind::data: {
        Dictionary& data = *one.AddSectionDictionary("DATA");
        set_text(data, {part.text, part.language});
        if (!part.url.empty()) {
          show(data, "LINK", "URL", part.url);
          data.ShowSection("LINK_END");
        }
        if (part.exercise) data.ShowSection("EXERCISE");
        break;
      }
    }
  }
}

void Document::put_state(Dictionary& in, const char* name, const StateName& state,
                         bool linked) const {
  put_rich(in, name, {state_part(*this, state, linked)});
}

void Document::put_marks(Dictionary& in, const std::string& status,
                         const std::vector<std::string>& marks) const {
  Dictionary& all = *in.AddIncludeDictionary("MARKS");
  all.SetFilename("marks.tpl");
  if (!status.empty() && status != "published") {
    all.AddSectionDictionary("MARK")->SetValue("NAME", label("status", status));
  }
  for (const std::string& mark : marks) {
    all.AddSectionDictionary("MARK")->SetValue("NAME", label("mark", mark));
  }
}

std::string Document::age(Moment since) const {
  constexpr std::int64_t kDaysToCount = 60;
  constexpr std::int64_t kMonthsToCount = 24;
  constexpr double kDaysPerMonth = 30.44;
  const auto days = std::chrono::floor<std::chrono::days>(frame_.now) -
                    std::chrono::floor<std::chrono::days>(since);
  const std::int64_t count = days.count();
  if (count <= 0) return language_.words("age.today");
  const auto counted = [&](const char* key, std::int64_t number) {
    return language_.plain(key, {count_argument("count", static_cast<std::uint64_t>(number))});
  };
  if (count < kDaysToCount) return counted("age.days", count);
  const auto months = static_cast<std::int64_t>(static_cast<double>(count) / kDaysPerMonth);
  if (months < kMonthsToCount) return counted("age.months", months);
  return counted("age.years", months / 12);
}

std::string Document::declared_words(const std::optional<Moment>& declared_at) const {
  if (!declared_at) return language_.words("age.never");
  return language_.plain("age.declared", {words_argument("date", language_.date(*declared_at)),
                                          words_argument("age", age(*declared_at))});
}

std::string Document::printed_words() const {
  if (frame_.address.empty()) return {};
  return language_.plain("frame.printed",
                         {data_argument("address", frame_.address),
                          words_argument("time", language_.date_and_time(frame_.retrieved)),
                          words_argument("seq", std::to_string(frame_.seq))});
}

void Document::put_age(Dictionary& in, const char* name,
                       const std::optional<Moment>& declared_at) const {
  if (!declared_at) return put_rich(in, name, language_.rich("age.never", {}));
  put_rich(in, name,
           language_.rich("age.declared", {time_argument("date", language_.date(*declared_at),
                                                         machine_time(*declared_at)),
                                           words_argument("age", age(*declared_at))}));
}

void Document::put_proof(Dictionary& in, const char* name, const Channel& channel) const {
  if (!channel.proven_at) return put_rich(in, name, language_.rich("proof.never", {}));
  const std::vector<Argument> arguments{
      time_argument("date", language_.date(*channel.proven_at), machine_time(*channel.proven_at)),
      words_argument("age", age(*channel.proven_at)),
      words_argument("how", label("proof", channel.proven_how))};
  put_rich(in, name,
           language_.rich(channel.proven_how.empty() ? "proof.at" : "proof.at.how", arguments));
}

void Document::put_versions(Dictionary& in, const std::string& id,
                            const std::vector<VersionLine>& versions, bool compare) const {
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const VersionLine& version = versions[i];
    Dictionary& line = *in.AddIncludeDictionary("VERSION_LINE");
    line.SetFilename("version_line.tpl");
    const std::string number = language_.plain(
        "version.number", {words_argument("number", language_.number(version.number))});
    const std::string content = entry_path(id) + "?version=" + std::to_string(version.number);
    put_rich(line, "NUMBER", {{Part::Kind::data, number, {}, url(content), {}}});
    line.SetValue("OPERATION", label("operation", version.operation));
    if (!version.status.empty()) show(line, "STATUS", "NAME", label("status", version.status));
    line.SetValue("DATETIME", machine_time(version.time));
    line.SetValue("TIME", language_.date_and_time(version.time));
    if (!version.actor_class.empty()) {
      show(line, "ACTOR", "NAME", label("actor", version.actor_class));
    }
    if (!version.note.value.empty()) {
      put_text(*line.AddSectionDictionary("NOTE"), "TEXT", version.note);
    }
    if (!compare || version.number <= 1) continue;
    const std::uint64_t before =
        i + 1 < versions.size() ? versions[i + 1].number : version.number - 1;
    Dictionary& link = *line.AddSectionDictionary("COMPARE");
    link.SetValue("URL", url(entry_path(id) + "/diff?from=" + std::to_string(before) +
                             "&to=" + std::to_string(version.number)));
    put_rich(
        link, "WORDS",
        language_.rich("version.compare", {words_argument("number", language_.number(before))}));
  }
}

void Document::put_forms(const std::string& json, const std::string& xml, const std::string& vcard,
                         const std::string& text) const {
  if (json.empty() && xml.empty() && vcard.empty() && text.empty()) return;
  Dictionary& forms = *body_->AddIncludeDictionary("FORMS");
  forms.SetFilename("forms.tpl");
  const auto put = [&](const char* form, const std::string& path) {
    if (path.starts_with('/') && !path.starts_with("//")) show(forms, form, "URL", path);
  };
  put("JSON", json);
  put("XML", xml);
  put("VCARD", vcard);
  show(forms, "TEXT", "URL", url(text));
}

}  // namespace cyberdir::page
