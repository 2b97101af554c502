// Export: the directory, as somebody may see it, written as it is read.
#pragma once

#include <array>
#include <string>

#include "base/stream.h"
#include "codec/forms/output_form.h"
#include "service/directory.h"
#include "service/origin.h"

namespace cyberdir::service {

/// The filters of lists that exports have too.
inline constexpr std::array<std::string_view, 3> kExportFilters = {"network", "theme", "category"};

struct ExportOptions {
  std::string form = "json";     ///< one of codec::output_forms()
  Directory::ExportScope scope;  ///< a form of one kind wants a kind
  std::string audience;          ///< as the file states it
  std::string address;           ///< URL under which a server has the entries; may be empty
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

/// The form that is asked for, fit for what is asked of it. Errors: malformed (there is none of
/// that name, it wants a kind, it does not carry that kind); the sentence names the parameter.
[[nodiscard]] base::Result<const codec::OutputForm*> export_form(const ExportOptions& options);

/// Writes all of it to `sink`. The same state gives the same bytes, but for forms that state when
/// they were made. `progress` (may be empty) is called now and then with the entries written so
/// far. Errors: as export_form(), of the store, of the sink.
base::Result<void> export_directory(Directory& directory, const model::Caller& caller,
                                    const ExportOptions& options, base::ByteSink& sink,
                                    const std::function<void(std::uint64_t)>& progress = {});

}  // namespace cyberdir::service
