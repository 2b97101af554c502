#include "codec/xml_parser.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "base/unicode.h"
#include "codec/utf8_source.h"

namespace cyberdir::codec {
namespace {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

constexpr std::size_t kLongestReason = 160;
constexpr int kAttributeParts = 5;  // local name, prefix, URI, begin and end of the value

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view()
                         : std::string_view(reinterpret_cast<const char*>(text));
}

// The library leaves `&#38;` for an ampersand in values of attributes, and no other ampersand.
std::string unescaped(std::string_view value) {
  static constexpr std::string_view kAmpersand = "&#38;";
  std::string text;
  for (std::size_t at = 0; at < value.size();) {
    const auto next = std::min(value.find('&', at), value.size());
    text.append(value.substr(at, next - at));
    at = next;
    if (at == value.size()) break;
    text.push_back('&');
    at += value.substr(at).starts_with(kAmpersand) ? kAmpersand.size() : 1;
  }
  return text;
}

// A sentence of the library, cut to a bounded length at a character.
std::string reason(const char* message) {
  std::string text = message == nullptr ? "not well-formed" : message;
  if (!base::is_utf8(text)) return "not well-formed";
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (text.size() <= kLongestReason) return text;
  std::size_t end = kLongestReason;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end) + " …";
}

// One parse: what the library's callbacks share. Nothing is thrown through the library.
class Session {
 public:
  Session(base::ByteSource& bytes, XmlHandler& handler, XmlParserLimits limits)
      : source_(bytes, Utf8Source::Kind::xml), handler_(handler), limits_(limits) {}

  Result<void> run() {
    xmlInitParser();
    xmlSAXHandler sax{};
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = &on_start;
    sax.endElementNs = &on_end;
    sax.characters = &on_text;
    sax.ignorableWhitespace = &on_text;
    sax.cdataBlock = &on_text;
    sax.comment = &on_comment;
    sax.processingInstruction = &on_instruction;
    sax.internalSubset = &on_doctype;
    sax.serror = &on_error;
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> context(
        xmlCreateIOParserCtxt(&sax, this, &on_read, nullptr, this, XML_CHAR_ENCODING_NONE),
        &xmlFreeParserCtxt);
    if (context) {
      context_ = context.get();
      // The source has decoded the text already, so what the declaration says is history.
      xmlCtxtUseOptions(context_, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
      xmlParseDocument(context_);
    }
    if (thrown_) std::rethrow_exception(thrown_);
    if (error_) return std::move(*error_);
    if (!context || context_->wellFormed == 0 || context_->nsWellFormed == 0) {
      return fail(ErrorCode::malformed, "this is not XML" + where());
    }
    return {};
  }

 private:
  [[nodiscard]] std::string where() const {
    const int line = context_ != nullptr && context_->input != nullptr ? context_->input->line : 1;
    return " (line " + std::to_string(std::max(line, 1)) + ")";
  }

  void stop(Error error) {
    if (error_) return;
    error_ = std::move(error);
    if (context_ != nullptr) xmlStopParser(context_);
  }

  // Runs what a callback is to do, unless the parse has ended already.
  template <typename Action>
  void guarded(Action action) {
    if (error_ || thrown_) return;
    since_event_ = 0;
    try {
      Result<void> done = action();
      if (!done) stop(std::move(done).error());
    } catch (...) {
      thrown_ = std::current_exception();
      if (context_ != nullptr) xmlStopParser(context_);
    }
  }

  int read(std::span<char> buffer) {
    if (error_ || thrown_) return -1;
    try {
      auto count = source_.read(buffer);
      if (!count) {
        error_ = std::move(count).error();
        return -1;
      }
      since_event_ += *count;
      if (since_event_ > limits_.token_bytes + buffer.size()) {
        error_ =
            fail(ErrorCode::too_large,
                 "a tag, a comment, a CDATA section or blanks outside the root are longer than " +
                     std::to_string(limits_.token_bytes) + " bytes" + where());
        return -1;
      }
      return static_cast<int>(*count);
    } catch (...) {
      thrown_ = std::current_exception();
      return -1;
    }
  }

  Result<void> start(const xmlChar* name, const xmlChar* name_space,
                     std::span<const xmlChar*> parts) {
    if (++depth_ > limits_.depth) {
      return fail(ErrorCode::malformed, "elements are nested deeper than " +
                                            std::to_string(limits_.depth) + " levels" + where());
    }
    attributes_.clear();
    for (std::size_t i = 0; i + kAttributeParts <= parts.size(); i += kAttributeParts) {
      const auto* begin = reinterpret_cast<const char*>(parts[i + 3]);
      const auto* end = reinterpret_cast<const char*>(parts[i + 4]);
      attributes_.push_back({view(parts[i]), view(parts[i + 2]),
                             unescaped({begin, static_cast<std::size_t>(end - begin)})});
    }
    const int line = context_->input != nullptr ? context_->input->line : 1;
    return handler_.start({view(name), view(name_space), attributes_},
                          static_cast<std::uint64_t>(std::max(line, 1)));
  }

  static Session& of(void* self) { return *static_cast<Session*>(self); }

  static int on_read(void* self, char* buffer, int length) {
    if (length <= 0) return 0;
    return of(self).read({buffer, static_cast<std::size_t>(length)});
  }
  static void on_start(void* self, const xmlChar* name, const xmlChar* /*prefix*/,
                       const xmlChar* name_space, int /*namespaces*/,
                       const xmlChar** /*declarations*/, int count, int /*defaulted*/,
                       const xmlChar** attributes) {
    const auto parts = static_cast<std::size_t>(std::max(count, 0)) * kAttributeParts;
    of(self).guarded([&] { return of(self).start(name, name_space, {attributes, parts}); });
  }
  static void on_end(void* self, const xmlChar* /*name*/, const xmlChar* /*prefix*/,
                     const xmlChar* /*name_space*/) {
    of(self).guarded([&] {
      --of(self).depth_;
      return of(self).handler_.end();
    });
  }
  static void on_text(void* self, const xmlChar* text, int length) {
    of(self).guarded([&] {
      return of(self).handler_.text(
          {reinterpret_cast<const char*>(text), static_cast<std::size_t>(std::max(length, 0))});
    });
  }
  static void on_comment(void* self, const xmlChar* /*text*/) { of(self).since_event_ = 0; }
  static void on_instruction(void* self, const xmlChar* /*target*/, const xmlChar* /*text*/) {
    of(self).since_event_ = 0;
  }
  static void on_doctype(void* self, const xmlChar* /*name*/, const xmlChar* /*id*/,
                         const xmlChar* /*system*/) {
    of(self).stop(fail(
        ErrorCode::malformed,
        "a document type declaration (DOCTYPE) is not accepted; leave it out" + of(self).where()));
  }
  static void on_error(void* self, xmlErrorPtr problem) {
    if (problem == nullptr || problem->level < XML_ERR_ERROR || of(self).error_ ||
        of(self).thrown_) {
      return;
    }
    of(self).stop(fail(ErrorCode::malformed,
                       "this is not well-formed XML: " + reason(problem->message) + " (line " +
                           std::to_string(std::max(problem->line, 1)) + ")"));
  }

  Utf8Source source_;
  XmlHandler& handler_;
  XmlParserLimits limits_;
  xmlParserCtxtPtr context_ = nullptr;
  std::vector<XmlAttribute> attributes_;
  std::size_t depth_ = 0;
  std::size_t since_event_ = 0;
  std::optional<Error> error_;
  std::exception_ptr thrown_;
};

}  // namespace

Result<void> parse_xml(base::ByteSource& bytes, XmlHandler& handler, XmlParserLimits limits) {
  return Session(bytes, handler, limits).run();
}

}  // namespace cyberdir::codec
