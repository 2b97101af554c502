// What changed in the directory between two moments, entry by entry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/directory.h"

namespace cyberdir::service {

/// What is asked: all that changed after `from` and up to `to` (the present where absent).
struct ReportQuery {
  AsOf from;
  std::optional<AsOf> to;
  std::string kind;        ///< entries of this kind alone; empty for every kind
  std::string state;       ///< entries of this State alone; empty for every one
  std::int64_t after = 0;  ///< key of the last item of the page before
  std::size_t limit = 50;
};

/// One entry that a reader sees otherwise at the second moment than at the first.
struct ReportItem {
  enum class What : std::uint8_t { appeared, changed, gone };
  What what = What::changed;
  std::string id;
  std::string kind;
  std::string state;                   ///< whose it is; empty where it is no State's
  std::int64_t from_version = 0;       ///< 0 where it appeared
  std::int64_t to_version = 0;         ///< 0 where it is gone
  model::Json entry;                   ///< as the reader sees it, at the later moment that has it
  std::vector<model::Change> changes;  ///< of what changed; empty for the others
};

struct Report {
  store::Moment from;
  store::Moment to;
  std::vector<ReportItem> items;  ///< in the order in which the entries were made
  std::int64_t next = 0;          ///< key for the page after this one; 0 at the end
};

[[nodiscard]] std::string_view name_of(ReportItem::What what);

/// The report as `caller` may know it: an entry that the caller sees alike at both moments, or at
/// neither, is not in it. What an owner only declared right again is no change. Errors: not_found
/// (no such moment yet), malformed (`from` is not before `to`).
[[nodiscard]] base::Result<Report> difference_report(store::Store& store,
                                                     const model::Caller& caller,
                                                     const ReportQuery& query);

/// {"from", "to", "items", "total", "facets"}: each moment as {"seq", "at"}.
[[nodiscard]] model::Json report_json(const Report& report);

}  // namespace cyberdir::service
