#include "lists/xml.h"

#include <algorithm>

#include "lists/text.h"

namespace ordergate::lists {

Result<XmlFile> XmlFile::parse(const FileText& file) {
  if (file.bytes.size() > kXmlBytesMax) return Error{file.path + ": XML over the limit of 512 MiB"};
  const std::size_t invalid = file.bytes.find('\0');
  if (invalid != std::string_view::npos)
    return Error{file.path + ": a NUL byte at " + std::to_string(invalid)};
  if (file.bytes.substr(0, kSniffBytes).find("<!DOCTYPE") != std::string_view::npos) {
    return Error{file.path + ": a document type; lists have none"};
  }
  XmlFile xml(file.bytes);
  const pugi::xml_parse_result result = xml.document_.load_buffer(file.bytes.data(), file.bytes.size(),
                                                                  pugi::parse_default, pugi::encoding_utf8);
  if (!result) {
    const auto end = file.bytes.begin() + std::min<std::ptrdiff_t>(result.offset, std::ssize(file.bytes));
    return Error{file.path + ":" + std::to_string(std::count(file.bytes.begin(), end, '\n') + 1) + ": " +
                 result.description()};
  }
  return xml;
}

std::uint64_t XmlFile::line_of(pugi::xml_node node) {
  const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
  if (offset < counted_to_) {
    counted_to_ = 0;
    line_ = 1;
  }
  const auto begin = text_.begin() + static_cast<std::ptrdiff_t>(counted_to_);
  const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text_.size()));
  line_ += static_cast<std::uint64_t>(std::count(begin, end, '\n'));
  counted_to_ = std::min(offset, text_.size());
  return line_;
}

std::string_view child_text(pugi::xml_node node, const char* name) {
  return meaningful(node.child(name).text().get());
}

}  // namespace ordergate::lists
