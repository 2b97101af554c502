// What can be asked of an import, and what it answers for each record.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "base/stream.h"
#include "codec/record.h"
#include "model/diff.h"

namespace cyberdir::service {

/// Reads a file of some format into records.
using ReadRecords = std::function<base::Result<void>(base::ByteSource&, codec::RecordSink&)>;

/// What becomes of a file in which records have errors.
enum class OnError : std::uint8_t { abort, skip };

/// What missing from the file means: nothing, or that the entry ends.
enum class ImportMode : std::uint8_t { merge, replace };

[[nodiscard]] std::optional<OnError> on_error_named(std::string_view name);
[[nodiscard]] std::optional<ImportMode> import_mode_named(std::string_view name);

/// Which entries a replacement is about: those that a State owns, or those that a foreign directory
/// lists.
struct ReplaceScope {
  std::string state;   ///< ISO 3166-1 alpha-2; empty for none
  std::string source;  ///< `meta.source.name`; empty for none
};

/// Reads `state:XX` or `source:NAME`. Errors: malformed.
[[nodiscard]] base::Result<ReplaceScope> parse_replace_scope(std::string_view text);

struct ImportOptions {
  std::string format;   ///< as it was recognised or asked for
  std::string file;     ///< what its sender calls it; may be empty
  std::string reading;  ///< all else that says how the file is read, such as a column map
  bool dry_run = false;
  std::string plan;  ///< apply only if this is still the plan; empty for any
  OnError on_error = OnError::abort;
  ImportMode mode = ImportMode::merge;
  ReplaceScope scope;              ///< wanted in replace mode
  std::uint64_t max_withdraw = 0;  ///< most entries that replace mode may end
  /// What a person decided on single records, by row: `new` (it is no duplicate), `skip`, or the id
  /// of the entry that the record is about.
  std::map<std::uint64_t, std::string> decisions;
};

/// Checks options by themselves. Errors: malformed; the sentence names the option.
[[nodiscard]] base::Result<void> check_import_options(const ImportOptions& options);

/// Reads `ROW:new`, `ROW:skip` or `ROW:ID` into the decisions. Errors: malformed.
[[nodiscard]] base::Result<void> add_decision(ImportOptions& options, std::string_view text);

/// How far it has come; called now and then from the importing thread.
struct ImportProgress {
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  bool applying = false;
};

struct ImportSummary {
  std::uint64_t create = 0;
  std::uint64_t update = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t withdraw = 0;
  std::uint64_t error = 0;
  std::uint64_t warning = 0;
};

/// An entry that a record may be about.
struct Candidate {
  std::string id;
  std::string reason;  ///< `identifier` or `name`
};

/// What became of one record, or of an entry that the file does not have (replace mode).
struct ImportItem {
  std::uint64_t row = 0;  ///< 0 for an entry that the file does not have
  std::optional<std::uint64_t> line;
  std::string place;
  std::string action;  ///< create, update, unchanged, withdraw, error
  std::string id;
  std::int64_t base_version = 0;  ///< of the entry before; 0 where there was none
  std::string status;             ///< published or draft
  std::string submission;         ///< id of the submission that it waits in; empty for none
  std::vector<model::Change> differences;
  std::vector<Candidate> candidates;
  base::Findings findings;
  std::string original;  ///< the record's own text, where its format gives it (CSV)
};

}  // namespace cyberdir::service
