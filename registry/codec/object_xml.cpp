#include "codec/object_xml.h"

#include <string>

#include "codec/xml_parser.h"
#include "codec/xml_writer.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

class ObjectHandler final : public XmlHandler {
 public:
  explicit ObjectHandler(std::string_view root) : root_(root) {}

  Result<void> start(const XmlElement& element, std::uint64_t line) override {
    constexpr std::size_t kMostElements = 64;
    const std::string at = " (line " + std::to_string(line) + ")";
    if (++elements_ > kMostElements)
      return fail(ErrorCode::too_large, "there are more than 64 elements" + at);
    const bool ours = element.name_space == kDirectoryNamespace;
    if (depth_ == 0 && (!ours || element.name != root_)) {
      return fail(ErrorCode::malformed, "the root is not <" + std::string(root_) +
                                            "> of the namespace " +
                                            std::string(kDirectoryNamespace) + at);
    }
    if (depth_ == 1 && object_.contains(std::string(element.name)))
      return fail(ErrorCode::malformed, "an element stands twice" + at);
    if (!ours || depth_ > 2 || (depth_ == 2 && element.name != "i"))
      return fail(ErrorCode::malformed, "no element is expected here" + at);
    if (depth_ == 1) name_ = element.name;
    if (depth_ == 2 && !object_[name_].is_array()) object_[name_] = model::Json::array();
    ++depth_;
    text_.clear();
    return {};
  }

  Result<void> end() override {
    --depth_;
    if (depth_ == 2) object_[name_].push_back(text_);
    if (depth_ == 1 && !object_[name_].is_array()) object_[name_] = text_;
    text_.clear();
    return {};
  }

  Result<void> text(std::string_view piece) override {
    text_ += piece;
    return {};
  }

  model::Json take() { return std::move(object_); }

 private:
  std::string_view root_;
  model::Json object_ = model::Json::object();
  std::string name_;
  std::string text_;
  std::size_t depth_ = 0;
  std::size_t elements_ = 0;
};

}  // namespace

Result<model::Json> read_object_xml(std::string_view text, std::string_view root) {
  base::StringSource source(text);
  ObjectHandler handler(root);
  CYBERDIR_TRY(parse_xml(source, handler));
  return handler.take();
}

}  // namespace cyberdir::codec
