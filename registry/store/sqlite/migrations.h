// The schema's numbered files: applied once, in order, with their checksums on record.
#pragma once

#include "store/sqlite/connection.h"

namespace cyberdir::store::sqlite {

/// Brings a store to the schema of this program. Throws EngineFailure. A store of a later schema,
/// or one whose applied files differ from ours, is refused: nothing is changed then.
base::Result<void> migrate(Connection& connection);

}  // namespace cyberdir::store::sqlite
