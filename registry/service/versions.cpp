#include "service/versions.h"

#include <algorithm>
#include <array>

#include "codec/commitment.h"
#include "model/kept_members.h"
#include "model/kinds.h"
#include "model/states.h"
#include "service/feed_changes.h"
#include "service/index.h"
#include "service/view.h"
#include "service/withheld.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Entry;
using model::Json;
using model::Status;
using model::Visibility;

namespace {

base::Instant created_at(store::Reader& reader, std::int64_t entry) {
  const auto first = reader.version(entry, 1);
  return first ? first->at : base::Instant{};
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

// An owner who changes an entry says that it is right; one who only suspends or confirms something
// in it says nothing of the rest.
bool declares(const Origin& origin, const Entry& entry, std::string_view operation) {
  constexpr std::array<std::string_view, 5> kDeclaring = {"create", "update", "restore", "withdraw",
                                                          "redact"};
  if (std::find(kDeclaring.begin(), kDeclaring.end(), operation) == kDeclaring.end()) return false;
  return !origin.caller.operates && origin.caller.owner == entry.owner() &&
         !origin.caller.owner.empty();
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

model::VersionFacts facts_of(const store::VersionRow& version, base::Instant created, bool current,
                             bool held) {
  model::VersionFacts facts{version.number,      version.status,      created, version.at,
                            version.declared_at, version.declared_by, current, held};
  if (version.confirmed) {
    facts.declared_at = version.confirmed->at;
    facts.declared_by = version.confirmed->by;
  }
  return facts;
}

std::vector<DeclaredStretch> declared_stretches(
    const store::VersionRow& version, const std::vector<store::AttestationRow>& attestations,
    std::int64_t to_seq) {
  std::vector<DeclaredStretch> stretches = {
      {version.seq, to_seq, version.declared_at, version.declared_by}};
  for (const store::AttestationRow& attestation : attestations) {
    stretches.back().to_seq = attestation.seq;
    stretches.push_back({attestation.seq, to_seq, attestation.at, attestation.on_behalf});
  }
  return stretches;
}

std::optional<CurrentEntry> Versions::load(store::Reader& reader, const store::EntryRow& row) {
  auto version = reader.version(row.row, row.version);
  if (!version) return std::nullopt;
  auto entry = View::open(*version);
  if (!entry) return std::nullopt;
  const model::VersionFacts facts =
      facts_of(*version, created_at(reader, row.row), true, row.status == Status::suspended);
  return CurrentEntry{row, std::move(*version), std::move(*entry), facts};
}

std::string Versions::new_id(base::Instant at) { return base::make_uuid7(at, random_); }

// The facts of the version that a write makes.
model::VersionFacts Versions::next_facts(const Origin& origin, base::Instant at,
                                         const store::EntryRow& row, const Entry& entry,
                                         Status status, std::string_view operation,
                                         const CurrentEntry* before) {
  model::VersionFacts facts{
      row.version + 1, status, at, at, {}, {}, true, status == Status::suspended};
  if (before != nullptr) {
    facts.created_at = before->facts.created_at;
    facts.declared_at = before->facts.declared_at;
    facts.declared_by = before->facts.declared_by;
  }
  if (declares(origin, entry, operation)) {
    facts.declared_at = at;
    facts.declared_by = origin.caller.on_behalf_of();
  }
  return facts;
}

std::int64_t Versions::append(store::Writer& writer, const Origin& origin,
                              const store::EntryRow& row, const Entry& entry,
                              PreparedVersion prepared, std::string_view operation,
                              const CurrentEntry* before) {
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

  if (before != nullptr) close_past(writer, *before, entry, facts.held, seq);
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
void Versions::close_past(store::Writer& writer, const CurrentEntry& before, const Entry& today,
                          bool held, std::int64_t seq) {
  if (held != before.facts.held || !same_sight_of_the_past(before.entry, today))
    return reindex(writer, before.row, today, held, seq);
  if (before.row.span == 0) return;  // it was withdrawn
  model::VersionFacts facts = before.facts;
  facts.current = false;
  facts.held = held;
  store::Span past = index_row({before.entry, today, facts});
  bool as_before = true;
  for (const Visibility level : {Visibility::open, Visibility::group, Visibility::owner}) {
    const auto seen = writer.projection(before.row.span, level);
    const auto& now = past.projections[static_cast<std::size_t>(level)];
    as_before =
        as_before && seen.has_value() == now.has_value() && (!seen || seen->digest == now->digest);
  }
  if (as_before) return writer.close_span(before.row.span, seq);
  writer.drop_spans(before.row.row, before.row.version);
  add_spans(writer, {before.row, before.version, before.entry, facts}, today, seq);
}

// The rows of the index of one version, up to a sequence; returns the last.
std::int64_t Versions::add_spans(store::Writer& writer, const CurrentEntry& version,
                                 const Entry& today, std::int64_t to_seq) {
  std::int64_t last = 0;
  for (const DeclaredStretch& stretch :
       declared_stretches(version.version, writer.attestations(version.version.row), to_seq)) {
    model::VersionFacts facts = version.facts;
    facts.declared_at = stretch.declared_at;
    facts.declared_by = stretch.declared_by;
    store::Span span = index_row({version.entry, today, facts});
    span.entry = version.row.row;
    span.from_seq = stretch.from_seq;
    span.to_seq = stretch.to_seq;
    last = writer.add_span(span);
  }
  return last;
}

void Versions::confirm(store::Writer& writer, const Origin& origin, const CurrentEntry& current) {
  store::AttestationRow said;
  said.seq = writer.next_seq();
  said.version = current.version.row;
  said.at = writer.at();
  said.act = "confirm";
  said.actor = origin.caller.actor;
  said.on_behalf = origin.caller.on_behalf_of();
  said.digest = codec::attestation_digest(
      {current.version.chain, said.seq, said.at, said.act, said.actor, said.on_behalf});
  writer.add_attestation(said);

  writer.close_span(current.row.span, said.seq);
  model::VersionFacts facts = current.facts;
  facts.declared_at = said.at;
  facts.declared_by = said.on_behalf;
  store::Span span = index_row({current.entry, current.entry, facts});
  span.entry = current.row.row;
  span.from_seq = said.seq;
  store::EntryRow now = current.row;
  now.span = writer.add_span(span);
  writer.set_entry(now);
  for (const FeedChange& change :
       feed_changes(nullptr, Status::draft, current.entry, current.row.status)) {
    writer.add_feed_item(change.feed, said.seq, change.operation, now.row, now.version,
                         change.reason);
  }
}

void Versions::reindex(store::Writer& writer, const store::EntryRow& row, const Entry& today,
                       bool held, std::int64_t to_seq) {
  constexpr std::int64_t kFromTheFirst = 1;
  writer.drop_spans(row.row, kFromTheFirst);
  const base::Instant created = created_at(writer, row.row);
  for (std::int64_t n = row.version; n >= kFromTheFirst; --n) {
    const auto version = writer.version(row.row, n);
    if (!version) return;
    const auto entry = View::open(*version);
    if (entry && version->status != Status::withdrawn) {
      add_spans(writer, {row, *version, *entry, facts_of(*version, created, false, held)}, today,
                to_seq);
    }
    to_seq = version->seq;
  }
}

PreparedVersion Versions::prepare_first(const Origin& origin, base::Instant at, const Entry& entry,
                                        Status status) {
  return prepare_version(entry, next_facts(origin, at, {}, entry, status, "create", nullptr),
                         random_);
}

Result<Applied> Versions::apply(store::Writer& writer, const Origin& origin, Entry entry,
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
  const bool operators_file = origin.caller.operates;
  model::carry_kept(entry, current->entry,
                    operators_file ? model::Kept::acceptances : model::Kept::nothing);
  const bool publishes = current->version.status == Status::draft && status == Status::published;
  if (same_content(current->entry, entry) && !publishes &&
      current->version.status != Status::withdrawn)
    return applied;
  change(writer, origin, *current, std::move(entry), status,
         current->version.status == Status::withdrawn ? "restore" : "update");
  applied.version = row->version + 1;
  applied.action = Applied::Action::update;
  return applied;
}

Result<void> Versions::end(store::Writer& writer, const Origin& origin, const std::string& id) {
  const auto row = writer.entry(id);
  const auto current = row ? load(writer, *row) : std::nullopt;
  if (!current)
    return fail(ErrorCode::corrupt, "the entry " + id + " cannot be read; run cyberdir verify");
  advance(writer, origin, *current, current->entry, Status::withdrawn, "withdraw");
  return {};
}

void Versions::change(store::Writer& writer, const Origin& origin, const CurrentEntry& current,
                      Entry entry, Status status, std::string_view operation) {
  if (current.facts.held && status != Status::withdrawn) status = Status::suspended;
  const base::Instant until{writer.at().micros + urgent_hold_};
  UrgentDifference difference;
  if (!stands_as_draft(writer, current.row))
    difference = hold_urgent(entry, current.entry, until, writer.at());
  advance(writer, origin, current, entry, status, operation);
  if (difference.any()) note_urgent_change(writer, origin, current, difference, until, random_);
}

void Versions::advance(store::Writer& writer, const Origin& origin, const CurrentEntry& current,
                       const Entry& entry, Status status, std::string_view operation) {
  const auto facts =
      next_facts(origin, writer.at(), current.row, entry, status, operation, &current);
  append(writer, origin, current.row, entry, prepare_version(entry, facts, random_), operation,
         &current);
}

Result<void> Versions::reindex_all(store::Writer& writer, const std::string& id) {
  auto row = writer.entry(id);
  const auto current = row ? load(writer, *row) : std::nullopt;
  if (!current) return fail(ErrorCode::corrupt, "the entry cannot be read; run cyberdir verify");
  store::EntryRow past = *row;
  --past.version;
  reindex(writer, past, current->entry, current->facts.held, current->version.seq);
  row->span = 0;
  if (row->status != Status::withdrawn) {
    row->span = add_spans(writer, *current, current->entry, store::kForever);
  }
  writer.set_entry(*row);
  return {};
}

}  // namespace cyberdir::service
