#include "service/integrity.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "base/sha256.h"
#include "codec/canonical_json.h"
#include "codec/commitment.h"
#include "codec/json_reader.h"
#include "model/kinds.h"
#include "model/validate.h"
#include "service/feed_changes.h"
#include "service/index.h"
#include "service/view.h"
#include "service/workflow.h"

namespace cyberdir::service {

using base::Result;
using model::Entry;
using model::Json;
using model::Status;
using model::Visibility;

namespace {

constexpr std::size_t kMostFindings = 1'000;
constexpr std::size_t kBatch = 256;

bool by_name(const store::FacetValue& a, const store::FacetValue& b) {
  return std::tie(a.name, a.value, a.level) < std::tie(b.name, b.value, b.level);
}

bool same_span(store::Span a, store::Span b) {
  std::sort(a.facets.begin(), a.facets.end(), by_name);
  std::sort(b.facets.begin(), b.facets.end(), by_name);
  const auto same_facets =
      std::equal(a.facets.begin(), a.facets.end(), b.facets.begin(), b.facets.end(),
                 [](const auto& x, const auto& y) { return !by_name(x, y) && !by_name(y, x); });
  return same_facets && a.version == b.version && a.from_seq == b.from_seq &&
         a.to_seq == b.to_seq && a.level == b.level && a.owner == b.owner && a.group == b.group &&
         a.kind == b.kind && a.modified_at == b.modified_at && a.declared_at == b.declared_at &&
         std::equal(std::begin(a.text), std::end(a.text), std::begin(b.text));
}

// Which items were met, whatever the order: their number and the sum of their digests.
struct FeedItems {
  std::uint64_t count = 0;
  std::uint64_t sum[4] = {};

  void add(const store::FeedItem& item) {
    thread_local base::Sha256 hash;
    hash.update_part(item.feed).update_part(std::to_string(item.seq)).update_part(item.operation);
    hash.update_part(std::to_string(item.entry))
        .update_part(std::to_string(item.version))
        .update_part(item.reason);
    const base::Digest digest = hash.finish();
    ++count;
    for (std::size_t i = 0; i < digest.size(); ++i)
      sum[i / 8] += std::uint64_t{digest.at(i)} << (8 * (i % 8));
  }
  bool operator==(const FeedItems&) const = default;
};

class Check {
 public:
  Check(store::Reader& reader, IntegrityReport& report,
        const std::function<void(std::uint64_t)>& progress)
      : reader_(reader), report_(report), progress_(progress) {}

  void run() {
    entries();
    log();
    audit();
    feeds();
    counts();
    report_.seq = reader_.head().seq;
  }

 private:
  void found(const std::string& sentence) {
    if (report_.findings.size() < kMostFindings) report_.findings.push_back(sentence);
  }

  void entries() {
    std::int64_t after = 0;
    while (true) {
      const auto rows = reader_.entries(after, kBatch);
      if (rows.empty()) return;
      after = rows.back().row;
      for (const store::EntryRow& row : rows) {
        entry(row);
        if (++report_.entries % kBatch == 0 && progress_) progress_(report_.entries);
      }
    }
  }

  struct Read {
    store::VersionRow row;
    Entry entry;
    std::vector<store::AttestationRow> attestations;
  };

  // What was said of a version, against its chain; what it says to the feeds.
  void attestations(const store::EntryRow& row, const Read& version) {
    for (const store::AttestationRow& said : version.attestations) {
      ++attestations_;
      if (said.seq <= version.row.seq ||
          codec::attestation_digest({version.row.chain, said.seq, said.at, said.act, said.actor,
                                     said.on_behalf}) != said.digest) {
        found("attestation " + std::to_string(said.seq) + " of entry " + row.id +
              ": it does not fit its digest");
      }
      for (const FeedChange& change :
           feed_changes(nullptr, Status::draft, version.entry, version.row.status)) {
        feeds_[change.feed].expected.add({change.feed, 0, said.seq, change.operation, row.row,
                                          version.row.number, change.reason});
      }
    }
  }

  // Checks one version by itself and against the chain so far; its content, where that can be read.
  std::optional<Entry> content(const store::EntryRow& row, const store::VersionRow& version,
                               const std::string& chain) {
    const std::string where = "entry " + row.id + " version " + std::to_string(version.number);
    ++report_.versions;
    // Bounded, unlike what we read otherwise: somebody may have written here.
    auto tree = codec::read_json(View::stored_bytes(version), {256, std::size_t{64} << 20U});
    if (!tree || codec::canonical_json(*tree) != View::stored_bytes(version)) {
      found(where + ": its content is not the canonical JSON that was written");
    }
    const auto erased = reader_.erased_leaves(version.row);
    erased_ += static_cast<std::int64_t>(erased.size());
    if (!erased.empty()) redacted_.insert(row.id);
    if (tree) {
      const auto root = codec::root_of(*tree, reader_.salts(version.row), erased);
      if (!root || *root != version.root) found(where + ": its content does not fit its digest");
    }
    codec::VersionSeal seal{chain,
                            row.id,
                            version.number,
                            version.seq,
                            version.at,
                            version.operation,
                            model::name_of(version.status),
                            version.actor,
                            version.on_behalf,
                            version.declared_at,
                            version.declared_by,
                            version.root};
    if (codec::chain_digest(seal) != version.chain)
      found(where + ": its place in the chain does not verify");
    auto opened = tree ? View::open(version) : Result<Entry>(tree.error());
    if (!opened) {
      found(where + ": its content cannot be read");
      return std::nullopt;
    }
    if (opened->id != row.id || opened->kind->name != row.kind)
      found(where + ": it is of another entry");
    return std::move(*opened);
  }

  void entry(const store::EntryRow& row) {
    const std::string name = "entry " + row.id;
    std::vector<store::VersionRow> versions =
        reader_.versions(row.row, std::numeric_limits<std::int64_t>::max(),
                         std::numeric_limits<std::int32_t>::max());
    std::reverse(versions.begin(), versions.end());
    if (versions.empty() || versions.back().number != row.version)
      found(name + ": its current version is missing");
    std::vector<Read> read;
    std::string chain;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      if (versions[i].number != static_cast<std::int64_t>(i) + 1)
        found(name + ": the numbers of its versions have a gap");
      if (auto entry = content(row, versions[i], chain))
        read.push_back({versions[i], std::move(*entry), reader_.attestations(versions[i].row)});
      chain = versions[i].chain;
    }
    if (read.size() != versions.size() || read.empty()) return;
    const Read& last = read.back();
    if (row.status != last.row.status || row.owner != last.entry.owner() ||
        row.group != last.entry.group() || row.modified_at != last.row.at) {
      found(name + ": its row does not fit its current version");
    }
    store::EntryRow source;
    set_source(source, last.entry);
    if (source.source_name != row.source_name || source.source_id != row.source_id)
      found(name + ": its source is not that of its current version");
    for (std::size_t i = 0; i < read.size(); ++i) {
      attestations(row, read[i]);
      const Read* before = i == 0 ? nullptr : &read[i - 1];
      for (const FeedChange& change :
           feed_changes(before == nullptr ? nullptr : &before->entry,
                        before == nullptr ? Status::draft : before->row.status, read[i].entry,
                        read[i].row.status)) {
        feeds_[change.feed].expected.add({change.feed, 0, read[i].row.seq, change.operation,
                                          row.row, read[i].row.number, change.reason});
      }
    }
    index(row, read);
    model::for_each_reference(last.entry, [&](const std::string& pointer, const model::Field& field,
                                              const std::string& id) {
      const auto target = reader_.entry(id);
      if (!target || (!field.refers_to.empty() && target->kind != field.refers_to))
        found(name + ": " + pointer + " refers to nothing");
    });
  }

  static model::VersionFacts facts_of(const std::vector<Read>& read, std::size_t i) {
    const store::VersionRow& version = read[i].row;
    return {version.number,       version.status,
            read.front().row.at,  version.at,
            version.declared_at,  version.declared_by,
            i + 1 == read.size(), read.back().row.status == Status::suspended};
  }

  // What is kept to be sent of a version against what its views give.
  void projections(const std::string& where, const store::Span& kept, const store::Span& made) {
    for (const Visibility level : {Visibility::open, Visibility::group, Visibility::owner}) {
      const auto& have = kept.projections[static_cast<std::size_t>(level)];
      const auto& want = made.projections[static_cast<std::size_t>(level)];
      if (have) ++projections_;
      if (have.has_value() != want.has_value() ||
          (want && (want->json != have->json || want->digest != have->digest ||
                    want->personal != have->personal))) {
        found(where + ": what is kept for the level " + std::string(model::name_of(level)) +
              " is not what it may see");
      }
    }
  }

  void index(const store::EntryRow& row, const std::vector<Read>& read) {
    auto kept = reader_.spans(row.row);
    if (kept.empty() && row.span != 0)
      found("entry " + row.id + ": its row of the index is missing");
    spans_ += static_cast<std::int64_t>(kept.size());
    const Entry& today = read.back().entry;
    std::map<std::pair<std::int64_t, std::int64_t>, store::Span> by_version;  // and first sequence
    for (auto& [id, span] : kept) {
      const bool holds = span.to_seq == store::kForever;
      if (holds != (id == row.span))
        found("entry " + row.id + ": its row does not name the row of the index that holds");
      facets_ += static_cast<std::int64_t>(span.facets.size());
      by_version[{span.version, span.from_seq}] = std::move(span);
    }
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < read.size(); ++i) {
      const store::VersionRow& version = read[i].row;
      const std::string where = "entry " + row.id + " version " + std::to_string(version.number);
      if (version.status == Status::withdrawn) continue;
      const std::int64_t end = i + 1 < read.size() ? read[i + 1].row.seq : store::kForever;
      for (const DeclaredStretch& stretch :
           declared_stretches(version, read[i].attestations, end)) {
        ++wanted;
        const auto found_span = by_version.find({version.number, stretch.from_seq});
        if (found_span == by_version.end()) {
          found(where + ": its row of the index is missing");
          continue;
        }
        model::VersionFacts facts = facts_of(read, i);
        facts.declared_at = stretch.declared_at;
        facts.declared_by = stretch.declared_by;
        store::Span span = index_row({read[i].entry, today, facts});
        span.from_seq = stretch.from_seq;
        span.to_seq = stretch.to_seq;
        if (!same_span(span, found_span->second))
          found(where + ": its row of the index is not what it holds");
        projections(where, found_span->second, span);
      }
    }
    if (kept.size() != wanted) found("entry " + row.id + ": rows of the index are too many");
  }

  // The digest of what a row of the log tells of.
  std::string told_by(const store::LogRow& row, const std::string& name) {
    if (const auto said = reader_.attestation(row.seq)) {
      if (said->version != row.version || said->at != row.at || said->act != row.operation)
        found(name + ": it does not fit its attestation");
      return said->digest;
    }
    const auto version = reader_.version_by_row(row.version);
    if (!version || version->seq != row.seq || version->at != row.at ||
        version->operation != row.operation) {
      found(name + ": it does not fit its version");
    }
    return version ? version->chain : std::string();
  }

  void log() {
    std::int64_t after = 0;
    std::string previous;
    base::Instant last;
    while (true) {
      const auto rows = reader_.log(after, kBatch);
      if (rows.empty()) break;
      for (const store::LogRow& row : rows) {
        const std::string name = "log row " + std::to_string(row.seq);
        if (row.seq != after + 1) found(name + ": one before it is missing");
        after = row.seq;
        if (codec::log_digest(previous, row.seq, row.at, row.operation, told_by(row, name)) !=
            row.digest) {
          found(name + ": the chain of the log does not verify");
        }
        if (row.at < last) found(name + ": it is older than the one before it");
        last = row.at;
        previous = row.digest;
      }
    }
    logged_ = after;
    if (after != static_cast<std::int64_t>(report_.versions) + attestations_)
      found("the log has not one row a version and attestation");
  }

  void audit() {
    std::int64_t after = 0;
    std::int64_t covered = 0;
    std::string previous;
    while (true) {
      const auto rows = reader_.audit(after, kBatch);
      if (rows.empty()) break;
      for (const store::AuditRow& row : rows) {
        const std::string name = "audit row " + std::to_string(row.n);
        if (row.n != after + 1) found(name + ": one before it is missing");
        after = row.n;
        const auto number = [](const std::optional<std::int64_t>& value) {
          return value ? std::to_string(*value) : std::string();
        };
        if (codec::audit_digest(previous,
                                {std::to_string(row.n), std::to_string(row.at.micros), row.actor,
                                 row.source, row.action, row.subject, number(row.first_seq),
                                 number(row.last_seq), row.request}) != row.digest) {
          found(name + ": the chain of the audit trail does not verify");
        }
        previous = row.digest;
        if (row.action == "redact" || row.action == "expire") redacted_.erase(row.subject);
        if (!row.first_seq) continue;
        if (*row.first_seq != covered + 1)
          found(name + ": changes before it have no row of the audit trail");
        covered = row.last_seq.value_or(covered);
      }
    }
    if (covered != logged_) found("the audit trail does not cover the whole log");
    for (const std::string& id : redacted_)
      found("entry " + id + ": values were erased, but the audit trail says nothing of it");
  }

  void feeds() {
    for (const std::string& name : reader_.feeds()) {
      std::int64_t after = 0;
      std::int64_t last_seq = 0;
      while (true) {
        const auto items = reader_.feed(name, after, kBatch);
        if (items.empty()) break;
        for (const store::FeedItem& item : items) {
          if (item.n != after + 1)
            found("feed " + name + " item " + std::to_string(item.n) +
                  ": one before it is missing");
          after = item.n;
          const auto version = reader_.version(item.entry, item.version);
          const auto said = reader_.attestation(item.seq);
          const bool told =
              version && (version->seq == item.seq || (said && said->version == version->row));
          if (!told || item.seq <= last_seq) {
            found("feed " + name + " item " + std::to_string(item.n) + ": it does not fit the log");
          }
          last_seq = item.seq;
          feeds_[name].met.add(item);
        }
      }
    }
    for (const auto& [name, feed] : feeds_) {
      if (!(feed.expected == feed.met))
        found("feed " + name + ": its items are not those that the versions give");
    }
  }

  // Rows that belong to no entry were not met above.
  void counts() {
    const auto compare = [&](const char* table, std::int64_t met) {
      if (reader_.count_rows(table) != met)
        found(std::string("the table ") + table + " has rows that belong to nothing");
    };
    compare("version", static_cast<std::int64_t>(report_.versions));
    compare("salt", static_cast<std::int64_t>(report_.versions));
    compare("projection", projections_);
    compare("span", spans_);
    compare("facet", facets_);
    compare("erased_leaf", erased_);
    compare("attestation", attestations_);
  }

  store::Reader& reader_;
  IntegrityReport& report_;
  const std::function<void(std::uint64_t)>& progress_;
  struct Feed {
    FeedItems expected;
    FeedItems met;
  };
  std::map<std::string, Feed> feeds_;
  std::int64_t projections_ = 0;
  std::int64_t spans_ = 0;
  std::int64_t facets_ = 0;
  std::int64_t erased_ = 0;
  std::int64_t attestations_ = 0;
  std::set<std::string> redacted_;  // ids of entries of which something was erased
  std::int64_t logged_ = 0;
};

}  // namespace

Result<IntegrityReport> Integrity::check(const std::function<void(std::uint64_t)>& progress) {
  IntegrityReport report;
  for (std::string& sentence : store_.engine_findings())
    report.findings.push_back("the file of the store: " + std::move(sentence));
  auto read = store_.read_apart([&](store::Reader& reader) -> Result<void> {
    Check(reader, report, progress).run();
    return {};
  });
  if (!read) {
    if (read.error().code != base::ErrorCode::corrupt) return std::move(read).error();
    report.findings.push_back(read.error().detail);
  }
  return report;
}

}  // namespace cyberdir::service
