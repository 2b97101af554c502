// Result<T>: expected failures as values. Exceptions are for bugs only.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "base/finding.h"

namespace cyberdir::base {

/// The closed set of expected failures. base/error_table.h maps each to status, type and exit code.
enum class ErrorCode : std::uint8_t {
  malformed,              ///< the input cannot be read as what it claims to be
  invalid,                ///< it can be read and its content is not valid
  unauthenticated,        ///< the caller must say who they are
  forbidden,              ///< the caller may not do this
  not_found,              ///< there is none, or none the caller may know of
  not_acceptable,         ///< no representation that the caller accepts
  conflict,               ///< the present state does not allow it
  gone,                   ///< it was withdrawn, or can no longer be served
  stale,                  ///< a precondition names a version that is not current
  precondition_required,  ///< the request must say which version it is about
  too_large,              ///< over a stated limit
  quota,                  ///< what the caller may be sent in a day has been sent
  unsupported,            ///< a media type or format that is not read here
  unavailable,            ///< the store or a server could not be reached, or is busy
  corrupt,                ///< what is stored does not verify
  internal,               ///< a bug; the details are in the log only
};

/// A failure with a public sentence and all findings at once.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string detail;
  Findings findings;
};

/// Makes an error without findings.
[[nodiscard]] inline Error fail(ErrorCode code, std::string detail) {
  return Error{code, std::move(detail), {}};
}

/// Either a value or an Error. Owns both; movable; not thread-safe.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  [[nodiscard]] Error& error() & { return std::get<1>(state_); }
  [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
  [[nodiscard]] Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

/// The result of an operation that has no value.
struct Done {};
template <>
class [[nodiscard]] Result<void> : public Result<Done> {
 public:
  Result() : Result<Done>(Done{}) {}
  Result(Error error) : Result<Done>(std::move(error)) {}  // NOLINT(google-explicit-constructor)
};

}  // namespace cyberdir::base

#define CYBERDIR_CONCAT2(a, b) a##b
#define CYBERDIR_CONCAT(a, b) CYBERDIR_CONCAT2(a, b)

/// Returns the error of an expression from the enclosing function, if it has one.
#define CYBERDIR_TRY(...) \
  CYBERDIR_TRY_AS(CYBERDIR_CONCAT(cyberdir_result_, __COUNTER__), __VA_ARGS__)
#define CYBERDIR_TRY_AS(result, ...)                                            \
  do {                                                                          \
    if (auto result = (__VA_ARGS__); !result) return std::move(result).error(); \
  } while (false)

/// Declares `name` with the value of `expression`, or returns its error.
#define CYBERDIR_ASSIGN(name, expression)                                                        \
  auto CYBERDIR_CONCAT(name, _result) = (expression);                                            \
  if (!CYBERDIR_CONCAT(name, _result)) return std::move(CYBERDIR_CONCAT(name, _result)).error(); \
  auto& name /* NOLINT(bugprone-macro-parentheses) */ = *CYBERDIR_CONCAT(name, _result)
