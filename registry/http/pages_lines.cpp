#include "http/pages_lines.h"

#include <algorithm>
#include <map>

#include "base/utc_day.h"
#include "http/field_view.h"
#include "model/kinds.h"
#include "model/states.h"

namespace cyberdir::http {
namespace {

constexpr std::size_t kLongestSummary = 240;  // bytes

// The fields that stand beside the title in a list.
std::vector<std::string_view> details_of(std::string_view kind) {
  static const std::map<std::string_view, std::vector<std::string_view>> kDetails = {
      {"organisation", {"type"}},
      {"contact", {"category"}},
      {"initiative", {"scope", "stage", "themes"}},
      {"programme", {"scope", "stage", "themes"}},
      {"document", {"type", "date"}},
      {"event", {"type", "start", "place"}},
      {"need", {"theme", "stage"}},
      {"offer", {"theme", "stage"}},
  };
  const auto found = kDetails.find(kind);
  return found == kDetails.end() ? std::vector<std::string_view>() : found->second;
}

// The beginning of a text, cut between words.
std::string beginning(const std::string& text) {
  if (text.size() <= kLongestSummary) return text;
  std::size_t end = text.rfind(' ', kLongestSummary);
  if (end == std::string::npos || end < kLongestSummary / 2) {
    end = kLongestSummary;  // a script without spaces
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  }
  return text.substr(0, end) + "…";
}

page::Text summary_of(const model::Json& entry, std::string_view language) {
  for (const char* name : {"summary", "description"}) {
    const model::Json* value = member(entry, name);
    if (value == nullptr) continue;
    page::Text text =
        value->is_string() ? page::Text{value->get<std::string>(), {}} : text_for(*value, language);
    text.value = beginning(text.value);
    return text;
  }
  return {};
}

const model::Json& meta_of(const model::Json& entry) {
  static const model::Json kNone = model::Json::object();
  const model::Json* meta = member(entry, "meta");
  return meta == nullptr ? kNone : *meta;
}

std::optional<page::Moment> moment_of(const std::optional<base::Instant>& instant) {
  return instant ? std::optional(http::moment_of(*instant)) : std::nullopt;
}

std::string source_of(const model::Json& entry) {
  const model::Json* source = member(meta_of(entry), "source");
  return source == nullptr ? std::string() : string_in(*source, "name");
}

}  // namespace

std::string meta_string(const model::Json& entry, std::string_view name) {
  return string_in(meta_of(entry), name);
}

bool has_declaring_owner(const model::Json& entry) {
  const std::string owner = meta_string(entry, "owner");
  return owner != "registry" && owner != "secretariat";
}

std::optional<page::Moment> declared_at(const model::Json& entry) {
  return moment_of(base::parse_rfc3339(meta_string(entry, "declared_at")));
}

std::vector<std::string> marks_of(const PageRequest& page, const model::Json& entry) {
  std::vector<std::string> marks;
  const auto until = moment_of(base::last_moment(meta_string(entry, "valid_until")));
  if (until && *until < page.frame.now) marks.emplace_back("expired");
  const auto from = moment_of(base::first_moment(meta_string(entry, "valid_from")));
  if (from && *from > page.frame.now) marks.emplace_back("not-yet-valid");
  return marks;
}

page::Owner owner_of(const model::Json& entry, Names& names) {
  const std::string owner = meta_string(entry, "owner");
  page::Owner shown;
  if (owner == "secretariat") {
    shown.kind = page::Owner::Kind::secretariat;
  } else if (owner == "registry") {
    shown.kind = page::Owner::Kind::registry;
    shown.source = source_of(entry);
  } else if (model::is_state_code(owner)) {
    shown.state = names.state(owner);
  } else {
    shown.kind = page::Owner::Kind::organisation;
    const auto organisation = names.entry(owner);
    shown.name = organisation ? organisation->text : page::Text{owner, {}};
    if (organisation) shown.path = organisation->path;
  }
  return shown;
}

page::EntryLine line_of(const PageRequest& page, const model::Json& entry, Names& names) {
  page::EntryLine line;
  line.kind = string_in(entry, "kind");
  line.title = title_of(entry, page.language);
  line.path = line.kind == "state" ? "/states/" + string_in(entry, "iso2")
                                   : entry_address(string_in(entry, "id"));
  if (const std::string state = model::state_of(entry); !state.empty() && line.kind != "state")
    line.state = names.state(state);
  line.summary = summary_of(entry, page.language);
  const FieldView view(names, page.language);
  if (const model::Kind* kind = model::find_kind(line.kind)) {
    for (const std::string_view name : details_of(line.kind)) {
      const model::Json* value = member(entry, name);
      if (value == nullptr) continue;
      line.details.push_back({std::string(name), view.value(*kind->field(name), *value), {}});
    }
  }
  line.status = meta_string(entry, "status");
  line.marks = marks_of(page, entry);
  line.declared_at = declared_at(entry);
  line.shows_age = has_declaring_owner(entry);
  if (meta_string(entry, "owner") == "registry") line.listed_by = source_of(entry);
  return line;
}

}  // namespace cyberdir::http
