#include "codec/json_patch.h"

namespace cyberdir::codec {
namespace {

enum class Outcome : std::uint8_t { applied, test_failed, impossible };

// One operation, or nothing of it.
Outcome apply(model::Json& target, const model::Json& operation) {
  try {
    target = target.patch(model::Json::array({operation}));
    return Outcome::applied;
  } catch (const model::Json::exception& problem) {
    constexpr int kTestFailed = 501;
    return problem.id == kTestFailed ? Outcome::test_failed : Outcome::impossible;
  }
}

}  // namespace

using base::ErrorCode;
using base::fail;
using model::Json;

Json merge_patch(Json target, const Json& patch) {
  target.merge_patch(patch);
  return target;
}

base::Result<Json> json_patch(const Json& target, const Json& patch) {
  constexpr std::size_t kMostOperations = 1'000;
  if (!patch.is_array())
    return fail(ErrorCode::invalid, "a JSON patch is a list of operations (RFC 6902)");
  if (patch.size() > kMostOperations)
    return fail(ErrorCode::invalid, "a JSON patch has at most 1000 operations");
  Json result = target;
  for (std::size_t i = 0; i < patch.size(); ++i) {
    const Outcome outcome = apply(result, patch[i]);
    if (outcome == Outcome::applied) continue;
    const bool failed = outcome == Outcome::test_failed;
    base::Error error = failed ? fail(ErrorCode::conflict,
                                      "a test of the patch does not hold; read the entry again")
                               : fail(ErrorCode::invalid, "the patch cannot be applied");
    base::Finding finding;
    finding.code = failed ? "patch-test" : "patch";
    finding.detail = "operation " + std::to_string(i) + " of the patch " +
                     (failed ? "tests for a value that is not the one there"
                             : "names what is not there, or is not one of RFC 6902");
    if (failed) finding.pointer = patch[i].at("path").get<std::string>();
    error.findings.push_back(std::move(finding));
    return error;
  }
  return result;
}

}  // namespace cyberdir::codec
