#include "service/workflow.h"

#include <algorithm>
#include <set>

#include "base/sha256.h"
#include "codec/canonical_json.h"
#include "codec/commitment.h"
#include "codec/json_patch.h"
#include "model/kinds.h"
#include "model/rebase.h"
#include "model/states.h"
#include "service/feed_changes.h"
#include "service/index.h"
#include "service/withheld.h"

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

/// An entry as it stands: its row, its current version and content.
struct Workflow::Current {
  store::EntryRow row;
  store::VersionRow version;
  Entry entry;
  model::VersionFacts facts;
};

namespace {

base::Instant created_at(store::Reader& reader, std::int64_t entry) {
  const auto first = reader.version(entry, 1);
  return first ? first->at : base::Instant{};
}

model::VersionFacts facts_of(const store::VersionRow& version, base::Instant created,
                             bool current) {
  return {version.number,      version.status,      created, version.at,
          version.declared_at, version.declared_by, current};
}

Error invalid(Findings findings) {
  Error error = fail(ErrorCode::invalid, "the entry is not valid; every finding is listed");
  error.findings = std::move(findings);
  return error;
}

Error no_such_entry() {
  return fail(ErrorCode::not_found, "there is no entry of this id, or none that you may see");
}

// True where what is seen of the versions before is not changed by the new one: the same rules, the
// same fields there at all, and the same elements of those lists whose elements have rules.
bool same_sight_of_the_past(const Entry& before, const Entry& now) {
  if (before.meta.value("visibility", Json()) != now.meta.value("visibility", Json())) return false;
  if (before.group() != now.group() || before.owner() != now.owner()) return false;
  for (const model::Field& field : now.kind->fields) {
    const auto then = before.body.find(field.name);
    const auto present = now.body.find(field.name);
    if ((then == before.body.end()) != (present == now.body.end())) return false;
    const bool by_element = model::narrowed_by_element(field);
    if (by_element && then != before.body.end() && *then != *present) return false;
  }
  return true;
}

bool declares(const Origin& origin, const Entry& entry) {
  return !origin.caller.operates && origin.caller.owner == entry.owner() &&
         !origin.caller.owner.empty();
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

// What the state of the store asks of a write to an existing entry.
Result<void> check_precondition(const Precondition& precondition, std::int64_t version,
                                std::string_view digest) {
  if (precondition.none_must_exist)
    return fail(ErrorCode::stale, "there is an entry of this id already");
  if (!precondition.if_match) {
    return fail(ErrorCode::precondition_required,
                "send If-Match with the ETag of the version that you are changing");
  }
  if (!matches(*precondition.if_match, version, digest)) {
    return fail(ErrorCode::stale,
                "the entry has changed since the version that you are changing; read it again");
  }
  return {};
}

}  // namespace

bool stands_as_draft(store::Reader& reader, const store::EntryRow& row) {
  if (row.status != Status::withdrawn) return row.status == Status::draft;
  const auto before = reader.version(row.row, row.version - 1);
  return before && before->status == Status::draft;
}

// A change note says why a version was made; alone it is no reason to make one.
bool same_content(const Entry& a, const Entry& b) {
  Json x = a.meta;
  Json y = b.meta;
  x.erase("change_note");
  y.erase("change_note");
  return a.kind == b.kind && a.body == b.body && a.extensions == b.extensions && x == y;
}

void set_source(store::EntryRow& row, const Entry& entry) {
  row.source_name.clear();
  row.source_id.clear();
  const auto source = entry.meta.find("source");
  if (source == entry.meta.end() || !source->is_object()) return;
  const auto member = [&](const char* name) {
    const auto found = source->find(name);
    return found != source->end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (member("name").empty() || member("id").empty()) return;  // only both together identify
  row.source_name = member("name");
  row.source_id = member("id");
}

std::optional<Workflow::Current> Workflow::load(store::Reader& reader, const store::EntryRow& row) {
  auto version = reader.version(row.row, row.version);
  if (!version) return std::nullopt;
  auto entry = View::open(*version);
  if (!entry) return std::nullopt;
  const model::VersionFacts facts = facts_of(*version, created_at(reader, row.row), true);
  return Current{row, std::move(*version), std::move(*entry), facts};
}

bool Workflow::may_refer_to(store::Reader& reader, const model::Caller& caller,
                            const store::EntryRow& target) {
  const Visibility level = model::level_for(caller, target.owner, target.group);
  if (level == Visibility::owner || reader.projection(target.span, level)) return true;
  if (target.status != Status::withdrawn || stands_as_draft(reader, target)) return false;
  const auto withdrawn = load(reader, target);  // it has no projection; its rules still hold
  return withdrawn && entry_level(withdrawn->entry) <= level;
}

void Workflow::check_references(store::Reader& reader, const model::Caller& caller,
                                const Entry& entry, Findings& findings) {
  model::for_each_reference(entry, [&](const std::string& pointer, const model::Field& field,
                                       const std::string& id) {
    if (id == entry.id) return;
    const auto target = reader.entry(id);
    const auto add = [&](const char* code, std::string sentence) {
      findings.push_back({code, std::move(sentence), pointer, {}, {}, base::Severity::error});
    };
    // What the writer may not see is to it as if it were not.
    const bool seen = target && may_refer_to(reader, caller, *target);
    if (!seen) {
      add("reference",
          "there is no entry of this id; enter the one it refers to first, or in the same file");
    } else if (!field.refers_to.empty() && target->kind != field.refers_to) {
      add("reference-kind", "this refers to an entry of kind " + std::string(field.refers_to));
    }
  });
  const std::string_view owner = entry.owner();
  if (owner.size() > 2 && owner != "secretariat" && owner != "registry" && !reader.entry(owner) &&
      owner != entry.id) {
    findings.push_back({"reference",
                        "there is no organisation of this id to own the entry",
                        "/meta/owner",
                        {},
                        {},
                        base::Severity::error});
  }
}

std::string Workflow::new_id(base::Instant at) { return base::make_uuid7(at, random_); }

// The facts of the version that a write makes.
model::VersionFacts Workflow::next_facts(const Origin& origin, base::Instant at,
                                         const store::EntryRow& row, const Entry& entry,
                                         Status status, const Current* before) {
  model::VersionFacts facts{row.version + 1, status, at, at, {}, {}, true};
  if (before != nullptr) {
    facts.created_at = before->facts.created_at;
    facts.declared_at = before->version.declared_at;
    facts.declared_by = before->version.declared_by;
  }
  if (declares(origin, entry)) {
    facts.declared_at = at;
    facts.declared_by = origin.caller.on_behalf_of();
  }
  return facts;
}

std::int64_t Workflow::append(store::Writer& writer, const Origin& origin,
                              const store::EntryRow& row, const Entry& entry,
                              PreparedVersion prepared, std::string_view operation,
                              const Current* before) {
  const model::VersionFacts& facts = prepared.facts;
  store::NewVersion next;
  next.entry = row.row;
  next.number = facts.number;
  next.operation = operation;
  next.status = facts.status;
  next.actor = origin.caller.actor;
  next.on_behalf = origin.caller.on_behalf_of();
  next.declared_at = facts.declared_at;
  next.declared_by = facts.declared_by;
  next.body = prepared.body;
  next.root = prepared.commitment.root;
  next.salts = std::move(prepared.commitment.salts);
  const std::int64_t seq = writer.next_seq();
  codec::VersionSeal seal;
  seal.previous = before == nullptr ? std::string_view() : std::string_view(before->version.chain);
  seal.id = row.id;
  seal.number = next.number;
  seal.seq = seq;
  seal.at = writer.at();
  seal.operation = operation;
  seal.status = model::name_of(facts.status);
  seal.actor = next.actor;
  seal.on_behalf = next.on_behalf;
  seal.declared_at = next.declared_at;
  seal.declared_by = next.declared_by;
  seal.root = next.root;
  next.chain = codec::chain_digest(seal);
  writer.add_version(next);

  if (before != nullptr) close_past(writer, *before, entry, seq);
  store::EntryRow now = row;
  now.version = next.number;
  now.status = facts.status;
  now.owner = entry.owner();
  now.group = entry.group();
  now.modified_at = writer.at();
  now.span = 0;
  if (facts.status != Status::withdrawn) {
    prepared.span.entry = row.row;
    prepared.span.from_seq = seq;
    now.span = writer.add_span(prepared.span);
  }
  set_source(now, entry);
  writer.set_entry(now);

  for (const FeedChange& change : feed_changes(
           before == nullptr ? nullptr : &before->entry,
           before == nullptr ? Status::draft : before->version.status, entry, facts.status)) {
    writer.add_feed_item(change.feed, seq, change.operation, row.row, next.number, change.reason);
  }
  return seq;
}

// The version before is no longer current, which changes what is seen of it where it names a
// person; a change of the rules changes what is seen of every version.
void Workflow::close_past(store::Writer& writer, const Current& before, const Entry& today,
                          std::int64_t seq) {
  if (!same_sight_of_the_past(before.entry, today)) return reindex(writer, before.row, today, seq);
  if (before.row.span == 0) return;  // it was withdrawn
  model::VersionFacts facts = before.facts;
  facts.current = false;
  store::Span past = index_row({before.entry, today, facts});
  bool as_before = true;
  for (const Visibility level : {Visibility::open, Visibility::group, Visibility::owner}) {
    const auto seen = writer.projection(before.row.span, level);
    const auto& now = past.projections[static_cast<std::size_t>(level)];
    as_before =
        as_before && seen.has_value() == now.has_value() && (!seen || seen->digest == now->digest);
  }
  if (as_before) return writer.close_span(before.row.span, seq);
  past.entry = before.row.row;
  past.from_seq = before.version.seq;
  past.to_seq = seq;
  writer.drop_spans(before.row.row, before.row.version);
  writer.add_span(past);
}

void Workflow::reindex(store::Writer& writer, const store::EntryRow& row, const Entry& today,
                       std::int64_t to_seq) {
  constexpr std::int64_t kFromTheFirst = 1;
  writer.drop_spans(row.row, kFromTheFirst);
  const base::Instant created = created_at(writer, row.row);
  for (std::int64_t n = row.version; n >= kFromTheFirst; --n) {
    const auto version = writer.version(row.row, n);
    if (!version) return;
    const auto entry = View::open(*version);
    if (entry && version->status != Status::withdrawn) {
      store::Span span = index_row({*entry, today, facts_of(*version, created, false)});
      span.entry = row.row;
      span.from_seq = version->seq;
      span.to_seq = to_seq;
      writer.add_span(span);
    }
    to_seq = version->seq;
  }
}

void Workflow::record(store::Writer& writer, const Origin& origin, std::string_view action,
                      std::string_view subject, std::int64_t first_seq) {
  store::AuditRow row;
  row.actor = origin.caller.actor;
  row.source = origin.source;
  row.action = action;
  row.subject = subject;
  row.request = origin.request;
  const std::int64_t last_seq = writer.next_seq() - 1;
  if (last_seq >= first_seq) {
    row.first_seq = first_seq;
    row.last_seq = last_seq;
  }
  writer.add_audit(row);
}

PreparedVersion Workflow::prepare_first(const Origin& origin, base::Instant at, const Entry& entry,
                                        Status status) {
  return prepare_version(entry, next_facts(origin, at, {}, entry, status, nullptr), random_);
}

Result<Applied> Workflow::apply(store::Writer& writer, const Origin& origin, Entry entry,
                                Status status, const std::vector<std::string>& kept,
                                std::optional<PreparedVersion> first) {
  Applied applied;
  if (entry.id.empty()) {
    const std::string iso2 = entry.body.value("iso2", std::string());
    const bool state = entry.kind->name == "state" && !iso2.empty();
    entry.id = state ? model::state_entry_id(iso2) : new_id(writer.at());
  }
  auto row = writer.entry(entry.id);
  if (!row) {
    store::EntryRow created;
    created.id = entry.id;
    created.row = writer.add_entry(entry.id, entry.kind->name);
    if (!first) first = prepare_first(origin, writer.at(), entry, status);
    append(writer, origin, created, entry, std::move(*first), "create", nullptr);
    return Applied{created.row, 1, Applied::Action::create};
  }
  applied.entry = row->row;
  applied.version = row->version;
  auto current = load(writer, *row);
  if (!current)
    return fail(ErrorCode::corrupt,
                "the entry " + entry.id + " cannot be read; run cyberdir verify");
  if (current->entry.kind != entry.kind) {
    return fail(ErrorCode::conflict,
                "the entry " + entry.id + " is there already, as " + row->kind);
  }
  if (!kept.empty()) keep_withheld(entry, current->entry, kept);
  const bool publishes = current->version.status == Status::draft && status == Status::published;
  if (same_content(current->entry, entry) && !publishes &&
      current->version.status != Status::withdrawn)
    return applied;
  advance(writer, origin, *current, entry, status,
          current->version.status == Status::withdrawn ? "restore" : "update");
  applied.version = row->version + 1;
  applied.action = Applied::Action::update;
  return applied;
}

Result<void> Workflow::end(store::Writer& writer, const Origin& origin, const std::string& id) {
  const auto row = writer.entry(id);
  const auto current = row ? load(writer, *row) : std::nullopt;
  if (!current)
    return fail(ErrorCode::corrupt, "the entry " + id + " cannot be read; run cyberdir verify");
  advance(writer, origin, *current, current->entry, Status::withdrawn, "withdraw");
  return {};
}

void Workflow::advance(store::Writer& writer, const Origin& origin, const Current& current,
                       const Entry& entry, Status status, std::string_view operation) {
  const auto facts = next_facts(origin, writer.at(), current.row, entry, status, &current);
  append(writer, origin, current.row, entry, prepare_version(entry, facts, random_), operation,
         &current);
}

void Workflow::check(store::Reader& reader, const model::Caller& caller, const Entry& entry,
                     model::Profile profile, Findings& findings) {
  model::validate(entry, profile, findings);
  if (entry.kind != nullptr) check_references(reader, caller, entry, findings);
}

bool Workflow::diverts(const Origin& origin, std::string_view owner) const {
  return diversion_ != nullptr && diversion_->diverts(origin, owner);
}

Result<WriteOutcome> Workflow::divert(store::Writer& writer, const Origin& origin,
                                      const Current* current, const Entry& wanted,
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
  const auto now = row ? load(writer, *row) : std::nullopt;
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
        const auto current = row ? load(writer, *row) : std::nullopt;
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
    CYBERDIR_ASSIGN(applied, apply(writer, origin, entry, Status::published, {}));
    const auto row = writer.entry_at(applied.entry);
    record(writer, origin, "create", row->id, first);
    if (!stored_key.empty()) writer.put_idempotent({stored_key, request_digest, {}, 201, row->id});
    const auto current = load(writer, *row);
    outcome = WriteOutcome{
        as_its_writer_sees({current->entry, current->entry, current->facts}), 1, true, true, {}};
    return {};
  }));
  return std::move(*outcome);
}

// What a write against an old version would have changed, and what was changed since.
Result<void> Workflow::explain(store::Reader& reader, const Current& current,
                               const Precondition& precondition, const Change& make,
                               Staleness& staleness) {
  staleness.current_version = current.row.version;
  std::optional<std::int64_t> number;
  for (const std::string& tag : *precondition.if_match) number = version_of_tag(tag);
  const auto base_row = number ? reader.version(current.row.row, *number) : std::nullopt;
  if (!base_row) return {};
  CYBERDIR_ASSIGN(base_entry, View::open(*base_row));
  const VisibleEntry base_view = as_its_writer_sees(
      {base_entry, current.entry, facts_of(*base_row, current.facts.created_at, false)});
  if (!matches(*precondition.if_match, *number, base_view.digest())) return {};
  staleness.base_version = number;
  auto yours = make(base_view);
  if (!yours) return {};  // what cannot be made of the old version has no differences
  Findings ignored;
  Entry wanted = model::take_entry(std::move(yours->tree), ignored);
  complete(wanted, current.entry);
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
    auto current = row ? load(writer, *row) : std::nullopt;
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
      check(writer, origin.caller, entry,
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
    const Status published = erases ? row->status : Status::published;
    advance(writer, origin, *current, entry, ends ? Status::withdrawn : published, name);
    if (erases) CYBERDIR_TRY(erase(writer, *row));
    record(writer, origin, name, id, first);
    const auto after = load(writer, *writer.entry(id));
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

Result<void> Workflow::reindex_all(store::Writer& writer, const std::string& id) {
  auto row = writer.entry(id);
  const auto current = row ? load(writer, *row) : std::nullopt;
  if (!current) return fail(ErrorCode::corrupt, "the entry cannot be read; run cyberdir verify");
  store::EntryRow past = *row;
  --past.version;
  reindex(writer, past, current->entry, current->version.seq);
  row->span = 0;
  if (row->status != Status::withdrawn) {
    store::Span span = index_row({current->entry, current->entry, current->facts});
    span.entry = row->row;
    span.from_seq = current->version.seq;
    row->span = writer.add_span(span);
  }
  writer.set_entry(*row);
  return {};
}

Result<WriteOutcome> Workflow::redact(const Origin& origin, const std::string& id,
                                      const RedactionRequest& request,
                                      const Precondition& precondition, Staleness& staleness) {
  std::optional<Redaction> redaction;
  const auto without = [&](const VisibleEntry& entry) -> Result<Submitted> {
    if (!origin.caller.operates && origin.caller.role != model::Role::manager)
      return fail(ErrorCode::forbidden, "a manager of the owner erases personal data");
    CYBERDIR_ASSIGN(named, content_named(id, request, entry));
    CYBERDIR_ASSIGN(made, Redaction::of(request.pointers, named));
    redaction = std::move(made);
    Json left = redaction->without(entry.json());
    left["meta"]["change_note"] = request.ground;
    return Submitted{std::move(left), {}};
  };
  const auto from_the_past = [&](store::Writer& writer,
                                 const store::EntryRow& row) -> Result<void> {
    for (std::int64_t n = 1; n <= row.version; ++n) {
      const auto version = writer.version(row.row, n);
      if (version) CYBERDIR_TRY(redaction->erase_from(writer, *version));
    }
    CYBERDIR_TRY(reindex_all(writer, id));
    writer.scrub_index();
    return {};
  };
  auto outcome =
      change(origin, id, precondition, staleness, Operation::update, without, from_the_past);
  if (outcome) store_.empty_log();
  return outcome;
}

Result<Entry> Workflow::content_named(const std::string& id, const RedactionRequest& request,
                                      const VisibleEntry& current) {
  Findings none;
  if (!request.version) return model::take_entry(current.json(), none);
  std::optional<Entry> content;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    const auto row = reader.entry(id);
    const auto version = row ? reader.version(row->row, *request.version) : std::nullopt;
    if (!version) {
      return invalid({{"version",
                       "the entry has no such version",
                       "/version",
                       {},
                       {},
                       base::Severity::error}});
    }
    CYBERDIR_ASSIGN(opened, View::open(*version));
    content = std::move(opened);
    return {};
  }));
  return std::move(*content);
}

Result<std::size_t> Workflow::expire_personal(const Origin& origin, base::Instant time) {
  std::size_t changed = 0;
  for (const model::Kind& kind : model::kinds()) {
    if (!model::names_persons(kind)) continue;
    CYBERDIR_ASSIGN(of_kind, expire_personal_of(origin, kind, time));
    changed += of_kind;
  }
  if (changed > 0) store_.empty_log();
  return changed;
}

Result<std::size_t> Workflow::expire_personal_of(const Origin& origin, const model::Kind& kind,
                                                 base::Instant time) {
  constexpr std::size_t kBatch = 256;
  const Redaction redaction = Redaction::of_personal_fields(kind);
  std::size_t changed = 0;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    std::vector<store::ReplacedVersion> due;
    CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
      due = reader.replaced(kind.name, after, reader.moment_of(time).seq, kBatch);
      more = due.size() == kBatch;
      if (more) after = due.back().replaced_by_seq;
      std::erase_if(due, [&](const store::ReplacedVersion& replaced) {
        return !redaction.concerns(replaced.version);
      });
      return {};
    }));
    if (due.empty()) continue;
    CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
      std::set<std::string> touched;
      for (const store::ReplacedVersion& replaced : due) {
        CYBERDIR_ASSIGN(erased, redaction.erase_from(writer, replaced.version));
        if (!erased) continue;  // another process was first
        ++changed;
        touched.insert(writer.entry_at(replaced.version.entry)->id);
      }
      for (const std::string& id : touched) {
        CYBERDIR_TRY(reindex_all(writer, id));
        record(writer, origin, "expire", id, writer.next_seq());
      }
      writer.scrub_index();
      return {};
    }));
  }
  return changed;
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
      CYBERDIR_TRY(apply(writer, origin, state, Status::published, {}));
    }
    record(writer, origin, "seed", "states", first);
    return {};
  });
}

}  // namespace cyberdir::service
