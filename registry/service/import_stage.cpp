#include "service/import_stage.h"

#include <algorithm>

#include "codec/canonical_json.h"
#include "model/kinds.h"
#include "model/states.h"
#include "model/validate.h"
#include "service/identity_keys.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Findings;
using base::Result;
using base::Severity;
using model::Entry;
using model::Json;

namespace {

constexpr std::size_t kBatch = 32;         // records that go to another thread together
constexpr std::size_t kBatchesAtOnce = 4;  // what waits is in memory

bool says_already(const Findings& findings, const base::Finding& finding) {
  return std::any_of(findings.begin(), findings.end(), [&](const base::Finding& said) {
    return said.code == finding.code && said.pointer == finding.pointer;
  });
}

base::Finding finding(const char* code, std::string detail, const char* pointer,
                      Severity severity) {
  return {code, std::move(detail), pointer, {}, {}, severity};
}

// Who acts for an owner brings in what is theirs; all others list what they found.
std::string_view owner_of_unowned(const model::Caller& caller) {
  const bool own = caller.role == model::Role::editor || caller.role == model::Role::manager;
  return own && !caller.operates ? std::string_view(caller.owner) : std::string_view("registry");
}

// Who owns a record that does not say: the secretariat its States, else as said above. What a
// foreign directory lists is the importer's own where that acts for an owner: its own team's record
// there. Of other States' teams it may not speak.
void assume_owner(codec::Record& record, const model::Caller& caller) {
  Entry& entry = record.entry;
  const std::string_view assumed = owner_of_unowned(caller);
  const bool state = entry.kind->name == "state";
  if (entry.meta.contains("owner")) {
    const bool listed = entry.owner() == "registry" && assumed != "registry" && !state;
    if (!listed) return;
    const std::string of = model::state_of(entry.body);
    if (!of.empty() && of != caller.owner) return;  // check_alone() says why not
    entry.meta["owner"] = std::string(assumed);
    record.findings.push_back(finding("owner-assumed",
                                      "the record is entered as yours; its source stays named",
                                      "/meta/owner", Severity::warning));
    return;
  }
  entry.meta["owner"] = state ? "secretariat" : std::string(assumed);
  if (state || assumed != "registry") return;
  record.findings.push_back(
      finding("owner-assumed", "the record names no owner; it is entered as listed by the registry",
              "/meta/owner", Severity::warning));
}

// What the secretariat imports into a State's entries is proposed to that State.
bool may_import(const model::Caller& caller, std::string_view owner) {
  return caller.may_write(owner) || caller.role == model::Role::secretariat;
}

// What is found in a record by itself; its status: a draft where something is missing.
model::Status check_alone(codec::Record& record, const model::Caller& caller) {
  model::Status status = model::Status::published;
  Findings found;
  model::validate(record.entry, model::Profile::draft, found);
  for (base::Finding& finding : found) {
    if (finding.code == "incomplete") status = model::Status::draft;
    if (!says_already(record.findings, finding)) record.findings.push_back(std::move(finding));
  }
  if (!may_import(caller, record.entry.owner())) {
    record.findings.push_back(finding("forbidden",
                                      "you may import entries of your own owner only; what other "
                                      "States and directories own is not yours to enter",
                                      "/meta/owner", Severity::error));
  }
  return status;
}

std::string member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Spool::Spool() : file_(std::tmpfile()) {}

Result<void> Spool::append(std::string_view text) {
  const std::uint64_t size = text.size();
  if (file_ == nullptr || std::fwrite(&size, sizeof size, 1, file_.get()) != 1 ||
      std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
    return fail(ErrorCode::unavailable,
                "there is no room for a temporary file; free some, or set TMPDIR");
  }
  return {};
}

void Spool::rewind() const {
  if (file_ != nullptr) std::rewind(file_.get());
}

bool Spool::next(std::string& text) const {
  std::uint64_t size = 0;
  if (file_ == nullptr || std::fread(&size, sizeof size, 1, file_.get()) != 1) return false;
  text.resize(size);
  return std::fread(text.data(), 1, size, file_.get()) == size;
}

Json findings_json(const Findings& findings) {
  Json list = Json::array();
  for (const base::Finding& finding : findings) {
    list.push_back(
        {finding.code, finding.detail, finding.pointer, finding.severity == Severity::error});
  }
  return list;
}

Findings findings_of(const Json& list) {
  Findings findings;
  for (const Json& row : list) {
    findings.push_back({row[0].get<std::string>(),
                        row[1].get<std::string>(),
                        row[2].get<std::string>(),
                        {},
                        {},
                        row[3].get<bool>() ? Severity::error : Severity::warning});
  }
  return findings;
}

std::optional<StagedRecord> next_record(const Spool& spool) {
  std::string text;
  StagedRecord record;
  if (!spool.next(text) || !spool.next(record.body)) return std::nullopt;
  const Json head = Json::parse(text);
  record.row = head[0].get<std::uint64_t>();
  if (!head[1].is_null()) record.line = head[1].get<std::uint64_t>();
  record.place = head[2].get<std::string>();
  record.status = *model::status_named(head[3].get_ref<const std::string&>());
  record.findings = findings_of(head[4]);
  record.withheld = head[5].get<std::vector<std::string>>();
  record.id = head[6].get<std::string>();
  record.source_name = head[7].get<std::string>();
  record.source_id = head[8].get<std::string>();
  record.source_url = head[9].get<std::string>();
  record.kind = head[10].get<std::string>();
  record.category = head[11].get<std::string>();
  record.exact_keys = head[12].get<std::vector<std::string>>();
  record.likely_keys = head[13].get<std::vector<std::string>>();
  record.original = head[14].get<std::string>();
  return record;
}

Stage::Stage(Spool& spool, const model::Caller& caller)
    : spool_(spool),
      caller_(caller),
      work_(base::threads_beside_this(), kBatchesAtOnce, [this](Batch& batch) {
        for (codec::Record& record : batch.records)
          batch.checked.push_back(check(std::move(record)));
        batch.records.clear();
      }) {}

Result<void> Stage::take(codec::Record record) {
  batch_.records.push_back(std::move(record));
  return batch_.records.size() < kBatch ? Result<void>() : give();
}

Result<void> Stage::finish() {
  CYBERDIR_TRY(give());
  while (!work_.empty()) CYBERDIR_TRY(keep(work_.take()));
  return {};
}

Result<void> Stage::give() {
  if (work_.full()) CYBERDIR_TRY(keep(work_.take()));
  work_.give(std::exchange(batch_, {}));
  return {};
}

Result<void> Stage::keep(const Batch& batch) {
  for (const Checked& checked : batch.checked) {
    CYBERDIR_TRY(spool_.append(checked.head));
    CYBERDIR_TRY(spool_.append(checked.body));
  }
  return {};
}

Stage::Checked Stage::check(codec::Record record) const {
  Entry& entry = record.entry;
  model::Status status = model::Status::published;
  Checked checked;
  Json source = Json::object();
  IdentityKeys keys;
  if (entry.kind != nullptr) {
    assume_owner(record, caller_);
    status = check_alone(record, caller_);
    const std::string iso2 = entry.kind->name == "state" ? member(entry.body, "iso2") : "";
    if (entry.id.empty() && !iso2.empty()) entry.id = model::state_entry_id(iso2);
    source = entry.meta.value("source", Json::object());
    const Json whole = entry.to_json();
    checked.body = codec::canonical_json(whole);
    if (entry.id.empty()) keys = identity_keys(whole, *entry.kind);
  }
  if (!source.is_object()) source = Json::object();
  const Json head = {record.row,
                     record.line ? Json(*record.line) : Json(),
                     std::move(record.place),
                     std::string(model::name_of(status)),
                     findings_json(record.findings),
                     record.withheld,
                     entry.id,
                     member(source, "name"),
                     member(source, "id"),
                     member(source, "url"),
                     std::string(entry.kind != nullptr ? entry.kind->name : ""),
                     member(entry.body, "category"),
                     keys.exact,
                     keys.likely,
                     std::move(record.original)};
  checked.head = head.dump(-1, ' ', false, Json::error_handler_t::replace);
  return checked;
}

}  // namespace cyberdir::service
