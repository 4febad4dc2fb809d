#include "cli/batch.h"

#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"

namespace ordergate::cli {
namespace {

constexpr std::size_t kLineBytesMax = std::size_t{1} << 20;

/// The line as an object.
Json object_of(std::string_view text, const std::string& plain_key) {
  if (text.size() > kLineBytesMax) throw BadLine("longer than " + std::to_string(kLineBytesMax) + " bytes");
  const std::size_t first = text.find_first_not_of(" \t");
  const bool plain = first == std::string_view::npos || text[first] != '{';
  if (plain && !plain_key.empty()) return Json{{plain_key, std::string(text)}};
  Json line = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (line.is_discarded() || !line.is_object()) throw BadLine("not a JSON object");
  return line;
}

}  // namespace

std::string text_field(const Json& line, const char* key) {
  const auto found = line.find(key);
  if (found == line.end() || found->is_null()) return "";
  if (!found->is_string()) throw BadLine(std::string(key) + " is not a string");
  return found->get<std::string>();
}

std::string required_field(const Json& line, const char* key) {
  std::string text = text_field(line, key);
  if (text.empty()) throw BadLine(std::string(key) + " is absent or empty");
  return text;
}

std::string to_line(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

int run_batch(const Batch& batch, const std::function<void(Json& line)>& answer) {
  Output output;
  Progress progress(batch.quiet);
  LineReader reader(batch.path, kLineBytesMax);
  std::uint64_t bad = 0;
  std::string_view text;
  while (reader.next(text)) {
    if (text.empty()) continue;
    try {
      Json line = object_of(text, batch.plain_key);
      answer(line);
      output.line(to_line(line));
    } catch (const BadLine& wrong) {
      if (bad++ == 0) complain(batch.path + ":" + std::to_string(reader.line_number()) + ": " + wrong.what());
      output.line(to_line(Json{{"line", reader.line_number()}, {"error", wrong.what()}}));
    }
    progress.at(reader.line_number(), "lines");
    if (reader.would_wait()) output.flush();
  }
  output.flush();
  if (bad > 1) complain(std::to_string(bad) + " lines could not be answered");
  return bad == 0 ? kDone : kUnreadable;
}

}  // namespace ordergate::cli
