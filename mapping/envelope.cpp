#include "mapping/envelope.h"

#include <algorithm>
#include <array>
#include <span>

#include "mapping/map_expression.h"

namespace ordergate::mapping {
namespace {

class Opener {
 public:
  explicit Opener(JsonTree& tree) noexcept : tree_(tree) {}

  Opened open(Envelope envelope) noexcept {
    std::uint32_t at = 0;
    if (envelope == Envelope::none) return found(0);
    if (envelope == Envelope::automatic) {
      if (is_cloudevent(0)) return cloudevent(0);
      at = without_schema(0);
      return is_change(at) ? change(at) : found(at);
    }
    if (envelope == Envelope::cloudevents)
      return is_cloudevent(0) ? cloudevent(0)
                              : failed(0, "no CloudEvent: it has no specversion, id, source and type");
    at = without_schema(0);
    if (tree_[at].kind == JsonKind::null) return instead("tombstone");
    return is_change(at) ? change(at)
                         : failed(at, "no change record: it has no op, or more than a change has");
  }

 private:
  [[nodiscard]] bool has(std::uint32_t object, std::string_view key) const noexcept {
    return tree_.find(object, key) != JsonTree::kNone;
  }

  static Opened found(std::uint32_t node) noexcept {
    Opened opened;
    opened.order = node;
    return opened;
  }
  static Opened instead(std::string_view what) noexcept {
    Opened opened;
    opened.order = JsonTree::kNone;
    opened.no_order = what;
    return opened;
  }
  static Opened failed(std::uint32_t at, std::string_view why) noexcept {
    Opened opened;
    opened.order = JsonTree::kNone;
    opened.failure = why;
    opened.failed_at = at;
    return opened;
  }

  /// Who reads an envelope elsewhere may take the last of two: the first that stands twice of these keys.
  [[nodiscard]] std::uint32_t twin(std::uint32_t object,
                                   std::span<const std::string_view> keys) const noexcept {
    for (const std::string_view key : keys)
      if (const std::uint32_t at = tree_.twin(object, key); at != JsonTree::kNone) return at;
    return JsonTree::kNone;
  }

  /// The four attributes that CloudEvents 1.0 requires.
  [[nodiscard]] bool is_cloudevent(std::uint32_t node) const noexcept {
    return has(node, "specversion") && has(node, "id") && has(node, "source") && has(node, "type");
  }

  Opened cloudevent(std::uint32_t node) noexcept {
    static constexpr std::array<std::string_view, 8> kRead = {
        "specversion", "id", "source", "type", "data", "data_base64", "datacontenttype", "dataschema"};
    if (const std::uint32_t at = twin(node, kRead); at != JsonTree::kNone) return failed(at, kTwin);
    const std::uint32_t data = tree_.find(node, "data");
    if (data != JsonTree::kNone && has(node, "data_base64"))
      return failed(tree_.find(node, "data_base64"), "the event has data and data_base64");
    if (data == JsonTree::kNone) {
      if (has(node, "data_base64"))
        return failed(tree_.find(node, "data_base64"), "the event's data is base64, not JSON");
      return failed(node, "the event has no data");
    }
    if (tree_[data].kind == JsonKind::null) return failed(data, "the event has no data");
    for (std::uint32_t at = tree_[node].first; at != 0; at = tree_[at].next)
      if (at != data && (tree_[at].kind == JsonKind::object || tree_[at].kind == JsonKind::array))
        return failed(at, "an attribute of an event is no object and no list");
    std::uint32_t order = data;
    if (tree_[data].kind == JsonKind::text) {  // JSON in a text, as some senders do
      std::string_view text;
      order = tree_.text(data, text) ? tree_.parse_inside(data, text) : JsonTree::kNone;
      if (order == JsonTree::kNone) return failed(data, "the event's data is no JSON");
      tree_.mark(data);
    }
    order = without_schema(order);
    return is_change(order) ? change(order) : found(order);
  }

  /// Kafka Connect's JSON converter writes {"schema": ..., "payload": ...}, and nothing else beside.
  [[nodiscard]] std::uint32_t without_schema(std::uint32_t node) const noexcept {
    if (tree_[node].kind != JsonKind::object || tree_[node].count != 2) return node;
    const std::uint32_t payload = tree_.find(node, "payload");
    return has(node, "schema") && payload != JsonTree::kNone ? payload : node;
  }

  static constexpr std::array<std::string_view, 12> kOfAChange = {
      "before",  "after", "source", "op", "ts_ms", "ts_us", "ts_ns", "transaction", "updateDescription",
      "message", "patch", "filter"};

  /// An order may have an "op" and a "source" of its own, and deletes are not screened: nothing may stand
  /// beside what a change has. Debezium, "Data change events" of its connectors.
  [[nodiscard]] bool is_change(std::uint32_t node) const noexcept {
    const std::uint32_t op = tree_.find(node, "op");
    if (op == JsonTree::kNone || tree_[op].kind != JsonKind::text || tree_[op].token.size() != 1)
      return false;
    const std::uint32_t source = tree_.find(node, "source");
    if (source != JsonTree::kNone && tree_[source].kind != JsonKind::object) return false;
    for (std::uint32_t at = tree_[node].first; at != 0; at = tree_[at].next)
      if (std::find(kOfAChange.begin(), kOfAChange.end(), tree_[at].key) == kOfAChange.end()) return false;
    return has(node, "after") || has(node, "before") || source != JsonTree::kNone;
  }
  [[nodiscard]] bool has_row(std::uint32_t node, std::string_view key) const noexcept {
    const std::uint32_t row = tree_.find(node, key);
    return row != JsonTree::kNone && tree_[row].kind != JsonKind::null;
  }

  Opened change(std::uint32_t node) noexcept {
    if (const std::uint32_t at = twin(node, kOfAChange); at != JsonTree::kNone) return failed(at, kTwin);
    const char op = tree_[tree_.find(node, "op")].token.front();
    if (op == 'd' || op == 't' || op == 'm') {
      if (has_row(node, "after"))
        return failed(tree_.find(node, "after"), "a row after a change that leaves none");
      return instead(op == 'd' ? "delete" : op == 't' ? "truncate" : "message");
    }
    if (op != 'c' && op != 'r' && op != 'u')
      return failed(tree_.find(node, "op"), "no such operation: c, r, u, d, t and m are known");
    const std::uint32_t after = tree_.find(node, "after");
    if (after == JsonTree::kNone || tree_[after].kind == JsonKind::null)
      return failed(node, "a change without the row after it");
    if (tree_[after].kind != JsonKind::text) return found(after);
    std::string_view text;  // MongoDB's connector writes the document as a text
    const std::uint32_t inside = tree_.text(after, text) ? tree_.parse_inside(after, text) : JsonTree::kNone;
    if (inside == JsonTree::kNone) return failed(after, "the row after the change is no JSON");
    tree_.mark(after);
    return found(inside);
  }

  JsonTree& tree_;
};

}  // namespace

std::optional<Envelope> parse_envelope(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 4> kWords = {"auto", "none", "cloudevents", "debezium"};
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == word) return static_cast<Envelope>(i);
  return std::nullopt;
}

Opened open_envelope(JsonTree& tree, Envelope envelope) noexcept { return Opener(tree).open(envelope); }

}  // namespace ordergate::mapping
