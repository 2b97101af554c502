// A registry on a folder of its own, with a clock that stands and randomness that repeats; the
// folder goes with it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "http/exchange.h"
#include "model/json.h"
#include "service/export.h"
#include "service/registry.h"

namespace cyberdir::support {

/// A folder that is empty at first and gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  TemporaryFolder(TemporaryFolder&&) = delete;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// What was answered, its stream written out.
struct Reply {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// The first value of a header, in any case; empty where there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] model::Json json() const { return model::Json::parse(body); }
};

class TemporaryRegistry {
 public:
  /// Opens with the clock at 2026-11-22T08:00:00Z; direct writes are made at once (review none).
  explicit TemporaryRegistry(std::uint64_t seed = 1);

  service::Registry& operator*() { return *registry_; }
  service::Registry* operator->() { return registry_.get(); }
  base::FixedClock& clock() { return clock_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  /// A second opening of the same folder, as another process has it.
  [[nodiscard]] std::unique_ptr<service::Registry> open_again();

  /// A token, as its bearer sends it.
  std::string token(model::Role role, std::string owner, std::vector<std::string> scopes = {});

  /// Imports bytes of a format ("json", "ndjson", "xml", "csv") as the operator.
  service::ImportReport import(std::string_view format, std::string_view bytes,
                               std::string_view kind = {}, bool dry_run = false);
  /// Imports bytes as somebody, as `options` say; the report is kept.
  base::Result<service::ImportReport> import_as(const service::Origin& origin,
                                                std::string_view format, std::string_view bytes,
                                                service::ImportOptions options = {});
  /// Imports entries as the operator; they must all be taken.
  void must_import(const std::vector<model::Json>& entries);

  /// Sends a request to the server, without a network. `target` may have a query, percent-encoded.
  Reply ask(std::string_view method, std::string_view target, std::string_view token = {},
            std::string_view body = {},
            std::vector<std::pair<std::string, std::string>> headers = {});
  Reply get(std::string_view target, std::string_view token = {}) {
    return ask("GET", target, token);
  }

  /// The whole of what the operator's export writes.
  std::string export_bytes(std::string_view form, std::string_view kind = {},
                           std::string_view audience = "full");

  /// The sentences of `verify`, empty where all is well.
  std::vector<std::string> integrity_findings();

 private:
  TemporaryFolder folder_;
  base::FixedClock clock_;
  base::SeededRandom random_;
  base::SeededRandom other_random_;
  std::unique_ptr<service::Registry> registry_;
};

/// A directory file (format cyberdir/1) of some entries.
[[nodiscard]] std::string directory_file(const std::vector<model::Json>& entries);

/// Who works at the machine itself.
[[nodiscard]] service::Origin operator_origin();
/// Who acts for an owner.
[[nodiscard]] service::Origin origin_of(model::Role role, std::string owner);

}  // namespace cyberdir::support
