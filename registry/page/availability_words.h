// When a contact answers, in words.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.h"
#include "model/availability.h"

namespace cyberdir::page {

// "Now 03:12, Sunday, Bangkok (UTC+7). Office closed, opens in 5 h 48 min. Duty line answers at all
// hours." `now` is the moment that `availability` was worked out for. Any thread.
[[nodiscard]] std::string availability_words(std::string_view language,
                                             const model::Availability& availability,
                                             base::Instant now);

}  // namespace cyberdir::page
