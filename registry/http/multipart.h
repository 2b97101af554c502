// Forms that carry a file (multipart/form-data, RFC 7578), read as they arrive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stream.h"
#include "http/exchange.h"
#include "http/form_fields.h"

namespace cyberdir::http {

/// Splits a multipart body (RFC 2046 section 5.1) into its parts, one after the other. Memory is
/// bounded whatever the size of a part. Does not own the body. One thread at a time.
class MultipartReader {
 public:
  /// `boundary` as Content-Type says it.
  MultipartReader(base::ByteSource& body, std::string_view boundary);

  struct Part {
    std::string name;
    std::optional<std::string> file;  ///< the name of a file, where the part is one; may be empty
  };

  /// Goes on to the next part, past what is left of this one; nothing behind the last. Errors:
  /// malformed (no such boundary, a head that cannot be read, a body that is cut), too_large (a
  /// head of more than 8 KiB), and of the body.
  base::Result<std::optional<Part>> next();
  /// Reads content of the present part; 0 at its end. Errors: malformed (the body is cut), and of
  /// the body.
  base::Result<std::size_t> read(std::span<char> buffer);

 private:
  base::Result<bool> fill();
  base::Result<void> find_delimiter();
  base::Result<std::string> read_line(std::size_t most);

  base::ByteSource& body_;
  std::string delimiter_;      ///< CR LF, two hyphens, boundary
  std::string buffer_;         ///< read and not given yet, from begin_
  std::size_t begin_ = 0;      ///< of buffer_
  std::size_t content_ = 0;    ///< end of what is known to be content
  bool at_delimiter_ = false;  ///< a delimiter stands at content_
  bool in_part_ = true;        ///< before the first part stands a preamble, which is skipped
  bool ended_ = false;
};

/// A form with a file: its fields, and the file, which comes last, to be read as it arrives.
class FormUpload final : public base::ByteSource {
 public:
  /// Reads a form up to its file. Fields are bounded as read_form() bounds them. Errors:
  /// unsupported (another type), malformed, too_large, of the body.
  [[nodiscard]] static base::Result<std::shared_ptr<FormUpload>> open(Request& request);

  [[nodiscard]] const FormFields& fields() const { return fields_; }
  /// What the sender calls the file; empty where none was chosen.
  [[nodiscard]] const std::string& file_name() const { return file_name_; }
  [[nodiscard]] bool has_file() const { return !file_name_.empty(); }
  /// Content of the file.
  base::Result<std::size_t> read(std::span<char> buffer) override;

 private:
  FormUpload(base::ByteSource& body, std::string_view boundary) : parts_(body, boundary) {}
  base::Result<void> read_fields();

  MultipartReader parts_;
  FormFields fields_;
  std::string file_name_;
};

/// True where the body says to be a form with a file.
[[nodiscard]] bool is_upload(const Request& request);

}  // namespace cyberdir::http
