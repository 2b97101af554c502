// /{language}/coverage
#include <algorithm>
#include <array>

#include "http/handlers.h"
#include "http/report_page.h"
#include "page/render.h"
#include "service/coverage.h"

namespace cyberdir::http {
namespace {

page::CoveragePage::Tile tile_of(const PageRequest& page, const service::CoveredState& state) {
  const auto serves = [&](const char* category) {
    return std::find(state.categories.begin(), state.categories.end(), category) !=
           state.categories.end();
  };
  page::Text name = title_of(state.entry, page.language);
  if (name.value.empty()) name.value = state.iso2;
  return {{state.iso2, std::move(name)},
          serves("diplomatic"),
          serves("technical"),
          static_cast<std::uint64_t>(state.contacts)};
}

bool belongs(const service::CoveredState& state, const std::string& group) {
  if (group.empty()) return state.groups.empty();
  return std::find(state.groups.begin(), state.groups.end(), group) != state.groups.end();
}

}  // namespace

Response page_coverage(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"as_of"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const auto coverage =
      service::coverage_of(page->directory(), page->reader_of_titles(), page->as_of);
  if (!coverage) return page_error(context, coverage.error());
  page::CoveragePage shown;
  for (const service::CoveredGroup& group : coverage->groups) {
    page::CoveragePage::Group one{group.name,
                                  static_cast<std::uint64_t>(group.with_contact),
                                  static_cast<std::uint64_t>(group.diplomatic),
                                  static_cast<std::uint64_t>(group.technical),
                                  {}};
    for (const service::CoveredState& state : coverage->states) {
      if (belongs(state, group.name)) one.tiles.push_back(tile_of(*page, state));
    }
    shown.groups.push_back(std::move(one));
  }
  shown.json_path = "/v1/coverage.json" + query_of(*page);
  shown.xml_path = "/v1/coverage.xml" + query_of(*page);
  return page_answer(*page, page::render_coverage(shown, page->frame));
}

}  // namespace cyberdir::http
