// Places of forms: which there are, and what is put there.
#include "http/form_place.h"

#include <gtest/gtest.h>

#include "model/kinds.h"

namespace cyberdir::http {
namespace {

using model::Json;

const model::Kind& contact() { return *model::find_kind("contact"); }

TEST(FormPlace, NamesFieldsElementsAndListsWithinObjects) {
  const std::pair<const char*, const char*> places[] = {
      {"title", "/title"},
      {"channels", "/channels"},
      {"channels.3", "/channels/3"},
      {"channels.new", "/channels"},
      {"availability.hours", "/availability/hours"},
      {"availability.hours.0", "/availability/hours/0"},
      {"meta.group", "/meta/group"}};
  for (const auto& [text, pointer] : places) {
    const auto place = find_place(contact(), text);
    ASSERT_TRUE(place.has_value()) << text;
    EXPECT_EQ(place->pointer(), pointer);
  }
}

TEST(FormPlace, KnowsNoOthers) {
  for (const char* text : {"",
                           ".",
                           "nothing",
                           "title.0",
                           "title.en",
                           "channels.x",
                           "channels.-1",
                           "channels.01",
                           "channels.0.value",
                           "availability.time_zone",
                           "availability.hours.0.day",
                           "meta",
                           "meta.owner",
                           "meta.version",
                           "meta.status",
                           "meta.authority",
                           "meta.source",
                           "channels.99999999999999999999",
                           "extensions",
                           "id",
                           "kind"})
    EXPECT_FALSE(find_place(contact(), text).has_value()) << text;
}

TEST(FormPlace, PutsTakesAndRemoves) {
  Json entry = {{"title", {{"en", "Desk"}}}, {"meta", {{"owner", "IN"}}}};
  const auto put = [&](const char* place, const Json& value) {
    put_at(entry, *find_place(contact(), place), value);
  };
  put("availability.hours.new", Json::array({{{"day", "monday"}}, {{"day", "tuesday"}}}));
  EXPECT_EQ(entry["availability"]["hours"].size(), 2U);
  put("availability.hours.0", nullptr);
  EXPECT_EQ(value_at(entry, *find_place(contact(), "availability.hours.0")),
            Json({{"day", "tuesday"}}));
  put("availability.hours.7", {{"day", "friday"}});
  EXPECT_EQ(entry["availability"]["hours"].size(), 1U) << "there is no such element";
  put("availability.hours.0", nullptr);
  EXPECT_FALSE(entry.contains("availability")) << "nothing is left of it";
  put("meta.group", "network:ARF");
  EXPECT_EQ(entry["meta"], Json({{"owner", "IN"}, {"group", "network:ARF"}}));
  put("meta.group", nullptr);
  EXPECT_EQ(entry["meta"], Json({{"owner", "IN"}}));
  put("title", nullptr);
  EXPECT_FALSE(entry.contains("title"));
}

TEST(FormPlace, IsFoundForAPointer) {
  const std::pair<const char*, const char*> pointers[] = {
      {"/title/en", "title"},
      {"/channels/2/value", "channels.2"},
      {"/availability/time_zone", "availability"},
      {"/availability/hours/1/open", "availability.hours.1"},
      {"/meta/visibility/title", "title"},
      {"/meta/visibility/*", "meta.visibility"},
      {"/meta/owner", ""},
      {"/nothing", ""},
      {"", ""}};
  for (const auto& [pointer, place] : pointers)
    EXPECT_EQ(place_of_pointer(contact(), pointer), place) << pointer;
}

}  // namespace
}  // namespace cyberdir::http
