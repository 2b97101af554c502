// Our own forms: JSON, NDJSON, XML and CSV. None of them loses anything.
#pragma once

#include "codec/forms/output_form.h"

namespace cyberdir::codec {

[[nodiscard]] std::unique_ptr<FormWriter> make_json_writer(const FormContext& context);
[[nodiscard]] std::unique_ptr<FormWriter> make_ndjson_writer(const FormContext& context);
[[nodiscard]] std::unique_ptr<FormWriter> make_xml_writer(const FormContext& context);
/// Wants a kind.
[[nodiscard]] std::unique_ptr<FormWriter> make_csv_writer(const FormContext& context);

inline constexpr OutputForm kJsonOutput{"json", "application/json", "json", "JSON", {}, {},
                                        false,  make_json_writer};
inline constexpr OutputForm kXmlOutput{"xml", "application/xml", "xml", "XML", {}, {},
                                       false, make_xml_writer};
inline constexpr OutputForm kNdjsonOutput{
    "ndjson", "application/x-ndjson", "ndjson", "NDJSON", {}, {}, false, make_ndjson_writer};
inline constexpr OutputForm kCsvOutput{
    "csv", "text/csv; charset=utf-8", "csv", "CSV", {}, {}, true, make_csv_writer};

}  // namespace cyberdir::codec
