// /v1/entries/{id}/history, /v1/entries/{id}/diff
#include <limits>

#include "codec/canonical_json.h"
#include "http/entry_answer.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "service/answer_json.h"

namespace cyberdir::http {
namespace {

constexpr std::int64_t kMostVersions = 200;
constexpr std::int64_t kLastVersion = std::numeric_limits<std::int64_t>::max();

}  // namespace

Response list_versions(Context& context) {
  static constexpr std::array<std::string_view, 3> kParameters = {"limit", "cursor", "as_of"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  const auto limit = number_parameter(context.request, "limit", 0, kMostVersions, kMostVersions);
  if (!limit) return problem(context, limit.error());
  const auto as_of = as_of_parameter(context.request);
  if (!as_of) return problem(context, as_of.error());
  const auto key = read_cursor(context.request);
  if (!key) return problem(context, key.error());
  const std::int64_t before = whole_number(*key).value_or(kLastVersion);
  const auto history = context.registry.directory().history(
      context.caller, context.part("id"), before, static_cast<std::size_t>(*limit), *as_of);
  if (!history) return problem(context, history.error());
  Response response =
      object_answer(context, "history", codec::canonical_json(service::history_json(*history)));
  std::string link = "<" + address_with(context.request, {}) + ">; rel=\"self\", <" +
                     address_with(context.request, {{"cursor", ""}}) + ">; rel=\"first\"";
  if (history->more && !history->items.empty()) {
    link += ", <" +
            address_with(context.request,
                         {{"cursor", make_cursor(context.request,
                                                 std::to_string(history->items.back().version))}}) +
            ">; rel=\"next\"";
  }
  response.set("Link", link);
  if (history->moment) set_moment(response, *history->moment);
  return response;
}

Response get_version(Context& context) {
  if (const auto known = check_parameters(context.request, {}); !known)
    return parameter_problem(context, known.error());
  const auto number = whole_number(context.part("n"));
  if (!number) {
    return problem(context, base::fail(base::ErrorCode::not_found, "a version is a number from 1"));
  }
  const auto version =
      context.registry.directory().version(context.caller, context.part("id"), *number);
  return version ? entry_answer(context, *version) : problem(context, version.error());
}

Response compare_versions(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"from", "to"};
  if (const auto known = check_parameters(context.request, kParameters); !known)
    return parameter_problem(context, known.error());
  if (!context.request.parameter("from") || !context.request.parameter("to")) {
    return problem(context,
                   base::fail(base::ErrorCode::malformed, "say two versions: ?from=1&to=2"));
  }
  const auto from = number_parameter(context.request, "from", 1, kLastVersion, 1);
  if (!from) return problem(context, from.error());
  const auto to = number_parameter(context.request, "to", 1, kLastVersion, 1);
  if (!to) return problem(context, to.error());
  const auto diff =
      context.registry.directory().diff(context.caller, context.part("id"), *from, *to);
  if (!diff) return problem(context, diff.error());
  return object_answer(context, "diff", codec::canonical_json(service::diff_json(*diff)));
}

}  // namespace cyberdir::http
