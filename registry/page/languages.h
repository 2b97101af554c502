// The languages of the pages and their words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/view_model.h"

namespace cyberdir::page {

// The tags of the six languages, in the order of the language switcher.
[[nodiscard]] std::span<const std::string_view> languages() noexcept;

[[nodiscard]] bool is_language(std::string_view tag) noexcept;

// The language for an Accept-Language header (RFC 9110, 12.5.4), by quality and then by order;
// "pt, fr-CA;q=0.8" gives "fr". English where nothing fits or the header is malformed.
[[nodiscard]] std::string_view choose_language(std::string_view accept_language) noexcept;

// The words under a key of the language's file, which take no arguments; empty where the key is
// unknown. Any thread; the view lives as long as the program.
[[nodiscard]] std::string_view words(std::string_view language, std::string_view key);

// The label of a field: "field.<name>", else the name made readable.
[[nodiscard]] std::string field_label(std::string_view language, std::string_view name);

// A place in an entry in words: "Channels › no. 2 › Value" for the pointer /channels/1/value.
[[nodiscard]] std::string place_label(std::string_view language, std::string_view pointer);

// The label of a code: "code.<list>.<value>", else the value made readable; a value with capital
// letters or digits only ("UN-GLOBAL") stays as it is. List "language" is named by ICU.
[[nodiscard]] std::string code_label(std::string_view language, std::string_view list,
                                     std::string_view value);

// A span of office hours: "Monday – Friday 08:30–16:30", or with one day only. Days are codes of
// list "day", times HH:MM.
[[nodiscard]] std::string office_hours(std::string_view language, std::string_view first_day,
                                       std::string_view last_day, const std::string& open,
                                       const std::string& close);

// Sorts by the alphabet of the language.
[[nodiscard]] bool stands_before(std::string_view language, const std::string& a,
                                 const std::string& b);

// A message with arguments that are text, as one line.
[[nodiscard]] std::string sentence(
    std::string_view language, std::string_view key,
    const std::vector<std::pair<std::string_view, std::string>>& arguments);

// A message that counts.
[[nodiscard]] std::string counted(std::string_view language, std::string_view key,
                                  std::uint64_t count);

// Date and time of day in UTC, which is said.
[[nodiscard]] std::string date_and_time(std::string_view language, Moment moment);

// YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 time, in words; other text comes back as it is.
[[nodiscard]] std::string partial_date(std::string_view language, const std::string& value);

// "how_to_join" or "how-to-join" becomes "How to join".
[[nodiscard]] std::string humanise(std::string_view name);

}  // namespace cyberdir::page
