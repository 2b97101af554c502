// The page for a request that cannot be answered.
#include "base/error_table.h"
#include "http/handlers.h"
#include "http/page_frame.h"
#include "page/render.h"

namespace cyberdir::http {
namespace {

constexpr int kUnauthorized = 401;
constexpr int kUnavailable = 503;

std::string slug_of(const base::Error& error) {
  const bool unknown_parameter =
      !error.findings.empty() && error.findings.front().code == "unknown-parameter";
  return unknown_parameter ? "unknown-parameter" : std::string(base::error_row(error.code).type);
}

// Details are in English: where the words of the page say it all, they are left out.
std::string detail_of(const base::Error& error, std::string_view language) {
  switch (error.code) {
    case base::ErrorCode::internal:
    case base::ErrorCode::gone:
      return {};
    case base::ErrorCode::not_found:
    case base::ErrorCode::unavailable:
      return language == "en" ? error.detail : std::string();
    default:
      return error.findings.empty() ? error.detail : std::string();
  }
}

page::ErrorPage::Finding finding_of(const base::Finding& finding) {
  return {finding.code, finding.detail, finding.pointer, finding.row, finding.line, {}};
}

page::Frame error_frame(const Context& context, const std::string& language) {
  page::Frame frame;
  frame.language = language;
  frame.path = page_address(context.request, {});
  frame.request_id = context.request.id;
  frame.now = moment_of(context.registry.clock().now());
  show_reader(context, frame);
  return frame;
}

}  // namespace

Response page_error(Context& context, const base::Error& error) {
  const base::ErrorRow& row = base::error_row(error.code);
  const std::string language = page_language(context.request);
  page::ErrorPage shown;
  shown.status = row.http_status;
  shown.slug = slug_of(error);
  shown.title = row.title;
  shown.detail = detail_of(error, language);
  for (const base::Finding& finding : error.findings) shown.errors.push_back(finding_of(finding));
  if (error.code == base::ErrorCode::gone && context.path.contains("id")) {
    shown.history_path = entry_address(context.part("id")) + "/history";
  }
  const page::Frame frame = error_frame(context, language);
  if (error.code == base::ErrorCode::unavailable) shown.retry_path = frame.path;
  Response response = html_answer(context, language, page::render_error(shown, frame));
  response.status = row.http_status;
  response.set("Cache-Control", "no-store");
  if (response.status == kUnauthorized) {
    response.set("WWW-Authenticate", "Bearer realm=\"cyberdir\"");
  }
  if (response.status == kUnavailable) response.set("Retry-After", "5");
  return response;
}

}  // namespace cyberdir::http
