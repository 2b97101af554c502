#include "http/report_page.h"

#include <algorithm>

#include "model/code_lists.h"
#include "page/languages.h"
#include "page/render.h"

namespace cyberdir::http {

Response report_answer(const PageRequest& page, const page::WorkPage& shown) {
  return page_answer(page, page::render_work(shown, page.frame));
}

page::Link link_of(const PageRequest& page, const model::Json& entry) {
  page::Text title = title_of(entry, page.language);
  if (title.value.empty())
    title = {std::string(page::words(page.language, "entry.untitled")), page.language};
  const std::string path = string_in(entry, "kind") == "state"
                               ? "/states/" + string_in(entry, "iso2")
                               : entry_address(string_in(entry, "id"));
  return {std::move(title), path};
}

page::Cell state_cell(Names& names, const std::string& iso2) {
  if (iso2.empty()) return {};
  page::Text name = names.state(iso2).name;
  if (name.value.empty()) name.value = iso2;
  return {std::move(name), "/states/" + iso2};
}

std::string labels_of(const PageRequest& page, const model::Json& entry, std::string_view name,
                      std::string_view list) {
  const model::Json* codes = member(entry, name);
  if (codes == nullptr) return {};
  std::string labels;
  const auto add = [&](const model::Json& code) {
    if (!code.is_string()) return;
    labels += (labels.empty() ? "" : " · ") +
              page::code_label(page.language, list, code.get_ref<const std::string&>());
  };
  if (!codes->is_array()) add(*codes);
  if (codes->is_array()) std::for_each(codes->begin(), codes->end(), add);
  return labels;
}

page::Form asking_form(std::string_view path, std::vector<page::FormField> fields) {
  page::Form form;
  form.name = "ask";
  form.action = path;
  form.button = "action.show";
  form.asks = true;
  form.fields = std::move(fields);
  return form;
}

page::FormField state_choice(const PageRequest& page, std::string_view name,
                             const std::string& chosen) {
  constexpr std::size_t kMostStates = 300;
  page::FormField field{page::FormField::Kind::choice, std::string(name), {}, chosen, false, {}};
  service::ListQuery query;
  query.filters = {{"kind", {"state"}}};
  query.as_of = page.as_of;
  query.limit = kMostStates;
  const auto list = page.directory().list(page.reader_of_titles(), query);
  if (list) {
    for (const service::EntryAnswer& item : list->items) {
      const model::Json entry = tree_of(item);
      field.choices.emplace_back(string_in(entry, "iso2"), title_of(entry, page.language).value);
    }
  }
  std::sort(field.choices.begin(), field.choices.end(), [&](const auto& a, const auto& b) {
    return page::stands_before(page.language, a.second, b.second);
  });
  field.choices.insert(field.choices.begin(), {"", "–"});
  return field;
}

page::FormField code_choice(const PageRequest& page, std::string_view name, std::string_view list,
                            const std::string& chosen) {
  page::FormField field{page::FormField::Kind::choice, std::string(name), {}, chosen, false, {}};
  field.choices.emplace_back("", "–");
  for (const std::string& code : model::find_code_list(list)->codes)
    field.choices.emplace_back(code, page::code_label(page.language, list, code));
  return field;
}

std::string asked(const PageRequest& page, std::string_view name) {
  return std::string(page.context.request.parameter(name).value_or(std::string_view()));
}

std::string query_of(const PageRequest& page) {
  const std::string address = page_address(page.context.request, {{"cursor", ""}});
  const auto query = address.find('?');
  return query == std::string::npos ? std::string() : address.substr(query);
}

void link_forms(const PageRequest& page, std::string_view path, page::WorkPage& shown) {
  const std::string query = query_of(page);
  shown.json_path = std::string(path) + ".json" + query;
  shown.xml_path = std::string(path) + ".xml" + query;
}

}  // namespace cyberdir::http
