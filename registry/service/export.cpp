#include "service/export.h"

#include <algorithm>

#include "codec/json_reader.h"
#include "model/kinds.h"
#include "service/audit_trail.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

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
  add("format", options.form);
  add("kind", options.scope.kind);
  add("state", options.scope.state);
  for (const store::Filter& filter : options.scope.filters) {
    std::string values;
    for (const std::string& value : filter.values) values += (values.empty() ? "" : ",") + value;
    add(filter.name.c_str(), values);
  }
  if (options.scope.as_of && options.scope.as_of->seq)
    add("as_of", "seq:" + std::to_string(*options.scope.as_of->seq));
  if (options.scope.as_of && options.scope.as_of->time)
    add("as_of", base::to_rfc3339(*options.scope.as_of->time));
  return record_alone(store, origin, "export", subject);
}

Result<const codec::OutputForm*> export_form(const ExportOptions& options) {
  const codec::OutputForm* form = codec::find_output_form(options.form);
  if (form == nullptr)
    return fail(ErrorCode::malformed, "format: it is " + codec::output_form_names());
  const std::string& kind = options.scope.kind;
  if (form->one_kind && kind.empty()) {
    return fail(ErrorCode::malformed,
                "kind: " + std::string(form->title) + " holds entries of one kind; say which");
  }
  if (!kind.empty() && !codec::carries(*form, kind)) {
    std::string kinds;
    for (const std::string_view each : form->kinds)
      kinds += (kinds.empty() ? "" : ", ") + std::string(each);
    return fail(ErrorCode::malformed,
                "kind: " + std::string(form->title) + " carries only " + kinds);
  }
  return form;
}

Result<void> export_directory(Directory& directory, const model::Caller& caller,
                              const ExportOptions& options, base::ByteSink& sink,
                              const std::function<void(std::uint64_t)>& progress) {
  constexpr std::size_t kFlushBytes = 64UL * 1024;
  constexpr std::uint64_t kProgressEvery = 1'024;
  CYBERDIR_ASSIGN(form, export_form(options));
  std::optional<AsOf> moment;
  codec::FormContext context;
  context.kind = model::find_kind(options.scope.kind);
  context.address = options.address;
  context.now = directory.now();
  context.related = [&](std::string_view id) -> std::optional<model::Json> {
    auto entry = directory.read(model::uncounted(caller), id, moment);
    if (!entry) return std::nullopt;
    auto tree = codec::read_stored(entry->json);
    return tree ? std::optional(*std::move(tree)) : std::nullopt;
  };
  const auto writer = form->make(context);
  std::string buffer;
  std::uint64_t count = 0;
  CYBERDIR_TRY(directory.for_each(
      caller, options.scope,
      [&](const Directory::ExportHead& head) -> Result<void> {
        moment = AsOf{{}, head.moment.seq};
        writer->open(buffer, header_of(head, options.audience));
        return {};
      },
      [&](std::string_view json) -> Result<void> {
        CYBERDIR_TRY(writer->entry(buffer, json));
        ++count;
        if (progress && count % kProgressEvery == 0) progress(count);
        if (buffer.size() < kFlushBytes) return {};
        CYBERDIR_TRY(sink.write(buffer));
        buffer.clear();
        return {};
      }));
  writer->close(buffer);
  return buffer.empty() ? Result<void>() : sink.write(buffer);
}

}  // namespace cyberdir::service
