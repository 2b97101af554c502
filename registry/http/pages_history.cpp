// /{language}/entries/{id}/history and /{language}/entries/{id}/diff
#include <array>
#include <charconv>
#include <limits>

#include "http/field_view.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/pages_lines.h"
#include "http/pages_versions.h"
#include "http/parameters.h"
#include "model/kinds.h"
#include "page/render.h"

namespace cyberdir::http {
namespace {

constexpr std::int64_t kLastVersion = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kVersionsOfAPage = 30;

// What a history says of its entry: taken from a version, since the entry may be withdrawn.
struct Subject {
  std::string kind;
  page::Text title;
  std::string owner;
};

Subject subject_of(const PageRequest& page, const std::string& id, std::int64_t version) {
  const auto entry = page.directory().version(page.reader_of_titles(), id, version);
  if (!entry) return {};
  const model::Json tree = tree_of(*entry);
  return {string_in(tree, "kind"), title_of(tree, page.language), meta_string(tree, "owner")};
}

std::string actor_class(const std::string& on_behalf, const std::string& owner) {
  if (on_behalf.empty()) return {};
  if (on_behalf == owner && owner != "secretariat" && owner != "registry") return "owner";
  if (on_behalf == "secretariat" || on_behalf == "registry") return on_behalf;
  return on_behalf == "operator" ? "administrator" : std::string();
}

std::optional<page::VersionLine> line_of_version(const PageRequest& page, const std::string& id,
                                                 std::int64_t number, const std::string& owner) {
  const std::int64_t before = number == kLastVersion ? number : number + 1;
  const auto history = page.directory().history(page.caller(), id, before, 1);
  if (!history || history->items.empty() || history->items.front().version != number) {
    return std::nullopt;
  }
  return version_lines(history->items, owner).front();
}

std::string diff_path(const std::string& id, std::int64_t from) {
  return entry_address(id) + "/diff?from=" + std::to_string(from) +
         "&to=" + std::to_string(from + 1);
}

page::Change change_of(const model::Change& change, const model::Kind& kind,
                       const FieldView& view) {
  page::Change shown;
  shown.pointer = change.pointer;
  if (change.from) shown.before = view.at(kind, change.pointer, *change.from);
  if (change.to) shown.after = view.at(kind, change.pointer, *change.to);
  if (!change.from) shown.kind = page::Change::Kind::added;
  if (!change.to) shown.kind = page::Change::Kind::removed;
  return shown;
}

struct Pair {
  std::int64_t from = 0;
  std::int64_t to = 0;
};

// The two versions asked; the newest and the one before it where none is said.
base::Result<Pair> pair_of(const PageRequest& page, const std::string& id) {
  const Request& request = page.context.request;
  CYBERDIR_ASSIGN(to, number_parameter(request, "to", 1, kLastVersion, 0));
  CYBERDIR_ASSIGN(from, number_parameter(request, "from", 1, kLastVersion, 0));
  Pair pair{from, to};
  if (pair.to == 0) {
    CYBERDIR_ASSIGN(newest, page.directory().history(page.caller(), id, kLastVersion, 1));
    pair.to = newest.items.empty() ? 1 : newest.items.front().version;
  }
  if (pair.from == 0) pair.from = pair.to > 1 ? pair.to - 1 : 1;
  return pair;
}

}  // namespace

std::vector<page::VersionLine> version_lines(const std::vector<service::HistoryItem>& items,
                                             const std::string& owner) {
  std::vector<page::VersionLine> lines;
  for (const service::HistoryItem& item : items) {
    lines.push_back({static_cast<std::uint64_t>(item.version), moment_of(item.at), item.operation,
                     actor_class(item.on_behalf, owner), page::Text{item.change_note, {}},
                     item.status == model::Status::published
                         ? std::string()
                         : std::string(model::name_of(item.status))});
  }
  return lines;
}

Response page_history(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"as_of", "cursor"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const auto key = read_cursor(context.request);
  if (!key) return page_error(context, key.error());
  std::int64_t before = kLastVersion;
  std::from_chars(key->data(), key->data() + key->size(), before);
  const std::string& id = context.part("id");
  const auto history =
      page->directory().history(page->caller(), id, before, kVersionsOfAPage, page->as_of);
  if (!history) return page_error(context, history.error());
  if (history->items.empty()) {
    return page_error(context, base::fail(base::ErrorCode::not_found, "there was no such entry"));
  }
  const Subject subject = subject_of(*page, id, history->items.front().version);
  page::HistoryPage shown;
  shown.id = id;
  shown.kind = subject.kind;
  shown.title = subject.title;
  shown.versions = version_lines(history->items, subject.owner);
  if (history->more) {
    const std::string last = std::to_string(history->items.back().version);
    shown.next_path =
        page_address(context.request, {{"cursor", make_cursor(context.request, last)}});
  }
  const std::string path = entry_address(id) + "/history";
  shown.json_path = form_address(*page, path, "json");
  shown.xml_path = form_address(*page, path, "xml");
  return page_answer(*page, page::render_history(shown, page->frame));
}

Response page_diff(Context& context) {
  static constexpr std::array<std::string_view, 3> kParameters = {"as_of", "from", "to"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const std::string& id = context.part("id");
  const auto pair = pair_of(*page, id);
  if (!pair) return page_error(context, pair.error());
  const auto diff = page->directory().diff(page->caller(), id, pair->from, pair->to);
  if (!diff) return page_error(context, diff.error());
  const Subject subject = subject_of(*page, id, pair->to);
  const auto from = line_of_version(*page, id, pair->from, subject.owner);
  const auto to = line_of_version(*page, id, pair->to, subject.owner);
  const model::Kind* kind = model::find_kind(subject.kind);
  if (!from || !to || kind == nullptr) {
    return page_error(context,
                      base::fail(base::ErrorCode::not_found, "the entry has no such version"));
  }
  page::DiffPage shown{id, subject.kind, subject.title, *from, *to, {}, {}, {}, {}, {}};
  Names names(*page);
  const FieldView view(names, page->language);
  for (const model::Change& change : diff->changes) {
    shown.changes.push_back(change_of(change, *kind, view));
  }
  if (pair->from > 1) shown.previous_path = diff_path(id, pair->from - 1);
  if (line_of_version(*page, id, pair->to + 1, subject.owner)) {
    shown.next_path = diff_path(id, pair->to);
  }
  const std::string query =
      "?from=" + std::to_string(pair->from) + "&to=" + std::to_string(pair->to);
  shown.json_path = "/v1" + entry_address(id) + "/diff.json" + query;
  shown.xml_path = "/v1" + entry_address(id) + "/diff.xml" + query;
  return page_answer(*page, page::render_diff(shown, page->frame));
}

}  // namespace cyberdir::http
