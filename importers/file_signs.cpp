#include "importers/file_signs.h"

#include <algorithm>
#include <cstddef>

#include "importers/importer.h"

namespace cyberdir::importers {
namespace {

using std::string_view_literals::operator""sv;

struct Sign {
  std::string_view bytes;  // with which the file begins
  std::string_view advice;
};
constexpr Sign kSigns[] = {
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv,
     "this is a file of an older Office, perhaps a spreadsheet of Excel: open it there and save "
     "it as CSV UTF-8"},
    {"\x1F\x8B"sv, "this is compressed with gzip: unpack it (gunzip) and give what is in it"},
    {"BZh"sv, "this is compressed with bzip2: unpack it and give what is in it"},
    {"\xFD"
     "7zXZ"sv,
     "this is compressed with xz: unpack it and give what is in it"},
    {"\x28\xB5\x2F\xFD"sv, "this is compressed with Zstandard: unpack it and give what is in it"},
    {"7z\xBC\xAF\x27\x1C"sv, "this is a 7-Zip archive: unpack it and give the file that is meant"},
    {"Rar!"sv, "this is a RAR archive: unpack it and give the file that is meant"},
    {"%PDF-"sv, "this is a PDF: ask for the data behind it, as CSV, JSON or XML"},
    {"{\\rtf"sv, "this is a document (RTF): ask for the data behind it, as CSV, JSON or XML"},
    {"SQLite format 3"sv, "this is a database of SQLite: export what is meant as CSV or JSON"},
    {"\x89PNG"sv, "this is a picture (PNG): ask for the data behind it"},
    {"\xFF\xD8\xFF"sv, "this is a picture (JPEG): ask for the data behind it"},
    {"GIF8"sv, "this is a picture (GIF): ask for the data behind it"},
};

// What a ZIP archive is, by the names of the files in it.
constexpr Sign kInZip[] = {
    {"xl/"sv, "this is a spreadsheet of Excel: save it as CSV UTF-8"},
    {"application/vnd.oasis.opendocument.spreadsheet"sv,
     "this is a spreadsheet of LibreOffice: save it as CSV, with UTF-8 as its characters"},
    {"word/"sv, "this is a document of Word: ask for the data behind it, as CSV, JSON or XML"},
    {"application/vnd.oasis.opendocument"sv,
     "this is a document of LibreOffice: ask for the data behind it, as CSV, JSON or XML"},
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view without_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

bool begins_in_any_case(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

// The text behind declarations, comments and document types; empty where it ends among them.
std::string_view root_of(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (true) {
    text = without_space(text);
    std::string_view end = ">";
    if (text.starts_with("<!--")) {
      end = "-->";
    } else if (text.starts_with("<?")) {
      end = "?>";
    } else if (text.starts_with("<!") && text.substr(0, text.find('>')).find('[') != text.npos) {
      end = "]>";
    } else if (!text.starts_with("<!")) {
      return text;
    }
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + end.size());
  }
}

// Printable ASCII of a text, up to a length.
std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 100;
  std::string out;
  for (const char c : text) {
    if (out.size() == kMost) return out + "…";
    out.push_back(c > ' ' && c < '\x7F' ? c : '?');
  }
  return out;
}

// The value of an attribute of a start tag; empty where it has none.
std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    if (at == 0 || !is_space(tag[at - 1])) continue;
    std::string_view rest = without_space(tag.substr(at + name.size()));
    if (!rest.starts_with('=')) continue;
    rest = without_space(rest.substr(1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return {};
    const std::size_t end = rest.find(rest.front(), 1);
    return end == std::string_view::npos ? std::string_view() : rest.substr(1, end - 1);
  }
  return {};
}

}  // namespace

std::optional<std::string> advice_for_container(std::string_view head) {
  head = head.substr(0, kHeadBytes);
  for (const Sign& sign : kSigns) {
    if (head.starts_with(sign.bytes)) return std::string(sign.advice);
  }
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) {
    for (const Sign& sign : kInZip) {
      if (head.find(sign.bytes) != std::string_view::npos) return std::string(sign.advice);
    }
    return "this is a ZIP archive: unpack it and give the file that is meant";
  }
  const std::string_view root = root_of(head);
  if (begins_in_any_case(root, "<html") ||
      begins_in_any_case(without_space(head), "<!doctype html"))
    return "this is a web page (HTML): save the data that it shows or links to, not the page";
  const bool utf16 = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
  if (!utf16 && head.find('\0') != std::string_view::npos)
    return "this is no text: it has bytes that are zero";
  return std::nullopt;
}

std::string root_in_words(std::string_view text) {
  const std::string_view root = root_of(text.substr(0, kHeadBytes));
  if (!root.starts_with('<')) return "no root element in its beginning";
  const std::string_view tag = root.substr(1, root.find('>') - 1);
  const std::size_t end = std::min(
      static_cast<std::size_t>(
          std::ranges::find_if(tag, [](char c) { return is_space(c) || c == '/' || c == '>'; }) -
          tag.begin()),
      tag.size());
  const std::string_view name = tag.substr(0, end);
  const std::size_t colon = name.find(':');
  const std::string_view prefix =
      colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
  const std::string declaration =
      prefix.empty() ? std::string("xmlns") : "xmlns:" + std::string(prefix);
  const std::string_view space = attribute(tag, declaration);
  const std::string_view local = colon == std::string_view::npos ? name : name.substr(colon + 1);
  return "the root " + shown(local) +
         (space.empty() ? std::string(" of no namespace") : " of the namespace " + shown(space));
}

}  // namespace cyberdir::importers
