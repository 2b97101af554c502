#include "codec/forms/calendar_form.h"

#include "codec/forms/outside_view.h"
#include "codec/json_reader.h"

namespace cyberdir::codec {
namespace {

class CalendarWriter final : public FormWriter {
 public:
  explicit CalendarWriter(std::string address) : address_(std::move(address)) {}

  void open(std::string& out, const DirectoryHeader& header) override {
    registry_ = header.registry;
    append_calendar_head(out, {});  // a registry's name is for machines
  }
  base::Result<void> entry(std::string& out, std::string_view json) override {
    CYBERDIR_ASSIGN(tree, read_stored(json));
    if (string_of(tree, "kind") == "event") append_calendar_event(out, tree, registry_, address_);
    return {};
  }
  void close(std::string& out) override { append_calendar_end(out); }

 private:
  std::string address_;
  std::string registry_;
};

}  // namespace

std::unique_ptr<FormWriter> make_calendar_writer(const FormContext& context) {
  return std::make_unique<CalendarWriter>(context.address);
}

}  // namespace cyberdir::codec
