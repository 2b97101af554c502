// Programmes as activities of IATI 2.03 (iatistandard.org), valid against the standard's schema.
#pragma once

#include "codec/forms/output_form.h"

namespace cyberdir::codec {

[[nodiscard]] std::unique_ptr<FormWriter> make_iati_writer(const FormContext& context);

inline constexpr std::string_view kIatiKinds[] = {"programme"};

inline constexpr std::string_view kIatiLosses[] = {
    "A programme is left out where it lacks what every IATI activity must have: an IATI "
    "identifier, a reporting organisation, a title, a summary, a funder, an implementer or another "
    "participating organisation, a stage, and a start or end to the day.",
    "The reporting organisation is the one kept from an IATI file (x-iati-reporting-org), else the "
    "lead with the identifier in its x-iati-ref; nothing is made up.",
    "A file without any such programme has no activity and so does not follow IATI's schema, which "
    "asks for one.",
    "Not carried: acronym, lead, partners, supporters, participating States, regions, themes, "
    "initiative, documents, contact, offering, audience, eligibility, delivery, languages, cost, "
    "application, who has accepted, ids, owner, visibility and extensions of other sources.",
    "A bilateral scope is not carried.",
    "Starts and ends to the month or the year are not carried; the periods of budgets become "
    "their first and last days.",
    "A budget without a period, a currency or an amount of at most 18 digits is not carried, and "
    "neither is a share of more digits.",
    "The day of a budget's exchange rate is the first of its period, where none was kept.",
    "A date is planned or actual by the stage, where none was kept.",
    "Of enquiries, mail addresses, telephones and https addresses are carried; a mobile or "
    "emergency telephone becomes a telephone, and urgency, order and suspended channels are left "
    "out.",
    "A website becomes a link to the activity's web page, titled as the programme.",
    "Results are carried where they were kept from an IATI file, and then as they came.",
    "What was kept from an IATI file is carried where version 2.03 allows it and no field says "
    "otherwise; of version 1.x, only the reporting organisation.",
    "White space around texts is not carried.",
};

inline constexpr OutputForm kIatiOutput{
    "iati",     "application/xml", "xml", "IATI activities 2.03",
    kIatiKinds, kIatiLosses,       false, make_iati_writer};

}  // namespace cyberdir::codec
