// Whatever the tables of fields, the code lists and the table of errors name has words in all six
// languages.
#include <set>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "base/error_table.h"
#include "http/parameters.h"
#include "model/code_lists.h"
#include "model/kinds.h"
#include "page/languages.h"

namespace cyberdir::http {
namespace {

void expect_words(const std::string& key) {
  for (const std::string_view language : page::languages()) {
    EXPECT_FALSE(page::words(language, key).empty()) << language << " " << key;
  }
}

struct Named {
  std::set<std::string> fields;
  std::set<std::string> lists;
};

void collect(std::span<const model::Field> table, Named& named) {
  for (const model::Field& field : table) {
    named.fields.emplace(field.name);
    if (!field.codes.empty()) named.lists.emplace(field.codes);
    collect(field.members, named);
  }
}

Named all_named() {
  Named named;
  for (const model::Kind& kind : model::kinds()) collect(kind.fields, named);
  collect(model::meta_fields(), named);
  return named;
}

TEST(PageLabels, EveryFieldHasOne) {
  const Named named = all_named();
  ASSERT_GT(named.fields.size(), 100U);
  for (const std::string& field : named.fields) expect_words("field." + field);
}

TEST(PageLabels, EveryCodeHasOne) {
  const Named named = all_named();
  ASSERT_GT(named.lists.size(), 20U);
  for (const std::string& name : named.lists) {
    const model::CodeList* list = model::find_code_list(name);
    ASSERT_NE(list, nullptr) << name;
    for (const std::string& code : list->codes) expect_words("code." + name + "." + code);
  }
}

TEST(PageLabels, EveryKindHasOne) {
  for (const model::Kind& kind : model::kinds()) {
    expect_words("code.kind." + std::string(kind.name));
    expect_words("code.kinds." + std::string(kind.name));
  }
}

TEST(PageLabels, EveryFilterHasOne) {
  for (const std::string_view facet : facet_names()) expect_words("field." + std::string(facet));
}

TEST(PageLabels, EveryProblemTypeHasTitleAndHelp) {
  std::set<std::string> slugs = {"method-not-allowed", "unknown-parameter"};
  for (const base::ErrorRow& row : base::error_table()) slugs.emplace(row.type);
  for (const std::string& slug : slugs) {
    expect_words("problem." + slug + ".title");
    expect_words("problem." + slug + ".help");
  }
}

}  // namespace
}  // namespace cyberdir::http
