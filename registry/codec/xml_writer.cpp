#include "codec/xml_writer.h"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

#include "codec/canonical_json.h"
#include "codec/xml_text.h"
#include "model/kinds.h"

namespace cyberdir::codec {
namespace {

using model::Field;
using model::Json;
using model::Type;

// RFC 9457 appendix B.
constexpr std::string_view kProblemRoot = "problem";
constexpr std::string_view kProblemNamespace = "urn:ietf:rfc:7807";
constexpr std::size_t kMostFields = 64;  // of a table; a longer one is only slower

void open_tag(std::string& out, std::string_view name) {
  out.push_back('<');
  out.append(name);
  out.push_back('>');
}

void close_tag(std::string& out, std::string_view name) {
  out.append("</", 2);
  out.append(name);
  out.push_back('>');
}

// The members of an entry that are no fields of its table.
bool is_reserved(std::string_view name) {
  return name == "id" || name == "kind" || name == "meta" || name == "extensions";
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out.push_back(' ');
  out.append(name);
  out.append("=\"", 2);
  append_xml_attribute(out, value);
  out.push_back('"');
}

void append_value(std::string& out, std::string_view element, const JsonValue& value);

// ---- values of no table (also of a field, should one not be what its row says)

const model::Kind* kind_of_entry(const JsonValue& value) {
  if (!value.is_object()) return nullptr;
  const JsonValue* kind_name = value.find("kind");
  const JsonValue* id = value.find("id");
  if (kind_name == nullptr || id == nullptr || !kind_name->is_string() || !id->is_string())
    return nullptr;
  const model::Kind* kind = model::find_kind(kind_name->text());
  if (kind == nullptr) return nullptr;
  for (const JsonValue& member : value) {
    if (!is_reserved(member.name()) && kind->field(member.name()) == nullptr) return nullptr;
  }
  return kind;
}

void append_content(std::string& out, const JsonValue& value) {
  switch (value.type()) {
    case JsonValue::Type::string:
      append_xml_text(out, value.text());
      return;
    case JsonValue::Type::object:
      if (kind_of_entry(value) != nullptr) {
        append_entry_xml(out, value, false);
        return;
      }
      for (const JsonValue& member : value) append_value(out, member.name(), member);
      return;
    case JsonValue::Type::array:
      for (const JsonValue& element : value) {
        if (kind_of_entry(element) != nullptr) {
          append_entry_xml(out, element, false);
        } else {
          append_value(out, "i", element);
        }
      }
      return;
    case JsonValue::Type::other:
      out.append(value.json());
  }
}

void append_value(std::string& out, std::string_view element, const JsonValue& value) {
  const bool plain = is_xml_name(element);
  const std::string_view tag = plain ? element : std::string_view("member");
  out.push_back('<');
  out.append(tag);
  if (!plain) append_attribute(out, "name", element);
  if (value.is_null()) {
    out.append(" nil=\"true\"/>");
    return;
  }
  out.push_back('>');
  append_content(out, value);
  close_tag(out, tag);
}

// ---- values of the table

void append_members(std::string& out, std::span<const Field> fields, const JsonValue& object);

void append_text(std::string& out, std::string_view name, const JsonValue& text) {
  for (const JsonValue& language : text) {
    out.push_back('<');
    out.append(name);
    append_attribute(out, "xml:lang", language.name());
    out.push_back('>');
    append_content(out, language);
    close_tag(out, name);
  }
}

// Names that are not names of elements: the fields of meta.visibility.
void append_map(std::string& out, const JsonValue& map) {
  for (const JsonValue& member : map) {
    out.append("<field");
    append_attribute(out, "name", member.name());
    out.push_back('>');
    append_content(out, member);
    out.append("</field>");
  }
}

void append_one(std::string& out, const Field& field, const JsonValue& value) {
  if (value.is_string()) {
    open_tag(out, field.name);
    append_xml_text(out, value.text());
    close_tag(out, field.name);
  } else if (!value.is_object() || (field.type != Type::object && field.type != Type::text)) {
    append_value(out, field.name, value);
  } else if (field.type == Type::text) {
    append_text(out, field.name, value);
  } else {
    open_tag(out, field.name);
    if (field.members.empty()) {
      append_map(out, value);
    } else {
      append_members(out, field.members, value);
    }
    close_tag(out, field.name);
  }
}

void append_field(std::string& out, const Field& field, const JsonValue& value) {
  if (field.repeated && value.is_array()) {
    for (const JsonValue& element : value) append_one(out, field, element);
  } else {
    append_one(out, field, value);
  }
}

// Fields in the table's order, from members in the order of their names: one walk over the members
// finds each one's row, one over the rows writes. `reserved` members are for the caller to write.
template <bool with_reserved>
void append_table(std::string& out, std::span<const Field> fields, const JsonValue& object) {
  std::array<const JsonValue*, kMostFields> values{};
  std::size_t unknown = 0;
  for (const JsonValue& member : object) {
    if (with_reserved && is_reserved(member.name())) continue;
    const auto row = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == member.name(); });
    const auto at = static_cast<std::size_t>(row - fields.begin());
    if (row == fields.end() || at >= kMostFields) {
      ++unknown;
    } else {
      values.at(at) = &member;
    }
  }
  for (std::size_t i = 0; i < fields.size() && i < kMostFields; ++i) {
    if (values.at(i) != nullptr) append_field(out, fields[i], *values.at(i));
  }
  if (unknown == 0) return;
  for (std::size_t i = kMostFields; i < fields.size(); ++i) {
    if (const JsonValue* found = object.find(fields[i].name)) append_field(out, fields[i], *found);
  }
  for (const JsonValue& member : object) {
    if (with_reserved && is_reserved(member.name())) continue;
    if (model::find_field(fields, member.name()) == nullptr)
      append_value(out, member.name(), member);
  }
}

void append_members(std::string& out, std::span<const Field> fields, const JsonValue& object) {
  append_table<false>(out, fields, object);
}

void append_extensions(std::string& out, const JsonValue& extensions) {
  for (const JsonValue& extension : extensions) {
    out.append("<extension");
    append_attribute(out, "name", extension.name());
    out.push_back('>');
    append_xml_json(out, extension.json());
    out.append("</extension>");
  }
}

// A tree is written by way of its canonical form.
class CanonicalView {
 public:
  explicit CanonicalView(const Json& tree) : json_(canonical_json(tree)) {
    if (!view_.read(json_)) throw std::logic_error("canonical JSON cannot be read");
  }
  [[nodiscard]] const JsonValue& root() const { return view_.root(); }

 private:
  std::string json_;
  JsonView view_;
};

}  // namespace

void append_entry_xml(std::string& out, const JsonValue& entry, bool with_namespace) {
  const JsonValue* kind_name = entry.find("kind");
  const model::Kind* kind = kind_name != nullptr && kind_name->is_string()
                                ? model::find_kind(kind_name->text())
                                : nullptr;
  const std::string_view tag = kind == nullptr ? std::string_view("entry") : kind->name;
  out.push_back('<');
  out.append(tag);
  if (with_namespace) append_attribute(out, "xmlns", kDirectoryNamespace);
  const JsonValue* id = entry.find("id");
  if (id != nullptr && id->is_string()) append_attribute(out, "id", id->text());
  out.push_back('>');
  const JsonValue* meta = entry.find("meta");
  if (meta != nullptr && meta->is_object()) {
    out.append("<meta>");
    append_members(out, model::meta_fields(), *meta);
    out.append("</meta>");
  }
  if (kind == nullptr && kind_name != nullptr) append_value(out, "kind", *kind_name);
  append_table<true>(out, kind == nullptr ? std::span<const Field>() : kind->fields, entry);
  const JsonValue* extensions = entry.find("extensions");
  if (extensions != nullptr && extensions->is_object()) append_extensions(out, *extensions);
  close_tag(out, tag);
}

void append_entry_xml(std::string& out, const Json& entry, bool with_namespace) {
  append_entry_xml(out, CanonicalView(entry).root(), with_namespace);
}

void append_entry_document(std::string& out, const JsonValue& entry) {
  out.append(kXmlDeclaration);
  append_entry_xml(out, entry, true);
  out.push_back('\n');
}

void append_entry_document(std::string& out, const Json& entry) {
  append_entry_document(out, CanonicalView(entry).root());
}

std::string directory_xml_open(const DirectoryHeader& header) {
  std::string out(kXmlDeclaration);
  out.append("<directory");
  append_attribute(out, "xmlns", kDirectoryNamespace);
  if (!header.registry.empty()) append_attribute(out, "registry", header.registry);
  if (!header.epoch.empty()) append_attribute(out, "epoch", header.epoch);
  if (header.seq) append_attribute(out, "seq", std::to_string(*header.seq));
  if (!header.as_of.empty()) append_attribute(out, "as_of", header.as_of);
  if (!header.audience.empty()) append_attribute(out, "audience", header.audience);
  out.append(">\n");
  return out;
}

std::string_view directory_xml_close() { return "</directory>\n"; }

void append_answer_xml(std::string& out, std::string_view root_name, const Json& answer) {
  out.append(kXmlDeclaration);
  out.push_back('<');
  out.append(root_name);
  append_attribute(out, "xmlns",
                   root_name == kProblemRoot ? kProblemNamespace : kDirectoryNamespace);
  out.push_back('>');
  append_content(out, CanonicalView(answer).root());
  close_tag(out, root_name);
  out.push_back('\n');
}

}  // namespace cyberdir::codec
