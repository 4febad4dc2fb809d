// A text for people with expressions in it: "ships to {destination}: {item.tpp_total} TPP".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/language/expression.h"

namespace ordergate::rules {

/// Appends the value as a person reads it: 1,013,760 and 3.196 (six digits after the point at most),
/// yes/no, 2026-01-15, CN; "unknown" when it is.
void append_value(const Value& value, std::string& out);

/// Compiled once, immutable. `{{` and `}}` are plain braces.
class Message {
 public:
  /// Errors name the column within `text`.
  [[nodiscard]] static Result<Message> compile(std::string_view text, const Schema& schema,
                                               const std::vector<Variable>& variables,
                                               const std::vector<Predicate>& predicates = {});

  /// Appends the text, countries as EvalFrame::country_name writes them. Leaves the frame's unknowns and
  /// witness as they were. Allocates only when `out` must grow.
  void render(EvalFrame& frame, std::string& out) const noexcept;

  /// See Expression::add_countries and Expression::local.
  void add_countries(NamedCountries& named) const;
  [[nodiscard]] bool local() const noexcept;

  [[nodiscard]] bool empty() const noexcept { return parts_.empty(); }
  [[nodiscard]] const std::string& source() const noexcept { return source_; }

 private:
  struct Part {
    std::string before;  // plain text, then
    Expression value;    // a value, unless this is the plain tail
    bool has_value = false;
  };
  std::string source_;
  std::vector<Part> parts_;
};

}  // namespace ordergate::rules
