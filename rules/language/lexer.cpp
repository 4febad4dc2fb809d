#include "rules/language/lexer.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "base/utf8.h"

namespace ordergate::rules {
namespace {

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Result<std::vector<Token>> run() {
    for (;;) {
      skip_blank();
      if (at_ == source_.size()) break;
      if (!next()) return error_at(source_, error_at_, error_);
    }
    tokens_.push_back({TokenKind::end, static_cast<std::uint32_t>(at_), {}, 0, {}});
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  bool fail(std::size_t at, std::string what) {
    error_at_ = static_cast<std::uint32_t>(at);
    error_ = std::move(what);
    return false;
  }

  Token& add(TokenKind kind, std::size_t from) {
    tokens_.push_back({kind, static_cast<std::uint32_t>(from), source_.substr(from, at_ - from), 0, {}});
    return tokens_.back();
  }

  void skip_blank() noexcept {
    while (at_ < source_.size()) {
      if (is_space(source_[at_])) {
        ++at_;
      } else if (peek() == '/' && peek(1) == '/') {
        while (at_ < source_.size() && source_[at_] != '\n') ++at_;
      } else {
        return;
      }
    }
  }

  bool next() {
    const char c = peek();
    if (is_letter(c)) return name();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (c == '"' || c == '\'') return text(c);
    return symbol();
  }

  bool name() {
    const std::size_t from = at_;
    while (is_letter(peek()) || is_digit(peek())) ++at_;
    add(TokenKind::name, from);
    return true;
  }

  bool number() {
    const std::size_t from = at_;
    double value = 0;
    const auto [end, status] = std::from_chars(source_.data() + from, source_.data() + source_.size(), value);
    if (status != std::errc() || !std::isfinite(value)) return fail(from, "number out of range");
    at_ = static_cast<std::size_t>(end - source_.data());
    if (is_letter(peek())) return fail(at_, "letter right after a number");
    add(TokenKind::number, from).number = value;
    return true;
  }

  bool text(char quote) {
    const std::size_t from = at_++;
    std::string value;
    while (peek() != quote) {
      if (at_ >= source_.size()) return fail(from, "text without closing quote");
      char c = source_[at_++];
      if (c == '\\') {
        const std::optional<char> plain = escape(peek());
        if (!plain) return fail(at_ - 1, R"(unknown escape; known are \\ \" \' \n \t \r)");
        c = *plain;
        ++at_;
      }
      value.push_back(c);
    }
    ++at_;
    add(TokenKind::text, from).text = std::move(value);
    return true;
  }

  static std::optional<char> escape(char c) noexcept {
    switch (c) {
      case '\\':
      case '"':
      case '\'':
        return c;
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      default:
        return std::nullopt;
    }
  }

  bool symbol() {
    const std::size_t from = at_;
    for (const std::string_view known : {"&&", "||", "==", "!=", "<=", ">="}) {
      if (source_.substr(at_, 2) != known) continue;
      at_ += 2;
      add(TokenKind::symbol, from);
      return true;
    }
    if (std::string_view("()[].,?:!<>+-*/").find(source_[at_]) == std::string_view::npos)
      return unknown_character();
    ++at_;
    add(TokenKind::symbol, from);
    return true;
  }

  bool unknown_character() {
    const char c = source_[at_];
    const std::string shown = c > ' ' && c < '\x7f' ? std::string("'") + c + "'" : std::string("character");
    if (c == '=') return fail(at_, "'=' is no operator; equality is '=='");
    if (c == '&' || c == '|') return fail(at_, "single " + shown + "; write it twice");
    return fail(at_, "unexpected " + shown);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  std::uint32_t error_at_ = 0;
  std::string error_;
};

}  // namespace

Error error_at(std::string_view source, std::uint32_t at, const std::string& what) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i < at && i < source.size(); ++i) {
    if (source[i] == '\n') {
      ++line;
      column = 1;
    } else if (begins_character(source[i])) {
      ++column;
    }
  }
  std::string where = "column " + std::to_string(column) + ": " + what;
  if (source.find('\n') != std::string_view::npos) where = "line " + std::to_string(line) + ", " + where;
  return Error{std::move(where)};
}

Result<std::vector<Token>> tokenize(std::string_view source) {
  if (source.size() > kExpressionBytesMax)
    return Error{"expression longer than " + std::to_string(kExpressionBytesMax) + " bytes"};
  return Lexer(source).run();
}

}  // namespace ordergate::rules
