#include "importers/formats.h"

#include <algorithm>
#include <cstring>

#include "codec/csv.h"
#include "codec/directory_json.h"
#include "codec/xml_reader.h"
#include "importers/importer.h"

namespace cyberdir::importers {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

codec::TakeRecord into(codec::RecordSink& records) {
  return
      [&records](codec::RawRecord raw) { return records.take(codec::to_record(std::move(raw))); };
}

Result<void> read_xml(base::ByteSource& bytes, codec::RecordSink& records) {
  codec::XmlParts parts;
  parts.record = into(records);
  return codec::read_directory_xml(bytes, parts);
}

std::string_view skip_blanks(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text;
}

bool is_utf16(std::string_view head) {
  return head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
}

// NDJSON: a header that ends on its own line, without entries in it.
bool looks_like_ndjson(std::string_view head) {
  const std::string_view first = head.substr(0, head.find('\n'));
  return first.size() < head.size() && first.find("cyberdir/1") != std::string_view::npos &&
         first.find("\"entries\"") == std::string_view::npos &&
         first.find_last_not_of(" \t\r") != std::string_view::npos &&
         first[first.find_last_not_of(" \t\r")] == '}';
}

bool looks_like_csv(std::string_view head) {
  const std::string_view first = head.substr(0, head.find('\n'));
  return first.find_first_of(",;\t") != std::string_view::npos &&
         (first.find("id") != std::string_view::npos ||
          first.find("name") != std::string_view::npos ||
          first.find("title") != std::string_view::npos);
}

std::string recognise_own(std::string_view head) {
  const std::string_view text = skip_blanks(head);
  const auto has = [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; };
  if (text.starts_with('<'))
    return has("urn:cyberdir:directory:1") || has("<directory") ? "xml" : "";
  if (is_utf16(head) && recognise(head) != nullptr) return "";
  if (is_utf16(head)) return head.find('<') <= 2 ? "xml" : "csv";
  if (text.starts_with('{') && text.find("cyberdir/1") != std::string_view::npos)
    return looks_like_ndjson(text) ? "ndjson" : "json";
  return "";
}

std::string names() {
  std::string text = "json, ndjson, xml, csv";
  for (const Importer& importer : importers()) text += ", " + std::string(importer.name);
  return text;
}

std::string nearest(std::string_view head) {
  const std::string_view text = skip_blanks(head);
  if (text.empty()) return "the file is empty";
  if (text.starts_with('<'))
    return "it looks like XML, but its root is not <directory xmlns=\"urn:cyberdir:directory:1\">";
  if (text.starts_with('{') || text.starts_with('['))
    return "it looks like JSON, but not of a form that is known here; our own says \"format\": "
           "\"cyberdir/1\"";
  return "it looks like none of them";
}

}  // namespace

Result<Format> choose_format(std::string_view name, std::string_view head, std::string_view kind) {
  std::string chosen(name);
  if (chosen.empty()) chosen = recognise_own(head);
  if (chosen.empty()) {
    if (const Importer* importer = recognise(head))
      return Format{std::string(importer->name), importer->read};
    if (looks_like_csv(skip_blanks(head)) && !skip_blanks(head).starts_with('{') &&
        !skip_blanks(head).starts_with('['))
      chosen = "csv";
  }
  if (chosen == "json") {
    return Format{chosen, [](base::ByteSource& bytes, codec::RecordSink& records) {
                    return codec::read_directory_json(bytes, into(records));
                  }};
  }
  if (chosen == "ndjson") {
    return Format{chosen, [](base::ByteSource& bytes, codec::RecordSink& records) {
                    return codec::read_directory_ndjson(bytes, into(records));
                  }};
  }
  if (chosen == "xml") return Format{chosen, read_xml};
  if (chosen == "csv") {
    return Format{chosen,
                  [kind = std::string(kind)](base::ByteSource& bytes, codec::RecordSink& records) {
                    return codec::read_csv(bytes, kind, into(records));
                  }};
  }
  if (const Importer* importer = find_importer(chosen)) return Format{chosen, importer->read};
  if (!name.empty())
    return fail(ErrorCode::unsupported,
                "there is no format " + std::string(name) + "; there are " + names());
  return fail(ErrorCode::unsupported, "the format of the file is not known: " + nearest(head) +
                                          ". Say --format with one of " + names());
}

Result<std::string_view> PeekedSource::head(std::size_t count) {
  while (head_.size() < count) {
    const std::size_t before = head_.size();
    head_.resize(count);
    auto got = source_.read({head_.data() + before, count - before});
    if (!got) return std::move(got).error();
    head_.resize(before + *got);
    if (*got == 0) break;
  }
  return std::string_view(head_);
}

Result<std::size_t> PeekedSource::read(std::span<char> buffer) {
  if (given_ < head_.size()) {
    const std::size_t count = std::min(buffer.size(), head_.size() - given_);
    std::memcpy(buffer.data(), head_.data() + given_, count);
    given_ += count;
    return count;
  }
  return source_.read(buffer);
}

}  // namespace cyberdir::importers
