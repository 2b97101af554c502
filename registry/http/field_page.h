// The page that asks for one place of an entry: for those who write a draft and those who suggest.
#pragma once

#include <string>
#include <vector>

#include "http/field_questions.h"
#include "http/form_place.h"
#include "http/page_frame.h"
#include "page/form_view.h"

namespace cyberdir::http {

/// An entry whose places are asked for.
struct AskedEntry {
  const model::Kind* kind = nullptr;
  model::Json entry;
  std::string base_path;  ///< pages of its places are below
  bool suggests = false;  ///< by somebody who does not own it

  [[nodiscard]] std::string owner() const;
  [[nodiscard]] std::string path(std::string_view place) const {
    return base_path + "/" + std::string(place);
  }
};

/// What meta.visibility says of a field; empty where it says nothing.
[[nodiscard]] std::string visibility_rule(const model::Json& entry, std::string_view field);

/// The page: questions with what stands at the place, or with what was sent where something was.
/// Findings are about the entry; each leads to the question that it is about, or to the page of its
/// place. Action, buttons and hidden fields are the caller's to add.
[[nodiscard]] page::FormPage field_page(const PageRequest& page, const AskedEntry& asked,
                                        const FormPlace& place, const FormFields& sent,
                                        const base::Findings& findings);

/// The entry as the form that was sent makes it.
[[nodiscard]] model::Json entry_after(const AskedEntry& asked, const FormPlace& place,
                                      const FormFields& sent);

}  // namespace cyberdir::http
