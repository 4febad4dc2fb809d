#include "order/json_tree.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "order/json_syntax.h"

namespace ordergate {
namespace ondemand = simdjson::ondemand;

namespace {

std::string_view trimmed(std::string_view token) noexcept {
  while (!token.empty() && is_json_space(token.back())) token.remove_suffix(1);
  return token;
}

bool has_escape(std::string_view text) noexcept {
  return !text.empty() && std::memchr(text.data(), '\\', text.size()) != nullptr;
}

/// The raw key from its first byte up to the quote that ends it.
std::string_view key_from(const char* at, const char* end) noexcept {
  const char* const begin = at;
  while (at < end && *at != '"') at += *at == '\\' ? 2 : 1;
  return {begin, static_cast<std::size_t>((at < end ? at : end) - begin)};
}

std::string_view byte_place(std::size_t byte, Arena& arena) {
  return arena.copy("byte " + std::to_string(byte));
}

}  // namespace

struct JsonTree::State {
  /// Text that simdjson may read past; grows, and stays.
  struct Buffer {
    std::unique_ptr<char[]> bytes;
    std::size_t room = 0;
    std::uint32_t owner = 0, root = 0;  // of a text that was read as JSON

    std::string_view fill(std::string_view text) {
      if (room < text.size()) {
        room = std::max(text.size(), room * 2);
        bytes = std::make_unique<char[]>(room + simdjson::SIMDJSON_PADDING);
      }
      if (bytes == nullptr) bytes = std::make_unique<char[]>(simdjson::SIMDJSON_PADDING);
      if (!text.empty()) std::memcpy(bytes.get(), text.data(), text.size());
      std::memset(bytes.get() + text.size(), 0, simdjson::SIMDJSON_PADDING);
      return {bytes.get(), text.size()};
    }
  };

  explicit State(const RecordLimits& limits) : buffers(1 + kJsonInsideMax), json(limits.record_bytes_max) {
    OG_CHECK(json.allocate(limits.record_bytes_max, limits.depth_max + 2) == simdjson::SUCCESS);
  }

  std::vector<Buffer> buffers;  // the first is the record's
  std::uint32_t inside = 0;
  std::size_t inside_bytes = 0;
  ondemand::parser json;

  /// One document being hung into the tree.
  struct Walk {
    JsonTree& tree;
    const char* end;
    std::uint32_t depth = 0;
    OrderError error = OrderError::none;

    bool fail(OrderError code) noexcept {
      error = code;
      return false;
    }

    std::uint32_t add(std::uint32_t parent, std::string_view key, JsonKind kind) {
      JsonNode node;
      node.key = key;
      node.parent = parent;
      node.kind = kind;
      tree.nodes_.push_back(node);
      return tree.size() - 1;
    }

    template <typename Json>
    bool value(Json&& json_value, std::uint32_t parent, std::string_view key, std::uint32_t& made) {
      if (tree.size() >= kJsonNodesMax) return fail(OrderError::too_many_entries);
      ondemand::json_type type{};
      if (json_value.type().get(type) != simdjson::SUCCESS) return fail(OrderError::malformed_json);
      if (type == ondemand::json_type::object) {
        ondemand::object object;
        if (json_value.get_object().get(object) != simdjson::SUCCESS) return fail(OrderError::malformed_json);
        made = add(parent, key, JsonKind::object);
        return members(object, made);
      }
      if (type == ondemand::json_type::array) {
        ondemand::array array;
        if (json_value.get_array().get(array) != simdjson::SUCCESS) return fail(OrderError::malformed_json);
        made = add(parent, key, JsonKind::array);
        return elements(array, made);
      }
      if (depth == 0) return fail(OrderError::wrong_type);
      return scalar(json_value, type, parent, key, made);
    }

    template <typename Json>
    bool scalar(Json&& json_value, ondemand::json_type type, std::uint32_t parent, std::string_view key,
                std::uint32_t& made) {
      std::string_view token;
      if constexpr (std::is_same_v<std::decay_t<Json>, ondemand::value>) {
        token = trimmed(json_value.raw_json_token());
        if (type == ondemand::json_type::string) static_cast<void>(json_value.get_raw_json_string());
      }
      switch (type) {
        case ondemand::json_type::string: {
          if (token.size() < 2 || token.back() != '"') return fail(OrderError::malformed_json);
          made = add(parent, key, JsonKind::text);
          JsonNode& node = tree.nodes_.back();
          node.token = token.substr(1, token.size() - 2);
          node.escaped = has_escape(node.token);
          if (node.token.size() > tree.limits_.string_bytes_max) return fail(OrderError::string_too_long);
          return true;
        }
        case ondemand::json_type::number: {
          bool ends_early = false;
          if (json_number_length(token, 0, ends_early) != token.size())
            return fail(OrderError::malformed_json);
          made = add(parent, key, JsonKind::number);
          break;
        }
        default:
          if (token != "true" && token != "false" && token != "null") return fail(OrderError::malformed_json);
          made = add(parent, key, token == "null" ? JsonKind::null : JsonKind::truth);
      }
      tree.nodes_.back().token = token;
      return true;
    }

    bool deeper() noexcept { return depth++ < tree.limits_.depth_max || fail(OrderError::depth_exceeded); }

    void hang(std::uint32_t owner, std::uint32_t& last, std::uint32_t made) noexcept {
      (last == 0 ? tree.nodes_[owner].first : tree.nodes_[last].next) = made;
      last = made;
      ++tree.nodes_[owner].count;
    }

    bool members(ondemand::object object, std::uint32_t owner) {
      if (!deeper()) return false;
      std::uint32_t last = 0;
      for (auto next : object) {
        if (next.error() != simdjson::SUCCESS) return fail(OrderError::malformed_json);
        ondemand::field field = next.value_unsafe();
        std::string_view key = key_from(field.key().raw(), end);
        if (has_escape(key)) {
          char* const bytes = tree.arena_->allocate_array<char>(key.size());
          const std::size_t size = unescape_json(key, bytes);
          if (size == std::string_view::npos) return fail(OrderError::malformed_json);
          key = {bytes, size};
        }
        std::uint32_t made = 0;
        if (!value(field.value(), owner, key, made)) return false;
        hang(owner, last, made);
      }
      --depth;
      return true;
    }

    bool elements(ondemand::array array, std::uint32_t owner) {
      if (!deeper()) return false;
      std::uint32_t last = 0;
      for (auto next : array) {
        if (next.error() != simdjson::SUCCESS) return fail(OrderError::malformed_json);
        std::uint32_t made = 0;
        if (!value(next.value_unsafe(), owner, {}, made)) return false;
        hang(owner, last, made);
      }
      --depth;
      return true;
    }
  };

  /// Hangs the document below `parent`; its root in `made`.
  OrderError read(JsonTree& tree, std::string_view padded, std::uint32_t parent, std::uint32_t& made) {
    ondemand::document document;
    const simdjson::padded_string_view view(padded.data(), padded.size(),
                                            padded.size() + simdjson::SIMDJSON_PADDING);
    if (json.iterate(view).get(document) != simdjson::SUCCESS) return OrderError::malformed_json;
    Walk walk{tree, padded.data() + padded.size()};
    if (!walk.value(document, parent, {}, made)) return walk.error;
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? OrderError::none
                                                                          : OrderError::trailing_content;
  }
};

JsonTree::JsonTree(const RecordLimits& limits) : state_(std::make_unique<State>(limits)), limits_(limits) {}
JsonTree::~JsonTree() = default;
JsonTree::JsonTree(JsonTree&&) noexcept = default;
JsonTree& JsonTree::operator=(JsonTree&&) noexcept = default;

ParseFailure JsonTree::parse(std::string_view record, Arena& arena) noexcept {
  nodes_.clear();
  arena_ = &arena;
  state_->inside = 0;
  state_->inside_bytes = 0;
  if (record.size() > limits_.record_bytes_max)
    return {OrderError::record_too_large, {}, "larger than a record may be"};
  const std::string_view padded = state_->buffers[0].fill(record);
  std::uint32_t made = 0;
  const OrderError error = state_->read(*this, padded, 0, made);
  if (error == OrderError::none) return {};
  const JsonSyntax syntax = check_json(padded, limits_.depth_max);
  if (syntax.code != OrderError::none) return {syntax.code, byte_place(syntax.byte, arena), syntax.message};
  switch (error) {
    case OrderError::wrong_type:
      return {error, {}, "a record is a JSON object or array"};
    case OrderError::string_too_long:
      return {error, {}, "a text is longer than allowed"};
    case OrderError::too_many_entries:
      return {error, {}, "more values than a record may hold"};
    default:
      return {OrderError::malformed_json, {}, "no JSON"};
  }
}

std::uint32_t JsonTree::parse_inside(std::uint32_t node, std::string_view text) noexcept {
  for (std::uint32_t i = 1; i <= state_->inside; ++i)
    if (state_->buffers[i].owner == node) return state_->buffers[i].root;
  state_->inside_bytes += text.size();
  if (state_->inside == kJsonInsideMax || state_->inside_bytes > limits_.record_bytes_max) return kNone;
  State::Buffer& buffer = state_->buffers[++state_->inside];
  const std::uint32_t before = size();
  buffer.owner = node;
  buffer.root = kNone;
  const std::string_view padded = buffer.fill(text);
  std::uint32_t made = 0;
  if (state_->read(*this, padded, node, made) != OrderError::none) {
    nodes_.resize(before);
    return kNone;
  }
  return buffer.root = made;
}

std::uint32_t JsonTree::find(std::uint32_t object, std::string_view key) const noexcept {
  if (nodes_[object].kind != JsonKind::object) return kNone;
  for (std::uint32_t at = nodes_[object].first; at != 0; at = nodes_[at].next)
    if (nodes_[at].key == key) return at;
  return kNone;
}

bool JsonTree::text(std::uint32_t node, std::string_view& out) const noexcept {
  out = nodes_[node].token;
  if (!nodes_[node].escaped) return true;
  char* const bytes = arena_->allocate_array<char>(out.size());
  const std::size_t size = unescape_json(out, bytes);
  if (size == std::string_view::npos) return false;
  out = {bytes, size};
  return true;
}

void JsonTree::place(std::uint32_t node, std::string& out) const {
  if (node == kNone || node == 0 || node >= nodes_.size()) return;
  const std::uint32_t parent = nodes_[node].parent;
  place(parent, out);
  if (nodes_[parent].kind == JsonKind::array) {
    std::uint32_t index = 0;
    for (std::uint32_t at = nodes_[parent].first; at != 0 && at != node; at = nodes_[at].next) ++index;
    out.append("[").append(std::to_string(index)).append("]");
  } else if (nodes_[parent].kind == JsonKind::object) {
    if (!out.empty()) out += '.';
    out.append(nodes_[node].key);
  }  // a text that was read as JSON: its own place
}

}  // namespace ordergate
