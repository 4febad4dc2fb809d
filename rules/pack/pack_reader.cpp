#include "rules/pack/pack_reader.h"

#include "base/near_name.h"

namespace ordergate::rules {

void PackErrors::add(const PackPlace& place, const std::string& what) {
  add_plain(place.file + ":" + std::to_string(place.line) + ": " + what);
}

void PackErrors::add_plain(std::string line) {
  if (lines_.size() == kShownMax) {
    ++more_;
    return;
  }
  lines_.push_back(std::move(line));
}

Error PackErrors::error() const {
  std::string text;
  for (const std::string& line : lines_) text += (text.empty() ? "" : "\n") + line;
  if (more_ > 0) text += "\nand " + std::to_string(more_) + " more";
  return Error{std::move(text)};
}

TableReader::TableReader(const toml::table& table, std::string file, std::string what, PackErrors& errors)
    : table_(table), file_(std::move(file)), what_(std::move(what)), errors_(&errors) {}

const toml::node* TableReader::node(std::string_view key) {
  asked_.emplace(key);
  return table_.get(key);
}

void TableReader::error(std::string_view key, const std::string& what) {
  const toml::node* at = table_.get(key);
  const PackPlace place{file_, line_of(at != nullptr ? *at : static_cast<const toml::node&>(table_))};
  errors_->add(place, what_ + ": " + std::string(key) + ": " + what);
}

std::optional<std::string> TableReader::text(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return std::nullopt;
  if (const auto* value = found->as_string()) return value->get();
  error(key, "must be a text");
  return std::nullopt;
}

std::string TableReader::required_text(std::string_view key) {
  std::optional<std::string> found = text(key);
  if (found && !found->empty()) return *std::move(found);
  if (table_.get(key) == nullptr || found) error(key, "is required");
  return "";
}

std::optional<bool> TableReader::boolean(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return std::nullopt;
  if (const auto* value = found->as_boolean()) return value->get();
  error(key, "must be true or false");
  return std::nullopt;
}

std::optional<double> TableReader::number(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_number()) return found->value<double>();
  error(key, "must be a number");
  return std::nullopt;
}

std::optional<Date> TableReader::date(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return std::nullopt;
  if (const auto* value = found->as_date())
    return Date::from_ymd(value->get().year, value->get().month, value->get().day);
  std::optional<Date> parsed;
  if (const auto* value = found->as_string()) parsed = parse_date(value->get());
  if (!parsed) error(key, "must be a date like 2026-01-15");
  return parsed;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return {};
  if (const auto* value = found->as_string()) return {value->get()};
  std::vector<std::string> out;
  const toml::array* array = found->as_array();
  bool good = array != nullptr;
  for (std::size_t i = 0; good && i < array->size(); ++i) {
    const auto* value = array->get(i)->as_string();
    good = value != nullptr;
    if (good) out.push_back(value->get());
  }
  if (!good) error(key, "must be an array of texts");
  return out;
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return {};
  std::vector<TableReader> out;
  const toml::array* array = found->as_array();
  bool good = array != nullptr;
  for (std::size_t i = 0; good && i < array->size(); ++i) {
    const toml::table* element = array->get(i)->as_table();
    good = element != nullptr;
    if (good) out.emplace_back(*element, file_, what_ + ": " + std::string(key), *errors_);
  }
  if (!good) error(key, "must be an array of tables");
  return out;
}

std::optional<TableReader> TableReader::table(std::string_view key) {
  const toml::node* found = node(key);
  if (found == nullptr) return std::nullopt;
  if (const toml::table* value = found->as_table())
    return TableReader(*value, file_, what_ + ": " + std::string(key), *errors_);
  error(key, "must be a table");
  return std::nullopt;
}

void TableReader::finish() {
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (const auto& [key, value] : table_)
    if (!asked_.contains(key.str())) error(key.str(), "unknown key" + did_you_mean(key.str(), known));
}

}  // namespace ordergate::rules
