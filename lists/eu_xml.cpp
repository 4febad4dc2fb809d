// The EU's Financial Sanctions Files as XML: "export", one "sanctionEntity" a party, all of it in attributes.
#include "lists/eu_sanctions.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/xml_records.h"

namespace ordergate::lists {
namespace {

using enum KnownField::Use;

constexpr KnownField kFields[] = {
    {"export", needed},
    {"export@generationDate", needed},
    {"export@globalFileId", ignored},
    {"sanctionEntity", needed},
    {"sanctionEntity@designationDate", rare},
    {"sanctionEntity@designationDetails", ignored},
    {"sanctionEntity@unitedNationId", rare},
    {"sanctionEntity@euReferenceNumber", rare},
    {"sanctionEntity@logicalId", needed},
    {"remark", ignored},
    {"regulation", needed},
    {"regulation@regulationType", ignored},
    {"regulation@organisationType", ignored},
    {"regulation@publicationDate", read},
    {"regulation@entryIntoForceDate", read},
    {"regulation@numberTitle", needed},
    {"regulation@programme", read},
    {"regulation@logicalId", ignored},
    {"publicationUrl", ignored},
    {"regulationSummary", ignored},
    {"subjectType", needed},
    {"subjectType@code", needed},
    {"subjectType@classificationCode", ignored},
    {"nameAlias", needed},
    {"nameAlias@firstName", read},
    {"nameAlias@middleName", read},
    {"nameAlias@lastName", read},
    {"nameAlias@wholeName", needed},
    {"nameAlias@function", ignored},
    {"nameAlias@gender", ignored},
    {"nameAlias@title", ignored},
    {"nameAlias@nameLanguage", ignored},
    {"nameAlias@strong", needed},
    {"nameAlias@regulationLanguage", ignored},
    {"nameAlias@logicalId", ignored},
    {"citizenship", read},
    {"citizenship@region", ignored},
    {"citizenship@countryIso2Code", read},
    {"citizenship@countryDescription", read},
    {"citizenship@regulationLanguage", ignored},
    {"citizenship@logicalId", ignored},
    {"birthdate", read},
    {"birthdate@circa", read},
    {"birthdate@calendarType", ignored},
    {"birthdate@city", ignored},
    {"birthdate@zipCode", ignored},
    {"birthdate@birthdate", read},
    {"birthdate@dayOfMonth", ignored},
    {"birthdate@monthOfYear", ignored},
    {"birthdate@year", read},
    {"birthdate@yearRangeFrom", rare},
    {"birthdate@yearRangeTo", rare},
    {"birthdate@region", ignored},
    {"birthdate@place", ignored},
    {"birthdate@countryIso2Code", ignored},
    {"birthdate@countryDescription", ignored},
    {"birthdate@regulationLanguage", ignored},
    {"birthdate@logicalId", ignored},
    {"address", read},
    {"address@city", read},
    {"address@street", read},
    {"address@poBox", read},
    {"address@zipCode", read},
    {"address@region", read},
    {"address@place", read},
    {"address@asAtListingTime", ignored},
    {"address@contactInfo", ignored},
    {"address@countryIso2Code", read},
    {"address@countryDescription", read},
    {"address@regulationLanguage", ignored},
    {"address@logicalId", ignored},
    {"contactInfo", ignored},
    {"identification", read},
    {"identification@diplomatic", ignored},
    {"identification@knownExpired", ignored},
    {"identification@knownFalse", rare},
    {"identification@reportedLost", ignored},
    {"identification@revokedByIssuer", ignored},
    {"identification@issuedBy", ignored},
    {"identification@issuedDate", ignored},
    {"identification@issueDate", ignored},
    {"identification@validFrom", ignored},
    {"identification@validTo", ignored},
    {"identification@expiryDate", ignored},
    {"identification@latinNumber", rare},
    {"identification@nameOnDocument", ignored},
    {"identification@number", read},
    {"identification@region", ignored},
    {"identification@identificationTypeCode", ignored},
    {"identification@identificationTypeDescription", read},
    {"identification@countryIso2Code", ignored},
    {"identification@countryDescription", ignored},
    {"identification@regulationLanguage", ignored},
    {"identification@logicalId", ignored},
};

std::string_view attribute(pugi::xml_node node, const char* name) {
  return meaningful(node.attribute(name).value());
}

/// "00" and "UNKNOWN" are what the list says where it knows none.
std::string_view country_of(pugi::xml_node node) {
  const std::string_view code = attribute(node, "countryIso2Code");
  return code.empty() || code == "00" ? attribute(node, "countryDescription") : code;
}

void add_names(pugi::xml_node entity, EntryBuilder& builder) {
  for (const pugi::xml_node name : entity.children("nameAlias")) {
    const std::string parts =
        join({attribute(name, "firstName"), attribute(name, "middleName"), attribute(name, "lastName")}, " ");
    add_eu_name(builder, attribute(name, "wholeName"), parts, attribute(name, "strong") != "false");
  }
}

void add_details(pugi::xml_node entity, EntryBuilder& builder) {
  for (const pugi::xml_node at : entity.children("address")) {
    add_eu_address(builder,
                   {attribute(at, "street"), attribute(at, "poBox"), attribute(at, "zipCode"),
                    attribute(at, "city"), attribute(at, "place"), attribute(at, "region"), country_of(at)});
  }
  for (const pugi::xml_node citizenship : entity.children("citizenship"))
    builder.add_country(country_of(citizenship));
  for (const pugi::xml_node birth : entity.children("birthdate")) {
    add_eu_birth_date(builder, attribute(birth, "birthdate"), attribute(birth, "year"),
                      attribute(birth, "circa") == "true", attribute(birth, "yearRangeFrom"),
                      attribute(birth, "yearRangeTo"));
  }
  for (const pugi::xml_node document : entity.children("identification")) {
    if (attribute(document, "knownFalse") == "true") continue;
    const std::string_view type = attribute(document, "identificationTypeDescription");
    builder.add_identifier(type, attribute(document, "number"));
    builder.add_identifier(type, attribute(document, "latinNumber"));
  }
}

void read_party(const XmlRecord& record, Reading& reading) {
  const pugi::xml_node entity = record.node;
  EntryBuilder builder(record.line);
  start_eu_entry(builder, attribute(entity, "euReferenceNumber"), attribute(entity, "logicalId"));
  builder.entry().kind = eu_kind(attribute(entity.child("subjectType"), "code"));
  for (const pugi::xml_node law : entity.children("regulation")) {
    add_eu_regulation(builder, attribute(law, "numberTitle"), attribute(law, "programme"),
                      attribute(law, "entryIntoForceDate"), attribute(law, "publicationDate"));
  }
  if (const auto designated = read_date(attribute(entity, "designationDate"))) {
    auto& start = builder.entry().start_date;
    if (!start || *designated < *start) start = designated;
  }
  builder.entry().remarks = single_spaced(text_at(entity, {"remark"}));
  builder.add_identifier("UN Reference Number", attribute(entity, "unitedNationId"));
  add_names(entity, builder);
  add_details(entity, builder);
  take_entry(builder, reading);
}

}  // namespace

bool recognizes_eu_xml(std::string_view head) {
  return xml_root(head) == "export" && (head.find("<sanctionEntity") != std::string_view::npos ||
                                        head.find("fpi/fsd/export") != std::string_view::npos);
}

Result<Reading> read_eu_xml(const FileText& file) {
  Reading reading;
  reading.file.source = "eu_fsf";
  FieldWatch watch(kFields);
  const auto take = [&](const XmlRecord& record) -> Status {
    if (std::string_view(record.node.name()) == "sanctionEntity") {
      read_party(record, reading);
    } else {
      reading.file.date = read_date(attribute(record.node, "generationDate").substr(0, 10));
    }
    return Done{};
  };
  if (Status read = each_xml_record(file, reading, {"sanctionEntity"}, &watch, take); !read)
    return read.error();
  if (Status judged = watch.judge(reading); !judged) return judged.error();
  return reading;
}

}  // namespace ordergate::lists
