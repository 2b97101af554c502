// An entry: a typed envelope and a body that its kind's table describes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/instant.h"
#include "model/field.h"
#include "model/json.h"

namespace cyberdir::model {

/// Where an entry stands.
enum class Status : std::uint8_t { draft, published, suspended, withdrawn };

[[nodiscard]] std::string_view name_of(Status status);
[[nodiscard]] std::optional<Status> status_named(std::string_view name);

/// An entry as it is written: what its owner says, nothing that the registry keeps.
/// `meta` holds the owner's members only; `body` the kind's fields; `extensions` foreign fields.
/// All three are objects, without empty values.
struct Entry {
  std::string id;
  const Kind* kind = nullptr;
  Json meta = Json::object();
  Json body = Json::object();
  Json extensions = Json::object();

  [[nodiscard]] std::string_view owner() const;
  /// `states` where the entry does not say.
  [[nodiscard]] std::string_view group() const;
  /// The whole as one JSON object, the form that is stored and hashed.
  [[nodiscard]] Json to_json() const;
  /// The text by which people know it, in `language` where it has that, else in the first it has.
  [[nodiscard]] std::string title(std::string_view language = "en") const;
  /// The State it belongs to: of the field that feeds the filter `state`, else the owner's.
  [[nodiscard]] std::string state() const;

  bool operator==(const Entry& other) const;
};

/// The value of a multilingual text in `language`, else English, else its first.
[[nodiscard]] std::string text_in(const Json& text, std::string_view language);

/// What the registry keeps about one version.
struct VersionFacts {
  std::int64_t number = 0;
  Status status = Status::published;
  base::Instant created_at;   ///< commit time of version 1
  base::Instant modified_at;  ///< commit time of this version
  std::optional<base::Instant> declared_at;
  std::string declared_by;
  bool current = true;
  bool held = false;  ///< the entry is held back as of now: its owner and the secretariat see it
};

/// True for an id that may be given to an entry: 1 to 64 of A-Z a-z 0-9 . _ ~ - (unreserved in
/// RFC 3986), beginning with a letter or digit, not ending in the suffix of a form.
[[nodiscard]] bool is_entry_id(std::string_view id);

}  // namespace cyberdir::model
