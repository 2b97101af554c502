#include "service/index.h"

#include <set>

#include "base/unicode.h"
#include "model/kinds.h"
#include "model/states.h"

namespace cyberdir::service {
namespace {

using model::Field;
using model::Json;
using model::Search;
using model::Visibility;

class Collector {
 public:
  void entry(const Json& visible, const model::Kind& kind) {
    fields(visible, kind.fields);
    const Json& meta = visible.at("meta");
    const auto owner = meta.value("owner", std::string());
    facet("kind", std::string(kind.name));
    facet("owner", owner);
    facet("status", meta.value("status", std::string()));
    if (kind.name == "state") {
      facet("state", visible.value("iso2", std::string()));
    } else if (model::is_state_code(owner)) {
      facet("state", owner);
    }
    const auto source = meta.find("source");
    if (source != meta.end()) words(source->value("id", std::string()), text_.body);
  }

  [[nodiscard]] const std::set<std::pair<std::string, std::string>>& facets() const {
    return facets_;
  }
  [[nodiscard]] const store::IndexText& text() const { return text_; }

 private:
  void fields(const Json& object, std::span<const Field> table) {
    for (const Field& field : table) {
      const auto found = object.find(field.name);
      if (found == object.end()) continue;
      if (found->is_array()) {
        for (const Json& element : *found) value(element, field);
      } else {
        value(*found, field);
      }
    }
  }

  void value(const Json& value, const Field& field) {
    if (value.is_object()) {
      if (field.type == model::Type::object) {
        fields(value, field.members);
      } else if (field.search != Search::no) {
        for (const Json& text : value) string(text, field);
      }
      return;
    }
    string(value, field);
  }

  void string(const Json& value, const Field& field) {
    if (!value.is_string()) return;
    const auto& text = value.get_ref<const std::string&>();
    if (field.search == Search::title) words(text, text_.title);
    if (field.search == Search::body) words(text, text_.body);
    if (!field.facet.empty()) facet(std::string(field.facet), text);
  }

  // A line each, so that a whole title can be told from a part of one.
  static void words(const std::string& text, std::string& into) {
    const std::string folded = base::fold_for_search(text);
    if (folded.empty()) return;
    if (!into.empty()) into.push_back('\n');
    into += folded;
  }

  void facet(const std::string& name, const std::string& value) {
    if (!value.empty()) facets_.emplace(name, value);
  }

  store::IndexText text_;
  std::set<std::pair<std::string, std::string>> facets_;
};

}  // namespace

store::Span index_row(const Subject& subject) {
  const Views views = View::all_levels(subject);
  store::Span span;
  span.version = subject.facts.number;
  span.owner = subject.today.owner();
  span.group = subject.today.group();
  span.kind = subject.version.kind->name;
  span.modified_at = subject.facts.modified_at;
  std::set<std::pair<std::string, std::string>> known;
  store::IndexText below;
  bool seen_below = false;
  for (const Visibility level : {Visibility::open, Visibility::group, Visibility::owner}) {
    const auto& view = views.at(static_cast<std::size_t>(level));
    if (!view) continue;
    span.projections[static_cast<std::size_t>(level)] = {view->digest(), view->bytes(),
                                                         view->shows_person()};
    if (!seen_below) span.level = level;
    Collector collector;
    collector.entry(view->json(), *subject.version.kind);
    for (const auto& facet : collector.facets()) {
      if (known.insert(facet).second) span.facets.push_back({facet.first, facet.second, level});
    }
    if (!seen_below || collector.text() != below)
      span.text[static_cast<std::size_t>(level)] = collector.text();
    below = collector.text();
    seen_below = true;
  }
  return span;
}

}  // namespace cyberdir::service
