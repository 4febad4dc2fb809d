#include "lists/entry.h"

#include "lists/text.h"

namespace ordergate::lists {

ListCode list_code(std::string_view source) {
  static constexpr struct {
    std::string_view part;
    ListCode code;
  } kSources[] = {
      // The narrower names first: "Non-SDN ..." contains "SDN".
      {"Military-Industrial", ListCode::cmic},
      {"CMIC", ListCode::cmic},
      {"Menu-Based", ListCode::mbs},
      {"NS-MBS", ListCode::mbs},
      {"Palestinian Legislative", ListCode::plc},
      {"NS-PLC", ListCode::plc},
      {"Sectoral Sanctions", ListCode::ssi},
      {"SSI", ListCode::ssi},
      {"Capta", ListCode::cap},
      {"Correspondent Account", ListCode::cap},
      {"UFLPA", ListCode::uflpa},
      {"1260H", ListCode::s1260h},
      {"Military-Intelligence", ListCode::mieu},
      {"Specially Designated", ListCode::sdn},
      {"SDN List", ListCode::sdn},
      {"Entity List", ListCode::el},
      {"Denied Persons", ListCode::dpl},
      {"Military End User", ListCode::meu},
      {"Unverified", ListCode::uvl},
      {"ITAR Debarred", ListCode::dtc},
      {"Nonproliferation", ListCode::isn},
      {"UN List", ListCode::un},
      {"United Nations", ListCode::un},
      {"HM Treasury", ListCode::uk},
      {"UK Sanctions List", ListCode::uk},
      {"EU Financial Sanctions", ListCode::eu},
      {"SECO sanctions", ListCode::ch},
      {"Canadian Autonomous Sanctions", ListCode::ca},
      {"DFAT", ListCode::au},
      {"METI End User", ListCode::jp},
  };
  for (const auto& known : kSources) {
    if (contains_word(source, known.part)) return known.code;
  }
  for (int i = 0; i <= static_cast<int>(ListCode::other); ++i) {
    const auto code = static_cast<ListCode>(i);
    if (ascii_lower(trim(source)) == ascii_lower(to_string(code))) return code;
  }
  return ListCode::other;
}

}  // namespace ordergate::lists
