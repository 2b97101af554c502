#include "http/multipart.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "http/negotiation.h"

namespace cyberdir::http {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kPieceBytes = 64UL * 1024;
constexpr std::size_t kHeadBytes = 8192;
constexpr std::size_t kMostBoundary = 70;  // RFC 2046 section 5.1.1
constexpr std::size_t kMostFieldBytes = 256UL * 1024;
constexpr std::size_t kMostFields = 1000;
constexpr std::string_view kFormType = "multipart/form-data";

base::Error cut() { return fail(ErrorCode::malformed, "the form ended early; send it again"); }

bool is_same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// The value of a parameter such as `name` in `form-data; name="x"`. In quotes a backslash stands
// before a quote alone: browsers send it as it is before anything else, in names of old paths.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  auto semicolon = header.find(';');
  while (semicolon != std::string_view::npos) {
    header.remove_prefix(semicolon + 1);
    const auto equals = header.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view key = trimmed(header.substr(0, equals));
    header = trimmed(header.substr(equals + 1));
    std::string value;
    if (header.starts_with('"')) {
      std::size_t at = 1;
      while (at < header.size() && header[at] != '"') {
        if (header[at] == '\\' && at + 1 < header.size() && header[at + 1] == '"') ++at;
        value.push_back(header[at++]);
      }
      if (at >= header.size()) return std::nullopt;  // the quote does not end
      header.remove_prefix(at + 1);
      semicolon = header.find(';');
    } else {
      semicolon = header.find(';');
      value = trimmed(header.substr(0, semicolon));
    }
    if (is_same_name(key, name)) return value;
  }
  return std::nullopt;
}

// Browsers write these three so in names (the HTML standard's multipart/form-data encoding).
std::string without_escapes(std::string text) {
  constexpr std::array<std::pair<std::string_view, char>, 3> kEscapes = {
      {{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}}};
  std::string plain;
  for (std::size_t i = 0; i < text.size();) {
    const auto escape = std::find_if(kEscapes.begin(), kEscapes.end(), [&](const auto& one) {
      return text.compare(i, one.first.size(), one.first) == 0;
    });
    plain.push_back(escape == kEscapes.end() ? text[i] : escape->second);
    i += escape == kEscapes.end() ? 1 : escape->first.size();
  }
  return plain;
}

bool is_text(std::string_view text) {
  return base::is_utf8(text) && text.find('\0') == std::string_view::npos;
}

}  // namespace

MultipartReader::MultipartReader(base::ByteSource& body, std::string_view boundary)
    : body_(body), delimiter_("\r\n--" + std::string(boundary)), buffer_("\r\n") {}

// Reads a piece more; false at the end of the body.
Result<bool> MultipartReader::fill() {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    content_ -= std::min(content_, begin_);
    begin_ = 0;
  }
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kPieceBytes);
  auto count = body_.read({buffer_.data() + size, kPieceBytes});
  buffer_.resize(size + (count ? *count : 0));
  if (!count) return std::move(count).error();
  return *count > 0;
}

// Moves content_ as far as content is known to go; what may begin a delimiter is not.
Result<void> MultipartReader::find_delimiter() {
  while (content_ == begin_ && !at_delimiter_) {
    const std::size_t found = buffer_.find(delimiter_, content_);
    if (found != std::string::npos) {
      content_ = found;
      at_delimiter_ = true;
    } else if (buffer_.size() - content_ >= delimiter_.size()) {
      content_ = buffer_.size() - (delimiter_.size() - 1);
    } else {
      CYBERDIR_ASSIGN(more, fill());
      if (!more) return cut();
    }
  }
  return {};
}

Result<std::size_t> MultipartReader::read(std::span<char> buffer) {
  if (!in_part_ || buffer.empty()) return std::size_t{0};
  CYBERDIR_TRY(find_delimiter());
  const std::size_t count = std::min(buffer.size(), content_ - begin_);
  std::memcpy(buffer.data(), buffer_.data() + begin_, count);
  begin_ += count;
  if (count == 0) in_part_ = false;
  return count;
}

// A line without its CR LF.
Result<std::string> MultipartReader::read_line(std::size_t most) {
  while (true) {
    const std::size_t end = buffer_.find("\r\n", begin_);
    if (std::min(end, buffer_.size()) - begin_ > most)
      return fail(ErrorCode::too_large, "the head of a part of the form is too long");
    if (end != std::string::npos) {
      std::string line = buffer_.substr(begin_, end - begin_);
      begin_ = end + 2;
      return line;
    }
    CYBERDIR_ASSIGN(more, fill());
    if (!more) return cut();
  }
}

Result<std::optional<MultipartReader::Part>> MultipartReader::next() {
  std::array<char, 4096> skipped;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  while (in_part_) {
    CYBERDIR_ASSIGN(count, read(skipped));
    if (count == 0) break;
  }
  if (ended_) return std::optional<Part>();
  begin_ += delimiter_.size();
  at_delimiter_ = false;
  CYBERDIR_ASSIGN(rest, read_line(kHeadBytes));
  if (rest.starts_with("--")) ended_ = true;
  if (ended_) return std::optional<Part>();
  if (!trimmed(rest).empty())
    return fail(ErrorCode::malformed, "the form has a boundary that its head does not name");
  Part part;
  bool is_field = false;
  std::size_t left = kHeadBytes;
  while (true) {
    CYBERDIR_ASSIGN(line, read_line(left));
    if (line.empty()) break;
    left -= std::min(left, line.size());
    const auto colon = line.find(':');
    if (colon == std::string::npos)
      return fail(ErrorCode::malformed, "the head of a part of the form cannot be read");
    if (!is_same_name(trimmed(std::string_view(line).substr(0, colon)), "content-disposition"))
      continue;
    const std::string_view value = trimmed(std::string_view(line).substr(colon + 1));
    is_field = is_same_name(trimmed(value.substr(0, value.find(';'))), "form-data");
    if (auto name = header_parameter(value, "name")) part.name = without_escapes(*std::move(name));
    if (auto file = header_parameter(value, "filename"))
      part.file = without_escapes(*std::move(file));
  }
  if (!is_field || part.name.empty() || !is_text(part.name) || !is_text(part.file.value_or("")))
    return fail(ErrorCode::malformed, "a part of the form does not say which field it is");
  content_ = begin_;
  in_part_ = true;
  return std::optional<Part>(std::move(part));
}

bool is_upload(const Request& request) { return content_type(request) == kFormType; }

Result<std::shared_ptr<FormUpload>> FormUpload::open(Request& request) {
  if (!is_upload(request))
    return fail(ErrorCode::unsupported, "a form with a file is sent as multipart/form-data");
  const auto boundary = header_parameter(*request.header("content-type"), "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kMostBoundary ||
      boundary->find_first_of("\r\n") != std::string::npos)
    return fail(ErrorCode::malformed, "the form does not say its boundary");
  std::shared_ptr<FormUpload> upload(new FormUpload(*request.body, *boundary));
  CYBERDIR_TRY(upload->read_fields());
  return upload;
}

Result<void> FormUpload::read_fields() {
  std::vector<std::pair<std::string, base::Secret>> fields;
  std::size_t left = kMostFieldBytes;
  while (file_name_.empty()) {
    CYBERDIR_ASSIGN(part, parts_.next());
    if (!part) break;
    if (part->file && !part->file->empty()) {
      file_name_ = *std::move(part->file);
      break;
    }
    std::string value;
    std::array<char, 4096> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    while (true) {
      CYBERDIR_ASSIGN(count, parts_.read(piece));
      if (count == 0) break;
      if (count > left || fields.size() == kMostFields)
        return fail(ErrorCode::too_large, "the fields of the form are too large");
      left -= count;
      value.append(piece.data(), count);
    }
    if (!is_text(value)) return fail(ErrorCode::malformed, "the form is not UTF-8 text");
    if (fields.size() == kMostFields)
      return fail(ErrorCode::too_large, "a form has at most 1000 fields");
    if (!part->file) fields.emplace_back(std::move(part->name), base::Secret(std::move(value)));
  }
  fields_ = FormFields(std::move(fields));
  return {};
}

Result<std::size_t> FormUpload::read(std::span<char> buffer) {
  return has_file() ? parts_.read(buffer) : Result<std::size_t>(std::size_t{0});
}

}  // namespace cyberdir::http
