// A foreign format: bytes in, draft entries and findings with their place out.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "codec/record.h"
#include "importers/likeness.h"

namespace cyberdir::importers {

/// How much of a file is looked at to recognise its format, in bytes.
inline constexpr std::size_t kHeadBytes = 64UL * 1024;

/// One foreign format. Importers never touch the store, the network or a file; they read bytes of
/// any size in bounded memory and hand over one record at a time. They keep no state: any thread
/// may use them, several at once. They throw nothing of their own.
struct Importer {
  std::string_view name;    ///< as `--format` has it
  std::string_view title;   ///< what people call the format
  std::string_view source;  ///< `meta.source.name` of what it makes
  /// True where the first bytes of a file look like this format. They may end anywhere; no more
  /// than kHeadBytes are looked at.
  bool (*recognises)(std::string_view head);
  /// Reads all records. Entries are owned by `registry`, carry meta.source and keep what has no
  /// field of ours in `extensions`. A record that cannot be used is handed over with an error
  /// among its findings. Errors: malformed (the file is not of this format), too_large (a record
  /// is beyond the reader's bound), what the source or the sink return; records handed over
  /// before it are then to be forgotten.
  base::Result<void> (*read)(base::ByteSource& bytes, codec::RecordSink& records);
  /// What the beginning of a file has of this format: it tells people what an unknown file was
  /// nearest to. Null where the format says nothing about that.
  Likeness (*likeness)(std::string_view head) = nullptr;
};

/// All foreign formats, in the order in which they are tried.
[[nodiscard]] std::span<const Importer> importers();

/// The importer of that name, or null.
[[nodiscard]] const Importer* find_importer(std::string_view name);

/// The importer that recognises the beginning of a file, or null.
[[nodiscard]] const Importer* recognise(std::string_view head);

}  // namespace cyberdir::importers
