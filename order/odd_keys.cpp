#include "order/odd_keys.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/edit_distance.h"
#include "base/utf8.h"

namespace ordergate {
namespace {

constexpr std::size_t kLettersMax = 40;

/// The small Latin letters of a key; what looks like one counts as one.
struct Letters {
  std::array<char, kLettersMax> text{};
  std::size_t size = 0;
  bool too_long = false;

  void add(char c) noexcept {
    if (size == kLettersMax) {
      too_long = true;
    } else {
      text[size++] = c;
    }
  }
  [[nodiscard]] std::string_view view() const noexcept { return {text.data(), size}; }
};

/// Letters of Cyrillic and Greek that look like Latin ones.
char look_alike(char32_t point) noexcept {
  struct Pair {
    char32_t point;
    char latin;
  };
  static constexpr std::array<Pair, 32> kPairs = {
      {{U'а', 'a'}, {U'А', 'a'}, {U'В', 'b'}, {U'с', 'c'}, {U'С', 'c'}, {U'ԁ', 'd'}, {U'е', 'e'},
       {U'Е', 'e'}, {U'һ', 'h'}, {U'Н', 'h'}, {U'і', 'i'}, {U'І', 'i'}, {U'ј', 'j'}, {U'К', 'k'},
       {U'М', 'm'}, {U'о', 'o'}, {U'О', 'o'}, {U'р', 'p'}, {U'Р', 'p'}, {U'ѕ', 's'}, {U'т', 't'},
       {U'Т', 't'}, {U'х', 'x'}, {U'Х', 'x'}, {U'у', 'y'}, {U'У', 'y'}, {U'ο', 'o'}, {U'α', 'a'},
       {U'ι', 'i'}, {U'ρ', 'p'}, {U'ν', 'v'}, {U'ε', 'e'}}};
  for (const Pair& pair : kPairs)
    if (pair.point == point) return pair.latin;
  return '\0';
}

Letters letters_of(std::string_view key) noexcept {
  Letters letters;
  for (std::size_t at = 0; at < key.size();) {
    const auto byte = static_cast<unsigned char>(key[at]);
    if (byte < 0x80) {
      if (key[at] >= 'A' && key[at] <= 'Z') letters.add(static_cast<char>(key[at] - 'A' + 'a'));
      if (key[at] >= 'a' && key[at] <= 'z') letters.add(key[at]);
      ++at;
      continue;
    }
    const auto [point, size] = decode_point(key, at);
    if (point >= 0xFF21 && point <= 0xFF3A) letters.add(static_cast<char>('a' + (point - 0xFF21)));
    if (point >= 0xFF41 && point <= 0xFF5A) letters.add(static_cast<char>('a' + (point - 0xFF41)));
    if (const char latin = look_alike(point); latin != '\0') letters.add(latin);
    at += size;
  }
  return letters;
}

constexpr std::size_t kEditLettersMin = 5;

}  // namespace

std::string_view meant_key(std::string_view key, const FieldTable& table) noexcept {
  const Letters letters = letters_of(key);
  if (letters.too_long || letters.size == 0) return {};
  std::string_view near;
  for (const Field& field : table.fields) {
    if (field.key.empty()) break;
    const Letters known = letters_of(field.key);
    if (known.view() == letters.view()) return field.key;
    if (known.size >= kEditLettersMin && letters.size >= kEditLettersMin && near.empty() &&
        within_one_edit(known.view(), letters.view()))
      near = field.key;
  }
  return near;
}

namespace {

/// What other order systems call a field: letters only, each name between bars.
struct OtherName {
  std::string_view field, names;
};
constexpr std::array kOtherNames = {
    OtherName{
        "parties",
        "|addressee|agent|bank|bill|billing|billingaddress|billto|broker|business|buyer|carrier|client|"
        "clients|company|consignee|consignees|consignor|counterparties|counterparty|customer|customers|"
        "deliver|delivery|deliveryaddress|deliverto|destinationaddress|endcustomer|endcustomers|enduser|"
        "endusers|finalconsignee|finalcustomer|finaluser|forwarder|freightforwarder|importer|"
        "importerofrecord|installer|intermediary|intermediateconsignee|notify|notifyparty|partner|"
        "partners|partyinfo|payer|purchaser|receiver|recipient|reseller|seller|shipaddress|shipment|"
        "shipping|shippingaddress|shipto|soldto|supplier|ultimateconsignee|ultimateenduser|vendor|"},
    OtherName{"items",
              "|articles|basket|cart|cartitems|commodities|content|contents|entries|goods|itemlist|lineitems|"
              "lines|materials|merchandise|orderitems|orderlines|ordereditems|parts|positions|product|"
              "productlist|products|skus|"},
    OtherName{"destination_country",
              "|country|countryofdestination|countryofultimatedestination|deliverycountry|deliveryplace|dest|"
              "destcountry|destination|endusecountry|endusercountry|finaldestination|finalcountry|"
              "placeofdelivery|portofdelivery|portofdischarge|receivercountry|shiptocountry|"
              "ultimatedestination|"},
    OtherName{"transit_countries",
              "|reexportto|routedvia|routing|transit|transitcountry|transhipment|transshipment|"
              "transshipments|transshipto|via|"},
    OtherName{"site", "|datacenter|datacentre|installation|installationaddress|installationsite|location|"},
    OtherName{
        "addresses",
        "|addr|address|addresse|adress|adresse|addressline|addresslines|city|deliveryaddress|location|"
        "mailingaddress|"
        "officeaddress|postaladdress|registeredaddress|residence|shippingaddress|street|streetaddress|"},
    OtherName{
        "name",
        "|aka|alias|altname|businessname|company|companyname|dba|englishname|formername|formerlyknownas|"
        "fullname|knownas|latinname|legalname|localname|organisation|organization|originalname|"
        "othername|othernames|realname|registeredname|tradename|tradingas|tradingname|"},
    OtherName{"headquarters_country",
              "|countryofincorporation|countryofregistration|headquarter|headquarters|headquartersin|hq|"
              "hqcountry|incorporatedin|jurisdiction|registeredin|"},
    OtherName{"ultimate_parent",
              "|holding|holdingcompany|parent|parentcompany|parentname|ultimateowner|ultimateparentcompany|"},
    OtherName{"owners",
              "|beneficialowner|beneficialowners|owner|ownedby|ownership|shareholder|shareholders|ubo|ubos|"},
    OtherName{"description",
              "|article|goods|itemdescription|itemname|longdescription|longtext|material|name|product|"
              "productdescription|productname|shortdescription|spec|specification|specifications|specs|"
              "title|"},
    OtherName{"part_number",
              "|articleno|articlenumber|catalognumber|itemnumber|manufacturerpartnumber|mfrpartnumber|"
              "modelcode|modelname|modelno|modelnumber|mpn|oempartnumber|partno|pn|productcode|"},
    OtherName{"title", "|body|headline|heading|itemname|name|productname|producttitle|subtitle|text|"},
    OtherName{"ships_to", "|availablein|countries|deliversto|shippingcountries|shippingto|shipsto|"},
};

bool among(std::string_view names, std::string_view letters) noexcept {
  for (std::size_t at = names.find(letters); at != std::string_view::npos; at = names.find(letters, at + 1))
    if (names[at - 1] == '|' && names[at + letters.size()] == '|') return true;
  return false;
}

/// Is a value of that sort one that tells what the field would?
bool tells(std::string_view field, OddValue value) noexcept {
  const bool of_a_country = field == "destination_country" || field == "transit_countries" ||
                            field == "headquarters_country" || field == "ships_to";
  if (of_a_country) return value != OddValue::nothing;
  if (value == OddValue::words || value == OddValue::somebody) return true;
  const bool of_goods =
      field == "items" || field == "description" || field == "part_number" || field == "title";
  return of_goods && (value == OddValue::holder || value == OddValue::model);
}

}  // namespace

std::string_view called_key(std::string_view key, OddValue value, const FieldTable& table) noexcept {
  const Letters letters = letters_of(key);
  if (letters.too_long || letters.size == 0) return {};
  for (const OtherName& other : kOtherNames)
    if (table.find(other.field) != FieldTable::kNoField && among(other.names, letters.view()) &&
        tells(other.field, value))
      return other.field;
  return {};
}

bool decides(std::string_view key) noexcept {
  constexpr std::array<std::string_view, 23> kKeys = {"parties",
                                                      "items",
                                                      "destination_country",
                                                      "transit_countries",
                                                      "site",
                                                      "end_use",
                                                      "listing",
                                                      "ships_to",
                                                      "iaas",
                                                      "model",
                                                      "name",
                                                      "country",
                                                      "addresses",
                                                      "owners",
                                                      "headquarters_country",
                                                      "ultimate_parent",
                                                      "address",
                                                      "fabrication",
                                                      "description",
                                                      "ship_date",
                                                      "part_number",
                                                      "notes",
                                                      "title"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

bool names_somebody(std::string_view key) noexcept {
  constexpr std::array<std::string_view, 9> kKeys = {
      "name", "company", "fullname", "companyname", "address", "street", "city", "firstname", "country"};
  const Letters letters = letters_of(key);
  return std::find(kKeys.begin(), kKeys.end(), letters.view()) != kKeys.end();
}

}  // namespace ordergate
