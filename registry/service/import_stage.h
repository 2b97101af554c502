// The first half of an import: each record is checked by itself and waits on disk for its turn.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ordered_work.h"
#include "codec/record.h"
#include "model/audience.h"
#include "model/entry.h"

namespace cyberdir::service {

/// Texts in a file without a name: it is gone with the process, however that ends.
class Spool {
 public:
  Spool();
  /// Errors: unavailable (no room).
  base::Result<void> append(std::string_view text);
  void rewind() const;
  /// The next text; false at the end.
  bool next(std::string& text) const;

 private:
  struct Close {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

[[nodiscard]] model::Json findings_json(const base::Findings& findings);
[[nodiscard]] base::Findings findings_of(const model::Json& list);

/// A record that was checked by itself, but not against the store.
struct StagedRecord {
  std::uint64_t row = 0;
  std::optional<std::uint64_t> line;
  std::string place;
  model::Status status = model::Status::published;
  base::Findings findings;
  std::vector<std::string> withheld;  ///< as in codec::Record
  std::string id;                     ///< may be empty
  std::string source_name;            ///< of `meta.source`; both empty where it names none
  std::string source_id;
  std::string source_url;
  std::string kind;
  std::string category;                 ///< of a contact
  std::vector<std::string> exact_keys;  ///< service/identity_keys; of records without id
  std::vector<std::string> likely_keys;
  std::string original;  ///< the record's own text, where its format gives it
  std::string body;      ///< canonical JSON of the entry; empty where it could not be read as one
};

/// The next record of a spool that a Stage has filled; nothing at its end.
[[nodiscard]] std::optional<StagedRecord> next_record(const Spool& spool);

/// Checks records, on other threads, and keeps them in a spool in their order.
class Stage final : public codec::RecordSink {
 public:
  Stage(Spool& spool, const model::Caller& caller);
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  Stage(Stage&&) = delete;
  Stage& operator=(Stage&&) = delete;
  ~Stage() override = default;

  base::Result<void> take(codec::Record record) override;
  void header(std::string row) override { header_ = std::move(row); }
  /// The row of names above the records, as text, where the format has one (CSV).
  [[nodiscard]] const std::string& header_row() const { return header_; }
  /// To be called after the last record.
  base::Result<void> finish();

 private:
  struct Checked {
    std::string head;
    std::string body;
  };
  struct Batch {
    std::vector<codec::Record> records;
    std::vector<Checked> checked;
  };
  [[nodiscard]] Checked check(codec::Record record) const;
  base::Result<void> give();
  base::Result<void> keep(const Batch& batch);

  Spool& spool_;
  const model::Caller& caller_;
  std::string header_;
  Batch batch_;
  base::OrderedWork<Batch> work_;
};

}  // namespace cyberdir::service
