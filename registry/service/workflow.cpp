#include "service/workflow.h"

#include <algorithm>

#include "base/sha256.h"
#include "codec/canonical_json.h"
#include "codec/json_patch.h"
#include "model/kept_members.h"
#include "model/kinds.h"
#include "model/rebase.h"
#include "model/states.h"
#include "service/audit_trail.h"
#include "service/references.h"

namespace cyberdir::service {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Findings;
using base::Result;
using model::Entry;
using model::Json;
using model::Operation;
using model::Status;
using model::Visibility;

namespace {

Error invalid(Findings findings) {
  Error error = fail(ErrorCode::invalid, "the entry is not valid; every finding is listed");
  error.findings = std::move(findings);
  return error;
}

Error no_such_entry() {
  return fail(ErrorCode::not_found, "there is no entry of this id, or none that you may see");
}

// The view of those who may write an entry: they see all of it.
VisibleEntry as_its_writer_sees(const Subject& subject) {
  return *View::view_for(subject, Visibility::owner);
}

// What a writer may leave out of an entry that is there already.
void complete(Entry& entry, const Entry& current) {
  if (entry.id.empty()) entry.id = current.id;
  if (!entry.meta.contains("owner")) entry.meta["owner"] = std::string(current.owner());
}

}  // namespace

bool Workflow::diverts(const Origin& origin, std::string_view owner) const {
  return diversion_ != nullptr && diversion_->diverts(origin, owner);
}

Result<WriteOutcome> Workflow::divert(store::Writer& writer, const Origin& origin,
                                      const CurrentEntry* current, const Entry& wanted,
                                      Operation operation) {
  model::ProposedChange change;
  change.operation = operation;
  change.entry = wanted.id;
  if (current != nullptr) change.base_version = current->row.version;
  if (operation == Operation::create) change.patch = wanted.to_json();
  if (operation == Operation::update)
    change.patch = model::merge_patch_between(current->entry.to_json(), wanted.to_json());
  CYBERDIR_ASSIGN(diverted, diversion_->divert(writer, origin, wanted.owner(), std::move(change)));
  const auto row = writer.entry(diverted.entry);
  const auto now = row ? Versions::load(writer, *row) : std::nullopt;
  if (!now) return fail(ErrorCode::corrupt, "the entry cannot be read; run cyberdir verify");
  return WriteOutcome{as_its_writer_sees({now->entry, now->entry, now->facts}), row->version,
                      operation == Operation::create, true, diverted.submission};
}

Result<WriteOutcome> Workflow::create(const Origin& origin, Submitted submitted,
                                      std::string_view key) {
  const std::string request_digest(
      base::view_of(base::sha256(codec::canonical_json(submitted.tree))));
  const std::string stored_key =
      key.empty()
          ? std::string()
          : std::string(base::view_of(base::sha256(origin.caller.actor + '\n' + std::string(key))));
  Findings findings = std::move(submitted.findings);
  Entry entry = model::take_entry(std::move(submitted.tree), findings);
  if (entry.kind != nullptr && !entry.meta.contains("owner")) {
    entry.meta["owner"] = entry.kind->name == "state"   ? std::string("secretariat")
                          : origin.caller.owner.empty() ? std::string("registry")
                                                        : origin.caller.owner;
  }
  model::validate(entry, model::Profile::publish, findings);
  if (!base::has_errors(findings) && !origin.caller.may_write(entry.owner())) {
    return fail(ErrorCode::forbidden, "you may write entries of your own owner only");
  }
  std::optional<WriteOutcome> outcome;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    if (!stored_key.empty()) {
      if (const auto before = writer.idempotent(stored_key)) {
        if (before->request != request_digest) {
          return fail(ErrorCode::conflict,
                      "this Idempotency-Key was used for another request; choose a new one");
        }
        const auto space = before->entry.find(' ');
        const auto row = writer.entry(before->entry.substr(0, space));
        const auto current = row ? Versions::load(writer, *row) : std::nullopt;
        if (!current || row->status == Status::withdrawn)
          return fail(ErrorCode::gone, "the entry was withdrawn since");
        outcome = WriteOutcome{as_its_writer_sees({current->entry, current->entry, current->facts}),
                               row->version,
                               true,
                               false,
                               {}};
        if (space != std::string::npos) outcome->submission = before->entry.substr(space + 1);
        return {};
      }
    }
    if (entry.kind != nullptr) check_references(writer, origin.caller, entry, findings);
    if (base::has_errors(findings)) return invalid(findings);
    if (!entry.id.empty() && writer.entry(entry.id)) {
      return fail(ErrorCode::conflict,
                  "there is an entry of this id already; use PUT to change it");
    }
    if (diverts(origin, entry.owner())) {
      CYBERDIR_ASSIGN(diverted, divert(writer, origin, nullptr, entry, Operation::create));
      if (!stored_key.empty()) {
        const auto id = diverted.entry.json().at("id").get<std::string>();
        writer.put_idempotent(
            {stored_key, request_digest, {}, 202, id + ' ' + diverted.submission});
      }
      outcome = std::move(diverted);
      return {};
    }
    const std::int64_t first = writer.next_seq();
    CYBERDIR_ASSIGN(applied, versions_.apply(writer, origin, entry, Status::published, {}));
    const auto row = writer.entry_at(applied.entry);
    record(writer, origin, "create", row->id, first);
    if (!stored_key.empty()) writer.put_idempotent({stored_key, request_digest, {}, 201, row->id});
    const auto current = Versions::load(writer, *row);
    outcome = WriteOutcome{
        as_its_writer_sees({current->entry, current->entry, current->facts}), 1, true, true, {}};
    return {};
  }));
  return std::move(*outcome);
}

// What a write against an old version would have changed, and what was changed since.
Result<void> Workflow::explain(store::Reader& reader, const CurrentEntry& current,
                               const Precondition& precondition, const Change& make,
                               Staleness& staleness) {
  staleness.current_version = current.row.version;
  std::optional<std::int64_t> number;
  for (const std::string& tag : *precondition.if_match) number = version_of_tag(tag);
  const auto base_row = number ? reader.version(current.row.row, *number) : std::nullopt;
  if (!base_row) return {};
  CYBERDIR_ASSIGN(base_entry, View::open(*base_row));
  const VisibleEntry base_view = as_its_writer_sees(
      {base_entry, current.entry,
       facts_of(*base_row, current.facts.created_at, false, current.facts.held)});
  if (!matches(*precondition.if_match, *number, base_view.digest())) return {};
  staleness.base_version = number;
  auto yours = make(base_view);
  if (!yours) return {};  // what cannot be made of the old version has no differences
  Findings ignored;
  Entry wanted = model::take_entry(std::move(yours->tree), ignored);
  complete(wanted, current.entry);
  model::carry_kept(wanted, base_entry);
  staleness.conflicts = model::three_way(base_entry.to_json(), current.entry.to_json(),
                                         wanted.to_json(), *current.entry.kind);
  return {};
}

Result<WriteOutcome> Workflow::change(const Origin& origin, const std::string& id,
                                      const Precondition& precondition, Staleness& staleness,
                                      Operation operation, const Change& make,
                                      const AfterChange& erase) {
  const bool erases = static_cast<bool>(erase);
  std::optional<WriteOutcome> outcome;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    const auto row = writer.entry(id);
    auto current = row ? Versions::load(writer, *row) : std::nullopt;
    if (row && !current)
      return fail(ErrorCode::corrupt,
                  "the entry cannot be read; the operator runs cyberdir verify");
    if (!current) return no_such_entry();
    const Subject now{current->entry, current->entry, current->facts};
    const Visibility level = model::level_for(origin.caller, row->owner, row->group);
    auto seen = View::view_for(now, level);
    if (!origin.caller.may_write(row->owner)) {
      if (!seen) return no_such_entry();
      return fail(ErrorCode::forbidden, "you may write entries of your own owner only");
    }
    const bool withdrawn = row->status == Status::withdrawn;
    if (!erases && withdrawn != (operation == Operation::restore)) {
      return withdrawn ? fail(ErrorCode::gone, "the entry was withdrawn; restore it first")
                       : fail(ErrorCode::conflict,
                              "the entry is not withdrawn; there is nothing to restore");
    }
    if (!erases && operation == Operation::withdraw && row->status == Status::suspended) {
      return fail(ErrorCode::conflict,
                  "the secretariat holds the entry back; it is released or reverted first");
    }
    if (auto allowed =
            check_precondition(precondition, row->version, seen ? seen->digest() : std::string());
        !allowed) {
      if (allowed.error().code == ErrorCode::stale && precondition.if_match)
        CYBERDIR_TRY(explain(writer, *current, precondition, make, staleness));
      return std::move(allowed).error();
    }
    CYBERDIR_ASSIGN(made, make(as_its_writer_sees(now)));
    Findings findings = std::move(made.findings);
    const bool ends = operation == Operation::withdraw || (erases && withdrawn);
    Entry entry = model::take_entry(std::move(made.tree), findings);
    complete(entry, current->entry);
    model::carry_kept(entry, current->entry);
    if (entry.id != id)
      findings.push_back({"id",
                          "the id is that of the address; leave it out or send the same",
                          "/id",
                          {},
                          {},
                          base::Severity::error});
    if (entry.kind != nullptr && entry.kind != current->entry.kind) {
      findings.push_back({"kind",
                          "an entry keeps its kind; withdraw it and enter a new one",
                          "/kind",
                          {},
                          {},
                          base::Severity::error});
    }
    if (!ends) {
      const bool stays_draft = erases && row->status == Status::draft;
      check_entry(writer, origin.caller, entry,
                  stays_draft ? model::Profile::draft : model::Profile::publish, findings);
    }
    if (base::has_errors(findings)) return invalid(std::move(findings));
    if (!origin.caller.may_write(entry.owner())) {
      return fail(ErrorCode::forbidden, "you may not give the entry to another owner");
    }
    const bool publishes = row->status == Status::draft && !ends;
    if (!erases && operation == Operation::update && same_content(current->entry, entry) &&
        !publishes) {
      outcome = WriteOutcome{as_its_writer_sees(now), row->version, false, false, {}};
      return {};
    }
    if (!erases && diverts(origin, row->owner)) {
      CYBERDIR_ASSIGN(diverted, divert(writer, origin, &*current, entry, operation));
      outcome = std::move(diverted);
      return {};
    }
    const std::int64_t first = writer.next_seq();
    const std::string_view name = erases ? std::string_view("redact") : model::name_of(operation);
    if (erases) {
      versions_.advance(writer, origin, *current, entry, row->status, name);
      CYBERDIR_TRY(erase(writer, *row));
    } else {
      versions_.change(writer, origin, *current, std::move(entry),
                       ends ? Status::withdrawn : Status::published, name);
    }
    record(writer, origin, name, id, first);
    const auto after = Versions::load(writer, *writer.entry(id));
    outcome = WriteOutcome{as_its_writer_sees({after->entry, after->entry, after->facts}),
                           row->version + 1,
                           false,
                           true,
                           {}};
    return {};
  }));
  return std::move(*outcome);
}

Result<WriteOutcome> Workflow::replace(const Origin& origin, const std::string& id,
                                       Submitted submitted, const Precondition& precondition,
                                       Staleness& staleness) {
  Json& tree = submitted.tree;
  if (precondition.none_must_exist) {
    bool exists = false;
    CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
      exists = reader.entry(id).has_value();
      return {};
    }));
    if (exists)
      return fail(ErrorCode::stale, "there is an entry of this id already, or it may not be used");
    if (tree.is_object()) {
      if (!tree.contains("id")) tree["id"] = id;
      if (tree["id"] != id) {
        return invalid({{"id",
                         "the id is that of the address; leave it out or send the same",
                         "/id",
                         {},
                         {},
                         base::Severity::error}});
      }
    }
    return create(origin, std::move(submitted), {});
  }
  return change(origin, id, precondition, staleness, Operation::update,
                [&](const VisibleEntry& entry) -> Result<Submitted> {
                  Submitted whole = submitted;
                  if (whole.tree.is_object() && !whole.tree.contains("kind"))
                    whole.tree["kind"] = entry.json().at("kind");
                  return whole;
                });
}

Result<WriteOutcome> Workflow::patch(const Origin& origin, const std::string& id, PatchForm form,
                                     const Json& patch, const Precondition& precondition,
                                     Staleness& staleness) {
  return change(origin, id, precondition, staleness, Operation::update,
                [&](const VisibleEntry& entry) -> Result<Submitted> {
                  if (form == PatchForm::merge)
                    return Submitted{codec::merge_patch(entry.json(), patch), {}};
                  CYBERDIR_ASSIGN(patched, codec::json_patch(entry.json(), patch));
                  return Submitted{std::move(patched), {}};
                });
}

namespace {

Result<Submitted> as_it_is(const VisibleEntry& entry) { return Submitted{entry.json(), {}}; }

}  // namespace

Result<WriteOutcome> Workflow::withdraw(const Origin& origin, const std::string& id,
                                        const Precondition& precondition, Staleness& staleness) {
  return change(origin, id, precondition, staleness, Operation::withdraw, as_it_is);
}

Result<WriteOutcome> Workflow::restore(const Origin& origin, const std::string& id,
                                       const Precondition& precondition, Staleness& staleness) {
  return change(origin, id, precondition, staleness, Operation::restore, as_it_is);
}

Result<WriteOutcome> Workflow::rewrite(const Origin& origin, const std::string& id,
                                       const Precondition& precondition, Staleness& staleness,
                                       const Change& make, const AfterChange& erase) {
  return change(origin, id, precondition, staleness, Operation::update, make, erase);
}

Result<void> Workflow::seed_states() {
  bool seeded = false;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    seeded = reader.head().seq > 0;
    return {};
  }));
  if (seeded) return {};
  Origin origin;
  origin.caller.operates = true;
  origin.caller.actor = "program";
  origin.source = "seed";
  return store_.write([&](store::Writer& writer) -> Result<void> {
    if (writer.head().seq > 0) return {};  // another process was first
    const std::int64_t first = writer.next_seq();
    for (const Entry& state : model::shipped_states()) {
      CYBERDIR_TRY(versions_.apply(writer, origin, state, Status::published, {}));
    }
    record(writer, origin, "seed", "states", first);
    return {};
  });
}

}  // namespace cyberdir::service
