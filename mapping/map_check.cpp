#include "mapping/map_check.h"

#include <cstdlib>

#include "mapping/mapper.h"

namespace ordergate::mapping {
namespace {

/// Two trees, side by side.
class Comparison {
 public:
  Comparison(const JsonTree& found, const JsonTree& expected) : found_(found), expected_(expected) {}

  std::string compare(std::uint32_t a, std::uint32_t b) {
    const JsonNode& left = found_[a];
    const JsonNode& right = expected_[b];
    if (left.kind != right.kind) return differ(a, b);
    if (left.kind == JsonKind::object) return objects(a, b);
    if (left.kind == JsonKind::array) return arrays(a, b);
    if (left.kind == JsonKind::number) return number(left.token) == number(right.token) ? "" : differ(a, b);
    std::string_view one, other;
    static_cast<void>(found_.text(a, one));
    static_cast<void>(expected_.text(b, other));
    return one == other ? "" : differ(a, b);
  }

 private:
  static double number(std::string_view token) { return std::strtod(std::string(token).c_str(), nullptr); }

  [[nodiscard]] static std::string shown(const JsonTree& tree, std::uint32_t node) {
    const JsonNode& value = tree[node];
    if (value.kind == JsonKind::object) return "an object";
    if (value.kind == JsonKind::array) return "a list of " + std::to_string(value.count);
    const std::string token(value.token.substr(0, 80));
    return value.kind == JsonKind::text ? "\"" + token + "\"" : token;
  }

  [[nodiscard]] std::string place(const JsonTree& tree, std::uint32_t node) const {
    std::string text;
    tree.place(node, text);
    return text.empty() ? "the order" : text;
  }

  [[nodiscard]] std::string differ(std::uint32_t a, std::uint32_t b) const {
    return place(expected_, b) + ": " + shown(found_, a) + ", expected " + shown(expected_, b);
  }

  std::string objects(std::uint32_t a, std::uint32_t b) {
    for (std::uint32_t at = expected_[b].first; at != 0; at = expected_[at].next) {
      const std::uint32_t member = found_.find(a, expected_[at].key);
      if (member == JsonTree::kNone)
        return place(expected_, at) + ": missing, expected " + shown(expected_, at);
      if (std::string problem = compare(member, at); !problem.empty()) return problem;
    }
    for (std::uint32_t at = found_[a].first; at != 0; at = found_[at].next)
      if (expected_.find(b, found_[at].key) == JsonTree::kNone)
        return place(found_, at) + ": " + shown(found_, at) + ", expected nothing";
    return "";
  }

  std::string arrays(std::uint32_t a, std::uint32_t b) {
    if (found_[a].count != expected_[b].count) return differ(a, b);
    std::uint32_t one = found_[a].first, other = expected_[b].first;
    for (; one != 0; one = found_[one].next, other = expected_[other].next)
      if (std::string problem = compare(one, other); !problem.empty()) return problem;
    return "";
  }

  const JsonTree& found_;
  const JsonTree& expected_;
};

}  // namespace

std::string json_difference(std::string_view found, std::string_view expected) {
  Arena arena;
  JsonTree left{RecordLimits{}}, right{RecordLimits{}};
  if (const ParseFailure failure = left.parse(found, arena))
    return "what was found is no JSON: " + std::string(failure.message) + " at " + std::string(failure.at);
  if (const ParseFailure failure = right.parse(expected, arena))
    return "what was expected is no JSON: " + std::string(failure.message) + " at " + std::string(failure.at);
  return Comparison(left, right).compare(0, 0);
}

std::vector<std::string> check_examples(const RecordMap& map) {
  std::vector<std::string> problems;
  Mapper mapper{RecordLimits{}};
  for (const MapExample& example : map.examples()) {
    const std::string name =
        map.path() + ":" + std::to_string(example.line) + ": example '" + example.name + "': ";
    const MappedOrder made = mapper.map(&map, Envelope::automatic, example.source);
    const std::string why = std::string(made.at) + ": " + std::string(made.message);
    if (!example.expected_error.empty()) {
      if (made.outcome == MappedOrder::Outcome::order) {
        problems.push_back(name + "makes an order, expected \"" + example.expected_error + "\"");
      } else if (why.find(example.expected_error) == std::string::npos) {
        problems.push_back(name + "\"" + why + "\", expected \"" + example.expected_error + "\"");
      }
      continue;
    }
    if (made.outcome != MappedOrder::Outcome::order) {
      problems.push_back(name + why);
      continue;
    }
    if (const std::string difference = json_difference(made.order, example.order); !difference.empty())
      problems.push_back(name + difference);
  }
  return problems;
}

}  // namespace ordergate::mapping
