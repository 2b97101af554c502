#include "http/pages_contact.h"

#include <algorithm>
#include <array>
#include <limits>

#include "codec/canonical_json.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/pages_lines.h"
#include "http/parameters.h"
#include "model/availability.h"
#include "model/kept_members.h"
#include "model/states.h"
#include "page/availability_words.h"
#include "page/languages.h"
#include "page/local_time.h"

namespace cyberdir::http {

using model::Json;

namespace {

constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};

const Json& list_in(const Json& object, std::string_view name) {
  static const Json kNone = Json::array();
  const Json* found = member(object, name);
  return found != nullptr && found->is_array() ? *found : kNone;
}

const Json& object_in(const Json& object, std::string_view name) {
  static const Json kNone = Json::object();
  const Json* found = member(object, name);
  return found != nullptr && found->is_object() ? *found : kNone;
}

bool is_true(const Json& object, std::string_view name) {
  const Json* found = member(object, name);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::int64_t number_in(const Json& object, std::string_view name) {
  const Json* found = member(object, name);
  return found != nullptr && found->is_number_integer() ? found->get<std::int64_t>()
                                                        : std::numeric_limits<std::int64_t>::max();
}

std::vector<std::string> strings_in(const Json& object, std::string_view name) {
  std::vector<std::string> all;
  for (const Json& one : list_in(object, name)) {
    if (one.is_string()) all.push_back(one.get<std::string>());
  }
  return all;
}

std::vector<page::Channel> channels_of(const Json& entry, base::Instant now) {
  std::vector<const Json*> order;
  for (const Json& channel : list_in(entry, "channels")) order.push_back(&channel);
  std::stable_sort(order.begin(), order.end(), [](const Json* a, const Json* b) {
    return number_in(*a, "priority") < number_in(*b, "priority");
  });
  std::vector<page::Channel> channels;
  for (const Json* channel : order) {
    const auto proven = base::parse_rfc3339(string_in(*channel, "proven_at"));
    const auto awaited = model::urgent_use_awaited(*channel, now);
    channels.push_back({string_in(*channel, "kind"), string_in(*channel, "value"),
                        string_in(*channel, "use"), string_in(*channel, "system"),
                        is_true(*channel, "suspended"),
                        proven ? std::optional(moment_of(*proven)) : std::nullopt,
                        string_in(*channel, "proven_how"),
                        awaited ? std::optional(moment_of(*awaited)) : std::nullopt});
  }
  return channels;
}

unsigned day_of(const Json& hours) {
  const auto found = std::find(kDays.begin(), kDays.end(), string_in(hours, "day"));
  return static_cast<unsigned>(found - kDays.begin());
}

// Office hours in words; days that follow each other with the same hours are one span.
std::vector<std::string> hours_of(const Json& availability, std::string_view language) {
  std::vector<const Json*> spans;
  for (const Json& span : list_in(availability, "hours")) {
    if (day_of(span) < kDays.size()) spans.push_back(&span);
  }
  std::stable_sort(spans.begin(), spans.end(), [](const Json* a, const Json* b) {
    const auto open = [](const Json& span) { return string_in(span, "open"); };
    const auto close = [](const Json& span) { return string_in(span, "close"); };
    return std::tuple(open(*a), close(*a), day_of(*a)) <
           std::tuple(open(*b), close(*b), day_of(*b));
  });
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < spans.size();) {
    const std::string open = string_in(*spans[i], "open");
    const std::string close = string_in(*spans[i], "close");
    std::size_t end = i + 1;
    while (end < spans.size() && string_in(*spans[end], "open") == open &&
           string_in(*spans[end], "close") == close &&
           day_of(*spans[end]) == day_of(*spans[end - 1]) + 1) {
      ++end;
    }
    shown.push_back(page::office_hours(language, kDays.at(day_of(*spans[i])),
                                       kDays.at(day_of(*spans[end - 1])), open, close));
    i = end;
  }
  return shown;
}

// What a clock shows there is said of the present only.
void set_availability(page::ContactCard& card, const PageRequest& page, const Json& entry,
                      std::string_view state_zone) {
  const Json& availability = object_in(entry, "availability");
  card.always = is_true(availability, "always");
  card.hours = hours_of(availability, page.language);
  card.time_zone = string_in(availability, "time_zone");
  if (card.time_zone.empty()) card.time_zone = state_zone;
  if (page.as_of) return;
  const base::Instant now = page.context.registry.clock().now();
  const model::Availability answers = model::availability_at(entry, now, state_zone);
  card.availability = page::availability_words(page.language, answers, now);
  if (const auto there = page::local_time(card.time_zone, page.frame.now))
    card.local_time = there->clock;
  if (answers.reach != model::Reach::unknown)
    card.available_now = answers.reach != model::Reach::closed;
}

// The preferred language first.
std::vector<std::string> languages_of(const Json& entry) {
  std::vector<std::string> languages = strings_in(entry, "languages");
  const std::string preferred = string_in(entry, "preferred_language");
  std::stable_partition(languages.begin(), languages.end(),
                        [&](const std::string& language) { return language == preferred; });
  return languages;
}

page::Text person_of(const Json& entry) {
  const Json& name = object_in(entry, "name");
  const std::string original = string_in(name, "original");
  const std::string romanised = string_in(name, "romanised");
  if (original.empty() || romanised.empty()) return {original + romanised, {}};
  return {original + " (" + romanised + ")", {}};
}

std::vector<page::Key> keys_of(const Json& entry, const std::string& path) {
  std::vector<page::Key> keys;
  for (const Json& key : list_in(entry, "keys")) {
    const std::string print = string_in(key, "fingerprint");
    if (print.empty()) continue;
    const bool is_here = !string_in(key, "key").empty();
    keys.push_back({print, is_here ? path + "/keys/" + encode_query(print) : std::string()});
  }
  return keys;
}

std::optional<std::uint64_t> hours_stated(const Json& entry, std::string_view name) {
  const Json* found = member(entry, name);
  if (found == nullptr || !found->is_number_unsigned()) return std::nullopt;
  return found->get<std::uint64_t>();
}

}  // namespace

page::ContactCard contact_card(const PageRequest& page, const Json& entry, Names& names,
                               std::string_view state_zone) {
  page::ContactCard card;
  card.category = string_in(entry, "category");
  card.also_serves = strings_in(entry, "also_serves");
  card.level = string_in(entry, "level");
  card.title = title_of(entry, page.language);
  card.path = entry_address(string_in(entry, "id"));
  card.person = person_of(entry);
  card.person_reported = !is_true(object_in(entry, "name"), model::kAcceptance);
  card.organisation = names.entry(string_in(entry, "organisation"));
  card.channels = channels_of(entry, page.context.registry.clock().now());
  card.languages = languages_of(entry);
  set_availability(card, page, entry, state_zone);
  card.address_as = string_in(object_in(entry, "name"), "address_as");
  card.keys = keys_of(entry, card.path);
  card.deputy = names.entry(string_in(entry, "deputy"));
  card.escalates_to = names.entry(string_in(entry, "escalates_to"));
  card.acknowledge_hours = hours_stated(entry, "acknowledge_within_hours");
  card.answer_hours = hours_stated(entry, "answer_within_hours");
  card.status = meta_string(entry, "status");
  card.marks = marks_of(page, entry);
  card.declared_at = declared_at(entry);
  return card;
}

// What a card says of now, for the script that keeps it current: {"words", "open"}. It shows no
// person and is no look-up of its own.
Response page_contact_now(Context& context) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto entry = page->directory().read(page->reader_of_titles(), context.part("id"));
  if (!entry) return page_error(context, entry.error());
  const Json contact = tree_of(*entry);
  if (string_in(contact, "kind") != "contact")
    return page_error(context, base::fail(base::ErrorCode::not_found, "this is no contact"));
  const std::string state = model::state_of(contact);
  const auto of_state =
      page->directory().read(page->reader_of_titles(), model::state_entry_id(state));
  page::ContactCard card;
  set_availability(card, *page, contact,
                   of_state ? string_in(tree_of(*of_state), "capital_time_zone") : std::string());
  const Json now = {{"words", card.availability}, {"open", card.available_now.value_or(false)}};
  Response response =
      document_answer(context, "application/json", "no-store", codec::canonical_json(now));
  response.set("Vary", "Authorization");
  return response;
}

}  // namespace cyberdir::http
