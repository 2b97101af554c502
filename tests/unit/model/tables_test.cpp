// The tables that all else follows from.
#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "base/time_zones.h"
#include "model/audience.h"
#include "model/code_lists.h"
#include "model/diff.h"
#include "model/kinds.h"
#include "model/states.h"
#include "model/string_formats.h"

namespace cyberdir::model {
namespace {

void each_field(std::span<const Field> fields, const std::string& at,
                const std::function<void(const Field&, const std::string&)>& visit) {
  for (const Field& field : fields) {
    const std::string pointer = at + "/" + std::string(field.name);
    visit(field, pointer);
    each_field(field.members, pointer, visit);
  }
}

TEST(Kinds, are_those_of_the_data_dictionary) {
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds()) names.push_back(kind.name);
  EXPECT_EQ(names,
            (std::vector<std::string_view>{"state", "organisation", "contact", "initiative",
                                           "programme", "document", "event", "need", "offer"}));
  EXPECT_EQ(find_kind("castle"), nullptr);
  EXPECT_EQ(find_kind(""), nullptr);
}

TEST(CodeLists, whom_one_looks_for_first_stands_first) {
  EXPECT_EQ(category_order("diplomatic"), 0U);
  EXPECT_LT(category_order("diplomatic"), category_order("technical"));
  EXPECT_LT(category_order("technical"), category_order("consular"));
  EXPECT_LT(category_order("consular"), category_order("of-another-time"));
  EXPECT_EQ(category_order(""), category_order("of-another-time"));
}

TEST(Kinds, tables_are_sane) {
  for (const Kind& kind : kinds()) {
    EXPECT_EQ(find_kind(kind.name), &kind);
    std::set<std::string_view> names;
    bool has_title = false;
    for (const Field& field : kind.fields) {
      EXPECT_TRUE(names.insert(field.name).second)
          << kind.name << ' ' << field.name << " stands twice";
      for (const char* reserved : {"id", "kind", "meta", "extensions"})
        EXPECT_NE(field.name, reserved) << kind.name;
      has_title = has_title || field.search == Search::title;
    }
    EXPECT_TRUE(has_title) << kind.name;
    each_field(kind.fields, std::string(kind.name), [](const Field& field, const std::string& at) {
      EXPECT_EQ(field.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
                std::string_view::npos)
          << at;
      EXPECT_FALSE(field.meaning.empty()) << at;
      EXPECT_EQ(field.type == Type::code, !field.codes.empty()) << at;
      if (field.type == Type::code) {
        EXPECT_NE(find_code_list(field.codes), nullptr) << at << " names the list " << field.codes;
      }
      if (!field.refers_to.empty()) {
        EXPECT_EQ(field.type, Type::ref) << at;
        EXPECT_NE(find_kind(field.refers_to), nullptr) << at;
      }
      EXPECT_EQ(field.type == Type::object, !field.members.empty()) << at;
      EXPECT_FALSE(field.required && field.kept_by_registry) << at;
      std::set<std::string_view> members;
      for (const Field& member : field.members)
        EXPECT_TRUE(members.insert(member.name).second) << at;
      // Elements with a rule of their own can only be narrowed where elements are told apart.
      if (find_field(field.members, "visibility") != nullptr) {
        EXPECT_EQ(field.identity, Identity::kind_and_value)
            << at << ": its elements carry a visibility that nobody looks at";
      }
    });
  }
}

// The letters of the data dictionary: what is not public by default.
TEST(Kinds, letters_are_those_of_the_data_dictionary) {
  std::set<std::string> group;
  std::set<std::string> owner;
  const auto note = [&](std::span<const Field> fields, const std::string& kind) {
    for (const Field& field : fields) {
      if (field.visibility == Visibility::group) group.insert(kind + "/" + std::string(field.name));
      if (field.visibility == Visibility::owner) owner.insert(kind + "/" + std::string(field.name));
    }
  };
  for (const Kind& kind : kinds()) {
    EXPECT_EQ(kind.visibility,
              kind.name == "contact" || kind.name == "need" ? Visibility::group : Visibility::open)
        << kind.name;
    if (kind.name != "contact") note(kind.fields, std::string(kind.name));
    if (kind.name == "contact") {
      for (const Field& field : kind.fields)
        EXPECT_EQ(field.visibility, Visibility::group) << field.name;
    }
  }
  note(meta_fields(), "meta");
  EXPECT_EQ(group, (std::set<std::string>{"state/participates_since", "organisation/resources",
                                          "event/delegations"}));
  // initiative: meetings and actions are shown only after both States approved.
  EXPECT_EQ(owner, (std::set<std::string>{"state/directory_manager", "meta/authority",
                                          "initiative/meetings", "initiative/actions"}));
}

TEST(CodeLists, closed_and_open) {
  const CodeList* theme = find_code_list("theme");
  ASSERT_NE(theme, nullptr);
  EXPECT_EQ(theme->codes.size(), 12U);
  EXPECT_TRUE(theme->allows("norms"));
  for (const char* code : {"", "Norms", "norms ", "other"})
    EXPECT_FALSE(theme->allows(code)) << code;
  const CodeList* network = find_code_list("network");
  ASSERT_NE(network, nullptr);
  EXPECT_TRUE(network->open);
  EXPECT_TRUE(network->allows("ASEAN-CERT"));
  for (const char* code : {"", "a b", "a/b", "<b>", "\xC3\xA9"})
    EXPECT_FALSE(network->allows(code)) << code;
  EXPECT_EQ(find_code_list("castle"), nullptr);
}

// ---- States

TEST(States, are_193_and_two) {
  std::set<std::string> codes;
  std::size_t members = 0;
  std::size_t observers = 0;
  for (const Entry& state : shipped_states()) {
    const std::string iso2 = state.body.at("iso2");
    EXPECT_TRUE(codes.insert(iso2).second) << iso2;
    if (state.body.value("un_member", false)) ++members;
    if (state.body.value("un_observer", false)) ++observers;
    for (const char* language : {"ar", "en", "es", "fr", "ru", "zh"})
      EXPECT_TRUE(state.body.at("name").contains(language)) << iso2 << ' ' << language;
    EXPECT_TRUE(base::is_time_zone(state.body.at("capital_time_zone").get<std::string>())) << iso2;
    EXPECT_EQ(state.owner(), "secretariat");
    EXPECT_TRUE(is_state_code(iso2));
    EXPECT_EQ(state_named(iso2), iso2);
    EXPECT_EQ(state_named(state.body.at("iso3").get<std::string>()), iso2);
    if (iso2 == "CG" || iso2 == "CD") continue;  // two States share the name Congo
    for (const auto& name : state.body.at("name"))
      EXPECT_EQ(state_named(name.get<std::string>()), iso2) << name;
  }
  EXPECT_EQ(codes.size(), 195U);
  EXPECT_EQ(members, 193U);
  EXPECT_EQ(observers, 2U);
  EXPECT_TRUE(codes.contains("VA"));
  EXPECT_TRUE(codes.contains("PS"));
  EXPECT_FALSE(codes.contains("TW"));
  EXPECT_FALSE(codes.contains("XK"));
}

TEST(States, names_that_mean_one_state) {
  for (const auto& [name, iso2] : std::vector<std::pair<const char*, const char*>>{
           {"T\u00FCrkiye", "TR"},
           {"Turkey", "TR"},
           {"Turkiye", "TR"},
           {"TUR", "TR"},
           {"C\u00F4te d\u2019Ivoire", "CI"},
           {"C\u00F4te d'Ivoire", "CI"},
           {"Cote d'Ivoire", "CI"},
           {"Ivory Coast", "CI"},
           {"USA", "US"},
           {"U.S.A.", "US"},
           {"United States", "US"},
           {"United States of America", "US"},
           {"South Korea", "KR"},
           {"ROK", "KR"},
           {"North Korea", "KP"},
           {"DPRK", "KP"},
           {"Republic of Korea", "KR"},
           {"Burma", "MM"},
           {"Siam", "TH"},
           {"Swaziland", "SZ"},
           {"Holland", "NL"},
           {"Russia", "RU"},
           {"Russian Federation", "RU"},
           {"UK", "GB"},
           {"United Kingdom", "GB"},
           {"Iran", "IR"},
           {"Iran (Islamic Republic of)", "IR"},
           {"Viet Nam", "VN"},
           {"Vietnam", "VN"},
           {"Laos", "LA"},
           {"Syria", "SY"},
           {"Czech Republic", "CZ"},
           {"Czechia", "CZ"},
           {"Cape Verde", "CV"},
           {"Cabo Verde", "CV"},
           {"East Timor", "TL"},
           {"Tanzania", "TZ"},
           {"Bolivia", "BO"},
           {"Moldova", "MD"},
           {"Macedonia", "MK"},
           {"North Macedonia", "MK"},
           {"Brunei", "BN"},
           {"Vatican", "VA"},
           {"Holy See", "VA"},
           {"Palestine", "PS"},
           {"DRC", "CD"},
           {"Democratic Republic of the Congo", "CD"},
           {"Republic of the Congo", "CG"},
           {"\u4E2D\u56FD", "CN"},
           {"\u0627\u0644\u0647\u0646\u062F", "IN"},
           {"\u0420\u043E\u0441\u0441\u0438\u044F", "RU"},
           {"  thailand ", "TH"},
           {"THAILAND", "TH"},
           {"th", "TH"}}) {
    EXPECT_EQ(state_named(name), iso2) << name;
  }
}

TEST(States, names_that_mean_none_or_more_than_one) {
  for (const char* name : {"",          " ",          "Taiwan",
                           "TW",        "TWN",        "Taiwan, Province of China",
                           "Congo",     "Korea",      "Guinea Coast",
                           "Europe",    "EU",         "Kosovo",
                           "Hong Kong", "HK",         "Macao",
                           "Scotland",  "Yugoslavia", "Global",
                           "Atlantis",  "US and A",   "Thai",
                           "X",         "XX",         "???"}) {
    EXPECT_FALSE(state_named(name).has_value())
        << name << " means " << state_named(name).value_or("");
  }
}

TEST(States, exercise_codes) {
  for (const char* code : {"XA", "XB", "XC"}) {
    EXPECT_TRUE(is_state_code(code));
    EXPECT_TRUE(is_exercise_state(code));
  }
  for (const char* code : {"XD", "th", "THA", "", "T", "ZZ"})
    EXPECT_FALSE(is_state_code(code)) << code;
  EXPECT_FALSE(is_exercise_state("TH"));
}

// ---- audience

TEST(Audience, level_by_role_owner_and_group) {
  struct Row {
    Role role;
    const char* owner;
    const char* group;
    Visibility own;    // of an entry of IN
    Visibility other;  // of an entry of TH
  };
  constexpr Visibility P = Visibility::open;
  constexpr Visibility S = Visibility::group;
  constexpr Visibility O = Visibility::owner;
  for (const Row& row :
       {Row{Role::anonymous, "", "states", P, P}, Row{Role::anonymous, "IN", "states", P, P},
        Row{Role::administrator, "IN", "states", P, P}, Row{Role::reader, "IN", "states", S, S},
        Row{Role::reader, "IN", "", S, S}, Row{Role::reader, "IN", "named:BR", S, P},
        Row{Role::reader, "IN", "named:BR,IN", S, S}, Row{Role::reader, "IN", "named:BRIN", S, P},
        Row{Role::reader, "IN", "network:ARF", S, S}, Row{Role::reader, "IN", "network:AR", S, P},
        Row{Role::reader, "IN", "network:ARFX", S, P}, Row{Role::editor, "IN", "states", O, S},
        Row{Role::editor, "IN", "named:BR", O, P}, Row{Role::manager, "IN", "network:OTHER", O, P},
        Row{Role::manager, "IN", "states", O, S}, Row{Role::editor, "", "states", P, P},
        Row{Role::reader, "", "states", P, P}, Row{Role::editor, "org-1", "states", P, P},
        Row{Role::secretariat, "", "named:BR", O, O}}) {
    Caller caller;
    caller.role = row.role;
    caller.owner = row.owner;
    caller.networks = {"ARF"};
    EXPECT_EQ(level_for(caller, "IN", row.group), row.own)
        << name_of(row.role) << ' ' << row.owner << ' ' << row.group;
    EXPECT_EQ(level_for(caller, "TH", row.group), row.other)
        << name_of(row.role) << ' ' << row.owner << ' ' << row.group;
    EXPECT_EQ(level_for(caller, "", "named:BR"), row.role == Role::secretariat ? O : P)
        << "an entry without owner is nobody's own";
  }
  Caller operator_;
  operator_.operates = true;
  EXPECT_EQ(level_for(operator_, "IN", "named:TH"), O);
}

TEST(Audience, narrowed_is_never_wider) {
  for (const Role role : {Role::anonymous, Role::reader, Role::editor, Role::manager,
                          Role::secretariat, Role::administrator}) {
    Caller caller;
    caller.role = role;
    caller.owner = role == Role::secretariat ? "" : "IN";
    for (const char* audience : {"public", "states"}) {
      const auto narrow = narrowed(caller, audience);
      ASSERT_TRUE(narrow.has_value());
      for (const char* owner : {"IN", "TH", "registry"}) {
        for (const char* group : {"states", "named:IN", "named:TH", "network:ARF"}) {
          EXPECT_LE(level_for(*narrow, owner, group), level_for(caller, owner, group))
              << name_of(role) << ' ' << audience;
          EXPECT_LE(level_for(*narrow, owner, group),
                    audience == std::string("public") ? Visibility::open : Visibility::group);
        }
      }
      EXPECT_FALSE(narrow->may_write("IN"));
    }
    EXPECT_FALSE(narrowed(caller, "everybody").has_value());
  }
}

TEST(Audience, who_may_write) {
  struct Row {
    Role role;
    const char* owner;
    bool own, other, registry, states;
  };
  for (const Row& row : {Row{Role::anonymous, "", false, false, false, false},
                         Row{Role::reader, "IN", false, false, false, false},
                         Row{Role::editor, "IN", true, false, false, false},
                         Row{Role::manager, "IN", true, false, false, false},
                         Row{Role::secretariat, "", false, false, true, true},
                         Row{Role::administrator, "IN", false, false, false, false},
                         Row{Role::editor, "", false, false, false, false}}) {
    Caller caller;
    caller.role = row.role;
    caller.owner = row.owner;
    EXPECT_EQ(caller.may_write("IN"), row.own) << name_of(row.role);
    EXPECT_EQ(caller.may_write("TH"), row.other) << name_of(row.role);
    EXPECT_EQ(caller.may_write("registry"), row.registry) << name_of(row.role);
    EXPECT_EQ(caller.may_write("secretariat"), row.states) << name_of(row.role);
    EXPECT_FALSE(caller.may_write("")) << name_of(row.role);
  }
}

// ---- strings

void expect_each(const std::function<bool(std::string_view)>& is,
                 const std::vector<std::string>& valid, const std::vector<std::string>& invalid) {
  for (const std::string& text : valid) EXPECT_TRUE(is(text)) << text;
  for (const std::string& text : invalid) EXPECT_FALSE(is(text)) << text;
}

TEST(StringFormats, telephone) {
  expect_each(is_e164, {"+6621234567", "+41446681800", "+123456", "+123456789012345"},
              {"", "+", "6621234567", "+0621234567", "+12345", "+1234567890123456",
               "+66 2 123 4567", "+66-2", "0066212345", "+66(0)2123456", "+662123456a",
               "tel:+6621234567", "+\u0661\u0662\u0663\u0664\u0665\u0666"});
}

TEST(StringFormats, mail) {
  expect_each(is_addr_spec,
              {"a@b.example", "duty.officer+cert@cert.gov.example", "\"quoted local\"@b.example",
               "o'neil@b.example", "\u0434@\u043F\u0440\u0438\u043C\u0435\u0440.example",
               "a_b-c@x-y.example"},
              {"", "a", "@b.example", "a@", "a@@b.example", "a b@c.example", ".a@b.example",
               "a.@b.example", "a..b@c.example", "a@b..example", "a@-b.example", "a@b.example.",
               "<a@b.example>", "Name <a@b.example>", "mailto:a@b.example",
               "a@b.example\r\nBcc: c@d.example", "a@b.example,c@d.example",
               std::string(65, 'a') + "@b.example", "a@" + std::string(250, 'b') + ".example"});
}

TEST(StringFormats, language) {
  expect_each(is_language_tag,
              {"en", "th", "zh-Hans", "zh-Hant-TW", "sr-Latn-RS", "de-CH", "de-CH-1996", "es-419",
               "en-x-private", "de-a-value"},
              {"", "e", "english", "en_US", "en-", "-en", "en--US", "xx", "zz", "12",
               "en-TOOLONGSUBTAG", "en US", "\u0E44\u0E17\u0E22"});
}

TEST(StringFormats, web) {
  expect_each([](std::string_view text) { return is_web_address(text, false); },
              {"https://www.example/", "http://a.example", "https://a.example:8443/p?q=1#f",
               "https://[2001:db8::1]/"},
              {"", "www.example", "ftp://a.example/", "javascript:alert(1)", "https://",
               "https:///path", "https://user@a.example/", "https://u:p@a.example/",
               "https://a.example/a b", "https://a.example/\n", "//a.example/", "data:text/html,x",
               "https://a.example/<b>", " https://a.example/"});
  EXPECT_FALSE(is_web_address("http://a.example/", true));
  EXPECT_TRUE(is_web_address("https://a.example/", true));
}

TEST(StringFormats, fingerprint) {
  const std::string forty = "0123456789ABCDEF0123456789ABCDEF01234567";
  EXPECT_EQ(normalised_fingerprint(forty), forty);
  EXPECT_EQ(normalised_fingerprint("0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567"), forty);
  EXPECT_EQ(normalised_fingerprint("01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67"),
            forty);
  EXPECT_EQ(normalised_fingerprint(std::string(64, 'a')), std::string(64, 'A'));
  for (const std::string& text :
       {std::string(), std::string(39, 'A'), std::string(41, 'A'), std::string(32, 'A'),
        std::string(63, 'A'), std::string(65, 'A'), std::string(39, 'A') + "G",
        std::string("0x") + std::string(38, 'A')}) {
    EXPECT_FALSE(normalised_fingerprint(text).has_value()) << text;
  }
}

TEST(StringFormats, decimal) {
  expect_each(is_decimal, {"0", "1", "-1", "12.50", "0.000001", "100000000000000000000000"},
              {"", "-", ".", "1.", ".5", "1e5", "1,5", "1 000", "NaN", "--1", "1.2.3", "0x1",
               std::string(65, '1')});
}

TEST(StringFormats, by_format) {
  struct Row {
    Format format;
    std::vector<std::string> valid;
    std::vector<std::string> invalid;
  };
  for (const Row& row :
       {Row{Format::time_zone, {"Asia/Bangkok", "UTC"}, {"Bangkok", "+07:00", ""}},
        Row{Format::clock_time, {"08:00"}, {"8:00", "25:00"}},
        Row{Format::domain,
            {"cert.example", "xn--e1afmkfd.example"},
            {"", "a b", "-a.example", "a..b", "http://a.example"}},
        Row{Format::ip_range,
            {"192.0.2.0/24", "192.0.2.1", "2001:db8::/32", "192.0.2.1-192.0.2.9"},
            {"", "192.0.2.256", "192.0.2.0/33", "2001:db8::/129", "192.0.2.9-192.0.2.1",
             "example"}},
        Row{Format::as_number,
            {"AS64500", "AS4294967295"},
            {"", "AS", "64500x", "AS4294967296", "AS-1"}},
        Row{Format::currency, {"USD", "THB"}, {"", "usd", "US", "USDD"}},
        Row{Format::tlp,
            {"TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"},
            {"", "TLP:WHITE", "AMBER", "tlp:amber", "TLP:BLACK"}},
        Row{Format::group,
            {"states", "network:ARF", "named:IN,TH", "named:IN"},
            {"", "all", "network:", "named:", "named:ZZ", "named:IN,", "named:in", "named:IN TH"}},
        Row{Format::owner, {"IN", "secretariat", "registry", "org-1"}, {"", "in valid", "../x"}}}) {
    for (const std::string& text : row.valid)
      EXPECT_FALSE(format_problem(row.format, text, {}).has_value())
          << text << ": " << format_problem(row.format, text, {}).value_or("");
    for (const std::string& text : row.invalid) {
      const auto problem = format_problem(row.format, text, {});
      EXPECT_TRUE(problem.has_value()) << static_cast<int>(row.format) << " takes '" << text << "'";
    }
  }
  for (const char* kind : {"phone", "mobile", "fax", "satellite", "phone-emergency"})
    EXPECT_TRUE(format_problem(Format::channel, "a@b.example", kind).has_value()) << kind;
  EXPECT_TRUE(format_problem(Format::channel, "+6621234567", "email").has_value());
  EXPECT_TRUE(format_problem(Format::channel, "http://a.example/", "web").has_value())
      << "https only";
}

TEST(EntryIds, table) {
  expect_each(is_entry_id, {"a", "A-1", "0193-x", "a.b_c~d", std::string(64, 'a')},
              {"", std::string(65, 'a'), "-a", ".a", "_a", "a b", "a/b", "a%20", "\xC3\xA9",
               "a.json", "a.xml", "a.csv", "a?b", "a#b", "a\n"});
}

// ---- differences

TEST(Diff, by_value_and_by_element) {
  const Kind& kind = *find_kind("organisation");
  const Json from = Json::parse(
      R"({"name":{"en":"A","th":"B"},"websites":["https://a.example/"],"channels":[{"kind":"email","value":"a@b.example","use":"routine"},{"kind":"phone","value":"+6621234567"}],
    "keys":[{"fingerprint":"AA","kind":"openpgp"}]})");
  const auto pointers = [&](const Json& to) {
    std::string all;
    for (const Change& change : diff(from, to, kind))
      all += change.pointer + (change.from ? change.to ? " replaced;" : " removed;" : " added;");
    return all;
  };
  EXPECT_EQ(pointers(from), "");
  Json to = from;
  to["name"]["en"] = "C";
  EXPECT_EQ(pointers(to), "/name/en replaced;");
  to = from;
  to["websites"].push_back("https://b.example/");
  EXPECT_EQ(pointers(to), "/websites replaced;") << "arrays change as one";
  to = from;
  to["channels"][0]["use"] = "urgent";
  EXPECT_EQ(pointers(to), "/channels/0/use replaced;") << "but channels by element";
  to = from;
  to["channels"].erase(0);
  EXPECT_EQ(pointers(to), "/channels/0 removed;");
  to = from;
  to["keys"].push_back({{"fingerprint", "BB"}});
  EXPECT_EQ(pointers(to), "/keys/1 added;");
  to = from;
  to.erase("keys");
  to["acronym/with~odd"] = 1;
  EXPECT_NE(pointers(to).find("/acronym~1with~0odd added;"), std::string::npos);
}

TEST(ThreeWay, tells_base_theirs_and_yours) {
  const Kind& kind = *find_kind("organisation");
  const Json base = Json::parse(R"({"short_name":"a","type":"company","legal_basis":"x"})");
  const Json theirs = Json::parse(R"({"short_name":"b","type":"company"})");
  const Json yours = Json::parse(R"({"short_name":"c","type":"company","legal_basis":"x"})");
  const auto conflicts = three_way(base, theirs, yours, kind);
  ASSERT_EQ(conflicts.size(), 2U);
  for (const Conflict& conflict : conflicts) {
    if (conflict.pointer == "/short_name") {
      EXPECT_EQ(*conflict.base, "a");
      EXPECT_EQ(*conflict.theirs, "b");
      EXPECT_EQ(*conflict.yours, "c");
    } else {
      EXPECT_EQ(conflict.pointer, "/legal_basis");
      EXPECT_FALSE(conflict.theirs.has_value());
    }
  }
  EXPECT_TRUE(three_way(base, base, base, kind).empty());
}

}  // namespace
}  // namespace cyberdir::model
