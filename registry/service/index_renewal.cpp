#include "service/index_renewal.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "service/identity_keys.h"
#include "service/index.h"
#include "service/versions.h"

namespace cyberdir::service {

using base::Result;

namespace {

constexpr std::size_t kBatch = 256;

// Calls `visit` with every entry but States, until it says false.
template <typename Visit>
void each_entry(store::Reader& reader, const Visit& visit) {
  std::int64_t after = 0;
  for (auto rows = reader.entries(after, kBatch); !rows.empty();
       rows = reader.entries(after, kBatch)) {
    after = rows.back().row;
    for (const store::EntryRow& row : rows) {
      if (row.kind != "state" && !visit(row)) return;
    }
  }
}

bool has_facet(const std::pair<std::int64_t, store::Span>& row, std::string_view name) {
  return std::any_of(row.second.facets.begin(), row.second.facets.end(),
                     [&](const store::FacetValue& facet) { return facet.name == name; });
}

// All were written by the same program: the first of its kind that is in the index speaks for the
// others. Contacts say when they answer; an organisation that has a name is recognised by it.
bool is_complete(store::Reader& reader) {
  bool complete = true;
  std::set<std::string, std::less<>> asked;
  each_entry(reader, [&](const store::EntryRow& row) {
    if (asked.contains(row.kind)) return true;
    const auto spans = reader.spans(row.row);
    if (spans.empty()) return true;
    const bool named = std::any_of(spans.begin(), spans.end(), [](const auto& span) {
      const auto& text = span.second.text[static_cast<std::size_t>(span.second.level)];
      return span.second.kind == "organisation" && text && !text->title.empty();
    });
    asked.insert(row.kind);
    complete = std::all_of(spans.begin(), spans.end(), [&](const auto& span) {
      return (row.kind != "contact" || has_facet(span, kReachFacet)) &&
             (!named || has_facet(span, kIdentityFacet));
    });
    return complete;
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
    std::vector<std::string> entries;
    each_entry(writer, [&](const store::EntryRow& row) {
      entries.push_back(row.id);
      return true;
    });
    for (const std::string& id : entries) CYBERDIR_TRY(Versions::reindex_all(writer, id));
    return {};
  });
}

}  // namespace cyberdir::service
