// Entries as XML, kept for those who ask again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "service/directory.h"

namespace cyberdir::service {

/// XML of current entries, one document for each entry and level: those asked for twice, the last
/// ones of them, so that a reader of everything displaces nothing. What is kept is used only for an
/// answer of the same digest, which is over all that the level sees: an entry that was changed,
/// here or by another process, is written anew. Any thread.
class ReadyXml {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20U;

  /// `most_bytes` bounds what is kept, keys and bookkeeping included.
  explicit ReadyXml(std::size_t most_bytes = kMostBytes) : most_bytes_(most_bytes) {}

  /// The XML of an entry as it was just read. Shared: it stays as it is while it is held.
  [[nodiscard]] std::shared_ptr<const std::string> of(const EntryAnswer& entry);

  /// Bytes that are kept now.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Document {
    std::string key;  ///< the level's digit and the entry's id
    std::string digest;
    std::shared_ptr<const std::string> xml;

    [[nodiscard]] std::size_t bytes() const;
  };
  using Documents = std::list<Document>;

  [[nodiscard]] std::shared_ptr<const std::string> find(std::string_view key,
                                                        std::string_view digest);
  [[nodiscard]] bool asked_before(std::string_view digest);
  void keep(Document document);
  void drop(Documents::iterator document);

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  std::size_t bytes_ = 0;
  Documents documents_;                                               ///< that used last first
  std::unordered_map<std::string_view, Documents::iterator> places_;  ///< by Document::key
  /// Hashes of digests asked for once; a place is taken by whichever came last.
  std::array<std::uint64_t, std::size_t{1} << 14U> asked_{};
};

/// Canonical JSON of an entry as an XML document; empty where it cannot be read.
[[nodiscard]] std::string entry_xml(const std::string& json);

}  // namespace cyberdir::service
