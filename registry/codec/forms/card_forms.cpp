#include "codec/forms/card_forms.h"

#include <map>

#include "base/unicode.h"
#include "codec/json_reader.h"
#include "model/entry.h"
#include "model/states.h"

namespace cyberdir::codec {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

namespace {

std::string string_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// What the three have in common: which entries have a card, and what it says.
class CardWriter : public FormWriter {
 public:
  explicit CardWriter(const FormContext& context) : context_(context) {}

  Result<void> entry(std::string& out, std::string_view json) final {
    if (!base::is_utf8(json))
      return fail(ErrorCode::corrupt, "what is stored is not UTF-8; run cyberdir verify");
    CYBERDIR_ASSIGN(tree, read_stored(json));
    if (!has_card(string_in(tree, "kind"))) return {};
    CardContext around;
    around.organisation = name_of(string_in(tree, "organisation"));
    if (const std::string state = model::state_of(tree); !state.empty())
      around.state = name_of(model::state_entry_id(state));
    around.address = context_.address;
    around.now = context_.now;
    card(out, card_of(tree, around));
    return {};
  }

 protected:
  virtual void card(std::string& out, const std::vector<CardProperty>& properties) = 0;

 private:
  // What an entry is called, where the reader of the file may see it. The same few organisations
  // and States come again and again.
  [[nodiscard]] std::string name_of(const std::string& id) {
    constexpr std::size_t kNames = 1024;
    if (id.empty() || !context_.related) return {};
    if (const auto known = names_.find(id); known != names_.end()) return known->second;
    std::string text;
    if (const auto entry = context_.related(id)) {
      const auto name = entry->find("name");
      if (name != entry->end()) text = model::text_in(*name, "en");
    }
    if (names_.size() >= kNames) names_.clear();
    return names_.emplace(id, std::move(text)).first->second;
  }

  FormContext context_;
  std::map<std::string, std::string> names_;
};

class VcardWriter final : public CardWriter {
 public:
  using CardWriter::CardWriter;
  void open(std::string& /*out*/, const DirectoryHeader& /*header*/) override {}
  void close(std::string& /*out*/) override {}

 protected:
  void card(std::string& out, const std::vector<CardProperty>& properties) override {
    out += vcard(properties);
  }
};

class JcardWriter final : public CardWriter {
 public:
  using CardWriter::CardWriter;
  void open(std::string& out, const DirectoryHeader& /*header*/) override { out += '['; }
  void close(std::string& out) override { out += "\n]\n"; }

 protected:
  void card(std::string& out, const std::vector<CardProperty>& properties) override {
    out += first_ ? "\n" : ",\n";
    out += jcard(properties);
    first_ = false;
  }

 private:
  bool first_ = true;
};

class XcardWriter final : public CardWriter {
 public:
  using CardWriter::CardWriter;
  void open(std::string& out, const DirectoryHeader& /*header*/) override {
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<vcards xmlns=\"";
    out.append(kXCardNamespace).append("\">\n");
  }
  void close(std::string& out) override { out += "</vcards>\n"; }

 protected:
  void card(std::string& out, const std::vector<CardProperty>& properties) override {
    out += xcard(properties);
    out += '\n';
  }
};

}  // namespace

std::unique_ptr<FormWriter> make_vcard_writer(const FormContext& context) {
  return std::make_unique<VcardWriter>(context);
}

std::unique_ptr<FormWriter> make_jcard_writer(const FormContext& context) {
  return std::make_unique<JcardWriter>(context);
}

std::unique_ptr<FormWriter> make_xcard_writer(const FormContext& context) {
  return std::make_unique<XcardWriter>(context);
}

}  // namespace cyberdir::codec
