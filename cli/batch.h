// Commands over many lines: NDJSON in, the same fields and an answer out, one line each, in order, in
// constant memory. A line that cannot be answered says so in its place, and the command ends with
// kUnreadable.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace ordergate::cli {

using Json = nlohmann::ordered_json;

/// A line that is no question: what is wrong with it.
class BadLine : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The text field `key` of a line; BadLine when it is there with another type.
[[nodiscard]] std::string text_field(const Json& line, const char* key);
/// The same, which must be there and not be empty.
[[nodiscard]] std::string required_field(const Json& line, const char* key);

struct Batch {
  std::string path;       // "-": standard input
  std::string plain_key;  // a line that is no JSON object is the value of this field; empty: it is wrong
  bool quiet = false;
};

/// `answer` adds to the fields of each line. Gives the exit code.
[[nodiscard]] int run_batch(const Batch& batch, const std::function<void(Json& line)>& answer);

/// One line of JSON; broken UTF-8 becomes U+FFFD.
[[nodiscard]] std::string to_line(const Json& value);

}  // namespace ordergate::cli
