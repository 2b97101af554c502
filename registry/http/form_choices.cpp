#include "http/form_choices.h"

#include <algorithm>
#include <array>

#include "http/pages_names.h"
#include "model/code_lists.h"
#include "model/states.h"
#include "page/languages.h"

namespace cyberdir::http {

using model::Json;
using page::Choice;

namespace {

constexpr std::size_t kMostFound = 10;
constexpr std::size_t kMostStates = 250;

// Official languages of Member States beside the six (BCP 47).
constexpr std::array<std::string_view, 72> kFurtherLanguages = {
    "am", "ay", "az",  "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "dv", "dz", "el", "et",
    "fa", "fi", "fil", "ga", "gn", "he", "hi", "hr", "ht", "hu", "hy", "id", "is", "it", "ja",
    "ka", "kk", "km",  "ko", "ky", "lb", "lo", "lt", "lv", "mg", "mi", "mk", "mn", "ms", "mt",
    "my", "ne", "nl",  "no", "pl", "ps", "pt", "qu", "ro", "rw", "si", "sk", "sl", "so", "sq",
    "sr", "sv", "sw",  "ta", "tg", "th", "tk", "tr", "uk", "ur", "uz", "vi"};

bool is_among(const std::vector<Choice>& choices, const std::string& value) {
  return std::any_of(choices.begin(), choices.end(),
                     [&](const Choice& choice) { return choice.value == value; });
}

void sort_by_words(const PageRequest& page, std::vector<Choice>& choices) {
  std::sort(choices.begin(), choices.end(), [&](const Choice& a, const Choice& b) {
    return page::stands_before(page.language, a.words, b.words);
  });
}

Choice language_choice(const PageRequest& page, const std::string& tag) {
  return {tag, page::code_label(page.language, "language", tag), false};
}

store::Filter filter(std::string name, std::string value) {
  store::Filter made;
  made.name = std::move(name);
  made.values.push_back(std::move(value));
  return made;
}

// An entry as a choice: its title, and whose it is.
Choice entry_choice(const PageRequest& page, Names& names, const Json& entry) {
  const std::string id = string_in(entry, "id");
  std::string words = title_of(entry, page.language).value;
  if (words.empty()) words = id;
  const Json* meta = member(entry, "meta");
  const std::string owner = meta == nullptr ? std::string() : string_in(*meta, "owner");
  if (model::is_state_code(owner)) {
    const std::string state = names.state(owner).name.value;
    words += " — " + (state.empty() ? owner : state);
  }
  return {id, std::move(words), false};
}

}  // namespace

std::vector<Choice> code_choices(const PageRequest& page, std::string_view list,
                                 const std::vector<std::string>& used) {
  std::vector<Choice> choices;
  if (const model::CodeList* codes = model::find_code_list(list)) {
    for (const std::string& code : codes->codes)
      choices.push_back({code, page::code_label(page.language, list, code), false});
  }
  for (const std::string& code : used) {
    if (!is_among(choices, code))
      choices.push_back({code, page::code_label(page.language, list, code), false});
  }
  return choices;
}

std::vector<Choice> state_choices(const PageRequest& page) {
  std::vector<Choice> choices;
  service::ListQuery query;
  query.limit = kMostStates;
  query.filters.push_back(filter("kind", "state"));
  const auto found = page.directory().list(page.reader_of_titles(), query);
  if (!found) return choices;
  for (const service::EntryAnswer& item : found->items) {
    const Json state = tree_of(item);
    choices.push_back({string_in(state, "iso2"), title_of(state, page.language).value, false});
  }
  sort_by_words(page, choices);
  return choices;
}

std::vector<Choice> common_language_choices(const PageRequest& page,
                                            const std::vector<std::string>& used) {
  std::vector<Choice> choices;
  for (const std::string_view tag : page::languages())
    choices.push_back(language_choice(page, std::string(tag)));
  sort_by_words(page, choices);
  for (const std::string& tag : used) {
    if (!is_among(choices, tag)) choices.push_back(language_choice(page, tag));
  }
  return choices;
}

std::vector<Choice> language_choices(const PageRequest& page,
                                     const std::vector<std::string>& used) {
  std::vector<Choice> choices = common_language_choices(page, used);
  std::vector<Choice> further;
  for (const std::string_view tag : kFurtherLanguages) {
    if (!is_among(choices, std::string(tag)))
      further.push_back(language_choice(page, std::string(tag)));
  }
  sort_by_words(page, further);
  choices.insert(choices.end(), further.begin(), further.end());
  return choices;
}

std::vector<Choice> entry_choices(const PageRequest& page, const model::Field& field,
                                  const std::string& owner, const std::string& words,
                                  const std::vector<std::string>& used) {
  Names names(page);
  std::vector<Choice> choices;
  for (const std::string& id : used) {
    if (id.empty() || is_among(choices, id)) continue;
    const auto entry = page.directory().read(page.reader_of_titles(), id);
    choices.push_back(entry ? entry_choice(page, names, tree_of(*entry)) : Choice{id, id, false});
  }
  service::ListQuery query;
  query.words = words;
  query.limit = kMostFound;
  std::string kind(field.refers_to);
  if (words.empty()) {
    query.filters.push_back(filter("owner", owner));
    if (kind.empty()) kind = "organisation";  // parties and leads are organisations, mostly
  }
  if (!kind.empty()) query.filters.push_back(filter("kind", kind));
  if (const auto found = page.directory().list(page.reader_of_titles(), query)) {
    for (const service::EntryAnswer& item : found->items) {
      if (!is_among(choices, item.id)) choices.push_back(entry_choice(page, names, tree_of(item)));
    }
  }
  return choices;
}

void choose(std::vector<Choice>& choices, const std::vector<std::string>& values) {
  for (Choice& choice : choices)
    choice.chosen = std::find(values.begin(), values.end(), choice.value) != values.end();
}

void offer_nothing(const PageRequest& page, std::vector<Choice>& choices) {
  choices.insert(choices.begin(),
                 {"", std::string(page::words(page.language, "form.nothing")), false});
}

}  // namespace cyberdir::http
