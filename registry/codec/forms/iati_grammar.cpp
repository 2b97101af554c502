#include "codec/forms/iati_grammar.h"

#include <algorithm>
#include <string>

#include "base/instant.h"
#include "base/unicode.h"
#include "codec/xml_text.h"
#include "model/string_formats.h"

namespace cyberdir::codec {
namespace {

using model::Json;

// What an element may hold. Attributes are `name=type` with ! where required; the type is s string,
// d decimal, t date, i integer, b boolean, u URI, k name token; any may have xml:lang. Children are
// `name:rule` in the order of the schema, with ! once, ? at most once, * any number, + at least
// one; the rule is the element's name where it is left out. Instead of children, `=type` is text.
struct Rule {
  std::string_view name;
  std::string_view attributes;
  std::string_view content;
};

// clang-format off
constexpr Rule kRules[] = {
    {"narrative", "", "=s"},
    {"texts", "", "narrative+"},
    {"names", "", "narrative*"},
    {"code", "code=s!", ""},
    {"string", "", "=s"},
    {"uri", "", "=u"},
    {"number", "", "=d"},
    {"date", "iso-date=t!", ""},
    {"value", "currency=s value-date=t!", "=d"},
    {"aid-type", "code=s! vocabulary=s", ""},

    {"reporting-org", "ref=s! type=s! secondary-reporter=b", "narrative+"},
    {"description", "type=s", "narrative+"},
    {"participating-org", "ref=s type=s role=s! activity-id=s crs-channel-code=s", "narrative*"},
    {"other-identifier", "ref=s! type=s!", "owner-org?"},
    {"owner-org", "ref=s", "narrative*"},
    {"activity-status", "code=s!", ""},
    {"activity-date", "type=s! iso-date=t!", "narrative*"},
    {"contact-info", "type=s",
     "organisation:texts? department:texts? person-name:texts? job-title:texts? telephone:string* "
     "email:string* website:uri* mailing-address:texts*"},
    {"activity-scope", "code=s!", ""},
    {"recipient-country", "code=s! percentage=d", "narrative*"},
    {"recipient-region", "code=s! vocabulary=s vocabulary-uri=u percentage=d", "narrative*"},
    {"location", "ref=s",
     "location-reach:code? location-id* name:texts? description:texts? activity-description:texts? "
     "administrative* point? exactness:code? location-class:code? feature-designation:code?"},
    {"location-id", "code=s! vocabulary=s!", ""},
    {"administrative", "code=s! vocabulary=s! level=i", ""},
    {"point", "srsName=s!", "pos:string!"},
    {"sector", "vocabulary=s vocabulary-uri=u code=s! percentage=d", "narrative*"},
    {"tag", "code=s! vocabulary=s! vocabulary-uri=u", "narrative*"},
    {"country-budget-items", "vocabulary=s!", "budget-item+"},
    {"budget-item", "code=s! percentage=d", "description:texts?"},
    {"humanitarian-scope", "type=s! vocabulary=s! vocabulary-uri=u code=s!", "narrative*"},
    {"policy-marker", "vocabulary=s vocabulary-uri=u code=s! significance=s", "narrative*"},
    {"collaboration-type", "code=s!", ""},
    {"default-flow-type", "code=s!", ""},
    {"default-finance-type", "code=s!", ""},
    {"default-aid-type", "code=s! vocabulary=s", ""},
    {"default-tied-status", "code=s!", ""},
    {"budget", "type=s status=s", "period-start:date! period-end:date! value!"},
    {"planned-disbursement", "type=s",
     "period-start:date! period-end:date? value! provider-org? receiver-org?"},
    {"provider-org", "ref=s provider-activity-id=s type=s", "narrative*"},
    {"receiver-org", "ref=s receiver-activity-id=s type=s", "narrative*"},
    {"capital-spend", "percentage=d!", ""},
    {"transaction", "ref=s humanitarian=b",
     "transaction-type:code! transaction-date:date! value! description:texts? provider-org? "
     "receiver-org? disbursement-channel:code? sector:plain-sector* "
     "recipient-country:plain-country? recipient-region:plain-region? flow-type:code? "
     "finance-type:code? aid-type* tied-status:code?"},
    {"plain-sector", "vocabulary=s vocabulary-uri=u code=s!", "narrative*"},
    {"plain-country", "code=s!", "narrative*"},
    {"plain-region", "code=s! vocabulary=s vocabulary-uri=u", "narrative*"},
    {"document-link", "url=u! format=s!",
     "title:texts! description:texts? category:code+ language:code* document-date:date?"},
    {"related-activity", "ref=s! type=s!", ""},
    {"legacy-data", "name=s! value=s! iati-equivalent=k", ""},
    {"conditions", "attached=b!", "condition*"},
    {"condition", "type=s!", "narrative+"},
    {"result", "type=s! aggregation-status=b",
     "title:texts! description:texts? document-link* reference:result-reference* indicator+"},
    {"result-reference", "code=s! vocabulary=s! vocabulary-uri=u", ""},
    {"indicator", "measure=s! ascending=b aggregation-status=b",
     "title:texts! description:texts? document-link* reference:indicator-reference* baseline* "
     "period*"},
    {"indicator-reference", "vocabulary=s! code=s! indicator-uri=u", ""},
    {"baseline", "iso-date=t year=i! value=s",
     "location:result-location* dimension* document-link* comment:texts?"},
    {"result-location", "ref=s", ""},
    {"dimension", "name=s value=s", ""},
    {"period", "", "period-start:date! period-end:date! target* actual:target*"},
    {"target", "value=s",
     "location:result-location* dimension* comment:texts? document-link*"},
    {"crs-add", "", "other-flags* loan-terms? loan-status? channel-code:string?"},
    {"other-flags", "code=s! significance=b!", ""},
    {"loan-terms", "rate-1=d rate-2=d",
     "repayment-type:code? repayment-plan:code? commitment-date:date? repayment-first-date:date? "
     "repayment-final-date:date?"},
    {"loan-status", "year=d! currency=s value-date=t!",
     "interest-received:number? principal-outstanding:number? principal-arrears:number? "
     "interest-arrears:number?"},
    {"fss", "extraction-date=t! priority=b phaseout-year=d", "forecast*"},
    {"forecast", "year=d! currency=s value-date=t", "=d"},
};
// clang-format on

constexpr int kDepth = 16;

const Rule* find_rule(std::string_view name) {
  const auto* found = std::ranges::find(kRules, name, &Rule::name);
  return found == std::end(kRules) ? nullptr : found;
}

// The next word of a list, which moves on.
std::string_view next_word(std::string_view& list) {
  list.remove_prefix(std::min(list.find_first_not_of(' '), list.size()));
  const std::string_view word = list.substr(0, list.find(' '));
  list.remove_prefix(word.size());
  return word;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// xsd:positiveInteger, which is also one where none below zero is asked for.
bool is_integer(std::string_view text) {
  constexpr std::size_t kMost = 9;
  return !text.empty() && text.size() <= kMost && std::ranges::all_of(text, is_digit) &&
         text.find_first_not_of('0') != std::string_view::npos;
}

bool is_of_type(char type, std::string_view text) {
  switch (type) {
    case 's':
      return base::is_xml_text(text);
    case 'd':
      return is_xsd_decimal(text);
    case 't':
      return is_xsd_date(text);
    case 'i':
      return is_integer(text);
    case 'b':
      return text == "0" || text == "1" || text == "true" || text == "false";
    case 'u':
      return is_xsd_uri(text);
    case 'k':
      return is_xml_name(text);
    default:
      return false;
  }
}

const Json* attributes_of(const Json& element) {
  const bool has = element.is_array() && element.size() > 1 && element[1].is_object();
  return has ? &element[1] : nullptr;
}

// Where the texts and elements in an element begin.
std::size_t content_at(const Json& element) { return attributes_of(element) != nullptr ? 2 : 1; }

std::string_view name_of(const Json& element) {
  if (!element.is_array() || element.empty() || !element[0].is_string()) return {};
  return element[0].get_ref<const std::string&>();
}

bool attributes_conform(const Json* attributes, std::string_view allowed) {
  std::size_t found = 0;
  // The schema takes attributes of other namespaces anywhere, and version 2.01 has this one.
  constexpr std::string_view kLanguage = "xml:lang";
  if (attributes != nullptr && attributes->contains(kLanguage)) {
    const Json& language = (*attributes)[kLanguage];
    if (!language.is_string() || !model::is_language_tag(language.get_ref<const std::string&>()))
      return false;
    ++found;
  }
  for (std::string_view word = next_word(allowed); !word.empty(); word = next_word(allowed)) {
    const auto equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    const char type = word[equals + 1];
    const bool required = word.ends_with('!');
    const Json* value = nullptr;
    if (attributes != nullptr && attributes->contains(name)) value = &(*attributes)[name];
    if (value == nullptr && required) return false;
    if (value == nullptr) continue;
    if (!value->is_string() || !is_of_type(type, value->get_ref<const std::string&>()))
      return false;
    ++found;
  }
  return attributes == nullptr || found == attributes->size();
}

bool conforms(const Json& element, std::string_view name, const Rule& rule, int depth);

bool children_conform(const Json& element, std::string_view allowed, int depth) {
  std::size_t at = content_at(element);
  for (std::string_view word = next_word(allowed); !word.empty(); word = next_word(allowed)) {
    const char often = word.back();
    word.remove_suffix(1);
    const auto colon = word.find(':');
    const std::string_view name = word.substr(0, colon);
    const Rule* rule = find_rule(colon == std::string_view::npos ? name : word.substr(colon + 1));
    std::size_t count = 0;
    while (at < element.size() && name_of(element[at]) == name) {
      if (rule == nullptr || !conforms(element[at], name, *rule, depth - 1)) return false;
      ++at;
      ++count;
    }
    if (count == 0 && (often == '!' || often == '+')) return false;
    if (count > 1 && (often == '!' || often == '?')) return false;
  }
  return at == element.size();
}

bool conforms(const Json& element, std::string_view name, const Rule& rule, int depth) {
  if (depth == 0 || name_of(element) != name) return false;
  if (!attributes_conform(attributes_of(element), rule.attributes)) return false;
  if (!rule.content.starts_with('=')) return children_conform(element, rule.content, depth);
  const std::size_t at = content_at(element);
  if (element.size() > at + 1 || (element.size() == at + 1 && !element[at].is_string()))
    return false;
  return is_of_type(rule.content[1], text_of(element));
}

}  // namespace

bool is_iati_element(const Json& element) {
  const std::string_view name = name_of(element);
  const Rule* rule = find_rule(name);
  return rule != nullptr && conforms(element, name, *rule, kDepth);
}

void append_iati_element(std::string& out, const Json& element) {
  const std::string_view name = name_of(element);
  out += '<';
  out += name;
  if (const Json* attributes = attributes_of(element)) {
    for (const auto& [key, value] : attributes->items()) {
      out += ' ' + key + "=\"";
      append_xml_attribute(out, value.get_ref<const std::string&>());
      out += '"';
    }
  }
  out += '>';
  for (std::size_t i = content_at(element); i < element.size(); ++i) {
    if (element[i].is_string()) {
      append_xml_text(out, element[i].get_ref<const std::string&>());
    } else {
      append_iati_element(out, element[i]);
    }
  }
  out += "</";
  out += name;
  out += '>';
}

bool is_xsd_date(std::string_view text) {
  return base::is_full_date(text) && !text.starts_with("0000");
}

// A processor need not take more than 18 digits (XML Schema part 2, 3.2.3).
bool is_xsd_decimal(std::string_view text) {
  constexpr int kDigits = 18;
  return model::is_decimal(text) && std::ranges::count_if(text, is_digit) <= kDigits;
}

// The characters of RFC 3986 and those beyond ASCII (RFC 3987), with whole percent-encodings and
// no more than one fragment.
bool is_xsd_uri(std::string_view text) {
  const auto is_hex = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  int fragments = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '#') {
      if (++fragments > 1) return false;
    } else if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    } else if (static_cast<signed char>(c) >= 0 && !is_letter(c) && !is_digit(c) &&
               std::string_view("-._~:/?@!$&'()*+,;=").find(c) == std::string_view::npos) {
      return false;
    }
  }
  // Before a colon that no slash precedes stands a scheme.
  const auto colon = text.find_first_of(":/?#");
  if (colon == std::string_view::npos || text[colon] != ':') return true;
  const std::string_view scheme = text.substr(0, colon);
  return !scheme.empty() && is_letter(scheme.front()) && std::ranges::all_of(scheme, [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

std::string_view attribute_of(const Json& element, std::string_view name) {
  const Json* attributes = attributes_of(element);
  if (attributes == nullptr) return {};
  const auto found = attributes->find(name);
  if (found == attributes->end() || !found->is_string()) return {};
  return found->get_ref<const std::string&>();
}

const Json* child_of(const Json& element, std::string_view name) {
  for (std::size_t i = content_at(element); element.is_array() && i < element.size(); ++i) {
    if (name_of(element[i]) == name) return &element[i];
  }
  return nullptr;
}

std::string_view text_of(const Json& element) {
  for (std::size_t i = content_at(element); element.is_array() && i < element.size(); ++i) {
    if (element[i].is_string()) return element[i].get_ref<const std::string&>();
  }
  return {};
}

}  // namespace cyberdir::codec
