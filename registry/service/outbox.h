// Mail that is to be sent: it waits in the store from the transaction of what it tells of.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"
#include "model/entry.h"
#include "store/store.h"

namespace cyberdir::service {

/// What mails there are; their words are those of the locales under "mail.<name>".
namespace mail_kind {
inline constexpr std::string_view kUrgentChanged = "urgent-changed";
inline constexpr std::string_view kUrgentChangedHere = "urgent-changed-here";
inline constexpr std::string_view kInvitation = "invitation";
inline constexpr std::string_view kAcceptance = "acceptance";
inline constexpr std::string_view kRefusal = "refusal";
inline constexpr std::string_view kNameRequest = "name-request";
}  // namespace mail_kind

/// One mail. It names what it is about; what the words need further is in `data`, which is gone
/// once the mail is sent.
struct OutgoingMail {
  std::string_view kind;
  std::string recipient;  ///< one addr-spec
  std::string language;   ///< one of the six; empty for English
  std::string subject;    ///< id of an entry or account
  model::Json data = model::Json::object();
};

/// Puts a mail into the outbox. One whose recipient is no address is left out. Trims it first.
void post(store::Writer& writer, base::Random& random, const OutgoingMail& mail);

/// Gives up mail that has waited for 30 days (there may be no mail server), and forgets what was
/// sent or given up 90 days ago.
void trim_outbox(store::Writer& writer);

/// True for one address that a mail can be sent to as it is: an addr-spec in ASCII without spaces,
/// control characters, quotes or angle brackets, of at most 254 bytes.
[[nodiscard]] bool is_mail_address(std::string_view address);

/// The language of the six in which to write to a contact: the one it prefers, else the first of
/// its languages that is one; English where there is none.
[[nodiscard]] std::string mail_language(const model::Entry& contact);

}  // namespace cyberdir::service
