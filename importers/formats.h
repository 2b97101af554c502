// Every format that can be imported: our own and the foreign ones, behind one interface.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "codec/record.h"
#include "importers/peeked_source.h"

namespace cyberdir::importers {

/// A format that was chosen for a file.
struct Format {
  std::string name;
  std::function<base::Result<void>(base::ByteSource&, codec::RecordSink&)> read;
};

/// The format of that name (`--format`), or of a file that begins with `head` where the name is
/// empty. `kind` is for CSV whose rows do not say theirs. Errors: unsupported; the sentence says
/// what there is, and what the file was nearest to.
[[nodiscard]] base::Result<Format> choose_format(std::string_view name, std::string_view head,
                                                 std::string_view kind);

}  // namespace cyberdir::importers
