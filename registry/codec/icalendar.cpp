#include "codec/icalendar.h"

#include <algorithm>

#include "base/utc_day.h"
#include "codec/content_line.h"

namespace cyberdir::codec {
namespace {

using model::Json;

std::string string_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// RFC 5545 section 3.3.5, form 2: 20261122T080000Z.
std::string utc(base::Instant instant) {
  const std::string text = base::to_rfc3339(instant);
  std::string digits;
  for (const char c : text.substr(0, text.find_first_of(".Z"))) {
    if (c != '-' && c != ':') digits.push_back(c);
  }
  return digits + "Z";
}

void put(std::string& out, std::string_view name, const std::string& value) {
  if (!value.empty()) append_content_line(out, std::string(name) + ":" + value);
}

void put_time(std::string& out, std::string_view name, const std::string& time) {
  if (const auto instant = base::parse_rfc3339(time)) put(out, name, utc(*instant));
}

std::string basic_date(std::int64_t day) {
  std::string digits;
  for (const char c : base::date_of_day(day)) {
    if (c != '-') digits.push_back(c);
  }
  return digits;
}

// From when until when. The end is the first moment after the event; where both are dates they are
// whole days. False where nothing says when it begins.
bool put_span(std::string& out, const std::string& start, const std::string& end) {
  const auto first_day = base::day_of_date(start);
  const auto last_day = base::day_of_date(end);
  if (first_day && last_day) {
    put(out, "DTSTART;VALUE=DATE", basic_date(*first_day));
    put(out, "DTEND;VALUE=DATE", basic_date(std::max(*first_day, *last_day) + 1));
    return true;
  }
  const auto begins = base::first_moment(start);
  if (!begins) return false;
  put(out, "DTSTART", utc(*begins));
  const auto ends = base::last_moment(end);
  if (ends && utc(*begins) < utc(*ends)) put(out, "DTEND", utc(*ends));
  return true;
}

std::string joined(const Json& event, const char* name) {
  std::string list = content_text(string_in(event, "type"));
  const auto values = event.find(name);
  if (values == event.end() || !values->is_array()) return list;
  for (const Json& value : *values) {
    if (value.is_string())
      list += (list.empty() ? "" : ",") + content_text(value.get_ref<const std::string&>());
  }
  return list;
}

std::string description_of(const Json& event) {
  std::string text;
  const auto add = [&](const std::string& line) {
    if (!line.empty()) text += (text.empty() ? "" : "\n") + line;
  };
  add(string_in(event, "programme"));
  add(string_in(event, "organiser"));
  if (const auto registration = event.find("registration");
      registration != event.end() && registration->is_object()) {
    add(string_in(*registration, "url"));
    add(string_in(*registration, "deadline"));
  }
  return content_text(text);
}

}  // namespace

void append_calendar_head(std::string& out, std::string_view name) {
  append_content_line(out, "BEGIN:VCALENDAR");
  append_content_line(out, "VERSION:2.0");
  append_content_line(out, "PRODID:-//cyberdir//directory//EN");
  append_content_line(out, "CALSCALE:GREGORIAN");
  put(out, "NAME", content_text(name));
}

void append_calendar_event(std::string& out, const Json& event, std::string_view registry,
                           std::string_view base) {
  std::string span;
  if (!put_span(span, string_in(event, "start"), string_in(event, "end"))) return;
  const std::string id = string_in(event, "id");
  const Json meta = event.value("meta", Json::object());
  append_content_line(out, "BEGIN:VEVENT");
  put(out, "UID", content_text(id) + "@" + content_text(registry));
  put_time(out, "DTSTAMP", string_in(meta, "modified_at"));
  put_time(out, "LAST-MODIFIED", string_in(meta, "modified_at"));
  // A version of ours is a revision of theirs, which begin at 0.
  const std::int64_t version = meta.value("version", std::int64_t{1});
  put(out, "SEQUENCE", std::to_string(version > 0 ? version - 1 : 0));
  out += span;
  put(out, "SUMMARY", content_text(string_in(event, "title")));
  put(out, "LOCATION", content_text(string_in(event, "place")));
  put(out, "DESCRIPTION", description_of(event));
  put(out, "CATEGORIES", joined(event, "themes"));
  put(out, "STATUS", "CONFIRMED");
  if (!base.empty()) put(out, "URL", std::string(base) + "/en/entries/" + id);
  append_content_line(out, "END:VEVENT");
}

void append_calendar_end(std::string& out) { append_content_line(out, "END:VCALENDAR"); }

}  // namespace cyberdir::codec
