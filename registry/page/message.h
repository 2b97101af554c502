// One message of a language's file: an ICU MessageFormat pattern, compiled once.
//
// Understands {name}, plural and select with #. It answers with parts instead of one string, so
// that a name from the data can stand in its own element, with its own language and direction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>

namespace cyberdir::page {

struct Part {
  enum class Kind { words, data, time };
  Kind kind = Kind::words;
  std::string text;
  std::string language;   // data: BCP 47 or empty
  std::string url;        // data: where it links to, or empty
  std::string datetime;   // time: the machine-readable form
  bool exercise = false;  // data: the name of a fictional State
};

using Rich = std::vector<Part>;

// The parts as one plain string; data is set between Unicode isolates (FSI, PDI).
[[nodiscard]] std::string flatten(const Rich& parts);

// A named argument: a part, or a count that plural forms look at.
struct Argument {
  std::string_view name;
  Part part;
  std::optional<std::int64_t> count;
};

[[nodiscard]] Argument words_argument(std::string_view name, std::string words);
[[nodiscard]] Argument data_argument(std::string_view name, std::string text,
                                     std::string language = {}, std::string url = {});
[[nodiscard]] Argument time_argument(std::string_view name, std::string words,
                                     std::string datetime);
[[nodiscard]] Argument count_argument(std::string_view name, std::uint64_t count);

class Message {
 public:
  // Throws std::invalid_argument where the pattern is malformed or uses formats other than these.
  explicit Message(std::string_view pattern);

  // Any thread. An argument that is missing leaves nothing.
  [[nodiscard]] Rich format(const std::vector<Argument>& arguments, const icu::PluralRules& rules,
                            const icu::number::LocalizedNumberFormatter& numbers) const;

  // The whole message where it takes no arguments; otherwise empty.
  [[nodiscard]] const std::string& constant() const noexcept { return constant_; }

 private:
  struct Case;
  struct Node {
    enum class Kind { words, argument, number, plural, select };
    Kind kind = Kind::words;
    std::string text;  // words, or the argument's name
    std::vector<Case> cases;
  };
  struct Case {
    std::string selector;
    std::vector<Node> nodes;
  };
  class Compiler;
  class Formatter;

  std::vector<Node> nodes_;
  std::string constant_;
};

}  // namespace cyberdir::page
