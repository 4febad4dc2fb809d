#include "mapping/mapper.h"

#include "mapping/order_writer.h"
#include "mapping/origins.h"
#include "mapping/unread.h"
#include "order/encoder.h"

namespace ordergate::mapping {

struct Mapper::State {
  explicit State(const RecordLimits& record_limits) : limits(record_limits), tree(record_limits) {}

  RecordLimits limits;
  Arena arena;
  JsonTree tree;
  MapFrame frame;
  UnreadFinder finder;
  Origins origins;
  std::string out, place, id;
  std::uint32_t root = 0;
  const RecordMap* map = nullptr;

  std::string_view place_of(std::uint32_t node) {
    place.clear();
    tree.place(node, place);
    return place;
  }

  MappedOrder failed(std::string_view message, std::string_view at) {
    origins.clear();  // of half an order
    MappedOrder result;
    result.message = message;
    result.at = at;
    result.order_id = id;
    return result;
  }

  MappedOrder run(const RecordMap* with, Envelope envelope, std::string_view record,
                  std::vector<MapTrace>* traces) {
    arena.reset();
    id.clear();
    origins.clear();
    map = with;
    root = JsonTree::kNone;
    if (const ParseFailure failure = tree.parse(record, arena)) return failed(failure.message, failure.at);
    const Opened opened = open_envelope(tree, envelope);
    if (!opened.failure.empty()) return failed(opened.failure, place_of(opened.failed_at));
    if (!opened.no_order.empty()) {
      MappedOrder result;
      result.outcome = MappedOrder::Outcome::no_order;
      result.message = opened.no_order;
      return result;
    }
    root = opened.order;
    return map == nullptr ? plain(record) : mapped(*map, traces);
  }

  /// Without a map: what the envelope holds is the order.
  MappedOrder plain(std::string_view record) {
    MappedOrder result;
    result.outcome = MappedOrder::Outcome::order;
    if (root == 0) {
      result.order = record;
      return result;
    }
    out.clear();
    copy(root);
    result.order = out;
    return result;
  }

  void copy(std::uint32_t node) {
    const JsonNode& value = tree[node];
    const bool object = value.kind == JsonKind::object;
    if (!object && value.kind != JsonKind::array) {
      if (value.kind != JsonKind::text) {
        out += value.token;
        return;
      }
      out.append("\"").append(value.token).append("\"");
      return;
    }
    out += object ? '{' : '[';
    for (std::uint32_t at = value.first; at != 0; at = tree[at].next) {
      if (at != value.first) out += ',';
      if (object) {
        append_json_string(tree[at].key, out);
        out += ':';
      }
      copy(at);
    }
    out += object ? '}' : ']';
  }

  MappedOrder mapped(const RecordMap& with, std::vector<MapTrace>* traces) {
    frame.start(with.scope(), tree, arena);
    out.clear();
    OrderWriter writer(frame, limits, out, origins, traces);
    MapValue value;
    value.kind = MapValue::Kind::json;
    value.node = root;
    const bool bound = frame.bind(RecordMap::kSrc, value);
    value.node = 0;
    if (!bound || !frame.bind(RecordMap::kEvent, value) || !writer.order(with.order()))
      return explain(with, writer);
    MappedOrder result;
    result.outcome = MappedOrder::Outcome::order;
    hand_on(with, result);
    if (result.unread > kUnreadTextsMax)
      return failed("more texts that nothing reads than can be screened", {});
    if (out.size() > limits.record_bytes_max)
      return failed("the order that was made is larger than a record may be", {});
    result.order = out;
    return result;
  }

  /// Texts that nothing read are screened like those under unknown keys of any order: where a listed name or
  /// a country stands in one, the verdict says so.
  void hand_on(const RecordMap& with, MappedOrder& result) {
    const std::uint32_t list = origins.open("unread");
    finder.find(tree, root, with.ignored(), [&](std::uint32_t node, LooksLike) {
      std::string_view text;
      if (!tree.text(node, text)) return;
      if (++result.unread > kUnreadTextsMax) return;
      origins.add({}, result.unread - 1, node);
      out += result.unread == 1 ? ",\"unread\":[" : ",";
      append_json_string(text, out);
    });
    out += result.unread == 0 ? "}" : "]}";
    origins.close(list, JsonTree::kNone);
  }

  MappedOrder explain(const RecordMap& with, const OrderWriter& writer) {
    const std::string_view message = frame.message;
    std::uint32_t node = frame.failed_at;
    std::string below;
    if (node == JsonTree::kNone && writer.absent() != nullptr && !writer.absent()->constant) {
      std::uint32_t variable = writer.absent()->asked_variable;
      below = writer.absent()->asked_path;
      while (frame.variables[variable].node == JsonTree::kNone && with.scope().variables[variable].named) {
        const MapVariable& name = with.scope().variables[variable];
        below = name.asked_path + (name.asked_path.empty() || below.empty() ? "" : ".") + below;
        variable = name.asked_variable;
      }
      node = frame.variables[variable].node;
    }
    place_of(node);
    if (!below.empty()) place.append(place.empty() ? "" : ".").append(below);
    read_id(with);
    return failed(message, place);
  }

  /// The id alone, so that the verdict can name its order.
  void read_id(const RecordMap& with) {
    for (const MapMember& member : with.order().members) {
      if (member.field->key != "order_id") continue;
      frame.failed = false;
      std::string_view text;
      const MapValue value = evaluate(member.values.front(), frame);
      if (as_text(value, frame, text) && !frame.failed && text.size() <= limits.order_id_bytes_max) id = text;
    }
  }
};

Mapper::Mapper(const RecordLimits& limits) : state_(std::make_unique<State>(limits)) {}
Mapper::~Mapper() = default;
Mapper::Mapper(Mapper&&) noexcept = default;
Mapper& Mapper::operator=(Mapper&&) noexcept = default;

MappedOrder Mapper::map(const RecordMap* map, Envelope envelope, std::string_view record) noexcept {
  return state_->run(map, envelope, record, nullptr);
}

MappedOrder Mapper::trace(const RecordMap& map, Envelope envelope, std::string_view record,
                          std::vector<MapTrace>& traces) {
  traces.clear();
  return state_->run(&map, envelope, record, &traces);
}

std::string_view Mapper::source_of(std::string_view field) noexcept {
  State& state = *state_;
  if (state.map == nullptr || state.root == JsonTree::kNone) return {};
  const std::uint32_t node = state.origins.find(field, state.tree, state.root);
  return node == JsonTree::kNone ? std::string_view() : state.place_of(node);
}

std::vector<Mapper::Unread> Mapper::unread() const {
  std::vector<Unread> found;
  State& state = *state_;
  if (state.root == JsonTree::kNone) return found;
  state.finder.find(state.tree, state.root, state.map == nullptr ? nullptr : state.map->ignored(),
                    [&](std::uint32_t node, LooksLike looks) {
                      std::string_view text;
                      if (!state.tree.text(node, text)) text = state.tree[node].token;
                      std::string place;  // what the result points to stays
                      state.tree.place(node, place);
                      found.push_back({std::move(place), std::string(text), std::string(to_string(looks))});
                    });
  return found;
}

}  // namespace ordergate::mapping
