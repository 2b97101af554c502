#include "http/entry_card.h"

#include "codec/vcard.h"
#include "http/page_frame.h"
#include "http/pages_lines.h"
#include "http/pages_names.h"
#include "http/public_url.h"
#include "model/states.h"

namespace cyberdir::http {
namespace {

// What an entry is called, where the caller may see it.
std::string name_of(const Context& context, const std::string& id, const std::string& language) {
  if (id.empty()) return {};
  const auto entry =
      context.registry.directory().read(model::uncounted(context.caller), id, std::nullopt);
  return entry ? title_of(tree_of(*entry), language).value : std::string();
}

}  // namespace

std::string card_text(const Context& context, const model::Json& entry, bool brief,
                      const std::string& language) {
  codec::CardContext around;
  around.organisation = name_of(context, string_in(entry, "organisation"), language);
  if (const std::string state = model::state_of(entry); !state.empty())
    around.state = name_of(context, std::string(model::state_entry_id(state)), language);
  around.address = public_url(context);
  around.now = context.registry.clock().now();
  around.brief = brief;
  around.language = language;
  return codec::vcard(codec::card_of(entry, around));
}

}  // namespace cyberdir::http
