// What of a submission is seen by whom: the only way out of the store for its content.
//
// Its owner's editors and managers see all of it, the secretariat from its submission on, its
// suggester what it wrote and what became of it, nobody else anything. Persons are named by the
// owner that they act for; by their own ids only to those who act for the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "model/audience.h"
#include "model/diff.h"
#include "model/submission_body.h"
#include "store/records.h"

namespace cyberdir::service {

/// A submission that has passed the view.
class VisibleSubmission {
 public:
  [[nodiscard]] const model::Json& json() const { return json_; }
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] std::int64_t revision() const { return revision_; }
  /// SHA-256 of what is seen of what is stored, in hexadecimal.
  [[nodiscard]] const std::string& digest() const { return digest_; }

 private:
  friend class SubmissionView;
  VisibleSubmission() = default;
  model::Json json_;
  std::string id_;
  std::int64_t revision_ = 0;
  std::string digest_;
};

/// What stands against a change: the entry has moved on in the same values.
struct EntryConflicts {
  std::string entry;
  std::int64_t base_version = 0;
  std::int64_t current_version = 0;
  std::vector<model::Conflict> conflicts;
};

/// What is worked out of a submission as things stand, and not stored.
struct Prospect {
  base::Findings findings;
  std::vector<EntryConflicts> conflicts;
};

class SubmissionView {
 public:
  /// What the caller sees; nothing where it is not to know of the submission. `prospect` is shown
  /// to those who may see the content.
  [[nodiscard]] static std::optional<VisibleSubmission> view_for(
      const store::SubmissionRow& row, const std::vector<store::SubmissionStep>& steps,
      const model::Caller& caller, const Prospect& prospect);
  /// The same without changes and history, for lists.
  [[nodiscard]] static std::optional<VisibleSubmission> line_for(const store::SubmissionRow& row,
                                                                 const model::Caller& caller);
  [[nodiscard]] static bool sees_content(const store::SubmissionRow& row,
                                         const model::Caller& caller);
  /// Which submissions a caller may see at all.
  [[nodiscard]] static store::SubmissionQuery query_for(const model::Caller& caller);

  /// What is stored of a submission, as text. For erasure only.
  struct Texts {
    std::string body;
    std::string suggestion;
    std::string outcome;
  };
  [[nodiscard]] static Texts texts_of(const store::SubmissionRow& row);
  [[nodiscard]] static std::string comment_of(const store::SubmissionStep& step);

  /// The stored content. For the service only: what it returns has not passed the view.
  [[nodiscard]] static model::SubmissionBody open(const store::SubmissionRow& row);
};

[[nodiscard]] model::Json conflicts_json(const std::vector<EntryConflicts>& conflicts);

}  // namespace cyberdir::service
