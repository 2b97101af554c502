// An entry as a contact card. What of an entry becomes which property is said once, by card_of();
// the three syntaxes of cards, vCard 4.0 (RFC 6350), jCard (RFC 7095) and xCard (RFC 6351), are
// written from its list, and importers/card_draft.h goes the way back.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "model/json.h"

namespace cyberdir::codec {

/// What a card says that does not stand in the entry itself.
struct CardContext {
  std::string organisation;  ///< name of the organisation of a contact; may be empty
  std::string state;         ///< name of the State; may be empty
  std::string address;  ///< URL under which a server has the entries, without a slash; may be empty
  base::Instant now;    ///< channels whose urgent use is awaited are told by this
  bool brief = false;   ///< only what fits a picture: no keys, no other languages
  std::string language = "en";  ///< of the reader: its text is preferred, a brief card's only one
};

/// A parameter of a property; several values where it is a list, as TYPE is.
struct CardParameter {
  std::string name;  ///< "PREF"
  std::vector<std::string> values;

  bool operator==(const CardParameter&) const = default;
};

/// A property of a card in no syntax: values are neither escaped nor folded.
struct CardProperty {
  std::string name;                       ///< "TEL"
  std::vector<CardParameter> parameters;  ///< without VALUE
  std::string type = "text";              ///< "text", "uri", "language-tag" …
  std::vector<std::string> values;        ///< components of a structured property, or one value
  char separator = ';';                   ///< between components: ';', or ',' in lists
  std::string group;                      ///< of properties that belong together; may be empty

  bool operator==(const CardProperty&) const = default;

  /// The parameter of that name, or null.
  [[nodiscard]] const CardParameter* parameter(std::string_view parameter_name) const;
  /// Its first value; empty where there is none.
  [[nodiscard]] std::string parameter_text(std::string_view parameter_name) const;
};

/// What stands in a card of ours and nowhere else: it says the kind of the entry.
inline constexpr std::string_view kOwnCardMark = "X-CYBERDIR-KIND";

/// The kinds that have a card.
inline constexpr std::array<std::string_view, 2> kKindsWithCard = {"contact", "organisation"};

/// Whether entries of this kind have a card.
[[nodiscard]] bool has_card(std::string_view kind);

/// What the card of an entry says. Channels that are suspended are left out, for a card is kept and
/// called from; those whose urgent use is awaited come last. Any thread.
[[nodiscard]] std::vector<CardProperty> card_of(const model::Json& entry,
                                                const CardContext& context);

/// What a kind of channel becomes. Kinds for which vCard has no property are extensions of ours.
struct ChannelProperty {
  std::string_view kind;
  std::string_view property;
  std::string_view scheme;               ///< of a uri; empty: the value is written as it is
  std::string_view type;                 ///< of the property's value
  std::array<std::string_view, 2> sort;  ///< its TYPE; empty where there is none
  bool says_kind = false;  ///< another kind looks the same, so that the kind is a parameter
};
[[nodiscard]] std::span<const ChannelProperty> channel_properties();

/// The card in vCard 4.0: lines end in CR LF and have 75 octets at most, never cut within a
/// character.
[[nodiscard]] std::string vcard(const std::vector<CardProperty>& card);

/// The card as jCard: one array, without white space.
[[nodiscard]] std::string jcard(const std::vector<CardProperty>& card);

/// The card as xCard: the element `vcard`, which stands in `vcards` of the namespace
/// kXCardNamespace.
[[nodiscard]] std::string xcard(const std::vector<CardProperty>& card);
inline constexpr std::string_view kXCardNamespace = "urn:ietf:params:xml:ns:vcard-4.0";

}  // namespace cyberdir::codec
