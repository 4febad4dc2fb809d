// The formats that are known.
#include "lists/format.h"

namespace ordergate::lists {

const std::vector<Format>& formats() {
  static const std::vector<Format> kFormats = {
      {"OFAC enhanced XML", recognizes_ofac_xml, read_ofac_xml},
      {"UN consolidated list XML", recognizes_un_xml, read_un_xml},
      {"EU Financial Sanctions Files XML", recognizes_eu_xml, read_eu_xml},
      {"EU Financial Sanctions Files CSV", recognizes_eu_csv, read_eu_csv},
      {"OFAC standard XML", recognizes_ofac_sdn_xml, read_ofac_sdn_xml},
      {"OFAC advanced XML", recognizes_ofac_advanced_xml, read_ofac_advanced_xml},
      {"Consolidated Screening List JSON", recognizes_csl_json, read_csl_json},
      {"Swiss SECO sanctions XML", recognizes_seco_xml, read_seco_xml},
      {"Canadian autonomous sanctions XML", recognizes_sema_xml, read_sema_xml},
      {"FollowTheMoney entities", recognizes_ftm_json, read_ftm_json},
      {"OpenSanctions targets CSV", recognizes_open_sanctions_csv, read_open_sanctions_csv},
      {"METI End User List CSV", recognizes_meti_csv, read_meti_csv},
      {"DFAT Consolidated List XLSX", recognizes_dfat_xlsx, read_dfat_xlsx},
      {"OFAC names JSONL", recognizes_ofac_jsonl, read_ofac_jsonl},
      {"own list NDJSON", recognizes_own_jsonl, read_own_jsonl, true},
      {"BIS Denied Persons List text", recognizes_bis_denied, read_bis_denied},
      {"Consolidated Screening List CSV", recognizes_csl_csv, read_csl_csv},
      {"UK Sanctions List CSV", recognizes_uk_sanctions_csv, read_uk_sanctions_csv},
      {"UK Sanctions List XML", recognizes_uk_sanctions_xml, read_uk_sanctions_xml},
      {"UK consolidated list CSV", recognizes_uk_csv, read_uk_csv},
      {"OFAC names CSV", recognizes_ofac_names_csv, read_ofac_names_csv},
      {"OFAC alias CSV", recognizes_ofac_alias_csv, read_ofac_alias_csv},
      {"OFAC address CSV", recognizes_ofac_address_csv, read_ofac_address_csv},
      {"OFAC comments CSV", recognizes_ofac_comments_csv, read_ofac_comments_csv},
      {"own list CSV", recognizes_own_csv, read_own_csv, true},
  };
  return kFormats;
}

}  // namespace ordergate::lists
