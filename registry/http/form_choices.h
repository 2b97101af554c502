// What can be chosen in forms, in the reader's words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/page_frame.h"
#include "model/field.h"
#include "page/form_view.h"

namespace cyberdir::http {

/// The codes of a list; of an open one with `used` values that are not in it.
[[nodiscard]] std::vector<page::Choice> code_choices(const PageRequest& page, std::string_view list,
                                                     const std::vector<std::string>& used);

/// All States by their names, in alphabetical order.
[[nodiscard]] std::vector<page::Choice> state_choices(const PageRequest& page);

/// Languages by their names: the six of the United Nations first, then others that States use.
[[nodiscard]] std::vector<page::Choice> language_choices(const PageRequest& page,
                                                         const std::vector<std::string>& used);
/// The six alone, and those in use.
[[nodiscard]] std::vector<page::Choice> common_language_choices(
    const PageRequest& page, const std::vector<std::string>& used);

/// Entries that a reference may name, as far as the reader sees them: what `words` find; without
/// words those of `owner`. Those in use are among them.
[[nodiscard]] std::vector<page::Choice> entry_choices(const PageRequest& page,
                                                      const model::Field& field,
                                                      const std::string& owner,
                                                      const std::string& words,
                                                      const std::vector<std::string>& used);

/// Marks those that are chosen.
void choose(std::vector<page::Choice>& choices, const std::vector<std::string>& values);

/// Puts a choice of nothing before others.
void offer_nothing(const PageRequest& page, std::vector<page::Choice>& choices);

}  // namespace cyberdir::http
