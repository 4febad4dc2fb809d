#include "config/publishers.h"

#include <algorithm>

namespace ordergate {
namespace {

// clang-format off
// Addresses as the publishers' own pages gave them in 2026; docs/lists.md names the pages.
constexpr Publisher kPublishers[] = {
    {"au_dfat", "https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx", "Consolidated List, XLSX"},
    {"ca_sema", "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml", "Consolidated Autonomous Sanctions List, XML"},
    {"ch_seco", "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction", "all sanctions, XML"},
    {"eu_fsf", "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw", "Financial Sanctions Files, XML 1.1"},
    {"ofac_consolidated", "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONSOLIDATED.XML", "all but the SDN list, standard XML"},
    {"ofac_sdn", "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML", "SDN list, standard XML"},
    {"ofac_sdn_advanced", "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ADVANCED.XML", "SDN list, advanced XML with scripts"},
    {"open_sanctions", "https://data.opensanctions.org/datasets/latest/sanctions/entities.ftm.json", "all sanctions, FollowTheMoney; a license is needed for business use"},
    {"uk_sanctions_list", "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv", "UK Sanctions List, CSV"},
    {"un", "https://scsanctions.un.org/resources/xml/en/consolidated.xml", "Security Council consolidated list, XML"},
    {"us_csl", "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv", "Consolidated Screening List, CSV: all US lists"},
};
// clang-format on

}  // namespace

std::span<const Publisher> publishers() noexcept { return kPublishers; }

const Publisher* find_publisher(std::string_view name) noexcept {
  const auto* const found = std::find_if(std::begin(kPublishers), std::end(kPublishers),
                                         [name](const Publisher& each) { return each.name == name; });
  return found == std::end(kPublishers) ? nullptr : found;
}

std::string publisher_names() {
  std::string all;
  for (const Publisher& each : kPublishers) all.append(all.empty() ? "" : ", ").append(each.name);
  return all;
}

}  // namespace ordergate
