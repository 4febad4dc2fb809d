// Rows of field tables: value<&Item::tpp> reads the value that fits the member's type.
#pragma once

#include <optional>
#include <string_view>

#include "order/record_reader.h"
#include "order/words.h"

namespace ordergate {

inline constexpr NumberRange kNotNegative = {0, 1.7976931348623157e308, "0 or more"};
inline constexpr NumberRange kPercent = {0, 100, "from 0 to 100"};
inline constexpr NumberRange kFraction = {0, 1, "from 0 to 1"};

template <auto Member>
struct MemberOf;
template <typename Owner, typename Type, Type Owner::*Member>
struct MemberOf<Member> {
  [[nodiscard]] static Type& in(void* owner) noexcept { return static_cast<Owner*>(owner)->*Member; }
};

// The words of each enum.
constexpr const auto& words_of(OrderKind) noexcept { return kOrderKindWords.words; }
constexpr const auto& words_of(OrderAction) noexcept { return kOrderActionWords.words; }
constexpr const auto& words_of(PartyRole) noexcept { return kPartyRoleWords.words; }
constexpr const auto& words_of(PartyKind) noexcept { return kPartyKindWords.words; }
constexpr const auto& words_of(AddressType) noexcept { return kAddressTypeWords.words; }
constexpr const auto& words_of(IdentifierType) noexcept { return kIdentifierTypeWords.words; }
constexpr const auto& words_of(LicenseType) noexcept { return kLicenseTypeWords.words; }

// How each type of member is read.
inline bool read_into(Reader& reader, const JsonValue& value, std::string_view& out) noexcept {
  return reader.text(value, out);
}
inline bool read_into(Reader& reader, const JsonValue& value, Tri& out) noexcept {
  return reader.truth(value, out);
}
inline bool read_into(Reader& reader, const JsonValue& value, CountryCode& out) noexcept {
  return reader.country(value, out);
}
inline bool read_into(Reader& reader, const JsonValue& value, std::optional<Date>& out) noexcept {
  return reader.date(value, out);
}
inline bool read_into(Reader& reader, const JsonValue& value, double& out) noexcept {
  return reader.number(value, kNotNegative, out);
}
inline bool read_into(Reader& reader, const JsonValue& value, std::optional<double>& out) noexcept {
  return reader.number(value, kNotNegative, out.emplace());
}
template <typename E>
requires std::is_enum_v<E>
bool read_into(Reader& reader, const JsonValue& value, E& out) noexcept {
  std::size_t index = 0;
  if (!reader.word(value, words_of(E{}), index)) return false;
  out = static_cast<E>(index);
  return true;
}
template <typename T>
bool read_into(Reader& reader, JsonValue& value, ArenaList<T>& out) noexcept {
  return reader.elements(
      value, reader.limits().array_entries_max, OrderError::too_many_entries,
      [](Reader& r, JsonValue& element, void* list) noexcept {
        T entry{};
        if (!read_into(r, element, entry)) return false;
        static_cast<ArenaList<T>*>(list)->push_back(r.arena(), entry);
        return true;
      },
      &out);
}

/// A member read after its type.
template <auto Member>
bool value(Reader& reader, JsonValue& json, void* owner) noexcept {
  return read_into(reader, json, MemberOf<Member>::in(owner));
}

/// A string that must not be empty.
template <auto Member>
bool required_text(Reader& reader, JsonValue& json, void* owner) noexcept {
  std::string_view& text = MemberOf<Member>::in(owner);
  if (!reader.text(json, text)) return false;
  return !text.empty() || reader.fail(OrderError::missing_field, {"required, but absent or empty"});
}

/// A list whose presence alone says something.
template <auto Member, auto Present>
bool present_list(Reader& reader, JsonValue& json, void* owner) noexcept {
  MemberOf<Present>::in(owner) = true;
  return value<Member>(reader, json, owner);
}

/// An optional number inside `Range`.
template <auto Member, const NumberRange& Range>
bool number_in(Reader& reader, JsonValue& json, void* owner) noexcept {
  return reader.number(json, Range, MemberOf<Member>::in(owner).emplace());
}

/// A text out of a closed set.
template <auto Member, const auto& Words>
bool closed_text(Reader& reader, JsonValue& json, void* owner) noexcept {
  std::size_t index = 0;
  if (!reader.word(json, Words, index)) return false;
  MemberOf<Member>::in(owner) = Words[index];
  return true;
}

/// An object with a table of its own.
template <auto Member, const FieldTable& Table>
bool object(Reader& reader, JsonValue& json, void* owner) noexcept {
  return reader.object(json, Table, &MemberOf<Member>::in(owner));
}

/// The same, whose presence alone says something.
template <auto Member, const FieldTable& Table>
bool present_object(Reader& reader, JsonValue& json, void* owner) noexcept {
  MemberOf<Member>::in(owner).present = true;
  return reader.object(json, Table, &MemberOf<Member>::in(owner));
}

/// An array of objects.
template <auto Member, const FieldTable& Table>
bool objects(Reader& reader, JsonValue& json, void* owner) noexcept {
  auto& list = MemberOf<Member>::in(owner);
  return reader.elements(
      json, reader.limits().array_entries_max, OrderError::too_many_entries,
      [](Reader& r, JsonValue& element, void* into) noexcept {
        auto& entries = *static_cast<std::remove_reference_t<decltype(list)>*>(into);
        return r.object(element, Table, &entries.push_back(r.arena(), {}));
      },
      &list);
}

/// A whole line number.
inline bool read_line_number(Reader& reader, const JsonValue& json, std::uint32_t& out) noexcept {
  static constexpr NumberRange kLines = {0, 4294967295.0, "a line number"};
  double number = 0;
  if (!reader.number(json, kLines, number)) return false;
  out = static_cast<std::uint32_t>(number);
  return out == number || reader.fail(OrderError::invalid_value, {"a line number is a whole number"});
}

extern const FieldTable kPartyFields, kItemFields, kOrderFields;  // party_, item_, order_fields.cpp
extern const FieldTable kKnownPartyFields;                        // party_fields.cpp
extern const FieldTable kEndUseFields, kSiteFields, kLicenseFields, kDocumentFields;  // claim_fields.cpp

}  // namespace ordergate
