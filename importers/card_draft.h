// A contact card on its way to an entry: the way back of codec::card_of(), for cards of ours and of
// others.
#pragma once

#include "codec/card_reader.h"
#include "codec/record.h"

namespace cyberdir::importers {

/// The record that a card makes. A card of ours (codec::kOwnCardMark and an id as UID) is that
/// entry again, and what it does not carry is `withheld`. Any other is an organisation where it
/// says so, else a contact; a card of a group or a place is an error. Throws nothing; any thread.
[[nodiscard]] codec::Record record_of(codec::ReadCard card);

}  // namespace cyberdir::importers
