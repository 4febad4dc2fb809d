// What the exporter claims and shows, and what the order is for: licenses, documents, end use, site.
#include "order/fields.h"

namespace ordergate {
namespace {

bool category(Reader& reader, JsonValue& json, void* list) noexcept {
  std::size_t index = 0;
  if (!reader.word(json, kEndUseWords, index)) return false;
  static_cast<ArenaList<std::string_view>*>(list)->push_back(reader.arena(), kEndUseWords[index]);
  return true;
}

bool categories(Reader& reader, JsonValue& json, void* end_use) noexcept {
  return reader.elements(json, reader.limits().array_entries_max, OrderError::too_many_entries, category,
                         &static_cast<EndUse*>(end_use)->categories);
}

bool covered_line(Reader& reader, JsonValue& json, void* list) noexcept {
  std::uint32_t line = 0;
  if (!read_line_number(reader, json, line)) return false;
  static_cast<ArenaList<std::uint32_t>*>(list)->push_back(reader.arena(), line);
  return true;
}

bool covered_lines(Reader& reader, JsonValue& json, void* owner) noexcept {
  License& license = *static_cast<License*>(owner);
  license.has_items = true;
  return reader.elements(json, reader.limits().array_entries_max, OrderError::too_many_entries, covered_line,
                         &license.items);
}

bool license_type(Reader& reader, JsonValue& json, void* owner) noexcept {
  static_cast<License*>(owner)->has_type = true;
  return value<&License::type>(reader, json, owner);
}

}  // namespace

constinit const FieldTable kEndUseFields = field_table({
    {"text", value<&EndUse::text>},
    {"categories", categories},
});

constinit const FieldTable kSiteFields = field_table({
    {"operator", value<&Site::operator_name>},
    {"address", value<&Site::address>},
    {"country", value<&Site::country>},
    {"power_mw", value<&Site::power_mw>},
    {"cooling", value<&Site::cooling>},
    {"space", value<&Site::space>},
    {"infrastructure_confirmed", value<&Site::infrastructure_confirmed>},
    {"operator_authorized", value<&Site::operator_authorized>},
    {"government_controlled", value<&Site::government_controlled>},
    {"veu", closed_text<&Site::veu, kVeuWords>},
});

constinit const FieldTable kLicenseFields = field_table({
    {"type", license_type},
    {"id", value<&License::id>},
    {"exception", closed_text<&License::exception, kExceptionWords>},
    {"authority", value<&License::authority>},
    {"valid_from", value<&License::valid_from>},
    {"valid_until", value<&License::valid_until>},
    {"items", covered_lines},
    {"destination_country", value<&License::destination_country>},
    {"tpp_max", value<&License::tpp_max>},
    {"licensee", value<&License::licensee>},
    {"end_user", value<&License::end_user>},
    {"quantity_max", value<&License::quantity_max>},
    {"value_max", value<&License::value_max>},
});

constinit const FieldTable kDocumentFields = field_table({
    {"type", closed_text<&Document::type, kDocumentWords>},
    {"date", value<&Document::date>},
    {"id", value<&Document::id>},
    {"covers_parties", present_list<&Document::covers_parties, &Document::has_covers_parties>},
});

}  // namespace ordergate
