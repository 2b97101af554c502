#include "model/states.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

#include "base/unicode.h"
#include "embedded/model_data.h"
#include "model/kinds.h"

namespace cyberdir::model {
namespace {

Json state_data() {
  const auto bytes = data::find("states.json");
  if (!bytes) throw std::logic_error("the States are not in the program");
  return Json::parse(*bytes);
}

std::vector<Entry> read_states() {
  std::vector<Entry> states;
  Json tree = state_data();
  for (Json& row : tree.at("states")) {
    Entry entry;
    entry.kind = find_kind("state");
    entry.id = row.at("id").get<std::string>();
    row.erase("id");
    entry.meta["owner"] = "secretariat";
    for (auto it = row.begin(); it != row.end();) {
      it = it.value().empty() ? row.erase(it) : std::next(it);
    }
    entry.body = std::move(row);
    states.push_back(std::move(entry));
  }
  return states;
}

using Candidates = std::map<std::string, std::set<std::string>, std::less<>>;

struct Names {
  std::map<std::string, std::string, std::less<>> to_code;  // folded name → code
  std::set<std::string, std::less<>> codes;
  Candidates searched;             // folded name → codes
  std::vector<std::string> words;  // of the names
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & '\x80') == 0; });
}

std::vector<std::string> read_words(const Candidates& names) {
  constexpr std::size_t kShortest = 4;
  std::set<std::string> words;
  for (const auto& [name, codes] : names) {
    std::string joined;
    bool single = true;  // characters that are words of their own
    for (const base::FoldedWord& word : base::fold_words(name)) {
      std::size_t letters = 0;
      for (std::size_t at = 0; at < word.text.size(); ++letters)
        (void)base::next_code_point(word.text, at);
      if (letters >= kShortest) words.insert(word.text);
      single = single && letters == 1 && !is_ascii(word.text);
      joined += word.text;
    }
    if (single) words.insert(joined);
  }
  return {words.begin(), words.end()};
}

Names read_names() {
  Names names;
  std::set<std::string, std::less<>> ambiguous;
  const auto add = [&](const std::string& name, const std::string& code) {
    const std::string folded = base::fold_for_search(name);
    if (folded.empty()) return;
    names.searched[folded].insert(code);
    const auto [at, added] = names.to_code.emplace(folded, code);
    if (!added && at->second != code) ambiguous.insert(folded);
  };
  for (const Entry& state : shipped_states()) {
    const auto code = state.body.at("iso2").get<std::string>();
    names.codes.insert(code);
    add(code, code);
    add(state.body.at("iso3").get<std::string>(), code);
    for (const char* field : {"name", "official_name"}) {
      if (!state.body.contains(field)) continue;
      for (const auto& [language, name] : state.body.at(field).items())
        add(name.get<std::string>(), code);
    }
    if (!state.body.contains("other_names")) continue;
    for (const Json& name : state.body.at("other_names")) add(name.get<std::string>(), code);
  }
  // The short name of one State, and what people call another too: its code or full name is needed.
  ambiguous.insert(base::fold_for_search("Congo"));
  ambiguous.insert(base::fold_for_search("刚果"));
  ambiguous.insert(base::fold_for_search("Конго"));
  ambiguous.insert(base::fold_for_search("الكونغو"));
  for (const std::string& name : ambiguous) names.to_code.erase(name);
  const Json data = state_data();
  for (const Json& row : data.at("searched")) {
    for (const Json& name : row.at("names")) {
      auto& codes = names.searched[base::fold_for_search(name.get<std::string>())];
      for (const Json& code : row.at("states")) codes.insert(code.get<std::string>());
    }
  }
  names.words = read_words(names.searched);
  return names;
}

const Names& names() {
  static const Names kNames = read_names();
  return kNames;
}

}  // namespace

std::span<const Entry> shipped_states() {
  static const std::vector<Entry> kStates = read_states();
  return kStates;
}

std::string state_entry_id(std::string_view iso2) {
  std::string id = "state-";
  for (const char c : iso2)
    id.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
  return id;
}

std::string state_of(const Json& entry) {
  for (const char* name : {"represents", "country", "iso2"}) {
    std::string state = entry.value(name, std::string());
    if (!state.empty()) return state;
  }
  const auto meta = entry.find("meta");
  if (meta == entry.end()) return {};
  std::string owner = meta->value("owner", std::string());
  return is_state_code(owner) ? owner : std::string();
}

bool is_exercise_state(std::string_view iso2) {
  return iso2 == "XA" || iso2 == "XB" || iso2 == "XC";
}

bool is_state_code(std::string_view iso2) {
  return names().codes.contains(iso2) || is_exercise_state(iso2);
}

std::optional<std::string> state_named(std::string_view text) {
  const auto found = names().to_code.find(base::fold_for_search(text));
  if (found == names().to_code.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> states_searched_as(std::string_view folded) {
  const auto found = names().searched.find(folded);
  if (found == names().searched.end()) return {};
  return {found->second.begin(), found->second.end()};
}

std::span<const std::string> words_of_states() { return names().words; }

}  // namespace cyberdir::model
