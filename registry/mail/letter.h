// From a mail in the outbox to its words, in its recipient's language.
#pragma once

#include <string>

#include "base/result.h"
#include "mail/message.h"
#include "store/store.h"

namespace cyberdir::mail {

/// The message of a mail. `public_url` is how the registry is reached, without a slash at the end;
/// `from` the sender's address. What it says of an entry is what its owner sees, as it is now.
/// Errors: not_found (what it is about is gone), invalid (no words are known for it).
[[nodiscard]] base::Result<Message> letter(store::Reader& reader, const store::MailRow& mail,
                                           const std::string& public_url, const std::string& from);

}  // namespace cyberdir::mail
