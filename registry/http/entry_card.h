// An entry as a contact card (vCard), for the API and for the picture on a page.
#pragma once

#include <string>

#include "http/context.h"
#include "http/negotiation.h"
#include "model/json.h"
#include "service/directory.h"

namespace cyberdir::http {

inline constexpr Form kCardForm{"vcf", "text/vcard"};

/// The card of an entry as the caller sees it; `brief` leaves what fits a picture. Where the entry
/// is of a past moment, so is what the card says of its organisation and State.
[[nodiscard]] std::string card_text(const Context& context, const service::EntryAnswer& answer,
                                    bool brief, const std::string& language);

}  // namespace cyberdir::http
