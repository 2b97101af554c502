// What the forms of other people's tools ask of an entry: plain texts and lists, as its reader may
// see them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "codec/forms/output_form.h"
#include "model/json.h"

namespace cyberdir::codec {

/// A member of an object, or null; null too where `object` is none.
[[nodiscard]] const model::Json* member_of(const model::Json& object, std::string_view name);

/// A member that is a string; empty where it is absent or something else.
[[nodiscard]] std::string string_of(const model::Json& object, std::string_view name);

/// A multilingual text in English, else in the language that stands first.
[[nodiscard]] std::string english_of(const model::Json& object, std::string_view name);

/// The values of channels of these kinds, in their order, without those that are not to be used at
/// present.
[[nodiscard]] std::vector<std::string> channel_values(
    const model::Json& entry, std::initializer_list<std::string_view> kinds);

/// All channels as a person reads them, one a line: "email: cert@example.org". Those that are not
/// to be used at present are left out.
[[nodiscard]] std::string channel_lines(const model::Json& entry);

/// The English name of a State by its code; empty where it is none.
[[nodiscard]] std::string state_name(std::string_view iso2);

/// The identifier under which another directory lists the entry; empty where it came from
/// elsewhere.
[[nodiscard]] std::string source_id(const model::Json& entry, std::string_view source);

/// What another entry is called; empty where there is none, or none for this reader.
[[nodiscard]] std::string name_of_related(const RelatedEntry& related, std::string_view id);

/// A UUID that RFC 4122 knows, the same at each time: the entry's id where that is one, else one
/// made from the registry's name and that id.
[[nodiscard]] std::string steady_uuid(std::string_view registry, std::string_view id);

/// `meta.modified_at` or `meta.created_at`, where it is there.
[[nodiscard]] std::optional<base::Instant> meta_time(const model::Json& entry,
                                                     std::string_view name);

}  // namespace cyberdir::codec
