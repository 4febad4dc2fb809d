#include "rules/pack/pack_examples.h"

#include <algorithm>
#include <charconv>

#include "base/near_name.h"
#include "order/encoder.h"
#include "order/words.h"

namespace ordergate::rules {
namespace {

void append_json(const toml::node& node, std::string& out);

void append_json_table(const toml::table& table, std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : table) {
    if (!first) out += ',';
    first = false;
    append_json_string(key.str(), out);
    out += ':';
    append_json(value, out);
  }
  out += '}';
}

void append_json_array(const toml::array& array, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out += ',';
    append_json(*array.get(i), out);
  }
  out += ']';
}

std::string date_text(const toml::date& date) {
  return format_date(Date::from_ymd(date.year, date.month, date.day));
}

/// Recursion is bounded by the TOML parser's own nesting limit.
void append_json(const toml::node& node, std::string& out) {
  if (const auto* table = node.as_table()) return append_json_table(*table, out);
  if (const auto* array = node.as_array()) return append_json_array(*array, out);
  if (const auto* text = node.as_string()) return append_json_string(text->get(), out);
  if (const auto* whole = node.as_integer()) {
    out += std::to_string(whole->get());
  } else if (const auto* number = node.as_floating_point()) {
    append_json_number(number->get(), out);
  } else if (const auto* truth = node.as_boolean()) {
    out += truth->get() ? "true" : "false";
  } else if (const auto* date = node.as_date()) {
    append_json_string(date_text(date->get()), out);
  } else if (const auto* moment = node.as_date_time()) {
    const toml::time& time = moment->get().time;
    char clock[32];
    const int length =
        std::snprintf(clock, sizeof clock, "T%02d:%02d:%02dZ", time.hour, time.minute, time.second);
    append_json_string(date_text(moment->get().date) + std::string(clock, static_cast<std::size_t>(length)),
                       out);
  } else {
    out += "null";
  }
}

void lay_over(toml::table& base, const toml::table& change);

bool all_tables(const toml::array& array) {
  return std::all_of(array.begin(), array.end(), [](const toml::node& node) { return node.is_table(); });
}

void lay_over(toml::array& base, const toml::array& change) {
  for (std::size_t i = 0; i < change.size(); ++i) {
    if (i < base.size()) {
      lay_over(*base.get(i)->as_table(), *change.get(i)->as_table());
    } else {
      base.push_back(*change.get(i)->as_table());
    }
  }
}

void lay_over(toml::table& base, const toml::table& change) {
  for (const auto& [key, value] : change) {
    toml::node* present = base.get(key.str());
    if (present != nullptr && present->is_table() && value.is_table()) {
      lay_over(*present->as_table(), *value.as_table());
    } else if (present != nullptr && present->is_array() && value.is_array() &&
               all_tables(*present->as_array()) && all_tables(*value.as_array()) &&
               !value.as_array()->empty()) {
      lay_over(*present->as_array(), *value.as_array());
    } else {
      const std::string_view name = key.str();
      value.visit([&base, name](const auto& concrete) { base.insert_or_assign(name, concrete); });
    }
  }
}

/// Removes "parties.0.country"; false when there is no such thing.
bool remove_path(toml::node& node, std::string_view path) {
  const std::size_t dot = path.find('.');
  const std::string_view step = path.substr(0, dot);
  const bool last = dot == std::string_view::npos;
  const std::string_view rest = last ? std::string_view() : path.substr(dot + 1);
  if (toml::table* table = node.as_table()) {
    if (last) return table->erase(step) > 0;
    toml::node* next = table->get(step);
    return next != nullptr && remove_path(*next, rest);
  }
  toml::array* array = node.as_array();
  std::size_t index = 0;
  const auto [end, status] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (array == nullptr || status != std::errc() || end != step.data() + step.size() || index >= array->size())
    return false;
  if (!last) return remove_path(*array->get(index), rest);
  array->erase(array->begin() + static_cast<std::ptrdiff_t>(index));
  return true;
}

std::string to_json(toml::table order, const std::string& id) {
  if (!order.contains("order_id")) order.insert("order_id", id);
  std::string json;
  append_json_table(order, json);
  return json;
}

const toml::table* find_sample(TableReader& example, const std::string& name, const SampleOrders& samples) {
  const auto found = samples.find(name);
  if (found != samples.end()) return found->second;
  std::vector<std::string_view> names;
  for (const auto& [known, order] : samples) names.push_back(known);
  example.error("sample", "no [[sample]] is named '" + name + "'" + did_you_mean(name, names));
  return nullptr;
}

std::string read_order(TableReader& example, const SampleOrders& samples) {
  const toml::node* order = example.node("order");
  const std::optional<std::string> json = example.text("order_json");
  const std::optional<std::string> sample = example.text("sample");
  const toml::node* change = example.node("change");
  const std::vector<std::string> without = example.texts("without");
  if ((order != nullptr) + json.has_value() + sample.has_value() != 1) {
    example.error("order", "give exactly one of order, order_json, sample");
    return "";
  }
  if (json) return *json;
  const toml::table* base = order != nullptr ? order->as_table() : find_sample(example, *sample, samples);
  if (base == nullptr) {
    if (order != nullptr) example.error("order", "must be a table");
    return "";
  }
  toml::table merged = *base;
  if (change != nullptr && change->is_table()) lay_over(merged, *change->as_table());
  if (change != nullptr && !change->is_table()) example.error("change", "must be a table");
  for (const std::string& path : without)
    if (!remove_path(merged, path)) example.error("without", "the order has no '" + path + "'");
  return to_json(std::move(merged), "example");
}

}  // namespace

void read_samples(TableReader& file, SampleOrders& samples) {
  for (TableReader& reader : file.tables("sample")) {
    const std::string name = reader.required_text("name");
    reader.rename("sample " + name);
    const toml::node* order = reader.node("order");
    if (order == nullptr || !order->is_table()) {
      reader.error("order", "is required, as a table");
    } else if (!samples.emplace(name, order->as_table()).second) {
      reader.error("name", "there is another sample of this name");
    }
    reader.finish();
  }
}

std::vector<PackExample> read_examples(TableReader& rule, std::string_view key, const SampleOrders& samples) {
  std::vector<PackExample> out;
  for (TableReader& reader : rule.tables(key)) {
    PackExample example;
    example.place = reader.place();
    example.title = reader.text("title").value_or("");
    example.order_json = read_order(reader, samples);
    if (const auto profile = reader.word("profile", parse_profile)) example.profile = *profile;
    example.expect = reader.word("expect", [](std::string_view word) { return kOutcomeWords.find(word); });
    example.policy =
        reader.word("policy", [](std::string_view word) { return kReviewPolicyWords.find(word); });
    reader.finish();
    out.push_back(std::move(example));
  }
  if (out.empty()) rule.error(key, "at least one is required");
  return out;
}

}  // namespace ordergate::rules
