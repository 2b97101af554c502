// The States: reference data that ships with the program (data/states.json).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/entry.h"

namespace cyberdir::model {

/// All shipped States as entries of kind `state`, owner `secretariat`, with their constant ids.
[[nodiscard]] std::span<const Entry> shipped_states();

/// True for the code of a shipped State, or of a fictional one (XA, XB, XC).
[[nodiscard]] bool is_state_code(std::string_view iso2);

/// The constant id of a State's entry: state- and its two letters in lower case.
[[nodiscard]] std::string state_entry_id(std::string_view iso2);

/// The code of the State that an entry speaks for or belongs to; empty where it is none.
[[nodiscard]] std::string state_of(const Json& entry);

/// True for XA, XB, XC: user-assigned codes for samples and exercises.
[[nodiscard]] bool is_exercise_state(std::string_view iso2);

/// The State that a country's name or code means, by any name of any language, folded as for
/// search. Nothing where it is none or not exactly one: text is never mapped by guess.
[[nodiscard]] std::optional<std::string> state_named(std::string_view text);

/// The States that people may mean by a name or code, by ISO 3166-1 alpha-2 code in order: for
/// searching, where several are candidates. Takes folded text.
[[nodiscard]] std::vector<std::string> states_searched_as(std::string_view folded);

/// The folded words of four letters and more of which names of States are made; names in Han
/// characters whole, without spaces.
[[nodiscard]] std::span<const std::string> words_of_states();

}  // namespace cyberdir::model
