#include "codec/forms/iati.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "codec/forms/iati_grammar.h"
#include "codec/iati_codes.h"
#include "codec/json_reader.h"
#include "codec/xml_text.h"
#include "model/states.h"
#include "model/string_formats.h"

namespace cyberdir::codec {

using base::Result;
using model::Json;

namespace {

constexpr std::string_view kBlanks = " \t\r\n";
const Json kNothing = Json::array();

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) + 1 - from);
}

const Json& member(const Json& object, std::string_view name) {
  if (!object.is_object()) return kNothing;
  const auto found = object.find(name);
  return found == object.end() ? kNothing : *found;
}

std::string_view text_member(const Json& object, std::string_view name) {
  const Json& value = member(object, name);
  return value.is_string() ? std::string_view(value.get_ref<const std::string&>())
                           : std::string_view();
}

// ---- writing elements

void attribute(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += ' ';
  out += name;
  out += "=\"";
  append_xml_attribute(out, value);
  out += '"';
}

void narrative(std::string& out, std::string_view text, std::string_view language = {}) {
  out += "<narrative";
  attribute(out, "xml:lang", language);
  out += '>';
  append_xml_text(out, trimmed(text));
  out += "</narrative>";
}

// True where there is a language in which something is said.
bool has_text(const Json& text) {
  return text.is_object() && std::ranges::any_of(text, [](const Json& each) {
           return each.is_string() && !trimmed(each.get_ref<const std::string&>()).empty();
         });
}

void narratives(std::string& out, const Json& text) {
  for (const auto& [language, each] : text.items()) {
    const auto& words = each.get_ref<const std::string&>();
    if (!trimmed(words).empty()) narrative(out, words, language);
  }
}

// A code of ours for the type of an organisation, and OrganisationType.
std::string_view organisation_type(std::string_view type) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"foreign-ministry", "10"},
      {"interior-ministry", "10"},
      {"justice-ministry", "10"},
      {"ict-ministry", "10"},
      {"permanent-mission", "10"},
      {"embassy", "10"},
      {"national-cyber-agency", "10"},
      {"government-csirt", "10"},
      {"law-enforcement", "10"},
      {"prosecution", "10"},
      {"mla-authority", "10"},
      {"defence", "10"},
      {"regulator", "15"},
      {"intergovernmental", "40"},
      {"research", "80"},
      {"vendor-csirt", "70"},
      {"company", "70"}};
  for (const auto& [ours, theirs] : kTypes) {
    if (ours == type) return theirs;
  }
  return "90";
}

// ---- one programme

class ActivityWriter {
 public:
  ActivityWriter(const Json& entry, const RelatedEntry& related)
      : entry_(entry), related_(related), extensions_(member(entry, "extensions")) {
    is_first_version_ = text_member(attributes(), "version").starts_with('1');
  }

  // The activity, or nothing where it lacks what an activity must have.
  std::string write() {
    const std::string_view identifier = trimmed(text_member(entry_, "iati_identifier"));
    const std::string reporting = reporting_organisation();
    const std::string organisations = participating_organisations();
    const std::string stage = status();
    const std::string dates = date("start", kIatiStart, iati_start_type(stage_)) +
                              date("end", kIatiEnd, iati_end_type(stage_)) + other_dates();
    const std::string budgets = this->budgets();
    if (identifier.empty() || reporting.empty() || !has_text(member(entry_, "title")) ||
        !has_text(member(entry_, "summary")) || organisations.empty() || stage.empty() ||
        dates.empty())
      return {};

    std::string out = "<iati-activity";
    write_attributes(out, budgets.empty());
    out += ">\n<iati-identifier>";
    append_xml_text(out, identifier);
    out += "</iati-identifier>\n" + reporting + "<title>";
    narratives(out, member(entry_, "title"));
    out += "</title>\n<description type=\"1\">";
    narratives(out, member(entry_, "summary"));
    out += "</description>\n" + kept_descriptions() + organisations;
    kept(out, {"other-identifier"});
    out += stage + dates + contacts() + scope() + countries();
    kept(out, {"recipient-region", "location", "sector", "tag"});
    kept(out, {"country-budget-items"}, 1);
    kept(out, {"humanitarian-scope", "policy-marker"});
    kept(out, {"collaboration-type", "default-flow-type", "default-finance-type"}, 1);
    kept(out, {"default-aid-type"});
    kept(out, {"default-tied-status"}, 1);
    out += budgets;
    kept(out, {"planned-disbursement"});
    kept(out, {"capital-spend"}, 1);
    kept(out, {"transaction"});
    out += links();
    kept(out, {"related-activity", "legacy-data"});
    kept(out, {"conditions"}, 1);
    kept(out, {"result"});
    kept(out, {"crs-add", "fss"}, 1);
    out += "</iati-activity>\n";
    return out;
  }

 private:
  [[nodiscard]] const Json& attributes() const {
    return member(extensions_, "x-iati-" + std::string(kIatiAttributes));
  }

  // ---- what was kept

  // The elements of that name that were kept from another file and that may be written.
  [[nodiscard]] std::vector<const Json*> kept_elements(std::string_view name) const {
    std::vector<const Json*> elements;
    const Json& list = member(extensions_, "x-iati-" + std::string(name));
    if (is_first_version_ || !list.is_array()) return elements;
    for (const Json& element : list) {
      if (is_iati_element(element) && element[0] == name) elements.push_back(&element);
    }
    return elements;
  }

  static void element(std::string& out, const Json& element) {
    append_iati_element(out, element);
    out += '\n';
  }

  void kept(std::string& out, std::initializer_list<std::string_view> names,
            std::size_t most = SIZE_MAX) const {
    for (const std::string_view name : names) {
      const auto elements = kept_elements(name);
      for (std::size_t i = 0; i < std::min(elements.size(), most); ++i) element(out, *elements[i]);
    }
  }

  void write_attributes(std::string& out, bool without_budgets) const {
    attribute(out, "last-updated-datetime", text_member(member(entry_, "meta"), "modified_at"));
    const std::string_view language = text_member(attributes(), "xml:lang");
    if (model::is_language_tag(language)) attribute(out, "xml:lang", language);
    attribute(out, "default-currency", text_member(attributes(), "default-currency"));
    const std::string_view humanitarian = text_member(attributes(), "humanitarian");
    if (humanitarian == "1" || humanitarian == "0" || humanitarian == "true" ||
        humanitarian == "false")
      attribute(out, "humanitarian", humanitarian);
    const std::string_view hierarchy = text_member(attributes(), "hierarchy");
    if (hierarchy.size() == 1 && hierarchy[0] >= '0' && hierarchy[0] <= '9')
      attribute(out, "hierarchy", hierarchy);
    const std::string_view address = text_member(attributes(), "linked-data-uri");
    if (is_xsd_uri(address)) attribute(out, "linked-data-uri", address);
    if (without_budgets)
      attribute(out, "budget-not-provided", text_member(attributes(), "budget-not-provided"));
  }

  // ---- organisations

  std::string reporting_organisation() const {
    const Json& list = member(extensions_, "x-iati-reporting-org");
    std::string out;
    for (const Json& each : list.is_array() ? list : kNothing) {
      const Json organisation = with_narrative(each);
      if (!is_iati_element(organisation) || organisation[0] != "reporting-org") continue;
      element(out, organisation);
      return out;
    }
    const std::string_view lead = text_member(entry_, "lead");
    if (lead.empty() || !related_) return out;
    const auto organisation = related_(lead);
    if (!organisation) return out;
    const std::string_view ref = text_member(member(*organisation, "extensions"), "x-iati-ref");
    const Json& name = member(*organisation, "name");
    if (trimmed(ref).empty() || !has_text(name)) return out;
    out += "<reporting-org";
    attribute(out, "ref", trimmed(ref));
    attribute(out, "type", organisation_type(text_member(*organisation, "type")));
    out += '>';
    narratives(out, name);
    out += "</reporting-org>\n";
    return out;
  }

  // An element of version 1.x, whose text stands in it and not in a narrative.
  static Json with_narrative(Json element) {
    if (!element.is_array() || element.empty()) return element;
    std::string language;
    if (element.size() > 1 && element[1].is_object()) {
      language = text_member(element[1], "xml:lang");
      element[1].erase("xml:lang");
    }
    if (!element.back().is_string() || element.size() < 2) return element;
    Json narrative = Json::array({"narrative"});
    if (model::is_language_tag(language)) narrative.push_back({{"xml:lang", language}});
    narrative.push_back(element.back());
    element.back() = std::move(narrative);
    return element;
  }

  // Funders and implementers, as they were kept where they still are; then those of other roles.
  std::string participating_organisations() const {
    std::string out;
    const auto elements = kept_elements("participating-org");
    const auto is_ours = [](const Json& each) {
      const std::string_view role = attribute_of(each, "role");
      return role == kIatiFunding || role == kIatiImplementing;
    };
    const auto of_role = [&](std::string_view field, std::string_view role) {
      std::set<std::string, std::less<>> written;
      for (const Json& each : member(entry_, field)) {
        const std::string name(trimmed(each.get_ref<const std::string&>()));
        if (name.empty() || !written.insert(name).second) continue;
        const auto found = std::ranges::find_if(elements, [&](const Json* one) {
          const Json* text = child_of(*one, "narrative");
          return attribute_of(*one, "role") == role && text != nullptr && text_of(*text) == name;
        });
        if (found != elements.end()) {
          element(out, **found);
          continue;
        }
        out += "<participating-org";
        attribute(out, "role", role);
        out += '>';
        narrative(out, name);
        out += "</participating-org>\n";
      }
    };
    of_role("funders", kIatiFunding);
    of_role("implementers", kIatiImplementing);
    for (const Json* each : elements) {
      const Json* name = child_of(*each, "narrative");
      if (!is_ours(*each) || name == nullptr || text_of(*name).empty()) element(out, *each);
    }
    return out;
  }

  // ---- status, dates, scope

  std::string status() {
    std::string out;
    stage_ = text_member(entry_, "stage");
    const IatiCode* row = to_iati(kIatiStages, stage_);
    if (row != nullptr) code_element(out, "activity-status", kIatiStages, *row);
    return out;
  }

  std::string scope() const {
    std::string out;
    const IatiCode* row = to_iati(kIatiScopes, text_member(entry_, "scope"));
    if (row != nullptr) {
      code_element(out, "activity-scope", kIatiScopes, *row);
    } else if (text_member(entry_, "scope").empty()) {
      kept(out, {"activity-scope"}, 1);
    }
    return out;
  }

  // The kept code where it means the same for us, else that of the row.
  template <std::size_t N>
  void code_element(std::string& out, std::string_view name, const std::array<IatiCode, N>& codes,
                    const IatiCode& row) const {
    for (const Json* each : kept_elements(name)) {
      const IatiCode* other = from_iati(codes, attribute_of(*each, "code"));
      if (other == nullptr || other->ours != row.ours) continue;
      element(out, *each);
      return;
    }
    out += '<';
    out += name;
    attribute(out, "code", row.iati);
    out += "/>\n";
  }

  std::string date(std::string_view field, const IatiDateTypes& types,
                   std::string_view understood) {
    std::string out;
    const std::string_view day = text_member(entry_, field);
    if (!is_xsd_date(day)) return out;
    for (const Json* each : kept_elements("activity-date")) {
      const std::string_view type = attribute_of(*each, "type");
      if ((type != types.planned && type != types.actual) || attribute_of(*each, "iso-date") != day)
        continue;
      return out;  // it is among the others
    }
    out += "<activity-date";
    attribute(out, "type", understood);
    attribute(out, "iso-date", day);
    out += "/>\n";
    written_types_.emplace(understood);
    return out;
  }

  // Dates that were kept, but for those of a type that the fields say otherwise.
  std::string other_dates() const {
    std::string out;
    for (const Json* each : kept_elements("activity-date")) {
      if (!written_types_.contains(attribute_of(*each, "type"))) element(out, *each);
    }
    return out;
  }

  std::string kept_descriptions() const {
    std::string out;
    for (const Json* each : kept_elements("description")) {
      const std::string_view type = attribute_of(*each, "type");
      if (!type.empty() && type != "1") element(out, *each);
    }
    return out;
  }

  // ---- contacts

  std::string contacts() const {
    std::set<std::pair<std::string, std::string>> rest;
    std::vector<std::pair<std::string, std::string>> channels;
    for (const Json& each : member(entry_, "enquiries")) {
      const Json& suspended = member(each, "suspended");
      if (suspended.is_boolean() && suspended.get<bool>()) continue;
      const std::string_view kind = text_member(each, "kind");
      const std::string_view element =
          kind == "email"                                                    ? "email"
          : kind == "phone" || kind == "mobile" || kind == "phone-emergency" ? "telephone"
          : kind == "web"                                                    ? "website"
                                                                             : "";
      const std::string_view value = text_member(each, "value");
      if (element.empty() || (element == "website" && !is_xsd_uri(value))) continue;
      if (rest.emplace(element, value).second) channels.emplace_back(element, value);
    }
    std::string out;
    const auto all = rest;
    for (const Json* each : kept_elements("contact-info")) {
      if (!is_current(*each, all)) continue;
      element(out, *each);
      for (const Json& child : *each) {
        if (child.is_array()) rest.erase(channel_of(child));
      }
    }
    if (rest.empty()) return out;
    out += "<contact-info>";
    for (const std::string_view name : {"telephone", "email", "website"}) {
      for (const auto& [element, value] : channels) {
        if (element != name || !rest.contains({element, value})) continue;
        out += "<" + element + ">";
        append_xml_text(out, value);
        out += "</" + element + ">";
      }
    }
    out += "</contact-info>\n";
    return out;
  }

  static std::pair<std::string, std::string> channel_of(const Json& element) {
    std::string value(text_of(element));
    if (element[0] == "telephone") {
      std::erase_if(value, [](char c) { return c != '+' && (c < '0' || c > '9'); });
    }
    return {element[0].get<std::string>(), std::move(value)};
  }

  // True where each address in a kept contact is still one of the programme's, but for what is no
  // address of ours.
  static bool is_current(const Json& contact,
                         const std::set<std::pair<std::string, std::string>>& channels) {
    return std::ranges::all_of(contact, [&](const Json& child) {
      if (!child.is_array()) return true;
      const auto channel = channel_of(child);
      const bool could_be =
          (channel.first == "email" && model::is_addr_spec(channel.second)) ||
          (channel.first == "telephone" && model::is_e164(channel.second)) ||
          (channel.first == "website" && model::is_web_address(channel.second, true));
      return !could_be || channels.contains(channel);
    });
  }

  // ---- countries and money

  std::string countries() const {
    std::string out;
    const auto elements = kept_elements("recipient-country");
    for (const Json& each : member(entry_, "beneficiaries")) {
      const std::string state(text_member(each, "state"));
      const std::string_view share = text_member(each, "share");
      const auto found = std::ranges::find_if(elements, [&](const Json* one) {
        return attribute_of(*one, "code") == state && attribute_of(*one, "percentage") == share;
      });
      if (found != elements.end()) {
        element(out, **found);
        continue;
      }
      out += "<recipient-country";
      attribute(out, "code", state);
      if (is_xsd_decimal(share)) attribute(out, "percentage", share);
      out += "/>\n";
    }
    // What names no State of ours.
    for (const Json* each : elements) {
      if (!model::is_state_code(attribute_of(*each, "code"))) element(out, *each);
    }
    return out;
  }

  // The first or the last day of a date to the year, month or day.
  static std::string first_day(std::string_view date) {
    static constexpr std::string_view kRest = "0000-01-01";
    return date.empty()
               ? std::string()
               : std::string(date) + std::string(kRest.substr(std::min(date.size(), kRest.size())));
  }
  static std::string last_day(std::string_view date) {
    if (date.size() == 4) return std::string(date) + "-12-31";
    if (date.size() != 7) return std::string(date);
    for (const std::string_view day : {"-31", "-30", "-29"}) {
      std::string whole = std::string(date) + std::string(day);
      if (base::is_full_date(whole)) return whole;
    }
    return std::string(date) + "-28";
  }

  std::string budgets() const {
    std::string out;
    const auto elements = kept_elements("budget");
    std::set<const Json*> written;
    for (const Json& each : member(entry_, "budgets")) {
      const std::string from = first_day(text_member(each, "from"));
      const std::string to = last_day(text_member(each, "to"));
      const std::string_view amount = text_member(each, "amount");
      const std::string_view currency = text_member(each, "currency");
      const auto found = std::ranges::find_if(elements, [&](const Json* one) {
        return !written.contains(one) && same_budget(*one, from, to, amount, currency);
      });
      if (found != elements.end()) {
        written.insert(*found);
        element(out, **found);
        continue;
      }
      if (!is_xsd_date(from) || !is_xsd_date(to) || !is_xsd_decimal(amount) || currency.empty())
        continue;
      out += "<budget><period-start";
      attribute(out, "iso-date", from);
      out += "/><period-end";
      attribute(out, "iso-date", to);
      out += "/><value";
      attribute(out, "currency", currency);
      attribute(out, "value-date", from);
      out += '>';
      out += amount;
      out += "</value></budget>\n";
    }
    return out;
  }

  bool same_budget(const Json& element, std::string_view from, std::string_view to,
                   std::string_view amount, std::string_view currency) const {
    const Json* value = child_of(element, "value");
    std::string_view stated = attribute_of(*value, "currency");
    if (stated.empty()) stated = text_member(attributes(), "default-currency");
    return attribute_of(*child_of(element, "period-start"), "iso-date") == from &&
           attribute_of(*child_of(element, "period-end"), "iso-date") == to &&
           text_of(*value) == amount && stated == currency;
  }

  // ---- links

  std::string links() const {
    std::string out;
    std::set<std::string, std::less<>> kept_pages;
    const Json& websites = member(entry_, "websites");
    for (const Json* each : kept_elements("document-link")) {
      const std::string url(attribute_of(*each, "url"));
      const Json* category = child_of(*each, "category");
      if (attribute_of(*category, "code") == kIatiWebPage) {
        const bool current = std::ranges::find(websites, Json(url)) != websites.end();
        if (!current && model::is_web_address(url, false)) continue;
        kept_pages.insert(url);
      }
      element(out, *each);
    }
    for (const Json& each : websites) {
      const auto& url = each.get_ref<const std::string&>();
      if (!is_xsd_uri(url) || kept_pages.contains(url)) continue;
      out += "<document-link format=\"text/html\"";
      attribute(out, "url", url);
      out += "><title>";
      narratives(out, member(entry_, "title"));
      out += "</title><category";
      attribute(out, "code", kIatiWebPage);
      out += "/></document-link>\n";
    }
    return out;
  }

  const Json& entry_;
  const RelatedEntry& related_;
  const Json& extensions_;
  bool is_first_version_ = false;
  std::string stage_;
  std::set<std::string, std::less<>> written_types_;
};

class IatiWriter final : public FormWriter {
 public:
  explicit IatiWriter(const FormContext& context) : context_(context) {}

  // The same state of the directory makes the same bytes, so the file is as old as that state.
  void open(std::string& out, const DirectoryHeader& header) override {
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<iati-activities version=\"2.03\"";
    attribute(out, "generated-datetime", header.as_of);
    out += ">\n";
  }
  Result<void> entry(std::string& out, std::string_view json) override {
    CYBERDIR_ASSIGN(tree, read_stored(json));
    if (text_member(tree, "kind") == "programme")
      out += ActivityWriter(tree, context_.related).write();
    return {};
  }
  void close(std::string& out) override { out += "</iati-activities>\n"; }

 private:
  const FormContext& context_;
};

}  // namespace

std::unique_ptr<FormWriter> make_iati_writer(const FormContext& context) {
  return std::make_unique<IatiWriter>(context);
}

}  // namespace cyberdir::codec
