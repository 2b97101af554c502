#include "model/code_lists.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "embedded/model_data.h"
#include "model/json.h"

namespace cyberdir::model {
namespace {

constexpr std::size_t kLongestCode = 64;

std::map<std::string, CodeList, std::less<>> read_lists() {
  const auto bytes = data::find("codes.json");
  if (!bytes) throw std::logic_error("the code lists are not in the program");
  std::map<std::string, CodeList, std::less<>> lists;
  const Json tree = Json::parse(*bytes);
  for (const auto& [name, value] : tree.items()) {
    lists[name] = {name, value.at("codes").get<std::vector<std::string>>(),
                   value.value("open", false)};
  }
  return lists;
}

bool is_code_form(std::string_view code) {
  return !code.empty() && code.size() <= kLongestCode &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

}  // namespace

bool CodeList::allows(std::string_view code) const {
  if (std::find(codes.begin(), codes.end(), code) != codes.end()) return true;
  return open && is_code_form(code);
}

std::size_t CodeList::place_of(std::string_view code) const {
  return static_cast<std::size_t>(std::find(codes.begin(), codes.end(), code) - codes.begin());
}

const CodeList* find_code_list(std::string_view name) {
  static const auto kLists = read_lists();
  const auto found = kLists.find(name);
  return found == kLists.end() ? nullptr : &found->second;
}

std::size_t category_order(std::string_view category) {
  return find_code_list("contact-category")->place_of(category);
}

}  // namespace cyberdir::model
