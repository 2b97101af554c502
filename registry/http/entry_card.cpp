#include "http/entry_card.h"

#include "codec/vcard.h"
#include "http/page_frame.h"
#include "http/pages_lines.h"
#include "http/pages_names.h"
#include "http/public_url.h"
#include "model/states.h"

namespace cyberdir::http {
namespace {

// What an entry was called at that moment, where the caller may see it.
std::string name_of(const Context& context, const std::string& id, const std::string& language,
                    const std::optional<service::AsOf>& as_of) {
  if (id.empty()) return {};
  const auto entry = context.registry.directory().read(model::uncounted(context.caller), id, as_of);
  return entry ? title_of(tree_of(*entry), language).value : std::string();
}

}  // namespace

std::string card_text(const Context& context, const service::EntryAnswer& answer, bool brief,
                      const std::string& language) {
  const model::Json entry = tree_of(answer);
  std::optional<service::AsOf> as_of;
  if (answer.moment) as_of = service::AsOf{{}, answer.moment->seq};
  const auto name = [&](const std::string& id) { return name_of(context, id, language, as_of); };
  codec::CardContext around;
  around.organisation = name(string_in(entry, "organisation"));
  if (const std::string state = model::state_of(entry); !state.empty())
    around.state = name(std::string(model::state_entry_id(state)));
  around.address = public_url(context);
  around.now = answer.moment ? answer.moment->at : context.registry.clock().now();
  around.brief = brief;
  around.language = language;
  return codec::vcard(codec::card_of(entry, around));
}

}  // namespace cyberdir::http
