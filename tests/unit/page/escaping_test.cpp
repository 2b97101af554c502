// Whatever stands in the data is shown and never acts.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "page/render.h"
#include "tests/unit/page/sample.h"

namespace cyberdir::page {
namespace {

std::map<std::string, std::string> every_page(const std::string& text) {
  const Frame frame = sample::hostile_frame(text);
  return {
      {"home", render_home(sample::home(text), frame)},
      {"results", render_results(sample::results(text), frame)},
      {"state", render_state(sample::state(text), frame)},
      {"entry", render_entry(sample::entry(text), frame)},
      {"history", render_history(sample::history(text), frame)},
      {"diff", render_diff(sample::diff(text), frame)},
      {"error", render_error(sample::error(text), frame)},
      {"work", render_work(sample::work(text), frame)},
      {"problem", render_problem_type(sample::problem_type(text), frame)},
      {"docs", render_docs({{{text, text, 400}}, {}}, frame)},
  };
}

// The document without the values of its attributes, all of which are in quotation marks.
std::string without_attribute_values(const std::string& html) {
  std::string bare;
  bool quoted = false;
  for (const char c : html) {
    if (c == '"') quoted = !quoted;
    if (!quoted) bare += c;
  }
  EXPECT_FALSE(quoted);
  return bare;
}

// Whether a tag could do something: a script, a picture from the data, a handler, a style.
bool acts(const std::string& html) {
  const std::string bare = without_attribute_values(html);
  for (std::size_t at = bare.find('<'); at != std::string::npos; at = bare.find('<', at + 1)) {
    const std::string tag = bare.substr(at, bare.find('>', at) - at);
    for (const char* sign : {"<script>", "<style", "<img src=x", " on", " style="}) {
      if (tag.find(sign) != std::string::npos) return true;
    }
  }
  return false;
}

// The tags of a document as the renderer means them: nothing from the data may add one.
std::size_t count_tags(const std::string& html) {
  return static_cast<std::size_t>(std::count(html.begin(), html.end(), '<'));
}

std::vector<std::string> links(const std::string& html) {
  static constexpr std::string_view kBefore = "href=\"";
  std::vector<std::string> all;
  for (std::size_t at = html.find(kBefore); at != std::string::npos; at = html.find(kBefore, at)) {
    at += kBefore.size();
    all.push_back(html.substr(at, html.find('"', at) - at));
  }
  return all;
}

bool is_safe(const std::string& url) {
  if (url.starts_with("//")) return false;
  for (const char* start : {"/", "#", "mailto:", "tel:", "http://", "https://"}) {
    if (url.starts_with(start)) return true;
  }
  return false;
}

TEST(Escaping, HostileTextAddsNoTagAndNoAttribute) {
  for (const std::string hostile :
       {"<script>alert(1)</script>", "\"><script>alert(1)</script>",
        "'><img src=x onerror=alert(1)>", "x\" onmouseover=\"alert(1)", "x' onfocus='alert(1)",
        "</bdi></dd><script>", "{{#EXERCISE}}", "[[frame.skip]]", "&lt;script&gt;",
        "en\" onload=\"alert(1)", "]]>-->"}) {
    for (const auto& [name, html] : every_page(hostile)) {
      EXPECT_FALSE(acts(html)) << name << ": " << hostile;
    }
  }
}

TEST(Escaping, HostileTextLeavesAsManyTagsAsPlainText) {
  const auto plain = every_page("a c");
  // No digits and no '@': these would become links where "abc" does not.
  for (const auto& [name, html] : every_page("<b>\"'&<i>")) {
    EXPECT_EQ(count_tags(html), count_tags(plain.at(name))) << name;
  }
}

TEST(Escaping, OnlyKnownSchemesBecomeLinks) {
  for (const std::string hostile :
       {"javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:alert(1)",
        "JaVaScRiPt:alert(1)", "//evil.example"}) {
    for (const auto& [name, html] : every_page(hostile)) {
      for (const std::string& url : links(html)) EXPECT_TRUE(is_safe(url)) << name << ": " << url;
    }
  }
}

TEST(Escaping, AnAddressOfMailCannotAddHeaders) {
  EntryPage page = sample::entry("x");
  page.fields = {{"value", make_mail("a?bcc=b@example.org"), {}}};
  const std::string html = render_entry(page, sample::frame());
  EXPECT_NE(html.find("mailto:a%3Fbcc%3Db@example.org"), std::string::npos);
}

TEST(Escaping, PagesNeedNoScriptAndNoInlineStyle) {
  for (const auto& [name, html] : every_page("plain")) {
    EXPECT_EQ(html.find("<script>"), std::string::npos) << name;
    EXPECT_EQ(html.find("<style"), std::string::npos) << name;
    EXPECT_EQ(html.find(" style="), std::string::npos) << name;
    EXPECT_EQ(html.find("{{"), std::string::npos) << name;
    EXPECT_EQ(html.find("[["), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace cyberdir::page
