// Cards from outside, in any of their syntaxes, as the same list of properties: vCard 2.1, 3.0
// and 4.0 (RFC 6350), jCard (RFC 7095), xCard (RFC 6351). Hostile until shown otherwise: what is
// beyond a bound is not kept, and said so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "base/stream.h"
#include "codec/vcard.h"

namespace cyberdir::codec {

/// Bounds on what is kept of a card.
struct CardLimits {
  std::size_t value_bytes = 128UL * 1024;  ///< a property
  std::size_t picture_bytes = 2UL * 1024;  ///< a photo, logo or sound: an address is shorter
  std::size_t card_bytes = 512UL * 1024;   ///< a card, of which nothing is read beyond this
  std::size_t properties = 4096;           ///< of a card; nothing is read beyond
  std::size_t parameters = 64;             ///< of a property
};

/// The type of a property whose bytes are of an unknown encoding: its value is a `data:` URI of
/// them.
inline constexpr std::string_view kBytesType = "bytes";

/// One card as it was read. Names of properties and parameters are in capitals, TYPE in small
/// letters; encodings are undone; VERSION is not among the properties. What is base64 is a `data:`
/// URI of type uri.
struct ReadCard {
  std::uint64_t row = 0;   ///< from 1
  std::uint64_t line = 0;  ///< of the file, from 1; 0 where the syntax has none
  std::string place;
  std::vector<CardProperty> properties;
  std::vector<std::string> unread;  ///< lines that are no properties, or may be cut off
  base::Findings findings;          ///< warnings; an error where the card is not to be used
};

/// Takes cards, in order. An error ends the reading and is passed on.
using TakeCard = std::function<base::Result<void>(ReadCard card)>;

/// Each reads a whole file. Errors: malformed (it is not of the syntax), too_large (jCard and
/// xCard, whose parsers have bounds of their own), of the source and of `take`.
[[nodiscard]] base::Result<void> read_vcards(base::ByteSource& bytes, const TakeCard& take,
                                             const CardLimits& limits = {});
[[nodiscard]] base::Result<void> read_jcards(base::ByteSource& bytes, const TakeCard& take,
                                             const CardLimits& limits = {});
[[nodiscard]] base::Result<void> read_xcards(base::ByteSource& bytes, const TakeCard& take,
                                             const CardLimits& limits = {});

/// Puts one card together within its bounds: what the three readers have in common.
class CardBuilder {
 public:
  explicit CardBuilder(const CardLimits& limits) : limits_(limits) {}

  [[nodiscard]] const CardLimits& limits() const { return limits_; }
  /// True once the card is beyond its bounds: more of it is not looked at.
  [[nodiscard]] bool full() const { return full_; }
  void begin(std::uint64_t row, std::uint64_t line, std::string place);
  /// Takes a property; one that is too long is left out, with a warning.
  void add(CardProperty property);
  /// A value of that property was too long to be read.
  void too_long(const std::string& name);
  void add_unread(std::string text);
  void warn(std::string code, std::string detail, const std::string& name = {});
  void refuse(std::string code, std::string detail);
  [[nodiscard]] ReadCard finish();

 private:
  void note(base::Finding finding);
  [[nodiscard]] bool has_room(std::size_t bytes);

  CardLimits limits_;
  ReadCard card_;
  std::size_t bytes_ = 0;
  bool full_ = false;
};

}  // namespace cyberdir::codec
