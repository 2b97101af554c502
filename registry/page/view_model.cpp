#include "page/view_model.h"

#include <utility>

namespace cyberdir::page {
namespace {

Value of_text(Value::Kind kind, std::string text) {
  Value value;
  value.kind = kind;
  value.text = std::move(text);
  return value;
}

}  // namespace

Value make_text(std::string value, std::string language) {
  Value made;
  if (!value.empty()) made.texts.push_back({std::move(value), std::move(language)});
  return made;
}

Value make_texts(std::vector<Text> variants) {
  Value made;
  made.texts = std::move(variants);
  return made;
}

Value make_plain(std::string value) { return of_text(Value::Kind::plain, std::move(value)); }

Value make_link(std::string url, std::string text) {
  Value made = of_text(Value::Kind::link, std::move(text));
  made.url = std::move(url);
  return made;
}

Value make_tel(std::string number) { return of_text(Value::Kind::tel, std::move(number)); }

Value make_mail(std::string address) { return of_text(Value::Kind::mail, std::move(address)); }

Value make_code(std::string list, std::string value) {
  Value made = of_text(Value::Kind::code, std::move(value));
  made.list = std::move(list);
  return made;
}

Value make_state(StateName state) {
  Value made;
  made.kind = Value::Kind::state;
  made.state = std::move(state);
  return made;
}

Value make_ref(Text title, std::string path) {
  Value made;
  made.kind = Value::Kind::ref;
  made.texts.push_back(std::move(title));
  made.path = std::move(path);
  return made;
}

Value make_date(std::string date_or_time) {
  return of_text(Value::Kind::date, std::move(date_or_time));
}

Value make_number(std::string decimal) { return of_text(Value::Kind::number, std::move(decimal)); }

Value make_boolean(bool value) {
  Value made;
  made.kind = Value::Kind::boolean;
  made.boolean = value;
  return made;
}

Value make_list(std::vector<Value> items) {
  Value made;
  made.kind = Value::Kind::list;
  made.items = std::move(items);
  return made;
}

Value make_group(std::vector<Field> fields) {
  Value made;
  made.kind = Value::Kind::group;
  made.fields = std::move(fields);
  return made;
}

}  // namespace cyberdir::page
