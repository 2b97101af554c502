#include "base/error_table.h"

#include <array>

namespace cyberdir::base {
namespace {

constexpr int kRefused = 1;
constexpr int kUnreachable = 3;

constexpr std::array kTable = {
    ErrorRow{ErrorCode::malformed, "malformed", "The request cannot be read", 400, kRefused},
    ErrorRow{ErrorCode::invalid, "invalid-content", "The content is not valid", 422, kRefused},
    ErrorRow{ErrorCode::unauthenticated, "unauthenticated", "Sign in or send a token", 401,
             kRefused},
    ErrorRow{ErrorCode::forbidden, "forbidden", "You may not do this", 403, kRefused},
    ErrorRow{ErrorCode::not_found, "not-found", "There is nothing here", 404, kRefused},
    ErrorRow{ErrorCode::not_acceptable, "not-acceptable", "Not available in that form", 406,
             kRefused},
    ErrorRow{ErrorCode::conflict, "conflict", "The present state does not allow this", 409,
             kRefused},
    ErrorRow{ErrorCode::gone, "gone", "It was withdrawn", 410, kRefused},
    ErrorRow{ErrorCode::stale, "stale", "It has changed since you read it", 412, kRefused},
    ErrorRow{ErrorCode::precondition_required, "precondition-required",
             "Say which version you are changing", 428, kRefused},
    ErrorRow{ErrorCode::too_large, "too-large", "Too large", 413, kRefused},
    ErrorRow{ErrorCode::quota, "quota", "Enough personal records for today", 429, kRefused},
    ErrorRow{ErrorCode::unsupported, "unsupported-media-type", "Not a form that is read here", 415,
             kRefused},
    ErrorRow{ErrorCode::unavailable, "unavailable", "Not available at this moment", 503,
             kUnreachable},
    ErrorRow{ErrorCode::corrupt, "corrupt", "What is stored does not verify", 500, kRefused},
    ErrorRow{ErrorCode::internal, "internal", "An error of the server", 500, kRefused},
};

}  // namespace

std::span<const ErrorRow> error_table() { return kTable; }

const ErrorRow& error_row(ErrorCode code) { return kTable.at(static_cast<std::size_t>(code)); }

}  // namespace cyberdir::base
