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
Response redact_entry(Context& context);

// history.cpp
Response list_versions(Context& context);
Response get_version(Context& context);
Response compare_versions(Context& context);

// states.cpp
Response list_states(Context& context);
Response get_state(Context& context);

// export.cpp
Response export_directory(Context& context);

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

// pages_*.cpp
Response page_start(Context& context);
Response page_home(Context& context);
Response page_results(Context& context);
Response page_state(Context& context);
Response page_entry(Context& context);
Response page_history(Context& context);
Response page_diff(Context& context);
Response page_problem_type(Context& context);
Response page_docs(Context& context);
Response page_asset(Context& context);

/// The page for a request of a person that cannot be answered.
Response page_error(Context& context, const base::Error& error);

}  // namespace cyberdir::http
