// Incident response teams among the organisations, as the public teams API of FIRST lists them.
#pragma once

#include <string>
#include <vector>

#include "service/directory.h"

namespace cyberdir::service {

/// One member of a team to order by.
struct TeamOrder {
  std::string member;  ///< as codec::first_team() names it
  bool descending = false;
};

/// What is asked of the list.
struct TeamQuery {
  std::string words;    ///< as in a search; empty for all
  std::string country;  ///< code of the State in which it sits or further works; empty for any
  std::string team;     ///< part of the short name, however written; empty for any
  std::vector<TeamOrder> order;  ///< by id where empty
  std::size_t offset = 0;
  std::size_t limit = 100;
};

struct TeamList {
  std::vector<model::Json> teams;  ///< codec::first_team() of each
  std::int64_t total = 0;          ///< of all pages
};

/// Members that teams can be ordered by.
[[nodiscard]] bool is_team_order(std::string_view member);

/// One page, as the caller may see it. Without country, team and order only the rows of the index
/// up to the end of the page are read; else all teams that the words find, at most 10,000. Errors:
/// malformed (more than these; the sentence says how to ask for less), of the store.
[[nodiscard]] base::Result<TeamList> teams_of(Directory& directory, const model::Caller& caller,
                                              const TeamQuery& query);

}  // namespace cyberdir::service
