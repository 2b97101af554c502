#include "codec/xsd.h"

#include <span>
#include <string_view>

#include "codec/directory_header.h"
#include "codec/value_pattern.h"
#include "codec/xml_text.h"
#include "model/code_lists.h"
#include "model/kinds.h"

namespace cyberdir::codec {
namespace {

using model::Field;
using model::Kind;
using model::Type;

// xml:lang is let in by a wildcard: to name it, the schema of the xml namespace would have to be
// imported, and validation would want a second file or the network.
constexpr std::string_view kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"urn:cyberdir:directory:1\"\n"
    "           targetNamespace=\"urn:cyberdir:directory:1\" elementFormDefault=\"qualified\">\n"
    "  <xs:element name=\"directory\">\n"
    "    <xs:complexType>\n"
    "      <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n";
constexpr std::string_view kDirectoryAttributes =
    "      </xs:choice>\n"
    "      <xs:attribute name=\"registry\" type=\"xs:string\"/>\n"
    "      <xs:attribute name=\"epoch\" type=\"xs:string\"/>\n"
    "      <xs:attribute name=\"seq\" type=\"xs:nonNegativeInteger\"/>\n"
    "      <xs:attribute name=\"as_of\" type=\"xs:string\"/>\n"
    "      <xs:attribute name=\"audience\" type=\"xs:string\"/>\n"
    "    </xs:complexType>\n"
    "  </xs:element>\n";
constexpr std::string_view kSharedTypes =
    "  <xs:complexType name=\"text\">\n"
    "    <xs:annotation><xs:documentation>A text in the language that xml:lang names (BCP 47), "
    "which is "
    "always given; once a language.</xs:documentation></xs:annotation>\n"
    "    <xs:simpleContent>\n"
    "      <xs:extension base=\"xs:string\">\n"
    "        <xs:anyAttribute namespace=\"http://www.w3.org/XML/1998/namespace\" "
    "processContents=\"lax\"/>\n"
    "      </xs:extension>\n"
    "    </xs:simpleContent>\n"
    "  </xs:complexType>\n"
    "  <xs:complexType name=\"extension\">\n"
    "    <xs:simpleContent>\n"
    "      <xs:extension base=\"xs:string\">\n"
    "        <xs:attribute name=\"name\" type=\"xs:string\" use=\"required\"/>\n"
    "      </xs:extension>\n"
    "    </xs:simpleContent>\n"
    "  </xs:complexType>\n"
    "  <xs:complexType name=\"map\">\n"
    "    <xs:sequence>\n"
    "      <xs:element name=\"field\" type=\"extension\" minOccurs=\"0\" "
    "maxOccurs=\"unbounded\"/>\n"
    "    </xs:sequence>\n"
    "  </xs:complexType>\n"
    "  <xs:simpleType name=\"id\">\n"
    "    <xs:restriction base=\"xs:string\"><xs:pattern "
    "value=\"[A-Za-z0-9][A-Za-z0-9._~-]{0,63}\"/>"
    "</xs:restriction>\n"
    "  </xs:simpleType>\n";

class XsdWriter {
 public:
  [[nodiscard]] std::string write() {
    out_ = kHead;
    for (const Kind& kind : model::kinds()) {
      out_.append("        <xs:element ref=\"").append(kind.name).append("\"/>\n");
    }
    out_.append(kDirectoryAttributes);
    for (const Kind& kind : model::kinds()) write_kind(kind);
    out_.append("  <xs:complexType name=\"meta\">\n");
    write_sequence(model::meta_fields(), 4);
    out_.append("  </xs:complexType>\n");
    out_.append(kSharedTypes);
    out_.append("</xs:schema>\n");
    return std::move(out_);
  }

 private:
  void indent(std::size_t depth) { out_.append(depth, ' '); }

  void write_annotation(std::string_view meaning, std::size_t depth) {
    if (meaning.empty()) return;
    indent(depth);
    out_.append("<xs:annotation><xs:documentation>");
    append_xml_text(out_, meaning);
    out_.append("</xs:documentation></xs:annotation>\n");
  }

  void write_kind(const Kind& kind) {
    out_.append("  <xs:element name=\"").append(kind.name).append("\">\n");
    write_annotation(kind.meaning, 4);
    out_.append("    <xs:complexType>\n      <xs:sequence>\n");
    out_.append("        <xs:element name=\"meta\" type=\"meta\" minOccurs=\"0\"/>\n");
    for (const Field& field : kind.fields) write_field(field, 8);
    out_.append(
        "        <xs:element name=\"extension\" type=\"extension\" minOccurs=\"0\" "
        "maxOccurs=\"unbounded\"/>\n"
        "      </xs:sequence>\n"
        "      <xs:attribute name=\"id\" type=\"id\"/>\n"
        "    </xs:complexType>\n");
    out_.append("  </xs:element>\n");
  }

  void write_sequence(std::span<const Field> fields, std::size_t depth) {
    indent(depth);
    out_.append("<xs:sequence>\n");
    for (const Field& field : fields) write_field(field, depth + 2);
    indent(depth);
    out_.append("</xs:sequence>\n");
  }

  void write_field(const Field& field, std::size_t depth) {
    indent(depth);
    out_.append("<xs:element name=\"").append(field.name).append("\"");
    const std::string_view type = named_type(field);
    if (!type.empty()) out_.append(" type=\"").append(type).append("\"");
    out_.append(" minOccurs=\"0\"");
    if (field.repeated || field.type == Type::text) out_.append(" maxOccurs=\"unbounded\"");
    out_.append(">\n");
    write_annotation(field.meaning, depth + 2);
    if (type.empty()) write_type(field, depth + 2);
    indent(depth);
    out_.append("</xs:element>\n");
  }

  static const model::CodeList* closed_list(const Field& field) {
    if (field.type != Type::code) return nullptr;
    const model::CodeList* list = model::find_code_list(field.codes);
    return list == nullptr || list->open ? nullptr : list;
  }

  // The type's name, where it needs no definition of its own.
  static std::string_view named_type(const Field& field) {
    switch (field.type) {
      case Type::text:
        return "text";
      case Type::ref:
        return "id";
      case Type::boolean:
        return "xs:boolean";
      case Type::integer:
        return "xs:integer";
      case Type::object:
        return field.members.empty() ? std::string_view("map") : std::string_view();
      default:
        return closed_list(field) == nullptr && value_pattern(field).empty()
                   ? std::string_view("xs:string")
                   : std::string_view();
    }
  }

  void write_type(const Field& field, std::size_t depth) {
    indent(depth);
    if (field.type == Type::object) {
      out_.append("<xs:complexType>\n");
      write_sequence(field.members, depth + 2);
      indent(depth);
      out_.append("</xs:complexType>\n");
      return;
    }
    out_.append("<xs:simpleType><xs:restriction base=\"xs:string\">");
    if (const model::CodeList* list = closed_list(field)) {
      for (const std::string& code : list->codes) {
        out_.append("<xs:enumeration value=\"");
        append_xml_attribute(out_, code);
        out_.append("\"/>");
      }
    } else {
      out_.append("<xs:pattern value=\"");
      append_xml_attribute(out_, value_pattern(field));
      out_.append("\"/>");
    }
    out_.append("</xs:restriction></xs:simpleType>\n");
  }

  std::string out_;
};

}  // namespace

std::string xml_schema() { return XsdWriter().write(); }

}  // namespace cyberdir::codec
