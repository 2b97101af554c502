// The page of an import: what it would do or did, row by row.
#include <string>

#include "page/change_lines.h"
#include "page/document.h"
#include "page/languages.h"
#include "page/render.h"
#include "page/work_form.h"

namespace cyberdir::page {
namespace {

const char* class_of(const std::string& action) {
  if (action == "create") return "added";
  if (action == "withdraw" || action == "error") return "removed";
  return "plain";
}

void put_findings(const Document& document, const std::vector<ImportPage::Finding>& findings,
                  Dictionary& in) {
  if (findings.empty()) return;
  Dictionary& all = *in.AddSectionDictionary("FINDINGS");
  for (const ImportPage::Finding& finding : findings) {
    Dictionary& one = *all.AddSectionDictionary("FINDING");
    one.SetValue("WEIGHT", document.label("severity", finding.wrong ? "error" : "warning"));
    if (finding.wrong) one.ShowSection("WRONG");
    one.SetValue("TEXT", finding.words);
  }
}

void put_option(Dictionary& choice, const std::string& value, const std::string& words,
                const std::string& chosen) {
  Dictionary& option = *choice.AddSectionDictionary("OPTION");
  option.SetValue("VALUE", value);
  option.SetValue("WORDS", words);
  if (value == chosen) option.ShowSection("CHOSEN");
}

void put_candidates(const Document& document, const ImportPage::Row& row, bool decides,
                    const std::string& number, Dictionary& in) {
  if (row.candidates.empty()) return;
  const Language& language = document.language();
  Dictionary& out = *in.AddSectionDictionary("CANDIDATES");
  for (const ImportPage::Candidate& candidate : row.candidates) {
    Dictionary& one = *out.AddSectionDictionary("CANDIDATE");
    document.set_link(one, candidate.path);
    document.put_text(one, "TITLE", candidate.title);
    one.SetValue("REASON", candidate.reason);
  }
  if (!decides) return;
  Dictionary& choice = *out.AddSectionDictionary("CHOICE");
  choice.SetValue("ROW", row.number);
  choice.SetValue("NUMBER", number);
  put_option(choice, "", language.words("import.decide.later"), row.decision);
  for (const ImportPage::Candidate& candidate : row.candidates) {
    put_option(
        choice, candidate.id,
        language.plain("import.decide.same", {data_argument("title", candidate.title.value)}),
        row.decision);
  }
  put_option(choice, "new", language.words("import.decide.new"), row.decision);
  put_option(choice, "skip", language.words("import.decide.skip"), row.decision);
}

void put_row(const Document& document, const ImportPage::Row& row, bool decides, Dictionary& body) {
  const Language& language = document.language();
  Dictionary& out = *body.AddSectionDictionary("ROW");
  const std::string number =
      row.number.empty() ? language.words("import.missing")
                         : language.plain("import.row", {words_argument("number", row.number)});
  out.SetValue("NUMBER", number);
  show(out, "LINE", "TEXT", row.line);
  show(out, "PLACE", "TEXT", row.place);
  out.SetValue("CLASS", class_of(row.action));
  out.SetValue("DONE", document.label("import-action", row.action));
  if (!row.title.value.empty()) {
    document.set_link(out, row.path);
    document.put_text(out, "TITLE", row.title);
  }
  put_findings(document, row.findings, out);
  show(out, "SUBMISSION", "URL", document.url(row.submission_path));
  put_candidates(document, row, decides, number, out);
  if (row.changes.empty()) return;
  Dictionary& changes = *out.AddSectionDictionary("CHANGES");
  for (const Change& change : row.changes) put_change(document, changes, change, true);
}

void put_pairs(const Document& document, Dictionary& body, const char* section, const char* line,
               const std::vector<std::pair<std::string, std::string>>& pairs) {
  if (pairs.empty()) return;
  Dictionary& all = *body.AddSectionDictionary(section);
  for (const auto& [key, value] : pairs) {
    Dictionary& one = *all.AddSectionDictionary(line);
    one.SetValue("LABEL", document.language().words(key));
    one.SetValue("VALUE", value);
  }
}

}  // namespace

std::string render_import(const ImportPage& page, const Frame& frame) {
  Document document(frame, "import.tpl");
  const Language& language = document.language();
  Dictionary& body = document.body();
  document.set_title(page.heading + " — " + document.label("import-state", page.state));
  body.SetValue("HEADING", page.heading);
  body.SetValue("STATE", document.label("import-state", page.state));
  show(body, "WRONG", "TEXT", page.wrong);
  show(body, "NOTICE", "TEXT", page.notice);
  put_pairs(document, body, "FACTS", "FACT", page.facts);
  put_pairs(document, body, "SUMS", "SUM", page.sums);
  put_findings(document, page.findings, body);
  for (const Form& form : page.forms) put_form(document, {}, form, body, "FORM");
  if (!page.ways.empty()) {
    Dictionary& all = *body.AddSectionDictionary("WAYS");
    for (const Way& way : page.ways) {
      Dictionary& one = *all.AddSectionDictionary("WAY");
      one.SetValue("URL", document.url(way.path));
      one.SetValue("TEXT", way.words);
      if (way.current) one.ShowSection("CURRENT");
    }
  }
  if (!page.nothing.empty()) show(body, "NOTHING", "TEXT", language.words(page.nothing));
  bool decides = false;
  for (const ImportPage::Row& row : page.rows) decides = decides || !row.candidates.empty();
  decides = decides && !page.decide_path.empty();
  if (decides) {
    Dictionary& form = *body.AddSectionDictionary("DECIDE");
    form.SetValue("ACTION", document.url(page.decide_path));
    form.SetValue("TOKEN", frame.form_token);
    body.ShowSection("DECIDE_END");
  }
  for (const ImportPage::Row& row : page.rows) put_row(document, row, decides, body);
  show(body, "NEXT", "URL", document.url(page.next_path));
  const auto put_link = [&](const std::string& key, const std::string& url) {
    Dictionary& link = *body.AddSectionDictionary("MORE");
    link.SetValue("URL", url);
    link.SetValue("TEXT", language.words(key));
  };
  for (const auto& [key, path] : page.files) put_link(key, path);
  for (const auto& [key, path] : page.links) put_link(key, document.url(path));
  document.put_forms(page.json_path, page.xml_path);
  return document.finish();
}

}  // namespace cyberdir::page
