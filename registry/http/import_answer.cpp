#include "http/import_answer.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/error_table.h"
#include "codec/csv.h"

namespace cyberdir::http {

using base::ErrorCode;
using base::Result;
using model::Json;
using service::ImportItem;
using service::KeptImport;

namespace {

constexpr std::size_t kItemsAtOnce = 200;
constexpr std::string_view kFindingsColumn = "cyberdir:findings";

ErrorCode code_of_type(std::string_view type) {
  for (const base::ErrorRow& row : base::error_table()) {
    if (row.type == type) return row.code;
  }
  return ErrorCode::internal;
}

// As service::finding_json() writes it.
base::Finding finding_of(const Json& json) {
  base::Finding finding{
      json.value("code", ""), json.value("detail", ""), json.value("pointer", ""), {}, {},
      base::Severity::error};
  if (json.contains("row")) finding.row = json["row"].get<std::uint64_t>();
  if (json.contains("line")) finding.line = json["line"].get<std::uint64_t>();
  if (json.value("severity", "") == "warning") finding.severity = base::Severity::warning;
  return finding;
}

base::Findings findings_in(const Json& object, const char* name) {
  base::Findings findings;
  const auto list = object.find(name);
  if (list == object.end()) return findings;
  for (const Json& one : *list) findings.push_back(finding_of(one));
  return findings;
}

std::string words_of(const base::Findings& findings) {
  std::string words;
  for (const base::Finding& finding : findings) {
    if (!words.empty()) words += '\n';
    if (!finding.pointer.empty()) words += finding.pointer + ": ";
    words += finding.detail;
  }
  return words;
}

// What separates the cells of a row: the most frequent outside of quotes, as it is read.
char delimiter_of(std::string_view header) {
  constexpr std::array<char, 3> kDelimiters = {',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char c : header) {
    if (c == '"') quoted = !quoted;
    for (std::size_t i = 0; i < kDelimiters.size() && !quoted; ++i) {
      if (c == kDelimiters.at(i)) ++counts.at(i);
    }
  }
  return kDelimiters.at(
      static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin()));
}

std::string_view without_line_end(std::string_view row) {
  while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
  return row;
}

// A row as it was, with a further cell.
void append_original(std::string& out, std::string_view row, char delimiter,
                     const std::string& cell) {
  std::string quoted;
  codec::append_csv_row(quoted, std::span(&cell, 1));
  const std::string_view text = without_line_end(quoted);
  out.append(without_line_end(row)).push_back(delimiter);
  // A cell that is quoted for another delimiter may need it for this one.
  if (text.starts_with('"') || text.find(delimiter) == std::string_view::npos) {
    out.append(text);
  } else {
    out.append("\"").append(text).append("\"");
  }
  out.append("\r\n");
}

void append_findings(std::string& out, const ImportItem& item) {
  for (const base::Finding& finding : item.findings) {
    const std::array<std::string, 6> cells = {item.row != 0 ? std::to_string(item.row) : "",
                                              item.line ? std::to_string(*item.line) : "",
                                              item.place,
                                              finding.pointer,
                                              finding.code,
                                              finding.detail};
    codec::append_csv_row(out, cells);
  }
}

}  // namespace

Json import_json(const KeptImport& import) {
  Json json = import.answer;
  json["id"] = import.row.id;
  json["at"] = base::to_rfc3339(import.row.at);
  json["state"] = import.row.state;
  json["format"] = import.row.format;
  json["has_file"] = import.has_file;
  if (!import.row.file.empty()) json["file"] = import.row.file;
  if (import.progress) {
    json["progress"] = {{"bytes", import.progress->bytes},
                        {"records", import.progress->records},
                        {"applying", import.progress->applying}};
  }
  // Rows are no names of members: in XML they could not be.
  const auto options = json.find("options");
  if (options != json.end() && options->contains("decisions")) {
    Json list = Json::array();
    for (const auto& [row, decision] : (*options)["decisions"].items())
      list.push_back({{"row", std::strtoull(row.c_str(), nullptr, 10)}, {"decision", decision}});
    (*options)["decisions"] = std::move(list);
  }
  return json;
}

base::Error import_error(const KeptImport& import) {
  const auto error = import.answer.find("error");
  if (error != import.answer.end()) {
    return {code_of_type(error->value("code", "")), error->value("detail", ""),
            findings_in(*error, "errors")};
  }
  const Json sums = import.answer.value("summary", Json::object());
  return {ErrorCode::invalid,
          "nothing was written: " + std::to_string(sums.value("error", std::uint64_t{0})) +
              " records have errors; the report has all of them",
          findings_in(import.answer, "findings")};
}

Result<void> write_failed_rows(service::ImportArchive& imports, const model::Caller& caller,
                               const std::string& id, base::ByteSink& sink) {
  CYBERDIR_ASSIGN(import, imports.get(caller, id));
  const std::string header = import.answer.value("header", "");
  const char delimiter = delimiter_of(header);
  std::string text;
  if (header.empty()) {
    static const std::array<std::string, 6> kColumns = {"row",     "line", "place",
                                                        "pointer", "code", "detail"};
    codec::append_csv_row(text, kColumns);
  } else {
    append_original(text, header, delimiter, std::string(kFindingsColumn));
  }
  std::uint64_t from = 0;
  do {
    CYBERDIR_ASSIGN(page,
                    imports.items(caller, id, from, kItemsAtOnce, service::ItemChoice::errors));
    for (const ImportItem& item : page.items) {
      if (header.empty()) {
        append_findings(text, item);
      } else {
        append_original(text, item.original, delimiter, words_of(item.findings));
      }
    }
    CYBERDIR_TRY(sink.write(text));
    text.clear();
    from = page.next;
  } while (from != 0);
  return {};
}

std::string failed_rows_name(const KeptImport& import) {
  return "failed-" + import.row.id + ".csv";
}

}  // namespace cyberdir::http
