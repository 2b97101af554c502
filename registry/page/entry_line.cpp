// An entry as one line of a list.
#include "page/document.h"
#include "page/marked_words.h"

namespace cyberdir::page {

void Document::put_marked(Dictionary& in, const char* name, const Text& text) const {
  if (phrases_.empty() || text.value.empty()) return put_text(in, name, text);
  Dictionary& part = *in.AddIncludeDictionary(name);
  part.SetFilename("marked_text.tpl");
  set_text(part, text);
  for (const TextPiece& piece : page::mark_words(text.value, phrases_))
    show(*part.AddSectionDictionary("PIECE"), piece.marked ? "MARKED" : "PLAIN", "WORDS",
         piece.text);
}

void Document::put_line(Dictionary& in, const EntryLine& line, bool names_kind,
                        bool names_state) const {
  Dictionary& shown = *in.AddIncludeDictionary("LINE");
  shown.SetFilename("entry_line.tpl");
  const bool has_state = names_state && line.state.has_value();
  if ((names_kind && !line.kind.empty()) || has_state) {
    Dictionary& eyebrow = *shown.AddSectionDictionary("EYEBROW");
    if (names_kind) show(eyebrow, "KIND", "NAME", label("kind", line.kind));
    if (has_state) put_state(eyebrow, "STATE", *line.state, true);
  }
  set_link(shown, line.path);
  const Text untitled{language_.words("entry.untitled"), {}};
  put_marked(shown, "TITLE", line.title.value.empty() ? untitled : line.title);
  put_marks(shown, line.status, line.marks);
  if (!line.summary.value.empty()) {
    put_marked(*shown.AddSectionDictionary("SUMMARY"), "TEXT", line.summary);
  }
  if (!line.details.empty()) {
    Dictionary& details = *shown.AddSectionDictionary("DETAILS");
    for (const Field& field : line.details) put_field(details, field);
  }
  if (!line.listed_by.empty()) {
    put_rich(*shown.AddSectionDictionary("LISTED"), "RICH",
             language_.rich("owner.registry", {data_argument("source", line.listed_by)}));
  }
  if (line.shows_age) put_age(*shown.AddSectionDictionary("AGE"), "RICH", line.declared_at);
}

}  // namespace cyberdir::page
