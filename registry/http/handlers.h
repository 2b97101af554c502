// The handlers: thin shells that parse, call a service, and serialise. One file a resource.
#pragma once

#include "http/context.h"

namespace cyberdir::http {

// entries.cpp
Response search_entries(Context& context);
Response create_entry(Context& context);
Response get_entry(Context& context);
Response put_entry(Context& context);
Response patch_entry(Context& context);
Response withdraw_entry(Context& context);
Response restore_entry(Context& context);
Response confirm_entry(Context& context);
Response redact_entry(Context& context);

// history.cpp
Response list_versions(Context& context);
Response get_version(Context& context);
Response compare_versions(Context& context);

// states.cpp
Response list_states(Context& context);
Response get_state(Context& context);
Response get_who(Context& context);

// reports.cpp
Response list_differences(Context& context);
Response get_brief(Context& context);
Response compare_states(Context& context);
Response get_coverage(Context& context);
Response get_calendar(Context& context);
Response list_initiatives(Context& context);
Response list_programmes(Context& context);

// pages_differences.cpp, pages_compare.cpp, pages_coverage.cpp, pages_calendar.cpp,
// pages_undertakings.cpp, pages_exchange.cpp
Response page_differences(Context& context);
Response page_compare(Context& context);
Response page_coverage(Context& context);
Response page_calendar(Context& context);
Response page_initiatives(Context& context);
Response page_programmes(Context& context);
Response page_needs_and_offers(Context& context);

// export.cpp
Response export_directory(Context& context);

// teams.cpp
Response list_teams(Context& context);

// capabilities.cpp
Response get_capabilities(Context& context);

// imports.cpp
Response list_imports(Context& context);
Response create_import(Context& context);
Response get_import(Context& context);
Response get_failed_rows(Context& context);
Response apply_import(Context& context);

// submissions.cpp
Response list_submissions(Context& context);
Response create_submission(Context& context);
Response get_submission(Context& context);
Response put_submission(Context& context);
Response patch_submission(Context& context);
Response submit_submission(Context& context);
Response approve_submission(Context& context);
Response accept_submission(Context& context);
Response return_submission(Context& context);
Response reject_submission(Context& context);
Response withdraw_submission(Context& context);

// schemas.cpp
Response get_json_schema(Context& context);
Response get_draft_json_schema(Context& context);
Response get_xml_schema(Context& context);
Response get_openapi(Context& context);

// status.cpp
Response get_health(Context& context);
Response get_readiness(Context& context);
Response get_metrics(Context& context);
Response get_api_catalog(Context& context);
Response get_security_txt(Context& context);

// audit.cpp
Response list_audit(Context& context);

// look_ups.cpp
Response list_look_ups(Context& context);
Response count_look_ups(Context& context);

// disclosures.cpp
Response list_disclosures(Context& context);
Response create_disclosure(Context& context);
Response confirm_disclosure(Context& context);

// accounts.cpp
Response list_accounts(Context& context);
Response create_account(Context& context);
Response get_account(Context& context);
Response change_account(Context& context);
Response remove_account(Context& context);
Response invite_account(Context& context);
Response recover_account(Context& context);
Response unlink_account(Context& context);

// emergencies.cpp
Response raise_emergency(Context& context);
Response list_emergencies(Context& context);
Response uphold_emergency(Context& context);
Response revert_emergency(Context& context);
Response confirm_urgent(Context& context);

// acceptances.cpp
Response answer_acceptance(Context& context);
Response ask_person(Context& context);

// quarantine.cpp
Response get_quarantine(Context& context);
Response begin_quarantine(Context& context);
Response revert_quarantine(Context& context);
Response release_quarantine(Context& context);

// tokens.cpp
Response list_tokens(Context& context);
Response create_token(Context& context);
Response revoke_token(Context& context);

// pages_sign_in.cpp, pages_identity.cpp, pages_invitation.cpp, pages_account.cpp,
// pages_accounts.cpp, pages_tokens.cpp, pages_quarantine.cpp, pages_emergency.cpp,
// pages_emergencies.cpp, pages_named.cpp: send_… answer the forms of the pages of that name
Response page_sign_in(Context& context);
Response send_sign_in(Context& context);
Response page_code(Context& context);
Response send_code(Context& context);
Response send_identity(Context& context);
Response page_identity(Context& context);
Response page_identity_start(Context& context);
Response send_sign_out(Context& context);
Response page_invitation_start(Context& context);
Response page_invitation(Context& context);
Response send_invitation(Context& context);
Response page_account(Context& context);
Response send_account(Context& context);
Response page_accounts(Context& context);
Response send_accounts(Context& context);
Response page_one_account(Context& context);
Response send_one_account(Context& context);
Response page_quarantine(Context& context);
Response send_quarantine(Context& context);
Response page_emergency(Context& context);
Response send_emergency(Context& context);
Response page_emergencies(Context& context);
Response send_emergencies(Context& context);
Response page_named_start(Context& context);
Response page_named(Context& context);
Response send_named(Context& context);
Response page_tokens(Context& context);
Response send_tokens(Context& context);

// pages_audit.cpp, pages_look_ups.cpp
Response page_audit(Context& context);
Response send_audit(Context& context);
Response page_look_ups(Context& context);
// pages_imports.cpp, pages_import.cpp
Response page_imports(Context& context);
Response send_imports(Context& context);
Response page_import(Context& context);
Response send_import(Context& context);

// pages_work.cpp, pages_new_entry.cpp, pages_submissions.cpp, pages_submission.cpp,
// pages_reason.cpp, pages_change.cpp, pages_field.cpp, pages_rebase.cpp: States at work
Response page_work(Context& context);
Response send_work(Context& context);
Response page_new_entry(Context& context);
Response send_new_entry(Context& context);
Response page_submissions(Context& context);
Response page_submission(Context& context);
Response send_submission(Context& context);
Response page_reason(Context& context);
Response send_reason(Context& context);
Response page_change(Context& context);
Response page_field(Context& context);
Response send_field(Context& context);
Response page_rebase(Context& context);
Response send_rebase(Context& context);

// pages_entry_acts.cpp, pages_suggestion.cpp, pages_redaction.cpp
Response send_entry_changes(Context& context);
Response page_suggest(Context& context);
Response page_suggest_place(Context& context);
Response send_suggest_place(Context& context);
Response page_redact(Context& context);
Response send_redact(Context& context);
Response send_confirm(Context& context);
Response page_who(Context& context);

// pages_*.cpp
Response page_start(Context& context);
Response page_home(Context& context);
Response page_results(Context& context);
Response page_state(Context& context);
Response page_entry(Context& context);
Response page_contact_text(Context& context);
Response page_contact_key(Context& context);
Response page_contact_now(Context& context);
Response page_urgent(Context& context);
Response page_history(Context& context);
Response page_diff(Context& context);
Response page_problem_type(Context& context);
Response page_docs(Context& context);
Response page_about(Context& context);
Response page_asset(Context& context);

/// The page for a request of a person that cannot be answered.
Response page_error(Context& context, const base::Error& error);

}  // namespace cyberdir::http
