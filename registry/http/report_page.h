// What the pages of reports share: cells that name entries and States, and forms that ask.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/pages_names.h"
#include "page/work_view.h"

namespace cyberdir::http {

/// Answers with a page of tables that anybody may read.
[[nodiscard]] Response report_answer(const PageRequest& page, const page::WorkPage& shown);

/// The title of an entry, leading to its page.
[[nodiscard]] page::Link link_of(const PageRequest& page, const model::Json& entry);

/// The name of a State, leading to its page; an empty cell for an empty code.
[[nodiscard]] page::Cell state_cell(Names& names, const std::string& iso2);

/// The labels of the codes in a list, as one text.
[[nodiscard]] std::string labels_of(const PageRequest& page, const model::Json& entry,
                                    std::string_view member, std::string_view list);

/// A form that asks this page again, with a button "show".
[[nodiscard]] page::Form asking_form(std::string_view path, std::vector<page::FormField> fields);

/// A choice among the States that the reader may see, by name in the reader's alphabet; the first
/// choice is none.
[[nodiscard]] page::FormField state_choice(const PageRequest& page, std::string_view name,
                                           const std::string& chosen);

/// A choice among codes of a list; the first choice is none.
[[nodiscard]] page::FormField code_choice(const PageRequest& page, std::string_view name,
                                          std::string_view list, const std::string& chosen);

/// A parameter of the request as text.
[[nodiscard]] std::string asked(const PageRequest& page, std::string_view name);

/// The address of the same as data: the path with a suffix and the page's parameters.
void link_forms(const PageRequest& page, std::string_view path, page::WorkPage& shown);

/// The query of the request with its question mark; empty where there is none.
[[nodiscard]] std::string query_of(const PageRequest& page);

}  // namespace cyberdir::http
