// An entry as a contact card: vCard 4.0 (RFC 6350). What of an entry becomes which property is said
// once, by card_of(); the forms of cards are written from its list.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "model/json.h"

namespace cyberdir::codec {

/// What a card says that does not stand in the entry itself.
struct CardContext {
  std::string organisation;     ///< name of the organisation of a contact; may be empty
  std::string state;            ///< name of the State; may be empty
  std::string address;          ///< URL under which this server has the entries, without a slash
  base::Instant now;            ///< channels whose urgent use is awaited are told by this
  bool brief = false;           ///< only what fits a picture: no keys, no other languages
  std::string language = "en";  ///< of the reader: its text is preferred, a brief card's only one
};

/// A property of a card, before it is written: values are neither escaped nor folded.
struct CardProperty {
  std::string name;                                             ///< "TEL"
  std::vector<std::pair<std::string, std::string>> parameters;  ///< without VALUE
  std::string type = "text";        ///< "text", "uri", "language-tag" …
  std::vector<std::string> values;  ///< components of a structured property, or one value
  char separator = ';';             ///< between components: ';', or ',' in lists
};

/// Whether entries of this kind have a card.
[[nodiscard]] bool has_card(std::string_view kind);

/// What the card of an entry says. Channels that are suspended are left out, for a card is kept and
/// called from; those whose urgent use is awaited come last. Any thread.
[[nodiscard]] std::vector<CardProperty> card_of(const model::Json& entry,
                                                const CardContext& context);

/// The card in vCard 4.0: lines end in CR LF and have 75 octets at most, never cut within a
/// character.
[[nodiscard]] std::string vcard(const std::vector<CardProperty>& card);

}  // namespace cyberdir::codec
