#include "importers/iati.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "codec/xml_parser.h"
#include "importers/foreign_text.h"
#include "importers/iati_activity.h"

namespace cyberdir::importers {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using codec::XmlElement;

constexpr std::string_view kList = "iati-activities";
constexpr std::string_view kActivity = "iati-activity";

// What is read of one activity: an entry stays well below what our own forms take (1 MiB), also
// with its texts escaped. Elements that come by the thousand have a share of their own, so that
// they push nothing else out.
constexpr std::size_t kShareBytes = 128UL * 1024;
constexpr std::size_t kElementBytes = 24;   // punctuation of an element in JSON
constexpr std::size_t kAttributeBytes = 8;  // and of an attribute
constexpr std::size_t kMostNames = 256;     // of different elements whose positions are counted
constexpr std::array<std::string_view, 5> kBulky = {"transaction", "planned-disbursement", "result",
                                                    "location", "crs-add"};
constexpr std::string_view kOthers = "other-elements";

std::size_t size_of(const XmlTree& tree) {
  std::size_t size = kElementBytes + tree.name.size();
  for (const auto& [name, value] : tree.attributes)
    size += kAttributeBytes + name.size() + value.size();
  return size;
}

// Builds one activity from the events of its content.
class ActivityBuilder {
 public:
  ActivityBuilder(XmlTree head, std::string place) {
    activity_.place = std::move(place);
    activity_.line = head.line;
    left_ = {kShareBytes, kShareBytes};
    if (size_of(head) > kShareBytes) {
      head.attributes.clear();
      ++activity_.left_out["attributes"];
    }
    activity_.head = std::move(head);
  }

  IatiActivity& activity() { return activity_; }
  // True while elements of the activity are open.
  [[nodiscard]] bool is_open() const { return skipped_ > 0 || !open_.empty(); }

  void start(const XmlElement& element, std::uint64_t line) {
    if (skipped_ > 0) {
      ++skipped_;
      return;
    }
    XmlTree tree = XmlTree::of(element, line);
    if (open_.empty()) begin_child(tree.name);
    const std::size_t size = size_of(tree);
    open_.push_back(std::move(tree));
    spend(size);
  }

  void text(std::string_view piece) {
    if (skipped_ > 0 || open_.empty()) return;
    std::string& text = open_.back().text;
    if (text.empty())
      piece.remove_prefix(std::min(piece.find_first_not_of(" \t\r\n"), piece.size()));
    text += piece;
    spend(piece.size());
  }

  void end() {
    if (skipped_ > 0) {
      --skipped_;
      return;
    }
    XmlTree done = std::move(open_.back());
    open_.pop_back();
    done.text.erase(done.text.find_last_not_of(" \t\r\n") + 1);
    if (!open_.empty()) {
      open_.back().children.push_back(std::move(done));
    } else {
      activity_.elements.push_back({std::move(done), position_});
    }
  }

 private:
  void begin_child(const std::string& name) {
    share_ = std::ranges::find(kBulky, name) == kBulky.end() ? 0 : 1;
    const auto found = positions_.find(name);
    if (found != positions_.end()) {
      position_ = ++found->second;
    } else {
      position_ = 1;
      if (positions_.size() < kMostNames) positions_.emplace(name, 1);
    }
  }

  void spend(std::size_t bytes) {
    if (bytes <= left_.at(share_)) {
      left_.at(share_) -= bytes;
      return;
    }
    const std::string& name = open_.front().name;
    const bool counted = positions_.contains(name) && name.size() <= 64;
    ++activity_.left_out[counted ? name : std::string(kOthers)];
    skipped_ = open_.size();
    open_.clear();
  }

  IatiActivity activity_;
  std::vector<XmlTree> open_;
  std::map<std::string, std::uint32_t, std::less<>> positions_;
  std::array<std::size_t, 2> left_{};
  std::size_t share_ = 0;
  std::uint32_t position_ = 1;
  std::size_t skipped_ = 0;  // open elements that are not kept
};

// The whole document: hands over an activity when it ends. What stands beside the activities
// belongs to none and is passed over.
class Activities final : public codec::XmlHandler {
 public:
  explicit Activities(codec::RecordSink& records) : records_(records) {}

  Result<void> start(const XmlElement& element, std::uint64_t line) override {
    ++depth_;
    const bool is_activity = element.name_space.empty() && element.name == kActivity;
    if (builder_) {
      builder_->start(element, line);
    } else if (depth_ == 1 && !is_activity) {
      if (!element.name_space.empty() || element.name != kList) {
        return fail(ErrorCode::malformed,
                    "the root is neither iati-activities nor iati-activity, so this is no file of "
                    "IATI activities (line " +
                        std::to_string(line) + ")");
      }
      const XmlTree list = XmlTree::of(element, line);
      version_ = list.attribute("version");
      language_ = list.attribute("xml:lang");
    } else if (is_activity && depth_ <= 2) {
      ++row_;
      builder_.emplace(XmlTree::of(element, line), depth_ == 1 ? "/iati-activity"
                                                               : "/iati-activities/iati-activity[" +
                                                                     std::to_string(row_) + "]");
    }
    return {};
  }

  Result<void> text(std::string_view piece) override {
    if (builder_) builder_->text(piece);
    return {};
  }

  Result<void> end() override {
    --depth_;
    if (!builder_) return {};
    if (builder_->is_open()) {
      builder_->end();
      return {};
    }
    IatiActivity activity = std::move(builder_->activity());
    builder_.reset();
    activity.version = activity.head.attribute("version");
    if (activity.version.empty()) activity.version = version_;
    activity.language = language_;
    codec::Record record = to_programme(std::move(activity));
    record.row = row_;
    for (base::Finding& finding : record.findings) {
      finding.row = row_;
      if (!finding.line) finding.line = record.line;
    }
    return records_.take(std::move(record));
  }

 private:
  codec::RecordSink& records_;
  std::optional<ActivityBuilder> builder_;
  std::string version_;
  std::string language_;
  std::size_t depth_ = 0;
  std::uint64_t row_ = 0;
};

// Looks at the root and ends the reading there.
class RootName final : public codec::XmlHandler {
 public:
  Result<void> start(const XmlElement& element, std::uint64_t /*line*/) override {
    is_iati = element.name_space.empty() && (element.name == kList || element.name == kActivity);
    return fail(ErrorCode::invalid, "enough was seen");
  }
  Result<void> end() override { return {}; }
  Result<void> text(std::string_view /*piece*/) override { return {}; }

  bool is_iati = false;
};

}  // namespace

bool recognises_iati(std::string_view head) {
  head = head.substr(0, kHeadBytes);
  // A character that is cut at the end would spoil the rest.
  while (!head.empty() && static_cast<signed char>(head.back()) < 0) head.remove_suffix(1);
  base::StringSource bytes(head);
  RootName root;
  (void)codec::parse_xml(bytes, root);
  return root.is_iati;
}

Result<void> read_iati(base::ByteSource& bytes, codec::RecordSink& records) {
  Activities activities(records);
  return codec::parse_xml(bytes, activities);
}

}  // namespace cyberdir::importers
