// What the pages show, as plain values. Nothing here knows a store, a service or a request: the
// caller fills these in from an entry that has already been reduced to what its reader may see, and
// the renderer shows all of what it is given.
//
// Conventions
//   path      a place inside this site, beginning with '/', without the language prefix and, where
//             it is a query, already percent-encoded ("/entries/7Q", "/search?q=x&kind=contact").
//             The renderer puts the language in front. Empty means: no link.
//   raw path  the same, but served without a language prefix ("/v1/entries/7Q.json").
//   code      a value of a code list, shown through code_label().
//   All strings are UTF-8. Any text may be hostile: escaping is the renderer's work.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cyberdir::page {

// A point in UTC. The Unix epoch counts as a value like any other; absence is std::optional.
using Moment = std::chrono::sys_time<std::chrono::microseconds>;

// A text and the BCP 47 tag of its language; the tag is empty where nobody stated it.
struct Text {
  std::string value;
  std::string language;
};

// A State by its ISO 3166-1 alpha-2 code and its name as of the moment shown. XA, XB and XC get
// the mark "Exercise" wherever they appear.
struct StateName {
  std::string iso2;
  Text name;
};

struct Link {
  Text text;
  std::string path;
};

// A count; not exact means "more than `value`".
struct Total {
  std::uint64_t value = 0;
  bool exact = true;
};

// ---------------------------------------------------------------------------------------------
// Around every page

struct Frame {
  std::string language = "en";  // one of languages(); anything else is treated as "en"
  std::string directory_name;   // empty: the product's neutral name in the reader's language
  std::string path = "/";       // of this page with its query; the language switcher keeps it
  std::string address;          // of this page with scheme and host, for print; empty: not said
  std::string query;            // shown in the search box of the header
  std::string request_id;       // shown in the footer; empty: not shown
  Moment now{};                 // what ages are counted from
  Moment retrieved{};           // when it was asked for, whatever moment it shows
  std::uint64_t seq = 0;        // of the directory as the page shows it, for print
  bool exercise = false;        // the whole directory is fictional: a banner says so
  bool anonymous = true;        // the reader is not signed in: the wording of what is not shown
  std::string reader;           // name of a reader who signed in by the pages; empty: nobody
  std::string form_token;       // what forms of this page send along as "csrf"
  struct AsOf {
    Moment moment{};
    std::optional<std::uint64_t> seq;
    std::string current_path;  // this page without the point in time
    std::string parameter;     // as it was asked; every link and search of the page keeps it
  };
  std::optional<AsOf> as_of;  // the page shows the directory of a past moment
};

// ---------------------------------------------------------------------------------------------
// Fields of an entry, as a tree

struct Field;

// One value. Only the members named beside its kind are read. The make functions below are the
// convenient way to build one.
struct Value {
  enum class Kind {
    text,     // texts: language variants, the one for this reader first
    plain,    // text: an identifier, digest or other run of characters, set left to right
    link,     // url, text (empty: the url itself); only http and https become links
    tel,      // text: the number as written
    mail,     // text: the address
    code,     // list, text
    state,    // state
    ref,      // texts (title of the entry), path
    date,     // text: YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 time
    number,   // text: decimal digits, exact; grouped for the reader
    boolean,  // boolean
    list,     // items
    group,    // fields
  };
  Kind kind = Kind::text;
  std::string text;
  std::vector<Text> texts;
  std::string url;
  std::string path;
  std::string list;
  StateName state;
  bool boolean = false;
  std::vector<Value> items;
  std::vector<Field> fields;
};

// A named value. The label comes from the language's file under "field.<name>"; a name that the
// file does not have is made readable ("how_to_join" becomes "How to join").
struct Field {
  std::string name;
  Value value;
  std::string visibility;  // code of list "visibility"; shown beside the label unless empty/public
};

[[nodiscard]] Value make_text(std::string value, std::string language = {});
[[nodiscard]] Value make_texts(std::vector<Text> variants);
[[nodiscard]] Value make_plain(std::string value);
[[nodiscard]] Value make_link(std::string url, std::string text = {});
[[nodiscard]] Value make_tel(std::string number);
[[nodiscard]] Value make_mail(std::string address);
[[nodiscard]] Value make_code(std::string list, std::string value);
[[nodiscard]] Value make_state(StateName state);
[[nodiscard]] Value make_ref(Text title, std::string path);
[[nodiscard]] Value make_date(std::string date_or_time);
[[nodiscard]] Value make_number(std::string decimal);
[[nodiscard]] Value make_boolean(bool value);
[[nodiscard]] Value make_list(std::vector<Value> items);
[[nodiscard]] Value make_group(std::vector<Field> fields);

// ---------------------------------------------------------------------------------------------
// Parts that several pages share

// Who an entry belongs to.
struct Owner {
  enum class Kind { state, organisation, secretariat, registry };
  Kind kind = Kind::state;
  StateName state;     // kind state
  Text name;           // kind organisation: its name
  std::string path;    // kind organisation: its page
  std::string source;  // kind registry: the foreign directory that lists the entry
};

// An entry as one line of a list.
struct EntryLine {
  std::string kind;  // code of list "kind"
  Text title;
  std::string path;
  std::optional<StateName> state;
  Text summary;                       // one or two sentences; may be empty
  std::vector<Field> details;         // a few short fields, shown in a row (type, stage, date …)
  std::string status = "published";   // code of list "status"; "published" is not marked
  std::vector<std::string> marks;     // codes of list "mark" (expired, unconfirmed, restricted …)
  std::optional<Moment> declared_at;  // the owner last said that it is right
  bool shows_age = true;              // false: no age is wanted here (reference data)
  std::string listed_by;              // the foreign directory; empty: the owner's own entry
};

struct Channel {
  std::string kind;   // code of list "channel-kind": email, phone, phone-emergency …
  std::string value;  // the number, address or https URL
  std::string use;    // code of list "channel-use": routine, urgent; may be empty
  std::string system;
  bool suspended = false;
  std::optional<Moment> proven_at;
  std::string proven_how;                  // code of list "proof"; may be empty
  std::optional<Moment> urgent_from = {};  // changed lately: not for urgent use before this
};

// What a message to a contact is encrypted with.
struct Key {
  std::string fingerprint;
  std::string path;  // of the key itself; empty: known by its fingerprint alone
};

// A contact in full, as its State's page and its own show it.
struct ContactCard {
  std::string category;                  // code of list "contact-category"
  std::vector<std::string> also_serves;  // codes of list "contact-category"
  std::string level;                     // code of list "contact-level"; may be empty
  Text title;
  std::string path;
  Text person;                   // the person's name, where the reader may see one
  bool person_reported = false;  // who has not said yet that they agree to be named
  std::string address_as;        // form of address; may be empty
  std::optional<Link> organisation;
  std::vector<Channel> channels;       // in the order to call
  std::vector<std::string> languages;  // BCP 47, the preferred one first
  std::optional<bool> available_now;   // absent: not stated
  bool always = false;                 // round the clock
  std::string availability;            // who answers now and until when, in words; may be empty
  std::string local_time;              // "HH:MM" there, now; empty: not known
  std::string time_zone;               // IANA name
  std::vector<std::string> hours;      // "HH:MM–HH:MM" with days, ready to show
  std::vector<Key> keys;
  std::optional<Link> deputy;
  std::optional<Link> escalates_to;
  std::optional<std::uint64_t> acknowledge_hours;  // expected time, where it is stated
  std::optional<std::uint64_t> answer_hours;
  std::string status = "published";
  std::vector<std::string> marks;
  std::optional<Moment> declared_at;
};

struct VersionLine {
  std::uint64_t number = 0;
  Moment time{};
  std::string operation;    // code of list "operation": create, update, withdraw, restore …
  std::string actor_class;  // code of list "actor": owner, secretariat, registry, import …
  Text note;
  std::string status;  // code of list "status" that the version has; may be empty
};

// Something that the reader may do with what a page shows: a link, or a form that is sent.
struct Act {
  std::string words;  // key
  std::string path;
  std::vector<std::pair<std::string, std::string>> hidden;  // sent with it; empty: a link
};

// ---------------------------------------------------------------------------------------------
// The pages

struct HomePage {
  struct State {
    StateName name;
    std::vector<std::string> groups;  // codes of list "regional-group"; none, one or two
  };
  struct Count {
    std::string kind;  // code of list "kind"
    Total total;
    std::string path;
  };
  std::vector<State> states;  // in any order: the renderer groups and sorts for the language
  std::vector<Count> counts;
  bool by_name = false;  // one list of States instead of a list a region
};

// Whom to reach at once: channels for urgent use, by State.
struct UrgentPage {
  struct Group {
    std::optional<StateName> state;  // absent: of an organisation
    std::vector<ContactCard> contacts;
  };
  std::vector<Group> groups;       // in any order: the renderer sorts for the language
  std::vector<StateName> choices;  // States that have a contact which the reader may see
  std::string chosen;              // code of the one State that is shown; empty: all
  bool more = false;               // there are more than these
};

// "Nothing" has several meanings, and each has its own words.
enum class Outcome { found, nothing_matches, no_contact_published, could_not_ask };

struct FacetValue {
  std::string value;         // a code; the parameter says of which lists
  std::optional<Text> name;  // shown instead of the code's label (names of States)
  Total count;
  bool active = false;
  std::string path;  // adds this value, or removes it where it is active
};

struct Facet {
  std::string name;  // of the parameter: "kind", "state", "region", "category", "theme" …
  std::vector<FacetValue> values;
};

struct Filter {
  std::string name;   // of the parameter; shown through field_label()
  std::string value;  // as in the URL; kept by the page's search box
  std::optional<Text> label;
  std::string remove_path;
};

struct ResultsPage {
  std::string query;
  std::vector<std::string> phrases;  // folded words that were searched, for marking them
  Outcome outcome = Outcome::found;
  std::vector<Filter> filters;
  std::vector<EntryLine> items;
  Total total;
  std::vector<Facet> facets;
  std::string next_path;
  std::string previous_path;
  std::string clear_path;         // the same query without filters
  std::string corrected;          // the words searched instead of `query`; empty: `query` itself
  std::string exact_path;         // the search for `query` as it is written
  bool ambiguous = false;         // one name may mean any of `states`
  std::vector<Link> states;       // that the query names
  std::vector<Link> suggestions;  // queries that are as near; none was searched
  std::string json_path;          // raw paths of the same search
  std::string xml_path;
};

struct StatePage {
  StateName state;
  Text official_name;
  std::vector<Field> facts;                   // codes, groups, memberships, treaties, languages …
  std::string local_time;                     // "HH:MM" in the capital, now; empty: not known
  std::string time_zone;                      // IANA name
  Outcome contacts_outcome = Outcome::found;  // read where `contacts` is empty
  std::vector<ContactCard> contacts;  // in order, by category first: the renderer heads each
  std::vector<EntryLine> organisations;
  std::vector<EntryLine> initiatives;
  std::vector<EntryLine> programmes;
  std::vector<EntryLine> needs;
  std::vector<EntryLine> offers;
  std::vector<EntryLine> documents;
  std::vector<EntryLine> events;
  std::vector<EntryLine> listed_elsewhere;  // each with listed_by
  std::string entry_path;                   // the State's own entry
  std::string history_path;                 // its versions
  std::string search_path;                  // everything of this State, as a search
  std::string json_path;                    // raw paths
  std::string xml_path;
};

struct EntryPage {
  std::string id;
  std::string kind;  // code of list "kind"
  Text title;
  Owner owner;
  std::string status = "published";  // code of list "status"
  std::vector<std::string> marks;    // codes of list "mark"
  std::uint64_t version = 1;
  std::uint64_t latest_version = 1;  // greater than `version`: an old version is shown
  Moment modified_at{};
  std::optional<Moment> declared_at;
  bool shows_age = true;
  std::vector<Field> fields;
  std::vector<Field> provenance;      // source, authority, group, digest …: shown last and small
  std::vector<std::string> redacted;  // names of fields that this reader is not shown
  std::vector<VersionLine> history;   // newest first; the first few
  std::vector<Act> acts;
  std::optional<ContactCard> card;  // of a contact; the fields then stand behind it
  std::optional<StateName> state;   // whom a contact represents
  std::string card_code;            // what the QR code of the card holds; empty: none
  std::string json_path;            // raw paths
  std::string xml_path;
  std::string vcard_path;
  std::string text_path;  // path
};

struct HistoryPage {
  std::string id;
  std::string kind;
  Text title;
  std::vector<VersionLine> versions;  // newest first
  std::string next_path;              // older ones
  std::string json_path;
  std::string xml_path;
};

struct Change {
  enum class Kind { added, removed, changed };
  Kind kind = Kind::changed;
  std::string pointer;  // RFC 6901; its label is made from the names of the fields
  std::optional<Value> before;
  std::optional<Value> after;
};

struct DiffPage {
  std::string id;
  std::string kind;
  Text title;
  VersionLine from;
  VersionLine to;
  std::vector<Change> changes;
  std::string previous_path;  // the difference one step earlier
  std::string next_path;
  std::string json_path;
  std::string xml_path;
};

// Problem details (RFC 9457) for people.
struct ErrorPage {
  struct Finding {
    std::string code;
    std::string detail;
    std::string pointer;
    std::optional<std::uint64_t> row;
    std::optional<std::uint64_t> line;
    std::string severity;  // code of list "severity"
  };
  int status = 500;
  std::string slug;    // of the problem type: words come from "problem.<slug>.title" and ".help"
  std::string title;   // used where the language has no words for the slug
  std::string detail;  // in English; may be empty
  std::vector<Finding> errors;
  std::string history_path;  // of an entry that was withdrawn; empty: none
  std::string retry_path;    // worth asking again (503, 429); empty: none
};

// For which States there are contacts, by regional group: a picture without ranks, and its table.
struct CoveragePage {
  struct Tile {
    StateName state;
    bool diplomatic = false;
    bool technical = false;
    std::uint64_t contacts = 0;  // of any category
  };
  struct Group {
    std::string name;  // code of list "regional-group"; empty: States of no group
    std::uint64_t with_contact = 0;
    std::uint64_t diplomatic = 0;
    std::uint64_t technical = 0;
    std::vector<Tile> tiles;  // in any order
  };
  std::vector<Group> groups;
  std::string json_path;
  std::string xml_path;
};

// What programs can ask, and what the answers to errors mean. The words of the contract are in
// English, as it is written.
struct DocsPage {
  struct Parameter {
    std::string name;
    std::string place;  // query, path, header
    bool required = false;
    std::string description;
  };
  struct Operation {
    std::string method;
    std::string path;
    std::string summary;
    std::string description;
    std::vector<Parameter> parameters;
    std::string body;     // media types that are sent, one after the other
    std::string answers;  // statuses, one after the other
  };
  struct Section {
    std::string name;
    std::string description;
    std::vector<Operation> operations;
  };
  struct Problem {
    std::string slug;
    std::string title;  // used where the language has no words for the slug
    int status = 0;     // 0: several
  };
  std::vector<Problem> problems;
  std::vector<Section> sections;
};

struct ProblemTypePage {
  std::string slug;
  int status = 0;       // the HTTP status it usually comes with; 0: several
  std::string title;    // used where the language has no words for the slug
  std::string example;  // a JSON example, shown as it is; may be empty
};

}  // namespace cyberdir::page
