#include "model/submission.h"

#include <algorithm>
#include <array>

namespace cyberdir::model {
namespace {

using Action = SubmissionAction;
using State = SubmissionState;

constexpr std::array<std::string_view, 10> kStateNames = {
    "draft",     "suggested", "submitted", "approved", "accepted",
    "published", "returned",  "withdrawn", "rejected", "superseded"};

constexpr std::array<std::string_view, 9> kActionNames = {
    "edit", "submit", "approve", "accept", "return", "reject", "withdraw", "publish", "supersede"};

constexpr std::array<std::string_view, 3> kReviewNames = {"none", "state", "full"};

constexpr std::array kTransitions = {
    // being written
    Transition{State::draft, Action::edit, State::draft, Party::editor},
    Transition{State::draft, Action::submit, State::submitted, Party::editor},
    Transition{State::draft, Action::withdraw, State::withdrawn, Party::editor},
    Transition{State::returned, Action::edit, State::returned, Party::editor},
    Transition{State::returned, Action::submit, State::submitted, Party::editor},
    Transition{State::returned, Action::withdraw, State::withdrawn, Party::editor},
    // proposed by a stranger: whoever submits it makes it the owner's own
    Transition{State::suggested, Action::submit, State::submitted, Party::editor},
    Transition{State::suggested, Action::reject, State::rejected, Party::editor},
    Transition{State::suggested, Action::withdraw, State::withdrawn, Party::suggester},
    // before the second person of the owner
    Transition{State::submitted, Action::approve, State::approved, Party::second_manager},
    Transition{State::submitted, Action::approve, State::approved, Party::registry},
    Transition{State::submitted, Action::send_back, State::returned, Party::second_manager},
    Transition{State::submitted, Action::send_back, State::returned, Party::secretariat},
    Transition{State::submitted, Action::reject, State::rejected, Party::secretariat},
    Transition{State::submitted, Action::withdraw, State::withdrawn, Party::editor},
    // before the secretariat
    Transition{State::approved, Action::accept, State::accepted, Party::secretariat},
    Transition{State::approved, Action::send_back, State::returned, Party::secretariat},
    Transition{State::approved, Action::send_back, State::returned, Party::registry},
    Transition{State::approved, Action::reject, State::rejected, Party::secretariat},
    Transition{State::approved, Action::withdraw, State::withdrawn, Party::editor},
    Transition{State::approved, Action::publish, State::published, Party::registry},
    Transition{State::approved, Action::supersede, State::superseded, Party::registry},
    // waiting for its day
    Transition{State::accepted, Action::send_back, State::returned, Party::secretariat},
    Transition{State::accepted, Action::send_back, State::returned, Party::registry},
    Transition{State::accepted, Action::reject, State::rejected, Party::secretariat},
    Transition{State::accepted, Action::withdraw, State::withdrawn, Party::editor},
    Transition{State::accepted, Action::publish, State::published, Party::registry},
    Transition{State::accepted, Action::supersede, State::superseded, Party::registry},
};

template <typename Enumeration, std::size_t Count>
std::optional<Enumeration> named(const std::array<std::string_view, Count>& names,
                                 std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enumeration>(found - names.begin());
}

}  // namespace

std::string_view name_of(State state) { return kStateNames.at(static_cast<std::size_t>(state)); }
std::string_view name_of(Action action) {
  return kActionNames.at(static_cast<std::size_t>(action));
}
std::string_view name_of(Review review) {
  return kReviewNames.at(static_cast<std::size_t>(review));
}

std::optional<State> submission_state_named(std::string_view name) {
  return named<State>(kStateNames, name);
}

std::optional<Review> review_named(std::string_view name) {
  return named<Review>(kReviewNames, name);
}

std::span<const Transition> transitions() { return kTransitions; }

bool is_author(std::string_view authors, std::string_view actor) {
  while (!authors.empty()) {
    const auto end = authors.find(' ');
    if (authors.substr(0, end) == actor) return true;
    authors = end == std::string_view::npos ? std::string_view() : authors.substr(end + 1);
  }
  return false;
}

bool acts_for(const Caller& caller, std::string_view owner) {
  return !caller.operates && caller.may_write(owner);
}

bool is_party(const Caller& caller, Party party, const Standing& standing) {
  switch (party) {
    case Party::editor:
      return acts_for(caller, standing.owner);
    case Party::second_manager:
      return acts_for(caller, standing.owner) && caller.role == Role::manager &&
             !is_author(standing.authors, caller.actor);
    case Party::secretariat:
      return !caller.operates && caller.role == Role::secretariat;
    case Party::suggester:
      return !caller.actor.empty() && caller.actor == standing.suggester;
    case Party::registry:
      return false;
  }
  return false;
}

const Transition* find_transition(State from, Action action, const Caller& caller,
                                  const Standing& standing) {
  for (const Transition& row : kTransitions) {
    if (row.from == from && row.action == action && is_party(caller, row.by, standing)) return &row;
  }
  return nullptr;
}

const Transition* own_transition(State from, Action action) {
  for (const Transition& row : kTransitions) {
    if (row.from == from && row.action == action && row.by == Party::registry) return &row;
  }
  return nullptr;
}

bool is_possible(State from, Action action) {
  return std::any_of(kTransitions.begin(), kTransitions.end(), [&](const Transition& row) {
    return row.from == from && row.action == action && row.by != Party::registry;
  });
}

std::vector<Action> possible_actions(State from, const Caller& caller, const Standing& standing) {
  std::vector<Action> actions;
  for (std::size_t i = 0; i < kActionNames.size(); ++i) {
    const auto action = static_cast<Action>(i);
    if (find_transition(from, action, caller, standing) != nullptr) actions.push_back(action);
  }
  return actions;
}

Review review_of(std::string_view owner, Review review) {
  return owner == "registry" || owner == "secretariat" ? Review::none : review;
}

std::optional<Action> follows(State state, Review review, bool one_person) {
  if (state == State::submitted && (one_person || review == Review::none)) return Action::approve;
  if (state == State::approved && review != Review::full) return Action::publish;
  if (state == State::accepted) return Action::publish;
  return std::nullopt;
}

bool is_open(State state) {
  return std::any_of(kTransitions.begin(), kTransitions.end(),
                     [&](const Transition& row) { return row.from == state; });
}

}  // namespace cyberdir::model
