#include "service/export.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "codec/csv.h"
#include "codec/directory_json.h"
#include "codec/json_reader.h"
#include "codec/json_view.h"
#include "codec/xml_writer.h"
#include "model/kinds.h"
#include "service/audit_trail.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::array<std::string_view, 4> kFormNames = {"json", "ndjson", "xml", "csv"};

}  // namespace

std::optional<ExportForm> export_form_named(std::string_view name) {
  const auto* found = std::find(kFormNames.begin(), kFormNames.end(), name);
  if (found == kFormNames.end()) return std::nullopt;
  return static_cast<ExportForm>(found - kFormNames.begin());
}

std::string_view name_of(ExportForm form) { return kFormNames.at(static_cast<std::size_t>(form)); }

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

Result<void> check_may_export(const model::Caller& caller, std::string_view audience) {
  using model::Role;
  if (caller.operates || audience == "public") return {};
  if (caller.role == Role::anonymous)
    return fail(ErrorCode::unauthenticated, "more than the public view needs a token");
  const bool secretariat = caller.role == Role::secretariat;
  if (audience == "full") {
    if (secretariat) return {};
    return fail(ErrorCode::forbidden, "the full export is the secretariat's");
  }
  if (!caller.in_group("states")) {
    return fail(ErrorCode::forbidden,
                "what States share is for those who act for a State, and for the secretariat");
  }
  const bool bulk =
      std::find(caller.scopes.begin(), caller.scopes.end(), "bulk") != caller.scopes.end();
  if (secretariat || caller.role == Role::manager || bulk) return {};
  return fail(ErrorCode::forbidden,
              "exporting what States share is for managers, or for a token with the scope bulk");
}

Result<void> record_export(store::Store& store, const Origin& origin,
                           const ExportOptions& options) {
  std::string subject = "audience=" + options.audience;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) subject += std::string(" ") + name + "=" + value;
  };
  add("format", std::string(name_of(options.form)));
  add("kind", options.scope.kind);
  add("state", options.scope.state);
  if (options.scope.as_of && options.scope.as_of->seq)
    add("as_of", "seq:" + std::to_string(*options.scope.as_of->seq));
  if (options.scope.as_of && options.scope.as_of->time)
    add("as_of", base::to_rfc3339(*options.scope.as_of->time));
  return record_alone(store, origin, "export", subject);
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
