// How far the beginning of a file is like a format: for recognising it, and for saying what an
// unknown file was nearest to.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cyberdir::importers {

/// What was found of a format in the beginning of a file. Names are names of members, elements,
/// properties or columns, as the format writes them.
struct Likeness {
  std::vector<std::string> found;
  std::vector<std::string> missing;  ///< without each of these it is not the format
  std::vector<std::string> one_of;   ///< it needs one of these and has none
  std::vector<std::string> strange;  ///< it has these, and the format has not

  /// True where it is the format.
  [[nodiscard]] bool whole() const {
    return !found.empty() && missing.empty() && one_of.empty() && strange.empty();
  }
};

/// What tells a JSON format: where its records stand and which members they have. A member that
/// begins with a slash is one of the top object.
struct JsonSigns {
  std::span<const std::string_view> places;      ///< of a record: `/`, `/*/`, `/data/*/`
  std::span<const std::string_view> all;         ///< it has each of these
  std::span<const std::string_view> any = {};    ///< and one of these, if there are some
  std::span<const std::string_view> usual = {};  ///< often there, and decide nothing
  std::span<const std::string_view> none = {};   ///< and has none of these
};

/// The likeness at the place, and by the signs, at which most was found. Looks at no more than
/// kHeadBytes of `head`, which may be anything.
[[nodiscard]] Likeness likeness_of(std::string_view head, std::span<const JsonSigns> signs);

/// True where `a` tells more than `b`: the format itself, else the one of which more was found.
[[nodiscard]] bool is_nearer(const Likeness& a, const Likeness& b);

/// As a clause: "it has team and country, but not team-full, membership or host". Empty where
/// nothing was found.
[[nodiscard]] std::string in_words(const Likeness& likeness);

}  // namespace cyberdir::importers
