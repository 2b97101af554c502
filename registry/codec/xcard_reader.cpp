// xCard (RFC 6351).
#include <algorithm>
#include <optional>

#include "codec/card_reader.h"
#include "codec/card_shape.h"
#include "codec/xml_parser.h"

namespace cyberdir::codec {

using base::Result;

namespace {

std::string capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return out;
}

std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

// vcards > vcard > [group >] property > [parameters > parameter >] value
class Handler final : public XmlHandler {
 public:
  Handler(const TakeCard& take, const CardLimits& limits) : take_(take), builder_(limits) {}

  Result<void> start(const XmlElement& element, std::uint64_t line) override {
    ++depth_;
    if (depth_ == 1) {
      if (element.name == "vcards" && element.name_space == kXCardNamespace) return {};
      return base::fail(base::ErrorCode::malformed, "the root of an xCard is <vcards xmlns=\"" +
                                                        std::string(kXCardNamespace) + "\">");
    }
    if (depth_ == 2) return start_card(element, line);
    if (!in_card_ || builder_.full()) return {};
    const std::size_t level = depth_ - (in_group_ ? 1 : 0);
    if (level == 3 && !in_group_ && element.name == "group") {
      in_group_ = true;
      for (const XmlAttribute& attribute : element.attributes) {
        if (attribute.name == "name") group_ = attribute.value.substr(0, kLongestName);
      }
    } else if (level == 3) {
      property_.emplace();
      property_->name = capitals(element.name.substr(0, kLongestName));
      property_->group = group_;
      size_ = 0;
      in_parameters_ = too_long_ = false;
      types_ = 0;
    } else if (level == 4 && property_) {
      in_parameters_ = element.name == "parameters";
      if (!in_parameters_) start_value(element.name);
    } else if (level == 5 && property_ && in_parameters_) {
      add_parameter(element.name);
    } else if (level == 6 && property_ && in_parameters_ && !property_->parameters.empty()) {
      into_ = Into::parameter;
      add_text_place(property_->parameters.back().values);
    }
    return {};
  }

  Result<void> text(std::string_view piece) override {
    if (!property_ || into_ == Into::nothing || too_long_) return {};
    size_ += piece.size();
    if (size_ > builder_.limits().value_bytes) {
      too_long_ = true;
      property_->values.clear();
      property_->parameters.clear();
      return {};
    }
    (into_ == Into::value ? property_->values[at_] : property_->parameters.back().values.back())
        .append(piece);
    return {};
  }

  Result<void> end() override {
    const std::size_t level = depth_ - (in_group_ ? 1 : 0);
    --depth_;
    if (level == 6 || (level == 4 && !in_parameters_)) into_ = Into::nothing;
    if (level == 4 && in_parameters_) in_parameters_ = false;
    if (level == 3 && property_) {
      end_property();
      return {};
    }
    if (in_group_ && depth_ == 2) {
      in_group_ = false;
      group_.clear();
      return {};
    }
    if (depth_ == 1 && in_card_) {
      in_card_ = false;
      return take_(builder_.finish());
    }
    return {};
  }

 private:
  static constexpr std::size_t kLongestName = 64;
  enum class Into : std::uint8_t { nothing, value, parameter };

  Result<void> start_card(const XmlElement& element, std::uint64_t line) {
    ++row_;
    builder_.begin(row_, line, "/vcards/*[" + std::to_string(row_) + "]");
    in_card_ = element.name == "vcard" && element.name_space == kXCardNamespace;
    in_group_ = false;
    group_.clear();
    property_.reset();
    into_ = Into::nothing;
    if (in_card_) return {};
    builder_.refuse("type", "this is no element vcard; correct it or leave it out");
    return take_(builder_.finish());
  }

  void add_text_place(std::vector<std::string>& values) {
    if (++size_ > builder_.limits().value_bytes) too_long_ = true;
    if (too_long_) into_ = Into::nothing;
    if (!too_long_) values.emplace_back();
  }

  void start_value(std::string_view name) {
    if (too_long_) return;
    const auto components = card_shape(property_->name).components;
    into_ = Into::value;
    if (components.empty()) {
      if (types_++ == 0) property_->type = small(name.substr(0, kLongestName));
      add_text_place(property_->values);
      at_ = property_->values.size() - (property_->values.empty() ? 0 : 1);
      return;
    }
    const auto found = std::ranges::find(components, name);
    if (found == components.end()) {
      into_ = Into::nothing;
      unknown_ = true;
      return;
    }
    at_ = static_cast<std::size_t>(found - components.begin());
    if (property_->values.size() < components.size()) property_->values.resize(components.size());
    // The parts of a list within a structured value stand one behind the other.
    if (!property_->values[at_].empty()) property_->values[at_] += ", ";
    size_ += 2;
  }

  void add_parameter(std::string_view name) {
    if (too_long_) return;
    if (property_->parameters.size() == builder_.limits().parameters) {
      too_long_ = true;
      return;
    }
    property_->parameters.push_back({capitals(name.substr(0, kLongestName)), {}});
  }

  void end_property() {
    CardProperty made = *std::move(property_);
    property_.reset();
    into_ = Into::nothing;
    if (made.name == "VERSION") return;
    if (std::exchange(unknown_, false)) {
      builder_.warn("component", "this has a component that xCard does not know; it is left out",
                    made.name);
    }
    const CardShape shape = card_shape(made.name);
    made.separator = shape.separator == ',' ? ',' : ';';
    if (made.type == "unknown" || !shape.components.empty()) made.type = shape.type;
    for (CardParameter& parameter : made.parameters) {
      if (parameter.name != "TYPE") continue;
      for (std::string& value : parameter.values) value = small(value);
    }
    if (too_long_) {
      builder_.too_long(made.name);
    } else if (!made.values.empty()) {
      builder_.add(std::move(made));
    }
  }

  const TakeCard& take_;
  CardBuilder builder_;
  std::uint64_t row_ = 0;
  std::size_t depth_ = 0;
  bool in_card_ = false;
  bool in_group_ = false;
  bool in_parameters_ = false;
  bool too_long_ = false;
  bool unknown_ = false;
  std::string group_;
  std::optional<CardProperty> property_;
  Into into_ = Into::nothing;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::size_t types_ = 0;
};

}  // namespace

Result<void> read_xcards(base::ByteSource& bytes, const TakeCard& take, const CardLimits& limits) {
  Handler handler(take, limits);
  return parse_xml(bytes, handler);
}

}  // namespace cyberdir::codec
