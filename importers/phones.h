// Telephone numbers as directories of teams list them.
#pragma once

#include <string_view>

#include "importers/draft.h"

namespace cyberdir::importers {

/// Makes channels of the numbers of a member that is a text or a list of texts: of `kind`, or of
/// the kind that a note beside a number says ("+1 202 555 0100 (fax)"). A text may hold several
/// numbers; where one of them is not certainly a number, the whole text stays, with a finding. A
/// note that is not known stays with its number, which is used all the same.
void take_phones(Draft& draft, std::string_view member, std::string_view kind, bool urgent = false);

}  // namespace cyberdir::importers
