#include "codec/raw_record.h"

#include <utility>

namespace cyberdir::codec {

void add_finding(RawRecord& record, base::Finding finding) {
  if (record.findings.size() >= kMostFindings) return;
  finding.row = record.row;
  if (!finding.line) finding.line = record.line;
  if (record.findings.size() + 1 == kMostFindings) {
    finding.code = "more-findings";
    finding.detail = "there are more findings in this record; settle those above first";
    finding.pointer.clear();
  }
  record.findings.push_back(std::move(finding));
}

}  // namespace cyberdir::codec
