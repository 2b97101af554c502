#include "service/index.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/unicode.h"
#include "model/availability.h"
#include "model/kinds.h"
#include "model/states.h"
#include "model/string_formats.h"
#include "service/identity_keys.h"

namespace cyberdir::service {
namespace {

using model::Field;
using model::Json;
using model::Search;
using model::Visibility;

std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string in_small_letters(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return text;
}

// Text without what is not seen, and with digits of any script as 0 to 9.
std::string plain(std::string_view text) {
  static constexpr std::array<std::string_view, 13> kUnseen = {
      "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC",
      "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8",
      "\xE2\x81\xA9", "\xC2\xA0",     "\xE2\x80\xAF"};
  // The first bytes of ten digits that follow each other: Arabic, Persian, fullwidth.
  struct Digits {
    std::string_view lead;
    unsigned char zero;
  };
  static constexpr std::array kDigits = {Digits{"\xD9", 0xA0}, Digits{"\xDB", 0xB0},
                                         Digits{"\xEF\xBC", 0x90}};
  std::string out;
  while (!text.empty()) {
    std::size_t taken = 0;
    for (const std::string_view unseen : kUnseen) {
      if (text.starts_with(unseen)) taken = unseen.size();
    }
    for (const Digits& digits : kDigits) {
      if (!text.starts_with(digits.lead) || text.size() == digits.lead.size()) continue;
      const int value = static_cast<unsigned char>(text[digits.lead.size()]) - digits.zero;
      if (value < 0 || value > 9) continue;
      out.push_back(static_cast<char>('0' + value));
      taken = digits.lead.size() + 1;
    }
    if (taken == 0) {
      out.push_back(text.front());
      taken = 1;
    }
    text.remove_prefix(taken);
  }
  return out;
}

// When one of the channels that are in use answered last.
std::string last_proven(const Json& visible) {
  std::string last;
  const auto channels = visible.find("channels");
  if (channels == visible.end() || !channels->is_array()) return last;
  for (const Json& channel : *channels) {
    if (channel.value("suspended", false)) continue;
    const auto at = base::parse_rfc3339(text_in(channel, "proven_at"));
    if (at) last = std::max(last, base::to_rfc3339(*at));
  }
  return last;
}

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
    if (kind.name == "contact") facet(kReachFacet, model::ReachRule(visible).text());
    facet(kProvenFacet, last_proven(visible));
    const IdentityKeys keys = identity_keys(visible, kind);
    for (const std::string& key : keys.exact) facet(kIdentityFacet, key);
    for (const std::string& key : keys.likely) facet(kIdentityFacet, key);
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
        reach(value, field);
        fields(value, field.members);
      } else if (field.search != Search::no) {
        for (const Json& text : value) string(text, field);
      }
      return;
    }
    string(value, field);
  }

  // What somebody who was called may ask for: by whom?
  void reach(const Json& element, const Field& field) {
    if (field.identity == model::Identity::fingerprint) {
      const auto print = model::normalised_fingerprint(text_in(element, "fingerprint"));
      if (print) facet("reach", *print);
    } else if (field.identity == model::Identity::kind_and_value) {
      const bool mail = text_in(element, "kind") == "email";
      facet("reach",
            mail ? in_small_letters(text_in(element, "value")) : text_in(element, "value"));
    }
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

std::string reach_of(std::string_view text) {
  std::string written = plain(text);
  for (const std::string_view scheme : {"tel:", "mailto:"}) {
    if (in_small_letters(written).starts_with(scheme)) written.erase(0, scheme.size());
  }
  std::string bare;
  for (const char c : written) {
    if (std::string_view(" \t\r\n").find(c) == std::string_view::npos) bare.push_back(c);
  }
  if (bare.find('@') != std::string::npos) return in_small_letters(bare);
  const bool marked = in_small_letters(bare).starts_with("0x");
  if (const auto print = model::normalised_fingerprint(marked ? bare.substr(2) : bare))
    return *print;
  std::string number;
  for (const char c : bare) {
    if (std::string_view("()-./+").find(c) == std::string_view::npos) number.push_back(c);
  }
  if (!bare.starts_with('+') && number.starts_with("00")) number.erase(0, 2);
  number.insert(number.begin(), '+');
  return model::is_e164(number) ? number : std::string();
}

store::Span index_row(const Subject& subject) {
  const Views views = View::all_levels(subject);
  store::Span span;
  span.version = subject.facts.number;
  span.owner = subject.today.owner();
  span.group = subject.today.group();
  span.kind = subject.version.kind->name;
  span.modified_at = subject.facts.modified_at;
  span.declared_at = subject.facts.declared_at;
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
