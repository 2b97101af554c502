#include "codec/directory_json.h"

#include <array>

#include "codec/canonical_json.h"
#include "codec/json_reader.h"
#include "model/validate.h"

namespace cyberdir::codec {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;

constexpr std::size_t kMostEntryBytes = 1U << 20U;

void append_header(std::string& out, const DirectoryHeader& header) {
  out += "\"format\":";
  append_canonical_string(out, kDirectoryFormat);
  const auto member = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out += ",\"" + std::string(name) + "\":";
    append_canonical_string(out, value);
  };
  member("registry", header.registry);
  member("epoch", header.epoch);
  if (header.seq) out += ",\"seq\":" + std::to_string(*header.seq);
  member("as_of", header.as_of);
  member("audience", header.audience);
}

Result<void> check_format(const Json& value) {
  if (value == Json(kDirectoryFormat)) return {};
  return fail(ErrorCode::unsupported,
              "the member format is not \"cyberdir/1\"; this program reads that form only");
}

// Gives the lines of a source, each with its number, none longer than an entry may be.
class Lines {
 public:
  explicit Lines(base::ByteSource& source) : source_(source) {}

  // False at the end.
  Result<bool> next(std::string& line) {
    line.clear();
    ++number_;
    while (true) {
      if (at_ == filled_) {
        CYBERDIR_ASSIGN(count, source_.read(buffer_));
        at_ = 0;
        filled_ = count;
        if (count == 0) return !line.empty();
      }
      const std::string_view rest(buffer_.data() + at_, filled_ - at_);
      const auto end = rest.find('\n');
      line.append(rest.substr(0, end));
      at_ += end == std::string_view::npos ? rest.size() : end + 1;
      if (line.size() > kMostEntryBytes) {
        return fail(ErrorCode::too_large,
                    "line " + std::to_string(number_) + " is longer than 1 MiB");
      }
      if (end != std::string_view::npos) return true;
    }
  }
  [[nodiscard]] std::uint64_t number() const { return number_; }

 private:
  base::ByteSource& source_;
  std::array<char, 65536> buffer_{};
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  std::uint64_t number_ = 0;
};

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

std::string directory_json_open(const DirectoryHeader& header) {
  std::string out = "{";
  append_header(out, header);
  return out + ",\"entries\":[";
}

std::string_view directory_json_close() { return "]}\n"; }

std::string directory_ndjson_head(const DirectoryHeader& header) {
  std::string out = "{";
  append_header(out, header);
  return out + "}\n";
}

Result<void> read_directory_json(base::ByteSource& source, const TakeRecord& take) {
  bool said_format = false;
  JsonParts parts;
  parts.member = [&](std::string_view name, const Json& value) -> Result<void> {
    if (name != "format") return {};
    said_format = true;
    return check_format(value);
  };
  parts.element = [&](std::uint64_t index, std::uint64_t line, Json value) -> Result<void> {
    RawRecord record;
    record.row = index + 1;
    record.line = line;
    record.place = "/entries/" + std::to_string(index);
    record.json = std::move(value);
    return take(std::move(record));
  };
  CYBERDIR_TRY(stream_json(source, "entries", parts, {64, kMostEntryBytes}));
  if (!said_format)
    return fail(ErrorCode::malformed,
                "the file does not say its format; add \"format\": \"cyberdir/1\"");
  return {};
}

Result<void> read_directory_ndjson(base::ByteSource& source, const TakeRecord& take) {
  Lines lines(source);
  std::string line;
  bool have_header = false;
  std::uint64_t row = 0;
  while (true) {
    CYBERDIR_ASSIGN(more, lines.next(line));
    if (!more) break;
    if (is_blank(line)) continue;
    auto value = read_json(line, {64, kMostEntryBytes + 1});
    if (!have_header) {
      if (!value)
        return fail(ErrorCode::malformed,
                    "the first line is not a header: " + value.error().detail);
      if (!value->is_object() || !value->contains("format")) {
        return fail(ErrorCode::malformed,
                    "the first line is not a header; it says {\"format\": \"cyberdir/1\"}");
      }
      CYBERDIR_TRY(check_format(value->at("format")));
      have_header = true;
      continue;
    }
    RawRecord record;
    record.row = ++row;
    record.line = lines.number();
    record.place = "line " + std::to_string(lines.number());
    if (value) {
      record.json = std::move(*value);
    } else {
      record.findings.push_back(
          {"malformed", value.error().detail, "", {}, {}, base::Severity::error});
    }
    CYBERDIR_TRY(take(std::move(record)));
  }
  if (!have_header) return fail(ErrorCode::malformed, "the file is empty");
  return {};
}

Record to_record(RawRecord raw) {
  Record record;
  record.row = raw.row;
  record.line = raw.line;
  record.place = std::move(raw.place);
  record.findings = std::move(raw.findings);
  record.original = std::move(raw.original);
  if (base::has_errors(record.findings) && raw.json.is_null())
    return record;  // it could not be read at all
  if (raw.json.is_object()) {
    const auto meta = raw.json.find("meta");
    if (meta != raw.json.end() && meta->is_object() && meta->contains("redacted") &&
        meta->at("redacted").is_array()) {
      for (const Json& pointer : meta->at("redacted")) {
        if (pointer.is_string()) record.withheld.push_back(pointer.get<std::string>());
      }
    }
  }
  record.entry = model::take_entry(std::move(raw.json), record.findings, model::Kept::acceptances);
  return record;
}

}  // namespace cyberdir::codec
