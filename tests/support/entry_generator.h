// Makes valid entries from the tables of fields alone, the same ones for the same seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "model/field.h"
#include "model/json.h"

namespace cyberdir::support {

/// What generated entries look like.
struct GeneratorOptions {
  bool every_field = true;        ///< else required ones, and others by chance
  bool hard_text = true;          ///< strings that codecs get wrong; else plain words
  bool kept_by_registry = false;  ///< also the members of `meta` that a write ignores
  bool extensions = true;
  bool stamped_owner = true;  ///< owner drawn from a few States; else always XA
};

/// Makes entries in their JSON form, valid as validate() sees them; references go to ids that
/// need not exist. One thread.
class EntryGenerator {
 public:
  explicit EntryGenerator(std::uint64_t seed, GeneratorOptions options = {})
      : random_(seed), options_(options) {}

  /// An entry of a kind. Its id is `<kind>-<number>`, the number counted up from 1.
  [[nodiscard]] model::Json entry(const model::Kind& kind);

  /// A string without a form, possibly a hard one; never empty.
  [[nodiscard]] std::string text();

  /// Any JSON, for extensions.
  [[nodiscard]] model::Json any_json(std::size_t depth = 3);

 private:
  model::Json object(std::span<const model::Field> fields);
  model::Json value(const model::Field& field, const model::Json& siblings);
  model::Json one(const model::Field& field, const model::Json& siblings);
  std::string formatted(const model::Field& field, const model::Json& siblings);
  std::string channel(std::string_view kind);
  std::string date();
  std::string code(std::string_view list);
  std::size_t below(std::size_t bound);
  bool chance(std::size_t one_in) { return below(one_in) == 0; }
  std::string_view pick(std::span<const std::string_view> from) { return from[below(from.size())]; }
  std::string digits(std::size_t count);

  std::mt19937_64 random_;
  GeneratorOptions options_;
  std::uint64_t next_id_ = 1;
};

}  // namespace cyberdir::support
