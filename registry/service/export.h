// Export: the directory, as somebody may see it, written as it is read.
#pragma once

#include <string>

#include "base/stream.h"
#include "codec/directory_header.h"
#include "service/directory.h"
#include "service/origin.h"

namespace cyberdir::service {

/// The forms of export.
enum class ExportForm : std::uint8_t { json, ndjson, xml, csv };

[[nodiscard]] std::optional<ExportForm> export_form_named(std::string_view name);
[[nodiscard]] std::string_view name_of(ExportForm form);
[[nodiscard]] std::string_view media_type_of(ExportForm form);

struct ExportOptions {
  ExportForm form = ExportForm::json;
  Directory::ExportScope scope;  ///< CSV wants a kind
  std::string audience;          ///< as the file states it
};

/// Whether a caller may take an export of an audience: the public one everybody, `states` those who
/// act for a State and may take it in bulk (a manager, the secretariat, a token with the scope
/// `bulk`), `full` the secretariat. Nobody gets less than was asked for. Errors: unauthenticated,
/// forbidden, with what is needed.
[[nodiscard]] base::Result<void> check_may_export(const model::Caller& caller,
                                                  std::string_view audience);

/// Puts an export on record, before its first byte leaves. Errors: of the store.
base::Result<void> record_export(store::Store& store, const Origin& origin,
                                 const ExportOptions& options);

/// Writes all of it to `sink`. The same state gives the same bytes. `progress` (may be empty) is
/// called now and then with the entries written so far.
base::Result<void> export_directory(Directory& directory, const model::Caller& caller,
                                    const ExportOptions& options, base::ByteSink& sink,
                                    const std::function<void(std::uint64_t)>& progress = {});

}  // namespace cyberdir::service
