// A contact as plain text for a cable or a fax: lines of 69 columns at most, but for an address
// that is longer (cut in two it would be another one), and no character that such a line drops
// where there is a plain one.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "page/contact_card.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::page {
namespace {

constexpr int kWidth = 69;
constexpr int kIndent = 4;  // of the further lines of a paragraph

int columns_of(UChar32 character) {
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  if (width == U_EA_WIDE || width == U_EA_FULLWIDTH) return 2;
  return u_getCombiningClass(character) != 0 ? 0 : 1;
}

// The plain character for one that cable and fax lines lose; none for what is only a control of
// direction or of line ends.
std::string_view plain_of(UChar32 character, std::string_view as_it_is) {
  const bool directs = (character >= 0x2066 && character <= 0x2069) ||
                       (character >= 0x202A && character <= 0x202E) || character == 0x200E ||
                       character == 0x200F || character == 0x200B;
  if (directs) return {};
  if (character < 0x20 || character == 0x7F || character == 0xA0 || character == 0x202F ||
      character == 0x2028 || character == 0x2029 || (character >= 0x80 && character < 0xA0))
    return " ";
  if (character >= 0x2010 && character <= 0x2015) return "-";
  if (character == 0x2018 || character == 0x2019) return "'";
  if (character == 0x201C || character == 0x201D) return "\"";
  if (character == 0x2026) return "...";
  return as_it_is;
}

struct Word {
  std::string text;
  int columns = 0;
  bool spaced = false;  // stands apart from the word before
  bool whole = false;   // is not cut, however long
};

icu::UnicodeString decoded(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

constexpr UChar32 kJoiner = 0x2060;  // U+2060, WORD JOINER: no line ends beside it
constexpr UChar32 kFixedSpace = 0xA0;

// A number, an address or a group of a fingerprint: no line ends within it, whatever it consists
// of.
std::string whole(std::string_view text) {
  const icu::UnicodeString characters = decoded(text);
  icu::UnicodeString joined;
  for (std::int32_t at = 0; at < characters.length(); at = characters.moveIndex32(at, 1)) {
    const UChar32 character = characters.char32At(at);
    if (!joined.isEmpty()) joined.append(kJoiner);
    joined.append(character == ' ' ? kFixedSpace : character);
  }
  std::string out;
  return joined.toUTF8String(out);
}

// Han, kana, Thai and other scripts that set no spaces between words.
bool sets_no_spaces(UChar32 character) {
  return columns_of(character) == 2 ||
         u_getIntPropertyValue(character, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

// Cuts text into words as UAX 14 has it, less the ends of lines that it has within a word of a
// script with spaces (behind a hyphen or a slash) and between digits. What is not `whole` and wider
// than a line is cut where the line is full.
class Words {
 public:
  explicit Words(std::string_view language) {
    UErrorCode status = U_ZERO_ERROR;
    lines_.reset(
        icu::BreakIterator::createLineInstance(icu::Locale(std::string(language).c_str()), status));
    if (U_FAILURE(status) != 0) lines_.reset();  // without its data: only spaces count
  }

  std::vector<Word> of(std::string_view text) {
    text_ = decoded(text);
    if (lines_) lines_->setText(text_);
    std::vector<Word> words(1);
    for (std::int32_t at = 0; at < text_.length(); at = text_.moveIndex32(at, 1)) {
      const UChar32 character = text_.char32At(at);
      const bool spaced = at > 0 && is_space(before(at));
      if (spaced || may_end(at)) begin(words, spaced);
      if (!is_space(character)) put(words, character);
    }
    return words;
  }

 private:
  static bool is_space(UChar32 character) {
    return character == ' ' || character < 0x20 || (character >= 0x7F && character < kFixedSpace) ||
           character == 0x2028 || character == 0x2029;
  }

  [[nodiscard]] UChar32 before(std::int32_t at) const {
    return text_.char32At(text_.moveIndex32(at, -1));
  }

  [[nodiscard]] bool may_end(std::int32_t at) const {
    if (at == 0 || !lines_ || lines_->isBoundary(at) == 0) return false;
    const UChar32 last = before(at);
    const UChar32 next = text_.char32At(at);
    if (u_isdigit(last) != 0 && u_isdigit(next) != 0) return false;
    return sets_no_spaces(last) || sets_no_spaces(next);
  }

  static void begin(std::vector<Word>& words, bool spaced) {
    if (!words.back().text.empty()) words.emplace_back();
    words.back().spaced = words.back().spaced || spaced;
  }

  static void put(std::vector<Word>& words, UChar32 character) {
    if (character == kJoiner) {
      words.back().whole = true;
      return;
    }
    std::string as_it_is;
    icu::UnicodeString(character).toUTF8String(as_it_is);
    const std::string_view plain = plain_of(character, as_it_is);
    if (plain.empty()) return;
    const int columns = plain == "..." ? 3 : columns_of(character);
    if (!words.back().whole && words.back().columns + columns > kWidth - kIndent)
      words.emplace_back();
    words.back().text += plain;
    words.back().columns += columns;
  }

  std::unique_ptr<icu::BreakIterator> lines_;
  icu::UnicodeString text_;
};

class Sheet {
 public:
  explicit Sheet(const Document& document)
      : document_(document), words_(document.language().tag()) {}

  void paragraph(std::string_view text) {
    int column = 0;
    for (const Word& word : words_.of(text)) {
      if (word.text.empty()) continue;
      const int apart = word.spaced && column > 0 ? 1 : 0;
      if (column > 0 && column + apart + word.columns > kWidth) {
        text_ += "\n" + std::string(kIndent, ' ');
        column = kIndent;
      } else if (apart == 1) {
        text_ += ' ';
        ++column;
      }
      text_ += word.text;
      column += word.columns;
    }
    if (column > 0) text_ += '\n';
  }
  void fact(std::string_view key, const std::string& value) {
    if (!value.empty()) paragraph(document_.language().words(key) + ": " + value);
  }
  void rule() { text_ += std::string(kWidth, '-') + "\n"; }
  [[nodiscard]] std::string finish() && { return std::move(text_); }

 private:
  const Document& document_;
  Words words_;
  std::string text_;
};

void put_channels_as_text(Sheet& sheet, const Document& document, const ContactCard& card) {
  const Language& language = document.language();
  for (const Channel& channel : card.channels) {
    std::string line = document.label("channel-kind", channel.kind);
    if (!channel.system.empty()) line += " (" + channel.system + ")";
    line += ": " + whole(channel.value);
    if (!channel.use.empty()) line += ", " + document.label("channel-use", channel.use);
    if (channel.suspended) line += ", " + language.words("channel.suspended");
    if (channel.urgent_from) {
      line += ", " + language.plain(
                         "channel.awaited",
                         {words_argument("time", language.date_and_time(*channel.urgent_from))});
    }
    sheet.paragraph(line);
  }
}

void put_person(Sheet& sheet, const Document& document, const ContactCard& card) {
  if (card.person.value.empty()) return;
  std::string name = card.person.value;
  if (card.person_reported) name += ", " + document.label("acceptance", "reported");
  sheet.paragraph(name);
  sheet.fact("contact.address_as", card.address_as);
}

void put_hours(Sheet& sheet, const Document& document, const ContactCard& card) {
  const Language& language = document.language();
  std::string hours = card.always ? language.words("contact.always") : std::string();
  for (const std::string& span : card.hours) hours += (hours.empty() ? "" : "; ") + span;
  if (!hours.empty() && !card.time_zone.empty()) hours += " (" + card.time_zone + ")";
  sheet.fact("contact.hours", hours);
}

void put_relations(Sheet& sheet, const Document& document, const ContactCard& card) {
  const Language& language = document.language();
  const auto within = [&](const char* key, const std::optional<std::uint64_t>& hours) {
    if (hours)
      sheet.fact(key, language.plain("contact.within_hours", {count_argument("count", *hours)}));
  };
  within("contact.acknowledges", card.acknowledge_hours);
  within("contact.answers", card.answer_hours);
  if (card.deputy) sheet.fact("contact.deputy", card.deputy->text.value);
  if (card.escalates_to) sheet.fact("contact.escalates_to", card.escalates_to->text.value);
}

}  // namespace

std::string render_contact_text(const EntryPage& page, const Frame& frame) {
  const Document document(frame, "entry.tpl");
  const Language& language = document.language();
  const ContactCard none;
  const ContactCard& card = page.card ? *page.card : none;
  Sheet sheet(document);
  sheet.paragraph(document.directory_name());
  sheet.rule();
  if (page.state) {
    sheet.paragraph(page.state->name.value.empty() ? page.state->iso2 : page.state->name.value);
  }
  sheet.paragraph(page.title.value);
  if (card.organisation) sheet.paragraph(card.organisation->text.value);
  if (page.status != "published") sheet.paragraph(document.label("status", page.status));
  for (const std::string& mark : page.marks) sheet.paragraph(document.label("mark", mark));
  sheet.fact("contact.category", document.label("contact-category", card.category));
  put_person(sheet, document, card);
  sheet.rule();
  put_channels_as_text(sheet, document, card);
  put_hours(sheet, document, card);
  std::vector<std::string> spoken;
  for (const std::string& tag : card.languages) spoken.push_back(language.name_of_language(tag));
  sheet.fact("contact.languages", language.enumeration(spoken));
  for (const Key& key : card.keys) sheet.fact("contact.fingerprint", grouped(key.fingerprint));
  put_relations(sheet, document, card);
  sheet.rule();
  sheet.paragraph(document.declared_words(page.declared_at));
  sheet.paragraph(language.plain(
      "entry.version", {words_argument("number", language.number(page.version)),
                        words_argument("time", language.date_and_time(page.modified_at))}));
  sheet.paragraph(document.printed_words());
  return std::move(sheet).finish();
}

}  // namespace cyberdir::page
