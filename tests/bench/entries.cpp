#include "entries.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <vector>

#include "codec/canonical_json.h"
#include "codec/directory_json.h"
#include "codec/xml_writer.h"
#include "model/states.h"

namespace cyberdir::bench {
namespace {

using model::Json;

constexpr std::uint64_t kTen = 10;

// splitmix64: small, and the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}
  std::uint64_t below(std::uint64_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return (x ^ (x >> 31U)) % bound;
  }
  template <typename T, std::size_t N>
  const T& pick(const std::array<T, N>& from) {
    return from[below(N)];
  }

 private:
  std::uint64_t state_;
};

constexpr std::array<std::string_view, 96> kEnglish = {"national",
                                                       "incident",
                                                       "response",
                                                       "team",
                                                       "coordinates",
                                                       "security",
                                                       "of",
                                                       "the",
                                                       "and",
                                                       "for",
                                                       "networks",
                                                       "government",
                                                       "critical",
                                                       "with",
                                                       "infrastructure",
                                                       "operators",
                                                       "in",
                                                       "partners",
                                                       "across",
                                                       "region",
                                                       "capacity",
                                                       "building",
                                                       "training",
                                                       "exercise",
                                                       "exchange",
                                                       "information",
                                                       "policy",
                                                       "strategy",
                                                       "law",
                                                       "enforcement",
                                                       "cooperation",
                                                       "international",
                                                       "norms",
                                                       "confidence",
                                                       "measures",
                                                       "contact",
                                                       "points",
                                                       "answers",
                                                       "requests",
                                                       "from",
                                                       "other",
                                                       "States",
                                                       "within",
                                                       "hours",
                                                       "reports",
                                                       "on",
                                                       "threats",
                                                       "vulnerabilities",
                                                       "publishes",
                                                       "guidance",
                                                       "advisories",
                                                       "to",
                                                       "public",
                                                       "sector",
                                                       "private",
                                                       "energy",
                                                       "water",
                                                       "health",
                                                       "finance",
                                                       "transport",
                                                       "communications",
                                                       "ministry",
                                                       "agency",
                                                       "office",
                                                       "centre",
                                                       "department",
                                                       "supports",
                                                       "development",
                                                       "skills",
                                                       "women",
                                                       "youth",
                                                       "experts",
                                                       "workshop",
                                                       "fellowship",
                                                       "standards",
                                                       "certification",
                                                       "audit",
                                                       "assessment",
                                                       "maturity",
                                                       "model",
                                                       "review",
                                                       "legislation",
                                                       "evidence",
                                                       "preservation",
                                                       "dialogue",
                                                       "diplomacy",
                                                       "crisis",
                                                       "management",
                                                       "communication",
                                                       "plan",
                                                       "annual",
                                                       "meeting",
                                                       "technical",
                                                       "assistance",
                                                       "project",
                                                       "community"};
constexpr std::array<std::string_view, 40> kFrench = {"équipe",
                                                      "nationale",
                                                      "de",
                                                      "réponse",
                                                      "aux",
                                                      "incidents",
                                                      "sécurité",
                                                      "des",
                                                      "réseaux",
                                                      "et",
                                                      "systèmes",
                                                      "information",
                                                      "pour",
                                                      "les",
                                                      "opérateurs",
                                                      "infrastructures",
                                                      "critiques",
                                                      "coopération",
                                                      "avec",
                                                      "partenaires",
                                                      "région",
                                                      "renforcement",
                                                      "capacités",
                                                      "formation",
                                                      "échange",
                                                      "politique",
                                                      "stratégie",
                                                      "droit",
                                                      "international",
                                                      "normes",
                                                      "confiance",
                                                      "mesures",
                                                      "points",
                                                      "contact",
                                                      "États",
                                                      "dans",
                                                      "rapports",
                                                      "menaces",
                                                      "vulnérabilités",
                                                      "conseils"};
constexpr std::array<std::string_view, 5> kTypes = {
    "national-csirt", "ict-ministry", "foreign-ministry", "law-enforcement", "regulator"};
constexpr std::array<std::string_view, 5> kTypeNames = {
    "Computer Emergency Response Team", "Ministry of Communications", "Ministry of Foreign Affairs",
    "Police High-Tech Crime Unit", "Communications Regulatory Authority"};
constexpr std::array<std::string_view, 4> kCategories = {"diplomatic", "technical", "policy",
                                                         "law-enforcement"};
constexpr std::array<std::string_view, 6> kThemes = {
    "threats", "norms", "capacity-building", "incident-management", "cybercrime", "skills"};
constexpr std::array<std::string_view, 3> kStages = {"planned", "active", "completed"};
constexpr std::array<std::string_view, 3> kZones = {"Europe/Paris", "Asia/Kolkata",
                                                    "Africa/Nairobi"};
constexpr std::array<std::string_view, 6> kRegions = {
    "West Africa", "East Africa", "South Asia", "Pacific", "Caribbean", "Western Balkans"};

template <std::size_t N>
std::string prose(Dice& dice, const std::array<std::string_view, N>& words, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text.push_back(' ');
    text += dice.pick(words);
  }
  text.push_back('.');
  return text;
}

std::string capital(std::string word) {
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

std::string id_of(std::string_view kind, std::uint64_t n) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "-%08llu", static_cast<unsigned long long>(n));
  return std::string(kind) + digits;
}

Json channel(std::string_view kind, std::string value, std::string_view use) {
  return {{"kind", std::string(kind)}, {"value", std::move(value)}, {"use", std::string(use)}};
}

std::string phone(Dice& dice) {
  return "+33" + std::to_string(100'000'000 + dice.below(800'000'000));
}

Json organisation(std::uint64_t n, Dice& dice) {
  const std::string name = rare_word(n);
  const std::size_t type = n % kTypes.size();
  const std::string host = name + std::to_string(n % kTen) + ".example";
  Json entry;
  entry["short_name"] = capital(name) + "-CERT-" + std::to_string(n);
  entry["name"] = {{"en", capital(name) + " Cyber " + std::string(kTypeNames[type])},
                   {"fr", capital(name) + " " + prose(dice, kFrench, 5)}};
  entry["type"] = std::string(kTypes[type]);
  entry["country"] = state_of(n);
  entry["postal_address"] = {{"en", std::to_string(1 + dice.below(200)) + " " + capital(name) +
                                        " Street, " + std::to_string(10'000 + dice.below(80'000))}};
  entry["websites"] = {"https://www." + host + "/"};
  entry["established"] = std::to_string(1995 + dice.below(30));
  entry["constituency"] = {{"label", "cyber " + prose(dice, kEnglish, 4)},
                           {"description", {{"en", prose(dice, kEnglish, 30)}}}};
  entry["resources"] = {{"asns", {"AS" + std::to_string(1 + dice.below(60'000))}},
                        {"domains", {host}}};
  entry["legal_basis"] =
      "Act " + std::to_string(1 + dice.below(99)) + " of " + std::to_string(2000 + dice.below(26));
  entry["channels"] = {channel("email", "cert@" + host, "urgent"),
                       channel("phone", phone(dice), "routine")};
  return entry;
}

Json contact(std::uint64_t n, Dice& dice) {
  const std::string name = rare_word(n);
  Json entry;
  entry["represents"] = state_of(n);
  entry["organisation"] = entry_id(n / kTen * kTen);
  entry["category"] = std::string(dice.pick(kCategories));
  entry["nature"] = "function";
  entry["level"] = "desk";
  entry["title"] = {{"en", capital(name) + " Cyber Duty Officer"},
                    {"fr", "Permanence " + prose(dice, kFrench, 4)}};
  entry["channels"] = {
      channel("email", "duty" + std::to_string(n) + "@" + name + ".example", "urgent"),
      channel("phone-emergency", phone(dice), "urgent")};
  entry["languages"] = {"en", "fr"};
  Json hours = Json::array();
  for (const char* day : {"monday", "tuesday", "wednesday", "thursday", "friday"}) {
    hours.push_back({{"day", day}, {"open", "08:30"}, {"close", "17:30"}});
  }
  entry["availability"] = {{"time_zone", std::string(dice.pick(kZones))},
                           {"hours", std::move(hours)}};
  entry["mandate"] = {"exchange-information", "receive-notifications", "technical-advice"};
  entry["requirements"] = {{"en", "cyber " + prose(dice, kEnglish, 25)}};
  entry["acknowledge_within_hours"] = 4;
  entry["answer_within_hours"] = 48;
  return entry;
}

Json programme(std::uint64_t n, Dice& dice) {
  const std::string name = rare_word(n);
  Json entry;
  entry["title"] = {{"en", capital(name) + " Cyber Resilience " + prose(dice, kEnglish, 2)}};
  entry["acronym"] = capital(name) + "CR" + std::to_string(n);
  entry["summary"] = {{"en", prose(dice, kEnglish, 60)}, {"fr", prose(dice, kFrench, 25)}};
  entry["lead"] = entry_id(n / kTen * kTen);
  entry["scope"] = "regional";
  entry["regions"] = {std::string(dice.pick(kRegions))};
  const std::uint64_t theme = dice.below(kThemes.size());
  entry["themes"] = {std::string(kThemes[theme]),
                     std::string(kThemes[(theme + 1) % kThemes.size()])};
  entry["stage"] = std::string(dice.pick(kStages));
  entry["start"] = std::to_string(2018 + dice.below(8)) + "-03";
  entry["end"] = "2028-12-31";
  entry["websites"] = {"https://programme.example/" + name + "/" + std::to_string(n)};
  entry["funders"] = {"Fund for " + prose(dice, kEnglish, 3)};
  entry["implementers"] = {capital(name) + " Institute"};
  entry["beneficiaries"] = {{{"state", state_of(n)}}, {{"state", state_of(n + kTen)}}};
  entry["languages"] = {"en", "fr"};
  entry["offering"] = {"training"};
  return entry;
}

std::string_view kind_of(std::uint64_t n) {
  const std::uint64_t place = n % kTen;
  if (place < 5) return "organisation";
  return place < 8 ? "contact" : "programme";
}

}  // namespace

bool is_organisation(std::uint64_t n) { return kind_of(n) == "organisation"; }

std::string entry_id(std::uint64_t n) { return id_of(kind_of(n), n); }

std::string rare_word(std::uint64_t n) {
  static constexpr std::string_view kConsonants = "bdfgklmnprstvz";
  static constexpr std::string_view kVowels = "aeiou";
  // A step that has no factor in common with the number of words spreads neighbours over them.
  constexpr std::uint64_t kSyllables = kConsonants.size() * kVowels.size();
  constexpr std::uint64_t kWords = kSyllables * kSyllables * kSyllables * kSyllables;
  std::uint64_t rest = (n / kTen) * 7'654'321 % kWords;
  std::string word;
  for (int i = 0; i < 4; ++i, rest /= kSyllables) {
    const std::uint64_t syllable = rest % kSyllables;
    word.push_back(kConsonants[syllable / kVowels.size()]);
    word.push_back(kVowels[syllable % kVowels.size()]);
  }
  return word;
}

std::string state_of(std::uint64_t n) {
  static const std::vector<std::string> kCodes = [] {
    std::vector<std::string> codes;
    for (const model::Entry& state : model::shipped_states())
      codes.push_back(state.body.at("iso2").get<std::string>());
    return codes;
  }();
  return kCodes[n / kTen % kCodes.size()];
}

Json entry_json(std::uint64_t n) {
  Dice dice(n);
  const std::string_view kind = kind_of(n);
  Json entry = kind == "organisation" ? organisation(n, dice)
               : kind == "contact"    ? contact(n, dice)
                                      : programme(n, dice);
  entry["id"] = entry_id(n);
  entry["kind"] = std::string(kind);
  entry["meta"] = {{"owner", state_of(n)}};
  return entry;
}

std::string_view name_of(FileForm form) {
  static constexpr std::array<std::string_view, 3> kNames = {"json", "ndjson", "xml"};
  return kNames.at(static_cast<std::size_t>(form));
}

void write_entries(const std::filesystem::path& file, FileForm form, std::uint64_t count,
                   std::uint64_t edition) {
  std::ofstream out(file, std::ios::binary);
  const codec::DirectoryHeader header;
  if (form == FileForm::json) out << codec::directory_json_open(header);
  if (form == FileForm::ndjson) out << codec::directory_ndjson_head(header);
  if (form == FileForm::xml) out << codec::directory_xml_open(header);
  std::string text;
  for (std::uint64_t n = 0; n < count; ++n) {
    Json entry = entry_json(n);
    if (edition > 1)
      entry["meta"]["source"] = {{"name", "edition"},
                                 {"id", std::to_string(edition) + "-" + std::to_string(n)}};
    text.clear();
    switch (form) {
      case FileForm::json:
        text = n == 0 ? "\n" : ",\n";
        codec::append_canonical(text, entry);
        break;
      case FileForm::ndjson:
        codec::append_canonical(text, entry);
        text.push_back('\n');
        break;
      case FileForm::xml:
        codec::append_entry_xml(text, entry, false);
        break;
    }
    out << text;
  }
  if (form == FileForm::json) out << codec::directory_json_close();
  if (form == FileForm::xml) out << codec::directory_xml_close();
}

}  // namespace cyberdir::bench
