// Maps and records as texts, for the tests of mapping.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "mapping/map_check.h"
#include "mapping/mapper.h"
#include "mapping/record_map.h"

namespace ordergate::mapping {

/// The head and the party that most maps of these tests share.
inline const std::string kHead =
    "[order]\norder_id = 'src.id'\nkind = '\"sale\"'\ndestination_country = 'country(src.to)'\n";
inline const std::string kParty = "[[order.parties]]\nname = 'src.who'\n";
inline const std::string kItem = "[[order.items]]\ndescription = 'src.what'\nquantity = 'src.count'\n";

struct Mapped {
  bool order = false;
  std::string json, message, at, order_id;
  std::uint32_t unread = 0;
};

inline std::shared_ptr<const RecordMap> map_of(const std::string& toml) {
  auto map = RecordMap::parse(toml, "test.toml");
  EXPECT_TRUE(map) << (map ? "" : map.error().text);
  return map ? map.value() : nullptr;
}

inline std::string load_error(const std::string& toml) {
  const auto map = RecordMap::parse(toml, "test.toml");
  return map ? "" : map.error().text;
}

inline Mapped map_record(const RecordMap& map, std::string_view record,
                         Envelope envelope = Envelope::automatic) {
  Mapper mapper{RecordLimits{}};
  const MappedOrder made = mapper.map(&map, envelope, record);
  return {made.outcome == MappedOrder::Outcome::order,
          std::string(made.order),
          std::string(made.message),
          std::string(made.at),
          std::string(made.order_id),
          made.unread};
}

/// The value of one expression over a record, as the text `notes` would have; "absent" or "failed: ...".
inline std::string value_of(const std::string& expression, std::string_view record) {
  const auto map =
      map_of("[order]\norder_id = '\"1\"'\nkind = '\"service\"'\nnotes = '''text(" + expression + ")'''\n");
  if (map == nullptr) return "";
  const Mapped made = map_record(*map, record, Envelope::none);
  if (!made.order) return "failed: " + made.at + ": " + made.message;
  const std::size_t at = made.json.find("\"notes\":\"");
  if (at == std::string::npos) return "absent";
  const std::size_t begin = at + 9;
  return made.json.substr(begin, made.json.find('"', begin) - begin);
}

}  // namespace ordergate::mapping
