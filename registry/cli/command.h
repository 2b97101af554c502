// What the commands share: where the registry is, how they report, how they end.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "importers/formats.h"
#include "service/registry.h"

namespace cyberdir::cli {

/// Exit codes that scripts rely on.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;
inline constexpr int kUsage = 2;
inline constexpr int kUnreachable = 3;

/// A command adds itself to the application; its function runs once it was chosen and parsed, and
/// returns the exit code.
using Run = std::function<int()>;
using SetRun = std::function<void(Run)>;

void add_serve(CLI::App& app, const SetRun& run);
void add_import(CLI::App& app, const SetRun& run);
void add_columns(CLI::App& app, const SetRun& run);
void add_export(CLI::App& app, const SetRun& run);
void add_lookups(CLI::App& app, const SetRun& run);
void add_token(CLI::App& app, const SetRun& run);
void add_submission(CLI::App& app, const SetRun& run);
void add_account(CLI::App& app, const SetRun& run);
/// Adds `quarantine` to the command `account`.
void add_quarantine(CLI::App& account, const SetRun& run);
void add_mail(CLI::App& app, const SetRun& run);
void add_audit(CLI::App& app, const SetRun& run);
void add_backup(CLI::App& app, const SetRun& run);
void add_verify(CLI::App& app, const SetRun& run);
void add_schema(CLI::App& app, const SetRun& run);
void add_routes(CLI::App& app, const SetRun& run);

/// Adds `--data DIR`.
void add_data_option(CLI::App& command, std::string& folder, bool required);

/// What `import` is told of the columns of a foreign CSV.
struct ColumnOptions {
  std::string map;  ///< a file
  std::string encoding;
};

/// Adds `--columns MAP` and `--encoding NAME`.
void add_column_options(CLI::App& command, ColumnOptions& options);

/// The format of a file that begins with `head`. Errors: as importers::choose_format, and those of
/// the map.
[[nodiscard]] base::Result<importers::Format> choose_csv_format(const std::string& format,
                                                                const std::string& kind,
                                                                const ColumnOptions& options,
                                                                std::string_view head);

/// Opens the registry of a folder; where it cannot, says so on standard error and gives its exit
/// code.
[[nodiscard]] std::unique_ptr<service::Registry> open_registry(const std::string& folder,
                                                               int& exit_code);

/// Says an error and its findings on standard error; gives the exit code of its kind.
int report(const base::Error& error);

/// Who the operator at this machine is to the record.
[[nodiscard]] service::Origin operator_origin();

/// A line of progress on a terminal; nothing where standard error is none.
class Progress {
 public:
  /// `total` in the unit that is counted; 0 where it is not known.
  Progress(std::string what, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;
  void at(std::uint64_t done, std::uint64_t records);

 private:
  std::string what_;
  std::uint64_t total_;
  std::int64_t started_;
  std::int64_t shown_ = 0;
  bool terminal_;
};

/// Pads or cuts text to a number of columns, by code points.
[[nodiscard]] std::string column(std::string_view text, std::size_t width);

}  // namespace cyberdir::cli
