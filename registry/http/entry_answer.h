// An entry as an answer: body in the form asked, validators, conditional requests.
#pragma once

#include "http/context.h"
#include "http/negotiation.h"
#include "service/directory.h"
#include "service/workflow.h"

namespace cyberdir::http {

/// Answers with an entry, or 304 where If-None-Match has its tag.
[[nodiscard]] Response entry_answer(const Context& context, const service::EntryAnswer& entry);

/// Answers a write: 201 with Location where it created, else 200.
[[nodiscard]] Response written_answer(const Context& context, const service::WriteOutcome& outcome);

/// Answers with an object that is not an entry, as JSON or XML; `root` names it in XML.
[[nodiscard]] Response object_answer(const Context& context, std::string_view root,
                                     const std::string& json);

/// Answers with a document that has one form only.
[[nodiscard]] Response document_answer(const Context& context, std::string_view media_type,
                                       std::string_view cache_control, std::string body);

/// Sets Memento-Datetime and X-Cyberdir-Seq.
void set_moment(Response& response, const store::Moment& moment);

/// The headers that all answers about entries share.
void set_common(const Context& context, Response& response);

}  // namespace cyberdir::http
