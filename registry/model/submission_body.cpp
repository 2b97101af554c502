#include "model/submission_body.h"

#include <algorithm>
#include <array>
#include <limits>

#include "model/code_lists.h"
#include "model/entry.h"
#include "model/validate.h"

namespace cyberdir::model {

using base::Findings;
using base::Severity;

namespace {

constexpr std::size_t kLongestText = 4000;
constexpr std::size_t kMostEntryBytes = 1U << 20U;  // as of an entry that is written directly
constexpr std::array<std::string_view, 4> kOperations = {"create", "update", "withdraw", "restore"};
constexpr std::array<std::string_view, 2> kVacantCategories = {"diplomatic", "technical"};

void add(Findings& findings, std::string code, std::string detail, std::string pointer) {
  findings.push_back(
      {std::move(code), std::move(detail), std::move(pointer), {}, {}, Severity::error});
}

// Reads the members of one object; what is wrong is found with its place.
class Members {
 public:
  Members(const Json& object, std::string pointer, Findings& findings)
      : object_(object), pointer_(std::move(pointer)), findings_(findings) {}

  // False where it is no object at all.
  bool allow(std::initializer_list<std::string_view> known) {
    if (!object_.is_object()) {
      add(findings_, "type", "this is an object", pointer_);
      return false;
    }
    for (auto it = object_.begin(); it != object_.end(); ++it) {
      if (std::find(known.begin(), known.end(), it.key()) != known.end()) continue;
      std::string names;
      for (const std::string_view name : known)
        names += (names.empty() ? "" : ", ") + std::string(name);
      add(findings_, "unknown-field", "there is no such member here; there are " + names,
          at(it.key()));
    }
    return true;
  }

  const Json* find(const char* name) {
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  std::string text(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string()) {
      add(findings_, "type", "this is a string", at(name));
      return {};
    }
    auto string = value->get<std::string>();
    if (string.size() > kLongestText)
      add(findings_, "length", "this has " + std::to_string(kLongestText) + " bytes at most",
          at(name));
    return string;
  }

  [[nodiscard]] std::string at(std::string_view name) const {
    return pointer_ + "/" + pointer_token(name);
  }

 private:
  const Json& object_;
  std::string pointer_;
  Findings& findings_;
};

Json take_authority(const Json& tree, Findings& findings) {
  Members members(tree, "/authority", findings);
  Json authority = Json::object();
  if (!members.allow({"kind", "issuer", "reference", "date"})) return authority;
  for (const char* name : {"kind", "issuer", "reference", "date"}) {
    if (const std::string text = members.text(name); !text.empty()) authority[name] = text;
  }
  const CodeList* kinds = find_code_list("authority-kind");
  if (authority.contains("kind") && kinds != nullptr &&
      !kinds->allows(authority["kind"].get_ref<const std::string&>())) {
    add(findings, "code", "the kind is note-verbale, letter or e-submission", "/authority/kind");
  }
  if (authority.contains("date") &&
      !base::is_full_date(authority["date"].get_ref<const std::string&>())) {
    add(findings, "date", "a date is written as 2026-11-22", "/authority/date");
  }
  return authority;
}

std::set<std::string> take_vacant(const Json& tree, Findings& findings) {
  std::set<std::string> vacant;
  if (!tree.is_array()) {
    add(findings, "type", "this is a list", "/vacant");
    return vacant;
  }
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const std::string category = tree[i].is_string() ? tree[i].get<std::string>() : std::string();
    if (std::find(kVacantCategories.begin(), kVacantCategories.end(), category) ==
        kVacantCategories.end()) {
      add(findings, "code", "a post that can be vacant is diplomatic or technical",
          "/vacant/" + std::to_string(i));
    } else {
      vacant.insert(category);
    }
  }
  return vacant;
}

std::optional<std::int64_t> take_version(const Json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  const bool fits = !value.is_number_unsigned() ||
                    value.get<std::uint64_t>() <=
                        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!fits || value.get<std::int64_t>() < 1) return std::nullopt;
  return value.get<std::int64_t>();
}

ProposedChange take_change(const Json& tree, std::size_t index, Findings& findings) {
  ProposedChange change;
  Members members(tree, change_pointer(index), findings);
  if (!members.allow({"entry", "base_version", "operation", "patch"})) return change;
  if (const std::string name = members.text("operation"); !name.empty()) {
    const auto found = std::find(kOperations.begin(), kOperations.end(), name);
    if (found == kOperations.end()) {
      add(findings, "code", "the operation is create, update, withdraw or restore",
          members.at("operation"));
    } else {
      change.operation = static_cast<Operation>(found - kOperations.begin());
    }
  }
  const bool creates = change.operation == Operation::create;
  change.entry = members.text("entry");
  if (change.entry.empty() ? !creates : !is_entry_id(change.entry)) {
    add(findings, "reference", "say which entry is changed, by its id", members.at("entry"));
  }
  if (const Json* version = members.find("base_version")) {
    change.base_version = take_version(*version);
    if (!change.base_version)
      add(findings, "type", "this is the number of a version, from 1", members.at("base_version"));
  } else if (!creates) {
    add(findings, "required",
        "say which version of the entry the change was made against: its meta.version",
        members.at("base_version"));
  }
  const bool patches = creates || change.operation == Operation::update;
  if (const Json* patch = members.find("patch")) {
    if (patch->is_object()) {
      change.patch = *patch;
    } else {
      add(findings, "type",
          creates ? "this is the whole entry, an object"
                  : "this is a merge patch (RFC 7396), an object",
          members.at("patch"));
    }
    if (patch->dump(-1, ' ', false, Json::error_handler_t::replace).size() > kMostEntryBytes)
      add(findings, "length", "one entry has " + std::to_string(kMostEntryBytes) + " bytes at most",
          members.at("patch"));
    if (!patches && !patch->empty())
      add(findings, "unknown-field", "withdrawing and restoring take no patch",
          members.at("patch"));
  } else if (patches) {
    add(findings, "required",
        creates ? "put the whole entry here" : "put what changes here, as a merge patch (RFC 7396)",
        members.at("patch"));
  }
  return change;
}

void take_changes(const Json* tree, std::vector<ProposedChange>& changes, Findings& findings) {
  if (tree == nullptr || !tree->is_array() || tree->empty()) {
    add(findings, "required", "a submission changes at least one entry", "/changes");
    return;
  }
  if (tree->size() > kMostChanges) {
    add(findings, "length", "a submission has " + std::to_string(kMostChanges) + " changes at most",
        "/changes");
    return;
  }
  std::set<std::string> entries;
  for (std::size_t i = 0; i < tree->size(); ++i) {
    changes.push_back(take_change((*tree)[i], i, findings));
    const std::string& id = changes.back().entry;
    if (!id.empty() && !entries.insert(id).second)
      add(findings, "duplicate", "this entry stands in another change of this submission already",
          change_pointer(i) + "/entry");
  }
}

}  // namespace

std::string_view name_of(Operation operation) {
  return kOperations.at(static_cast<std::size_t>(operation));
}

bool claims(const Json& patch, std::string_view from, std::string_view to) {
  if (from != "registry" || to.empty() || to == from || !patch.is_object()) return false;
  const auto meta = patch.find("meta");
  return meta != patch.end() && meta->is_object() && meta->value("owner", Json()) == Json(to);
}

std::string change_pointer(std::size_t index, std::string_view inside) {
  const std::string at = "/changes/" + std::to_string(index);
  return inside.empty() ? at : at + "/patch" + std::string(inside);
}

SubmissionBody take_submission(const Json& tree, Findings& findings) {
  SubmissionBody body;
  Members members(tree, "", findings);
  if (!members.allow({"reason", "authority", "effective_from", "vacant", "changes"})) return body;
  body.reason = members.text("reason");
  if (const Json* authority = members.find("authority"))
    body.authority = take_authority(*authority, findings);
  if (const std::string text = members.text("effective_from"); !text.empty()) {
    body.effective_from = base::parse_rfc3339(text);
    if (!body.effective_from)
      add(findings, "time", "a time is written as 2027-01-31T12:00:00Z", "/effective_from");
  }
  if (const Json* vacant = members.find("vacant")) body.vacant = take_vacant(*vacant, findings);
  take_changes(members.find("changes"), body.changes, findings);
  return body;
}

Json to_json(const SubmissionBody& body) {
  Json tree = Json::object();
  if (!body.reason.empty()) tree["reason"] = body.reason;
  if (!body.authority.empty()) tree["authority"] = body.authority;
  if (body.effective_from) tree["effective_from"] = base::to_rfc3339(*body.effective_from);
  if (!body.vacant.empty()) tree["vacant"] = body.vacant;
  tree["changes"] = Json::array();
  for (const ProposedChange& change : body.changes) {
    Json row = {{"operation", std::string(name_of(change.operation))}};
    if (!change.entry.empty()) row["entry"] = change.entry;
    if (change.base_version) row["base_version"] = *change.base_version;
    const bool patches =
        change.operation == Operation::create || change.operation == Operation::update;
    if (patches) row["patch"] = change.patch;
    tree["changes"].push_back(std::move(row));
  }
  return tree;
}

}  // namespace cyberdir::model
