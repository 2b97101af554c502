#include "page/form_parts.h"

namespace cyberdir::page {

void put_complaints(const Document& document, const std::string& heading,
                    const std::vector<Complaint>& complaints, bool wrong, Dictionary& in,
                    const char* name) {
  if (complaints.empty()) return;
  Dictionary& all = *in.AddIncludeDictionary(name);
  all.SetFilename("complaints.tpl");
  all.SetValue("CLASS", wrong ? "wrong" : "empty");
  if (wrong) all.ShowSection("ALERT");
  all.SetValue("HEADING", heading);
  for (const Complaint& complaint : complaints) {
    Dictionary& line = *all.AddSectionDictionary("COMPLAINT");
    const bool page = !complaint.path.empty();
    const char* section = !complaint.field.empty() ? "PLACE" : page ? "PAGE" : "WHOLE";
    Dictionary& place = *line.AddSectionDictionary(section);
    place.SetValue("TEXT", complaint.text);
    place.SetValue("FIELD", complaint.field);
    if (page) place.SetValue("URL", document.url(complaint.path));
  }
}

void put_subject(const Document& document, const std::string& eyebrow, const Text& subject,
                 const std::string& path, Dictionary& in) {
  show(in, "EYEBROW", "TEXT", eyebrow);
  if (subject.value.empty()) return;
  Dictionary& about = *in.AddSectionDictionary("SUBJECT");
  document.set_link(about, path);
  document.put_text(about, "TITLE", subject);
}

void put_links(const Document& document,
               const std::vector<std::pair<std::string, std::string>>& links, Dictionary& in) {
  for (const auto& [words, path] : links) {
    Dictionary& link = *in.AddSectionDictionary("MORE");
    link.SetValue("URL", document.url(path));
    link.SetValue("TEXT", words);
  }
}

void set_form_title(Document& document, const std::string& heading, const Text& subject,
                    bool has_errors) {
  std::string title = has_errors ? document.language().words("form.errors") + " — " : "";
  title += heading;
  if (!subject.value.empty()) title += " — " + subject.value;
  document.set_title(title);
}

}  // namespace cyberdir::page
