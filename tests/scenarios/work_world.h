// A registry under full review in which people sign in and work by the pages alone.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "support/browser.h"
#include "support/signed_up.h"
#include "support/temporary_registry.h"

namespace cyberdir::scenarios {

class WorkWorld {
 public:
  /// India has an organisation "org", a technical contact "tech" and a diplomatic one, "diplomat".
  WorkWorld();

  support::TemporaryRegistry registry;

  /// The browser of a person who signed in: "editor", "colleague", "manager" and "reader" of India,
  /// "manager of TH", "reader of TH", "secretariat", "administrator".
  support::Browser& as(const std::string& who);
  /// The state of the submission that a path of a page leads to, as the API tells it.
  std::string state(const std::string& page_path);
  /// The identifier in a path of a submission's page.
  static std::string id_in(const std::string& page_path);
  /// A submission, and an entry, as this person reads them by the API.
  model::Json submission(const std::string& who, const std::string& id);
  model::Json entry(const std::string& who, const std::string& id);

  /// Chooses a kind on the page for adding; the path of the page of answers.
  std::string begin_entry(support::Browser& browser, const std::string& kind);
  /// Begins to change an entry by the button of its page; the path of the page of answers.
  std::string begin_change(support::Browser& browser, const std::string& entry);
  /// Sends the form of a page that does this; the page must be open.
  static support::Reply act(support::Browser& browser, const std::string& submission,
                            const std::string& action, const std::string& comment = {});
  /// Opens the submission and does this with it. The status that was answered.
  int decide(const std::string& who, const std::string& id, const std::string& action,
             const std::string& comment = {});
  /// Submits, approves and accepts what the editor wrote.
  void publish(const std::string& id);

 private:
  std::map<std::string, std::unique_ptr<support::Browser>> browsers_;
};

}  // namespace cyberdir::scenarios
