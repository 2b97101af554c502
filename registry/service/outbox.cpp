#include "service/outbox.h"

#include <algorithm>
#include <array>

#include "codec/canonical_json.h"

namespace cyberdir::service {
namespace {

using model::Json;

constexpr std::size_t kLongestAddress = 254;  // RFC 5321 section 4.5.3.1.3, without the brackets

// The language of a tag, where it is one of the six.
std::string one_of_six(const Json& tag) {
  constexpr std::array<std::string_view, 6> kSix = {"ar", "en", "es", "fr", "ru", "zh"};
  if (!tag.is_string()) return {};
  const auto& text = tag.get_ref<const std::string&>();
  const std::string language = text.substr(0, text.find('-'));
  return std::find(kSix.begin(), kSix.end(), language) == kSix.end() ? std::string() : language;
}

}  // namespace

bool is_mail_address(std::string_view address) {
  const auto at = address.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == address.size()) return false;
  if (address.find('@', at + 1) != std::string_view::npos) return false;
  if (address.size() > kLongestAddress || address.front() == '-') return false;
  return std::all_of(address.begin(), address.end(), [](char c) {
    constexpr std::string_view kRefused = "<>()[],;:\\\"";
    return c > 0x20 && c < 0x7F && kRefused.find(c) == std::string_view::npos;
  });
}

void trim_outbox(store::Writer& writer) {
  constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
  constexpr std::int64_t kWaits = 30 * kDay;
  constexpr std::int64_t kRemembered = 90 * kDay;
  writer.trim_mail({writer.at().micros - kWaits}, {writer.at().micros - kRemembered});
}

void post(store::Writer& writer, base::Random& random, const OutgoingMail& mail) {
  trim_outbox(writer);
  if (!is_mail_address(mail.recipient)) return;
  store::MailRow row;
  row.id = base::make_uuid7(writer.at(), random);
  row.kind = mail.kind;
  row.recipient = mail.recipient;
  row.language = mail.language.empty() ? "en" : mail.language;
  row.subject = mail.subject;
  row.data = codec::canonical_json(mail.data);
  row.at = writer.at();
  row.next_at = {0};  // at once, whatever the clock
  writer.add_mail(row);
}

std::string mail_language(const model::Entry& contact) {
  if (const auto preferred = contact.body.find("preferred_language");
      preferred != contact.body.end()) {
    if (std::string language = one_of_six(*preferred); !language.empty()) return language;
  }
  const auto languages = contact.body.find("languages");
  if (languages != contact.body.end() && languages->is_array()) {
    for (const Json& tag : *languages) {
      if (std::string language = one_of_six(tag); !language.empty()) return language;
    }
  }
  return "en";
}

}  // namespace cyberdir::service
