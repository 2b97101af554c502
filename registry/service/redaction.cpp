#include "service/redaction.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "codec/canonical_json.h"
#include "codec/commitment.h"
#include "codec/json_reader.h"
#include "model/diff.h"
#include "model/kinds.h"
#include "service/view.h"

namespace cyberdir::service {

using base::ErrorCode;
using base::fail;
using base::Finding;
using base::Findings;
using base::Result;
using model::Json;

namespace {

constexpr std::size_t kMostPointers = 100;
constexpr std::size_t kLongestGround = 1'000;

// Members of `meta` that an owner writes and that decide nothing: those that do would change what
// is seen of every version.
constexpr std::array<std::string_view, 6> kErasableMeta = {
    "change_note", "source", "authority", "tlp", "valid_from", "valid_until"};

Finding finding(const char* code, std::string sentence, std::string pointer) {
  return {code, std::move(sentence), std::move(pointer), {}, {}, base::Severity::error};
}

std::vector<std::string> parts_of(const std::string& pointer) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at < pointer.size()) {
    const std::size_t next = pointer.find('/', at + 1);
    parts.push_back(pointer.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next == std::string::npos ? pointer.size() : next;
  }
  return parts;
}

// Every text in a tree that is long enough to be somebody's; codes are nobody's.
void collect_strings(const Json& tree, std::set<std::string>& strings) {
  constexpr std::size_t kShortest = 4;
  constexpr std::array<std::string_view, 6> kCodes = {"kind",   "use",  "visibility",
                                                      "system", "code", "type"};
  if (tree.is_string() && tree.get_ref<const std::string&>().size() >= kShortest)
    strings.insert(tree.get<std::string>());
  if (!tree.is_structured()) return;
  for (auto it = tree.begin(); it != tree.end(); ++it) {
    const bool coded =
        tree.is_object() && std::find(kCodes.begin(), kCodes.end(), it.key()) != kCodes.end();
    if (!coded) collect_strings(*it, strings);
  }
}

// An element that is said to be personal, or a list that is one leaf and has one: it goes whole.
bool names_a_person(const Json& value) {
  if (value.is_object()) return value.value("personal", Json()) == true;
  return value.is_array() && std::any_of(value.begin(), value.end(), [](const Json& element) {
           return element.is_object() && element.value("personal", Json()) == true;
         });
}

}  // namespace

bool names_one(std::string_view text, const std::set<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return text.find(word) != std::string_view::npos;
  });
}

Result<RedactionRequest> parse_redaction(const Json& body) {
  Findings findings;
  RedactionRequest request;
  if (!body.is_object())
    return fail(ErrorCode::malformed, "the body is an object with pointers and ground");
  for (auto it = body.begin(); it != body.end(); ++it) {
    if (it.key() != "pointers" && it.key() != "ground" && it.key() != "version")
      findings.push_back(
          finding("unknown-field", "there is no such member; leave it out", "/" + it.key()));
  }
  const Json pointers = body.value("pointers", Json());
  const bool listed = pointers.is_array() && !pointers.empty() && pointers.size() <= kMostPointers;
  if (!listed) {
    findings.push_back(
        finding("required", "name 1 to 100 JSON pointers of what is to be erased", "/pointers"));
  } else {
    for (std::size_t i = 0; i < pointers.size(); ++i) {
      if (pointers[i].is_string() && pointers[i].get_ref<const std::string&>().starts_with('/')) {
        request.pointers.push_back(pointers[i].get<std::string>());
      } else {
        findings.push_back(finding("pointer", "this is not a JSON pointer such as /name",
                                   "/pointers/" + std::to_string(i)));
      }
    }
  }
  const Json ground = body.value("ground", Json());
  if (!ground.is_string() || ground.get_ref<const std::string&>().empty() ||
      ground.get_ref<const std::string&>().size() > kLongestGround) {
    findings.push_back(
        finding("required", "say on what ground, in at most 1000 bytes, without naming the person",
                "/ground"));
  } else {
    request.ground = ground.get<std::string>();
  }
  if (const auto version = body.find("version"); version != body.end()) {
    if (version->is_number_integer() && *version >= 1) {
      request.version = version->get<std::int64_t>();
    } else {
      findings.push_back(finding("integer", "this is the number of a version, from 1", "/version"));
    }
  }
  if (!findings.empty()) {
    base::Error error = fail(ErrorCode::invalid, "what is to be erased is not said well enough");
    error.findings = std::move(findings);
    return error;
  }
  return request;
}

Result<Redaction> Redaction::of(const std::vector<std::string>& pointers,
                                const model::Entry& content) {
  Redaction redaction;
  Findings findings;
  for (std::size_t i = 0; i < pointers.size(); ++i) {
    const auto refuse = [&](std::string sentence) {
      findings.push_back(finding("pointer", std::move(sentence), "/pointers/" + std::to_string(i)));
    };
    const std::vector<std::string> parts = parts_of(pointers[i]);
    const std::string& name = parts.front();
    if (name == "meta") {
      const bool erasable =
          parts.size() == 2 &&
          std::find(kErasableMeta.begin(), kErasableMeta.end(), parts[1]) != kErasableMeta.end();
      if (erasable) {
        redaction.fields_.push_back(pointers[i]);
      } else {
        refuse(
            "this cannot be erased; of meta: change_note, source, authority, tlp, valid_from, "
            "valid_until");
      }
    } else if (name == "extensions" && parts.size() <= 2 &&
               pointers[i].find('~') == std::string::npos) {  // no extension has one in its name
      (parts.size() == 2 ? redaction.fields_ : redaction.within_).push_back(pointers[i]);
    } else if (content.kind->field(name) == nullptr) {
      refuse("the kind has no such field");
    } else if (parts.size() == 1) {
      (codec::is_committed_by_element(name) ? redaction.within_ : redaction.fields_)
          .push_back(pointers[i]);
    } else if (codec::is_committed_by_element(name)) {
      const auto list = content.body.find(name);
      std::size_t number = 0;
      const auto read = std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), number);
      const bool there = read.ec == std::errc() && read.ptr == parts[1].data() + parts[1].size() &&
                         list != content.body.end() && list->is_array() && number < list->size();
      if (there) {
        const model::Identity identity = content.kind->field(name)->identity;
        redaction.elements_.push_back(
            {name, identity, model::element_identity((*list)[number], identity)});
      } else {
        refuse("that version has no such element");
      }
    } else {
      refuse("a field is erased as a whole: /" + name);
    }
  }
  if (!findings.empty()) {
    base::Error error = fail(ErrorCode::invalid, "not everything that is named can be erased");
    error.findings = std::move(findings);
    return error;
  }
  return redaction;
}

Redaction Redaction::of_personal_fields(const model::Kind& kind) {
  Redaction redaction;
  redaction.personal_elements_ = true;
  for (const model::Field& field : kind.fields) {
    if (field.personal) redaction.fields_.push_back("/" + std::string(field.name));
  }
  return redaction;
}

bool Redaction::covers(const std::string& pointer, const Json& value) const {
  if (std::find(fields_.begin(), fields_.end(), pointer) != fields_.end()) return true;
  for (const std::string& above : within_) {
    if (pointer.starts_with(above + "/") || pointer == above) return true;
  }
  if (personal_elements_ && names_a_person(value)) return true;
  const std::vector<std::string> parts = parts_of(pointer);
  if (parts.size() != 2 || !codec::is_committed_by_element(parts[0])) return false;
  return std::any_of(elements_.begin(), elements_.end(), [&](const Element& element) {
    return element.list == parts[0] &&
           element.key == model::element_identity(value, element.identity);
  });
}

bool Redaction::concerns(const store::VersionRow& version) const {
  const auto tree = codec::read_stored(View::stored_bytes(version));
  return tree && without(*tree) != *tree;
}

Json Redaction::without(Json whole) const {
  for (const std::string& pointer : fields_) {
    const Json::json_pointer at(pointer);
    if (whole.contains(at)) whole[at.parent_pointer()].erase(at.back());
  }
  for (const std::string& pointer : within_) whole.erase(pointer.substr(1));
  Json left = Json::object();
  for (auto it = whole.begin(); it != whole.end(); ++it) {
    if (!it->is_array() || !codec::is_committed_by_element(it.key())) {
      if (!covers("/" + it.key(), *it)) left[it.key()] = std::move(*it);
      continue;
    }
    for (Json& element : *it) {
      if (!covers("/" + it.key() + "/0", element)) left[it.key()].push_back(std::move(element));
    }
  }
  return left;
}

std::set<std::string> Redaction::words_in(const Json& whole) const {
  std::set<std::string> words;
  std::set<std::string> stay;
  collect_strings(whole, words);
  collect_strings(without(whole), stay);
  std::erase_if(words, [&](const std::string& word) { return stay.contains(word); });
  return words;
}

Result<bool> Redaction::erase_from(store::Writer& writer, const store::VersionRow& version) const {
  CYBERDIR_ASSIGN(tree, codec::read_stored(View::stored_bytes(version)));
  codec::Erasable erasable{std::move(tree), writer.salts(version.row),
                           writer.erased_leaves(version.row)};
  const std::size_t before = erasable.erased.size();
  const auto count = codec::erase_leaves(
      erasable,
      [&](const std::string& pointer, const Json& value) { return covers(pointer, value); });
  if (!count) {
    return fail(ErrorCode::corrupt, "a version does not fit its digest; run cyberdir verify");
  }
  if (*count == 0) return false;
  erasable.erased.erase(erasable.erased.begin(),
                        erasable.erased.begin() + static_cast<std::ptrdiff_t>(before));
  writer.erase(version.row, codec::canonical_json(erasable.whole), erasable.salts, erasable.erased);
  return true;
}

}  // namespace cyberdir::service
