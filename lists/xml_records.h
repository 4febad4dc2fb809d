// XML list files read one record at a time through expat, so that memory is bounded by the largest record and
// not by the file. What the parser reads in a file is never fetched: any document type is refused, and with
// it every entity but XML's own five. Cold; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/format.h"
#include "lists/vocabulary.h"

namespace ordergate::lists {

/// One element of a record's kind with all that it holds. Names come without their namespace prefix. Valid
/// during the call that it is given to.
struct XmlRecord {
  pugi::xml_node node;
  std::uint64_t line = 0;  // on which the element starts
};

/// The name of the document's root element without prefix, "" where `head` is no XML.
[[nodiscard]] std::string xml_root(std::string_view head);

/// Gives each element named in `records` (outermost ones only) to `take` in the order of the file; an error
/// of `take` ends the reading. The root element itself is given last, with its attributes and without
/// children. A record over field_bytes_max * 4 bytes or over 32 levels is rejected and not given. Elements
/// and "element@attribute" of records and around them go to `watch` where there is one. An error: no
/// well-formed XML to the last byte, a document type, a NUL byte.
[[nodiscard]] Status each_xml_record(const FileText& file, Reading& reading,
                                     std::initializer_list<std::string_view> records, FieldWatch* watch,
                                     const std::function<Status(const XmlRecord&)>& take);

/// The trimmed text of the first element under `node` that has this path of child names; "" for none.
[[nodiscard]] std::string_view text_at(pugi::xml_node node, std::initializer_list<const char*> path);

}  // namespace ordergate::lists
