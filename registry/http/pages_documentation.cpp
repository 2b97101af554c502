// Pages that hold nothing of the directory: /docs, /{language}/about, /problems/{code},
// /assets/{name}.
#include <algorithm>
#include <vector>

#include "base/error_table.h"
#include "http/api_sections.h"
#include "http/handlers.h"
#include "http/page_frame.h"
#include "page/assets.h"
#include "page/render.h"

namespace cyberdir::http {
namespace {

// Problem types in the order of the table, and those that no error code stands for.
std::vector<page::DocsPage::Problem> problem_types() {
  std::vector<page::DocsPage::Problem> all;
  for (const base::ErrorRow& row : base::error_table()) {
    all.push_back({std::string(row.type), std::string(row.title), row.http_status});
  }
  all.push_back({"method-not-allowed", "That method is not for this address", 405});
  all.push_back({"unknown-parameter", "There is no such parameter", 400});
  return all;
}

std::string example_of(const page::DocsPage::Problem& problem) {
  const model::Json example = {{"type", "/problems/" + problem.slug},
                               {"title", problem.title},
                               {"status", problem.status},
                               {"detail", "…"},
                               {"instance", "…"}};
  return example.dump(2);
}

// These answer the same to everyone until the program is another.
Response steady(Response response) {
  response.set("Cache-Control", "public, max-age=300");
  response.set("Vary", "Accept-Language");
  return response;
}

}  // namespace

Response page_problem_type(Context& context) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  const auto types = problem_types();
  const auto found = std::find_if(types.begin(), types.end(), [&](const auto& type) {
    return type.slug == context.part("code");
  });
  if (found == types.end()) {
    return page_error(context,
                      base::fail(base::ErrorCode::not_found, "there is no such problem type"));
  }
  const page::ProblemTypePage shown{found->slug, found->status, found->title, example_of(*found)};
  return steady(page_answer(*page, page::render_problem_type(shown, page->frame)));
}

Response page_docs(Context& context) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  return steady(
      page_answer(*page, page::render_docs({problem_types(), api_sections()}, page->frame)));
}

Response page_about(Context& context) {
  const auto page = open_page(context, {});
  if (!page) return page_error(context, page.error());
  return page_answer(*page, page::render_about(page->frame));
}

Response page_asset(Context& context) {
  const auto asset = page::find_asset(context.request.path);
  if (!asset) {
    return page_error(context,
                      base::fail(base::ErrorCode::not_found, "there is nothing at this address"));
  }
  Response response;
  response.set("Content-Type", asset->content_type);
  response.set("Cache-Control", "public, max-age=31536000, immutable");
  response.set("ETag", asset->etag);
  response.set("X-Content-Type-Options", "nosniff");
  if (context.request.header("if-none-match") == asset->etag) {
    response.status = 304;
  } else {
    response.body = asset->bytes;
  }
  return response;
}

}  // namespace cyberdir::http
