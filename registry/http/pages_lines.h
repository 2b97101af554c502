// What several pages say of an entry: its line in a list, its owner, its marks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/pages_names.h"

namespace cyberdir::http {

[[nodiscard]] page::EntryLine line_of(const PageRequest& page, const model::Json& entry,
                                      Names& names);

[[nodiscard]] page::Owner owner_of(const model::Json& entry, Names& names);

/// Codes of list "mark".
[[nodiscard]] std::vector<std::string> marks_of(const PageRequest& page, const model::Json& entry);

/// When the owner last declared the entry right.
[[nodiscard]] std::optional<page::Moment> declared_at(const model::Json& entry);

/// True where an owner answers for the entry: neither reference data nor listed from elsewhere.
[[nodiscard]] bool has_declaring_owner(const model::Json& entry);

/// A member of the entry's `meta` that is a string, else an empty one.
[[nodiscard]] std::string meta_string(const model::Json& entry, std::string_view name);

}  // namespace cyberdir::http
