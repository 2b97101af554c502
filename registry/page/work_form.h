// The forms of pages for people who signed in.
#pragma once

#include <vector>

#include "page/document.h"
#include "page/work_view.h"

namespace cyberdir::page {

// Fills form.tpl in the include `name` of `in`. Inputs that `errors` name are marked.
void put_form(const Document& document, const std::vector<FormError>& errors, const Form& form,
              Dictionary& in, const char* name);

}  // namespace cyberdir::page
