// Which entry a record without our identifier is about.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/audience.h"
#include "service/import_options.h"
#include "service/import_stage.h"
#include "store/store.h"

namespace cyberdir::service {

struct Match {
  std::optional<store::EntryRow> entry;  ///< it is about this one; nothing where it is new
  std::vector<Candidate> candidates;     ///< it may be about one of these; a person decides
};

/// Looks entries up for the records of one file. Only what the caller may see tells it anything.
/// One thread.
class Matcher {
 public:
  /// `base_seq`: entries of later sequences came with the file itself and are no match.
  Matcher(store::Reader& reader, const model::Caller& caller, std::int64_t base_seq)
      : reader_(reader), caller_(caller), base_seq_(base_seq) {}

  /// By the source's name and identifier, also where that is a further listing of the entry; else
  /// by exact identifiers, where just one entry has them and no record before was told to be it.
  [[nodiscard]] Match find(const StagedRecord& record);

 private:
  [[nodiscard]] std::optional<store::EntryRow> by_source(const StagedRecord& record);
  /// Entries of the record's kind that were there before and have the key in the caller's sight.
  [[nodiscard]] std::vector<store::EntryRow> bearers(const StagedRecord& record,
                                                     const std::string& key);
  [[nodiscard]] std::optional<store::EntryRow> one_that_says_the_same(
      const StagedRecord& record, const std::vector<Candidate>& candidates);
  /// True where what tells both apart is not the same: two contacts of an office share a mailbox.
  [[nodiscard]] bool differs_in_function(const StagedRecord& record, const store::EntryRow& entry);

  store::Reader& reader_;
  const model::Caller& caller_;
  std::int64_t base_seq_;
  std::set<std::string> matched_;  ///< entries that a record was told to be about
};

}  // namespace cyberdir::service
