#include "service/import_report.h"

#include "codec/json_reader.h"

namespace cyberdir::service {

using base::Result;
using model::Json;

namespace {

Json maybe_json(const std::optional<Json>& value) { return value ? Json::array({*value}) : Json(); }

std::optional<Json> maybe_of(const Json& kept) {
  if (kept.is_null()) return std::nullopt;
  return kept[0];
}

}  // namespace

std::string kept_item(const ImportItem& item) {
  Json differences = Json::array();
  for (const model::Change& change : item.differences)
    differences.push_back({change.pointer, maybe_json(change.from), maybe_json(change.to)});
  Json candidates = Json::array();
  for (const Candidate& candidate : item.candidates)
    candidates.push_back({candidate.id, candidate.reason});
  const Json kept = {item.row,
                     item.line ? Json(*item.line) : Json(),
                     item.place,
                     item.action,
                     item.id,
                     item.base_version,
                     item.status,
                     item.submission,
                     std::move(differences),
                     std::move(candidates),
                     findings_json(item.findings),
                     item.original};
  return kept.dump(-1, ' ', false, Json::error_handler_t::replace);
}

ImportItem item_kept(std::string_view text) {
  const Json kept = Json::parse(text);
  ImportItem item;
  item.row = kept[0].get<std::uint64_t>();
  if (!kept[1].is_null()) item.line = kept[1].get<std::uint64_t>();
  item.place = kept[2].get<std::string>();
  item.action = kept[3].get<std::string>();
  item.id = kept[4].get<std::string>();
  item.base_version = kept[5].get<std::int64_t>();
  item.status = kept[6].get<std::string>();
  item.submission = kept[7].get<std::string>();
  for (const Json& change : kept[8])
    item.differences.push_back(
        {change[0].get<std::string>(), maybe_of(change[1]), maybe_of(change[2])});
  for (const Json& candidate : kept[9])
    item.candidates.push_back({candidate[0].get<std::string>(), candidate[1].get<std::string>()});
  item.findings = findings_of(kept[10]);
  item.original = kept[11].get<std::string>();
  return item;
}

ImportReport::ImportReport() : items_(std::make_unique<Items>()) {}
ImportReport::~ImportReport() = default;
ImportReport::ImportReport(ImportReport&&) noexcept = default;
ImportReport& ImportReport::operator=(ImportReport&&) noexcept = default;

Result<void> ImportReport::for_each(
    const std::function<Result<void>(const ImportItem&)>& visit) const {
  items_->spool.rewind();
  std::string line;
  for (std::uint64_t n = 1; items_->spool.next(line); ++n) {
    ImportItem item = item_kept(line);
    const auto late = items_->late.find(n);
    if (late != items_->late.end()) {
      if (base::has_errors(late->second.findings)) item.action = "error";
      item.submission = late->second.submission;
      item.findings.insert(item.findings.end(), late->second.findings.begin(),
                           late->second.findings.end());
    }
    CYBERDIR_TRY(visit(item));
  }
  return {};
}

}  // namespace cyberdir::service
