// Values and fields: the tree of an entry as HTML.
#include <algorithm>

#include "page/document.h"
#include "page/languages.h"

namespace cyberdir::page {
namespace {

// Deeper than any kind's table; what is below is left out.
constexpr int kDeepest = 12;

bool has_scheme(std::string_view url, std::string_view scheme) {
  return url.size() > scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), url.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
         });
}

bool is_web_url(std::string_view url) {
  return has_scheme(url, "https://") || has_scheme(url, "http://");
}

// What a telephone dials: a plus sign and digits.
std::string dialled(std::string_view number) {
  std::string kept;
  for (const char c : number) {
    if (c >= '0' && c <= '9') kept += c;
    if (c == '+' && kept.empty()) kept += c;
  }
  return kept;
}

// The address for a mailto URL, with all but its own characters encoded, so that it cannot add
// headers. Empty where it is no address.
std::string mail_target(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return {};
  return percent_encode(address.substr(0, at)) + "@" + percent_encode(address.substr(at + 1));
}

bool is_inline(const Value& value) {
  switch (value.kind) {
    case Value::Kind::code:
    case Value::Kind::state:
    case Value::Kind::plain:
    case Value::Kind::number:
    case Value::Kind::date:
      return true;
    default:
      return false;
  }
}

// One variant of a text; the language is named where it is not the page's.
void set_variant(const Document& document, Dictionary& in, const Text& text) {
  document.set_text(in, text);
  const std::string tag(safe_tag(text.language));
  if (!tag.empty() && tag != document.language().tag()) {
    show(in, "TONGUE", "NAME", document.language().name_of_language(tag));
  }
}

void set_texts(const Document& document, Dictionary& in, const std::vector<Text>& texts) {
  if (texts.empty()) return;
  set_variant(document, *in.AddSectionDictionary("TEXT"), texts.front());
  if (texts.size() == 1) return;
  Dictionary& others = *in.AddSectionDictionary("VARIANTS");
  for (std::size_t i = 1; i < texts.size(); ++i) {
    set_variant(document, *others.AddSectionDictionary("VARIANT"), texts[i]);
  }
}

void set_anchor(Dictionary& in, const std::string& url, const std::string& text, bool machine) {
  Dictionary& link = *in.AddSectionDictionary("LINK");
  link.SetValue("URL", url);
  link.SetValue("TEXT", text);
  if (machine) link.ShowSection("LTR");
}

void set_plain(Dictionary& in, const std::string& text) { show(in, "PLAIN", "TEXT", text); }

}  // namespace

bool is_empty(const Value& value) {
  switch (value.kind) {
    case Value::Kind::text:
      return value.texts.empty();
    case Value::Kind::ref:
      return value.texts.empty() && value.path.empty();
    case Value::Kind::link:
      return value.url.empty();
    case Value::Kind::state:
      return value.state.iso2.empty() && value.state.name.value.empty();
    case Value::Kind::boolean:
      return false;
    case Value::Kind::list:
      return std::all_of(value.items.begin(), value.items.end(), is_empty);
    case Value::Kind::group:
      return std::all_of(value.fields.begin(), value.fields.end(),
                         [](const Field& field) { return is_empty(field.value); });
    default:
      return value.text.empty();
  }
}

void Document::put_value(Dictionary& in, const Value& value, int depth) const {
  if (depth > kDeepest || is_empty(value)) return;
  Dictionary& shown = *in.AddIncludeDictionary("VALUE");
  shown.SetFilename("value.tpl");
  switch (value.kind) {
    case Value::Kind::text:
      set_texts(*this, shown, value.texts);
      break;
    case Value::Kind::plain:
      set_plain(shown, value.text);
      break;
    case Value::Kind::link:
      if (is_web_url(value.url)) {
        set_anchor(shown, value.url, value.text.empty() ? value.url : value.text,
                   value.text.empty());
      } else {
        set_plain(shown, value.url);
      }
      break;
    case Value::Kind::tel:
      if (const std::string number = dialled(value.text); !number.empty()) {
        Dictionary& tel = *shown.AddSectionDictionary("TEL");
        tel.SetValue("NUMBER", number);
        tel.SetValue("TEXT", value.text);
      } else {
        set_plain(shown, value.text);
      }
      break;
    case Value::Kind::mail:
      if (const std::string target = mail_target(value.text); !target.empty()) {
        Dictionary& mail = *shown.AddSectionDictionary("MAIL");
        mail.SetValue("ADDRESS", target);
        mail.SetValue("TEXT", value.text);
      } else {
        set_plain(shown, value.text);
      }
      break;
    case Value::Kind::code:
      show(shown, "WORDS", "TEXT", label(value.list, value.text));
      break;
    case Value::Kind::state:
      put_state(shown, "STATE", value.state, true);
      break;
    case Value::Kind::ref: {
      const Text title = value.texts.empty() || value.texts.front().value.empty()
                             ? Text{value.path.substr(value.path.rfind('/') + 1), {}}
                             : value.texts.front();
      const std::string target = url(value.path);
      Dictionary& ref = *shown.AddSectionDictionary(target.empty() ? "TEXT" : "REF");
      set_text(ref, title);
      ref.SetValue("URL", target);
      break;
    }
    case Value::Kind::date: {
      if (!is_partial_date(value.text)) {
        set_plain(shown, value.text);
        break;
      }
      Dictionary& time = *shown.AddSectionDictionary("TIME");
      time.SetValue("DATETIME", value.text);
      time.SetValue("TEXT", language_.partial_date(value.text));
      break;
    }
    case Value::Kind::number:
      show(shown, "WORDS", "TEXT", language_.decimal(value.text));
      break;
    case Value::Kind::boolean:
      show(shown, "WORDS", "TEXT", language_.words(value.boolean ? "value.yes" : "value.no"));
      break;
    case Value::Kind::list: {
      Dictionary& list = *shown.AddSectionDictionary("LIST");
      const bool runs = std::all_of(value.items.begin(), value.items.end(), is_inline);
      list.ShowSection(runs ? "INLINE" : "BLOCK");
      for (const Value& item : value.items) {
        if (!is_empty(item)) put_value(*list.AddSectionDictionary("ITEM"), item, depth + 1);
      }
      break;
    }
    case Value::Kind::group: {
      Dictionary& group = *shown.AddSectionDictionary("GROUP");
      for (const Field& field : value.fields) put_field(group, field, depth + 1);
      break;
    }
  }
}

void Document::put_field(Dictionary& in, const Field& field, int depth) const {
  if (depth > kDeepest || is_empty(field.value)) return;
  Dictionary& shown = *in.AddIncludeDictionary("FIELD");
  shown.SetFilename("field.tpl");
  shown.SetValue("LABEL", field_label(language_.tag(), field.name));
  if (!field.visibility.empty() && field.visibility != "public") {
    show(shown, "VISIBILITY", "NAME", label("visibility", field.visibility));
  }
  put_value(shown, field.value, depth);
}

}  // namespace cyberdir::page
