// Every format that can be imported: our own and the foreign ones, behind one interface.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "codec/record.h"

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

/// A source whose first bytes can be looked at before it is read.
class PeekedSource final : public base::ByteSource {
 public:
  explicit PeekedSource(base::ByteSource& source) : source_(source) {}
  /// Up to `count` first bytes. Errors: of the source.
  base::Result<std::string_view> head(std::size_t count);
  base::Result<std::size_t> read(std::span<char> buffer) override;

 private:
  base::ByteSource& source_;
  std::string head_;
  std::size_t given_ = 0;
};

}  // namespace cyberdir::importers
