#include "service/export.h"

#include "codec/csv.h"
#include "codec/directory_json.h"
#include "codec/json_reader.h"
#include "codec/xml_writer.h"
#include "model/kinds.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;

std::optional<ExportForm> export_form_named(std::string_view name) {
  if (name == "json") return ExportForm::json;
  if (name == "ndjson") return ExportForm::ndjson;
  if (name == "xml") return ExportForm::xml;
  if (name == "csv") return ExportForm::csv;
  return std::nullopt;
}

std::string_view media_type_of(ExportForm form) {
  switch (form) {
    case ExportForm::json:
      return "application/json";
    case ExportForm::ndjson:
      return "application/x-ndjson";
    case ExportForm::xml:
      return "application/xml";
    case ExportForm::csv:
      return "text/csv; charset=utf-8";
  }
  return "application/octet-stream";
}

Result<void> export_directory(Directory& directory, const model::Caller& caller,
                              const ExportOptions& options, base::ByteSink& sink,
                              const std::function<void(std::uint64_t)>& progress) {
  constexpr std::size_t kFlushBytes = 64UL * 1024;
  constexpr std::uint64_t kProgressEvery = 1'024;
  const model::Kind* kind = model::find_kind(options.scope.kind);
  if (options.form == ExportForm::csv && kind == nullptr) {
    return fail(ErrorCode::malformed, "CSV holds entries of one kind: say which kind");
  }
  std::string buffer;
  std::uint64_t count = 0;
  const auto flush = [&](std::size_t least) -> Result<void> {
    if (buffer.size() < least || buffer.empty()) return {};
    CYBERDIR_TRY(sink.write(buffer));
    buffer.clear();
    return {};
  };
  CYBERDIR_TRY(directory.for_each(
      caller, options.scope,
      [&](const Directory::ExportHead& head) -> Result<void> {
        codec::DirectoryHeader header;
        header.registry = head.identity.registry;
        header.epoch = head.identity.epoch;
        header.seq = static_cast<std::uint64_t>(head.moment.seq);
        header.as_of = base::to_rfc3339(head.moment.at);
        header.audience = options.audience;
        switch (options.form) {
          case ExportForm::json:
            buffer = codec::directory_json_open(header);
            break;
          case ExportForm::ndjson:
            buffer = codec::directory_ndjson_head(header);
            break;
          case ExportForm::xml:
            buffer = codec::directory_xml_open(header);
            break;
          case ExportForm::csv:
            buffer = codec::csv_header(*kind);
            break;
        }
        return {};
      },
      [&](std::string_view json) -> Result<void> {
        if (options.form == ExportForm::json) {
          buffer += count == 0 ? "\n" : ",\n";
          buffer += json;
        } else if (options.form == ExportForm::ndjson) {
          buffer += json;
          buffer.push_back('\n');
        } else {
          CYBERDIR_ASSIGN(tree, codec::read_stored(json));
          if (options.form == ExportForm::xml) {
            codec::append_entry_xml(buffer, tree, false);
          } else {
            codec::append_entry_csv(buffer, *kind, tree);
          }
        }
        ++count;
        if (progress && count % kProgressEvery == 0) progress(count);
        return flush(kFlushBytes);
      }));
  if (options.form == ExportForm::json) buffer += codec::directory_json_close();
  if (options.form == ExportForm::xml) buffer += codec::directory_xml_close();
  return flush(0);
}

}  // namespace cyberdir::service
