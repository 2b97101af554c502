// Erasing personal data: which leaves of versions are meant, and taking them out.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/entry.h"
#include "store/store.h"

namespace cyberdir::service {

/// What is to be erased from all versions of an entry.
struct RedactionRequest {
  std::vector<std::string> pointers;    ///< into the content of one version
  std::string ground;                   ///< why, for the record; names no person
  std::optional<std::int64_t> version;  ///< which version the pointers are of; the current one
};

/// Reads `{"pointers": […], "ground": …, "version": n}`. Errors: invalid, with every finding.
[[nodiscard]] base::Result<RedactionRequest> parse_redaction(const model::Json& body);

/// True where one of `words` is in a text.
[[nodiscard]] bool names_one(std::string_view text, const std::set<std::string>& words);

/// Values to be erased wherever they stand: whole fields by name, elements of `channels` and `keys`
/// by what identifies them.
class Redaction {
 public:
  /// From pointers into `content`. Errors: invalid (with every finding): what cannot be erased, or
  /// names nothing.
  [[nodiscard]] static base::Result<Redaction> of(const std::vector<std::string>& pointers,
                                                  const model::Entry& content);
  /// The personal fields and channels of a kind: what versions that are past lose after a time. A
  /// list that is committed to as one goes whole where one of its elements is personal.
  [[nodiscard]] static Redaction of_personal_fields(const model::Kind& kind);

  /// True where the leaf at `pointer` is meant.
  [[nodiscard]] bool covers(const std::string& pointer, const model::Json& value) const;
  /// True where a stored version holds anything of what is meant.
  [[nodiscard]] bool concerns(const store::VersionRow& version) const;
  /// The content without what is meant.
  [[nodiscard]] model::Json without(model::Json whole) const;
  /// The texts that are in what is meant, for finding them where people wrote freely; very short
  /// ones are left out.
  [[nodiscard]] std::set<std::string> words_in(const model::Json& whole) const;
  /// Takes what is meant out of one stored version, with its salts. True where there was any of it.
  /// Errors: corrupt.
  base::Result<bool> erase_from(store::Writer& writer, const store::VersionRow& version) const;

 private:
  struct Element {
    std::string list;
    model::Identity identity;
    std::string key;  // what the element is known by
  };
  std::vector<std::string> fields_;  // pointers of leaves
  std::vector<std::string> within_;  // pointers of which every leaf below is meant
  std::vector<Element> elements_;
  bool personal_elements_ = false;
};

}  // namespace cyberdir::service
