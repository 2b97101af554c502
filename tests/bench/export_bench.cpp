// Export beside the writers of the libraries, and beside plain reading and writing.
#include <algorithm>
#include <functional>

#include <fcntl.h>
#include <libxml/xmlwriter.h>
#include <sqlite3.h>
#include <unistd.h>

#include "bare_store.h"
#include "entries.h"
#include "model/states.h"
#include "service/export.h"
#include "subjects.h"

namespace cyberdir::bench {
namespace {

namespace fs = std::filesystem;
using model::Json;

constexpr std::size_t kPiece = 64UL * 1024;

// A file that is written from its beginning again.
class OutFile final : public base::ByteSink {
 public:
  explicit OutFile(const fs::path& file)
      : descriptor_(::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) give_up(file.string() + " cannot be written");
  }
  ~OutFile() override { ::close(descriptor_); }
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;
  OutFile(OutFile&&) = delete;
  OutFile& operator=(OutFile&&) = delete;
  base::Result<void> write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count <= 0) return base::fail(base::ErrorCode::unavailable, "write");
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
  }

 private:
  int descriptor_;
};

double export_seconds(service::Registry& registry, const fs::path& file, std::string_view form) {
  OutFile out(file);
  service::ExportOptions options;
  options.form = form;
  options.audience = "full";
  const model::Caller caller = operator_origin().caller;
  return seconds_of([&] {
    if (!service::export_directory(registry.directory(), caller, options, out))
      give_up("an export failed");
  });
}

// The mean of as many calls as fill a moment: small directories take too little time for one.
double mean_seconds(const std::function<double()>& call) {
  constexpr double kMoment = 0.3;
  double seconds = 0;
  int calls = 0;
  for (const double end = now() + kMoment; calls == 0 || now() < end; ++calls) seconds += call();
  return seconds / calls;
}

// The projections of the owner's level, which is what the operator exports.
std::vector<std::string> stored_bytes(const fs::path& store, std::uint64_t most) {
  BareConnection connection(store);
  sqlite3_stmt* rows =
      connection.prepare("SELECT json FROM projection WHERE row % 4 = 2 ORDER BY row DESC LIMIT " +
                         std::to_string(most));
  std::vector<std::string> bytes;
  while (sqlite3_step(rows) == SQLITE_ROW) {
    bytes.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0)),
                       static_cast<std::size_t>(sqlite3_column_bytes(rows, 0)));
  }
  return bytes;
}

void flush(OutFile& out, std::string& buffer, std::size_t least) {
  if (buffer.size() < least) return;
  if (!out.write(buffer)) give_up("a file cannot be written");
  buffer.clear();
}

// One statement over what is stored, its bytes written as they come.
double statement_seconds(const fs::path& store, const fs::path& file) {
  BareConnection connection(store);
  sqlite3_stmt* rows =
      connection.prepare("SELECT json FROM projection WHERE row % 4 = 2 ORDER BY row");
  OutFile out(file);
  return seconds_of([&] {
    std::string buffer;
    while (sqlite3_step(rows) == SQLITE_ROW) {
      buffer.append(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0)),
                    static_cast<std::size_t>(sqlite3_column_bytes(rows, 0)));
      buffer.push_back('\n');
      flush(out, buffer, kPiece);
    }
    flush(out, buffer, 0);
  });
}

double write_seconds(const std::vector<std::string>& entries, const fs::path& file) {
  OutFile out(file);
  return seconds_of([&] {
    std::string buffer;
    for (const std::string& entry : entries) {
      buffer += entry;
      buffer.push_back('\n');
      flush(out, buffer, kPiece);
    }
    flush(out, buffer, 0);
  });
}

double dump_seconds(const std::vector<Json>& entries, const fs::path& file) {
  OutFile out(file);
  return seconds_of([&] {
    std::string buffer;
    for (const Json& entry : entries) {
      buffer += entry.dump();
      buffer.push_back('\n');
      flush(out, buffer, kPiece);
    }
    flush(out, buffer, 0);
  });
}

const xmlChar* x(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

// Members as elements, elements of arrays as repeated ones.
void write_xml(xmlTextWriterPtr writer, const std::string& name, const Json& value) {
  if (value.is_array()) {
    for (const Json& element : value) write_xml(writer, name, element);
    return;
  }
  xmlTextWriterStartElement(writer, x(name));
  if (value.is_object()) {
    for (auto it = value.begin(); it != value.end(); ++it) write_xml(writer, it.key(), it.value());
  } else {
    xmlTextWriterWriteString(
        writer, x(value.is_string() ? value.get_ref<const std::string&>() : value.dump()));
  }
  xmlTextWriterEndElement(writer);
}

double xml_writer_seconds(const std::vector<Json>& entries, const fs::path& file) {
  OutFile out(file);
  return seconds_of([&] {
    const auto take = [](void* sink, const char* bytes, int count) {
      return static_cast<OutFile*>(sink)->write({bytes, static_cast<std::size_t>(count)}) ? count
                                                                                          : -1;
    };
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(
        take, [](void*) { return 0; }, &out, nullptr);
    xmlTextWriterPtr writer = xmlNewTextWriter(buffer);
    xmlTextWriterStartDocument(writer, nullptr, "UTF-8", nullptr);
    xmlTextWriterStartElement(writer, x("directory"));
    for (const Json& entry : entries) write_xml(writer, entry.at("kind").get<std::string>(), entry);
    xmlTextWriterEndDocument(writer);
    xmlFreeTextWriter(writer);
  });
}

void measure(const Options& options, Report& report, std::uint64_t count) {
  constexpr std::uint64_t kMostInMemory =
      20'000;  // for the writers of libraries, whose rate does not grow
  const fs::path folder = filled_registry(options, count);
  const fs::path store = store::sqlite_file(folder);
  const fs::path file = options.scratch / "exported";
  OpenRegistry registry(folder);
  const std::vector<std::string> bytes = stored_bytes(store, kMostInMemory);
  std::vector<Json> trees;
  for (const std::string& entry : bytes) trees.push_back(Json::parse(entry));
  const auto all = static_cast<double>(count) + static_cast<double>(model::shipped_states().size());
  const auto some = static_cast<double>(bytes.size());

  const auto rate = [](double entries, const std::function<double()>& call) {
    return std::vector{entries / mean_seconds(call)};
  };
  const auto ours = [&](std::string_view form) {
    return [&, form] { return rate(all, [&] { return export_seconds(*registry, file, form); }); };
  };
  const Series series =
      take_turns({{ours("json")},
                  {ours("ndjson")},
                  {ours("xml")},
                  {[&] { return rate(some, [&] { return dump_seconds(trees, file); }); }},
                  {[&] { return rate(some, [&] { return xml_writer_seconds(trees, file); }); }},
                  {[&] { return rate(some, [&] { return write_seconds(bytes, file); }); }},
                  {[&] { return rate(all, [&] { return statement_seconds(store, file); }); }}},
                 options.rounds);
  report.add("export json, beside nlohmann dump", count, series[0][0], series[3][0], "entries/s",
             at_least(0.6));
  report.add("export ndjson, beside nlohmann dump", count, series[1][0], series[3][0], "entries/s",
             at_least(0.6));
  report.add("export xml, beside xmlTextWriter", count, series[2][0], series[4][0], "entries/s",
             at_least(0.6));
  report.add("export ndjson, beside write of the same bytes", count, series[1][0], series[5][0],
             "entries/s", at_least(0.6));
  report.add("export ndjson, beside one statement and write", count, series[1][0], series[6][0],
             "entries/s", {});
  fs::remove(file);
}

}  // namespace

void bench_export(const Options& options, Report& report) {
  for (const std::uint64_t count : options.sizes) measure(options, report, count);
}

}  // namespace cyberdir::bench
