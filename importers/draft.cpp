#include "importers/draft.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/unicode.h"
#include "codec/json_reader.h"
#include "importers/foreign_text.h"
#include "model/kinds.h"

namespace cyberdir::importers {
namespace {

using base::Finding;
using base::Result;
using base::Severity;
using codec::Record;
using model::Json;

constexpr std::size_t kIdentifierBytes = 256;
constexpr std::size_t kMemberNameBytes = 64;
constexpr std::string_view kOddMembers = "other-members";

constexpr Reason kTooLong = {
    "identifier",
    "this is too long for an identifier, so the record cannot be found again by it; it is kept as "
    "it is, correct it at the source"};
constexpr std::string_view kIncomplete = "incomplete";
constexpr Reason kUnidentified = {
    "unidentified",
    "the record has neither an identifier nor a name, so no entry can be made of it; complete it "
    "at the source or leave it out"};
constexpr Reason kNotAnObject = {
    "type", "a record is an object with members; correct this element or leave it out"};

// Without null, "", [] and {}, at every level.
Json without_empty(Json value) {
  if (value.is_object()) {
    Json kept = Json::object();
    for (auto& [name, member] : value.items()) {
      Json rest = without_empty(std::move(member));
      if (!rest.is_null()) kept[name] = std::move(rest);
    }
    return kept.empty() ? Json() : kept;
  }
  if (value.is_array()) {
    Json kept = Json::array();
    for (Json& element : value) {
      Json rest = without_empty(std::move(element));
      if (!rest.is_null()) kept.push_back(std::move(rest));
    }
    return kept.empty() ? Json() : kept;
  }
  if (value.is_string() && trimmed(value.get_ref<const std::string&>()).empty()) return {};
  return value;
}

// A name that can stand behind the prefix of an extension as it is.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= kMemberNameBytes && name != kOddMembers &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

Json extensions_of(Json record, const std::string& prefix) {
  Json extensions = Json::object();
  Json odd = Json::object();
  for (auto& [name, value] : record.items()) {
    (is_plain_name(name) ? extensions[prefix + name] : odd[name]) = std::move(value);
  }
  if (!odd.empty()) extensions[prefix + std::string(kOddMembers)] = std::move(odd);
  return extensions;
}

Finding finding_of(const Reason& reason, std::string pointer, Severity severity) {
  return {.code = std::string(reason.code),
          .detail = std::string(reason.detail),
          .pointer = std::move(pointer),
          .row = {},
          .line = {},
          .severity = severity};
}

// A source whose first bytes were looked at: gives them again, then the rest.
class LookedAt final : public base::ByteSource {
 public:
  explicit LookedAt(base::ByteSource& rest) : rest_(rest) {}

  // The first byte that is neither white space nor a byte order mark; 0 where there is none.
  Result<char> first() {
    constexpr std::string_view kSkipped = " \t\r\n\xEF\xBB\xBF";
    while (true) {
      CYBERDIR_ASSIGN(count, rest_.read(buffer_));
      if (count == 0) return '\0';
      looked_at_.append(buffer_.data(), count);
      if (looked_at_.size() > kMostBlank) return '\0';
      const std::size_t at = looked_at_.find_first_not_of(kSkipped);
      if (at == std::string::npos) continue;
      first_line_ += static_cast<std::uint64_t>(std::count(
          looked_at_.begin(), looked_at_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
      return looked_at_[at];
    }
  }

  // The line of that byte, from 1.
  [[nodiscard]] std::uint64_t first_line() const { return first_line_; }

  Result<std::size_t> read(std::span<char> buffer) override {
    if (given_ == looked_at_.size()) return rest_.read(buffer);
    const std::size_t count = looked_at_.copy(buffer.data(), buffer.size(), given_);
    given_ += count;
    return count;
  }

 private:
  static constexpr std::size_t kMostBlank = 1UL << 20U;

  base::ByteSource& rest_;
  std::array<char, 4096> buffer_{};
  std::string looked_at_;
  std::size_t given_ = 0;
  std::uint64_t first_line_ = 1;
};

}  // namespace

Draft::Draft(Json record, std::string_view source, std::string_view prefix, std::string_view kind)
    : record_(without_empty(std::move(record))), prefix_(prefix) {
  if (record_.is_null()) record_ = Json::object();
  entry_.kind = model::find_kind(kind);
  entry_.meta["owner"] = "registry";
  entry_.meta["source"]["name"] = std::string(source);
}

std::optional<std::string> Draft::text_of(const Json& value) {
  std::string text;
  if (value.is_string()) {
    text = trimmed(value.get_ref<const std::string&>());
  } else if (value.is_number()) {
    text = value.dump();
  }
  if (text.empty() || !base::is_xml_text(text)) return std::nullopt;
  return text;
}

const Json* Draft::look(std::string_view member) const {
  const auto found = record_.find(member);
  return found == record_.end() ? nullptr : &*found;
}

std::optional<std::string> Draft::look_text(std::string_view member) const {
  const Json* value = look(member);
  return value == nullptr ? std::nullopt : text_of(*value);
}

std::vector<std::string> Draft::look_texts(std::string_view member) const {
  std::vector<std::string> texts;
  const Json* value = look(member);
  if (value == nullptr) return texts;
  const auto add_text = [&](const Json& one) {
    if (auto text = text_of(one)) texts.push_back(*std::move(text));
  };
  if (value->is_array()) {
    std::ranges::for_each(*value, add_text);
  } else {
    add_text(*value);
  }
  return texts;
}

std::optional<std::string> Draft::take_text(std::string_view member) {
  return take_as(
      member, [](std::string_view text) { return std::optional<std::string>(text); }, kNotText);
}

std::optional<std::string> Draft::take_as(std::string_view member,
                                          std::optional<std::string> (*read)(std::string_view),
                                          const Reason& reason) {
  if (look(member) == nullptr) return std::nullopt;
  const auto text = look_text(member);
  auto value = text ? read(*text) : std::nullopt;
  if (value) {
    drop(member);
  } else {
    warn_kept(member, text ? reason : kNotText);
  }
  return value;
}

Json Draft::take_list(std::string_view member) {
  const auto found = record_.find(member);
  if (found == record_.end()) return Json::array();
  Json value = std::move(*found);
  record_.erase(found);
  if (value.is_array()) return value;
  taken_alone_.emplace(member);
  Json list = Json::array();
  list.push_back(std::move(value));
  return list;
}

Json Draft::take(std::string_view member) {
  const auto found = record_.find(member);
  if (found == record_.end()) return {};
  Json value = std::move(*found);
  record_.erase(found);
  return value;
}

std::optional<std::string> Draft::take_first(std::string_view member) {
  std::optional<std::string> value;
  const bool one = look_texts(member).size() <= 1;
  take_each(member, one ? kNotText : kSaysOther, [&](const std::string& text) {
    if (!value) value = text;
    return *value == text;
  });
  return value;
}

void Draft::state(std::string_view member, Json value) {
  value = without_empty(std::move(value));
  if (value.is_null()) return;
  Json& there = record_[std::string(member)];
  if (there.is_null()) {
    there = std::move(value);
    return;
  }
  if (!there.is_array()) there = Json::array({std::move(there)});
  if (value.is_array()) {
    for (Json& element : value) there.push_back(std::move(element));
  } else {
    there.push_back(std::move(value));
  }
}

void Draft::drop(std::string_view member) {
  const auto found = record_.find(member);
  if (found != record_.end()) record_.erase(found);
}

void Draft::keep(std::string_view member, Json rest) {
  rest = without_empty(std::move(rest));
  if (rest.is_array() && rest.size() == 1 && taken_alone_.contains(member)) {
    Json alone = std::move(rest.front());
    rest = std::move(alone);
  }
  if (!rest.is_null()) record_[std::string(member)] = std::move(rest);
}

void Draft::keep(std::string_view member, Json rest, const Reason& reason) {
  keep(member, std::move(rest));
  warn_kept(member, reason);
}

void Draft::set(std::string_view field, Json value) {
  value = without_empty(std::move(value));
  if (!value.is_null()) entry_.body[std::string(field)] = std::move(value);
}

void Draft::set_in(std::string_view field, std::string_view member, Json value) {
  value = without_empty(std::move(value));
  if (!value.is_null()) entry_.body[std::string(field)][std::string(member)] = std::move(value);
}

bool Draft::is_of_state(std::string_view state) const {
  const Json& body = entry_.body;
  if (const auto country = body.find("country"); country != body.end() && *country == state)
    return true;
  const auto others = body.find("additional_countries");
  return others != body.end() && std::ranges::find(*others, Json(state)) != others->end();
}

void Draft::add(std::string_view field, Json value) {
  entry_.body[std::string(field)].push_back(std::move(value));
}

void Draft::add_channel(std::string_view kind, std::string_view value, bool urgent) {
  if (!channels_.emplace(kind, value).second) return;
  Json channel = {{"kind", kind}, {"value", value}};
  if (urgent) channel["use"] = "urgent";
  add("channels", std::move(channel));
}

void Draft::mark_channels_personal() {
  const auto channels = entry_.body.find("channels");
  if (channels == entry_.body.end()) return;
  for (Json& channel : *channels) channel["personal"] = true;
}

bool Draft::add_key(std::string_view fingerprint, std::string_view expires) {
  if (!keys_.emplace(fingerprint).second) return false;
  Json key = {{"kind", "openpgp"}, {"fingerprint", fingerprint}};
  if (!expires.empty()) key["expires"] = expires;
  add("keys", std::move(key));
  return true;
}

bool Draft::have_common_value(std::string_view kind, std::string_view other) const {
  return std::ranges::any_of(channels_, [&](const auto& channel) {
    return channel.first == kind && channels_.contains({std::string(other), channel.second});
  });
}

bool Draft::set_source_id(std::string_view member, std::string_view id) {
  if (id.size() > kIdentifierBytes) {
    warn_kept(member, kTooLong);
    return false;
  }
  entry_.meta["source"]["id"] = id;
  return true;
}

void Draft::set_source_page(std::string_view before_id, std::string_view id) {
  if (id.size() > kIdentifierBytes) return;
  entry_.meta["source"]["url"] = std::string(before_id) + percent_encoded(id);
}

void Draft::set_source_modified(std::string_view instant) {
  entry_.meta["source"]["modified"] = instant;
}

void Draft::set_source_name(std::string_view name) { entry_.meta["source"]["name"] = name; }

void Draft::hide_extensions() { entry_.meta["visibility"]["extensions"] = "owner"; }

void Draft::warn(const Reason& reason, std::string pointer, std::optional<std::uint64_t> line) {
  findings_.push_back(finding_of(reason, std::move(pointer), Severity::warning));
  findings_.back().line = line;
}

void Draft::warn_kept(std::string_view member, const Reason& reason) {
  warn(reason, "/extensions/" + prefix_ + std::string(member));
}

Record Draft::finish() && {
  const auto source = entry_.meta.find("source");
  const bool has_source_id = source != entry_.meta.end() && source->contains("id");
  const bool identified =
      has_source_id || !entry_.id.empty() || has("short_name") || has("name") || has("title");
  if (!identified) findings_.push_back(finding_of(kUnidentified, {}, Severity::error));
  for (const model::Field& field : entry_.kind->fields) {
    if (!field.required || has(field.name)) continue;
    const std::string sentence = "to publish, this is needed: " + std::string(field.meaning);
    warn({kIncomplete, sentence}, "/" + std::string(field.name));
  }
  entry_.extensions = extensions_of(std::move(record_), prefix_);
  Record record;
  record.entry = std::move(entry_);
  record.findings = std::move(findings_);
  return record;
}

namespace {

constexpr std::size_t kRecordBytes = 1UL << 20U;  // as the reader's bound for one element

bool has_mark(const Json& record, const ForeignArray& format) {
  return record.is_object() && std::ranges::any_of(format.marks, [&](std::string_view mark) {
           return record.contains(mark);
         });
}

// The record that an element holds; what stands beside it in the element is kept with it.
Json unwrapped(Json element, const ForeignArray& format) {
  if (format.wrapper.empty() || !element.is_object()) return element;
  const auto found = element.find(format.wrapper);
  if (found == element.end() || !found->is_object()) return element;
  Json record = std::move(*found);
  element.erase(found);
  if (!element.empty()) record["beside-" + std::string(format.wrapper)] = std::move(element);
  return record;
}

Record record_of(Json element, const ForeignArray& format) {
  Json value = unwrapped(std::move(element), format);
  if (!value.is_object()) {
    Record record;
    record.findings.push_back(finding_of(kNotAnObject, {}, Severity::error));
    return record;
  }
  const std::string_view kind = format.kind == nullptr ? "organisation" : format.kind(value);
  Draft draft(std::move(value), format.source, format.prefix, kind);
  format.describe(draft);
  return std::move(draft).finish();
}

// Hands a record over with its place in the file.
Result<void> hand_over(codec::RecordSink& records, Record record, std::string place,
                       std::uint64_t row, std::optional<std::uint64_t> line) {
  record.row = row;
  record.line = line;
  record.place = std::move(place);
  for (Finding& finding : record.findings) {
    finding.row = row;
    finding.line = line;
  }
  return records.take(std::move(record));
}

// The members of the top object, for the case that it is itself the one record.
class TopObject {
 public:
  Result<void> take(std::string_view name, Json value) {
    bytes_ += value.dump().size();
    if (bytes_ > kRecordBytes) {
      return base::fail(base::ErrorCode::too_large, "a record of this JSON is larger than " +
                                                        std::to_string(kRecordBytes) + " bytes");
    }
    members_[std::string(name)] = std::move(value);
    return {};
  }
  [[nodiscard]] Json& members() { return members_; }

 private:
  Json members_ = Json::object();
  std::size_t bytes_ = 0;
};

}  // namespace

Result<void> read_array(base::ByteSource& bytes, codec::RecordSink& records,
                        const ForeignArray& format) {
  LookedAt source(bytes);
  CYBERDIR_ASSIGN(first, source.first());
  const std::string array(first == '[' ? std::string_view() : format.array);
  const std::string place = array.empty() ? "/" : "/" + array + "/";

  codec::JsonParts parts;
  parts.element = [&](std::uint64_t index, std::uint64_t line, Json value) {
    return hand_over(records, record_of(std::move(value), format), place + std::to_string(index),
                     index + 1, line);
  };
  TopObject top;
  if (!format.marks.empty()) {
    parts.member = [&](std::string_view name, Json value) {
      return top.take(name, std::move(value));
    };
    parts.no_array = [&]() -> Result<void> {
      const auto inner = top.members().find(array);
      if (inner != top.members().end() && has_mark(*inner, format))
        return hand_over(records, record_of(std::move(*inner), format), "/" + array, 1, {});
      if (has_mark(top.members(), format))
        return hand_over(records, record_of(std::move(top.members()), format), "", 1,
                         source.first_line());
      return base::fail(base::ErrorCode::malformed,
                        "the document has no array \"" + array + "\" and is no record itself");
    };
  }
  return codec::stream_json(source, array, parts);
}

}  // namespace cyberdir::importers
