#include "importers/cards.h"

#include <algorithm>
#include <string>
#include <utility>

#include "codec/card_reader.h"
#include "importers/card_draft.h"

namespace cyberdir::importers {

using base::Result;

namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kMark = "\xEF\xBB\xBF";

void skip_space(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
}

bool skip(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

// The letters of UTF-16 that are ASCII: enough for BEGIN:VCARD.
std::string ascii_of_utf16(std::string_view head) {
  constexpr std::size_t kEnough = 64;
  const bool big_endian = head.starts_with("\xFE\xFF");
  std::string text;
  for (std::size_t i = 2; i + 1 < head.size() && text.size() < kEnough; i += 2)
    text += head[i + (big_endian ? 1 : 0)];
  return text;
}

codec::TakeCard into(codec::RecordSink& records) {
  return [&records](codec::ReadCard card) { return records.take(record_of(std::move(card))); };
}

}  // namespace

bool recognises_vcard(std::string_view head) {
  constexpr std::string_view kBegin = "BEGIN:VCARD";
  std::string utf16;
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
    utf16 = ascii_of_utf16(head);
    head = utf16;
  }
  skip(head, kMark);
  skip_space(head);
  if (head.size() < kBegin.size()) return false;
  for (std::size_t i = 0; i < kBegin.size(); ++i) {
    if (upper(head[i]) != kBegin[i]) return false;
  }
  return head.size() == kBegin.size() || kSpace.find(head[kBegin.size()]) != std::string_view::npos;
}

bool recognises_jcard(std::string_view head) {
  skip(head, kMark);
  skip_space(head);
  if (!skip(head, "[")) return false;
  skip_space(head);
  if (skip(head, "[")) skip_space(head);
  if (!skip(head, "\"vcard\"")) return false;
  skip_space(head);
  return head.empty() || head.starts_with(',');
}

bool recognises_xcard(std::string_view head) {
  head = head.substr(0, kHeadBytes);
  const auto root = head.find("vcards");
  const auto name_space = head.find(codec::kXCardNamespace);
  skip(head, kMark);
  skip_space(head);
  return head.starts_with('<') && root != std::string_view::npos &&
         name_space != std::string_view::npos && root < name_space;
}

Result<void> read_vcard(base::ByteSource& bytes, codec::RecordSink& records) {
  return codec::read_vcards(bytes, into(records));
}

Result<void> read_jcard(base::ByteSource& bytes, codec::RecordSink& records) {
  return codec::read_jcards(bytes, into(records));
}

Result<void> read_xcard(base::ByteSource& bytes, codec::RecordSink& records) {
  return codec::read_xcards(bytes, into(records));
}

}  // namespace cyberdir::importers
