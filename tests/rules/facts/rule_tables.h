// The tables that facts are computed from, as the program has them.
#pragma once

#include <utility>

#include "rules/evaluation/rulebook.h"
#include "rules/pack/files.h"

namespace ordergate::rules {

struct RuleTables {
  ordergate::tables::DataFiles files = pack_files();
  CountryTable countries = std::move(CountryTable::load(files)).value();
  ItemCatalog items = std::move(ItemCatalog::load({files, {}, {}})).value();
  LawTables law = std::move(LawTables::load(files)).value();
  ControlList control_list = std::move(ControlList::load(files, countries)).value();

  [[nodiscard]] OrderTables order_tables() const { return {countries, items.table(), law, control_list}; }
};

}  // namespace ordergate::rules
