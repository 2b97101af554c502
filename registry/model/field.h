// What a field is: one row of a kind's table. All forms, checks and projections follow from it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cyberdir::model {

/// The type of a field's value (of each element, where the field repeats).
enum class Type : std::uint8_t {
  string,        ///< XML 1.0 characters, kept as sent
  text,          ///< multilingual: an object from BCP 47 tag to string
  date,          ///< RFC 3339 full-date
  partial_date,  ///< YYYY, YYYY-MM or a full-date
  time,          ///< RFC 3339 date-time in UTC
  moment,        ///< a full-date or a date-time in UTC
  code,          ///< a value of a code list (data, model/data/codes.json)
  state,         ///< ISO 3166-1 alpha-2 code of a State
  ref,           ///< id of another entry
  boolean,
  integer,
  decimal,  ///< a JSON string holding the exact text of a decimal number
  object,   ///< has members of its own
};

/// A further rule on a string.
enum class Format : std::uint8_t {
  none,
  email,        ///< RFC 5321 addr-spec
  url,          ///< https or http, RFC 3986
  language,     ///< BCP 47
  time_zone,    ///< IANA, against the system's list
  fingerprint,  ///< 40 or 64 hexadecimal digits
  clock_time,   ///< HH:MM
  domain,
  ip_range,  ///< an address, a CIDR block or a range
  as_number,
  currency,   ///< ISO 4217, three capital letters
  country2,   ///< two capital letters
  country3,   ///< three capital letters
  digits3,    ///< three digits (M49)
  tlp,        ///< TLP 2.0
  channel,    ///< by the sibling `kind`: E.164, addr-spec, https
  group,      ///< states, network:CODE or named:XX,YY
  owner,      ///< State code, organisation's id, secretariat or registry
  extension,  ///< any JSON
};

/// Who may see a value: public, the entry's group, or the owner and the secretariat.
enum class Visibility : std::uint8_t { open, group, owner };

/// How a value takes part in full-text search.
enum class Search : std::uint8_t {
  no,
  body,   ///< found
  title,  ///< found first, and shown as the entry's title
};

/// How a repeated field is compared and patched.
enum class Identity : std::uint8_t { whole, kind_and_value, fingerprint };

/// One row of a table of fields. Everything points to static storage.
struct Field {
  std::string_view name;
  Type type = Type::string;
  bool long_text = false;  ///< more than a line is usual: forms give it room
  bool repeated = false;
  bool required = false;  ///< to publish; a draft may lack it
  Visibility visibility = Visibility::open;
  Format format = Format::none;
  std::string_view codes = {};          ///< name of the code list, for Type::code
  std::span<const Field> members = {};  ///< for Type::object
  std::string_view refers_to = {};      ///< kind that a ref must have; empty for any
  Search search = Search::no;
  bool personal = false;          ///< personal data of a natural person
  bool kept_by_registry = false;  ///< ignored on a write
  Identity identity = Identity::whole;
  std::string_view facet = {};    ///< name of the filter that this value feeds
  std::string_view meaning = {};  ///< one sentence, for schemas and forms
};

/// A kind of entry: its name and its table.
struct Kind {
  std::string_view name;
  std::string_view plural;
  std::span<const Field> fields;
  Visibility visibility = Visibility::open;  ///< default for the entry as a whole
  std::string_view meaning;

  /// The row of a field, or null where the kind has none of that name.
  [[nodiscard]] const Field* field(std::string_view field_name) const;
};

/// The row of a member of an object field, or null.
[[nodiscard]] const Field* find_field(std::span<const Field> fields, std::string_view name);

/// True where each element of the field may carry a `visibility` of its own: a list of which a
/// reader may see a part.
[[nodiscard]] bool narrowed_by_element(const Field& field);

/// True where entries of the kind may hold personal data of a natural person: in a field of their
/// own, or in a list whose elements say `personal`.
[[nodiscard]] bool names_persons(const Kind& kind);

/// True for a field that is personal data, or a list whose elements say `personal`.
[[nodiscard]] bool may_be_personal(const Field& field);

/// Name of a visibility as it stands in `meta.visibility`: public, group, owner.
[[nodiscard]] std::string_view name_of(Visibility visibility);

}  // namespace cyberdir::model
