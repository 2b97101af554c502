#include "model/kinds.h"

#include <array>

namespace cyberdir::model {
namespace {

// A row a field: the table is laid out by hand.
// clang-format off

constexpr Visibility S = Visibility::group;
constexpr Visibility O = Visibility::owner;

// ---- parts that several kinds share

constexpr Field kChannel[] = {
    {.name = "kind", .type = Type::code, .required = true, .codes = "channel-kind",
     .meaning = "What sort of channel it is."},
    {.name = "system", .meaning = "The system, where the kind is secure."},
    {.name = "value", .required = true, .format = Format::channel, .search = Search::body,
     .meaning = "E.164 number, mail address or https address, as the kind asks."},
    {.name = "use", .type = Type::code, .codes = "channel-use", .meaning = "Routine or urgent."},
    {.name = "priority", .type = Type::integer, .meaning = "Order of trying, 1 first."},
    {.name = "personal", .type = Type::boolean, .meaning = "It reaches one named person."},
    {.name = "visibility", .type = Type::code, .codes = "visibility",
     .meaning = "Narrows who sees this channel."},
    {.name = "suspended", .type = Type::boolean, .meaning = "Not to be used at present."},
    {.name = "proven_at", .type = Type::time, .kept_by_registry = true,
     .meaning = "When the channel last answered."},
    {.name = "proven_how", .type = Type::code, .codes = "proof", .kept_by_registry = true, .meaning = "How that was established."},
    {.name = "urgent_from", .type = Type::time, .kept_by_registry = true,
     .meaning = "Changed lately: not for urgent use before this time."},
};

constexpr Field kKey[] = {
    {.name = "kind", .type = Type::code, .codes = "key-kind", .meaning = "OpenPGP or S/MIME."},
    {.name = "fingerprint", .required = true, .format = Format::fingerprint,
     .search = Search::body, .meaning = "40 or 64 hexadecimal digits."},
    {.name = "key", .long_text = true, .meaning = "The key itself, armoured."},
    {.name = "expires", .type = Type::date, .meaning = "Last day on which the key is valid."},
};

constexpr Field kParty[] = {
    {.name = "ref", .type = Type::ref, .meaning = "The party's entry."},
    {.name = "state", .type = Type::state, .meaning = "Or the State."},
    {.name = "accepted", .type = Type::boolean, .kept_by_registry = true,
     .meaning = "The party has agreed to be named; until then it is as reported by the owner."},
};

constexpr Field kApplication[] = {
    {.name = "opens", .type = Type::moment, .meaning = "From when applications are taken."},
    {.name = "closes", .type = Type::moment, .meaning = "Deadline."},
    {.name = "url", .format = Format::url, .meaning = "Where to apply."},
};

constexpr Field kCost[] = {
    {.name = "free", .type = Type::boolean, .meaning = "No fee is asked."},
    {.name = "amount", .type = Type::decimal, .meaning = "Fee for one participant."},
    {.name = "currency", .format = Format::currency, .meaning = "ISO 4217."},
};

constexpr Field channels(Visibility visibility, bool required) {
  return {.name = "channels", .type = Type::object, .repeated = true, .required = required,
          .visibility = visibility, .members = kChannel, .identity = Identity::kind_and_value,
          .meaning = "Ways to reach it, in order of use."};
}

constexpr Field keys(Visibility visibility) {
  return {.name = "keys", .type = Type::object, .repeated = true, .visibility = visibility,
          .members = kKey, .identity = Identity::fingerprint, .meaning = "Cryptographic keys."};
}

// ---- the envelope

constexpr Field kSource[] = {
    {.name = "name", .required = true, .meaning = "The directory that lists it."},
    {.name = "id", .meaning = "Its identifier there."},
    {.name = "url", .format = Format::url, .meaning = "Where it is listed."},
    {.name = "modified", .type = Type::moment, .meaning = "When it was last changed there."},
};

constexpr Field kAuthority[] = {
    {.name = "kind", .type = Type::code, .codes = "authority-kind", .meaning = "Form of the instrument."},
    {.name = "reference", .meaning = "Its reference, such as the number of a note verbale."},
    {.name = "issuer", .meaning = "Who issued it."},
    {.name = "date", .type = Type::date, .meaning = "Its date."},
};

constexpr Field kMeta[] = {
    {.name = "owner", .required = true, .format = Format::owner, .facet = "owner",
     .meaning = "Whose entry it is: a State's code, an organisation's id, secretariat or registry."},
    {.name = "group", .format = Format::group,
     .meaning = "Who is meant by group: states, network:CODE or named:XX,YY."},
    {.name = "visibility", .type = Type::object,
     .meaning = "Per field public, group or owner; * for the whole entry."},
    {.name = "valid_from", .type = Type::moment, .meaning = "From when it holds."},
    {.name = "valid_until", .type = Type::moment, .meaning = "Until when it holds."},
    {.name = "tlp", .format = Format::tlp, .meaning = "Traffic Light Protocol 2.0 label."},
    {.name = "source", .type = Type::object, .members = kSource,
     .meaning = "Where it came from, if from another directory."},
    {.name = "authority", .type = Type::object, .visibility = O, .members = kAuthority,
     .meaning = "On what authority it was submitted."},
    {.name = "change_note", .long_text = true, .meaning = "Why this version was made."},
    {.name = "version", .type = Type::integer, .kept_by_registry = true, .meaning = "Number of the version, from 1."},
    {.name = "status", .type = Type::code, .codes = "status", .kept_by_registry = true,
     .meaning = "Draft, published, suspended or withdrawn."},
    {.name = "created_at", .type = Type::time, .kept_by_registry = true, .meaning = "Commit time of the first version."},
    {.name = "modified_at", .type = Type::time, .kept_by_registry = true, .meaning = "Commit time of this version."},
    {.name = "digest", .kept_by_registry = true,
     .meaning = "SHA-256 of the RFC 8785 form of what you see, this member left out."},
    {.name = "declared_at", .type = Type::time, .kept_by_registry = true,
     .meaning = "When its owner last declared it right."},
    {.name = "declared_by", .kept_by_registry = true, .meaning = "On whose behalf that was declared."},
    {.name = "redacted", .repeated = true, .kept_by_registry = true,
     .meaning = "Pointers that the rules keep from you, whether or not there is a value."},
};

// ---- state

constexpr Field kTreaty[] = {
    {.name = "instrument", .required = true, .meaning = "Name of the treaty."},
    {.name = "status", .meaning = "Signed, ratified, acceded …"},
    {.name = "date", .type = Type::partial_date, .meaning = "Since when."},
};

constexpr Field kState[] = {
    {.name = "iso2", .required = true, .format = Format::country2, .search = Search::title,
     .meaning = "ISO 3166-1 alpha-2."},
    {.name = "iso3", .required = true, .format = Format::country3, .search = Search::title,
     .meaning = "ISO 3166-1 alpha-3."},
    {.name = "m49", .format = Format::digits3, .meaning = "UN M49 code."},
    {.name = "name", .type = Type::text, .required = true, .search = Search::title,
     .meaning = "The UN's short name."},
    {.name = "official_name", .type = Type::text, .long_text = true, .search = Search::body, .meaning = "The formal name."},
    {.name = "other_names", .repeated = true, .search = Search::title,
     .meaning = "Names under which it is searched for; never displayed."},
    {.name = "un_member", .type = Type::boolean, .meaning = "Member State of the United Nations."},
    {.name = "un_observer", .type = Type::boolean, .meaning = "Non-member observer State."},
    {.name = "regional_groups", .type = Type::code, .repeated = true, .codes = "regional-group",
     .facet = "region", .meaning = "Regional groups of Member States."},
    {.name = "memberships", .repeated = true, .facet = "network",
     .meaning = "Organisations and networks it belongs to."},
    {.name = "treaties", .type = Type::object, .repeated = true, .members = kTreaty,
     .meaning = "Instruments and their status."},
    {.name = "participates_since", .type = Type::partial_date, .visibility = S,
     .meaning = "Since when it takes part in this directory."},
    {.name = "capital_time_zone", .required = true, .format = Format::time_zone,
     .meaning = "Time zone of the capital."},
    {.name = "working_languages", .repeated = true, .format = Format::language,
     .meaning = "Languages of its administration."},
    {.name = "permanent_mission", .type = Type::ref, .refers_to = "organisation",
     .meaning = "Its mission to the United Nations."},
    {.name = "directory_manager", .type = Type::ref, .visibility = O, .refers_to = "contact",
     .meaning = "Who manages its entries."},
};

// ---- organisation

constexpr Field kConstituency[] = {
    {.name = "code", .meaning = "Kind of constituency."},
    {.name = "label", .search = Search::body, .meaning = "Its name."},
    {.name = "description", .type = Type::text, .long_text = true, .search = Search::body, .meaning = "Whom it serves."},
};

constexpr Field kResources[] = {
    {.name = "asns", .repeated = true, .format = Format::as_number, .meaning = "Autonomous systems."},
    {.name = "domains", .repeated = true, .format = Format::domain, .search = Search::body,
     .meaning = "Domains."},
    {.name = "ip_ranges", .repeated = true, .format = Format::ip_range, .meaning = "Address ranges."},
};

constexpr Field kMembership[] = {
    {.name = "network", .required = true, .search = Search::body, .facet = "network",
     .meaning = "Name of the network."},
    {.name = "level", .meaning = "Level of membership."},
    {.name = "since", .type = Type::partial_date, .meaning = "Member since."},
};

constexpr Field kOrganisation[] = {
    {.name = "short_name", .required = true, .search = Search::title, .meaning = "Acronym or short name."},
    {.name = "name", .type = Type::text, .required = true, .search = Search::title, .meaning = "Full name."},
    {.name = "type", .type = Type::code, .required = true, .codes = "organisation-type",
     .facet = "category", .meaning = "What sort of organisation it is."},
    {.name = "parent", .type = Type::ref, .refers_to = "organisation", .meaning = "The organisation it is part of."},
    {.name = "country", .type = Type::state, .facet = "state", .meaning = "State in which it sits."},
    {.name = "additional_countries", .type = Type::state, .repeated = true, .facet = "state",
     .meaning = "Further States in which it works."},
    {.name = "postal_address", .type = Type::text, .long_text = true, .search = Search::body, .meaning = "Postal address."},
    {.name = "websites", .repeated = true, .format = Format::url, .search = Search::body, .meaning = "Websites."},
    {.name = "established", .type = Type::partial_date, .meaning = "When it was founded."},
    {.name = "constituency", .type = Type::object, .members = kConstituency, .meaning = "Whom it serves."},
    {.name = "resources", .type = Type::object, .visibility = S, .members = kResources,
     .meaning = "Network resources in its care."},
    {.name = "memberships", .type = Type::object, .repeated = true, .members = kMembership,
     .meaning = "Networks it belongs to."},
    {.name = "legal_basis", .long_text = true, .search = Search::body, .meaning = "Law or decree it rests on."},
    {.name = "rfc2350_url", .format = Format::url, .meaning = "Its RFC 2350 description."},
    {.name = "security_txt_url", .format = Format::url, .meaning = "Its security.txt (RFC 9116)."},
    channels(Visibility::open, false),
    keys(Visibility::open),
};

// ---- contact

constexpr Field kNetworkOfContact[] = {
    {.name = "code", .type = Type::code, .required = true, .codes = "network", .facet = "network",
     .meaning = "The network."},
    {.name = "since", .type = Type::partial_date, .meaning = "Since when."},
    {.name = "reference", .meaning = "Reference of the nomination there."},
};

constexpr Field kPersonName[] = {
    {.name = "original", .search = Search::body, .meaning = "In the original script."},
    {.name = "romanised", .search = Search::body, .meaning = "In Latin letters."},
    {.name = "address_as", .meaning = "Form of address."},
    {.name = "accepted", .type = Type::boolean, .kept_by_registry = true,
     .meaning = "The person has agreed to be named; until then they are named as reported by the owner."},
};

constexpr Field kHours[] = {
    {.name = "day", .type = Type::code, .required = true, .codes = "day", .meaning = "Day of the week."},
    {.name = "open", .required = true, .format = Format::clock_time, .meaning = "Local time of opening."},
    {.name = "close", .required = true, .format = Format::clock_time,
     .meaning = "Local time of closing; not after opening means the next day."},
};

constexpr Field kClosed[] = {
    {.name = "date", .type = Type::date, .required = true, .meaning = "First day closed."},
    {.name = "until", .type = Type::date, .meaning = "Last day closed."},
    {.name = "note", .meaning = "Why."},
};

constexpr Field kAvailability[] = {
    {.name = "always", .type = Type::boolean, .meaning = "Answers at all hours."},
    {.name = "time_zone", .format = Format::time_zone, .meaning = "Zone of the hours."},
    {.name = "hours", .type = Type::object, .repeated = true, .members = kHours, .meaning = "Office hours."},
    {.name = "closed", .type = Type::object, .repeated = true, .members = kClosed, .meaning = "Days closed."},
    {.name = "holidays_stated", .type = Type::boolean, .meaning = "Public holidays are listed as closed days."},
    {.name = "out_of_hours", .meaning = "Which channel answers outside hours."},
};

constexpr Field kNomination[] = {
    {.name = "from", .type = Type::date, .meaning = "In office from."},
    {.name = "until", .type = Type::date, .meaning = "In office until."},
    {.name = "replaces", .type = Type::ref, .refers_to = "contact", .meaning = "Whom this contact replaces."},
};

constexpr Field kContact[] = {
    {.name = "represents", .type = Type::state, .visibility = S, .facet = "state",
     .meaning = "The State it speaks for; the owner where absent."},
    {.name = "organisation", .type = Type::ref, .required = true, .visibility = S,
     .refers_to = "organisation", .meaning = "The organisation it belongs to."},
    {.name = "category", .type = Type::code, .required = true, .visibility = S,
     .codes = "contact-category", .facet = "category", .meaning = "What it is the contact for."},
    {.name = "also_serves", .type = Type::code, .repeated = true, .visibility = S,
     .codes = "contact-category", .facet = "category", .meaning = "Further categories."},
    {.name = "level", .type = Type::code, .visibility = S, .codes = "contact-level", .meaning = "Level of the contact."},
    {.name = "call_order", .type = Type::integer, .visibility = S, .meaning = "Whom to call first, 1 first."},
    {.name = "networks", .type = Type::object, .repeated = true, .visibility = S,
     .members = kNetworkOfContact, .meaning = "Networks in which it is nominated."},
    {.name = "nature", .type = Type::code, .required = true, .visibility = S, .codes = "contact-nature",
     .meaning = "A function or a person."},
    {.name = "title", .type = Type::text, .required = true, .visibility = S, .search = Search::title,
     .meaning = "Role or office."},
    {.name = "name", .type = Type::object, .visibility = S, .members = kPersonName, .personal = true,
     .meaning = "Name of the person."},
    {.name = "public_official", .type = Type::boolean, .visibility = S,
     .meaning = "The office is held publicly."},
    channels(S, true),
    {.name = "languages", .repeated = true, .required = true, .visibility = S,
     .format = Format::language, .facet = "language", .meaning = "Languages spoken."},
    {.name = "preferred_language", .visibility = S, .format = Format::language, .meaning = "Language preferred."},
    {.name = "availability", .type = Type::object, .required = true, .visibility = S,
     .members = kAvailability, .meaning = "When it answers."},
    keys(S),
    {.name = "mandate", .type = Type::code, .repeated = true, .visibility = S, .codes = "mandate",
     .meaning = "What it may do."},
    {.name = "accepted_requests", .type = Type::code, .repeated = true, .visibility = S,
     .codes = "mandate", .meaning = "Requests it takes."},
    {.name = "requirements", .type = Type::text, .long_text = true, .visibility = S, .search = Search::body,
     .meaning = "What a request must have."},
    {.name = "interpol_channel", .visibility = S, .meaning = "How it is reached through INTERPOL."},
    {.name = "acknowledge_within_hours", .type = Type::integer, .visibility = S,
     .meaning = "Hours to an acknowledgement."},
    {.name = "answer_within_hours", .type = Type::integer, .visibility = S, .meaning = "Hours to an answer."},
    {.name = "deputy", .type = Type::ref, .visibility = S, .refers_to = "contact", .meaning = "Who stands in."},
    {.name = "escalates_to", .type = Type::ref, .visibility = S, .refers_to = "contact",
     .meaning = "Whom to turn to next."},
    {.name = "nomination", .type = Type::object, .visibility = S, .members = kNomination,
     .meaning = "Term of the nomination."},
};

// ---- initiative and programme

constexpr Field kUndertaking[] = {
    {.name = "title", .type = Type::text, .required = true, .search = Search::title, .meaning = "Title."},
    {.name = "acronym", .search = Search::title, .meaning = "Acronym."},
    {.name = "summary", .type = Type::text, .long_text = true, .search = Search::body, .meaning = "What it is, in a paragraph."},
    {.name = "lead", .type = Type::ref, .required = true, .meaning = "Who leads it."},
    {.name = "partners", .type = Type::object, .repeated = true, .members = kParty, .meaning = "Partners."},
    {.name = "supporters", .type = Type::object, .repeated = true, .members = kParty, .meaning = "Supporters."},
    {.name = "states", .type = Type::object, .repeated = true, .members = kParty, .meaning = "States taking part."},
    {.name = "scope", .type = Type::code, .required = true, .codes = "scope", .meaning = "Global, regional, bilateral or national."},
    {.name = "regions", .repeated = true, .search = Search::body, .facet = "region", .meaning = "Regions concerned."},
    {.name = "themes", .type = Type::code, .repeated = true, .required = true, .codes = "theme",
     .facet = "theme", .meaning = "What it is about."},
    {.name = "stage", .type = Type::code, .required = true, .codes = "stage", .facet = "stage",
     .meaning = "How far it has come."},
    {.name = "start", .type = Type::partial_date, .meaning = "Begins."},
    {.name = "end", .type = Type::partial_date, .meaning = "Ends."},
    {.name = "websites", .repeated = true, .format = Format::url, .search = Search::body, .meaning = "Websites."},
    {.name = "documents", .type = Type::ref, .repeated = true, .refers_to = "document", .meaning = "Documents."},
    {.name = "contact", .type = Type::ref, .refers_to = "contact", .meaning = "The contact for it."},
    {.name = "enquiries", .type = Type::object, .repeated = true, .members = kChannel,
     .identity = Identity::kind_and_value, .meaning = "Where to ask."},
};

constexpr Field kAction[] = {
    {.name = "text", .long_text = true, .required = true, .meaning = "What is to be done."},
    {.name = "status", .type = Type::code, .codes = "action-status", .meaning = "Proposed, agreed or done."},
    {.name = "due", .type = Type::date, .meaning = "By when."},
    {.name = "lead", .type = Type::ref, .meaning = "By whom."},
};

constexpr Field kInitiativeOnly[] = {
    {.name = "how_to_join", .type = Type::text, .long_text = true, .search = Search::body, .meaning = "How a State joins."},
    {.name = "open", .type = Type::boolean, .meaning = "Open to further States."},
    {.name = "meetings", .type = Type::ref, .repeated = true, .visibility = O, .refers_to = "event",
     .meaning = "Meetings of a bilateral initiative; shown once both States approved."},
    {.name = "actions", .type = Type::object, .repeated = true, .visibility = O, .members = kAction,
     .meaning = "Agreed actions of a bilateral initiative; shown once both States approved."},
};

constexpr Field kBeneficiary[] = {
    {.name = "state", .type = Type::state, .required = true, .facet = "state", .meaning = "The State."},
    {.name = "share", .type = Type::decimal, .meaning = "Its share, in per cent."},
    {.name = "accepted", .type = Type::boolean, .kept_by_registry = true,
     .meaning = "It has agreed to be named; until then it is as reported by the owner."},
};

constexpr Field kBudget[] = {
    {.name = "amount", .type = Type::decimal, .required = true, .meaning = "Amount."},
    {.name = "currency", .format = Format::currency, .meaning = "ISO 4217."},
    {.name = "from", .type = Type::partial_date, .meaning = "Period from."},
    {.name = "to", .type = Type::partial_date, .meaning = "Period to."},
};

constexpr Field kOffering[] = {
    {.name = "offering", .type = Type::code, .repeated = true, .codes = "offering", .meaning = "What is offered."},
    {.name = "audience", .repeated = true, .search = Search::body, .meaning = "For whom."},
    {.name = "eligibility", .type = Type::text, .long_text = true, .search = Search::body, .meaning = "Who may apply."},
    {.name = "delivery", .type = Type::code, .codes = "delivery", .meaning = "How it is delivered."},
    {.name = "languages", .repeated = true, .format = Format::language, .facet = "language",
     .meaning = "Languages of delivery."},
    {.name = "cost", .type = Type::object, .members = kCost, .meaning = "What it costs to take part."},
    {.name = "application", .type = Type::object, .members = kApplication, .meaning = "How to apply."},
};

constexpr Field kProgrammeHead[] = {
    {.name = "initiative", .type = Type::ref, .refers_to = "initiative", .meaning = "The initiative it belongs to."},
    {.name = "funders", .repeated = true, .search = Search::body, .meaning = "Who pays."},
    {.name = "implementers", .repeated = true, .search = Search::body, .meaning = "Who carries it out."},
    {.name = "beneficiaries", .type = Type::object, .repeated = true, .members = kBeneficiary,
     .meaning = "States that benefit."},
};

constexpr Field kProgrammeTail[] = {
    {.name = "budgets", .type = Type::object, .repeated = true, .members = kBudget, .meaning = "Budgets."},
    {.name = "results", .type = Type::text, .long_text = true, .search = Search::body, .meaning = "What came of it."},
    {.name = "iati_identifier", .search = Search::body, .meaning = "IATI activity identifier."},
};

// ---- document, event, need, offer

constexpr Field kDocument[] = {
    {.name = "title", .required = true, .search = Search::title, .meaning = "Title."},
    {.name = "type", .type = Type::code, .required = true, .codes = "document-type", .facet = "category",
     .meaning = "What sort of document it is."},
    {.name = "issuer", .search = Search::body, .meaning = "Who issued it."},
    {.name = "date", .type = Type::partial_date, .meaning = "Its date."},
    {.name = "summary", .long_text = true, .search = Search::body, .meaning = "What it says."},
    {.name = "languages", .repeated = true, .format = Format::language, .facet = "language",
     .meaning = "Languages it is available in."},
    {.name = "url", .required = true, .format = Format::url, .meaning = "Where it is."},
    {.name = "digest", .meaning = "Digest of the file."},
    {.name = "symbol", .search = Search::title, .meaning = "Document symbol, such as A/80/257."},
    {.name = "supersedes", .meaning = "The document it replaces."},
};

constexpr Field kDelegation[] = {
    {.name = "state", .type = Type::state, .meaning = "The State."},
    {.name = "level", .meaning = "Level of the delegation."},
    {.name = "lead", .type = Type::ref, .meaning = "Who leads it."},
};

constexpr Field kRegistration[] = {
    {.name = "url", .format = Format::url, .meaning = "Where to register."},
    {.name = "deadline", .type = Type::moment, .meaning = "Until when."},
};

constexpr Field kEvent[] = {
    {.name = "title", .required = true, .search = Search::title, .meaning = "Title."},
    {.name = "type", .type = Type::code, .required = true, .codes = "event-type", .facet = "category",
     .meaning = "What sort of event it is."},
    {.name = "start", .type = Type::moment, .required = true, .meaning = "Begins."},
    {.name = "end", .type = Type::moment, .required = true, .meaning = "Ends."},
    {.name = "time_zone", .format = Format::time_zone, .meaning = "Time zone of the place."},
    {.name = "mode", .meaning = "In person, online or both."},
    {.name = "place", .search = Search::body, .meaning = "Where."},
    {.name = "organiser", .search = Search::body, .meaning = "Who organises it."},
    {.name = "delegations", .type = Type::object, .repeated = true, .visibility = S,
     .members = kDelegation, .meaning = "Delegations expected."},
    {.name = "registration", .type = Type::object, .members = kRegistration, .meaning = "How to register."},
    {.name = "themes", .type = Type::code, .repeated = true, .codes = "theme", .facet = "theme",
     .meaning = "What it is about."},
    {.name = "programme", .meaning = "The programme it belongs to, or its agenda."},
    {.name = "documents", .repeated = true, .meaning = "Documents for it."},
};

constexpr Field kMatch[] = {
    {.name = "offer", .type = Type::ref, .required = true, .refers_to = "offer", .meaning = "The offer."},
    {.name = "proposed_by", .meaning = "Who proposed the match."},
    {.name = "status", .type = Type::code, .codes = "match-status",
     .meaning = "Proposed, accepted or declined by the recipient."},
};

constexpr Field kNeed[] = {
    {.name = "title", .required = true, .search = Search::title, .meaning = "Title."},
    {.name = "theme", .type = Type::code, .required = true, .codes = "theme", .facet = "theme",
     .meaning = "What it is about."},
    {.name = "description", .long_text = true, .search = Search::body, .meaning = "What is needed."},
    {.name = "types", .repeated = true, .search = Search::body, .meaning = "Forms of help that would serve."},
    {.name = "urgency", .meaning = "How urgent it is."},
    {.name = "timeframe", .meaning = "When it is needed."},
    {.name = "stage", .type = Type::code, .codes = "need-stage", .facet = "stage", .meaning = "Open, matched or closed."},
    {.name = "matches", .type = Type::object, .repeated = true, .members = kMatch, .meaning = "Offers that may serve."},
};

constexpr Field kOfferHead[] = {
    {.name = "title", .required = true, .search = Search::title, .meaning = "Title."},
    {.name = "theme", .type = Type::code, .codes = "theme", .facet = "theme", .meaning = "What it is about."},
    {.name = "description", .long_text = true, .search = Search::body, .meaning = "What is offered, in words."},
    {.name = "stage", .type = Type::code, .codes = "need-stage", .facet = "stage", .meaning = "Open, matched or closed."},
};

// clang-format on

// ---- joining tables

template <std::size_t... N>
constexpr auto join(const Field (&... parts)[N]) {
  std::array<Field, (N + ...)> all{};
  std::size_t at = 0;
  const auto add = [&](const auto& part) {
    for (const Field& field : part) all[at++] = field;
  };
  (add(parts), ...);
  return all;
}

constexpr auto kInitiative = join(kUndertaking, kInitiativeOnly);
constexpr auto kProgramme = join(kUndertaking, kProgrammeHead, kOffering, kProgrammeTail);
constexpr auto kOffer = join(kOfferHead, kOffering);

constexpr Kind kKinds[] = {
    {"state", "states", kState, Visibility::open, "A State; reference data of the secretariat."},
    {"organisation", "organisations", kOrganisation, Visibility::open,
     "A ministry, agency, team or company."},
    {"contact", "contacts", kContact, S, "A point of contact: a function or a person."},
    {"initiative", "initiatives", kInitiative, Visibility::open,
     "A political or collective undertaking."},
    {"programme", "programmes", kProgramme, Visibility::open,
     "Funded work with implementers and beneficiaries."},
    {"document", "documents", kDocument, Visibility::open,
     "A strategy, law, position, report or template."},
    {"event", "events", kEvent, Visibility::open, "A meeting, training, exercise or deadline."},
    {"need", "needs", kNeed, S, "What a State asks for."},
    {"offer", "offers", kOffer, Visibility::open, "What a State or organisation offers."},
};

}  // namespace

const Field* find_field(std::span<const Field> fields, std::string_view name) {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool narrowed_by_element(const Field& field) {
  return find_field(field.members, "visibility") != nullptr;
}

bool names_persons(const Kind& kind) {
  return std::any_of(kind.fields.begin(), kind.fields.end(), may_be_personal);
}

bool may_be_personal(const Field& field) {
  return field.personal || find_field(field.members, "personal") != nullptr;
}

const Field* Kind::field(std::string_view field_name) const {
  return find_field(fields, field_name);
}

std::string_view name_of(Visibility visibility) {
  switch (visibility) {
    case Visibility::open:
      return "public";
    case Visibility::group:
      return "group";
    case Visibility::owner:
      return "owner";
  }
  return "owner";
}

std::span<const Kind> kinds() { return kKinds; }

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::span<const Field> meta_fields() { return kMeta; }

}  // namespace cyberdir::model
