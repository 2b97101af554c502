#include "service/references.h"

#include "model/kinds.h"
#include "model/validate.h"
#include "service/versions.h"
#include "service/view.h"

namespace cyberdir::service {

using base::Findings;
using model::Entry;
using model::Status;
using model::Visibility;

namespace {

bool may_refer_to(store::Reader& reader, const model::Caller& caller,
                  const store::EntryRow& target) {
  const Visibility level = model::level_for(caller, target.owner, target.group);
  if (level == Visibility::owner || reader.projection(target.span, level)) return true;
  if (target.status != Status::withdrawn || stands_as_draft(reader, target)) return false;
  const auto withdrawn =
      Versions::load(reader, target);  // it has no projection; its rules still hold
  return withdrawn && entry_level(withdrawn->entry) <= level;
}

}  // namespace

void check_references(store::Reader& reader, const model::Caller& caller, const Entry& entry,
                      Findings& findings) {
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

void check_entry(store::Reader& reader, const model::Caller& caller, const Entry& entry,
                 model::Profile profile, Findings& findings) {
  model::validate(entry, profile, findings);
  if (entry.kind != nullptr) check_references(reader, caller, entry, findings);
}

}  // namespace cyberdir::service
