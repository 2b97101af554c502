// A registry in which India's people propose changes, and others look on.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/temporary_registry.h"

namespace cyberdir::scenarios {

/// A registry under full review with an organisation, a technical and a diplomatic contact of
/// India, and the tokens of all sorts of callers by name.
class SubmissionWorld {
 public:
  SubmissionWorld();

  support::TemporaryRegistry registry;

  /// anonymous, reader, editor, colleague (a second editor), manager, second (manager), all of
  /// India; reader of Thailand, manager of Thailand, secretariat, administrator.
  [[nodiscard]] const std::map<std::string, std::string>& tokens() const { return tokens_; }
  [[nodiscard]] const std::string& token(const std::string& who) const { return tokens_.at(who); }

  support::Reply post(const std::string& target, const std::string& who, const model::Json& body,
                      const std::string& tag = {});
  support::Reply put(const std::string& target, const std::string& who, const model::Json& body,
                     const std::string& tag);
  support::Reply get(const std::string& target, const std::string& who);
  /// Makes a submission; its id. It must be taken.
  std::string propose(const std::string& who, const model::Json& content);
  /// Does something with the submission as it stands, whoever may see its tag.
  support::Reply act(const std::string& who, const std::string& action, const std::string& id,
                     const std::string& comment = {});
  /// As act(); it must be done. The state that the submission stands in then.
  std::string must(const std::string& who, const std::string& action, const std::string& id,
                   const std::string& comment = {});
  /// Submits, approves and accepts.
  std::string publish(const std::string& id);
  /// The submission as the caller sees it.
  model::Json seen(const std::string& id, const std::string& who = "editor");
  /// An entry as India's editor sees it.
  model::Json entry(const std::string& id);
  std::string tag(const std::string& id, const std::string& who);
  /// Where the log stands.
  std::int64_t seq();

 private:
  std::map<std::string, std::string> tokens_;
};

[[nodiscard]] model::Json small_organisation(const std::string& id);
[[nodiscard]] model::Json small_contact(const std::string& id, const std::string& category);
/// A submission of one merge patch.
[[nodiscard]] model::Json patch_of(const std::string& entry, std::int64_t base_version,
                                   const model::Json& patch);

}  // namespace cyberdir::scenarios
