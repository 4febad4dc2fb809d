#include "lists/shared_buildings.h"

#include "base/check.h"
#include "lists/embedded.h"
#include "tables/csv.h"

namespace ordergate::lists {

matchers::AddressIndex shared_buildings() {
  constexpr std::string_view kFile = "data/shared_buildings.csv";
  const Result<tables::CsvTable> table =
      tables::CsvTable::parse(embedded_file(embedded_files(), kFile), std::string(kFile));
  OG_CHECK(table.ok());
  matchers::AddressIndexBuilder builder;
  std::uint32_t row = 0;
  for (const tables::CsvRecord& record : table.value().rows) {
    const CountryCode country = CountryCode::parse(table.value().field(record, "country"));
    builder.add(matchers::AddressId{row++}, {table.value().field(record, "address"), country});
  }
  return builder.build();
}

}  // namespace ordergate::lists
