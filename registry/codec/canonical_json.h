// Canonical JSON (RFC 8785): one value, one sequence of bytes. What is stored, hashed and sent.
#pragma once

#include <string>

#include "model/json.h"

namespace cyberdir::codec {

/// Appends the canonical form: members sorted by UTF-16 code units, numbers as ECMAScript writes
/// them, only the escapes that must be. The value holds finite numbers and UTF-8 (the reader
/// guarantees both).
void append_canonical(std::string& out, const model::Json& value);

[[nodiscard]] std::string canonical_json(const model::Json& value);

/// Appends one string with its quotes.
void append_canonical_string(std::string& out, std::string_view text);

/// A double as ECMAScript's Number::toString writes it (RFC 8785 section 3.2.2.3).
[[nodiscard]] std::string canonical_number(double value);

}  // namespace cyberdir::codec
