// Where the cells of a foreign column go.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/csv_columns.h"
#include "model/field.h"

namespace cyberdir::importers {

/// The names of the two targets that are no field.
inline constexpr std::string_view kToExtensions = "extensions";
inline constexpr std::string_view kToNothing = "ignore";

/// A target of a column map:
///   name.fr, established, meta.owner …  the columns of our own CSV that are not JSON
///   name                                a text in the map's language
///   channels.email, enquiries.phone     a channel of that kind; `.urgent` behind it for urgent use
///   memberships.network, keys.key …     a member of the elements of a repeated field: the columns
///                                       of one field make an element together
///   source.id, source.url …             short for meta.source.id
///   extensions, ignore
struct ColumnTarget {
  enum class Form : std::uint8_t { field, channel, element, extensions, nothing };
  Form form = Form::extensions;
  codec::CsvColumn column;  ///< of a field; of a text without a language, the language is empty
  const model::Field* list = nullptr;    ///< of a channel or an element
  const model::Field* member = nullptr;  ///< of an element
  std::string channel_kind;
  bool urgent = false;

  /// The field that a cell's value must fit; null for extensions, nothing and ids.
  [[nodiscard]] const model::Field* value_field() const;
  /// True where a cell may hold several values.
  [[nodiscard]] bool takes_several() const;
  /// True where only one column may go there.
  [[nodiscard]] bool takes_one_column() const { return form == Form::field && !takes_several(); }
};

/// Reads a target for a kind; nothing where the kind has none of that name.
[[nodiscard]] std::optional<ColumnTarget> find_target(const model::Kind& kind,
                                                      std::string_view name);

/// All targets of a kind as a person chooses among them; texts without language.
[[nodiscard]] std::vector<std::string> targets_of(const model::Kind& kind);

}  // namespace cyberdir::importers
