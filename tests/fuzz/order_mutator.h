// Changes orders as orders: a field takes the value that another order has in it, a line is repeated or left
// out, a text is bent. Bytes are changed too, so that what is no JSON is met as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ordergate::fuzz {

class OrderMutator {
 public:
  using Json = nlohmann::ordered_json;
  /// Changes `size` bytes in place, to at most `max`; gives the new size. libFuzzer's own.
  using BytesMutator = std::size_t (*)(std::uint8_t* data, std::size_t size, std::size_t max);

  OrderMutator(std::vector<std::string> known, BytesMutator bytes);

  /// In place, to at most `max` bytes; the same seed makes the same change.
  [[nodiscard]] std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t max, unsigned seed);

 private:
  struct Place {
    Json* parent;
    std::string key;        // of an object's member
    std::size_t index = 0;  // of an array's entry
  };
  void collect(Json& value);
  void change(Json& order);
  void change_member(const Place& place);
  void change_entry(const Place& place);
  void bend(Json& value);
  [[nodiscard]] std::size_t pick(std::size_t count) { return count == 0 ? 0 : random_() % count; }

  std::vector<std::string> known_;
  std::map<std::string, std::vector<Json>>
      values_;  // by field name: every value that a known order has there
  std::vector<std::string> fields_;
  BytesMutator bytes_;
  std::minstd_rand random_;
  std::vector<Place> places_;
};

}  // namespace ordergate::fuzz
