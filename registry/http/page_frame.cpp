#include "http/page_frame.h"

#include <algorithm>

#include "codec/json_reader.h"
#include "http/cookies.h"
#include "http/entry_answer.h"
#include "http/list_answer.h"
#include "http/parameters.h"
#include "http/public_url.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {
namespace {

// The first part of a path where it is a language, else empty.
std::string_view language_in(std::string_view path) {
  if (!path.starts_with('/')) return {};
  const std::string_view part = path.substr(1, path.find('/', 1) - 1);
  return page::is_language(part) ? part : std::string_view();
}

std::string encode_path(std::string_view path) {
  std::string encoded;
  while (!path.empty()) {
    const auto slash = path.find('/');
    encoded += encode_query(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    encoded.push_back('/');
    path.remove_prefix(slash + 1);
  }
  return encoded;
}

page::Frame frame_of(const Context& context, const std::string& language) {
  page::Frame frame;
  frame.language = language;
  frame.path = page_address(context.request, {{"cursor", ""}});
  frame.now = frame.retrieved = moment_of(context.registry.clock().now());
  frame.address = public_url(context) + "/" + language + frame.path;
  show_reader(context, frame);
  return frame;
}

// The page shows another moment than the present: says so, and counts ages from there.
void set_past(PageRequest& page) {
  page::Frame::AsOf past;
  past.moment = std::min(page.frame.now, moment_of(page.as_of->time.value_or(page.moment->at)));
  past.seq = static_cast<std::uint64_t>(page.moment->seq);
  past.current_path = page_address(page.context.request, {{"as_of", ""}, {"cursor", ""}});
  past.parameter = page.context.request.parameter("as_of").value_or(std::string_view());
  page.frame.now = past.moment;
  page.frame.as_of = std::move(past);
}

}  // namespace

void show_reader(const Context& context, page::Frame& frame) {
  frame.anonymous = context.caller.role == model::Role::anonymous;
  if (context.session) frame.reader = context.session->name;
  if (!context.cookie.empty()) frame.form_token = service::csrf_token_of(context.cookie.reveal());
}

std::string page_language(const Request& request) {
  const std::string_view language = language_in(request.path);
  if (!language.empty()) return std::string(language);
  return std::string(page::choose_language(request.header("accept-language").value_or("")));
}

std::string page_address(const Request& request,
                         const std::vector<std::pair<std::string, std::string>>& changes) {
  const std::string_view language = language_in(request.path);
  if (language.empty()) return "/";
  const std::string_view path = std::string_view(request.path).substr(1 + language.size());
  const std::string query = address_with(request, changes).substr(request.path.size());
  return (path.empty() ? "/" : encode_path(path)) + query;
}

std::string entry_address(std::string_view id) { return "/entries/" + encode_query(id); }

std::string form_address(const PageRequest& page, std::string_view path, std::string_view form) {
  std::string address = "/v1" + std::string(path) + "." + std::string(form);
  if (page.frame.as_of) address += "?as_of=" + encode_query(page.frame.as_of->parameter);
  return address;
}

base::Result<PageRequest> open_page(Context& context,
                                    std::span<const std::string_view> parameters) {
  CYBERDIR_TRY(check_parameters(context.request, parameters));
  CYBERDIR_ASSIGN(as_of, as_of_parameter(context.request));
  const std::string language = page_language(context.request);
  PageRequest page{context, language, frame_of(context, language), as_of, {}};
  CYBERDIR_ASSIGN(moment, page.directory().resolve(as_of));
  page.frame.seq = static_cast<std::uint64_t>(moment.seq);
  if (as_of) {
    page.moment = moment;
    set_past(page);
  }
  return page;
}

Response html_answer(const Context& context, std::string_view language, std::string body) {
  Response response;
  set_common(context, response);
  response.set("Content-Type", "text/html; charset=utf-8");
  response.set("Content-Language", language);
  response.set("Content-Security-Policy", page::kContentSecurityPolicy);
  response.set("Referrer-Policy", "no-referrer");
  response.set("Vary", language_in(context.request.path).empty()
                           ? "Accept, Accept-Language, Authorization"
                           : "Accept, Authorization");
  if (context.session) response.set("Cache-Control", "no-store");  // it names its reader
  if (context.sets_cookie)
    set_cookie(response, context.registry.settings(), CookieKind::session, context.cookie, {});
  response.body = std::move(body);
  return response;
}

Response page_answer(const PageRequest& page, std::string body) {
  Response response = html_answer(page.context, page.language, std::move(body));
  if (page.moment) set_moment(response, *page.moment);
  return response;
}

model::Json tree_of(const service::EntryAnswer& entry) {
  auto tree = codec::read_stored(entry.json);
  return tree ? std::move(*tree) : model::Json::object();
}

std::string string_in(const model::Json& object, std::string_view name) {
  const model::Json* found = member(object, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

const model::Json* member(const model::Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

}  // namespace cyberdir::http
