#include "order/record_reader.h"

#include <simdjson.h>

#include <bit>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "order/json_syntax.h"
#include "order/odd_keys.h"

namespace ordergate {
namespace ondemand = simdjson::ondemand;

namespace {

std::string_view trimmed(std::string_view token) noexcept {
  while (!token.empty() && is_json_space(token.back())) token.remove_suffix(1);
  return token;
}

/// Between the quotes, still escaped.
struct RawKey {
  std::string_view text;
  bool escaped = false;
};

/// A key with an escape, or the last of one: byte by byte.
RawKey raw_key_slow(const char* start, const char* at, const char* end) noexcept {
  RawKey key;
  while (at < end && *at != '"') {
    key.escaped = key.escaped || *at == '\\';
    at += *at == '\\' ? 2 : 1;
  }
  key.text = {start, static_cast<std::size_t>((at < end ? at : end) - start)};
  return key;
}

/// The key whose first byte `start` points to; the record ends at `end`, its padding behind that.
RawKey raw_key(const char* start, const char* end) noexcept {
#if defined(__SSE2__)
  for (const char* at = start; at < end; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto found = [bytes](char byte) {
      return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte))));
    };
    if (found('\\') != 0) return raw_key_slow(start, at, end);
    const unsigned quotes = found('"');
    if (quotes != 0) return {{start, static_cast<std::size_t>(at - start) + std::countr_zero(quotes)}, false};
  }
#endif
  return raw_key_slow(start, start, end);
}

/// Strings are stepped over at once: left to skip, On-Demand would take `"a":` inside an array for a key.
JsonValue value_of(ondemand::value& node) noexcept {
  const JsonValue value{trimmed(node.raw_json_token()), &node};
  if (value.is('"')) static_cast<void>(node.get_raw_json_string());
  return value;
}

}  // namespace

/// The functions that walk simdjson's values. Each value is looked at: On-Demand itself would skip.
struct Reader::Containers {
  Reader& reader;

  bool fields(ondemand::object object, const FieldTable& table, void* owner) noexcept {
    std::uint64_t seen = 0;
    std::uint64_t present = 0;
    reader.keys_[reader.depth_].clear();
    for (auto next : object) {
      std::string_view key;
      if (next.error() != simdjson::SUCCESS) return reader.fail_syntax();
      ondemand::field field = next.value_unsafe();
      if (!read_key(field, key)) return false;
      reader.path_[reader.depth_] = {key, 0};
      JsonValue value = value_of(field.value());
      const std::uint8_t index = table.find(key);
      if (index == FieldTable::kNoField) {
        const bool inside = table.fields[0].key.empty();  // of a value that nobody asked for
        if (!inside) reader.somebody_named_ = false;
        if (inside && names_somebody(key)) reader.somebody_named_ = true;
        const std::string_view token = value.token;
        if (!new_key(key) || !walk(value)) return false;
        ++reader.unknown_keys_;
        if (!inside) note_odd(key, odd_value(token), table);
        continue;
      }
      const std::uint64_t bit = std::uint64_t{1} << index;
      if ((seen & bit) != 0) return fail_duplicate();
      seen |= bit;
      if (value.token == "null") continue;
      present |= bit;
      if (!table.fields[index].read(reader, value, owner)) return false;
    }
    return required(table, present);
  }

  /// Bounded: what matters is that there is one.
  void note_odd(std::string_view key, OddValue value, const FieldTable& table) noexcept {
    constexpr std::uint32_t kNotedMax = 8;
    std::string_view meant = meant_key(key, table);
    if (meant.empty()) meant = called_key(key, value, table);
    if (reader.odd_keys_.size() >= kNotedMax || (meant.empty() && !reader.somebody_named_)) return;
    reader.odd_keys_.push_back(*reader.arena_, {reader.place({}), meant, decides(meant)});
  }

  /// Of a value that was walked.
  [[nodiscard]] OddValue odd_value(std::string_view token) const noexcept {
    if (token.starts_with('{') || token.starts_with('['))
      return reader.somebody_named_ ? OddValue::somebody : OddValue::holder;
    if (token.size() <= 2 || !token.starts_with('"')) return OddValue::nothing;
    bool letter = false;
    bool digit = false;
    for (const char c : token) {
      if (c == ' ' || c == '\\' || (static_cast<unsigned char>(c) & 0x80U) != 0) return OddValue::words;
      digit = digit || (c >= '0' && c <= '9');
      letter = letter || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return letter && digit ? OddValue::model : OddValue::code;
  }

  bool required(const FieldTable& table, std::uint64_t present) noexcept {
    const std::uint64_t absent = table.required & ~present;
    if (absent == 0) return true;
    return reader.fail_missing(table.fields[static_cast<std::size_t>(__builtin_ctzll(absent))].key);
  }

  bool read_key(ondemand::field& field, std::string_view& key) noexcept {
    reader.path_[reader.depth_] = {"", 0};  // until it has a name
    const RawKey raw = raw_key(field.key().raw(), reader.end_);
    key = raw.text;
    if (!raw.escaped && key.size() <= reader.limits_.string_bytes_max) return true;
    return reader.raw_text(raw.text, key);
  }

  bool new_key(std::string_view key) noexcept {
    return reader.keys_[reader.depth_].insert(key, reader.seed_) || fail_duplicate();
  }
  bool fail_duplicate() noexcept {
    return reader.fail(OrderError::duplicate_key, {"the key stands twice in one object"});
  }

  /// Looks at every byte of a value that nobody asked for.
  bool walk(JsonValue& value) noexcept {
    if (value.is('{')) return walk_object(value);
    if (value.is('[')) {
      return reader.elements(
          value, UINT32_MAX, OrderError::none,
          [](Reader& r, JsonValue& element, void*) noexcept { return Containers{r}.walk(element); }, nullptr);
    }
    return walk_scalar(value);
  }

  bool walk_object(JsonValue& value) noexcept {
    static constexpr FieldTable kNoFields = [] {
      FieldTable table;
      table.slots.fill(FieldTable::kNoField);
      return table;
    }();
    const std::uint32_t counted = reader.unknown_keys_;
    if (!reader.object(value, kNoFields, nullptr)) return false;
    reader.unknown_keys_ = counted;  // an ignored key counts once, whatever is inside
    return true;
  }

  bool walk_scalar(const JsonValue& value) noexcept {
    std::string_view ignored;
    if (value.is('"')) {
      if (!reader.text(value, ignored)) return false;
      reader.note_stray(ignored);
      return true;
    }
    if (value.token == "true" || value.token == "false" || value.token == "null") return true;
    bool ends_early = false;
    const std::size_t length = json_number_length(value.token, 0, ends_early);
    return (length != 0 && length == value.token.size()) || reader.fail_syntax();
  }
};

bool Reader::object(JsonValue& value, const FieldTable& table, void* owner) noexcept {
  if (!expect(value, '{', "an object") || !enter()) return false;
  ondemand::object object;
  if (static_cast<ondemand::value*>(value.node)->get_object().get(object) != simdjson::SUCCESS)
    return fail_syntax();
  if (!Containers{*this}.fields(object, table, owner)) return false;
  leave();
  return true;
}

bool Reader::elements(JsonValue& value, std::uint32_t entries_max, OrderError over, ReadFunction read,
                      void* owner) noexcept {
  if (!expect(value, '[', "an array") || !enter()) return false;
  ondemand::array array;
  if (static_cast<ondemand::value*>(value.node)->get_array().get(array) != simdjson::SUCCESS)
    return fail_syntax();
  std::uint32_t index = 0;
  for (auto next : array) {
    if (next.error() != simdjson::SUCCESS) return fail_syntax();
    ondemand::value node = next.value_unsafe();
    path_[depth_] = {{}, index};
    if (index == entries_max) return fail(over, {"more entries than allowed"});
    JsonValue element = value_of(node);
    if (!read(*this, element, owner)) return false;
    ++index;
  }
  leave();
  return true;
}

bool Reader::root(void* simdjson_document, std::string_view record, const FieldTable& table,
                  void* owner) noexcept {
  auto& document = *static_cast<ondemand::document*>(simdjson_document);
  end_ = record.data() + record.size();
  ondemand::object object;
  if (!enter()) return false;
  const simdjson::error_code error = document.get_object().get(object);
  if (error == simdjson::INCORRECT_TYPE) {
    leave();
    return fail(OrderError::wrong_type, {"an order is a JSON object"});
  }
  if (error != simdjson::SUCCESS) return fail_syntax();
  if (!Containers{*this}.fields(object, table, owner)) return false;
  leave();
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS || fail_syntax();
}

}  // namespace ordergate
