// /{language}/entries/{id}
#include <algorithm>
#include <array>
#include <limits>

#include "codec/vcard.h"
#include "http/entry_card.h"
#include "http/field_view.h"
#include "http/handlers.h"
#include "http/pages_contact.h"
#include "http/pages_entry_acts.h"
#include "http/pages_lines.h"
#include "http/pages_versions.h"
#include "http/parameters.h"
#include "http/public_url.h"
#include "model/kept_members.h"
#include "model/kinds.h"
#include "model/states.h"
#include "page/render.h"

namespace cyberdir::http {

using model::Json;
using model::Visibility;

namespace {

constexpr std::int64_t kLastVersion = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kFewVersions = 5;

// Members of `meta` that belong to the content, and those that say where it comes from.
constexpr std::array<std::string_view, 3> kTerms = {"valid_from", "valid_until", "tlp"};
constexpr std::array<std::string_view, 6> kProvenance = {"source",      "authority",  "group",
                                                         "change_note", "created_at", "digest"};

// Who sees a value, as far as it says more than that this reader does: empty for the public.
std::string visibility_of(const PageRequest& page, const Json& entry, const model::Field& field) {
  if (page.frame.anonymous) return {};
  const Json* meta = member(entry, "meta");
  const Json* rules = meta == nullptr ? nullptr : member(*meta, "visibility");
  if (rules != nullptr && field.visibility != Visibility::owner) {
    if (std::string rule = string_in(*rules, field.name); !rule.empty()) return rule;
    if (std::string rule = string_in(*rules, "*"); !rule.empty()) return rule;
  }
  return std::string(model::name_of(field.visibility));
}

// The title of a page says what such a field says.
bool is_said_by_title(const model::Field& field, const Json& value, const std::string& title) {
  if (field.search != model::Search::title) return false;
  return value.is_string() ? value == title : value.is_object() && value.size() == 1;
}

std::vector<page::Field> content_of(const PageRequest& page, const Json& entry,
                                    const model::Kind& kind, const FieldView& view) {
  std::vector<page::Field> shown;
  const std::string title = title_of(entry, page.language).value;
  for (const model::Field& field : kind.fields) {
    const Json* value = member(entry, field.name);
    if (value == nullptr || is_said_by_title(field, *value, title)) continue;
    if (kind.name == "state" && field.name == "other_names") continue;  // serve searching alone
    shown.push_back(
        {std::string(field.name), view.value(field, *value), visibility_of(page, entry, field)});
  }
  if (const Json* extensions = member(entry, "extensions")) {
    shown.push_back({"extensions", FieldView::plain(*extensions), {}});
  }
  return shown;
}

std::vector<page::Field> meta_fields(const Json& entry, std::span<const std::string_view> names,
                                     const FieldView& view) {
  std::vector<page::Field> shown;
  const Json* meta = member(entry, "meta");
  for (const std::string_view name : names) {
    const Json* value = meta == nullptr ? nullptr : member(*meta, name);
    if (value == nullptr) continue;
    const model::Field* field = model::find_field(model::meta_fields(), name);
    page::Value made = name == "digest" ? FieldView::plain(*value) : view.value(*field, *value);
    shown.push_back({std::string(name), std::move(made), {}});
  }
  return shown;
}

// The names of fields that are kept from the reader: the last steps of the pointers.
std::vector<std::string> redacted_of(const Json& entry) {
  std::vector<std::string> names;
  const Json* meta = member(entry, "meta");
  const Json* pointers = meta == nullptr ? nullptr : member(*meta, "redacted");
  if (pointers == nullptr) return names;
  for (const Json& pointer : *pointers) {
    const auto text = pointer.get<std::string>();
    names.push_back(text.substr(text.rfind('/') + 1));
  }
  return names;
}

// A time that has passed says nothing of a channel any more.
void drop_past_holds(Json& entry, base::Instant now) {
  const auto channels = entry.find("channels");
  if (channels == entry.end() || !channels->is_array()) return;
  for (Json& channel : *channels) {
    if (channel.is_object() && !model::urgent_use_awaited(channel, now))
      channel.erase(model::kUrgentFrom);
  }
}

page::EntryPage entry_page(const PageRequest& page, const service::EntryAnswer& answer) {
  Json entry = tree_of(answer);
  drop_past_holds(entry, page.context.registry.clock().now());
  Names names(page);
  const FieldView view(names, page.language);
  page::EntryPage shown;
  shown.id = answer.id;
  shown.kind = string_in(entry, "kind");
  shown.title = title_of(entry, page.language);
  shown.owner = owner_of(entry, names);
  shown.status = meta_string(entry, "status");
  shown.marks = marks_of(page, entry);
  shown.version = shown.latest_version = static_cast<std::uint64_t>(answer.version);
  shown.modified_at = moment_of(answer.modified_at);
  shown.declared_at = declared_at(entry);
  shown.shows_age = has_declaring_owner(entry);
  if (const model::Kind* kind = model::find_kind(shown.kind)) {
    shown.fields = content_of(page, entry, *kind, view);
  }
  for (page::Field& field : meta_fields(entry, kTerms, view)) {
    shown.fields.push_back(std::move(field));
  }
  shown.provenance = meta_fields(entry, kProvenance, view);
  shown.redacted = redacted_of(entry);
  if (const std::string state = model::state_of(entry); !state.empty() && shown.kind == "contact")
    shown.state = names.state(state);
  return shown;
}

// The zone that holds where a contact states none: that of the capital of its State.
std::string zone_of_state(const PageRequest& page, const Json& entry) {
  const std::string state = model::state_of(entry);
  if (state.empty()) return {};
  const auto found =
      page.directory().read(page.reader_of_titles(), model::state_entry_id(state), page.as_of);
  return found ? string_in(tree_of(*found), "capital_time_zone") : std::string();
}

// A contact as it stands is a card, with the forms to take away.
void put_card(page::EntryPage& shown, const PageRequest& page, const service::EntryAnswer& answer) {
  const Json entry = tree_of(answer);
  if (codec::has_card(shown.kind))
    shown.vcard_path = form_address(page, entry_address(answer.id), "vcf");
  if (shown.kind != "contact") return;
  Names names(page);
  shown.card = contact_card(page, entry, names, zone_of_state(page, entry));
  shown.card_code = card_text(page.context, answer, true, page.language);
  shown.text_path = entry_address(answer.id) + ".txt";
}

void put_history(page::EntryPage& shown, const PageRequest& page, const std::string& owner) {
  const auto history =
      page.directory().history(page.caller(), shown.id, kLastVersion, kFewVersions, page.as_of);
  if (!history || history->items.empty()) return;
  shown.history = version_lines(history->items, owner);
  shown.latest_version = std::max(shown.version, shown.history.front().number);
}

// Its owner's people can bring back what is withdrawn.
Response not_there(Context& context, const base::Error& error) {
  if (error.code == base::ErrorCode::gone && context.session) {
    if (auto page = withdrawn_entry(context)) return std::move(*page);
  }
  return page_error(context, error);
}

}  // namespace

Response page_entry(Context& context) {
  static constexpr std::array<std::string_view, 2> kParameters = {"as_of", "version"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const auto number = number_parameter(context.request, "version", 1, kLastVersion, 0);
  if (!number) return page_error(context, number.error());
  const std::string& id = context.part("id");
  const auto entry = *number == 0 ? page->directory().read(page->caller(), id, page->as_of)
                                  : page->directory().version(page->caller(), id, *number);
  if (!entry) return not_there(context, entry.error());
  page::EntryPage shown = entry_page(*page, *entry);
  if (*number == 0) shown.acts = entry_acts(*page, tree_of(*entry));
  put_history(shown, *page, meta_string(tree_of(*entry), "owner"));
  const std::string address = entry_address(id);
  if (*number == 0) {
    shown.json_path = form_address(*page, address, "json");
    shown.xml_path = form_address(*page, address, "xml");
    put_card(shown, *page, *entry);
  } else {
    const std::string version = "/v1" + address + "/history/" + std::to_string(*number);
    shown.json_path = version + ".json";
    shown.xml_path = version + ".xml";
  }
  return page_answer(*page, page::render_entry(shown, page->frame));
}

Response page_contact_text(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"as_of"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const auto entry = page->directory().read(page->caller(), context.part("id"), page->as_of);
  if (!entry) return not_there(context, entry.error());
  page::EntryPage shown = entry_page(*page, *entry);
  put_card(shown, *page, *entry);
  if (!shown.card)
    return page_error(context,
                      base::fail(base::ErrorCode::not_found, "contacts alone are there as text"));
  page::Frame frame = page->frame;
  frame.address = public_url(context) + "/" + page->language + entry_address(entry->id);
  Response response = page_answer(*page, page::render_contact_text(shown, frame));
  response.set("Content-Type", "text/plain; charset=utf-8");
  return response;
}

Response page_contact_key(Context& context) {
  static constexpr std::array<std::string_view, 1> kParameters = {"as_of"};
  const auto page = open_page(context, kParameters);
  if (!page) return page_error(context, page.error());
  const auto entry = page->directory().read(page->caller(), context.part("id"), page->as_of);
  if (!entry) return not_there(context, entry.error());
  const Json tree = tree_of(*entry);
  const Json* keys = member(tree, "keys");
  for (const Json& key : keys == nullptr ? Json::array() : *keys) {
    const std::string print = string_in(key, "fingerprint");
    const std::string text = string_in(key, "key");
    if (print != context.part("fingerprint") || text.empty()) continue;
    Response response = page_answer(*page, text);
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.set("Content-Disposition", "attachment; filename=\"" + print + ".asc\"");
    return response;
  }
  return page_error(context, base::fail(base::ErrorCode::not_found, "there is no such key"));
}

}  // namespace cyberdir::http
