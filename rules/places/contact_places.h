// Countries that contacts tell: the domain of an e-mail or web address, the prefix of a telephone number, an
// account, bank code or registration number. Data: rules/ear/place_contacts.csv, only countries whose
// contacts raise a question. Immutable; any number of threads read. Reading is noexcept and allocates nothing
// but what `out` grows by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/country.h"
#include "base/result.h"
#include "rules/countries/country_table.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// One contact that tells a country; bytes of the text.
struct ContactReading {
  CountryCode country;
  std::uint32_t begin = 0, end = 0;
};

class ContactPlaces {
 public:
  /// Errors name file and line.
  [[nodiscard]] static Result<ContactPlaces> load(const tables::DataFiles& files,
                                                  const CountryTable& countries);

  /// Running text: "@firm.ir", "www.firm.ir", "+98 21 …", "IR82 0540 …", "SWIFT ABCDIRTH".
  void read_text(std::string_view text, std::vector<ContactReading>& out) const noexcept;
  /// A field that holds a contact and nothing else: a bare "firm.ir" is a domain there.
  void read_field(std::string_view text, std::vector<ContactReading>& out) const noexcept;
  /// The country of a number under which companies are registered, told by its form and check digits alone:
  /// China's Unified Social Credit Identifier (GB 32100-2015), Russia's OGRN and INN behind these words.
  /// Unknown: none of them.
  [[nodiscard]] static CountryCode country_of_registration(std::string_view number) noexcept;
  /// The country in a bank's code (ISO 9362: four letters, then the country); unknown when it is none.
  [[nodiscard]] static CountryCode country_of_bank(std::string_view code) noexcept;

 private:
  struct Row {
    std::string text;
    CountryCode country;      // unknown: tells none ("mail.ru", "+77" of Kazakhstan)
    std::size_t letters = 0;  // of an account: its whole length (ISO 13616)
  };
  enum class In : std::uint8_t { text, field };

  void read(std::string_view text, In in, std::vector<ContactReading>& out) const noexcept;
  [[nodiscard]] std::size_t read_host(std::string_view text, std::size_t at, bool sure,
                                      std::vector<ContactReading>& out) const noexcept;
  [[nodiscard]] std::size_t read_phone(std::string_view text, std::size_t at, std::size_t prefix,
                                       std::vector<ContactReading>& out) const noexcept;
  [[nodiscard]] std::size_t read_account(std::string_view text, std::size_t at,
                                         std::vector<ContactReading>& out) const noexcept;
  [[nodiscard]] std::size_t read_bank(std::string_view text, std::size_t at,
                                      std::vector<ContactReading>& out) const noexcept;
  [[nodiscard]] static std::size_t read_registration(std::string_view text, std::size_t at,
                                                     std::vector<ContactReading>& out) noexcept;
  [[nodiscard]] bool asked_of_bank(CountryCode country) const noexcept;

  std::vector<Row> domains_, providers_, phones_, accounts_;
};

}  // namespace ordergate::rules
