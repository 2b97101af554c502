// The JSON Schema (draft 2020-12) of entries and files, made from the tables of fields.
#pragma once

#include <cstdint>

#include "model/json.h"

namespace cyberdir::codec {

/// What the schema is to hold an entry to.
enum class SchemaProfile : std::uint8_t {
  publish,  ///< as is needed to publish
  draft,    ///< nothing but `kind` is required: drafts, and what a restricted audience sees
};

/// The schema; it describes an entry. Its `$defs` are `entry`, `meta`, `extensions`, `directory`
/// (the file), every kind by its name, and what they share. The same tables give the same value.
[[nodiscard]] model::Json json_schema(SchemaProfile profile);

}  // namespace cyberdir::codec
