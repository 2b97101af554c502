// Submissions: changes of entries on their way past other eyes to publication.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/submission.h"
#include "service/etag.h"
#include "service/submission_plan.h"
#include "service/submission_view.h"
#include "service/versions.h"
#include "service/workflow.h"

namespace cyberdir::service {

/// Most suggestions of one caller that wait for an answer.
inline constexpr std::int64_t kMostOpenSuggestions = 100;

/// Why something could not be done with a submission, beyond what the error says.
struct Refusal {
  std::optional<model::SubmissionState> state;  ///< where it stands
  std::vector<model::SubmissionAction> possible;
  std::vector<EntryConflicts> conflicts;
};

/// How an edit of a submission is written.
enum class EditForm : std::uint8_t { whole, merge_patch };

struct SubmissionList {
  std::vector<VisibleSubmission> items;
  std::int64_t next = 0;  ///< key for the page after this one; 0 at the end
  std::int64_t total = 0;
};

/// Keeps submissions and moves them along model::transitions(). Everything that one call does is
/// one transaction: the step, what the registry does next by itself, publication. Every step is a
/// row of the audit trail. Any thread.
class Submissions final : public Diversion {
 public:
  Submissions(store::Store& store, Versions& versions, const base::Clock& clock)
      : store_(store), versions_(versions), clock_(clock) {}

  /// What direct writes and submissions wait for; full where it was never set. Before the registry
  /// is used by several threads.
  void set_review(model::Review review) { review_ = review; }
  [[nodiscard]] model::Review review() const { return review_; }
  /// Called, from any thread, when a submission begins to wait for its time. As set_review().
  void set_listener(std::function<void()> waits) { waits_ = std::move(waits); }

  /// Makes a draft of the caller's own, or a suggestion to the owner of an entry that the caller
  /// sees. `key` is an Idempotency-Key or empty. Errors: invalid, forbidden, conflict (the key was
  /// used for something else; too many suggestions wait).
  base::Result<VisibleSubmission> create(const Origin& origin, const model::Json& content,
                                         std::string_view key);
  base::Result<VisibleSubmission> edit(const Origin& origin, const std::string& id, EditForm form,
                                       const model::Json& content, const Precondition& precondition,
                                       Refusal& refusal);
  /// Does one thing of the table with a submission. Errors: not_found, precondition_required,
  /// stale, conflict and forbidden (`refusal` says what is possible), invalid.
  base::Result<VisibleSubmission> act(const Origin& origin, const std::string& id,
                                      model::SubmissionAction action, const std::string& comment,
                                      const Precondition& precondition, Refusal& refusal);

  /// Errors: not_found.
  base::Result<VisibleSubmission> get(const model::Caller& caller, const std::string& id);
  /// Those that the caller may see, newest first, or oldest first; only in `states` unless that is
  /// empty. `key` is that of the page before, or 0.
  base::Result<SubmissionList> list(const model::Caller& caller,
                                    std::vector<model::SubmissionState> states, std::int64_t key,
                                    std::size_t limit, bool oldest_first = false);

  /// True where submitting counts as a second person's approval for an owner.
  base::Result<bool> one_person(const std::string& owner);
  /// True where the caller may say so: a manager of the owner, or the operator.
  [[nodiscard]] static bool may_set_one_person(const model::Caller& caller, std::string_view owner);
  /// Sets whether submitting counts as a second person's approval for an owner. Errors: invalid,
  /// forbidden.
  base::Result<void> set_one_person(const Origin& origin, const std::string& owner,
                                    bool one_person);

  /// Publishes, or returns, each submission whose time has come; gives the time of the next.
  base::Result<std::optional<base::Instant>> publish_due();

  [[nodiscard]] bool diverts(const Origin& origin, std::string_view owner) override;
  base::Result<Diverted> divert(store::Writer& writer, const Origin& origin, std::string_view owner,
                                model::ProposedChange change) override;

  /// Tells the listener of what began to wait, after the transaction in which it did.
  void tell_listener();

  /// True where what this importer changes in entries of `owner` waits for others: always, but for
  /// an owner for whom nobody edits yet, where the operator imports.
  [[nodiscard]] bool diverts_import(store::Reader& reader, const Origin& origin,
                                    std::string_view owner, base::Instant now) const;
  /// Makes one submission of changes that were imported, within the transaction, and moves it on.
  /// At most model::kMostChanges. Returns its id. Errors: invalid, with pointers into the
  /// submission; nothing is to be kept of the transaction then.
  base::Result<std::string> propose(store::Writer& writer, const Origin& origin,
                                    std::string_view owner, model::SubmissionBody body);

 private:
  base::Result<store::SubmissionRow> submit_at_once(store::Writer& writer, const Origin& origin,
                                                    std::string_view owner,
                                                    model::SubmissionBody& body);
  base::Result<store::SubmissionRow> begin(store::Writer& writer, const Origin& origin,
                                           std::string_view owner, model::SubmissionBody body,
                                           base::Findings findings);
  base::Result<store::SubmissionRow> suggest(store::Writer& writer, const Origin& origin,
                                             const model::SubmissionBody& body,
                                             base::Findings findings);
  /// Writes the drafts of new entries and what they are called into `body`.
  void write_drafts(store::Writer& writer, const Origin& origin, std::string_view owner,
                    model::SubmissionBody& body, base::Findings& findings);
  base::Result<void> keep(store::Writer& writer, const Origin& origin,
                          const store::SubmissionRow& row, model::SubmissionBody body,
                          base::Findings findings);
  static void take_step(store::Writer& writer, const Origin& origin, store::SubmissionRow& row,
                        std::string_view action, model::SubmissionState to,
                        std::string_view comment, std::int64_t first_seq);
  static base::Result<void> check_complete(store::Reader& reader, const model::Caller& caller,
                                           const store::SubmissionRow& row, Refusal& refusal);
  /// What the registry does by itself, until a person or a time is awaited.
  base::Result<void> go_on(store::Writer& writer, const Origin& origin, store::SubmissionRow& row);
  base::Result<void> publish(store::Writer& writer, const Origin& origin,
                             store::SubmissionRow& row);
  base::Result<void> write_entries(store::Writer& writer, const Origin& origin,
                                   const store::SubmissionRow& row, const SubmissionPlan& plan);
  store::Store& store_;
  Versions& versions_;
  const base::Clock& clock_;
  model::Review review_ = model::Review::full;
  std::function<void()> waits_;
  std::atomic<bool> waiting_{false};  ///< a submission began to wait since the listener was told
};

}  // namespace cyberdir::service
