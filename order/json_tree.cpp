#include "order/json_tree.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "order/json_syntax.h"

namespace ordergate {
namespace {

constexpr std::size_t kPaddingBytes = 64;  // zeros behind a text: no check for its end while scanning

std::string_view byte_place(std::size_t byte, Arena& arena) {
  return arena.copy("byte " + std::to_string(byte));
}

/// The first quote, backslash or control character from `at` on. Zeros stand behind the text, so there is
/// one.
const char* string_stop(const char* at) noexcept {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
  for (;; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i low = _mm_cmpeq_epi8(_mm_max_epu8(bytes, control), control);
    const __m128i stop =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash)), low);
    const auto found = static_cast<unsigned>(_mm_movemask_epi8(stop));
    if (found != 0) return at + std::countr_zero(found);
  }
#else
  while (*at != '"' && *at != '\\' && static_cast<unsigned char>(*at) > 0x1F) ++at;
  return at;
#endif
}

/// One text being read into the tree: the grammar of RFC 8259, every byte looked at.
class Scanner {
 public:
  Scanner(std::vector<JsonNode>& nodes, std::string_view padded, const RecordLimits& limits, Arena& arena)
      : nodes_(nodes),
        at_(padded.data()),
        end_(padded.data() + padded.size()),
        limits_(limits),
        arena_(arena) {}

  OrderError read(std::uint32_t parent, std::uint32_t& made) {
    skip_space();
    if (*at_ != '{' && *at_ != '[') return OrderError::wrong_type;
    if (!value(parent, {}, made)) return error_;
    skip_space();
    return at_ == end_ ? OrderError::none : OrderError::trailing_content;
  }

 private:
  bool fail(OrderError code = OrderError::malformed_json) noexcept {
    error_ = code;
    return false;
  }
  void skip_space() noexcept {
    while (is_json_space(*at_)) ++at_;
  }

  std::uint32_t add(std::uint32_t parent, std::string_view key, JsonKind kind, std::string_view token) {
    JsonNode& node = nodes_.emplace_back();
    node.key = key;
    node.token = token;
    node.parent = parent;
    node.kind = kind;
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }

  bool value(std::uint32_t parent, std::string_view key, std::uint32_t& made) {
    if (nodes_.size() >= kJsonNodesMax) return fail(OrderError::too_many_entries);
    switch (*at_) {
      case '{':
        made = add(parent, key, JsonKind::object, {});
        return container<'}'>(made);
      case '[':
        made = add(parent, key, JsonKind::array, {});
        return container<']'>(made);
      case '"': {
        std::string_view raw;
        bool escaped = false;
        if (!string(raw, escaped)) return false;
        made = add(parent, key, JsonKind::text, raw);
        nodes_.back().escaped = escaped;
        return true;
      }
      case 't':
        return word("true", JsonKind::truth, parent, key, made);
      case 'f':
        return word("false", JsonKind::truth, parent, key, made);
      case 'n':
        return word("null", JsonKind::null, parent, key, made);
      default:
        return number(parent, key, made);
    }
  }

  bool word(std::string_view wanted, JsonKind kind, std::uint32_t parent, std::string_view key,
            std::uint32_t& made) {
    if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).substr(0, wanted.size()) != wanted)
      return fail();
    made = add(parent, key, kind, {at_, wanted.size()});
    at_ += wanted.size();
    return true;
  }

  bool number(std::uint32_t parent, std::string_view key, std::uint32_t& made) {
    bool ends_early = false;
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    const std::size_t length = json_number_length(rest.substr(0, limits_.string_bytes_max), 0, ends_early);
    if (length == 0) return fail();
    made = add(parent, key, JsonKind::number, {at_, length});
    at_ += length;
    return true;
  }

  /// From the quote on; between the quotes. An escape is looked at when the text is asked for.
  bool string(std::string_view& raw, bool& escaped) {
    const char* const begin = ++at_;
    for (;;) {
      at_ = string_stop(at_);
      if (at_ >= end_ || static_cast<unsigned char>(*at_) <= 0x1F) return fail();
      if (*at_ == '"') break;
      const JsonEscape escape = read_json_escape({at_, static_cast<std::size_t>(end_ - at_)}, 0);
      if (escape.error != EscapeError::none) return fail();
      escaped = true;
      at_ += escape.bytes;
    }
    raw = {begin, static_cast<std::size_t>(at_ - begin)};
    ++at_;
    return raw.size() <= limits_.string_bytes_max || fail(OrderError::string_too_long);
  }

  bool key(std::string_view& out) {
    bool escaped = false;
    if (*at_ != '"' || !string(out, escaped))
      return fail(error_ == OrderError::none ? OrderError::malformed_json : error_);
    if (escaped) {
      char* const bytes = arena_.allocate_array<char>(out.size());
      out = {bytes, unescape_json(out, bytes)};
    }
    skip_space();
    if (*at_ != ':') return fail();
    ++at_;
    skip_space();
    return true;
  }

  template <char kClose>
  bool container(std::uint32_t owner) {
    if (++depth_ > limits_.depth_max) return fail(OrderError::depth_exceeded);
    ++at_;
    skip_space();
    std::uint32_t last = 0, count = 0;
    if (*at_ != kClose) {
      for (;;) {
        std::string_view name;
        std::uint32_t made = 0;
        if constexpr (kClose == '}')
          if (!key(name)) return false;
        if (!value(owner, name, made)) return false;
        (last == 0 ? nodes_[owner].first : nodes_[last].next) = made;
        last = made;
        ++count;
        skip_space();
        if (*at_ == kClose) break;
        if (*at_ != ',') return fail();
        ++at_;
        skip_space();
      }
    }
    nodes_[owner].count = count;
    ++at_;
    --depth_;
    return true;
  }

  std::vector<JsonNode>& nodes_;
  const char* at_;
  const char* end_;
  const RecordLimits& limits_;
  Arena& arena_;
  std::uint32_t depth_ = 0;
  OrderError error_ = OrderError::none;
};

}  // namespace

struct JsonTree::State {
  /// Text with zeros behind it; grows, and stays.
  struct Buffer {
    std::unique_ptr<char[]> bytes;
    std::size_t room = 0;
    std::uint32_t owner = 0, root = 0;  // of a text that was read as JSON

    std::string_view fill(std::string_view text) {
      if (bytes == nullptr || room < text.size()) {
        room = std::max(text.size(), room * 2);
        bytes = std::make_unique<char[]>(room + kPaddingBytes);
      }
      if (!text.empty()) std::memcpy(bytes.get(), text.data(), text.size());
      std::memset(bytes.get() + text.size(), 0, kPaddingBytes);
      return {bytes.get(), text.size()};
    }
  };

  std::vector<Buffer> buffers = std::vector<Buffer>(1 + kJsonInsideMax);  // the first is the record's
  std::uint32_t inside = 0;
  std::size_t inside_bytes = 0;

  /// Hangs the document below `parent`; its root in `made`.
  OrderError read(JsonTree& tree, std::string_view padded, std::uint32_t parent, std::uint32_t& made) {
    if (!simdjson::validate_utf8(padded.data(), padded.size())) return OrderError::invalid_utf8;
    return Scanner(tree.nodes_, padded, tree.limits_, *tree.arena_).read(parent, made);
  }
};

JsonTree::JsonTree(const RecordLimits& limits) : state_(std::make_unique<State>()), limits_(limits) {}
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
    if (same_key(nodes_[at].key, key)) return at;
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
