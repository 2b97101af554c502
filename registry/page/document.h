// One page under construction: the layout around it and the parts that pages share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "page/ctemplate.h"
#include "page/language.h"
#include "page/message.h"
#include "page/view_model.h"

namespace cyberdir::page {

using Dictionary = ctemplate::TemplateDictionary;

// Used by one thread. The frame outlives the document.
//
// The put functions fill an include ({{>NAME}}) of `in`, so `name` may be given several times and
// then appears several times. What is empty is not put.
class Document {
 public:
  // `body` is the name of the page's template, "home.tpl".
  Document(const Frame& frame, const char* body);

  [[nodiscard]] Dictionary& body() noexcept { return *body_; }
  [[nodiscard]] const Language& language() const noexcept { return language_; }
  [[nodiscard]] const Frame& frame() const noexcept { return frame_; }
  [[nodiscard]] const std::string& directory_name() const noexcept { return directory_name_; }

  // The URL of a path in the reader's language, at the moment that the page shows; empty where the
  // path is empty or not one.
  [[nodiscard]] std::string url(std::string_view path) const;
  [[nodiscard]] std::string label(std::string_view list, std::string_view code) const;

  // Adds the hidden inputs that a form for searches sends too: what keep_in_search() was given,
  // and the moment that the page shows.
  void put_kept(Dictionary& form) const;
  // What the browser shows; the name of the directory is added.
  void set_title(const std::string& title);
  // The header's search box sends this too.
  void keep_in_search(const std::string& name, const std::string& value);
  // The home page has a box of its own.
  void hide_search() noexcept { shows_search_ = false; }
  [[nodiscard]] std::string finish();

  // Marks these phrases of folded words in the titles and summaries of lines from now on.
  void mark_words(std::vector<std::string> phrases) { phrases_ = std::move(phrases); }

  void put_text(Dictionary& in, const char* name, const Text& text) const;
  void put_rich(Dictionary& in, const char* name, const Rich& parts) const;
  void put_state(Dictionary& in, const char* name, const StateName& state, bool linked) const;
  void put_marks(Dictionary& in, const std::string& status,
                 const std::vector<std::string>& marks) const;
  // When the owner last declared the entry right, and how long ago that is.
  void put_age(Dictionary& in, const char* name, const std::optional<Moment>& declared_at) const;
  [[nodiscard]] std::string declared_words(const std::optional<Moment>& declared_at) const;
  // Where the page stands and when it was asked for; empty where the address is not known.
  [[nodiscard]] std::string printed_words() const;
  // When a channel last answered.
  void put_proof(Dictionary& in, const char* name, const Channel& channel) const;
  void put_value(Dictionary& in, const Value& value, int depth = 0) const;
  void put_field(Dictionary& in, const Field& field, int depth = 0) const;
  void put_line(Dictionary& in, const EntryLine& line, bool names_kind, bool names_state) const;
  // Version lines; `id` is the entry's. Each but the first of all links to its difference.
  void put_versions(Dictionary& in, const std::string& id, const std::vector<VersionLine>& versions,
                    bool compare) const;
  // Links to the other forms of what the page shows.
  void put_forms(const std::string& json, const std::string& xml, const std::string& vcard = {},
                 const std::string& text = {}) const;

  // Sets TEXT, and the section TAGGED with LANG where the language is not the page's own.
  void set_text(Dictionary& in, const Text& text) const;
  // Shows the sections LINK (with URL) and LINK_END; nothing where the path is empty.
  void set_link(Dictionary& in, const std::string& path) const;

 private:
  void fill_layout();
  void put_marked(Dictionary& in, const char* name, const Text& text) const;
  [[nodiscard]] std::string age(Moment since) const;

  const Frame& frame_;
  const Language& language_;
  std::string directory_name_;
  Dictionary layout_;
  Dictionary* body_;
  std::string title_;
  std::vector<std::pair<std::string, std::string>> kept_;
  std::vector<std::string> phrases_;  // marked where lines have them
  bool shows_search_ = true;
};

// Shows a section with one value in it; nothing where the value is empty.
void show(Dictionary& in, const char* section, const char* name, const std::string& value);

// Whether nothing would be seen of this value.
[[nodiscard]] bool is_empty(const Value& value);

// The tag where it has the form of a BCP 47 tag, else empty.
[[nodiscard]] std::string_view safe_tag(std::string_view tag) noexcept;

// Percent-encodes all but the unreserved characters of RFC 3986.
[[nodiscard]] std::string percent_encode(std::string_view text);

// The path of an entry's page.
[[nodiscard]] std::string entry_path(const std::string& id);

// The name of a State as an argument of a message.
[[nodiscard]] Argument state_argument(const Document& document, std::string_view name,
                                      const StateName& state, bool linked);

}  // namespace cyberdir::page
