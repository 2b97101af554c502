// jCard (RFC 7095): one card, or an array of them.
#include <algorithm>

#include "codec/card_reader.h"
#include "codec/card_shape.h"
#include "codec/json_reader.h"

namespace cyberdir::codec {

using base::Result;
using model::Json;

namespace {

// A picture within a card is passed over, so it must be read.
constexpr JsonLimits kJsonLimits = {.depth = 16, .value_bytes = 16UL << 20U};

std::string cased(std::string_view text, bool capitals) {
  std::string out(text);
  for (char& c : out) {
    if (capitals && c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    if (!capitals && c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

// A value as text; a list within a structured value is its parts, one behind the other.
std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return {};
  if (!value.is_array()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string text;
  for (const Json& part : value) {
    if (!text.empty()) text += ", ";
    text +=
        part.is_array() ? part.dump(-1, ' ', false, Json::error_handler_t::replace) : text_of(part);
  }
  return text;
}

// "2026-11-22T14:51:04Z" as vCard has it.
std::string basic_time(std::string text) {
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

bool is_jcard(const Json& value) {
  return value.is_array() && value.size() == 2 && value[0] == "vcard" && value[1].is_array();
}

void add_property(CardBuilder& builder, const Json& property) {
  const bool formed = property.is_array() && property.size() >= 4 && property[0].is_string() &&
                      property[1].is_object() && property[2].is_string();
  if (!formed || property[1].size() > builder.limits().parameters) {
    builder.add_unread(property.dump(-1, ' ', false, Json::error_handler_t::replace));
    return;
  }
  CardProperty made;
  made.name = cased(property[0].get_ref<const std::string&>(), true);
  if (made.name == "VERSION") return;
  const CardShape shape = card_shape(made.name);
  made.type = cased(property[2].get_ref<const std::string&>(), false);
  if (made.type == "unknown") made.type = shape.type;
  made.separator = shape.separator == ',' ? ',' : ';';
  for (const auto& [name, value] : property[1].items()) {
    if (name == "group") {
      made.group = text_of(value);
      continue;
    }
    CardParameter parameter{cased(name, true), {}};
    const auto add = [&](const Json& one) {
      parameter.values.push_back(parameter.name == "TYPE" ? cased(text_of(one), false)
                                                          : text_of(one));
    };
    if (value.is_array()) {
      std::ranges::for_each(value, add);
    } else {
      add(value);
    }
    made.parameters.push_back(std::move(parameter));
  }
  for (std::size_t i = 3; i < property.size(); ++i) {
    if (property[i].is_array()) {
      for (const Json& part : property[i]) made.values.push_back(text_of(part));
    } else {
      made.values.push_back(text_of(property[i]));
    }
  }
  if (made.type == "timestamp") {
    for (std::string& value : made.values) value = basic_time(std::move(value));
  }
  builder.add(std::move(made));
}

class Reader {
 public:
  Reader(const TakeCard& take, const CardLimits& limits) : take_(take), builder_(limits) {}

  Result<void> element(std::uint64_t index, std::uint64_t line, const Json& value) {
    if (index == 0) alone_ = value == "vcard";
    if (alone_ && index == 0) return {};
    if (alone_) {
      if (index != 1 || !value.is_array()) return not_a_jcard();
      return card(line, "", value);
    }
    ++row_;
    const std::string place = "/" + std::to_string(index);
    if (is_jcard(value)) return card(line, place, value[1]);
    builder_.begin(row_, line, place);
    builder_.refuse("type",
                    "a jCard is an array of \"vcard\" and the properties; correct this "
                    "element or leave it out");
    return take_(builder_.finish());
  }

 private:
  static base::Error not_a_jcard() {
    return base::fail(base::ErrorCode::malformed,
                      "a jCard is an array of \"vcard\" and one array of properties");
  }

  Result<void> card(std::uint64_t line, const std::string& place, const Json& properties) {
    if (alone_) row_ = 1;
    builder_.begin(row_, line, place);
    for (const Json& property : properties) {
      if (builder_.full()) break;
      add_property(builder_, property);
    }
    return take_(builder_.finish());
  }

  const TakeCard& take_;
  CardBuilder builder_;
  bool alone_ = false;
  std::uint64_t row_ = 0;
};

}  // namespace

Result<void> read_jcards(base::ByteSource& bytes, const TakeCard& take, const CardLimits& limits) {
  Reader reader(take, limits);
  JsonParts parts;
  parts.element = [&](std::uint64_t index, std::uint64_t line, const Json& value) {
    return reader.element(index, line, value);
  };
  return stream_json(bytes, "", parts, kJsonLimits);
}

}  // namespace cyberdir::codec
