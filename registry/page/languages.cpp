#include "page/languages.h"

#include <algorithm>
#include <array>

#include "page/language.h"

namespace cyberdir::page {
namespace {

constexpr std::array<std::string_view, 6> kLanguages{"ar", "zh", "en", "fr", "ru", "es"};

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The quality in thousandths of parameters such as "q=0.8"; -1 where malformed.
int quality(std::string_view parameters) {
  parameters = trim(parameters);
  if (parameters.empty()) return 1000;
  if (parameters.size() < 3 || lower(parameters[0]) != 'q' || parameters[1] != '=') return -1;
  const std::string_view value = parameters.substr(2);
  if (value[0] != '0' && value[0] != '1') return -1;
  int thousandths = (value[0] - '0') * 1000;
  int unit = 100;
  for (std::size_t i = 2; i < value.size() && unit > 0; ++i, unit /= 10) {
    if (value[1] != '.' || value[i] < '0' || value[i] > '9') return -1;
    thousandths += (value[i] - '0') * unit;
  }
  return std::min(thousandths, 1000);
}

}  // namespace

std::span<const std::string_view> languages() noexcept { return kLanguages; }

bool is_language(std::string_view tag) noexcept {
  return std::find(kLanguages.begin(), kLanguages.end(), tag) != kLanguages.end();
}

std::string_view choose_language(std::string_view accept_language) noexcept {
  std::string_view best = "en";
  int best_quality = 0;
  while (!accept_language.empty()) {
    const std::size_t comma = accept_language.find(',');
    const std::string_view range = accept_language.substr(0, comma);
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                  : comma + 1);
    const std::size_t semicolon = range.find(';');
    const std::string_view tag = trim(range.substr(0, semicolon));
    const int wanted =
        semicolon == std::string_view::npos ? 1000 : quality(range.substr(semicolon + 1));
    if (wanted <= best_quality || tag.size() < 2 || (tag.size() > 2 && tag[2] != '-')) continue;
    for (const std::string_view known : kLanguages) {
      if (lower(tag[0]) != known[0] || lower(tag[1]) != known[1]) continue;
      best = known;
      best_quality = wanted;
    }
  }
  return best;
}

std::string partial_date(std::string_view language, const std::string& value) {
  return Language::of(language).partial_date(value);
}

std::string date_and_time(std::string_view language, Moment moment) {
  return Language::of(language).date_and_time(moment);
}

std::string_view words(std::string_view language, std::string_view key) {
  return Language::of(language).words(key);
}

std::string humanise(std::string_view name) {
  std::string readable(name);
  std::replace(readable.begin(), readable.end(), '_', ' ');
  std::replace(readable.begin(), readable.end(), '-', ' ');
  if (!readable.empty() && readable[0] >= 'a' && readable[0] <= 'z') {
    readable[0] = static_cast<char>(readable[0] - 'a' + 'A');
  }
  return readable;
}

std::string field_label(std::string_view language, std::string_view name) {
  const std::string_view said = words(language, "field." + std::string(name));
  return said.empty() ? humanise(name) : std::string(said);
}

std::string code_label(std::string_view language, std::string_view list, std::string_view value) {
  const Language& reader = Language::of(language);
  if (list == "language") return reader.name_of_language(std::string(value));
  const std::string& said = reader.words("code." + std::string(list) + "." + std::string(value));
  if (!said.empty()) return said;
  const bool readable =
      std::any_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
      std::none_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return readable ? humanise(value) : std::string(value);
}

std::string office_hours(std::string_view language, std::string_view first_day,
                         std::string_view last_day, const std::string& open,
                         const std::string& close) {
  const Language& reader = Language::of(language);
  std::string days = code_label(language, "day", first_day);
  if (first_day != last_day) days += " – " + code_label(language, "day", last_day);
  return days + " " + reader.time_of_day(open) + "–" + reader.time_of_day(close);
}

bool stands_before(std::string_view language, const std::string& a, const std::string& b) {
  return Language::of(language).before(a, b);
}

std::string sentence(std::string_view language, std::string_view key,
                     const std::vector<std::pair<std::string_view, std::string>>& arguments) {
  std::vector<Argument> named;
  for (const auto& [name, text] : arguments) named.push_back(data_argument(name, text));
  return Language::of(language).plain(key, named);
}

std::string counted(std::string_view language, std::string_view key, std::uint64_t count) {
  return Language::of(language).plain(key, {count_argument("count", count)});
}

}  // namespace cyberdir::page
