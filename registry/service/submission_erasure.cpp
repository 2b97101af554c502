#include "service/submission_erasure.h"

#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "service/submission_view.h"

namespace cyberdir::service {

using model::Json;

namespace {

// Written by ourselves; what cannot be read holds nothing that could be told apart, and goes whole.
Json read_text(const std::string& text) {
  if (text.empty()) return Json::object();
  auto tree = codec::read_stored(text);
  return tree && tree->is_object() ? std::move(*tree) : Json::object();
}

// What somebody wrote freely beside the changes.
void empty_free_texts(Json& body, const std::set<std::string>& words) {
  for (const char* member : {"reason", "authority"}) {
    const auto found = body.find(member);
    if (found != body.end() && names_one(found->dump(), words)) body.erase(found);
  }
}

std::string erased_body(const std::string& text, const std::string& entry,
                        const Redaction& redaction, const std::set<std::string>& words) {
  if (text.empty()) return text;
  Json body = read_text(text);
  empty_free_texts(body, words);
  const auto changes = body.find("changes");
  if (changes != body.end() && changes->is_array()) {
    for (Json& change : *changes) {
      if (change.value("entry", std::string()) == entry && change.contains("patch"))
        change["patch"] = redaction.without(std::move(change["patch"]));
    }
  }
  return codec::canonical_json(body);
}

// The values of conflicts are of three versions; which of them are meant is not asked.
std::string erased_outcome(const std::string& text, const std::string& entry) {
  if (text.empty()) return text;
  Json outcome = read_text(text);
  const auto conflicts = outcome.find("conflicts");
  if (conflicts != outcome.end() && conflicts->is_array()) {
    for (Json& conflict : *conflicts) {
      if (conflict.value("entry", std::string()) != entry) continue;
      for (const char* side : {"base", "theirs", "yours"}) conflict.erase(side);
    }
  }
  return codec::canonical_json(outcome);
}

}  // namespace

std::set<std::string> words_proposed(const store::SubmissionRow& submission,
                                     const std::string& entry, const Redaction& redaction) {
  std::set<std::string> words;
  const auto texts = SubmissionView::texts_of(submission);
  for (const std::string* text : {&texts.body, &texts.suggestion}) {
    for (const Json& change : read_text(*text).value("changes", Json::array())) {
      if (change.value("entry", std::string()) == entry && change.contains("patch"))
        words.merge(redaction.words_in(change["patch"]));
    }
  }
  return words;
}

bool erase_from_submission(store::Writer& writer, const store::SubmissionRow& submission,
                           const std::string& entry, const Redaction& redaction,
                           const std::set<std::string>& words) {
  const auto before = SubmissionView::texts_of(submission);
  const std::string body = erased_body(before.body, entry, redaction, words);
  const std::string suggestion = erased_body(before.suggestion, entry, redaction, words);
  bool changed = body != before.body || suggestion != before.suggestion;
  for (const store::SubmissionStep& step : writer.submission_steps(submission.row)) {
    if (!names_one(SubmissionView::comment_of(step), words)) continue;
    writer.set_submission_comment(submission.row, step.n, {});
    changed = true;
  }
  const std::string outcome = erased_outcome(before.outcome, entry);
  changed = changed || outcome != before.outcome;
  if (!changed) return false;
  writer.set_submission_body(submission.row, body);
  writer.set_submission_suggestion(submission.row, suggestion);
  writer.set_submission_outcome(submission.row, outcome);
  writer.forget_requests(submission.id);
  return true;
}

}  // namespace cyberdir::service
