// The fields of an entry for which vCard has no property, as extensions of ours: X-CYBERDIR- and
// the name of the field, by the one table of fields. A member of an object follows behind its name;
// an element of a list is a property of its own, and where it is an object its members are the
// components, in the order of the table.
#pragma once

#include <string_view>
#include <vector>

#include "codec/vcard.h"
#include "model/field.h"
#include "model/json.h"

namespace cyberdir::codec {

/// A pointer to what the card does not say, so that its absence says nothing.
inline constexpr std::string_view kWithheldProperty = "X-CYBERDIR-WITHHELD";

/// Appends a property for each value of the entry that card_of() has no other property for, of
/// `meta` too.
void append_card_fields(std::vector<CardProperty>& card, const model::Json& entry);

/// Sets in `entry` ({"meta", …fields}) what such a property says. False, and nothing is set, where
/// it is no such property, or not of the form that append_card_fields() writes.
[[nodiscard]] bool take_card_field(model::Json& entry, const model::Kind& kind,
                                   const CardProperty& property);

}  // namespace cyberdir::codec
