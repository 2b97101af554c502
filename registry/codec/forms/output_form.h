// The forms in which entries leave, one entry at a time and in bounded memory: our own and those of
// other people's tools.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"
#include "codec/directory_header.h"
#include "model/field.h"
#include "model/json.h"

namespace cyberdir::codec {

/// Another entry, as the reader of the file may see it at the file's moment; nothing where there is
/// none, or none for that reader.
using RelatedEntry = std::function<std::optional<model::Json>(std::string_view id)>;

/// What a writer knows beyond the entries it is given. What it points to outlives the writer.
struct FormContext {
  const model::Kind* kind = nullptr;  ///< the one kind that was asked for; null for all
  std::string address;                ///< URL under which a server has the entries; may be empty
  base::Instant now;                  ///< when the file is made
  RelatedEntry related;               ///< may be empty: then nothing is known of others
};

/// Writes one file. Used by one thread.
class FormWriter {
 public:
  FormWriter() = default;
  FormWriter(const FormWriter&) = delete;
  FormWriter& operator=(const FormWriter&) = delete;
  FormWriter(FormWriter&&) = delete;
  FormWriter& operator=(FormWriter&&) = delete;
  virtual ~FormWriter() = default;

  /// Appends what stands before the first entry.
  virtual void open(std::string& out, const DirectoryHeader& header) = 0;
  /// Appends an entry; nothing where the form does not carry such an entry. `json` is its canonical
  /// JSON as the reader may see it. Errors: corrupt.
  virtual base::Result<void> entry(std::string& out, std::string_view json) = 0;
  /// Appends what stands after the last entry.
  virtual void close(std::string& out) = 0;
};

/// A form.
struct OutputForm {
  std::string_view name;        ///< as `--format` and `format=` have it
  std::string_view media_type;  ///< as Content-Type states it
  std::string_view suffix;      ///< of a file's name, without a dot
  std::string_view title;       ///< what people call it
  /// Kinds of entries that it carries; empty for all.
  std::span<const std::string_view> kinds;
  /// What it cannot carry: a sentence each, for people; empty where nothing is lost.
  std::span<const std::string_view> losses;
  /// True where a file holds entries of one kind only.
  bool one_kind = false;
  std::unique_ptr<FormWriter> (*make)(const FormContext& context);
};

/// All forms; JSON, the default, comes first.
[[nodiscard]] std::span<const OutputForm> output_forms();

/// The form of that name, or null.
[[nodiscard]] const OutputForm* find_output_form(std::string_view name);

/// The names of all forms: "json, xml or csv".
[[nodiscard]] std::string output_form_names();

/// True where the form carries entries of that kind.
[[nodiscard]] bool carries(const OutputForm& form, std::string_view kind);

}  // namespace cyberdir::codec
