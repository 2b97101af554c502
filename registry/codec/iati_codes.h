// The codes of the International Aid Transparency Initiative that have a field of ours: what the
// reading and the writing of its activities must agree on. Codes are those of IATI 2.03.
#pragma once

#include <array>
#include <string_view>

namespace cyberdir::codec {

/// A code of theirs and of ours. In both directions the first row that fits counts.
struct IatiCode {
  std::string_view iati;
  std::string_view ours;
  bool same = true;  ///< both say the same; else theirs says more
};

/// ActivityStatus and `stage`. What was cancelled (5) has no stage.
inline constexpr std::array kIatiStages = {
    IatiCode{"1", "planned"},          IatiCode{"2", "active"},    IatiCode{"4", "completed"},
    IatiCode{"3", "completed", false}, IatiCode{"6", "suspended"},
};

/// ActivityScope and `scope`. Several countries (3) are neither a region nor bilateral.
inline constexpr std::array kIatiScopes = {
    IatiCode{"1", "global"},          IatiCode{"2", "regional"},
    IatiCode{"4", "national"},        IatiCode{"5", "national", false},
    IatiCode{"6", "national", false}, IatiCode{"7", "national", false},
    IatiCode{"8", "national", false},
};

/// The row of a code of theirs, or null.
template <std::size_t N>
[[nodiscard]] constexpr const IatiCode* from_iati(const std::array<IatiCode, N>& codes,
                                                  std::string_view code) {
  for (const IatiCode& row : codes) {
    if (row.iati == code) return &row;
  }
  return nullptr;
}

/// The row of a code of ours, or null.
template <std::size_t N>
[[nodiscard]] constexpr const IatiCode* to_iati(const std::array<IatiCode, N>& codes,
                                                std::string_view code) {
  for (const IatiCode& row : codes) {
    if (row.ours == code) return &row;
  }
  return nullptr;
}

/// The two ends of an activity and their ActivityDateType: planned and actual.
struct IatiDateTypes {
  std::string_view planned;
  std::string_view actual;
};
inline constexpr IatiDateTypes kIatiStart = {"1", "2"};
inline constexpr IatiDateTypes kIatiEnd = {"3", "4"};

/// Which of the two a date is where only the stage is known: what is under way has begun, and what
/// is completed has ended.
[[nodiscard]] constexpr std::string_view iati_start_type(std::string_view stage) {
  return stage.empty() || stage == "planned" ? kIatiStart.planned : kIatiStart.actual;
}
[[nodiscard]] constexpr std::string_view iati_end_type(std::string_view stage) {
  return stage == "completed" ? kIatiEnd.actual : kIatiEnd.planned;
}

/// OrganisationRole.
inline constexpr std::string_view kIatiFunding = "1";
inline constexpr std::string_view kIatiImplementing = "4";

/// DocumentCategory of an activity's page on the web.
inline constexpr std::string_view kIatiWebPage = "A12";

/// The member of `extensions` with an activity's attributes, behind `x-iati-`.
inline constexpr std::string_view kIatiAttributes = "activity-attributes";

}  // namespace cyberdir::codec
