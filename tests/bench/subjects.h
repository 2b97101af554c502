// The subjects: what is measured, one file each.
#pragma once

#include "place.h"

namespace cyberdir::bench {

void bench_import(const Options& options, Report& report);
void bench_edit(const Options& options, Report& report);
void bench_export(const Options& options, Report& report);
void bench_read(const Options& options, Report& report);
void bench_search(const Options& options, Report& report);
void bench_as_of(const Options& options, Report& report);
void bench_memory(const Options& options, Report& report);
void bench_start(const Options& options, Report& report);

/// For children of bench_memory: bytes that an import of a file into the registry of a folder adds,
/// or an export of it in a form.
[[nodiscard]] double added_by_import(const std::filesystem::path& folder,
                                     const std::filesystem::path& file);
[[nodiscard]] double added_by_export(const std::filesystem::path& folder, const std::string& form);

/// Serves the same bytes at every address with bare cpp-httplib, until a signal ends it: the limit
/// of reading. `file` holds {"status", "headers", "body"}.
int serve_bytes(const std::string& file);

}  // namespace cyberdir::bench
