#include "lists/entry.h"

#include "lists/text.h"

namespace ordergate::lists {

std::string_view to_string(ListCode code) noexcept {
  switch (code) {
    case ListCode::sdn:
      return "SDN";
    case ListCode::el:
      return "EL";
    case ListCode::dpl:
      return "DPL";
    case ListCode::meu:
      return "MEU";
    case ListCode::uvl:
      return "UVL";
    case ListCode::dtc:
      return "DTC";
    case ListCode::isn:
      return "ISN";
    case ListCode::ssi:
      return "SSI";
    case ListCode::mbs:
      return "MBS";
    case ListCode::plc:
      return "PLC";
    case ListCode::cmic:
      return "CMIC";
    case ListCode::cap:
      return "CAP";
    case ListCode::un:
      return "UN";
    case ListCode::uk:
      return "UK";
    case ListCode::user:
      return "USER";
    case ListCode::other:
      return "OTHER";
  }
  return "OTHER";
}

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
