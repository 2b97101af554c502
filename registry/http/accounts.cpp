// /v1/accounts
#include "http/administration.h"
#include "http/handlers.h"
#include "http/list_answer.h"
#include "http/object_body.h"
#include "http/problem.h"
#include "http/public_url.h"
#include "service/account_json.h"

namespace cyberdir::http {
namespace {

base::Result<service::NewAccount> add(Context& context) {
  CYBERDIR_ASSIGN(body, read_object(context.request, "account"));
  service::AccountRequest request;
  request.email = body.text("email").value_or("");
  request.name = body.text("name").value_or("");
  request.role = body.text("role").value_or("");
  request.owner = body.text("owner").value_or("");
  CYBERDIR_TRY(body.check());
  return context.registry.accounts().add(context.origin(), request);
}

base::Result<service::AccountView> change(Context& context) {
  CYBERDIR_ASSIGN(body, read_object(context.request, "account"));
  service::AccountChange change;
  change.name = body.text("name");
  change.role = body.text("role");
  change.owner = body.text("owner");
  change.suspended = body.flag("suspended");
  CYBERDIR_TRY(body.check());
  return context.registry.accounts().change(context.origin(), context.part("id"), change);
}

base::Result<service::Recovery> recover(Context& context) {
  CYBERDIR_ASSIGN(body, read_object(context.request, "recovery"));
  const std::string note = body.text("note").value_or("");
  CYBERDIR_TRY(body.check());
  return context.registry.accounts().recover(context.origin(), context.part("id"), note);
}

}  // namespace

Response list_accounts(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto accounts = context.registry.accounts().list(context.caller);
  if (!accounts) return problem(context, accounts.error());
  model::Json items = model::Json::array();
  for (const service::AccountView& account : *accounts)
    items.push_back(service::account_json(account));
  return administration_answer(context, "list", service::items_json(std::move(items)), 200);
}

Response create_account(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto made = add(context);
  if (!made) return problem(context, made.error());
  model::Json shown = service::account_json(made->account);
  shown["invitation"] = service::invitation_json(made->invitation, public_url(context));
  Response response = administration_answer(context, "account", shown, 201);
  response.set("Location", "/v1/accounts/" + made->account.id);
  return response;
}

Response get_account(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto account = context.registry.accounts().read(context.caller, context.part("id"));
  if (!account) return problem(context, account.error());
  return administration_answer(context, "account", service::account_json(*account), 200);
}

Response change_account(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto account = change(context);
  if (!account) return problem(context, account.error());
  return administration_answer(context, "account", service::account_json(*account), 200);
}

Response remove_account(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto done = context.registry.accounts().remove(context.origin(), context.part("id"));
  if (!done) return problem(context, done.error());
  return done_answer();
}

Response invite_account(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto invited = context.registry.accounts().invite(context.origin(), context.part("id"));
  if (!invited) return problem(context, invited.error());
  return administration_answer(context, "invitation",
                               service::invitation_json(*invited, public_url(context)), 200);
}

Response unlink_account(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto done = context.registry.accounts().unlink(context.origin(), context.part("id"));
  if (!done) return problem(context, done.error());
  return done_answer();
}

Response recover_account(Context& context) {
  if (const auto allowed = check_administration(context); !allowed)
    return parameter_problem(context, allowed.error());
  const auto recovery = recover(context);
  if (!recovery) return problem(context, recovery.error());
  model::Json shown = service::account_json(recovery->account);
  if (!recovery->invitation) return administration_answer(context, "account", shown, 202);
  shown["invitation"] = service::invitation_json(*recovery->invitation, public_url(context));
  return administration_answer(context, "account", shown, 200);
}

}  // namespace cyberdir::http
