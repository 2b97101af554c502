#include "codec/json_patch.h"

namespace cyberdir::codec {

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
    try {
      result = result.patch(Json::array({patch[i]}));
    } catch (const Json::exception& problem) {
      constexpr int kTestFailed = 501;
      base::Error error =
          problem.id == kTestFailed
              ? fail(ErrorCode::conflict, "a test of the patch does not hold; read the entry again")
              : fail(ErrorCode::invalid, "the patch cannot be applied");
      const std::string operation = "operation " + std::to_string(i) + " of the patch ";
      if (problem.id == kTestFailed) {
        error.findings.push_back({"patch-test",
                                  operation + "tests for a value that is not the one there",
                                  patch[i].value("path", ""),
                                  {},
                                  {},
                                  base::Severity::error});
      } else {
        error.findings.push_back({"patch",
                                  operation + "names what is not there, or is not one of RFC 6902",
                                  {},
                                  {},
                                  {},
                                  base::Severity::error});
      }
      return error;
    }
  }
  return result;
}

}  // namespace cyberdir::codec
