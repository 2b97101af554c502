// How long ago an owner said that an entry is right, and what that means.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace cyberdir::model {

/// How a declaration has aged.
enum class Freshness : std::uint8_t { fresh, due, overdue, lapsed, never };

[[nodiscard]] std::string_view name_of(Freshness freshness);
[[nodiscard]] std::optional<Freshness> freshness_named(std::string_view name);

/// After how many days owners are to say again that an entry is right: the shortest of the terms
/// of its categories and networks, else that of its kind, else the usual one. Of categories and
/// networks those count that the reader sees: the age of an entry tells nobody what is hidden.
struct DeclarationTerms {
  using Days = std::map<std::string, std::int64_t, std::less<>>;

  std::int64_t days = 180;
  Days of_kind = {};
  Days of_category = {};
  Days of_network = {};

  [[nodiscard]] std::int64_t days_for(std::string_view kind) const;
  /// The term that a value of the filter `category` or `network` has of its own.
  [[nodiscard]] std::optional<std::int64_t> days_for(std::string_view filter,
                                                     std::string_view value) const;
};

/// Ages, in microseconds: not less than `from`, less than `below`.
struct AgeSpan {
  std::int64_t from = 0;
  std::int64_t below = 0;
};

/// The ages that make a declaration fresh, due, overdue (after one and a half times the term) or
/// lapsed (after twice the term). Not for `never`.
[[nodiscard]] AgeSpan ages_of(Freshness freshness, std::int64_t days);

/// How a declaration has aged by `now` where owners have so many days.
[[nodiscard]] Freshness freshness_of(const std::optional<base::Instant>& declared_at,
                                     base::Instant now, std::int64_t days);

}  // namespace cyberdir::model
