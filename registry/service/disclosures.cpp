#include "service/disclosures.h"

#include <array>

#include "base/unicode.h"
#include "base/utc_day.h"
#include "service/account_rights.h"
#include "service/audit_trail.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Role;

namespace {

constexpr std::int64_t kWaits = std::int64_t{72} * 3'600 * 1'000'000;
constexpr std::size_t kMostListed = 200;
constexpr std::array<std::string_view, 3> kStateNames = {"waiting", "confirmed", "expired"};

void add(base::Findings& findings, const char* code, const char* sentence, const char* pointer) {
  findings.push_back({code, sentence, pointer, {}, {}, base::Severity::error});
}

Result<void> check_secretariat(const model::Caller& caller) {
  if (caller.role == Role::anonymous)
    return fail(ErrorCode::unauthenticated, "disclosures are the secretariat's: sign in");
  if (caller.role != Role::secretariat)
    return fail(ErrorCode::forbidden, "disclosures are the secretariat's");
  return {};
}

Result<void> check_officer(const model::Caller& caller) {
  CYBERDIR_TRY(check_secretariat(caller));
  if (is_person(caller)) return {};
  return fail(ErrorCode::forbidden,
              "two officers of the secretariat make a disclosure, each signed in as a person");
}

// What is asked for as a row, with all that is wrong with it.
store::DisclosureRow row_of(store::Reader& reader, const DisclosureRequest& request,
                            std::int64_t today, base::Findings& findings) {
  constexpr std::size_t kLongestNote = 200;
  store::DisclosureRow row;
  const auto entry = reader.entry(request.entry);
  if (!entry) add(findings, "reference", "there is no entry of this id", "/entry");
  if (entry) row.entry = entry->row;
  const auto from = base::day_of_date(request.from);
  const auto until = base::day_of_date(request.until);
  if (!from) add(findings, "date", "this is a date such as 2026-11-01", "/from");
  if (!until) add(findings, "date", "this is a date such as 2026-11-30", "/until");
  if (from && until && *from > *until)
    add(findings, "date", "the last day is before the first", "/until");
  if (until && *until > today) add(findings, "date", "this day is still to come", "/until");
  row.from_day = from.value_or(0);
  row.until_day = until.value_or(0);
  row.note = request.note;
  const bool fits = !row.note.empty() && row.note.size() <= kLongestNote &&
                    base::is_utf8(row.note) && base::is_xml_text(row.note);
  if (!fits) {
    add(findings, "required",
        "say the reference of the note that asks for this, in at most 200 bytes", "/note");
  }
  return row;
}

}  // namespace

Disclosure Disclosures::seen(store::Reader& reader, store::DisclosureRow row) const {
  Disclosure disclosure;
  const auto entry = reader.entry_at(row.entry);
  disclosure.entry = entry ? entry->id : std::string();
  if (row.confirmed_at) {
    disclosure.state = Disclosure::State::confirmed;
  } else if (row.asked_at.micros + kWaits <= clock_.now().micros) {
    disclosure.state = Disclosure::State::expired;
  }
  disclosure.row = std::move(row);
  return disclosure;
}

Result<Disclosure> Disclosures::ask(const Origin& origin, const DisclosureRequest& request) {
  CYBERDIR_TRY(check_officer(origin.caller));
  std::optional<Disclosure> asked;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    base::Findings findings;
    store::DisclosureRow row = row_of(writer, request, base::day_of(clock_.now()), findings);
    if (!findings.empty()) {
      base::Error error = fail(ErrorCode::invalid,
                               "the disclosure is not as it should be; every finding is listed");
      error.findings = std::move(findings);
      return error;
    }
    row.id = base::make_uuid7(writer.at(), random_);
    row.asked_by = origin.caller.actor;
    row.asked_at = writer.at();
    writer.put_disclosure(row);
    record(writer, origin, "disclosure-ask", request.entry + " " + row.id + " " + row.note,
           writer.next_seq());
    asked = seen(writer, std::move(row));
    return {};
  }));
  return std::move(*asked);
}

Result<Disclosed> Disclosures::confirm(const Origin& origin, const std::string& id) {
  CYBERDIR_TRY(check_officer(origin.caller));
  CYBERDIR_TRY(look_ups_.write());
  Disclosed disclosed;
  CYBERDIR_TRY(store_.write([&](store::Writer& writer) -> Result<void> {
    auto row = writer.disclosure(id);
    if (!row) return fail(ErrorCode::not_found, "there is no disclosure of this id");
    const Disclosure::State state = seen(writer, *row).state;
    if (state == Disclosure::State::confirmed)
      return fail(ErrorCode::conflict, "this was confirmed and answered; ask anew");
    if (state == Disclosure::State::expired)
      return fail(ErrorCode::conflict, "nobody confirmed this within 72 hours; ask anew");
    if (row->asked_by == origin.caller.actor)
      return fail(ErrorCode::conflict, "you asked for this; another officer has to confirm it");
    row->confirmed_by = origin.caller.actor;
    row->confirmed_at = writer.at();
    writer.put_disclosure(*row);
    const auto entry = writer.entry_at(row->entry);
    if (!entry) return fail(ErrorCode::corrupt, "the entry is not there; run cyberdir verify");
    record(writer, origin, "disclosure-confirm", entry->id + " " + row->id + " " + row->note,
           writer.next_seq());
    disclosed.look_ups = writer.look_ups_of(row->entry, row->from_day, row->until_day);
    std::erase_if(disclosed.look_ups,
                  [&](const store::LookUpRow& found) { return found.reader == entry->owner; });
    disclosed.disclosure = seen(writer, std::move(*row));
    return {};
  }));
  return disclosed;
}

Result<std::vector<Disclosure>> Disclosures::list(const model::Caller& caller) {
  CYBERDIR_TRY(check_secretariat(caller));
  std::vector<Disclosure> all;
  CYBERDIR_TRY(store_.read([&](store::Reader& reader) -> Result<void> {
    for (store::DisclosureRow& row : reader.disclosures(kMostListed))
      all.push_back(seen(reader, std::move(row)));
    return {};
  }));
  return all;
}

std::string_view name_of(Disclosure::State state) {
  return kStateNames.at(static_cast<std::size_t>(state));
}

model::Json disclosure_json(const Disclosure& disclosure) {
  const store::DisclosureRow& row = disclosure.row;
  model::Json json = {{"id", row.id},
                      {"entry", disclosure.entry},
                      {"from", base::date_of_day(row.from_day)},
                      {"until", base::date_of_day(row.until_day)},
                      {"note", row.note},
                      {"state", std::string(name_of(disclosure.state))},
                      {"asked_by", row.asked_by},
                      {"asked_at", base::to_rfc3339(row.asked_at)}};
  if (row.confirmed_at) {
    json["confirmed_by"] = row.confirmed_by;
    json["confirmed_at"] = base::to_rfc3339(*row.confirmed_at);
  }
  return json;
}

model::Json disclosed_json(const Disclosed& disclosed) {
  model::Json json = disclosure_json(disclosed.disclosure);
  json["look_ups"] = model::Json::array();
  for (const store::LookUpRow& row : disclosed.look_ups) {
    json["look_ups"].push_back({{"reader", row.reader.empty() ? "public" : row.reader},
                                {"day", base::date_of_day(row.day)},
                                {"count", row.count}});
  }
  return json;
}

}  // namespace cyberdir::service
