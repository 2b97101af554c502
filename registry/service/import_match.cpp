#include "service/import_match.h"

#include <algorithm>

#include "codec/json_reader.h"
#include "model/kept_members.h"
#include "service/identity_keys.h"
#include "service/versions.h"

namespace cyberdir::service {

namespace {

constexpr std::size_t kMostBearers = 8;
constexpr std::size_t kMostCandidates = 5;

void add_candidate(Match& match, const std::string& id, const char* reason) {
  const bool known = std::any_of(match.candidates.begin(), match.candidates.end(),
                                 [&](const Candidate& candidate) { return candidate.id == id; });
  if (!known && match.candidates.size() < kMostCandidates) match.candidates.push_back({id, reason});
}

}  // namespace

std::optional<store::EntryRow> Matcher::by_source(const StagedRecord& record) {
  if (record.source_name.empty() || record.source_id.empty()) return std::nullopt;
  if (auto known = reader_.entry_by_source(record.source_name, record.source_id)) return known;
  const auto listing = reader_.listing(record.source_name, record.source_id);
  return listing ? reader_.entry_at(listing->entry) : std::nullopt;
}

std::vector<store::EntryRow> Matcher::bearers(const StagedRecord& record, const std::string& key) {
  std::vector<store::EntryRow> found;
  for (const store::Bearing& bearing : reader_.bearing(kIdentityFacet, key, kMostBearers)) {
    if (model::level_for(caller_, bearing.owner, bearing.group) < bearing.level) continue;
    auto row = reader_.entry_at(bearing.entry);
    if (!row || row->kind != record.kind || row->status == model::Status::withdrawn) continue;
    const auto first = reader_.version(row->row, 1);
    if (first && first->seq <= base_seq_) found.push_back(*std::move(row));
  }
  return found;
}

bool Matcher::differs_in_function(const StagedRecord& record, const store::EntryRow& entry) {
  if (record.category.empty()) return false;
  const auto current = Versions::load(reader_, entry);
  return !current || current->entry.body.value("category", std::string()) != record.category;
}

// What came from this very record before: then a file without identifiers changes nothing the
// second time.
std::optional<store::EntryRow> Matcher::one_that_says_the_same(
    const StagedRecord& record, const std::vector<Candidate>& candidates) {
  for (const Candidate& candidate : candidates) {
    auto row = reader_.entry(candidate.id);
    const auto current = row ? Versions::load(reader_, *row) : std::nullopt;
    auto tree = codec::read_stored(record.body);
    if (!current || !tree || matched_.contains(candidate.id)) continue;
    base::Findings none;
    model::Entry stated = model::take_entry(*std::move(tree), none, model::Kept::acceptances);
    model::carry_kept(stated, current->entry);
    if (!same_content(current->entry, stated)) continue;
    matched_.insert(candidate.id);
    return row;
  }
  return std::nullopt;
}

Match Matcher::find(const StagedRecord& record) {
  Match match;
  match.entry = by_source(record);
  if (match.entry) return match;
  std::vector<store::EntryRow> same;
  for (const std::string& key : record.exact_keys) {
    for (store::EntryRow& row : bearers(record, key)) {
      if (differs_in_function(record, row)) {
        add_candidate(match, row.id, "identifier");
      } else if (std::none_of(same.begin(), same.end(),
                              [&](const store::EntryRow& known) { return known.id == row.id; })) {
        same.push_back(std::move(row));
      }
    }
  }
  if (same.size() == 1 && matched_.insert(same.front().id).second) {
    match.entry = std::move(same.front());
    match.candidates.clear();
    return match;
  }
  for (const store::EntryRow& row : same) add_candidate(match, row.id, "identifier");
  for (const std::string& key : record.likely_keys) {
    for (const store::EntryRow& row : bearers(record, key)) add_candidate(match, row.id, "name");
  }
  if (auto itself = one_that_says_the_same(record, match.candidates)) {
    match.entry = std::move(itself);
    match.candidates.clear();
  }
  return match;
}

}  // namespace cyberdir::service
