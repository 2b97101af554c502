#include "service/tokens.h"

#include <array>

#include "base/bytes.h"
#include "base/sha256.h"
#include "codec/json_reader.h"
#include "model/states.h"

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

}  // namespace

Result<std::string> Tokens::add(const Origin& origin, const TokenRequest& request) {
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
  std::array<std::uint8_t, 32> secret{};
  random_.fill(secret);
  const std::string token =
      std::string(kPrefix) +
      base::to_base64url({reinterpret_cast<const char*>(secret.data()), secret.size()});
  store::TokenRow row;
  row.id = base::make_uuid7(clock_.now(), random_);
  row.digest = std::string(base::view_of(base::sha256(token)));
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
    writer.add_token(row);
    Workflow::record(writer, origin, "token-add", row.id, writer.next_seq());
    return {};
  }));
  return token;
}

Result<std::vector<store::TokenRow>> Tokens::list() {
  std::vector<store::TokenRow> rows;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    rows = reader.tokens();
    return {};
  }));
  return rows;
}

Result<void> Tokens::revoke(const Origin& origin, const std::string& id) {
  return store_.write([&](store::Writer& writer) -> Result<void> {
    bool known = false;
    for (const store::TokenRow& row : writer.tokens()) known = known || row.id == id;
    if (!known) return fail(ErrorCode::not_found, "there is no token of this id; see token list");
    writer.revoke_token(id);
    Workflow::record(writer, origin, "token-revoke", id, writer.next_seq());
    return {};
  });
}

// The networks that a State belongs to, from its entry.
std::vector<std::string> Tokens::networks_of(store::Reader& reader, const std::string& state) {
  const std::int64_t seq = reader.head().seq;
  {
    const std::lock_guard lock(networks_mutex_);
    if (networks_seq_ == seq) {
      if (const auto known = networks_.find(state); known != networks_.end()) return known->second;
    }
  }
  std::vector<std::string> networks;
  const auto row = reader.entry(model::state_entry_id(state));
  const auto projection =
      row ? reader.projection(row->span, model::Visibility::open) : std::nullopt;
  if (projection) {
    if (const auto tree = codec::read_stored(projection->json)) {
      for (const model::Json& name : tree->value("memberships", model::Json::array()))
        networks.push_back(name.get<std::string>());
    }
  }
  const std::lock_guard lock(networks_mutex_);
  if (networks_seq_ != seq) networks_.clear();
  networks_seq_ = seq;
  networks_[state] = networks;
  return networks;
}

Result<model::Caller> Tokens::caller_of(std::string_view token) {
  const std::string digest(base::view_of(base::sha256(token)));
  std::optional<store::TokenRow> row;
  std::vector<std::string> networks;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    row = reader.token_by_digest(digest);
    if (row && model::is_state_code(row->owner)) networks = networks_of(reader, row->owner);
    return {};
  }));
  const base::Instant now = clock_.now();
  if (!row || row->revoked_at || (row->expires_at && *row->expires_at <= now)) {
    return fail(ErrorCode::unauthenticated, "the token is not valid; ask for a new one");
  }
  model::Caller caller;
  caller.role = model::role_named(row->role).value_or(Role::anonymous);
  caller.owner = row->owner;
  caller.actor = "token:" + row->id;
  caller.scopes = split(row->scopes);
  caller.networks = std::move(networks);
  return caller;
}

}  // namespace cyberdir::service
