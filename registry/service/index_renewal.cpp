#include "service/index_renewal.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "service/index.h"
#include "service/versions.h"

namespace cyberdir::service {

using base::Result;

namespace {

constexpr std::size_t kBatch = 256;

// Calls `visit` with every contact, until it says false.
template <typename Visit>
void each_contact(store::Reader& reader, const Visit& visit) {
  std::int64_t after = 0;
  for (auto rows = reader.entries(after, kBatch); !rows.empty();
       rows = reader.entries(after, kBatch)) {
    after = rows.back().row;
    for (const store::EntryRow& row : rows) {
      if (row.kind == "contact" && !visit(row)) return;
    }
  }
}

bool says_when_it_answers(const std::pair<std::int64_t, store::Span>& row) {
  return std::any_of(row.second.facets.begin(), row.second.facets.end(),
                     [](const store::FacetValue& facet) { return facet.name == kReachFacet; });
}

// All were written by the same program: the first that is in the index speaks for the others.
bool is_complete(store::Reader& reader) {
  bool complete = true;
  each_contact(reader, [&](const store::EntryRow& row) {
    const auto spans = reader.spans(row.row);
    if (spans.empty()) return true;
    complete = std::all_of(spans.begin(), spans.end(), says_when_it_answers);
    return false;
  });
  return complete;
}

}  // namespace

Result<void> renew_index(store::Store& store) {
  bool complete = true;
  CYBERDIR_TRY(store.read([&](store::Reader& reader) -> Result<void> {
    complete = is_complete(reader);
    return {};
  }));
  if (complete) return {};
  return store.write([&](store::Writer& writer) -> Result<void> {
    std::vector<std::string> contacts;
    each_contact(writer, [&](const store::EntryRow& row) {
      contacts.push_back(row.id);
      return true;
    });
    for (const std::string& id : contacts) CYBERDIR_TRY(Versions::reindex_all(writer, id));
    return {};
  });
}

}  // namespace cyberdir::service
