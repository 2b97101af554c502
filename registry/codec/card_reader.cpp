#include "codec/card_reader.h"

#include <algorithm>
#include <array>

#include "codec/raw_record.h"

namespace cyberdir::codec {
namespace {

std::size_t size_of(const CardProperty& property) {
  std::size_t size = property.name.size() + property.group.size();
  for (const CardParameter& parameter : property.parameters) {
    size += parameter.name.size();
    for (const std::string& value : parameter.values) size += value.size() + 1;
  }
  for (const std::string& value : property.values) size += value.size() + 1;
  return size;
}

bool is_picture(std::string_view name) {
  constexpr std::array<std::string_view, 3> kPictures = {"PHOTO", "LOGO", "SOUND"};
  return std::ranges::find(kPictures, name) != kPictures.end();
}

// Where a property without a field of ours is kept.
std::string pointer_of(const std::string& name) {
  if (name.empty()) return {};
  std::string pointer = "/extensions/x-vcard-" + name;
  for (char& c : pointer) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return pointer;
}

}  // namespace

void CardBuilder::begin(std::uint64_t row, std::uint64_t line, std::string place) {
  card_ = {};
  card_.row = row;
  card_.line = line;
  card_.place = std::move(place);
  bytes_ = 0;
  full_ = false;
}

void CardBuilder::note(base::Finding finding) {
  const bool said = std::ranges::any_of(card_.findings, [&](const base::Finding& other) {
    return other.code == finding.code && other.pointer == finding.pointer;
  });
  if (!said && card_.findings.size() < kMostFindings) card_.findings.push_back(std::move(finding));
}

void CardBuilder::warn(std::string code, std::string detail, const std::string& name) {
  note({std::move(code), std::move(detail), pointer_of(name), {}, {}, base::Severity::warning});
}

void CardBuilder::refuse(std::string code, std::string detail) {
  note({std::move(code), std::move(detail), {}, {}, {}, base::Severity::error});
}

bool CardBuilder::has_room(std::size_t bytes) {
  bytes_ += bytes;
  if (bytes_ <= limits_.card_bytes &&
      card_.properties.size() + card_.unread.size() < limits_.properties)
    return true;
  full_ = true;
  refuse("too-large",
         "the card has more properties, or longer ones, than are read; shorten it at the source");
  return false;
}

void CardBuilder::too_long(const std::string& name) {
  warn("too-long",
       is_picture(name) ? "pictures and sounds are not kept here; give their address instead"
                        : "the value is too long to be kept, so it is left out; shorten it at the "
                          "source",
       name);
}

void CardBuilder::add(CardProperty property) {
  if (full_) return;
  const std::size_t size = size_of(property);
  if (size > (is_picture(property.name) ? limits_.picture_bytes : limits_.value_bytes)) {
    too_long(property.name);
  } else if (has_room(size)) {
    card_.properties.push_back(std::move(property));
  }
}

void CardBuilder::add_unread(std::string text) {
  warn("unread",
       "this line is no property of a card; it is kept as it is, correct it at the source",
       "unread");
  if (!full_ && text.size() <= limits_.value_bytes && has_room(text.size()))
    card_.unread.push_back(std::move(text));
}

ReadCard CardBuilder::finish() { return std::move(card_); }

}  // namespace cyberdir::codec
