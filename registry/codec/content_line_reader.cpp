#include "codec/content_line_reader.h"

#include <algorithm>

namespace cyberdir::codec {

using base::Result;

namespace {

constexpr std::size_t kBuffer = 64UL * 1024;
constexpr std::size_t kFoldedAt = 70;  // programs fold at 75 octets, or a little before

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

std::string capitals(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), upper);
  return out;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\x1A") == std::string_view::npos;
}

bool is_space(char c) { return c == ' ' || c == '\t'; }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

bool is_name(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, is_name_character);
}

bool begins_or_ends_a_card(std::string_view text) {
  const std::string start = capitals(text.substr(0, 11));
  return start.starts_with("BEGIN:VCARD") || start.starts_with("END:VCARD");
}

// RFC 6868.
std::string without_carets(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '^' && i + 1 < text.size() ? text[i + 1] : '\0';
    if (next == 'n' || next == '^' || next == '\'') {
      out += next == 'n' ? '\n' : next == '^' ? '^' : '"';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

// The value that begins at `at`, in quotes or not; `at` moves behind it.
std::string take_parameter_value(std::string_view text, std::size_t& at) {
  if (at < text.size() && text[at] == '"') {
    const std::size_t close = text.find('"', at + 1);
    if (close != std::string_view::npos) {
      const std::string_view quoted = text.substr(at + 1, close - at - 1);
      at = close + 1;
      return without_carets(quoted);
    }
  }
  const std::size_t end = std::min(text.find_first_of(",;:", at), text.size());
  const std::string_view plain = text.substr(at, end - at);
  at = end;
  return without_carets(plain);
}

}  // namespace

ContentLineReader::ContentLineReader(base::ByteSource& source, std::size_t most_bytes)
    : source_(source), most_(most_bytes), buffer_(kBuffer) {}

Result<bool> ContentLineReader::fill() {
  if (at_ < end_) return true;
  CYBERDIR_ASSIGN(count, source_.read(buffer_));
  at_ = 0;
  end_ = count;
  return count > 0;
}

Result<bool> ContentLineReader::read_physical(Physical& out) {
  out = {};
  out.line = ++line_;
  bool any = false;
  while (true) {
    CYBERDIR_ASSIGN(more, fill());
    if (!more) {
      if (!any) --line_;
      return any;
    }
    if (after_cr_) {
      after_cr_ = false;
      if (buffer_[at_] == '\n') {
        ++at_;
        continue;
      }
    }
    any = true;
    const std::string_view rest(buffer_.data() + at_, end_ - at_);
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    const std::string_view piece = rest.substr(0, end);
    const std::size_t room = most_ - std::min(most_, out.text.size());
    out.cut = out.cut || piece.size() > room;
    out.text.append(piece.substr(0, room));
    if (!piece.empty()) out.last = piece.back();
    at_ += end;
    if (end == rest.size()) continue;
    after_cr_ = buffer_[at_++] == '\r';
    out.ended = true;
    return true;
  }
}

// Which encoding the head names, once; each byte is looked at once.
void ContentLineReader::look_at_head() {
  if (has_head_) return;
  const std::size_t colon = current_.text.find(':', looked_);
  looked_ = current_.text.size();
  if (colon == std::string::npos) return;
  has_head_ = true;
  const std::string head = capitals(std::string_view(current_.text).substr(0, colon));
  quoted_printable_ = head.find("QUOTED-PRINTABLE") != std::string::npos;
  base64_ = head.find(";BASE64") != std::string::npos ||
            head.find("=BASE64") != std::string::npos ||
            head.find("ENCODING=B") != std::string::npos;
}

void ContentLineReader::append(const Physical& more, std::size_t from) {
  const std::string_view text = std::string_view(more.text).substr(from);
  const std::size_t room = most_ - std::min(most_, current_.text.size());
  current_.cut = current_.cut || more.cut || text.size() > room;
  current_.text.append(text.substr(0, room));
  current_.until = more.line;
  current_.whole = more.ended && more.text.size() < kFoldedAt;
  if (more.last != '\0') last_ = more.last;
}

// Whether a physical line belongs to the line in the making; if so it is appended.
bool ContentLineReader::continues(const Physical& next) {
  look_at_head();
  if (quoted_printable_ && last_ == '=' && !begins_or_ends_a_card(next.text)) {
    if (!current_.cut && current_.text.ends_with('=')) current_.text.pop_back();
    last_ = '\0';
    append(next, 0);
    return true;
  }
  if (next.text.empty() || next.text == "\x1A") {
    blank_since_ = true;
    current_.whole = true;
    return true;
  }
  if (is_space(next.text.front())) {
    blank_since_ = blank_since_ || is_blank(next.text);
    append(next, 1);
    return true;
  }
  if (base64_ && !blank_since_ && next.text.find(':') == std::string::npos &&
      next.text.find(';') == std::string::npos) {
    append(next, 0);
    return true;
  }
  return false;
}

Result<bool> ContentLineReader::next(ContentLine& out) {
  Physical physical;
  while (!pending_) {
    CYBERDIR_ASSIGN(there, read_physical(physical));
    if (!there) return false;
    if (!is_blank(physical.text)) pending_ = std::move(physical);
  }
  current_ = {};
  last_ = '\0';
  blank_since_ = has_head_ = quoted_printable_ = base64_ = false;
  looked_ = 0;
  current_.line = pending_->line;
  append(*pending_, 0);
  pending_.reset();
  while (true) {
    CYBERDIR_ASSIGN(there, read_physical(physical));
    if (!there) break;
    if (continues(physical)) continue;
    current_.whole = true;  // another line follows
    pending_ = std::move(physical);
    break;
  }
  out = std::move(current_);
  return true;
}

std::optional<ContentLineParts> parse_content_line(std::string_view text,
                                                   std::size_t most_parameters) {
  ContentLineParts parts;
  std::size_t at = std::min(text.find_first_of(";:"), text.size());
  if (at == text.size()) return std::nullopt;
  std::string_view name = text.substr(0, at);
  while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
    parts.group = name.substr(0, dot);
    std::string flat = parts.group;
    std::erase(flat, '.');
    if (!is_name(flat)) return std::nullopt;
    name.remove_prefix(dot + 1);
  }
  if (!is_name(name)) return std::nullopt;
  parts.name = capitals(name);
  while (at < text.size() && text[at] == ';') {
    ++at;
    if (parts.parameters.size() == most_parameters) return std::nullopt;
    const std::size_t end = std::min(text.find_first_of("=;:", at), text.size());
    if (end < text.size() && text[end] == '=') {
      std::vector<std::string> values;
      const std::string parameter = capitals(text.substr(at, end - at));
      at = end + 1;
      while (true) {
        if (values.size() == most_parameters) return std::nullopt;
        values.push_back(take_parameter_value(text, at));
        if (at >= text.size() || text[at] != ',') break;
        ++at;
      }
      if (!is_name(parameter)) return std::nullopt;
      parts.parameters.emplace_back(parameter, std::move(values));
    } else {
      std::string bare(text.substr(at, end - at));
      if (!bare.empty()) parts.parameters.emplace_back(std::string(), std::vector{std::move(bare)});
      at = end;
    }
  }
  if (at >= text.size() || text[at] != ':') return std::nullopt;
  parts.value = text.substr(at + 1);
  return parts;
}

}  // namespace cyberdir::codec
