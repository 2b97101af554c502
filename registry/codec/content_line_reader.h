// The other side of content_line.h: content lines of vCard as others write them, unfolded, one at a
// time and in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/stream.h"

namespace cyberdir::codec {

/// A content line. Its text is bytes of any encoding.
struct ContentLine {
  std::uint64_t line = 0;   ///< of the file, from 1, on which it begins
  std::uint64_t until = 0;  ///< on which it ends
  std::string text;         ///< no longer than the bound
  bool cut = false;         ///< there was more
  bool whole = true;        ///< a line break follows, and it is too short to be folded there
};

/// Unfolds lines (RFC 6350 section 3.2), with what vCard 2.1 has besides: soft line breaks of
/// quoted-printable, and base64 whose lines are not indented. Lines end in LF, CR LF or CR. Blank
/// lines are passed over. Does not own the source.
class ContentLineReader {
 public:
  ContentLineReader(base::ByteSource& source, std::size_t most_bytes);

  /// The next line; nothing at the end. Errors: of the source.
  base::Result<bool> next(ContentLine& out);

 private:
  struct Physical {
    std::string text;
    std::uint64_t line = 0;
    bool cut = false;
    bool ended = false;  // by a line break
    char last = '\0';
  };

  base::Result<bool> read_physical(Physical& out);
  base::Result<bool> fill();
  [[nodiscard]] bool continues(const Physical& next);
  void look_at_head();
  void append(const Physical& more, std::size_t from);

  base::ByteSource& source_;
  std::size_t most_;
  std::vector<char> buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  bool after_cr_ = false;  // a LF that comes now is of the line break before
  std::uint64_t line_ = 0;
  std::optional<Physical> pending_;

  // of the line in the making
  ContentLine current_;
  char last_ = '\0';
  bool blank_since_ = false;
  std::size_t looked_ = 0;  // bytes of the head looked at
  bool has_head_ = false;
  bool quoted_printable_ = false;
  bool base64_ = false;
};

/// A content line taken apart (RFC 6350 section 3.3; parameters also without a name, as vCard 2.1
/// has them: those have no name here). The value is as it stands.
struct ContentLineParts {
  std::string group;
  std::string name;                                                          ///< in capitals
  std::vector<std::pair<std::string, std::vector<std::string>>> parameters;  ///< names in capitals
  std::string_view value;  ///< of the text that was given
};

/// Nothing where the text is no content line, or has more than `most_parameters`.
[[nodiscard]] std::optional<ContentLineParts> parse_content_line(std::string_view text,
                                                                 std::size_t most_parameters);

}  // namespace cyberdir::codec
