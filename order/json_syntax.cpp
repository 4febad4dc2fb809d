#include "order/json_syntax.h"

#include "base/utf8.h"

namespace ordergate {
namespace {

/// Recursive descent; every function leaves `at_` behind what it read and gives false once failed.
class Checker {
 public:
  Checker(std::string_view text, std::uint32_t depth_max) noexcept : text_(text), depth_max_(depth_max) {}

  JsonSyntax run() noexcept {
    skip_space();
    if (done()) {
      fail(OrderError::empty_record, "there is nothing but white space");
    } else if (value()) {
      skip_space();
      if (!done()) fail_byte(OrderError::trailing_content, "something follows the record's end");
    }
    return syntax_;
  }

 private:
  [[nodiscard]] bool done() const noexcept { return at_ >= text_.size(); }
  void skip_space() noexcept {
    while (!done() && is_json_space(text_[at_])) ++at_;
  }

  bool fail(OrderError code, std::string_view message) noexcept {
    syntax_.code = code;
    syntax_.byte = at_;
    syntax_.message = message;
    return false;
  }
  bool fail_at_end() noexcept { return fail(OrderError::truncated_json, "the record ends inside a value"); }

  /// The byte at hand is wrong; when it is not even text, say that.
  bool fail_byte(OrderError code, std::string_view message) noexcept {
    if (!utf8_step(text_, at_).valid) return fail(OrderError::invalid_utf8, "bytes that are no UTF-8");
    if (text_.substr(at_, 3) == "\xEF\xBB\xBF")
      return fail(code, "a byte order mark; JSON is UTF-8 without one");
    return fail(code, message);
  }

  bool value() noexcept {
    skip_space();
    if (done()) return fail_at_end();
    switch (text_[at_]) {
      case '{':
        return object();
      case '[':
        return array();
      case '"': {
        std::string_view ignored;
        return string(ignored);
      }
      case 't':
        return literal("true");
      case 'f':
        return literal("false");
      case 'n':
        return literal("null");
      default:
        return number();
    }
  }

  bool literal(std::string_view word) noexcept {
    for (const char byte : word) {
      if (done()) return fail_at_end();
      if (text_[at_] != byte) return fail_byte(OrderError::malformed_json, "no JSON value starts like this");
      ++at_;
    }
    return true;
  }

  bool number() noexcept {
    bool ends_early = false;
    const std::size_t length = json_number_length(text_, at_, ends_early);
    if (length == 0 && ends_early) {
      at_ = text_.size();
      return fail_at_end();
    }
    if (length == 0) return fail_byte(OrderError::malformed_json, "no JSON value starts like this");
    at_ += length;
    return true;
  }

  /// `raw` is what stands between the quotes.
  bool string(std::string_view& raw) noexcept {
    const std::size_t first = ++at_;
    while (!done()) {
      const char byte = text_[at_];
      if (byte == '"') {
        raw = text_.substr(first, at_ - first);
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(byte) < 0x20)
        return fail(OrderError::malformed_json, "a control character inside a string must be escaped");
      if (!(byte == '\\' ? escape() : character())) return false;
    }
    return fail_at_end();
  }

  bool escape() noexcept {
    const JsonEscape read = read_json_escape(text_, at_);
    switch (read.error) {
      case EscapeError::none:
        at_ += read.bytes;
        return true;
      case EscapeError::truncated:
        at_ = text_.size();
        return fail_at_end();
      case EscapeError::surrogate:
        return fail(OrderError::invalid_utf8, "a surrogate escape without its other half");
      case EscapeError::malformed:
        break;
    }
    return fail(OrderError::malformed_json, "no such escape in JSON");
  }

  bool character() noexcept {
    const Utf8Step step = utf8_step(text_, at_);
    if (!step.valid) {
      if (at_ + step.bytes == text_.size() && cut_short()) {
        at_ = text_.size();
        return fail_at_end();
      }
      return fail(OrderError::invalid_utf8, "bytes that are no UTF-8");
    }
    at_ += step.bytes;
    return true;
  }

  /// Whether the broken character at hand could go on behind the end of the text.
  [[nodiscard]] bool cut_short() const noexcept {
    const auto lead = static_cast<unsigned char>(text_[at_]);
    return lead >= 0xC2 && lead <= 0xF4 && text_.size() - at_ < character_bytes(text_[at_]);
  }

  bool enter() noexcept {
    if (++depth_ > depth_max_) return fail(OrderError::depth_exceeded, "nested too deeply");
    ++at_;
    skip_space();
    return true;
  }

  bool object() noexcept {
    if (!enter()) return false;
    if (!done() && text_[at_] == '}') return leave();
    for (;;) {
      if (!field()) return false;
      skip_space();
      if (done()) return fail_at_end();
      if (text_[at_] == '}') return leave();
      if (text_[at_] != ',')
        return fail_byte(OrderError::malformed_json, "expected a comma or a closing brace");
      ++at_;
    }
  }

  bool field() noexcept {
    skip_space();
    if (done()) return fail_at_end();
    if (text_[at_] != '"') return fail_byte(OrderError::malformed_json, "expected a key in quotes");
    std::string_view key;
    if (!string(key)) return false;
    skip_space();
    if (done()) return fail_at_end();
    if (text_[at_] != ':') return fail_byte(OrderError::malformed_json, "expected a colon after the key");
    ++at_;
    skip_space();
    const bool wanted = depth_ == 1 && key == "order_id" && !done() && text_[at_] == '"';
    if (wanted && syntax_.order_id_raw.data() == nullptr) return string(syntax_.order_id_raw);
    return value();
  }

  bool array() noexcept {
    if (!enter()) return false;
    if (!done() && text_[at_] == ']') return leave();
    for (;;) {
      if (!value()) return false;
      skip_space();
      if (done()) return fail_at_end();
      if (text_[at_] == ']') return leave();
      if (text_[at_] != ',')
        return fail_byte(OrderError::malformed_json, "expected a comma or a closing bracket");
      ++at_;
    }
  }

  bool leave() noexcept {
    --depth_;
    ++at_;
    return true;
  }

  std::string_view text_;
  std::uint32_t depth_max_;
  std::uint32_t depth_ = 0;
  std::size_t at_ = 0;
  JsonSyntax syntax_;
};

}  // namespace

JsonSyntax check_json(std::string_view text, std::uint32_t depth_max) noexcept {
  return Checker(text, depth_max).run();
}

}  // namespace ordergate
