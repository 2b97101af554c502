#include "service/acceptances.h"

#include <set>

#include "base/sha256.h"
#include "model/kept_members.h"
#include "model/states.h"
#include "service/audit_trail.h"
#include "service/outbox.h"
#include "service/owned_entry.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Caller;
using model::Entry;
using model::Json;
using model::Role;

namespace {

constexpr std::int64_t kLinkLifeMicros = std::int64_t{14} * 24 * 3'600 * 1'000'000;
constexpr std::size_t kMostMails = 20;
constexpr const char* kAccepted = model::kAcceptance.data();

std::string text_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// True for a list whose elements name somebody who may agree to it.
bool names_parties(const model::Field& field) {
  return field.repeated && model::find_field(field.members, kAccepted) != nullptr;
}

// Calls `visit` with each element of a tree of the kind that names `who`.
template <typename Tree, typename Visit>
void each_naming(Tree& tree, const model::Kind& kind, const std::string& who, const Visit& visit) {
  for (const model::Field& field : kind.fields) {
    const auto list = tree.find(field.name);
    if (!names_parties(field) || list == tree.end() || !list->is_array()) continue;
    for (auto& element : *list) {
      if (!element.is_object()) continue;
      if (text_member(element, "ref") == who || text_member(element, "state") == who)
        visit(element);
    }
  }
}

void set_accepted(Json& element, bool accept) {
  if (accept) {
    element[kAccepted] = true;
  } else {
    element.erase(kAccepted);
  }
}

// Whether the caller may speak for a State or organisation.
bool speaks_for(store::Reader& reader, const Caller& caller, const std::string& who) {
  const bool writes = caller.role == Role::editor || caller.role == Role::manager;
  if (!writes || caller.owner.empty()) return false;
  if (caller.owner == who) return true;
  const auto organisation = model::is_state_code(who) ? std::nullopt : reader.entry(who);
  return organisation && organisation->kind == "organisation" &&
         organisation->owner == caller.owner;
}

// Those who manage an owner's entries, and the contact that an entry names for questions.
void tell_owner(store::Writer& writer, base::Random& random, const CurrentEntry& current,
                std::string_view kind, const Json& data) {
  std::set<std::string> told;
  const auto tell = [&](const std::string& address, const std::string& language) {
    if (told.size() < kMostMails && told.insert(address).second)
      post(writer, random, {kind, address, language, current.row.id, data});
  };
  for (const store::AccountRow& account : writer.accounts()) {
    const bool manages = account.owner == current.row.owner && account.role == "manager";
    if (manages && !account.suspended_at && !account.password.empty()) tell(account.email, {});
  }
  const auto contact = writer.entry(text_member(current.entry.body, "contact"));
  const auto opened = contact ? Versions::load(writer, *contact) : std::nullopt;
  if (!opened || opened->row.owner != current.row.owner) return;
  for (const Json& channel : opened->entry.body.value("channels", Json::array())) {
    if (text_member(channel, "kind") == "email" && channel.value("suspended", Json()) != true)
      tell(text_member(channel, "value"), mail_language(opened->entry));
  }
}

// ---- persons

const Json* name_in(const Entry& contact) {
  const auto name = contact.body.find("name");
  const bool person = text_member(contact.body, "nature") == "person";
  return person && name != contact.body.end() && name->is_object() ? &*name : nullptr;
}

// By what an answer is still to the question: the name as it was asked about.
std::string digest_of_name(const Json& name) {
  return std::string(base::view_of(
      base::sha256(text_member(name, "original") + '\n' + text_member(name, "romanised"))));
}

// The address of the person: one that reaches them alone, else the first that is for routine use.
std::string address_of(const Entry& contact) {
  std::string address;
  for (const Json& channel : contact.body.value("channels", Json::array())) {
    const bool mail =
        text_member(channel, "kind") == "email" && channel.value("suspended", Json()) != true;
    if (!mail) continue;
    if (channel.value("personal", Json()) == true) return text_member(channel, "value");
    if (address.empty() && text_member(channel, "use") != "urgent")
      address = text_member(channel, "value");
  }
  return address;
}

base::Error no_request() {
  return fail(ErrorCode::not_found,
              "there is no such question: it was answered, is older than two weeks, or the entry "
              "names somebody else now");
}

// The contact that a link is about, where the question still stands.
Result<CurrentEntry> asked_about(store::Reader& reader, const base::Secret& key,
                                 base::Instant now) {
  const auto request = reader.name_request(base::digest_of_key(key.reveal()));
  if (!request || request->expires_at <= now) return no_request();
  const auto row = reader.entry_at(request->entry);
  auto current = row ? Versions::load(reader, *row) : std::nullopt;
  if (!current || row->status == model::Status::withdrawn) return no_request();
  const Json* name = name_in(current->entry);
  if (name == nullptr || digest_of_name(*name) != request->name) return no_request();
  return std::move(*current);
}

}  // namespace

std::string name_request_path(const std::string& key) { return "/named?key=" + key; }

Result<WriteOutcome> Acceptances::answer(const Origin& origin, const std::string& id,
                                         const std::string& as, bool accept) {
  std::optional<WriteOutcome> outcome;
  const auto seen_at = [&](const CurrentEntry& current) {
    return View::view_for({current.entry, current.entry, current.facts},
                          model::level_for(origin.caller, current.row.owner, current.row.group));
  };
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    const auto row = writer.entry(id);
    const auto current = row ? Versions::load(writer, *row) : std::nullopt;
    const auto seen = current ? seen_at(*current) : std::nullopt;
    if (!seen || row->status == model::Status::draft)
      return fail(ErrorCode::not_found, "there is no entry of this id, or none that you may see");
    if (row->status == model::Status::withdrawn)
      return fail(ErrorCode::gone, "the entry was withdrawn");
    if (!speaks_for(writer, origin.caller, as))
      return fail(ErrorCode::forbidden, "those who write for the one who is named say this");
    bool named = false;
    each_naming(seen->json(), *current->entry.kind, as, [&](const Json&) { named = true; });
    if (!named) {
      return not_valid({{"not-named",
                         "the entry does not name this State or organisation",
                         "/as",
                         {},
                         {},
                         base::Severity::error}});
    }
    Entry entry = current->entry;
    each_naming(entry.body, *entry.kind, as, [&](Json& one) { set_accepted(one, accept); });
    const bool news = !same_content(entry, current->entry);
    if (news) {
      const std::int64_t first = writer.next_seq();
      entry.meta.erase("change_note");
      versions_.advance(writer, origin, *current, entry, row->status, "acceptance");
      record(writer, origin, accept ? "acceptance" : "refusal", id + " " + as, first);
      tell_owner(writer, random_, *current, accept ? mail_kind::kAcceptance : mail_kind::kRefusal,
                 {{"who", as}});
    }
    const auto now = Versions::load(writer, *writer.entry(id));
    outcome = WriteOutcome{*seen_at(*now), now->row.version, false, news, {}};
    return {};
  }));
  return std::move(*outcome);
}

Result<void> Acceptances::ask(const Origin& origin, const std::string& id) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(current, owned_entry(writer, origin.caller, id));
    if (current.row.status == model::Status::withdrawn)
      return fail(ErrorCode::gone, "the entry was withdrawn");
    const Json* name = name_in(current.entry);
    const std::string address = address_of(current.entry);
    if (name == nullptr)
      return fail(ErrorCode::conflict, "the entry names no person who could be asked");
    if (!is_mail_address(address))
      return fail(ErrorCode::conflict, "the contact has no mail address at which to ask");
    const base::Secret key = base::make_key(random_);
    writer.drop_name_requests(current.row.row);
    writer.put_name_request({base::digest_of_key(key.reveal()),
                             current.row.row,
                             digest_of_name(*name),
                             {writer.at().micros + kLinkLifeMicros}});
    post(writer, random_,
         {mail_kind::kNameRequest,
          address,
          mail_language(current.entry),
          id,
          {{"key", std::string(key.reveal())}}});
    record(writer, origin, "name-ask", id, writer.next_seq());
    return {};
  });
}

Result<NameRequest> Acceptances::look(const base::Secret& key) {
  std::optional<NameRequest> request;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    CYBERDIR_ASSIGN(current, asked_about(reader, key, clock_.now()));
    const Json& name = *name_in(current.entry);
    std::string written = text_member(name, "original");
    if (written.empty()) written = text_member(name, "romanised");
    request = NameRequest{current.row.id, written, current.entry.title(), current.row.owner};
    return {};
  }));
  return std::move(*request);
}

Result<void> Acceptances::answer_by_link(const Origin& origin, const base::Secret& key,
                                         bool accept) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    CYBERDIR_ASSIGN(current, asked_about(writer, key, writer.at()));
    writer.drop_name_requests(current.row.row);
    Origin person = origin;
    person.caller = Caller{};
    person.caller.actor = "person";
    const std::int64_t first = writer.next_seq();
    Entry entry = current.entry;
    set_accepted(entry.body["name"], accept);
    if (!same_content(entry, current.entry)) {
      entry.meta.erase("change_note");
      versions_.advance(writer, person, current, entry, current.row.status, "acceptance");
    }
    record(writer, person, accept ? "acceptance" : "refusal", current.row.id, first);
    tell_owner(writer, random_, current, accept ? mail_kind::kAcceptance : mail_kind::kRefusal,
               {{"person", true}});
    return {};
  });
}

}  // namespace cyberdir::service
