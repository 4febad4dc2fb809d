// The Consolidated Screening List of trade.gov as JSON (consolidated.json): {"total", "results": [...]}, one
// object an entry of one of the source lists. Read one object at a time.
// https://www.trade.gov/consolidated-screening-list
#include <iterator>
#include <nlohmann/json.hpp>

#include "countries/country_names.h"
#include "lists/entry_builder.h"
#include "lists/format.h"
#include "lists/text.h"
#include "lists/vocabulary.h"

namespace ordergate::lists {
namespace {

using Json = nlohmann::json;
using enum KnownField::Use;

constexpr int kResultDepth = 2;  // of an object in "results"
constexpr int kDepthMax = 8;

constexpr KnownField kKeys[] = {
    {"total", rare},
    {"results", needed},
    {"sources_used", ignored},
    {"offset", ignored},
    {"id", read},
    {"_id", rare},
    {"entity_number", read},
    {"source", needed},
    {"source_list_url", ignored},
    {"source_information_url", ignored},
    {"type", read},
    {"programs", read},
    {"name", needed},
    {"alt_names", read},
    {"title", ignored},
    {"addresses", read},
    {"federal_register_notice", read},
    {"start_date", read},
    {"end_date", read},
    {"standard_order", ignored},
    {"license_requirement", read},
    {"license_policy", read},
    {"call_sign", read},
    {"vessel_type", ignored},
    {"gross_tonnage", ignored},
    {"gross_registered_tonnage", ignored},
    {"vessel_flag", read},
    {"vessel_owner", ignored},
    {"remarks", read},
    {"citizenships", read},
    {"dates_of_birth", read},
    {"nationalities", read},
    {"places_of_birth", ignored},
    {"ids", read},
    {"country", rare},
    {"score", ignored},
};

/// A place in the text that counts the lines before it, however often it is copied.
class LineIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  LineIterator(const char* at, std::uint64_t* line) : at_(at), line_(line) {}
  reference operator*() const { return *at_; }
  LineIterator& operator++() {
    if (*at_ == '\n') ++*line_;
    ++at_;
    return *this;
  }
  LineIterator operator++(int) {
    LineIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const LineIterator& left, const LineIterator& right) {
    return left.at_ == right.at_;
  }

 private:
  const char* at_;
  std::uint64_t* line_;
};

std::string text_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  if (at == object.end()) return {};
  if (at->is_string()) return std::string(meaningful(at->get_ref<const std::string&>()));
  return at->is_number_integer() ? std::to_string(at->get<std::int64_t>()) : std::string{};
}

/// Every text of an array, or the one text that stands in its place.
template <typename Take>
void each_text(const Json& object, const char* key, const Take& take) {
  const auto at = object.find(key);
  if (at == object.end()) return;
  if (at->is_string()) return take(std::string_view(at->get_ref<const std::string&>()));
  if (!at->is_array()) return;
  for (const Json& value : *at) {
    if (value.is_string()) take(std::string_view(value.get_ref<const std::string&>()));
  }
}

template <typename Take>
void each_object(const Json& object, const char* key, const Take& take) {
  const auto at = object.find(key);
  if (at == object.end() || !at->is_array()) return;
  for (const Json& value : *at)
    if (value.is_object()) take(value);
}

void add_names(const Json& object, EntryBuilder& builder) {
  const std::string name = text_of(object, "name");
  ListEntry& entry = builder.entry();
  const bool address = entry.list == ListCode::el && (is_address_label(name) || reads_as_address(name));
  if (!address) builder.add_name(name, ListedName::Role::primary);
  if (address && !is_address_label(name))
    builder.add_address(name.substr(0, 8) == "Address:" ? name.substr(8) : name);
  each_text(object, "alt_names",
            [&](std::string_view alias) { builder.add_name(alias, ListedName::Role::strong_alias); });
}

void add_addresses(const Json& object, EntryBuilder& builder) {
  each_object(object, "addresses", [&](const Json& address) {
    const std::string country = text_of(address, "country");
    const std::string street = text_of(address, "address"), city = text_of(address, "city"),
                      state = text_of(address, "state"), code = text_of(address, "postal_code");
    const std::string lines = join({street, city, state, code}, ", ");
    if (!lines.empty()) builder.add_address(join({lines, country}, ", "), country_from_name(country));
    builder.add_country(country);
  });
}

void add_details(const Json& object, EntryBuilder& builder) {
  for (const char* key : {"nationalities", "citizenships", "vessel_flag"})
    each_text(object, key, [&](std::string_view country) { builder.add_country(country); });
  each_text(object, "dates_of_birth", [&](std::string_view date) { builder.add_birth_date(date); });
  each_object(object, "ids", [&](const Json& id) {
    std::string number = text_of(id, "number");
    const bool imo = number.substr(0, 4) == "IMO ";
    builder.add_identifier(imo ? "IMO" : text_of(id, "type"), imo ? number.substr(4) : number);
  });
  builder.add_identifier("Call Sign", text_of(object, "call_sign"));
}

void read_result(const Json& object, std::uint64_t line, Reading& reading) {
  EntryBuilder builder(line);
  ListEntry& entry = builder.entry();
  entry.source = text_of(object, "source");
  if (entry.source.empty()) return reject(reading, line, "no source");
  entry.list = list_code(entry.source);
  entry.id = text_of(object, "entity_number");
  if (entry.id.empty()) entry.id = text_of(object, object.contains("id") ? "id" : "_id");
  entry.kind = read_kind(text_of(object, "type"));
  each_text(object, "programs", [&](std::string_view program) {
    if (entry.programs.size() < kEntryTextsMax) entry.programs.emplace_back(program);
  });
  entry.citation = text_of(object, "federal_register_notice");
  if (entry.citation.empty()) entry.citation = join({entry.programs.begin(), entry.programs.end()}, "; ");
  entry.license_requirement = text_of(object, "license_requirement");
  entry.license_policy = text_of(object, "license_policy");
  entry.start_date = read_date(text_of(object, "start_date"));
  entry.end_date = read_date(text_of(object, "end_date"));
  entry.remarks = single_spaced(join({text_of(object, "title"), text_of(object, "remarks")}, "; "));
  add_names(object, builder);
  add_addresses(object, builder);
  add_details(object, builder);
  take_entry(builder, reading);
}

/// Takes the objects of "results" out of the text as they end, so that none but the open one is in memory.
class Results {
 public:
  Results(const FileText& file, Reading& reading, FieldWatch& watch)
      : file_(file), reading_(reading), watch_(watch) {}

  Status read() {
    const char* const begin = file_.bytes.data();
    const auto keep = [this](int depth, Json::parse_event_t event, Json& parsed) {
      return on(depth, event, parsed);
    };
    const Json rest = Json::parse(LineIterator(begin, &line_),
                                  LineIterator(begin + file_.bytes.size(), &line_), keep, false);
    if (rest.is_discarded()) return damaged(file_.path, line_, "no JSON");
    if (total_ >= 0 && static_cast<std::uint64_t>(total_) != results_)
      return damaged(file_.path, 1,
                     "\"total\" is " + std::to_string(total_) + ", and there are " +
                         std::to_string(results_) + " results");
    return Done{};
  }

 private:
  bool on(int depth, Json::parse_event_t event, Json& parsed) {
    using Event = Json::parse_event_t;
    if (event == Event::object_start && depth == kResultDepth) begun_ = line_;
    if ((event == Event::object_start || event == Event::array_start) && depth > kDepthMax) return false;
    if (event == Event::key) {
      key_ = parsed.get<std::string>();
      if (depth == 1) top_ = key_;
      if (depth == 1 || (depth == kResultDepth + 1 && top_ == "results")) watch_.saw(key_, line_);
    }
    if (event == Event::value && depth == 1 && top_ == "total" && parsed.is_number_unsigned())
      total_ = parsed.get<std::int64_t>();
    if (event != Event::object_end || depth != kResultDepth || top_ != "results") return true;
    ++results_;
    if (reading_.file.entries.size() >= file_.limits.entries_max) {
      if (results_ == reading_.file.entries.size() + 1)
        reject(reading_, begun_, "over the limit of entries: this and all after it are left out");
    } else {
      read_result(parsed, begun_, reading_);
    }
    return false;
  }

  const FileText& file_;
  Reading& reading_;
  FieldWatch& watch_;
  std::string key_, top_;
  std::uint64_t line_ = 1, begun_ = 1, results_ = 0;
  std::int64_t total_ = -1;
};

}  // namespace

bool recognizes_csl_json(std::string_view head) {
  const std::string_view text = trim(head);
  return text.substr(0, 1) == "{" && text.find("\"results\"") != std::string_view::npos &&
         text.find("\"source\"") != std::string_view::npos;
}

Result<Reading> read_csl_json(const FileText& file) {
  Reading reading;
  reading.file.source = "us_csl";
  reading.file.path = file.path;
  FieldWatch watch(kKeys);
  if (Status read = Results(file, reading, watch).read(); !read) return read.error();
  if (Status judged = watch.judge(reading); !judged) return judged.error();
  return reading;
}

}  // namespace ordergate::lists
