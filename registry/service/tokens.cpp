#include "service/tokens.h"

#include <algorithm>

#include "model/states.h"
#include "service/account_rights.h"
#include "service/audit_trail.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Role;

namespace {

constexpr std::string_view kPrefix = "cyd_";

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = text.find(' ');
    words.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return words;
}

bool is_scope(std::string_view word) {
  constexpr std::size_t kLongest = 40;
  return !word.empty() && word.size() <= kLongest &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
         });
}

bool may_end(const model::Caller& caller, const store::TokenRow& row) {
  return may_give_access(caller, model::role_named(row.role).value_or(Role::anonymous), row.owner);
}

}  // namespace

Result<std::string> Tokens::add(const Origin& origin, const TokenRequest& request) {
  CYBERDIR_ASSIGN(made, make(origin, request));
  return std::string(made.secret.reveal());
}

Result<NewToken> Tokens::make(const Origin& origin, const TokenRequest& request) {
  const bool acts_for_owner = request.role == Role::editor || request.role == Role::manager;
  if (request.role == Role::anonymous)
    return fail(ErrorCode::invalid, "anonymous callers need no token");
  if (acts_for_owner && request.owner.empty()) {
    return fail(ErrorCode::invalid,
                "an editor or manager acts for somebody: say --owner with a State's code or an "
                "organisation's id");
  }
  if (!request.owner.empty() && !model::is_state_code(request.owner) &&
      !model::is_entry_id(request.owner)) {
    return fail(ErrorCode::invalid,
                "the owner is the code of a State, such as IN, or the id of an organisation");
  }
  if (!std::all_of(request.scopes.begin(), request.scopes.end(), is_scope))
    return fail(ErrorCode::invalid, "a scope is a word of lower-case letters, such as bulk");
  if (!may_give_access(origin.caller, request.role, request.owner))
    return fail(ErrorCode::forbidden, "you may not give this role, or not for this owner");
  base::Secret token(std::string(kPrefix) + std::string(base::make_key(random_).reveal()));
  store::TokenRow row;
  row.id = base::make_uuid7(clock_.now(), random_);
  row.digest = base::digest_of_key(token.reveal());
  row.role = model::name_of(request.role);
  row.owner = request.owner;
  row.scopes = join(request.scopes);
  row.expires_at = request.expires_at;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    const std::string& owner = request.owner;
    if (owner.size() > 2 && !writer.entry(owner)) {
      return fail(ErrorCode::invalid, "there is no entry of the id " + owner + " to own anything");
    }
    row.created_at = writer.at();
    row.made_by = origin.caller.actor;
    writer.add_token(row);
    record(writer, origin, "token-add", row.id, writer.next_seq());
    return {};
  }));
  return NewToken{std::move(row), std::move(token)};
}

Result<std::vector<store::TokenRow>> Tokens::list(const model::Caller& caller) {
  if (!gives_access(caller))
    return fail(ErrorCode::forbidden, "tokens are shown to those who manage them");
  std::vector<store::TokenRow> rows;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    rows = reader.tokens();
    return {};
  }));
  std::erase_if(rows, [&](const store::TokenRow& row) { return !may_end(caller, row); });
  return rows;
}

Result<void> Tokens::revoke(const Origin& origin, const std::string& id) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    bool known = false;
    for (const store::TokenRow& row : writer.tokens())
      known = known || (row.id == id && may_end(origin.caller, row));
    if (!known) return fail(ErrorCode::not_found, "there is no token of this id; see token list");
    writer.revoke_token(id);
    record(writer, origin, "token-revoke", id, writer.next_seq());
    return {};
  });
}

Result<model::Caller> Tokens::caller_of(std::string_view token) {
  const std::string digest = base::digest_of_key(token);
  std::optional<store::TokenRow> row;
  std::vector<std::string> networks;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    row = reader.token_by_digest(digest);
    if (row) networks = networks_.of(reader, row->owner);
    return {};
  }));
  const base::Instant now = clock_.now();
  if (!row || row->revoked_at || (row->expires_at && *row->expires_at <= now)) {
    return fail(ErrorCode::unauthenticated, "the token is not valid; ask for a new one");
  }
  last_use_.note_token(row->id, now);
  model::Caller caller;
  caller.role = model::role_named(row->role).value_or(Role::anonymous);
  caller.owner = row->owner;
  caller.actor = "token:" + row->id;
  caller.scopes = split(row->scopes);
  caller.networks = std::move(networks);
  return caller;
}

}  // namespace cyberdir::service
