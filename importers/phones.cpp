#include "importers/phones.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "importers/foreign_text.h"

namespace cyberdir::importers {
namespace {

using model::Json;

// What a note beside a number makes of it.
struct NoteRow {
  std::string_view note;
  std::string_view kind;  // empty: of the kind that the member is for
};
constexpr NoteRow kNotes[] = {
    {"", ""},
    {"tel", ""},
    {"phone", ""},
    {"telephone", ""},
    {"voice", ""},
    {"office", ""},
    {"fax", "fax"},
    {"telefax", "fax"},
    {"facsimile", "fax"},
    {"mobile", "mobile"},
    {"cell", "mobile"},
    {"gsm", "mobile"},
};

// Numbers of one text, separated by commas, semicolons or lines, each perhaps with a note.
std::vector<StatedPhone> phones_in(std::string_view text) {
  std::vector<StatedPhone> phones;
  while (true) {
    const std::size_t end = text.find_first_of(",;\n");
    StatedPhone phone = read_phone(text.substr(0, end));
    if (!phone.number.empty() || !phone.note.empty()) phones.push_back(std::move(phone));
    if (end == std::string_view::npos) return phones;
    text.remove_prefix(end + 1);
  }
}

// One element of a list of telephone numbers, in the making.
struct PhoneElement {
  Json stated;
  std::vector<StatedPhone> phones;
};

// A text that is a note alone belongs to the number before it: the API splits "+1 … (fax)" in two.
std::vector<PhoneElement> phone_elements(Json list) {
  std::vector<PhoneElement> elements;
  for (Json& value : list) {
    PhoneElement element;
    if (const auto text = Draft::text_of(value)) element.phones = phones_in(*text);
    const bool note_alone = element.phones.size() == 1 && element.phones[0].number.empty();
    if (note_alone && !elements.empty() && elements.back().phones.size() == 1 &&
        elements.back().phones[0].note.empty()) {
      elements.back().phones[0].note = std::move(element.phones[0].note);
      elements.back().stated.push_back(std::move(value));
      continue;
    }
    element.stated = Json::array();
    element.stated.push_back(std::move(value));
    elements.push_back(std::move(element));
  }
  return elements;
}

}  // namespace

void take_phones(Draft& draft, std::string_view member, std::string_view kind, bool urgent) {
  Json rest = Json::array();
  bool refused = false;
  for (PhoneElement& element : phone_elements(draft.take_list(member))) {
    // All or nothing: a text of which one part is no number is not half understood.
    const bool understood =
        !element.phones.empty() && std::ranges::all_of(element.phones, [](const auto& phone) {
          return to_e164(phone.number).has_value();
        });
    bool keep_note = false;
    for (const StatedPhone& phone : element.phones) {
      if (!understood) break;
      const auto* row = std::ranges::find(kNotes, phone.note, &NoteRow::note);
      keep_note = keep_note || row == std::end(kNotes);
      const bool other_kind =
          row != std::end(kNotes) && !row->kind.empty() && (kind == "phone" || row->kind == "fax");
      draft.add_channel(other_kind ? row->kind : kind, *to_e164(phone.number), urgent);
    }
    refused = refused || !understood;
    if (understood && !keep_note) continue;
    for (Json& value : element.stated) rest.push_back(std::move(value));
  }
  draft.keep(member, std::move(rest));
  if (refused) draft.warn_kept(member, kNotE164);
}

}  // namespace cyberdir::importers
