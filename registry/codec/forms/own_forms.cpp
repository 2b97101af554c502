#include "codec/forms/own_forms.h"

#include "base/unicode.h"
#include "codec/csv.h"
#include "codec/directory_json.h"
#include "codec/json_reader.h"
#include "codec/json_view.h"
#include "codec/xml_writer.h"

namespace cyberdir::codec {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

class JsonWriter final : public FormWriter {
 public:
  void open(std::string& out, const DirectoryHeader& header) override {
    out += directory_json_open(header);
  }
  Result<void> entry(std::string& out, std::string_view json) override {
    out += first_ ? "\n" : ",\n";
    out += json;
    first_ = false;
    return {};
  }
  void close(std::string& out) override { out += directory_json_close(); }

 private:
  bool first_ = true;
};

class NdjsonWriter final : public FormWriter {
 public:
  void open(std::string& out, const DirectoryHeader& header) override {
    out += directory_ndjson_head(header);
  }
  Result<void> entry(std::string& out, std::string_view json) override {
    out += json;
    out.push_back('\n');
    return {};
  }
  void close(std::string& /*out*/) override {}
};

class XmlWriter final : public FormWriter {
 public:
  void open(std::string& out, const DirectoryHeader& header) override {
    out += directory_xml_open(header);
  }
  Result<void> entry(std::string& out, std::string_view json) override {
    if (!base::is_utf8(json))
      return fail(ErrorCode::corrupt, "what is stored is not UTF-8; run cyberdir verify");
    CYBERDIR_TRY(view_.read(json));
    append_entry_xml(out, view_.root(), false);
    return {};
  }
  void close(std::string& out) override { out += directory_xml_close(); }

 private:
  JsonView view_;
};

class CsvWriter final : public FormWriter {
 public:
  explicit CsvWriter(const model::Kind& kind) : kind_(kind) {}
  void open(std::string& out, const DirectoryHeader& /*header*/) override {
    out += csv_header(kind_);
  }
  Result<void> entry(std::string& out, std::string_view json) override {
    CYBERDIR_ASSIGN(tree, read_stored(json));
    append_entry_csv(out, kind_, tree);
    return {};
  }
  void close(std::string& /*out*/) override {}

 private:
  const model::Kind& kind_;
};

}  // namespace

std::unique_ptr<FormWriter> make_json_writer(const FormContext& /*context*/) {
  return std::make_unique<JsonWriter>();
}

std::unique_ptr<FormWriter> make_ndjson_writer(const FormContext& /*context*/) {
  return std::make_unique<NdjsonWriter>();
}

std::unique_ptr<FormWriter> make_xml_writer(const FormContext& /*context*/) {
  return std::make_unique<XmlWriter>();
}

std::unique_ptr<FormWriter> make_csv_writer(const FormContext& context) {
  return std::make_unique<CsvWriter>(*context.kind);
}

}  // namespace cyberdir::codec
