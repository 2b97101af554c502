// The XSD holds every export, and refuses what is not ours. Checked with libxml2, without network.
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include "codec/xml_writer.h"
#include "codec/xsd.h"
#include "model/kinds.h"
#include "support/entry_generator.h"

namespace cyberdir::codec {
namespace {

using model::Json;
using support::EntryGenerator;

void collect(void* to, xmlErrorPtr problem) {
  static_cast<std::string*>(to)->append(problem->message);
}

class Validator {
 public:
  Validator() {
    const std::string text = xml_schema();
    const std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser(
        xmlSchemaNewMemParserCtxt(text.data(), static_cast<int>(text.size())),
        &xmlSchemaFreeParserCtxt);
    xmlSchemaSetParserStructuredErrors(parser.get(), &collect, &problems_);
    schema_.reset(xmlSchemaParse(parser.get()));
  }

  [[nodiscard]] bool usable() const { return schema_ != nullptr && problems_.empty(); }
  [[nodiscard]] const std::string& problems() const { return problems_; }

  // The complaints about a document; empty where it is valid.
  std::string check(const std::string& xml) {
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
        xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "test.xml", nullptr,
                      XML_PARSE_NONET),
        &xmlFreeDoc);
    if (!document) return "not well-formed";
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> context(
        xmlSchemaNewValidCtxt(schema_.get()), &xmlSchemaFreeValidCtxt);
    std::string complaints;
    xmlSchemaSetValidStructuredErrors(context.get(), &collect, &complaints);
    return xmlSchemaValidateDoc(context.get(), document.get()) == 0 ? std::string()
                                                                    : "invalid: " + complaints;
  }

 private:
  std::string problems_;
  std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema_{nullptr, &xmlSchemaFree};
};

std::string organisation(const std::string& content) {
  return "<organisation xmlns=\"urn:cyberdir:directory:1\" id=\"o\">" + content + "</organisation>";
}

TEST(SchemaXsd, IsASchema) {
  const Validator validator;
  EXPECT_TRUE(validator.usable()) << validator.problems();
  EXPECT_EQ(xml_schema().find("xs:import"), std::string::npos);
  EXPECT_EQ(xml_schema(), xml_schema());
}

TEST(SchemaXsd, HoldsEveryExport) {
  Validator validator;
  ASSERT_TRUE(validator.usable());
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    EntryGenerator generator(seed, {.every_field = seed % 2 == 0, .kept_by_registry = true});
    std::string file =
        directory_xml_open({"Registry", "e1", seed, "2026-11-22T08:00:00Z", "states"});
    for (const model::Kind& kind : model::kinds()) {
      const Json entry = generator.entry(kind);
      append_entry_xml(file, entry, false);
      std::string single;
      append_entry_document(single, entry);
      EXPECT_EQ(validator.check(single), "") << single;
    }
    file += directory_xml_close();
    EXPECT_EQ(validator.check(file), "");
  }
  EXPECT_EQ(validator.check(directory_xml_open({}) + std::string(directory_xml_close())), "");
}

TEST(SchemaXsd, AsksForWhatTheTableAsks) {
  Validator validator;
  ASSERT_TRUE(validator.usable());
  EXPECT_EQ(
      validator.check(organisation("<name xml:lang='en'>A</name><name xml:lang='fr'>B</name>")),
      "");
  EXPECT_NE(validator.check(organisation("<name language='en'>A</name>")), "");
  EXPECT_NE(validator.check(organisation("<short_name xml:lang='en'>A</short_name>")), "");
  EXPECT_NE(validator.check(organisation("<channels><kind>telex</kind></channels>")), "");
  EXPECT_NE(validator.check(organisation("<short_name>A</short_name><meta/>")), "")
      << "meta comes first";
  EXPECT_NE(validator.check(organisation("<short_name>A</short_name><short_name>B</short_name>")),
            "");
  EXPECT_NE(validator.check(organisation("<established>May</established>")), "");
  EXPECT_NE(validator.check(organisation("<type>pub</type>")), "");
  EXPECT_NE(validator.check(organisation("<unknown/>")), "");
  EXPECT_NE(validator.check(organisation("text")), "");
  EXPECT_NE(validator.check("<directory/>"), "") << "no namespace";
}

}  // namespace
}  // namespace cyberdir::codec
