#include "importers/column_guess.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "codec/csv.h"
#include "codec/scalar_text.h"
#include "importers/column_words.h"
#include "importers/csv_shape.h"
#include "importers/foreign_text.h"
#include "model/kinds.h"
#include "model/string_formats.h"

namespace cyberdir::importers {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Json;
using model::Kind;

constexpr std::size_t kMostTitleRows = 20;
constexpr std::array<std::string_view, 8> kKinds = {
    "contact", "organisation", "programme", "event", "document", "initiative", "need", "offer"};

// What is seen of a column.
struct Seen {
  std::string header;
  std::size_t nth = 1;
  std::optional<ColumnMeaning> meaning;
  std::vector<std::string> cells;  // those that are not empty
};

std::size_t header_index(const CsvShape& shape) {
  std::size_t best = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; i < std::min(shape.rows.size(), kMostTitleRows); ++i) {
    std::size_t known = 0;
    for (const std::string& cell : shape.rows[i]) {
      const auto meaning = meaning_of(header_name(cell));
      if (meaning && meaning->whole) ++known;
    }
    if (known > most) {
      most = known;
      best = i;
    }
  }
  if (most > 0) return best;
  // No name is known: the first row that is as wide as the table.
  std::size_t widest = 0;
  for (const auto& row : shape.rows) widest = std::max(widest, row.size());
  for (std::size_t i = 0; i < std::min(shape.rows.size(), kMostTitleRows); ++i) {
    const auto filled = static_cast<std::size_t>(std::ranges::count_if(
        shape.rows[i], [](const std::string& cell) { return !cell_text(cell).empty(); }));
    if (filled * 2 > widest) return i;
  }
  return 0;
}

std::vector<Seen> see_columns(const CsvShape& shape, std::size_t header) {
  std::vector<Seen> columns;
  std::map<std::string, std::size_t> times;
  for (std::size_t i = 0; i < shape.rows[header].size(); ++i) {
    Seen seen;
    seen.header = header_name(shape.rows[header][i]);
    seen.nth = ++times[seen.header];
    seen.meaning = meaning_of(seen.header);
    for (std::size_t row = header + 1; row < shape.rows.size(); ++row) {
      if (i >= shape.rows[row].size()) continue;
      const std::string_view text = cell_text(shape.rows[row][i]);
      if (!text.empty()) seen.cells.emplace_back(text);
    }
    const bool empty = seen.header.empty() && seen.cells.empty();
    if (!empty && seen.header != codec::kFindingsColumn) columns.push_back(std::move(seen));
  }
  return columns;
}

// How many of the cells the target can take.
std::size_t fitting(const Seen& seen, const ColumnTarget& target, const CellStyle& style) {
  return static_cast<std::size_t>(std::ranges::count_if(seen.cells, [&](const std::string& cell) {
    const auto parts = split_cell(target, cell, style);
    return !parts.empty() && std::ranges::all_of(parts, [&](std::string_view part) {
      return std::holds_alternative<Json>(read_cell(target, part, style));
    });
  }));
}

// The concept that all cells of a column show by themselves.
std::string_view concept_of_cells(const Seen& seen) {
  if (seen.cells.size() < 2) return {};
  const auto all = [&](auto is) { return std::ranges::all_of(seen.cells, is); };
  if (all([](const std::string& cell) { return model::is_addr_spec(cell); })) return "email";
  if (all([](const std::string& cell) { return to_e164(cell).has_value(); })) return "phone";
  if (all([](const std::string& cell) { return model::is_web_address(cell, false); })) return "web";
  if (all([](const std::string& cell) { return to_fingerprint(cell).has_value(); }))
    return "fingerprint";
  const std::set<std::string> different(seen.cells.begin(), seen.cells.end());
  if (different.size() > 2 &&
      all([](const std::string& cell) { return to_state(cell).has_value(); }))
    return "country";
  return {};
}

bool numbers_the_rows(const Seen& seen) {
  for (std::size_t i = 0; i < seen.cells.size(); ++i) {
    if (codec::integer_of(seen.cells[i]) != static_cast<std::int64_t>(i) + 1) return false;
  }
  return seen.cells.size() > 1;
}

class Guesser {
 public:
  Guesser(const std::vector<Seen>& columns, const Kind& kind, std::string_view encoding)
      : columns_(columns) {
    guess_.map.kind = &kind;
    guess_.map.encoding = encoding;
    guess_language();
    guess_date_order();
  }

  ColumnGuess guess() && {
    for (const Seen& seen : columns_) {
      std::string to;
      ColumnReason reason = judge(seen, to);
      if (reason.sure == Sureness::uncertain) {
        reason.perhaps = std::exchange(to, std::string(kToExtensions));
        if (reason.perhaps == kToExtensions) reason.perhaps.clear();
      }
      guess_.map.columns.push_back({seen.header, seen.nth, std::move(to), {}});
      guess_.reasons.push_back(std::move(reason));
    }
    return std::move(guess_);
  }

 private:
  void guess_language() {
    std::map<std::string_view, std::size_t> votes;
    std::size_t all = 0;
    for (const Seen& seen : columns_) {
      if (!seen.meaning || !seen.meaning->whole) continue;
      ++votes[seen.meaning->language];
      ++all;
    }
    for (const auto& [language, count] : votes) {
      if (count * 2 <= all) continue;
      guess_.map.language = language;
      guess_.why.push_back("the names of most columns are in this language: " +
                           std::string(language));
    }
    if (guess_.map.language == "und")
      guess_.why.emplace_back("the language of the texts is not certain; say it under language");
  }

  void guess_date_order() {
    bool not_dmy = false;
    bool not_mdy = false;
    for (const Seen& seen : columns_) {
      for (const std::string& cell : seen.cells) {
        const auto evidence = date_evidence(cell);
        if (!evidence) continue;
        not_dmy = not_dmy || evidence->not_dmy;
        not_mdy = not_mdy || evidence->not_mdy;
      }
    }
    if (not_dmy == not_mdy) return;
    guess_.map.style.date_order = not_mdy ? DateOrder::dmy : DateOrder::mdy;
    guess_.why.emplace_back(not_mdy ? "some dates can only have the day first"
                                    : "some dates can only have the month first");
  }

  ColumnReason judge(const Seen& seen, std::string& to) {
    std::string_view concept_name = seen.meaning ? seen.meaning->concept_name : std::string_view();
    const bool by_cells = concept_name.empty();
    if (by_cells) concept_name = concept_of_cells(seen);
    to = kToExtensions;
    if (concept_name.empty()) return {Sureness::uncertain, "neither name nor cells are known", ""};
    std::string_view named = target_of(concept_name, guess_.map.kind->name);
    if (named.empty())
      return {Sureness::uncertain,
              "the kind has no field for this (" + std::string(concept_name) + ")", ""};
    const bool doubtful = named.starts_with('?');
    if (doubtful) named.remove_prefix(1);
    to = named;
    auto target = find_target(*guess_.map.kind, to);
    if (target && seen.meaning && !seen.meaning->text_language.empty() &&
        target->column.form == codec::CsvColumn::Form::text) {
      to += "." + std::string(seen.meaning->text_language);
      target = find_target(*guess_.map.kind, to);
    }
    if (!target) return {Sureness::uncertain, "the kind has no such field", ""};
    if (doubtful)
      return {Sureness::uncertain, "the name of the column means more than one thing", ""};
    if (concept_name == "id" && numbers_the_rows(seen))
      return {Sureness::uncertain, "the cells number the rows, which is no identifier", ""};
    return judge_cells(seen, *target, by_cells, to);
  }

  ColumnReason judge_cells(const Seen& seen, const ColumnTarget& target, bool by_cells,
                           const std::string& to) {
    const std::size_t fit = fitting(seen, target, guess_.map.style);
    const std::string share =
        std::to_string(fit) + " of " + std::to_string(seen.cells.size()) + " cells";
    if (fit * 2 < seen.cells.size())
      return {Sureness::uncertain, "only " + share + " can be read as this field's", ""};
    const bool part_of_name = seen.meaning && !seen.meaning->whole;
    const model::Field* field = target.value_field();
    const bool any_text =
        field == nullptr ||
        (field->format == model::Format::none &&
         (field->type == model::Type::string || field->type == model::Type::text));
    if (part_of_name && (any_text || seen.cells.empty()))
      return {Sureness::uncertain, "only a part of the name is known, and any text would fit", ""};
    if (target.takes_one_column() && !taken_.insert(to).second)
      return {Sureness::uncertain, "another column goes there already", ""};
    if (by_cells) return {Sureness::likely, "all cells have the form of this field", ""};
    if (seen.cells.empty())
      return {Sureness::likely, "the name of the column; no cell to look at", ""};
    if (any_text) return {Sureness::likely, "the name of the column", ""};
    if (part_of_name || fit < seen.cells.size())
      return {Sureness::likely, "the name of the column, and " + share + " fit", ""};
    return {Sureness::certain, "the name of the column, and all cells fit", ""};
  }

  const std::vector<Seen>& columns_;
  ColumnGuess guess_;
  std::set<std::string> taken_;
};

std::size_t score(const ColumnGuess& guess, const std::vector<Seen>& columns) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    sum += static_cast<std::size_t>(guess.reasons[i].sure);
    if (columns[i].meaning && columns[i].meaning->whole &&
        kind_hinted(columns[i].meaning->concept_name) == guess.map.kind->name) {
      sum += 3;
    }
  }
  return sum;
}

std::string_view name_of(Sureness sure) {
  switch (sure) {
    case Sureness::certain:
      return "certain";
    case Sureness::likely:
      return "likely";
    default:
      return "uncertain";
  }
}

}  // namespace

Result<ColumnGuess> guess_columns(std::string_view head, std::string_view kind,
                                  std::string_view encoding) {
  if (!kind.empty() && model::find_kind(kind) == nullptr)
    return fail(ErrorCode::not_found, "there is no kind of that name");
  CYBERDIR_ASSIGN(shape, csv_shape(head, encoding));
  if (shape.rows.empty()) return fail(ErrorCode::malformed, "the file has no rows");
  const std::size_t header = header_index(shape);
  const std::vector<Seen> columns = see_columns(shape, header);
  if (columns.empty()) return fail(ErrorCode::malformed, "the file has no names of columns");
  std::optional<ColumnGuess> best;
  std::size_t best_score = 0;
  for (const std::string_view each : kKinds) {
    if (!kind.empty() && kind != each) continue;
    ColumnGuess guess = Guesser(columns, *model::find_kind(each), encoding).guess();
    const std::size_t points = score(guess, columns);
    if (best && points <= best_score) continue;
    best_score = points;
    best = std::move(guess);
  }
  if (!best) best = Guesser(columns, *model::find_kind(kind), encoding).guess();
  if (kind.empty())
    best->why.push_back("the columns fit this kind best: " + std::string(best->map.kind->name));
  if (header > 0)
    best->why.push_back("the names of the columns are in row " + std::to_string(header + 1) +
                        "; what is above is left out");
  best->delimiter = shape.delimiter;
  best->header = header;
  for (std::size_t i = header + 1; i < shape.rows.size() && best->rows.size() < 5; ++i)
    best->rows.push_back(shape.rows[i]);
  return *std::move(best);
}

Json to_json(const ColumnGuess& guess) {
  Json json = to_json(guess.map);
  json["why"] = guess.why;
  for (std::size_t i = 0; i < guess.reasons.size(); ++i) {
    const ColumnReason& reason = guess.reasons[i];
    json["columns"][i]["sure"] = name_of(reason.sure);
    json["columns"][i]["why"] =
        reason.why + (reason.perhaps.empty() ? "" : "; perhaps " + reason.perhaps);
  }
  return json;
}

}  // namespace cyberdir::importers
