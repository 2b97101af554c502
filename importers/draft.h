// One foreign record on its way to an entry: what has a field of ours is taken out of it and set
// in the entry; what is left is kept in `extensions`.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "base/stream.h"
#include "codec/record.h"
#include "model/entry.h"
#include "model/json.h"
#include "model/kinds.h"

namespace cyberdir::importers {

/// Why a value stays in `extensions`, as a finding says it: a code, and a sentence that says what
/// to do. The value itself is never part of it.
struct Reason {
  std::string_view code;
  std::string_view detail;
};

inline constexpr Reason kNotText = {
    "type", "text was expected here; the value is kept as it is, correct it at the source"};
inline constexpr Reason kNotMail = {"email",
                                    "this is not one mail address, so it became no channel; it is "
                                    "kept as it is, add the right one"};
inline constexpr Reason kNotWeb = {
    "url",
    "this is not one complete address of the web; it is kept as it is, add the whole address"};
inline constexpr Reason kNotSecureWeb = {
    "url",
    "this is not one complete address that begins with https://, so it became no channel; it is "
    "kept as it is, add the right one"};
inline constexpr Reason kNotE164 = {
    "phone",
    "this is not certainly one number with a plus and a country code (E.164), so it became no "
    "channel; it is kept as it is, find out how to dial it from abroad and add that"};
inline constexpr Reason kNotDate = {
    "date", "this date cannot be read with certainty; it is kept as it is, add it as YYYY-MM-DD"};
inline constexpr Reason kNoState = {
    "state",
    "this does not name exactly one State of the directory, so the entry stands under none; it is "
    "kept as stated, set the country where a State is meant"};

inline constexpr Reason kNotInstant = {
    "time", "this time cannot be read with certainty; it is kept as it is"};
inline constexpr Reason kNotFingerprint = {
    "fingerprint",
    "this is not a whole fingerprint of 40 or 64 hexadecimal digits, so no key is listed; it is "
    "kept as it is, ask the team for the right one"};
inline constexpr Reason kNotUuid = {
    "identifier",
    "this is no UUID, so the record cannot be found again by it; it is kept as it is, correct it "
    "at the source"};
inline constexpr Reason kNotResource = {
    "resource",
    "this is not one network, domain or autonomous system; it is kept as it is, add the right "
    "one"};
inline constexpr Reason kSaysOther = {
    "other-value",
    "the source states this in more than one place and not alike; one is used and the other is "
    "kept as it is, find out which holds"};

/// A draft of an entry in the making. Members of the record are named as the source names
/// them, fields as the kind does. Not thread-safe.
class Draft {
 public:
  /// `record` is an object. `prefix` begins the names of its extensions, such as `x-first-`; `kind`
  /// is one of model::kinds().
  Draft(model::Json record, std::string_view source, std::string_view prefix,
        std::string_view kind = "organisation");

  // ---- reading the record

  /// A member that is there and not empty, or null.
  [[nodiscard]] const model::Json* look(std::string_view member) const;
  /// The text of a member that is a string or a number, without white space around it.
  [[nodiscard]] std::optional<std::string> look_text(std::string_view member) const;
  /// The texts of a member that is a text or a list; what is no text is passed over.
  [[nodiscard]] std::vector<std::string> look_texts(std::string_view member) const;
  /// As look_text, and takes the member out; where it is something else it stays, with a finding.
  std::optional<std::string> take_text(std::string_view member);
  /// As take_text, of a member that `read` understands; else it stays, with a finding.
  std::optional<std::string> take_as(std::string_view member,
                                     std::optional<std::string> (*read)(std::string_view),
                                     const Reason& reason);
  /// Offers each text of a member that is a text or a list to `take`, and takes out what it
  /// accepts. The rest stays, with a finding for the whole member.
  template <typename Take>
  void take_each(std::string_view member, const Reason& reason, Take take) {
    model::Json rest = model::Json::array();
    for (model::Json& value : take_list(member)) {
      const auto text = text_of(value);
      if (!text || !take(*text)) rest.push_back(std::move(value));
    }
    if (!rest.empty()) keep(member, std::move(rest), reason);
  }
  /// A member as a list, taken out; a value alone is a list of one.
  model::Json take_list(std::string_view member);
  /// Takes a member out as it is; null where there is none.
  model::Json take(std::string_view member);
  /// The first text of a member that is a text or a list; what says the same is taken too, what
  /// does not stays, with a finding.
  std::optional<std::string> take_first(std::string_view member);
  /// Adds a value to a member, as if the source had stated it there.
  void state(std::string_view member, model::Json value);
  /// Takes a member out and forgets it.
  void drop(std::string_view member);
  /// Leaves `rest` in the extension of that member. One element of what was a value alone
  /// (take_list) is left as that value.
  void keep(std::string_view member, model::Json rest);
  void keep(std::string_view member, model::Json rest, const Reason& reason);

  // ---- writing the entry

  void set(std::string_view field, model::Json value);
  /// Sets one member of a field that is an object.
  void set_in(std::string_view field, std::string_view member, model::Json value);
  /// True where the entry stands under that State, as its country or a further one.
  [[nodiscard]] bool is_of_state(std::string_view state) const;
  /// Appends to a repeated field.
  void add(std::string_view field, model::Json value);
  void add_channel(std::string_view kind, std::string_view value, bool urgent = false);
  /// True where there is a channel of that kind and value.
  [[nodiscard]] bool has_channel(std::string_view kind, std::string_view value) const {
    return channels_.contains({std::string(kind), std::string(value)});
  }
  /// Says of all channels that they reach one named person.
  void mark_channels_personal();
  /// Adds a key; the day on which it expires may be empty. False where the key is there already.
  bool add_key(std::string_view fingerprint, std::string_view expires = {});
  /// True where one value stands in channels of both kinds.
  [[nodiscard]] bool have_common_value(std::string_view kind, std::string_view other) const;
  /// Sets meta.source.id. One that is too long to be an identifier is refused with a finding.
  bool set_source_id(std::string_view member, std::string_view id);
  /// Sets meta.source.url: where the source shows the record of that identifier.
  void set_source_page(std::string_view before_id, std::string_view id);
  void set_source_modified(std::string_view instant);
  /// Says which directory lists the record, where one format serves several.
  void set_source_name(std::string_view name);
  /// Shows what is kept to the owner alone: it may say something about persons.
  void hide_extensions();
  [[nodiscard]] std::string_view kind() const { return entry_.kind->name; }
  [[nodiscard]] bool has(std::string_view field) const { return entry_.body.contains(field); }
  /// The entry in the making, for what the functions here do not say.
  [[nodiscard]] model::Entry& entry() { return entry_; }

  // ---- findings

  /// `line` is of the file, where what is meant does not stand where the record begins.
  void warn(const Reason& reason, std::string pointer, std::optional<std::uint64_t> line = {});
  /// A warning about what is kept of a member.
  void warn_kept(std::string_view member, const Reason& reason);

  /// The entry and its findings; says what it lacks to be published. Ends the draft.
  [[nodiscard]] codec::Record finish() &&;

  /// The text of a string or a number, without white space around it; nothing where it is neither,
  /// is empty, or has characters that XML 1.0 does not allow.
  [[nodiscard]] static std::optional<std::string> text_of(const model::Json& value);

 private:
  model::Json record_;
  std::string prefix_;
  model::Entry entry_;
  base::Findings findings_;
  std::set<std::pair<std::string, std::string>> channels_;  // kind and value
  std::set<std::string, std::less<>> keys_;                 // fingerprints
  std::set<std::string, std::less<>> taken_alone_;
};

/// A JSON format whose records are the elements of one array.
struct ForeignArray {
  std::string_view source;  ///< meta.source.name
  std::string_view prefix;  ///< of the names of extensions
  std::string_view array;   ///< the member that holds the array where the top is an object
  void (*describe)(Draft& draft);
  /// The member of an element that holds the record itself, where a record may be wrapped.
  std::string_view wrapper = {};
  /// Members of which a record has one. Where there are some, the file may hold one record alone:
  /// as the top object, or in the place of the array.
  std::span<const std::string_view> marks = {};
  /// The kind of entry that a record makes, where it is not always an organisation.
  std::string_view (*kind)(const model::Json& record) = nullptr;
};

/// Reads a file of such a format and hands over a record for each element: Importer::read.
[[nodiscard]] base::Result<void> read_array(base::ByteSource& bytes, codec::RecordSink& records,
                                            const ForeignArray& format);

}  // namespace cyberdir::importers
