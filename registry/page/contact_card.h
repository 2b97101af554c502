// A contact as a card, in a list of several or alone on its page, and the parts of it that other
// pages show.
#pragma once

#include <string>
#include <vector>

#include "page/document.h"

namespace cyberdir::page {

// Where a card stands: among others under a heading, or alone under the heading of its page.
enum class CardPlace { in_list, own_page };

// Fills the include CONTACT.
void put_card(const Document& document, Dictionary& in, const ContactCard& contact,
              CardPlace place);

// Fills a section CHANNEL each.
void put_channels(const Document& document, Dictionary& card, const std::vector<Channel>& channels);

// The clock there now and the stated hours: sections LOCAL and HOURS.
void put_availability(const Document& document, Dictionary& card, const ContactCard& contact);

// Hexadecimal digits in groups of four, easier to compare by eye.
[[nodiscard]] std::string grouped(const std::string& fingerprint);

}  // namespace cyberdir::page
