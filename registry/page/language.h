// One language of the pages, with everything that depends on it: words, numbers, dates, the order
// of names, and the templates with their fixed words filled in.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <unicode/coll.h>
#include <unicode/datefmt.h>
#include <unicode/locid.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>

#include "page/ctemplate.h"
#include "page/message.h"
#include "page/view_model.h"

namespace cyberdir::page {

// Loaded on first use and kept for the life of the program. All members may be called from any
// thread.
class Language {
 public:
  // The language of this tag, or English. Throws std::logic_error where its file or a template does
  // not load.
  [[nodiscard]] static const Language& of(std::string_view tag);

  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;
  ~Language() = default;

  [[nodiscard]] std::string_view tag() const noexcept { return tag_; }
  [[nodiscard]] bool right_to_left() const noexcept { return tag_ == "ar"; }

  // The name of the language in itself.
  [[nodiscard]] const std::string& name() const { return words("language.name"); }

  // A message without arguments; empty where the key is unknown.
  [[nodiscard]] const std::string& words(std::string_view key) const;

  // A message with arguments; nothing where the key is unknown.
  [[nodiscard]] Rich rich(std::string_view key, const std::vector<Argument>& arguments) const;
  [[nodiscard]] std::string plain(std::string_view key,
                                  const std::vector<Argument>& arguments) const;

  [[nodiscard]] std::string number(std::uint64_t value) const;
  // Exact decimal digits, grouped; text that is no decimal number comes back as it is.
  [[nodiscard]] std::string decimal(const std::string& value) const;
  // "47", or "more than 1,000".
  [[nodiscard]] std::string total(const Total& total) const;

  [[nodiscard]] std::string date(Moment moment) const;
  // Date and time of day in UTC, which is said.
  [[nodiscard]] std::string date_and_time(Moment moment) const;
  // "14:05" in the digits of the language; text of another shape comes back as it is.
  [[nodiscard]] std::string time_of_day(const std::string& hours_and_minutes) const;
  // YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 time, in words; other text comes back as it is.
  [[nodiscard]] std::string partial_date(const std::string& value) const;

  // The name of a language (BCP 47) in this language.
  [[nodiscard]] std::string name_of_language(const std::string& tag) const;
  // The name of a language in itself; the tag where ICU knows none.
  [[nodiscard]] static std::string own_name(const std::string& tag);
  // Several names as one enumeration ("A, B and C").
  [[nodiscard]] std::string enumeration(const std::vector<std::string>& names) const;

  // Whether a stands before b in the alphabet of this language.
  [[nodiscard]] bool before(const std::string& a, const std::string& b) const;

  [[nodiscard]] const ctemplate::TemplateCache& templates() const noexcept { return templates_; }

 private:
  explicit Language(std::string_view tag);
  void load_messages();
  void load_templates();

  // SimpleDateFormat is not safe to share, so a lock goes with each.
  struct DateStyle {
    std::unique_ptr<icu::DateFormat> format;
    mutable std::mutex mutex;
    void load(const icu::Locale& locale, const char* skeleton);
    [[nodiscard]] std::string operator()(Moment moment) const;
  };

  std::string tag_;
  icu::Locale locale_;
  std::map<std::string, Message, std::less<>> messages_;
  std::unique_ptr<icu::PluralRules> plural_rules_;
  icu::number::LocalizedNumberFormatter numbers_;
  std::unique_ptr<icu::Collator> collator_;
  DateStyle day_, day_and_time_, month_, year_;
  ctemplate::TemplateCache templates_;
};

// The moment of an RFC 3339 time in UTC or with an offset; none where it is malformed.
[[nodiscard]] std::optional<Moment> parse_moment(std::string_view text);

// Whether the text is a date or time that partial_date() can put in words.
[[nodiscard]] bool is_partial_date(std::string_view text);

// RFC 3339 in UTC, to the second: "2026-11-22T14:51:04Z".
[[nodiscard]] std::string machine_time(Moment moment);

}  // namespace cyberdir::page
