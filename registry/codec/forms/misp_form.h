// Organisations as MISP has them: a list of {"Organisation": {…}}.
#pragma once

#include "codec/forms/output_form.h"

namespace cyberdir::codec {

[[nodiscard]] std::unique_ptr<FormWriter> make_misp_writer(const FormContext& context);

inline constexpr std::string_view kMispKinds[] = {"organisation"};
inline constexpr std::string_view kMispLosses[] = {
    "The identifier is carried as a UUID: one that is no UUID, or of version 6 and later, as a "
    "UUID "
    "made from it.",
    "Of names the short one is the name and the full one, in English where there is that, the "
    "description; names longer than 255 characters are cut.",
    "Channels stand in one text for people, suspended ones are left out; keys are left out.",
    "Of network resources only domains are carried, of constituencies the label, and of countries "
    "the first.",
    "Postal address, websites, memberships, legal basis, dates and extensions are left out.",
    "The owner, the rules of visibility, the authority and the history are left out.",
};
inline constexpr OutputForm kMispOutput{
    "misp",     "application/json", "json", "MISP organisations",
    kMispKinds, kMispLosses,        false,  make_misp_writer};

}  // namespace cyberdir::codec
