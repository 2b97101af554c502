// Reading JSON (RFC 8259) from outside: hostile until shown otherwise.
//
// Refused, with the place: anything RFC 8259 refuses, invalid UTF-8, lone surrogates, a member
// name that stands twice in an object, numbers that a double cannot hold (overflow, or an integer
// beyond 2^53 - 1: RFC 7493 section 2.2), nesting beyond a bound, values beyond a bound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "model/json.h"

namespace cyberdir::codec {

/// Bounds on what is read.
struct JsonLimits {
  std::size_t depth = 64;               ///< nesting of objects and arrays
  std::size_t value_bytes = 1U << 20U;  ///< one element (or the whole, where it is read whole)
};

/// Reads one JSON text. Errors: malformed, too_large; each says the line and column.
[[nodiscard]] base::Result<model::Json> read_json(std::string_view text, JsonLimits limits = {});

/// Reads JSON that this program wrote itself: no bounds, no search for duplicates, and quick.
/// Errors: corrupt.
[[nodiscard]] base::Result<model::Json> read_stored(std::string_view text);

/// Takes the parts of a document as they are read.
struct JsonParts {
  /// A member of the top object other than the array; called when its value is complete.
  std::function<base::Result<void>(std::string_view name, model::Json value)> member;
  /// An element of the array: index from 0, the line on which it begins, from 1.
  std::function<base::Result<void>(std::uint64_t index, std::uint64_t line, model::Json value)>
      element;
  /// Called at the end of a top object without the array, which is refused where this is not set.
  std::function<base::Result<void>()> no_array = {};
};

/// Reads a document that holds many values, one at a time: the elements of the array that is the
/// member `array` of the top object, or of the top array where `array` is empty. Memory is bound
/// by the largest element. Errors: as read_json, `malformed` where the array is missing, and what
/// the callbacks return.
[[nodiscard]] base::Result<void> stream_json(base::ByteSource& source, std::string_view array,
                                             const JsonParts& parts, JsonLimits limits = {});

}  // namespace cyberdir::codec
