#include "service/ready_xml.h"

#include <iterator>
#include <utility>

#include "codec/json_view.h"
#include "codec/xml_writer.h"

namespace cyberdir::service {
namespace {

// What the list, the map and the pointer take for a document, about.
constexpr std::size_t kBookkeeping = 256;

std::string key_of(const EntryAnswer& entry) {
  return static_cast<char>('0' + static_cast<int>(*entry.level)) + entry.id;
}

}  // namespace

std::string entry_xml(const std::string& json) {
  std::string xml;
  codec::JsonView view;
  if (view.read(json)) codec::append_entry_document(xml, view.root());
  return xml;
}

std::size_t ReadyXml::Document::bytes() const {
  return kBookkeeping + key.capacity() + digest.capacity() + xml->capacity();
}

std::shared_ptr<const std::string> ReadyXml::of(const EntryAnswer& entry) {
  if (!entry.level) return std::make_shared<const std::string>(entry_xml(entry.json));
  std::string key = key_of(entry);
  if (auto known = find(key, entry.digest)) return known;
  std::string written = entry_xml(entry.json);
  if (!asked_before(entry.digest)) return std::make_shared<const std::string>(std::move(written));
  written.shrink_to_fit();
  auto xml = std::make_shared<const std::string>(std::move(written));
  keep({std::move(key), entry.digest, xml});
  return xml;
}

bool ReadyXml::asked_before(std::string_view digest) {
  const std::uint64_t hash = std::hash<std::string_view>()(digest);
  const std::lock_guard lock(mutex_);
  return std::exchange(asked_.at(hash % asked_.size()), hash) == hash;
}

std::size_t ReadyXml::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

std::shared_ptr<const std::string> ReadyXml::find(std::string_view key, std::string_view digest) {
  const std::lock_guard lock(mutex_);
  const auto place = places_.find(key);
  if (place == places_.end()) return nullptr;
  const auto document = place->second;
  if (document->digest != digest) {
    drop(document);  // what it said holds no longer: nothing of it stays
    return nullptr;
  }
  documents_.splice(documents_.begin(), documents_, document);
  return document->xml;
}

void ReadyXml::keep(Document document) {
  const std::lock_guard lock(mutex_);
  if (const auto place = places_.find(document.key); place != places_.end()) drop(place->second);
  documents_.push_front(std::move(document));
  places_.emplace(documents_.front().key, documents_.begin());
  bytes_ += documents_.front().bytes();
  while (bytes_ > most_bytes_) drop(std::prev(documents_.end()));
}

void ReadyXml::drop(Documents::iterator document) {
  bytes_ -= document->bytes();
  places_.erase(document->key);
  documents_.erase(document);
}

}  // namespace cyberdir::service
