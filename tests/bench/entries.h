// Made-up entries that look like a real directory's: the same ones for the same number.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "model/json.h"

namespace cyberdir::bench {

/// Entry `n`, counted from 0, about 1 KB of JSON. Of ten in a row, which belong to one State, five
/// are organisations, three contacts and two programmes; they refer to one another and share a
/// made-up word that is in no other ten.
[[nodiscard]] model::Json entry_json(std::uint64_t n);
[[nodiscard]] std::string entry_id(std::uint64_t n);
[[nodiscard]] bool is_organisation(std::uint64_t n);

/// The word that the ten of entry `n` share.
[[nodiscard]] std::string rare_word(std::uint64_t n);

/// In nearly every entry.
inline constexpr std::string_view kCommonWord = "cyber";

/// The State that the ten of entry `n` belong to.
[[nodiscard]] std::string state_of(std::uint64_t n);

/// The forms of a file of entries.
enum class FileForm : std::uint8_t { json, ndjson, xml };
[[nodiscard]] std::string_view name_of(FileForm form);

/// Writes the first `count` entries to a file that the program can import. `edition` (from 1)
/// changes a sentence of every entry.
void write_entries(const std::filesystem::path& file, FileForm form, std::uint64_t count,
                   std::uint64_t edition = 1);

}  // namespace cyberdir::bench
