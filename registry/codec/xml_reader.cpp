#include "codec/xml_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "codec/scalar_text.h"
#include "codec/xml_entry_builder.h"
#include "codec/xml_parser.h"
#include "model/kinds.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

std::string at_line(std::uint64_t line) { return " (line " + std::to_string(line) + ")"; }

DirectoryHeader header_of(const XmlElement& root) {
  DirectoryHeader header;
  for (const XmlAttribute& attribute : root.attributes) {
    if (!attribute.name_space.empty()) continue;
    if (attribute.name == "registry") header.registry = attribute.value;
    if (attribute.name == "epoch") header.epoch = attribute.value;
    if (attribute.name == "as_of") header.as_of = attribute.value;
    if (attribute.name == "audience") header.audience = attribute.value;
    if (attribute.name == "seq") {
      const auto seq = integer_of(attribute.value);
      if (seq && *seq >= 0) header.seq = static_cast<std::uint64_t>(*seq);
    }
  }
  return header;
}

// A file: the root and its entries.
class DirectoryHandler final : public XmlHandler {
 public:
  DirectoryHandler(const XmlParts& parts, const XmlLimits& limits)
      : parts_(parts), builder_(limits), of_kind_(model::kinds().size()) {}

  Result<void> start(const XmlElement& element, std::uint64_t line) override {
    if (builder_.open()) return builder_.start(element, line);
    if (!in_root_) {
      if (element.name != "directory" || element.name_space != kDirectoryNamespace) {
        return fail(ErrorCode::malformed, "the root is not <directory> of the namespace " +
                                              std::string(kDirectoryNamespace) + at_line(line));
      }
      in_root_ = true;
      return parts_.header ? parts_.header(header_of(element)) : Result<void>();
    }
    if (element.name_space != kDirectoryNamespace) {
      return fail(ErrorCode::malformed,
                  "an element of another namespace stands among the entries" + at_line(line));
    }
    ++rows_;
    return builder_.begin(element, line, rows_, place(element.name));
  }

  Result<void> end() override {
    if (!builder_.open()) return {};  // of the root
    CYBERDIR_TRY(builder_.end());
    if (builder_.open() || !parts_.record) return {};
    return parts_.record(builder_.take());
  }

  Result<void> text(std::string_view piece) override {
    if (builder_.open()) return builder_.text(piece);
    if (is_blank(piece)) return {};
    return fail(ErrorCode::malformed, "text stands among the entries, after entry " +
                                          std::to_string(rows_) + "; remove it");
  }

 private:
  std::string place(std::string_view name) {
    const auto kinds = model::kinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const auto& kind) { return kind.name == name; });
    if (found == kinds.end()) return "/directory/*[" + std::to_string(rows_) + "]";
    const std::uint64_t number = ++of_kind_[static_cast<std::size_t>(found - kinds.begin())];
    return "/directory/" + std::string(name) + "[" + std::to_string(number) + "]";
  }

  const XmlParts& parts_;
  XmlEntryBuilder builder_;
  std::vector<std::uint64_t> of_kind_;
  std::uint64_t rows_ = 0;
  bool in_root_ = false;
};

// A document that is one entry.
class EntryHandler final : public XmlHandler {
 public:
  explicit EntryHandler(const XmlLimits& limits) : builder_(limits) {}

  Result<void> start(const XmlElement& element, std::uint64_t line) override {
    if (builder_.open()) return builder_.start(element, line);
    if (element.name_space != kDirectoryNamespace) {
      return fail(ErrorCode::malformed, "the root is not of the namespace " +
                                            std::string(kDirectoryNamespace) + at_line(line));
    }
    if (model::find_kind(element.name) == nullptr) {
      return fail(ErrorCode::malformed,
                  "the root is not named for a kind of entry" + at_line(line));
    }
    return builder_.begin(element, line, 1, "/" + std::string(element.name));
  }
  Result<void> end() override { return builder_.end(); }
  Result<void> text(std::string_view piece) override { return builder_.text(piece); }
  RawRecord take() { return builder_.take(); }

 private:
  XmlEntryBuilder builder_;
};

}  // namespace

Result<void> read_directory_xml(base::ByteSource& source, const XmlParts& parts, XmlLimits limits) {
  DirectoryHandler handler(parts, limits);
  return parse_xml(source, handler, {limits.depth, limits.token_bytes});
}

Result<RawRecord> read_entry_xml(std::string_view text, XmlLimits limits) {
  base::StringSource source(text);
  EntryHandler handler(limits);
  CYBERDIR_TRY(parse_xml(source, handler, {limits.depth, limits.token_bytes}));
  return handler.take();
}

}  // namespace cyberdir::codec
