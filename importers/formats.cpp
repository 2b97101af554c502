#include "importers/formats.h"

#include <algorithm>

#include "codec/csv.h"
#include "codec/csv_columns.h"
#include "codec/directory_json.h"
#include "codec/xml_reader.h"
#include "importers/csv_shape.h"
#include "importers/file_signs.h"
#include "importers/importer.h"
#include "importers/mapped_csv.h"
#include "model/kinds.h"

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

// Rows of at least two cells each, whatever their names are in whatever language.
bool looks_like_csv(std::string_view head) {
  const std::string_view text = skip_blanks(head);
  if (text.empty() || text.starts_with('{') || text.starts_with('[') || text.starts_with('<'))
    return false;
  const auto shape = csv_shape(head, "");
  if (!shape) return false;
  const auto rows =
      std::ranges::count_if(shape->rows, [](const auto& row) { return row.size() > 1; });
  return rows > 1 || (rows == 1 && shape->rows.size() == 1);
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

// What an unknown file was nearest to, of the formats of others; empty where it is like none.
std::string nearest_importer(std::string_view head) {
  const Importer* nearest = nullptr;
  Likeness most;
  for (const Importer& importer : importers()) {
    if (importer.likeness == nullptr) continue;
    Likeness likeness = importer.likeness(head);
    if (likeness.found.empty() || (nearest != nullptr && !is_nearer(likeness, most))) continue;
    nearest = &importer;
    most = std::move(likeness);
  }
  if (nearest == nullptr) return {};
  return "it is nearest to " + std::string(nearest->title) + " (" + std::string(nearest->name) +
         "): " + in_words(most);
}

std::string nearest(std::string_view head) {
  const std::string_view text = skip_blanks(head);
  if (text.empty()) return "the file is empty";
  const std::string near = nearest_importer(text);
  const auto and_near = [&] { return near.empty() ? std::string() : "; " + near; };
  if (text.starts_with('<'))
    return "it is XML with " + root_in_words(text) +
           "; our own has the root directory of the namespace urn:cyberdir:directory:1" +
           and_near();
  if (text.starts_with('{') || text.starts_with('['))
    return near.empty() ? "it looks like JSON, but not of a form that is known here; our own says "
                          "\"format\": \"cyberdir/1\""
                        : "it is JSON, and " + near;
  return near.empty() ? "it looks like none of them" : near;
}

// True where most names of columns in the first row are those of one of our own files.
bool has_own_columns(std::string_view head, std::string_view kind) {
  const auto shape = csv_shape(head, "");
  if (!shape || shape->rows.empty()) return true;  // the reader of our own says what is wrong
  const std::vector<std::string>& names = shape->rows.front();
  for (const model::Kind& each : model::kinds()) {
    if (!kind.empty() && kind != each.name) continue;
    const auto known = std::ranges::count_if(names, [&](const std::string& name) {
      return codec::find_csv_column(each, header_name(name)).has_value();
    });
    // Ours say which entry a row is, or of which kind; `name` and `country` are anybody's words.
    const bool says = std::ranges::any_of(names, [](const std::string& name) {
      return header_name(name) == "kind" || header_name(name).starts_with("meta.");
    });
    if ((says || !kind.empty()) && static_cast<std::size_t>(known) * 2 > names.size()) return true;
  }
  return false;
}

}  // namespace

std::string format_names() {
  std::string text = "json, ndjson, xml, csv";
  for (const Importer& importer : importers()) text += ", " + std::string(importer.name);
  return text;
}

Result<Format> choose_format(FormatOptions options, std::string_view head) {
  const bool mapped =
      options.columns.has_value() && (options.format.empty() || options.format == "csv");
  if (mapped && (options.format == "csv" || !has_own_columns(head, options.kind))) {
    if (!options.encoding.empty()) options.columns->encoding = options.encoding;
    return Format{"csv", [map = *std::move(options.columns)](base::ByteSource& bytes,
                                                             codec::RecordSink& records) {
                    return read_mapped_csv(bytes, map, records);
                  }};
  }
  CYBERDIR_ASSIGN(format, choose_format(options.format, head, options.kind));
  if (format.name == "csv" && options.format.empty() && !has_own_columns(head, options.kind)) {
    return fail(
        ErrorCode::unsupported,
        "the columns of the file are not ours, so say what they mean: cyberdir columns FILE "
        "guesses a column map, --columns MAP uses it");
  }
  return std::move(format);
}

Result<Format> choose_format(std::string_view name, std::string_view head, std::string_view kind) {
  std::string chosen(name);
  if (chosen.empty()) {
    if (const auto advice = advice_for_container(head))
      return fail(ErrorCode::unsupported, "the file cannot be read: " + *advice);
    chosen = recognise_own(head);
  }
  if (chosen.empty()) {
    if (const Importer* importer = recognise(head))
      return Format{std::string(importer->name), importer->read};
    if (looks_like_csv(head)) chosen = "csv";
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
    return Format{
        chosen, [kind = std::string(kind)](base::ByteSource& bytes, codec::RecordSink& records) {
          return codec::read_csv(bytes, kind, into(records), {},
                                 [&](std::string row) { records.header(std::move(row)); });
        }};
  }
  if (const Importer* importer = find_importer(chosen)) return Format{chosen, importer->read};
  if (!name.empty())
    return fail(ErrorCode::unsupported,
                "there is no format " + std::string(name) + "; there are " + format_names());
  return fail(ErrorCode::unsupported, "the format of the file is not known: " + nearest(head) +
                                          ". Say --format with one of " + format_names());
}

}  // namespace cyberdir::importers
