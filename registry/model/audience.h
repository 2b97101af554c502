// Who is asking, and how much of an entry that lets them see.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/entry.h"
#include "model/field.h"

namespace cyberdir::model {

/// The roles of accounts and tokens.
enum class Role : std::uint8_t { anonymous, reader, editor, manager, secretariat, administrator };

[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

/// The entries with personal fields that one request was shown, each once: what a quota counts.
/// Filled by what reads entries for a caller. One thread at a time.
class PersonsShown {
 public:
  void note(std::string_view entry);
  [[nodiscard]] std::size_t count() const { return entries_.size(); }

 private:
  std::set<std::string, std::less<>> entries_;
};

/// Who is asking. A default Caller is anonymous: it sees what is public.
struct Caller {
  Role role = Role::anonymous;
  std::string owner;                  ///< State code or organisation's id the caller acts for
  std::vector<std::string> networks;  ///< networks that State belongs to
  std::string actor;                  ///< stable id of the account or token, for the record
  std::vector<std::string> scopes;
  bool every_state = false;  ///< stands for any participating State: what all of them see
  bool operates = false;     ///< the operator at the machine: everything, as the files are theirs
  /// Where entries with personal fields are noted as they are read; null where nobody counts.
  std::shared_ptr<PersonsShown> persons_shown = {};

  /// True where the caller belongs to the group that S means for an entry.
  [[nodiscard]] bool in_group(std::string_view group) const;
  /// True where the caller may write what `entry_owner` owns.
  [[nodiscard]] bool may_write(std::string_view entry_owner) const;
  /// How this caller is named where anyone may read it: the owner acted for, never a person.
  [[nodiscard]] std::string on_behalf_of() const;
};

/// The level at which `caller` sees entries of this owner and group. This is the one rule of who
/// belongs where; what each level shows of an entry is service/view.
[[nodiscard]] Visibility level_for(const Caller& caller, std::string_view owner,
                                   std::string_view group);

/// The caller for what is read and not shown, such as the title of an entry: nobody counts it.
[[nodiscard]] Caller uncounted(Caller caller);

/// A narrower caller for `?audience=`: public or states. Nothing where the name is neither.
[[nodiscard]] std::optional<Caller> narrowed(const Caller& caller, std::string_view audience);

}  // namespace cyberdir::model
