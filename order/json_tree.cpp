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

/// One text being read into the tree: the grammar of RFC 8259, every byte looked at. Whatever reads something
/// takes where it begins and gives where it ends, null on failure: a place in a register, not in memory.
class Scanner {
 public:
  Scanner(std::vector<JsonNode>& nodes, std::string_view padded, const RecordLimits& limits, Arena& arena)
      : nodes_(nodes),
        begin_(padded.data()),
        end_(padded.data() + padded.size()),
        limits_(limits),
        arena_(arena) {}

  OrderError read(std::uint32_t parent, std::uint32_t& made) {
    const char* const at = behind_space(begin_);
    if (*at != '{' && *at != '[') return OrderError::wrong_type;
    made = static_cast<std::uint32_t>(nodes_.size());
    return end(value(at, parent, {}));
  }

  /// The record from behind its first member, which is in the tree already and ends after `bytes`.
  OrderError read_after_head(std::size_t bytes) {
    depth_ = 1;
    nodes_[0].first = 1;
    nodes_[1].next = 0;
    bool more = false;
    const char* const at = another<'}'>(begin_ + bytes, more);
    return end(at == nullptr ? at : members<'}'>(at, 0, 1, more));
  }

  /// After read(): the bytes and values up to the end of a first member "schema"; none where there is no
  /// such.
  [[nodiscard]] std::size_t head_bytes() const noexcept { return head_bytes_; }
  [[nodiscard]] std::uint32_t head_nodes() const noexcept { return head_nodes_; }

 private:
  OrderError end(const char* at) const noexcept {
    if (at == nullptr) return error_;
    return behind_space(at) == end_ ? OrderError::none : OrderError::trailing_content;
  }

  const char* fail(OrderError code = OrderError::malformed_json) noexcept {
    error_ = code;
    return nullptr;
  }
  static const char* behind_space(const char* at) noexcept {
    if (static_cast<unsigned char>(*at) > ' ') return at;
    while (is_json_space(*at)) ++at;
    return at;
  }

  const char* value(const char* at, std::uint32_t parent, std::string_view key) {
    if (nodes_.size() >= kJsonNodesMax) return fail(OrderError::too_many_entries);
    switch (*at) {
      case '{':
        nodes_.emplace_back(key, std::string_view(), parent, JsonKind::object, false);
        return container<'}'>(at);
      case '[':
        nodes_.emplace_back(key, std::string_view(), parent, JsonKind::array, false);
        return container<']'>(at);
      case '"': {
        std::string_view raw;
        bool escaped = false;
        at = string(at, raw, escaped);
        if (at != nullptr) nodes_.emplace_back(key, raw, parent, JsonKind::text, escaped);
        return at;
      }
      case 't':
        return word(at, "true", JsonKind::truth, parent, key);
      case 'f':
        return word(at, "false", JsonKind::truth, parent, key);
      case 'n':
        return word(at, "null", JsonKind::null, parent, key);
      default:
        return number(at, parent, key);
    }
  }

  const char* word(const char* at, std::string_view wanted, JsonKind kind, std::uint32_t parent,
                   std::string_view key) {
    const std::string_view found(at, std::min(wanted.size(), static_cast<std::size_t>(end_ - at)));
    if (found != wanted) return fail();
    nodes_.emplace_back(key, found, parent, kind, false);
    return at + wanted.size();
  }

  const char* number(const char* at, std::uint32_t parent, std::string_view key) {
    bool ends_early = false;
    const std::string_view rest(at, static_cast<std::size_t>(end_ - at));
    const std::size_t length = json_number_length(rest.substr(0, limits_.string_bytes_max), 0, ends_early);
    if (length == 0) return fail();
    nodes_.emplace_back(key, std::string_view(at, length), parent, JsonKind::number, false);
    return at + length;
  }

  /// From the quote on; between the quotes. An escape is looked at when the text is asked for.
  const char* string(const char* at, std::string_view& raw, bool& escaped) {
    const char* const begin = ++at;
    for (;;) {
      at = string_stop(at);
      if (*at == '"') break;  // zeros stand behind the end
      if (at >= end_ || *at != '\\') return fail();
      const JsonEscape escape = read_json_escape({at, static_cast<std::size_t>(end_ - at)}, 0);
      if (escape.error != EscapeError::none) return fail();
      escaped = true;
      at += escape.bytes;
    }
    raw = {begin, static_cast<std::size_t>(at - begin)};
    return raw.size() <= limits_.string_bytes_max ? at + 1 : fail(OrderError::string_too_long);
  }

  const char* key(const char* at, std::string_view& out) {
    bool escaped = false;
    if (*at != '"') return fail();
    at = string(at, out, escaped);
    if (at == nullptr) return at;
    if (escaped) {
      keys_as_written_ = false;
      char* const bytes = arena_.allocate_array<char>(out.size());
      out = {bytes, unescape_json(out, bytes)};
    }
    at = behind_space(at);
    return *at == ':' ? behind_space(at + 1) : fail();
  }

  /// Of the value that was made last.
  template <char kClose>
  const char* container(const char* at) {
    if (++depth_ > limits_.depth_max) return fail(OrderError::depth_exceeded);
    const auto owner = static_cast<std::uint32_t>(nodes_.size() - 1);
    at = behind_space(at + 1);
    return members<kClose>(at, owner, 0, *at != kClose);
  }

  /// Those of `owner` that come after `last`, 0 when there is none yet, and its end.
  template <char kClose>
  const char* members(const char* at, std::uint32_t owner, std::uint32_t last, bool more) {
    std::uint32_t count = last == 0 ? 0 : 1;
    while (more) {
      std::string_view name;
      if constexpr (kClose == '}') {
        at = key(at, name);
        if (at == nullptr) return at;
      }
      const auto made = static_cast<std::uint32_t>(nodes_.size());
      at = value(at, owner, name);
      if (at == nullptr) return at;
      (last == 0 ? nodes_[owner].first : nodes_[last].next) = made;
      last = made;
      ++count;
      if (kClose == '}' && made == 1) note_head(at, name);
      at = another<kClose>(at, more);
      if (at == nullptr) return at;
    }
    nodes_[owner].count = count;
    --depth_;
    return at + 1;
  }

  template <char kClose>
  const char* another(const char* at, bool& more) noexcept {
    at = behind_space(at);
    more = *at != kClose;
    if (!more) return at;
    return *at == ',' ? behind_space(at + 1) : fail();
  }

  void note_head(const char* at, std::string_view name) noexcept {
    if (name != "schema" || nodes_[1].kind != JsonKind::object || !keys_as_written_) return;
    head_bytes_ = static_cast<std::size_t>(at - begin_);
    head_nodes_ = static_cast<std::uint32_t>(nodes_.size());
  }

  std::vector<JsonNode>& nodes_;
  const char* const begin_;
  const char* const end_;
  const RecordLimits& limits_;
  Arena& arena_;
  std::uint32_t depth_ = 0;
  std::size_t head_bytes_ = 0;
  std::uint32_t head_nodes_ = 0;
  bool keys_as_written_ = true;  // none had an escape, so that all stand in the text itself
  OrderError error_ = OrderError::none;
};

}  // namespace

struct JsonTree::State {
  /// Text with zeros behind it; grows, and stays.
  struct Buffer {
    std::unique_ptr<char[]> bytes;
    std::size_t room = 0;
    std::uint32_t owner = 0, root = 0;  // of a text that was read as JSON

    [[nodiscard]] bool holds(std::string_view head) const noexcept {
      return bytes != nullptr && std::memcmp(bytes.get(), head.data(), head.size()) == 0;
    }
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
  static OrderError read(JsonTree& tree, std::string_view padded, std::uint32_t parent, std::uint32_t& made) {
    if (!simdjson::validate_utf8(padded.data(), padded.size())) return OrderError::invalid_utf8;
    return Scanner(tree.nodes_, padded, tree.limits_, *tree.arena_).read(parent, made);
  }

  /// The record itself. Where it begins as the one before did, that part of the tree is kept.
  OrderError read_record(JsonTree& tree, std::string_view record, std::string_view& padded) {
    Buffer& buffer = buffers[0];
    const std::size_t head = tree.head_bytes_;
    const bool kept = head != 0 && head < record.size() && record.size() <= buffer.room &&
                      buffer.holds(record.substr(0, head));
    padded = buffer.fill(record);
    if (kept) {
      tree.nodes_.resize(tree.head_nodes_);
      if (tree.head_read_)
        for (JsonNode& node : tree.nodes_) node.read = false;
    } else {
      tree.nodes_.clear();
      tree.head_nodes_ = 0;
    }
    tree.head_read_ = false;
    tree.head_bytes_ = 0;
    const std::size_t checked = kept ? head : 0;
    if (!simdjson::validate_utf8(padded.data() + checked, padded.size() - checked))
      return OrderError::invalid_utf8;
    Scanner scanner(tree.nodes_, padded, tree.limits_, *tree.arena_);
    std::uint32_t made = 0;
    const OrderError error = kept ? scanner.read_after_head(head) : scanner.read(0, made);
    if (error != OrderError::none) return error;
    tree.head_bytes_ = kept ? head : scanner.head_bytes();
    tree.head_nodes_ = kept ? tree.head_nodes_ : scanner.head_nodes();
    return error;
  }
};

JsonTree::JsonTree(const RecordLimits& limits) : state_(std::make_unique<State>()), limits_(limits) {}
JsonTree::~JsonTree() = default;
JsonTree::JsonTree(JsonTree&&) noexcept = default;
JsonTree& JsonTree::operator=(JsonTree&&) noexcept = default;

ParseFailure JsonTree::parse(std::string_view record, Arena& arena) noexcept {
  arena_ = &arena;
  state_->inside = 0;
  state_->inside_bytes = 0;
  if (record.size() > limits_.record_bytes_max) {
    nodes_.clear();
    head_bytes_ = 0;
    return {OrderError::record_too_large, {}, "larger than a record may be"};
  }
  std::string_view padded;
  const OrderError error = state_->read_record(*this, record, padded);
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
  if (State::read(*this, padded, node, made) != OrderError::none) {
    nodes_.resize(before);
    return kNone;
  }
  return buffer.root = made;
}

std::uint32_t JsonTree::find(std::uint32_t object, std::string_view key) const noexcept {
  if (nodes_[object].kind != JsonKind::object) return kNone;
  const std::uint32_t mark = key_mark(key);
  for (std::uint32_t at = nodes_[object].first; at != 0; at = nodes_[at].next)
    if (nodes_[at].mark == mark && nodes_[at].key == key) return at;
  return kNone;
}

std::uint32_t JsonTree::twin(std::uint32_t object, std::string_view key) const noexcept {
  const std::uint32_t first = find(object, key);
  if (first == kNone) return kNone;
  const std::uint32_t mark = nodes_[first].mark;
  for (std::uint32_t at = nodes_[first].next; at != 0; at = nodes_[at].next)
    if (nodes_[at].mark == mark && nodes_[at].key == key) return at;
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
