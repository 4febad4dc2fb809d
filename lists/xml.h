// XML list files through pugixml: no entities beyond XML's own five, no document type, a bound on size,
// and the line of every element. A bare '&' is read as it stands. Cold.
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/format.h"

namespace ordergate::lists {

inline constexpr std::size_t kXmlBytesMax = std::size_t{512} << 20;
inline constexpr int kXmlDepthMax = 32;

/// A parsed file. The text must outlive it.
class XmlFile {
 public:
  [[nodiscard]] static Result<XmlFile> parse(const FileText& file);
  [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }
  /// The line on which the element starts. Fast for nodes asked in document order.
  [[nodiscard]] std::uint64_t line_of(pugi::xml_node node);

 private:
  explicit XmlFile(std::string_view text) : text_(text) {}
  std::string_view text_;
  pugi::xml_document document_;
  std::size_t counted_to_ = 0;
  std::uint64_t line_ = 1;
};

/// The text of the child element, trimmed; "" when there is none or it says nothing.
[[nodiscard]] std::string_view child_text(pugi::xml_node node, const char* name);

}  // namespace ordergate::lists
