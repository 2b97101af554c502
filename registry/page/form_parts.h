// Parts that the pages of form_view.h share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "page/document.h"
#include "page/form_view.h"

namespace cyberdir::page {

// Fills complaints.tpl in the include `name` of `in`; nothing where there is none. What stops the
// reader is said at once (`wrong`); what is still to be done is not.
void put_complaints(const Document& document, const std::string& heading,
                    const std::vector<Complaint>& complaints, bool wrong, Dictionary& in,
                    const char* name);

// Fills EYEBROW and SUBJECT.
void put_subject(const Document& document, const std::string& eyebrow, const Text& subject,
                 const std::string& path, Dictionary& in);

// Fills MORE for each link.
void put_links(const Document& document,
               const std::vector<std::pair<std::string, std::string>>& links, Dictionary& in);

// Sets the title that the browser shows; where something is wrong, it says so first.
void set_form_title(Document& document, const std::string& heading, const Text& subject,
                    bool has_errors);

}  // namespace cyberdir::page
