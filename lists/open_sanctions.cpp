#include "lists/open_sanctions.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lists/text.h"

namespace ordergate::lists {
namespace {

struct Dataset {
  std::string_view name;   // of the dataset, at its start
  std::string_view title;  // a part of its title
  ListCode list;
};

constexpr Dataset kDatasets[] = {
    {"us_ofac_sdn", "OFAC Specially Designated Nationals", ListCode::sdn},
    {"us_bis_denied", "BIS Denied Persons", ListCode::dpl},
    {"us_dhs_uflpa", "UFLPA", ListCode::uflpa},
    {"us_dod_chinese_milcorps", "Chinese Military Companies", ListCode::s1260h},
    {"un_sc_sanctions", "UN Security Council Consolidated", ListCode::un},
    {"gb_fcdo_sanctions", "FCDO Sanctions", ListCode::uk},
    {"gb_hmt_sanctions", "OFSI Consolidated", ListCode::uk},
    {"eu_fsf", "EU Financial Sanctions Files", ListCode::eu},
    {"eu_journal_sanctions", "EU Sanctions listed in the Official Journal", ListCode::eu},
    {"eu_sanctions_map", "EU Sanctions Map", ListCode::eu},
    {"ch_seco_sanctions", "SECO Sanctions", ListCode::ch},
    {"ca_dfatd_sema_sanctions", "Canadian Consolidated Autonomous", ListCode::ca},
    {"ca_listed_terrorists", "Canadian Listed Terrorist", ListCode::ca},
    {"au_dfat_sanctions", "Australian Sanctions Consolidated", ListCode::au},
    {"jp_meti_eul", "METI End User", ListCode::jp},
    {"jp_mof_sanctions", "Japan Economic Sanctions", ListCode::jp},
};

struct Schema {
  std::string_view name;
  PartyKind kind;
};

constexpr Schema kSchemata[] = {
    {"Person", PartyKind::person},         {"Company", PartyKind::company},
    {"Organization", PartyKind::company},  {"LegalEntity", PartyKind::unknown},
    {"PublicBody", PartyKind::government}, {"Vessel", PartyKind::vessel},
    {"Airplane", PartyKind::aircraft},     {"Vehicle", PartyKind::unknown},
    {"Asset", PartyKind::unknown},
};

}  // namespace

std::optional<PartyKind> kind_of_schema(std::string_view schema) {
  const auto at = std::find_if(std::begin(kSchemata), std::end(kSchemata),
                               [&](const Schema& each) { return each.name == schema; });
  return at == std::end(kSchemata) ? std::nullopt : std::optional(at->kind);
}

std::vector<ListCode> lists_of_datasets(const std::vector<std::string_view>& datasets) {
  std::vector<ListCode> lists;
  for (const std::string_view dataset : datasets) {
    for (const Dataset& known : kDatasets) {
      if (!dataset.starts_with(known.name) && !contains_word(dataset, known.title)) continue;
      if (std::find(lists.begin(), lists.end(), known.list) == lists.end()) lists.push_back(known.list);
    }
  }
  return lists;
}

void take_on_lists(const EntryBuilder& builder, const std::vector<ListCode>& lists, Reading& reading) {
  for (const ListCode list : lists.empty() ? std::vector<ListCode>{ListCode::other} : lists) {
    EntryBuilder one = builder;
    one.entry().list = list;
    take_entry(one, reading);
  }
}

void LeftOut::add(std::string reason, std::uint64_t line) {
  constexpr std::size_t kReasonsMax = 256;
  if (rows_.size() >= kReasonsMax && rows_.find(reason) == rows_.end())
    reason = "no party on a list, for other reasons";
  Rows& rows = rows_[std::move(reason)];
  if (rows.count++ == 0) rows.first_line = line;
}

void LeftOut::tell(Reading& reading) const {
  for (const auto& [reason, rows] : rows_)
    reject(reading, rows.first_line, reason + ": " + std::to_string(rows.count) + " rows from here on");
}

}  // namespace ordergate::lists
