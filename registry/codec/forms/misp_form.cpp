#include "codec/forms/misp_form.h"

#include "codec/canonical_json.h"
#include "codec/forms/outside_view.h"
#include "codec/json_reader.h"

namespace cyberdir::codec {

using base::Result;
using model::Json;

namespace {

constexpr std::size_t kMostCharacters = 255;

// The first characters of a text: never a part of one.
std::string first_characters(std::string text, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && ++count > most) {
      text.resize(at);
      break;
    }
  }
  return text;
}

// "2026-11-22 08:00:00", in UTC.
std::string database_time(const std::optional<base::Instant>& instant) {
  if (!instant) return {};
  std::string text = base::to_rfc3339(*instant).substr(0, 19);
  text[10] = ' ';
  return text;
}

class MispWriter final : public FormWriter {
 public:
  void open(std::string& out, const DirectoryHeader& header) override {
    registry_ = header.registry;
    out += '[';
  }
  Result<void> entry(std::string& out, std::string_view json) override {
    CYBERDIR_ASSIGN(tree, read_stored(json));
    if (string_of(tree, "kind") != "organisation") return {};
    out += first_ ? "\n" : ",\n";
    append_canonical(out, {{"Organisation", organisation_of(tree)}});
    first_ = false;
    return {};
  }
  void close(std::string& out) override { out += "\n]\n"; }

 private:
  Json organisation_of(const Json& entry) const {
    const std::string full = english_of(entry, "name");
    std::string name = string_of(entry, "short_name");
    if (name.empty()) name = full;
    const std::string theirs = source_id(entry, "MISP");
    const std::string nationality = state_name(string_of(entry, "country"));
    Json organisation = {
        {"name", first_characters(std::move(name), kMostCharacters)},
        {"description", full},
        {"type", string_of(entry, "type")},
        {"nationality", nationality.empty() ? "Not specified" : nationality},
        {"sector", std::string()},
        {"contacts", channel_lines(entry)},
        {"uuid", steady_uuid(registry_, theirs.empty() ? string_of(entry, "id") : theirs)},
        {"date_created", database_time(meta_time(entry, "created_at"))},
        {"date_modified", database_time(meta_time(entry, "modified_at"))},
        {"local", false},
        {"restricted_to_domain", Json::array()}};
    if (const Json* constituency = member_of(entry, "constituency"))
      organisation["sector"] = string_of(*constituency, "label");
    if (const Json* resources = member_of(entry, "resources")) {
      if (const Json* domains = member_of(*resources, "domains"))
        organisation["restricted_to_domain"] = *domains;
    }
    return organisation;
  }

  std::string registry_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<FormWriter> make_misp_writer(const FormContext& /*context*/) {
  return std::make_unique<MispWriter>();
}

}  // namespace cyberdir::codec
