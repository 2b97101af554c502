#include "http/pages_names.h"

#include "model/kinds.h"
#include "model/states.h"

namespace cyberdir::http {
namespace {

// More than these are shown by code or id.
constexpr std::size_t kMostNames = 250;

}  // namespace

page::Text text_for(const model::Json& texts, std::string_view language) {
  if (!texts.is_object() || texts.empty()) return {};
  auto found = texts.find(language);
  for (auto at = texts.begin(); found == texts.end() && at != texts.end(); ++at) {
    if (at.key().starts_with(std::string(language) + "-")) found = at;
  }
  if (found == texts.end()) found = texts.find("en");
  if (found == texts.end()) found = texts.begin();
  return found->is_string() ? page::Text{found->get<std::string>(), found.key()} : page::Text{};
}

page::Text title_of(const model::Json& entry, std::string_view language) {
  const model::Kind* kind = model::find_kind(string_in(entry, "kind"));
  page::Text short_name;
  if (kind == nullptr) return short_name;
  for (const model::Field& field : kind->fields) {
    const model::Json* value = member(entry, field.name);
    if (field.search != model::Search::title || value == nullptr) continue;
    if (field.type == model::Type::text) return text_for(*value, language);
    if (value->is_string() && short_name.value.empty())
      short_name.value = value->get<std::string>();
  }
  return short_name;
}

page::StateName Names::state(std::string_view iso2) {
  if (const auto known = states_.find(iso2); known != states_.end()) return known->second;
  page::StateName name{std::string(iso2), {}};
  if (states_.size() >= kMostNames) return name;
  const auto entry = page_.directory().read(reader_, model::state_entry_id(iso2), page_.as_of);
  if (entry) name.name = title_of(tree_of(*entry), page_.language);
  states_.emplace(iso2, name);
  return name;
}

std::optional<page::Link> Names::entry(const std::string& id) {
  if (const auto known = entries_.find(id); known != entries_.end()) return known->second;
  if (entries_.size() >= kMostNames) return std::nullopt;
  std::optional<page::Link> link;
  const auto entry = page_.directory().read(reader_, id, page_.as_of);
  if (entry) link = page::Link{title_of(tree_of(*entry), page_.language), entry_address(id)};
  entries_.emplace(id, link);
  return link;
}

}  // namespace cyberdir::http
