// A mail as it goes over the wire: RFC 5322 with MIME (RFC 2045 to 2047), in UTF-8.
#pragma once

#include <string>

#include "base/instant.h"

namespace cyberdir::mail {

/// What a mail says, as text in UTF-8. Whatever is in it, no part becomes a header line of its own.
struct Message {
  std::string id;    ///< unique; left of the @ in Message-ID
  std::string from;  ///< one addr-spec
  std::string to;    ///< one addr-spec
  std::string subject;
  std::string body;      ///< lines end in \n
  std::string language;  ///< BCP 47
  base::Instant at;
};

/// The whole message with CRLF at the ends of lines; ASCII, no line longer than 78 characters.
[[nodiscard]] std::string to_mime(const Message& message);

}  // namespace cyberdir::mail
