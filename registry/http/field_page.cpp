#include "http/field_page.h"

#include "http/draft_change.h"
#include "http/field_view.h"
#include "http/parameters.h"
#include "model/kinds.h"
#include "model/states.h"
#include "page/languages.h"

namespace cyberdir::http {

using model::Json;
using page::FormPage;

namespace {

// "Channels, no. 2"; of one more, "Channels, one more".
std::string heading_of(const PageRequest& page, const FormPlace& place) {
  std::string heading = page::field_label(page.language, place.field->name);
  if (!place.element) return heading;
  const std::string which = place.index
                                ? page::sentence(page.language, "diff.item",
                                                 {{"number", std::to_string(*place.index + 1)}})
                                : std::string(page::words(page.language, "form.one_more"));
  return page::sentence(page.language, "form.of", {{"field", heading}, {"which", which}});
}

// What stands at the place; of a contact that has none yet, the State's own zone is offered.
Json stored_at(const PageRequest& page, const AskedEntry& asked, const FormPlace& place) {
  Json stored = value_at(asked.entry, place);
  const bool new_availability = stored.is_null() && place.text == "availability";
  if (!new_availability || asked.suggests) return stored;
  const auto state = page.directory().read(page.caller(), model::state_entry_id(asked.owner()));
  const std::string zone = state ? string_in(tree_of(*state), "capital_time_zone") : std::string();
  return zone.empty() ? stored : Json{{"time_zone", zone}};
}

void put_items(const PageRequest& page, const AskedEntry& asked, const FormPlace& place,
               FormPage& shown) {
  if (!place.is_list()) return;
  Names names(page);
  const FieldView view(names, page.language);
  const Json list = value_at(asked.entry, place);
  for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
    const std::string number = std::to_string(i);
    shown.items.push_back({page::make_group(view.fields(place.field->members, list[i])),
                           asked.path(place.text + "." + number), number});
  }
  shown.nothing = page::words(page.language, "form.no_element");
  shown.add_path = asked.path(place.text + ".new");
}

// The part of a pointer into the entry that is within the place; nothing where it is elsewhere.
std::optional<std::string> within(const FormPlace& place, std::string_view pointer) {
  const std::string start = place.pointer();
  if (!pointer.starts_with(start)) return std::nullopt;
  pointer.remove_prefix(start.size());
  if (!pointer.empty() && !pointer.starts_with('/')) return std::nullopt;
  const bool new_element = place.element && !place.index;
  if (new_element && !pointer.empty()) {
    const auto next = pointer.find('/', 1);
    pointer = next == std::string_view::npos ? std::string_view() : pointer.substr(next);
  }
  return std::string(pointer);
}

void put_error(std::vector<page::QuestionGroup>& groups, const std::string& name,
               const std::string& text) {
  for (page::QuestionGroup& group : groups) {
    for (page::Question& question : group.questions) {
      if (question.name == name) question.error = text;
    }
  }
}

void put_findings(const PageRequest& page, const AskedEntry& asked, const FormPlace& place,
                  const base::Findings& findings, FormPage& shown) {
  for (const base::Finding& finding : findings) {
    if (finding.severity != base::Severity::error) continue;
    page::Complaint complaint;
    complaint.text = finding_words(page.language, finding.code, finding.pointer, finding.detail);
    const auto inside = within(place, finding.pointer);
    const std::string name = inside ? question_at(shown.groups, *inside) : std::string();
    if (!name.empty()) {
      complaint.field = page::question_id(name);
      put_error(shown.groups, name, finding_words(page.language, finding.code, {}, finding.detail));
    } else if (const std::string other = place_of_pointer(*asked.kind, finding.pointer);
               !other.empty() && other != place.text) {
      complaint.path = asked.path(other);
    }
    shown.errors.push_back(std::move(complaint));
  }
}

void put_rule(Json& entry, std::string_view field, const std::string& rule) {
  Json& meta = entry["meta"];
  if (!rule.empty()) {
    meta["visibility"][std::string(field)] = rule;
  } else if (meta.contains("visibility")) {
    meta["visibility"].erase(std::string(field));
    if (meta["visibility"].empty()) meta.erase("visibility");
  }
}

}  // namespace

std::string AskedEntry::owner() const {
  const Json* meta = member(entry, "meta");
  return meta == nullptr ? std::string() : string_in(*meta, "owner");
}

std::string visibility_rule(const Json& entry, std::string_view field) {
  const Json* meta = member(entry, "meta");
  const Json* rules = meta == nullptr ? nullptr : member(*meta, "visibility");
  return rules == nullptr ? std::string() : string_in(*rules, field);
}

FormPage field_page(const PageRequest& page, const AskedEntry& asked, const FormPlace& place,
                    const FormFields& sent, const base::Findings& findings) {
  FormPage shown;
  shown.eyebrow = page::code_label(page.language, "kind", asked.kind->name);
  shown.heading = heading_of(page, place);
  shown.subject = title_of(asked.entry, page.language);
  shown.subject_path = asked.base_path;
  const FieldQuestions questions(page, asked.owner(), sent);
  shown.groups = questions.ask(place, stored_at(page, asked, place));
  const bool whole_field = !place.element && !place.in_meta() && place.field == place.top;
  if (whole_field && !asked.suggests) {
    for (page::QuestionGroup& group :
         questions.ask_visibility(*place.field, visibility_rule(asked.entry, place.field->name)))
      shown.groups.push_back(std::move(group));
  }
  answer_again(shown.groups, sent);
  put_items(page, asked, place, shown);
  put_findings(page, asked, place, findings, shown);
  return shown;
}

Json entry_after(const AskedEntry& asked, const FormPlace& place, const FormFields& sent) {
  Json entry = asked.entry;
  if (place.text == "meta.visibility") {
    put_rule(entry, "*", sent.text("seen-by"));
    return entry;
  }
  if (place.is_list()) {
    if (const auto index = whole_number(sent.text("remove"))) {
      FormPlace element = place;
      element.element = true;
      element.index = static_cast<std::size_t>(*index);
      put_at(entry, element, nullptr);
    }
  } else {
    put_at(entry, place, answers_for(place, sent, value_at(asked.entry, place)));
  }
  if (sent.has("seen-by")) put_rule(entry, place.field->name, sent.text("seen-by"));
  return entry;
}

}  // namespace cyberdir::http
