#include "model/freshness.h"

#include <array>
#include <limits>

#include "base/utc_day.h"

namespace cyberdir::model {
namespace {

constexpr std::array<std::string_view, 5> kNames = {"fresh", "due", "overdue", "lapsed", "never"};
constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max() / 4;

}  // namespace

std::string_view name_of(Freshness freshness) {
  return kNames.at(static_cast<std::size_t>(freshness));
}

std::optional<Freshness> freshness_named(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames.at(i) == name) return static_cast<Freshness>(i);
  }
  return std::nullopt;
}

std::int64_t DeclarationTerms::days_for(std::string_view kind) const {
  const auto own = of_kind.find(kind);
  return own == of_kind.end() ? days : own->second;
}

std::optional<std::int64_t> DeclarationTerms::days_for(std::string_view filter,
                                                       std::string_view value) const {
  const Days& terms = filter == "category" ? of_category : of_network;
  const auto own = terms.find(value);
  if (own == terms.end()) return std::nullopt;
  return own->second;
}

AgeSpan ages_of(Freshness freshness, std::int64_t days) {
  const std::int64_t due = days * base::kDayMicros;
  const std::int64_t overdue = due + due / 2;
  const std::int64_t lapsed = 2 * due;
  switch (freshness) {
    case Freshness::fresh:
      return {-kEndless, due};
    case Freshness::due:
      return {due, overdue};
    case Freshness::overdue:
      return {overdue, lapsed};
    default:
      return {lapsed, kEndless};
  }
}

Freshness freshness_of(const std::optional<base::Instant>& declared_at, base::Instant now,
                       std::int64_t days) {
  if (!declared_at) return Freshness::never;
  const std::int64_t age = now.micros - declared_at->micros;
  for (const Freshness freshness : {Freshness::fresh, Freshness::due, Freshness::overdue}) {
    if (age < ages_of(freshness, days).below) return freshness;
  }
  return Freshness::lapsed;
}

}  // namespace cyberdir::model
