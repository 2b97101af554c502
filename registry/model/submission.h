// A submission: changes of entries on their way to publication, and the one table of that way.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/audience.h"

namespace cyberdir::model {

/// Where a submission stands. `suggested` is what a stranger to the entry proposes to its owner.
enum class SubmissionState : std::uint8_t {
  draft,
  suggested,
  submitted,
  approved,
  accepted,
  published,
  returned,
  withdrawn,
  rejected,
  superseded
};

/// What can be done with one.
enum class SubmissionAction : std::uint8_t {
  edit,
  submit,
  approve,
  accept,
  send_back,  ///< named `return`
  reject,
  withdraw,
  publish,   ///< by the registry itself
  supersede  ///< by the registry itself: nothing was left to change
};

/// Who a caller is to a submission.
enum class Party : std::uint8_t {
  editor,          ///< an editor or manager of its owner
  second_manager,  ///< a manager of its owner who is not one of its authors
  secretariat,
  suggester,  ///< who suggested it
  registry    ///< the registry itself
};

/// Who looks at a change before it is published: nobody, a second person of the State, or the
/// secretariat too.
enum class Review : std::uint8_t { none, state, full };

[[nodiscard]] std::string_view name_of(SubmissionState state);
[[nodiscard]] std::string_view name_of(SubmissionAction action);
[[nodiscard]] std::string_view name_of(Review review);
[[nodiscard]] std::optional<SubmissionState> submission_state_named(std::string_view name);
[[nodiscard]] std::optional<Review> review_named(std::string_view name);

/// A row of the table: from `from`, `by` may do `action`, and it stands in `to` then.
struct Transition {
  SubmissionState from;
  SubmissionAction action;
  SubmissionState to;
  Party by;
};

/// All there is. Service, interface and tests walk this table and know no other.
[[nodiscard]] std::span<const Transition> transitions();

/// Whose a submission is.
struct Standing {
  std::string_view owner;
  std::string_view authors;    ///< actors who wrote, edited or submitted it, a space between two
  std::string_view suggester;  ///< actor who suggested it; empty for nobody
};

/// True where the actor is one of the authors.
[[nodiscard]] bool is_author(std::string_view authors, std::string_view actor);

/// True where the caller acts for the owner of what is changed: its editors and managers; for what
/// the registry or the secretariat owns, the secretariat. The operator at the machine acts for
/// nobody.
[[nodiscard]] bool acts_for(const Caller& caller, std::string_view owner);

/// True where the caller is that party. Nobody is the registry.
[[nodiscard]] bool is_party(const Caller& caller, Party party, const Standing& standing);

/// The row by which `caller` may do this from here; null where there is none.
[[nodiscard]] const Transition* find_transition(SubmissionState from, SubmissionAction action,
                                                const Caller& caller, const Standing& standing);

/// The row by which the registry itself does this from here; null where there is none.
[[nodiscard]] const Transition* own_transition(SubmissionState from, SubmissionAction action);

/// True where anybody at all may do this from here.
[[nodiscard]] bool is_possible(SubmissionState from, SubmissionAction action);

/// What the caller may do from here, in the order of the actions.
[[nodiscard]] std::vector<SubmissionAction> possible_actions(SubmissionState from,
                                                             const Caller& caller,
                                                             const Standing& standing);

/// The review of what `owner` owns: none for the registry's and the secretariat's own entries.
[[nodiscard]] Review review_of(std::string_view owner, Review review);

/// What the registry does by itself with a submission that has come to stand in `state`; nothing
/// where a person is awaited. `one_person`: the owner has said that one person is enough.
[[nodiscard]] std::optional<SubmissionAction> follows(SubmissionState state, Review review,
                                                      bool one_person);

/// True where a person may be awaited or the registry will still act: it is not at its end.
[[nodiscard]] bool is_open(SubmissionState state);

}  // namespace cyberdir::model
