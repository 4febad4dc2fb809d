#include "lists/xml_records.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "lists/text.h"
#include "lists/xml.h"

namespace ordergate::lists {
namespace {

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool has_prefix(std::string_view name) { return name == "xmlns" || name.find(':') != std::string_view::npos; }

/// What happens between the first and the last byte of one file. Expat calls the handlers; nothing throws
/// through it but std::bad_alloc, which nobody catches.
class Parse {
 public:
  Parse(const FileText& file, Reading& reading, std::initializer_list<std::string_view> records,
        FieldWatch* watch, const std::function<Status(const XmlRecord&)>& take)
      : file_(file),
        reading_(reading),
        records_(records),
        watch_(watch),
        take_(take),
        parser_(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  }

  Status run() {
    // The whole text at once: no token of any length is copied or looked at twice.
    const XML_Status parsed =
        XML_Parse(parser_.get(), file_.bytes.data(), static_cast<int>(file_.bytes.size()), XML_TRUE);
    if (!status_) return std::move(status_);
    if (parsed != XML_STATUS_OK)
      return damaged(file_.path, line(), XML_ErrorString(XML_GetErrorCode(parser_.get())));
    return Done{};
  }

 private:
  static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    static_cast<Parse*>(self)->start(local_name(name), attributes);
  }
  static void on_end(void* self, const XML_Char*) { static_cast<Parse*>(self)->end(); }
  static void on_text(void* self, const XML_Char* text, int size) {
    static_cast<Parse*>(self)->text({text, static_cast<std::size_t>(size)});
  }
  static void on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto& parse = *static_cast<Parse*>(self);
    parse.fail(Error{parse.file_.path + ": a document type; lists have none"});
  }

  [[nodiscard]] std::uint64_t line() const { return XML_GetCurrentLineNumber(parser_.get()); }

  void fail(Error error) {
    if (status_) status_ = Status(std::move(error));
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  [[nodiscard]] bool in_record() const noexcept { return record_depth_ != 0; }

  void see(std::string_view name, const XML_Char** attributes) {
    if (watch_ == nullptr || ignored_depth_ != 0) return;
    watch_->saw(name, line());
    if (watch_->ignores(name)) ignored_depth_ = depth_;
    if (ignored_depth_ != 0 || !watch_->attributes()) return;
    for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
      if (!has_prefix(*at)) watch_->saw(std::string(name) + "@" + *at, line());
    }
  }

  void start(std::string_view name, const XML_Char** attributes) {
    if (!status_) return;
    ++depth_;
    end_text();
    if (depth_ > kXmlDepthMax) {
      if (!in_record())
        return fail(Error{file_.path + ":" + std::to_string(line()) + ": deeper than 32 levels"});
      too_much_ = "an element deeper than 32 levels";
    }
    see(name, attributes);
    if (depth_ == 1) {
      root_.append_child(pugi::node_element);
      fill(root_.first_child(), name, attributes);
      root_line_ = line();
    } else if (!in_record() && std::find(records_.begin(), records_.end(), name) != records_.end()) {
      record_depth_ = depth_;
      record_line_ = line();
      bytes_ = 0;
      too_much_ = {};
      document_.reset();
      node_ = document_;
    }
    if (!in_record() || !too_much_.empty()) return;
    node_ = node_.append_child(pugi::node_element);
    fill(node_, name, attributes);
  }

  void fill(pugi::xml_node node, std::string_view name, const XML_Char** attributes) {
    count(name.size());
    node.set_name(std::string(name).c_str());
    for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
      count(std::string_view(at[0]).size() + std::string_view(at[1]).size());
      if (!has_prefix(at[0])) node.append_attribute(at[0]).set_value(at[1]);
    }
  }

  void count(std::size_t bytes) {
    bytes_ += bytes;
    if (in_record() && bytes_ > file_.limits.field_bytes_max * 4)
      too_much_ = "a record longer than the limit";
  }

  void text(std::string_view piece) {
    if (!status_ || !in_record() || !too_much_.empty()) return;
    count(piece.size());
    if (text_.size() + piece.size() > file_.limits.field_bytes_max) {
      too_much_ = "a field longer than the limit";
      return;
    }
    text_ += piece;
  }

  void end_text() {
    if (in_record() && too_much_.empty() && !trim(text_).empty())
      node_.append_child(pugi::node_pcdata).set_value(text_.c_str());
    text_.clear();
  }

  void end() {
    if (!status_) return;
    end_text();
    if (in_record() && too_much_.empty()) node_ = node_.parent();
    if (in_record() && depth_ == record_depth_) end_record();
    if (depth_ == ignored_depth_) ignored_depth_ = 0;
    if (depth_ == 1) give(root_.first_child(), root_line_);
    --depth_;
  }

  void end_record() {
    record_depth_ = 0;
    if (!too_much_.empty()) return reject(reading_, record_line_, std::string(too_much_));
    if (reading_.file.entries.size() < file_.limits.entries_max)
      return give(document_.first_child(), record_line_);
    if (!full_)
      reject(reading_, record_line_, "over the limit of entries: this and all after it are left out");
    full_ = true;
  }

  void give(pugi::xml_node node, std::uint64_t at) {
    Status taken = take_({node, at});
    if (!taken) fail(taken.error());
  }

  const FileText& file_;
  Reading& reading_;
  std::vector<std::string_view> records_;
  FieldWatch* watch_;
  const std::function<Status(const XmlRecord&)>& take_;
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  Status status_ = Done{};
  int depth_ = 0, record_depth_ = 0;  // of the open record; 0: none is
  int ignored_depth_ = 0;             // of the open element that is not watched; 0: none is
  std::uint64_t record_line_ = 0, root_line_ = 0;
  std::size_t bytes_ = 0;        // of the open record
  std::string_view too_much_;    // why the open record cannot be taken; empty: it can
  bool full_ = false;            // no room for one more entry
  std::string text_;             // since the last tag
  pugi::xml_document document_;  // the open record
  pugi::xml_document root_;
  pugi::xml_node node_;
};

}  // namespace

std::string xml_root(std::string_view head) {
  head = trim(head);
  if (head.substr(0, 1) != "<") return {};
  for (std::size_t at = head.find('<'); at != std::string_view::npos && at + 1 < head.size();
       at = head.find('<', at + 1)) {
    if (head.substr(at, 4) == "<!--") {
      at = head.find("-->", at);
      if (at == std::string_view::npos) return {};
      continue;
    }
    if (head[at + 1] == '?' || head[at + 1] == '!') continue;
    const std::string_view name = head.substr(at + 1);
    return std::string(local_name(name.substr(0, name.find_first_of(" \t\r\n/>"))));
  }
  return {};
}

Status each_xml_record(const FileText& file, Reading& reading,
                       std::initializer_list<std::string_view> records, FieldWatch* watch,
                       const std::function<Status(const XmlRecord&)>& take) {
  reading.file.path = file.path;
  if (file.bytes.size() > kXmlBytesMax) return Error{file.path + ": XML over the limit of 512 MiB"};
  if (const std::size_t at = file.bytes.find('\0'); at != std::string_view::npos)
    return Error{file.path + ": a NUL byte at " + std::to_string(at)};
  return Parse(file, reading, records, watch, take).run();
}

std::string_view text_at(pugi::xml_node node, std::initializer_list<const char*> path) {
  for (const char* name : path) node = node.child(name);
  return meaningful(node.text().get());
}

}  // namespace ordergate::lists
