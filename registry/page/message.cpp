#include "page/message.h"

#include <algorithm>
#include <stdexcept>

#include <unicode/messagepattern.h>
#include <unicode/unistr.h>

namespace cyberdir::page {
namespace {

std::string to_utf8(const icu::UnicodeString& from) {
  std::string to;
  from.toUTF8String(to);
  return to;
}

}  // namespace

std::string flatten(const Rich& parts) {
  std::string all;
  for (const Part& part : parts) {
    if (part.kind == Part::Kind::data) {
      // NOLINTNEXTLINE(misc-misleading-bidirectional): the isolates are what is wanted
      all += "\u2068" + part.text + "\u2069";
    } else {
      all += part.text;
    }
  }
  return all;
}

Argument words_argument(std::string_view name, std::string words) {
  return {name, {Part::Kind::words, std::move(words), {}, {}, {}}, std::nullopt};
}

Argument data_argument(std::string_view name, std::string text, std::string language,
                       std::string url) {
  return {name,
          {Part::Kind::data, std::move(text), std::move(language), std::move(url), {}},
          std::nullopt};
}

Argument time_argument(std::string_view name, std::string words, std::string datetime) {
  return {name, {Part::Kind::time, std::move(words), {}, {}, std::move(datetime)}, std::nullopt};
}

Argument count_argument(std::string_view name, std::uint64_t count) {
  return {name, {}, static_cast<std::int64_t>(count)};
}

// Turns ICU's flat list of pattern parts into the tree of nodes.
class Message::Compiler {
 public:
  explicit Compiler(const icu::MessagePattern& pattern) : pattern_(pattern) {}

  // `start` is the index of a MSG_START.
  [[nodiscard]] std::vector<Node> message(std::int32_t start) const {
    std::vector<Node> nodes;
    const icu::UnicodeString& source = pattern_.getPatternString();
    std::int32_t from = pattern_.getPart(start).getLimit();
    for (std::int32_t i = start + 1;; ++i) {
      const icu::MessagePattern::Part& part = pattern_.getPart(i);
      const std::int32_t at = part.getIndex();
      if (at > from) add_words(nodes, to_utf8(source.tempSubStringBetween(from, at)));
      switch (part.getType()) {
        case UMSGPAT_PART_TYPE_MSG_LIMIT:
          return nodes;
        case UMSGPAT_PART_TYPE_REPLACE_NUMBER:
          nodes.push_back({Node::Kind::number, {}, {}});
          from = part.getLimit();
          break;
        case UMSGPAT_PART_TYPE_ARG_START: {
          const std::int32_t limit = pattern_.getLimitPartIndex(i);
          nodes.push_back(argument(i, limit));
          i = limit;
          from = pattern_.getPart(limit).getLimit();
          break;
        }
        default:
          from = part.getLimit();
      }
    }
  }

 private:
  static void add_words(std::vector<Node>& nodes, std::string words) {
    if (!nodes.empty() && nodes.back().kind == Node::Kind::words) {
      nodes.back().text += words;
    } else {
      nodes.push_back({Node::Kind::words, std::move(words), {}});
    }
  }

  [[nodiscard]] Node argument(std::int32_t start, std::int32_t limit) const {
    Node node;
    node.text = to_utf8(pattern_.getSubstring(pattern_.getPart(start + 1)));
    switch (pattern_.getPart(start).getArgType()) {
      case UMSGPAT_ARG_TYPE_NONE:
        node.kind = Node::Kind::argument;
        return node;
      case UMSGPAT_ARG_TYPE_PLURAL:
        node.kind = Node::Kind::plural;
        break;
      case UMSGPAT_ARG_TYPE_SELECT:
        node.kind = Node::Kind::select;
        break;
      default:
        throw std::invalid_argument("a message uses a format that is not supported");
    }
    std::string selector;
    for (std::int32_t i = start + 2; i < limit; ++i) {
      const icu::MessagePattern::Part& part = pattern_.getPart(i);
      if (part.getType() == UMSGPAT_PART_TYPE_ARG_SELECTOR) {
        selector = to_utf8(pattern_.getSubstring(part));
      } else if (part.getType() == UMSGPAT_PART_TYPE_MSG_START) {
        node.cases.push_back({selector, message(i)});
        i = pattern_.getLimitPartIndex(i);
      }
    }
    return node;
  }

  const icu::MessagePattern& pattern_;
};

class Message::Formatter {
 public:
  Formatter(const std::vector<Argument>& arguments, const icu::PluralRules& rules,
            const icu::number::LocalizedNumberFormatter& numbers)
      : arguments_(arguments), rules_(rules), numbers_(numbers) {}

  void write(const std::vector<Node>& nodes, const Argument* counted) {
    for (const Node& node : nodes) write(node, counted);
  }

  [[nodiscard]] Rich take() { return std::move(parts_); }

 private:
  void write(const Node& node, const Argument* counted) {
    if (node.kind == Node::Kind::words) return words(node.text);
    if (node.kind == Node::Kind::number) {
      if (counted != nullptr) value(*counted);
      return;
    }
    const Argument* argument = find(node.text);
    if (argument == nullptr) return;
    if (node.kind == Node::Kind::argument) return value(*argument);
    const Case* chosen = node.kind == Node::Kind::plural ? plural(node, *argument)
                                                         : select(node, argument->part.text);
    if (chosen != nullptr) write(chosen->nodes, argument);
  }

  void words(std::string_view text) {
    if (!parts_.empty() && parts_.back().kind == Part::Kind::words) {
      parts_.back().text += text;
    } else {
      parts_.push_back({Part::Kind::words, std::string(text), {}, {}, {}});
    }
  }

  void value(const Argument& argument) {
    if (argument.part.kind != Part::Kind::words) return parts_.push_back(argument.part);
    if (!argument.part.text.empty() || !argument.count) return words(argument.part.text);
    UErrorCode status = U_ZERO_ERROR;
    words(to_utf8(numbers_.formatInt(*argument.count, status).toString(status)));
  }

  [[nodiscard]] const Argument* find(std::string_view name) const {
    const auto at = std::find_if(arguments_.begin(), arguments_.end(),
                                 [&](const Argument& one) { return one.name == name; });
    return at == arguments_.end() ? nullptr : &*at;
  }

  static const Case* select(const Node& node, std::string_view wanted) {
    const Case* other = nullptr;
    for (const Case& one : node.cases) {
      if (one.selector == wanted) return &one;
      if (one.selector == "other") other = &one;
    }
    return other;
  }

  [[nodiscard]] const Case* plural(const Node& node, const Argument& argument) const {
    const std::int64_t count = argument.count.value_or(0);
    const std::string exact = "=" + std::to_string(count);
    for (const Case& one : node.cases) {
      if (one.selector == exact) return &one;
    }
    return select(node, to_utf8(rules_.select(static_cast<double>(count))));
  }

  const std::vector<Argument>& arguments_;
  const icu::PluralRules& rules_;
  const icu::number::LocalizedNumberFormatter& numbers_;
  Rich parts_;
};

Message::Message(std::string_view pattern) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  const icu::MessagePattern parsed(
      icu::UnicodeString::fromUTF8({pattern.data(), static_cast<std::int32_t>(pattern.size())}),
      &where, status);
  if (U_FAILURE(status)) throw std::invalid_argument("malformed message: " + std::string(pattern));
  nodes_ = Compiler(parsed).message(0);
  if (nodes_.size() == 1 && nodes_[0].kind == Node::Kind::words) constant_ = nodes_[0].text;
}

Rich Message::format(const std::vector<Argument>& arguments, const icu::PluralRules& rules,
                     const icu::number::LocalizedNumberFormatter& numbers) const {
  Formatter formatter(arguments, rules, numbers);
  formatter.write(nodes_, nullptr);
  return formatter.take();
}

}  // namespace cyberdir::page
