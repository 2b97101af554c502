#include "codec/card_shape.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace cyberdir::codec {
namespace {

constexpr std::array<std::string_view, 5> kName = {"surname", "given", "additional", "prefix",
                                                   "suffix"};
constexpr std::array<std::string_view, 7> kAddress = {"pobox",  "ext",  "street", "locality",
                                                      "region", "code", "country"};
constexpr std::array<std::string_view, 2> kGender = {"sex", "identity"};
constexpr std::array<std::string_view, 2> kClient = {"sourceid", "uri"};

constexpr CardShape kShapes[] = {
    {"N", "text", ';', kName},
    {"ADR", "text", ';', kAddress},
    {"GENDER", "text", ';', kGender},
    {"CLIENTPIDMAP", "text", ';', kClient},
    {"ORG", "text", ';'},
    {"NICKNAME", "text", ','},
    {"CATEGORIES", "text", ','},
    {"SOURCE", "uri"},
    {"PHOTO", "uri"},
    {"LOGO", "uri"},
    {"SOUND", "uri"},
    {"IMPP", "uri"},
    {"GEO", "uri"},
    {"MEMBER", "uri"},
    {"RELATED", "uri"},
    {"UID", "uri"},
    {"URL", "uri"},
    {"KEY", "uri"},
    {"FBURL", "uri"},
    {"CALURI", "uri"},
    {"CALADRURI", "uri"},
    {"CONTACT-URI", "uri"},  // RFC 8605
    {"LANG", "language-tag"},
    {"REV", "timestamp"},
    {"BDAY", "date-and-or-time"},
    {"ANNIVERSARY", "date-and-or-time"},
};

}  // namespace

CardShape card_shape(std::string_view name) {
  const auto* found = std::ranges::find(kShapes, name, &CardShape::name);
  if (found != std::end(kShapes)) return *found;
  return {name, "text", name.starts_with("X-CYBERDIR-") ? ';' : '\0', {}};
}

}  // namespace cyberdir::codec
