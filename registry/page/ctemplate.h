// ctemplate 2.4 as C++20 can read it: its str_ref.h uses strlen without including <cstring>.
#pragma once

// clang-format off
#include <cstring>
#include <ctemplate/per_expand_data.h>
#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
// clang-format on
