#include "service/export.h"

#include "base/unicode.h"
#include "codec/csv.h"
#include "codec/directory_json.h"
#include "codec/json_reader.h"
#include "codec/json_view.h"
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

namespace {

// Turns entries into the text of one form, as they come.
class Writing {
 public:
  Writing(ExportForm form, const model::Kind* kind) : form_(form), kind_(kind) {}

  void open(std::string& out, const codec::DirectoryHeader& header) const {
    switch (form_) {
      case ExportForm::json:
        out += codec::directory_json_open(header);
        return;
      case ExportForm::ndjson:
        out += codec::directory_ndjson_head(header);
        return;
      case ExportForm::xml:
        out += codec::directory_xml_open(header);
        return;
      case ExportForm::csv:
        out += codec::csv_header(*kind_);
        return;
    }
  }

  Result<void> entry(std::string& out, std::string_view json) {
    switch (form_) {
      case ExportForm::json:
        out += first_ ? "\n" : ",\n";
        out += json;
        first_ = false;
        return {};
      case ExportForm::ndjson:
        out += json;
        out.push_back('\n');
        return {};
      case ExportForm::xml:
        return xml(out, json);
      case ExportForm::csv:
        return csv(out, json);
    }
    return {};
  }

  void close(std::string& out) const {
    if (form_ == ExportForm::json) out += codec::directory_json_close();
    if (form_ == ExportForm::xml) out += codec::directory_xml_close();
  }

 private:
  Result<void> xml(std::string& out, std::string_view json) {
    if (!base::is_utf8(json))
      return fail(ErrorCode::corrupt, "what is stored is not UTF-8; run cyberdir verify");
    CYBERDIR_TRY(view_.read(json));
    codec::append_entry_xml(out, view_.root(), false);
    return {};
  }

  Result<void> csv(std::string& out, std::string_view json) const {
    CYBERDIR_ASSIGN(tree, codec::read_stored(json));
    codec::append_entry_csv(out, *kind_, tree);
    return {};
  }

  ExportForm form_;
  const model::Kind* kind_;  // of CSV
  codec::JsonView view_;
  bool first_ = true;
};

codec::DirectoryHeader header_of(const Directory::ExportHead& head, const std::string& audience) {
  codec::DirectoryHeader header;
  header.registry = head.identity.registry;
  header.epoch = head.identity.epoch;
  header.seq = static_cast<std::uint64_t>(head.moment.seq);
  header.as_of = base::to_rfc3339(head.moment.at);
  header.audience = audience;
  return header;
}

}  // namespace

Result<void> export_directory(Directory& directory, const model::Caller& caller,
                              const ExportOptions& options, base::ByteSink& sink,
                              const std::function<void(std::uint64_t)>& progress) {
  constexpr std::size_t kFlushBytes = 64UL * 1024;
  constexpr std::uint64_t kProgressEvery = 1'024;
  const model::Kind* kind = model::find_kind(options.scope.kind);
  if (options.form == ExportForm::csv && kind == nullptr) {
    return fail(ErrorCode::malformed, "CSV holds entries of one kind: say which kind");
  }
  Writing writing(options.form, kind);
  std::string buffer;
  std::uint64_t count = 0;
  CYBERDIR_TRY(directory.for_each(
      caller, options.scope,
      [&](const Directory::ExportHead& head) -> Result<void> {
        writing.open(buffer, header_of(head, options.audience));
        return {};
      },
      [&](std::string_view json) -> Result<void> {
        CYBERDIR_TRY(writing.entry(buffer, json));
        ++count;
        if (progress && count % kProgressEvery == 0) progress(count);
        if (buffer.size() < kFlushBytes) return {};
        CYBERDIR_TRY(sink.write(buffer));
        buffer.clear();
        return {};
      }));
  writing.close(buffer);
  return buffer.empty() ? Result<void>() : sink.write(buffer);
}

}  // namespace cyberdir::service
