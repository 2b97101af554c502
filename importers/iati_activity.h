// One IATI activity on its way to a programme.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "codec/record.h"
#include "importers/xml_tree.h"

namespace cyberdir::importers {

/// An activity as it stands in its file.
struct IatiActivity {
  struct Element {
    XmlTree tree;
    std::uint32_t position = 1;  ///< among the elements of that name, from 1
  };
  std::string place;              ///< XPath
  std::uint64_t line = 0;         ///< of the file
  std::string version;            ///< as the activity or the file says it; may be empty
  std::string language;           ///< of the file, for texts that name none; may be empty
  XmlTree head;                   ///< its name and attributes
  std::vector<Element> elements;  ///< what was kept of it, in its order
  std::map<std::string, std::uint32_t, std::less<>> left_out;  ///< by name, how many were too much
};

/// The programme that an activity makes. The record has no row yet.
[[nodiscard]] codec::Record to_programme(IatiActivity activity);

}  // namespace cyberdir::importers
