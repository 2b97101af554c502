#include "importers/likeness.h"

#include <cstddef>

#include "importers/outline.h"

namespace cyberdir::importers {
namespace {

Likeness likeness_at(const Outline& outline, std::string_view place, const JsonSigns& signs) {
  const auto has = [&](std::string_view member) {
    return outline.has(member.starts_with('/') ? std::string(member)
                                               : std::string(place) + std::string(member));
  };
  const auto name = [](std::string_view member) {
    return std::string(member.substr(member.starts_with('/') ? 1 : 0));
  };
  Likeness likeness;
  for (const std::string_view member : signs.all) {
    (has(member) ? likeness.found : likeness.missing).push_back(name(member));
  }
  std::vector<std::string> absent;
  bool one = signs.any.empty();
  for (const std::string_view member : signs.any) {
    one = one || has(member);
    (has(member) ? likeness.found : absent).push_back(name(member));
  }
  if (!one) likeness.one_of = std::move(absent);
  for (const std::string_view member : signs.usual) {
    if (has(member)) likeness.found.push_back(name(member));
  }
  for (const std::string_view member : signs.none) {
    if (has(member)) likeness.strange.push_back(name(member));
  }
  return likeness;
}

std::string listed(const std::vector<std::string>& names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " " + std::string(last) + " " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace

Likeness likeness_of(std::string_view head, std::span<const JsonSigns> signs) {
  const Outline outline(head);
  Likeness nearest;
  for (const JsonSigns& one : signs) {
    for (const std::string_view place : one.places) {
      Likeness likeness = likeness_at(outline, place, one);
      if (is_nearer(likeness, nearest)) nearest = std::move(likeness);
    }
  }
  return nearest;
}

bool is_nearer(const Likeness& a, const Likeness& b) {
  if (a.whole() != b.whole()) return a.whole();
  if (a.found.size() != b.found.size()) return a.found.size() > b.found.size();
  return a.missing.size() + a.strange.size() < b.missing.size() + b.strange.size();
}

std::string in_words(const Likeness& likeness) {
  if (likeness.found.empty()) return {};
  std::string text = "it has " + listed(likeness.found, "and");
  std::string lacks = listed(likeness.missing, "and");
  if (!likeness.one_of.empty()) {
    if (!lacks.empty()) lacks += ", nor ";
    lacks += listed(likeness.one_of, "or");
  }
  if (!lacks.empty()) text += ", but not " + lacks;
  if (!likeness.strange.empty())
    text += "; it also has " + listed(likeness.strange, "and") + ", which that format has not";
  return text;
}

}  // namespace cyberdir::importers
