// A contact as plain text for a cable or a fax: lines of 69 columns at most, and no character that
// such a line drops where there is a plain one.
#include <string>
#include <string_view>
#include <vector>

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
};

// The words of a text, none wider than a line has room for.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words(1);
  const icu::UnicodeString decoded =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  for (std::int32_t at = 0; at < decoded.length(); at = decoded.moveIndex32(at, 1)) {
    const UChar32 character = decoded.char32At(at);
    std::string as_it_is;
    icu::UnicodeString(character).toUTF8String(as_it_is);
    const std::string_view plain = plain_of(character, as_it_is);
    if (plain == " " || plain.empty()) {
      if (!plain.empty() && !words.back().text.empty()) words.emplace_back();
      continue;
    }
    const int columns = plain == "..." ? 3 : columns_of(character);
    if (words.back().columns + columns > kWidth - kIndent) words.emplace_back();
    words.back().text += plain;
    words.back().columns += columns;
  }
  return words;
}

class Sheet {
 public:
  explicit Sheet(const Document& document) : document_(document) {}

  void paragraph(std::string_view text) {
    int column = 0;
    for (const Word& word : words_of(text)) {
      if (word.text.empty()) continue;
      if (column > 0 && column + 1 + word.columns > kWidth) {
        text_ += "\n" + std::string(kIndent, ' ');
        column = kIndent;
      } else if (column > 0) {
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
  std::string text_;
};

void put_channels_as_text(Sheet& sheet, const Document& document, const ContactCard& card) {
  const Language& language = document.language();
  for (const Channel& channel : card.channels) {
    std::string line = document.label("channel-kind", channel.kind);
    if (!channel.system.empty()) line += " (" + channel.system + ")";
    line += ": " + channel.value;
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
