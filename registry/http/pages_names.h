// The names behind codes and ids, as the reader of a page may see them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "http/page_frame.h"

namespace cyberdir::http {

/// The text in `language`, else in English, else in its first. Empty where there is none.
[[nodiscard]] page::Text text_for(const model::Json& texts, std::string_view language);

/// The text by which people know an entry; empty where the reader sees none.
[[nodiscard]] page::Text title_of(const model::Json& entry, std::string_view language);

/// Looks names up for one page, each once and a bounded number of them. One thread.
class Names {
 public:
  explicit Names(const PageRequest& page) : page_(page), reader_(page.reader_of_titles()) {}

  /// The State of this code; without a name where it has no entry.
  [[nodiscard]] page::StateName state(std::string_view iso2);

  /// The title and page of an entry; nothing where the reader may not see it.
  [[nodiscard]] std::optional<page::Link> entry(const std::string& id);

 private:
  const PageRequest& page_;
  model::Caller reader_;
  std::map<std::string, page::StateName, std::less<>> states_;
  std::map<std::string, std::optional<page::Link>, std::less<>> entries_;
};

}  // namespace cyberdir::http
