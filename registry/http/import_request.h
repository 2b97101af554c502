// What the API and the pages share in taking an import: who may, what is asked, and its beginning.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "http/context.h"
#include "service/import_archive.h"

namespace cyberdir::http {

/// Imports are for editors and managers, and for the secretariat. Errors: unauthenticated,
/// forbidden.
[[nodiscard]] base::Result<void> check_may_import(const Context& context);

/// Refuses a body that says itself to be too large, before it is read. Errors: too_large.
[[nodiscard]] base::Result<void> check_upload_size(const Request& request);

/// What the parameters of the address ask for; the format may be empty, `reading` is the kind of
/// the rows. `decide` may stand several times, and with several decisions separated by commas.
/// Errors: malformed.
[[nodiscard]] base::Result<service::ImportOptions> import_options(const Request& request);

/// What was asked of an import that is kept, so that it can be asked again.
[[nodiscard]] base::Result<service::ImportOptions> options_of(const service::KeptImport& import);

/// Spools a file and begins to import it. `key` is an Idempotency-Key or empty. Returns the id of
/// the import, under which it goes on by itself. Errors: too_large, unsupported (the format is not
/// known, or not told), conflict, malformed, of the source.
[[nodiscard]] base::Result<std::string> begin_import(Context& context, base::ByteSource& file,
                                                     service::ImportOptions options,
                                                     std::string_view key);

/// Begins to import once more what an import had as its file, otherwise asked. Errors: gone (the
/// file is not kept), and those of begin_import().
[[nodiscard]] base::Result<std::string> begin_again(Context& context, const std::string& id,
                                                    service::ImportOptions options,
                                                    std::string_view key);

/// Begins to apply a plan, exactly as it is. Errors: not_found, conflict (it is none), gone, and
/// those of begin_import().
[[nodiscard]] base::Result<std::string> apply_plan(Context& context, const std::string& id,
                                                   std::string_view key);

/// How long an answer may wait for the import to end: `Prefer: respond-async` and `Prefer: wait=N`
/// (RFC 7240).
struct Patience {
  std::chrono::seconds wait{10};
  std::string applied;  ///< for Preference-Applied; empty where nothing was preferred
};
[[nodiscard]] Patience patience_of(const Request& request);

}  // namespace cyberdir::http
