// The fields of an entry as the view model has them, by the table of its kind.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "http/pages_names.h"
#include "model/field.h"

namespace cyberdir::http {

/// Turns values into what a page shows. What no table describes is shown as it is written. One
/// thread; works while its names do.
class FieldView {
 public:
  FieldView(Names& names, std::string_view language) : names_(names), language_(language) {}

  /// The value of a field, all of them where it repeats.
  [[nodiscard]] page::Value value(const model::Field& field, const model::Json& json) const;

  /// The members of an object that the table names, in its order.
  [[nodiscard]] std::vector<page::Field> fields(std::span<const model::Field> table,
                                                const model::Json& object) const;

  /// The value that a JSON pointer into an entry names.
  [[nodiscard]] page::Value at(const model::Kind& kind, std::string_view pointer,
                               const model::Json& json) const;

  /// Any JSON as it is written.
  [[nodiscard]] static page::Value plain(const model::Json& json);

 private:
  [[nodiscard]] page::Value element(const model::Field& field, const model::Json& json,
                                    const model::Json* siblings) const;
  [[nodiscard]] page::Value string_value(const model::Field& field, const std::string& text,
                                         const model::Json* siblings) const;
  [[nodiscard]] page::Value owner(const std::string& owner) const;
  [[nodiscard]] page::Value group(const std::string& group) const;
  [[nodiscard]] page::Value texts(const model::Json& texts) const;
  [[nodiscard]] page::Value ref(const std::string& id) const;

  Names& names_;
  std::string_view language_;
};

}  // namespace cyberdir::http
