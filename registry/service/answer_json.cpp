#include "service/answer_json.h"

#include <algorithm>

#include "codec/canonical_json.h"
#include "codec/json_reader.h"

namespace cyberdir::service {

using model::Json;

namespace {

Json count_json(const store::BoundedCount& count) {
  return {{"value", count.value}, {"exact", count.exact}};
}

Json interpretation_json(const Interpretation& interpretation) {
  Json json = Json::object();
  if (!interpretation.states.empty()) {
    json["states"] = interpretation.states;
    json["ambiguous"] = interpretation.ambiguous;
  }
  if (!interpretation.corrected.empty()) json["corrected"] = interpretation.corrected;
  if (!interpretation.suggestions.empty()) json["suggestions"] = interpretation.suggestions;
  return json;
}

}  // namespace

std::string select_fields(const std::string& entry_json, const std::vector<std::string>& fields) {
  const auto tree = codec::read_stored(entry_json);
  if (!tree) return entry_json;
  Json reduced = Json::object();
  for (auto it = tree->begin(); it != tree->end(); ++it) {
    const bool wanted = it.key() == "id" || it.key() == "kind" ||
                        std::find(fields.begin(), fields.end(), it.key()) != fields.end();
    if (wanted) reduced[it.key()] = *it;
  }
  return codec::canonical_json(reduced);
}

std::string list_json(const ListAnswer& answer, const std::vector<std::string>& fields) {
  std::string out = "{\"items\":[";
  bool first = true;
  for (const EntryAnswer& item : answer.items) {
    if (!first) out.push_back(',');
    first = false;
    out += fields.empty() ? item.json : select_fields(item.json, fields);
  }
  out += "],\"total\":" + codec::canonical_json(count_json(answer.total));
  Json facets = Json::object();
  for (const auto& [name, values] : answer.facets) {
    Json list = Json::array();
    for (const store::FacetCount& value : values) {
      Json row = count_json(value.count);
      list.push_back({{"value", value.value}, {"count", row["value"]}, {"exact", row["exact"]}});
    }
    facets[name] = std::move(list);
  }
  out += ",\"facets\":" + codec::canonical_json(facets);
  const Json interpretation = interpretation_json(answer.interpretation);
  if (!interpretation.empty()) {
    out += ",\"interpretation\":" + codec::canonical_json(interpretation);
  }
  return out + "}";
}

Json history_json(const HistoryAnswer& answer) {
  Json items = Json::array();
  const std::string address = "/v1/entries/" + answer.id;
  for (const HistoryItem& item : answer.items) {
    Json row = {{"version", item.version},
                {"seq", item.seq},
                {"operation", item.operation},
                {"status", std::string(model::name_of(item.status))},
                {"at", base::to_rfc3339(item.at)},
                {"by", item.on_behalf},
                {"digest", item.chain},
                {"links", {{"version", address + "/history/" + std::to_string(item.version)}}}};
    if (item.version > 1) {
      row["links"]["diff"] = address + "/diff?from=" + std::to_string(item.version - 1) +
                             "&to=" + std::to_string(item.version);
    }
    if (!item.change_note.empty()) row["change_note"] = item.change_note;
    items.push_back(std::move(row));
  }
  return {{"id", answer.id},
          {"items", std::move(items)},
          {"total", {{"value", answer.total}, {"exact", true}}}};
}

Json changes_json(const std::vector<model::Change>& list) {
  Json changes = Json::array();
  for (const model::Change& change : list) {
    Json row = {{"pointer", change.pointer},
                {"op", !change.from ? "add"
                       : !change.to ? "remove"
                                    : "replace"}};
    if (change.from) row["from"] = *change.from;
    if (change.to) row["to"] = *change.to;
    changes.push_back(std::move(row));
  }
  return changes;
}

Json diff_json(const DiffAnswer& answer) {
  return {{"id", answer.id},
          {"from", answer.from},
          {"to", answer.to},
          {"changes", changes_json(answer.changes)}};
}

Json conflict_json(const model::Conflict& conflict) {
  Json row = {{"pointer", conflict.pointer}};
  if (conflict.base) row["base"] = *conflict.base;
  if (conflict.theirs) row["theirs"] = *conflict.theirs;
  if (conflict.yours) row["yours"] = *conflict.yours;
  return row;
}

Json finding_json(const base::Finding& finding) {
  Json row = {{"code", finding.code},
              {"detail", finding.detail},
              {"severity", finding.severity == base::Severity::error ? "error" : "warning"}};
  row["pointer"] = finding.pointer;  // empty: the whole
  if (finding.row) row["row"] = *finding.row;
  if (finding.line) row["line"] = *finding.line;
  return row;
}

Json import_summary_json(const ImportReport& report) {
  const ImportSummary& sums = report.summary;
  Json json = {{"format", report.format},
               {"dry_run", report.dry_run},
               {"applied", report.applied},
               {"plan", report.plan},
               {"base_seq", report.base_seq},
               {"seq", report.seq},
               {"summary",
                {{"create", sums.create},
                 {"update", sums.update},
                 {"unchanged", sums.unchanged},
                 {"withdraw", sums.withdraw},
                 {"error", sums.error},
                 {"warning", sums.warning}}}};
  if (!report.id.empty()) json["id"] = report.id;
  if (!report.submissions.empty()) json["submissions"] = report.submissions;
  for (const base::Finding& finding : report.findings)
    json["findings"].push_back(finding_json(finding));
  return json;
}

Json import_item_json(const ImportItem& item) {
  Json row = {{"action", item.action}};
  if (item.row != 0) row["row"] = item.row;
  if (!item.place.empty()) row["place"] = item.place;
  if (item.line) row["line"] = *item.line;
  if (!item.id.empty()) row["id"] = item.id;
  if (item.base_version != 0) row["base_version"] = item.base_version;
  if (item.status == "draft") row["status"] = item.status;
  if (!item.submission.empty()) row["submission"] = item.submission;
  if (!item.differences.empty()) row["difference"] = changes_json(item.differences);
  for (const Candidate& candidate : item.candidates) {
    row["candidates"].push_back({{"id", candidate.id},
                                 {"reason", candidate.reason},
                                 {"href", "/v1/entries/" + candidate.id}});
  }
  if (!item.findings.empty()) {
    Json findings = Json::array();
    for (const base::Finding& finding : item.findings) findings.push_back(finding_json(finding));
    row["findings"] = std::move(findings);
  }
  return row;
}

}  // namespace cyberdir::service
