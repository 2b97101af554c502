// The table of forms. Adding one is adding a file and a line here.
#include <algorithm>
#include <array>

#include "codec/forms/calendar_form.h"
#include "codec/forms/card_forms.h"
#include "codec/forms/first_form.h"
#include "codec/forms/global_irt_form.h"
#include "codec/forms/iati.h"
#include "codec/forms/misp_form.h"
#include "codec/forms/output_form.h"
#include "codec/forms/own_forms.h"
#include "codec/forms/stix_form.h"

namespace cyberdir::codec {
namespace {

constexpr std::array kForms = {
    kJsonOutput,  kXmlOutput,   kNdjsonOutput,   kCsvOutput,       kVcardOutput,
    kJcardOutput, kXcardOutput, kFirstOutput,    kGlobalIrtOutput, kMispOutput,
    kStixOutput,  kIatiOutput,  kCalendarOutput,
};

}  // namespace

std::span<const OutputForm> output_forms() { return kForms; }

const OutputForm* find_output_form(std::string_view name) {
  const auto* found = std::ranges::find(kForms, name, &OutputForm::name);
  return found == kForms.end() ? nullptr : found;
}

std::string output_form_names() {
  std::string names;
  for (std::size_t i = 0; i < kForms.size(); ++i) {
    if (i > 0) names += i + 1 == kForms.size() ? " or " : ", ";
    names += kForms.at(i).name;
  }
  return names;
}

bool carries(const OutputForm& form, std::string_view kind) {
  return form.kinds.empty() || std::ranges::find(form.kinds, kind) != form.kinds.end();
}

}  // namespace cyberdir::codec
