#include "service/difference_report.h"

#include <algorithm>

#include "codec/json_reader.h"
#include "model/states.h"
#include "service/answer_json.h"

namespace cyberdir::service {
namespace {

using base::Result;
using model::Json;

// What a level saw of an entry at a moment.
struct Seen {
  std::int64_t version = 0;
  Json entry;
  bool personal = false;
};

Result<std::optional<Seen>> seen_at(store::Reader& reader, std::int64_t row, std::int64_t seq,
                                    model::Visibility level) {
  const auto span = reader.span_at(row, seq);
  const auto projection = span ? reader.projection(span->row, level) : std::nullopt;
  if (!projection) return std::optional<Seen>();
  CYBERDIR_ASSIGN(entry, codec::read_stored(projection->json));
  return std::optional(Seen{span->version, std::move(entry), projection->personal});
}

// One entry's part of the report; nothing where the reader sees no difference.
Result<std::optional<ReportItem>> item_of(store::Reader& reader, const model::Caller& caller,
                                          const Report& report, const store::EntryRow& row) {
  const model::Visibility level = model::level_for(caller, row.owner, row.group);
  CYBERDIR_ASSIGN(before, seen_at(reader, row.row, report.from.seq, level));
  CYBERDIR_ASSIGN(after, seen_at(reader, row.row, report.to.seq, level));
  if (!before && !after) return std::optional<ReportItem>();
  ReportItem item;
  item.id = row.id;
  item.kind = row.kind;
  item.from_version = before ? before->version : 0;
  item.to_version = after ? after->version : 0;
  item.what = !before  ? ReportItem::What::appeared
              : !after ? ReportItem::What::gone
                       : ReportItem::What::changed;
  if (before && after) {
    item.changes = changes_between(before->entry, after->entry);
    if (item.changes.empty()) return std::optional<ReportItem>();
  }
  Seen& last = after ? *after : *before;
  if (last.personal && caller.persons_shown) caller.persons_shown->note(row.id);
  item.state = model::state_of(last.entry);
  item.entry = std::move(last.entry);
  return std::optional(std::move(item));
}

Result<void> find_moments(store::Reader& reader, const ReportQuery& query, Report& report) {
  CYBERDIR_ASSIGN(from, moment_at(reader, query.from));
  report.from = from;
  report.to = reader.head();
  if (query.to) {
    CYBERDIR_ASSIGN(to, moment_at(reader, *query.to));
    report.to = to;
  }
  if (report.from.seq <= report.to.seq) return {};
  return base::fail(base::ErrorCode::malformed, "from: it is after the moment that `to` names");
}

Json moment_json(const store::Moment& moment) {
  Json json = {{"seq", moment.seq}};
  if (moment.seq > 0) json["at"] = base::to_rfc3339(moment.at);
  return json;
}

}  // namespace

std::string_view name_of(ReportItem::What what) {
  switch (what) {
    case ReportItem::What::appeared:
      return "appeared";
    case ReportItem::What::gone:
      return "gone";
    case ReportItem::What::changed:
      break;
  }
  return "changed";
}

Result<Report> difference_report(store::Store& store, const model::Caller& caller,
                                 const ReportQuery& query) {
  constexpr std::size_t kAtOnce = 256;
  Report report;
  CYBERDIR_TRY(store.read([&](store::Reader& reader) -> Result<void> {
    CYBERDIR_TRY(find_moments(reader, query, report));
    std::int64_t after = query.after;
    for (;;) {
      const auto rows = reader.entries_changed(report.from.seq, report.to.seq, after, kAtOnce);
      for (const std::int64_t row : rows) {
        const auto entry = reader.entry_at(row);
        after = row;
        if (!entry || (!query.kind.empty() && entry->kind != query.kind)) continue;
        CYBERDIR_ASSIGN(item, item_of(reader, caller, report, *entry));
        if (!item || (!query.state.empty() && item->state != query.state)) continue;
        if (report.items.size() == query.limit) return {};
        report.items.push_back(std::move(*item));
        report.next = row;
      }
      if (rows.size() < kAtOnce) break;
    }
    report.next = 0;  // there is nothing after the last
    return {};
  }));
  return report;
}

Json report_json(const Report& report) {
  Json items = Json::array();
  for (const ReportItem& item : report.items) {
    Json one = {{"id", item.id}, {"kind", item.kind}, {"what", std::string(name_of(item.what))}};
    if (!item.state.empty()) one["state"] = item.state;
    if (item.from_version != 0) one["from_version"] = item.from_version;
    if (item.to_version != 0) one["to_version"] = item.to_version;
    if (item.what == ReportItem::What::changed) {
      one["changes"] = changes_json(item.changes);
    } else {
      one["entry"] = item.entry;
    }
    items.push_back(std::move(one));
  }
  const std::size_t count = report.items.size();
  return {{"from", moment_json(report.from)},
          {"to", moment_json(report.to)},
          {"items", std::move(items)},
          {"total", {{"value", count}, {"exact", report.next == 0}}},
          {"facets", Json::object()}};
}

}  // namespace cyberdir::service
