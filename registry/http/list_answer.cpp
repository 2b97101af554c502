#include "http/list_answer.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/error_table.h"
#include "base/sha256.h"
#include "http/entry_answer.h"
#include "http/parameters.h"
#include "http/problem.h"
#include "model/kinds.h"
#include "service/answer_json.h"

namespace cyberdir::http {
namespace {

constexpr std::size_t kBinding = 12;  // hexadecimal digits of the query's digest

// What a cursor is bound to: the path and all parameters but those that only turn pages.
std::string binding_of(const Request& request) {
  auto query = request.query;
  std::sort(query.begin(), query.end());
  std::string text = request.path;
  for (const auto& [name, value] : query) {
    if (name != "cursor" && name != "limit" && name != "fields" && name != "facets")
      text += '\n' + name + '=' + value;
  }
  return base::sha256_hex(text).substr(0, kBinding);
}

base::Result<void> check_fields(const std::vector<std::string>& fields) {
  for (const std::string& name : fields) {
    bool known = name == "id" || name == "kind" || name == "meta" || name == "extensions";
    for (const model::Kind& kind : model::kinds()) known = known || kind.field(name) != nullptr;
    if (!known)
      return base::fail(base::ErrorCode::malformed,
                        "fields: no kind has a field " + name.substr(0, 64));
  }
  return {};
}

// Whether items reduced to these fields can show a personal one.
bool may_show_persons(const std::vector<std::string>& fields) {
  if (fields.empty()) return true;
  return std::any_of(fields.begin(), fields.end(), [](const std::string& name) {
    return std::any_of(model::kinds().begin(), model::kinds().end(), [&](const model::Kind& kind) {
      const model::Field* field = kind.field(name);
      return field != nullptr && model::may_be_personal(*field);
    });
  });
}

}  // namespace

std::string make_cursor(const Request& request, std::string_view key) {
  return base::to_base64url(binding_of(request) + std::string(key));
}

base::Result<std::string> read_cursor(const Request& request) {
  const auto cursor = request.parameter("cursor");
  if (!cursor) return std::string();
  const auto bytes = base::from_base64url(*cursor);
  const bool ours =
      bytes && bytes->size() > kBinding && bytes->compare(0, kBinding, binding_of(request)) == 0;
  if (!ours)
    return base::fail(base::ErrorCode::malformed,
                      "cursor: it is not one of this query; begin without one");
  return bytes->substr(kBinding);
}

std::string address_with(const Request& request,
                         const std::vector<std::pair<std::string, std::string>>& changes) {
  std::string address = request.path;
  char separator = '?';
  const auto append = [&](std::string_view name, std::string_view value) {
    address += separator + encode_query(name) + "=" + encode_query(value);
    separator = '&';
  };
  for (const auto& parameter : request.query) {
    const bool changed = std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
      return change.first == parameter.first;
    });
    if (!changed) append(parameter.first, parameter.second);
  }
  for (const auto& [name, value] : changes) {
    if (!value.empty()) append(name, value);
  }
  return address;
}

std::string page_links(const Request& request, std::string_view next, std::string_view previous) {
  std::string link = "<" + address_with(request, {}) + ">; rel=\"self\", <" +
                     address_with(request, {{"cursor", ""}}) + ">; rel=\"first\"";
  if (!next.empty())
    link +=
        ", <" + address_with(request, {{"cursor", make_cursor(request, next)}}) + ">; rel=\"next\"";
  if (!previous.empty())
    link += ", <" + address_with(request, {{"cursor", make_cursor(request, previous)}}) +
            ">; rel=\"prev\"";
  return link;
}

Response parameter_problem(const Context& context, const base::Error& error) {
  if (!error.findings.empty() && error.findings.front().code == "unknown-parameter") {
    return problem_of_type(context, "unknown-parameter", "There is no such parameter", 400, error);
  }
  return problem(context, error);
}

Response list_answer(Context& context, base::Result<service::ListQuery> query) {
  if (!query) return parameter_problem(context, query.error());
  const auto fields = list_parameter(context.request, "fields");
  if (const auto known = check_fields(fields); !known) return problem(context, known.error());
  auto after = read_cursor(context.request);
  if (!after) return problem(context, after.error());
  query->after = std::move(*after);
  const auto list = context.registry.directory().list(
      may_show_persons(fields) ? context.caller : model::uncounted(context.caller), *query);
  if (!list) return problem(context, list.error());
  Response response = object_answer(context, "list", service::list_json(*list, fields));
  if (response.status != 200) return response;
  response.set("Link", page_links(context.request, list->next, list->previous));
  if (query->as_of) set_moment(response, list->moment);
  return response;
}

}  // namespace cyberdir::http
