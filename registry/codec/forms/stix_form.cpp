#include "codec/forms/stix_form.h"

#include <algorithm>
#include <array>

#include "codec/canonical_json.h"
#include "codec/forms/outside_view.h"
#include "codec/json_reader.h"

namespace cyberdir::codec {

using base::Result;
using model::Json;

namespace {

// ---- markings: identifiers, names and times are fixed by those who published them

struct Marking {
  std::string_view label;
  std::string_view id;
  std::string_view code;
};
constexpr std::array<Marking, 5> kMarkings = {{
    {"TLP:CLEAR", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"},
    {"TLP:GREEN", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"},
    {"TLP:AMBER", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"},
    {"TLP:AMBER+STRICT", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
     "amber+strict"},
    {"TLP:RED", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "red"},
}};

Json marking_definition(const Marking& marking) {
  return {{"type", "marking-definition"},
          {"spec_version", "2.1"},
          {"id", marking.id},
          {"created", "2022-10-01T00:00:00.000Z"},
          {"name", marking.label},
          {"extensions",
           {{"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d",
             {{"extension_type", "property-extension"}, {"tlp_2_0", marking.code}}}}}};
}

// ---- sectors: only what the type says for certain, by the vocabulary industry-sector-ov

struct SectorRow {
  std::string_view type;
  std::string_view sector;
};
constexpr SectorRow kSectors[] = {
    {"foreign-ministry", "government-national"},
    {"interior-ministry", "government-national"},
    {"justice-ministry", "government-national"},
    {"ict-ministry", "government-national"},
    {"permanent-mission", "government-national"},
    {"embassy", "government-national"},
    {"national-cyber-agency", "government-national"},
    {"national-csirt", "government-national"},
    {"government-csirt", "government-national"},
    {"law-enforcement", "government-national"},
    {"prosecution", "government-national"},
    {"mla-authority", "government-national"},
    {"regulator", "government-national"},
    {"defence", "defense"},
    {"cii-protection", "infrastructure"},
    {"vendor-csirt", "technology"},
    {"company", "commercial"},
};

// STIX wants three digits of a second at least (section 3.2).
std::string stix_time(base::Instant instant) {
  std::string text = base::to_rfc3339(instant);
  if (text.find('.') == std::string::npos) text.insert(text.size() - 1, ".000");
  return text;
}

void put(Json& identity, const char* member, std::string text) {
  if (!text.empty()) identity[member] = std::move(text);
}

class StixWriter final : public FormWriter {
 public:
  explicit StixWriter(const FormContext& context)
      : kind_(context.kind == nullptr ? "" : context.kind->name),
        address_(context.address),
        now_(context.now),
        related_(context.related) {}

  void open(std::string& out, const DirectoryHeader& header) override {
    registry_ = header.registry;
    const std::string name = header.epoch + "/" + std::to_string(header.seq.value_or(0)) + "/" +
                             header.audience + "/" + kind_ + "#bundle";
    out += R"({"type":"bundle","id":"bundle--)" + steady_uuid(registry_, name) + '"';
  }

  Result<void> entry(std::string& out, std::string_view json) override {
    CYBERDIR_ASSIGN(tree, read_stored(json));
    const std::string kind = string_of(tree, "kind");
    if (kind != "organisation" && kind != "contact") return {};
    Json identity = kind == "contact" ? contact_of(tree) : organisation_of(tree);
    describe(identity, tree);
    mark(out, identity, tree);
    append(out, identity);
    return {};
  }

  // A bundle without objects has no member for them (section 8).
  void close(std::string& out) override { out += any_ ? "\n]}\n" : "}\n"; }

 private:
  void append(std::string& out, const Json& object) {
    out += any_ ? ",\n" : ",\"objects\":[\n";
    append_canonical(out, object);
    any_ = true;
  }

  static Json organisation_of(const Json& entry) {
    const std::string short_name = string_of(entry, "short_name");
    std::string name = english_of(entry, "name");
    Json identity = {{"identity_class", "organization"}};
    Json labels = Json::array({"organisation"});
    const std::string type = string_of(entry, "type");
    if (!type.empty()) labels.push_back(type);
    identity["labels"] = std::move(labels);
    put(identity, "name", name.empty() ? short_name : name);
    if (!name.empty() && short_name != name) put(identity, "description", short_name);
    const auto* row = std::ranges::find(kSectors, type, &SectorRow::type);
    if (row != std::end(kSectors)) identity["sectors"] = Json::array({row->sector});
    return identity;
  }

  [[nodiscard]] Json contact_of(const Json& entry) const {
    const bool person = string_of(entry, "nature") == "person";
    const std::string title = english_of(entry, "title");
    std::string name;
    if (const Json* names = member_of(entry, "name"); person && names != nullptr) {
      name = string_of(*names, "romanised");
      if (name.empty()) name = string_of(*names, "original");
    }
    Json identity = {{"identity_class", person ? "individual" : "group"},
                     {"labels", Json::array({"contact"})}};
    if (const std::string category = string_of(entry, "category"); !category.empty())
      identity["labels"].push_back(category);
    if (!name.empty() && !title.empty()) identity["roles"] = Json::array({title});
    put(identity, "name", name.empty() ? title : name);
    put(identity, "description", name_of_related(related_, string_of(entry, "organisation")));
    return identity;
  }

  void describe(Json& identity, const Json& entry) const {
    const std::string id = string_of(entry, "id");
    const auto created = meta_time(entry, "created_at");
    const auto modified = meta_time(entry, "modified_at");
    identity["type"] = "identity";
    identity["spec_version"] = "2.1";
    identity["id"] = "identity--" + steady_uuid(registry_, id);
    identity["created"] = stix_time(created ? *created : now_);
    identity["modified"] = stix_time(modified ? *modified : (created ? *created : now_));
    if (!identity.contains("name")) identity["name"] = id;  // wanted by STIX, hidden by its owner
    put(identity, "contact_information", channel_lines(entry));
    identity["external_references"] = references_of(entry, id);
  }

  [[nodiscard]] Json references_of(const Json& entry, const std::string& id) const {
    Json ours = {{"source_name", "cyberdir:" + registry_}, {"external_id", id}};
    if (!address_.empty()) ours["url"] = address_ + "/v1/entries/" + id;
    Json references = Json::array({std::move(ours)});
    const Json* meta = member_of(entry, "meta");
    const Json* source = meta == nullptr ? nullptr : member_of(*meta, "source");
    if (source == nullptr) return references;
    const std::string url = string_of(*source, "url");
    const std::string name = string_of(*source, "name");
    const std::string their_id = string_of(*source, "id");
    // Beside a name it wants one thing more (section 2.5).
    if (name.empty() || (url.empty() && their_id.empty())) return references;
    Json theirs = {{"source_name", name}};
    put(theirs, "external_id", their_id);
    put(theirs, "url", url);
    references.push_back(std::move(theirs));
    return references;
  }

  // A marking stands once, before what it marks first.
  void mark(std::string& out, Json& identity, const Json& entry) {
    const Json* meta = member_of(entry, "meta");
    if (meta == nullptr) return;
    const auto* marking = std::ranges::find(kMarkings, string_of(*meta, "tlp"), &Marking::label);
    if (marking == kMarkings.end()) return;
    identity["object_marking_refs"] = Json::array({marking->id});
    bool& written = written_.at(static_cast<std::size_t>(marking - kMarkings.begin()));
    if (!written) append(out, marking_definition(*marking));
    written = true;
  }

  std::string kind_;
  std::string address_;
  base::Instant now_;
  RelatedEntry related_;
  std::string registry_;
  std::array<bool, kMarkings.size()> written_{};
  bool any_ = false;
};

}  // namespace

std::unique_ptr<FormWriter> make_stix_writer(const FormContext& context) {
  return std::make_unique<StixWriter>(context);
}

}  // namespace cyberdir::codec
