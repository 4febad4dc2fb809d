#include "bench/quality/flat_json.h"

#include <cstdlib>
#include <fstream>

namespace ordergate::quality {

namespace {

/// Position behind `"key":` at the top level, or npos.
std::size_t value_of(std::string_view line, std::string_view key) {
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    if (c != '"') continue;
    const std::size_t begin = ++i;
    while (i < line.size() && line[i] != '"') i += line[i] == '\\' ? 2 : 1;
    std::size_t next = i + 1;
    while (next < line.size() && line[next] == ' ') ++next;
    if (depth != 1 || next >= line.size() || line[next] != ':') continue;
    if (line.substr(begin, i - begin) != key) continue;
    ++next;
    while (next < line.size() && line[next] == ' ') ++next;
    return next;
  }
  return std::string_view::npos;
}

void append_utf8(std::string& out, unsigned long point) {
  const auto put = [&](unsigned long byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3F));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

unsigned long hex4(std::string_view line, std::size_t at) {
  return std::strtoul(std::string(line.substr(at, 4)).c_str(), nullptr, 16);
}

}  // namespace

std::string string_field(std::string_view line, std::string_view key) {
  std::size_t i = value_of(line, key);
  std::string out;
  if (i == std::string_view::npos || line[i] != '"') return out;
  for (++i; i < line.size() && line[i] != '"'; ++i) {
    if (line[i] != '\\') {
      out += line[i];
      continue;
    }
    switch (line[++i]) {
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'r':
        out += '\r';
        break;
      case 'u': {
        unsigned long point = hex4(line, i + 1);
        i += 4;
        if (point >= 0xD800 && point < 0xDC00 && line.substr(i + 1, 2) == "\\u") {
          point = 0x10000 + ((point - 0xD800) << 10) + (hex4(line, i + 3) - 0xDC00);
          i += 6;
        }
        append_utf8(out, point);
        break;
      }
      default:
        out += line[i];
        break;
    }
  }
  return out;
}

std::vector<std::uint32_t> number_list(std::string_view line, std::string_view key) {
  std::vector<std::uint32_t> out;
  std::size_t i = value_of(line, key);
  if (i == std::string_view::npos || line[i] != '[') return out;
  const std::string text(line.substr(i + 1, line.find(']', i) - i - 1));
  const char* at = text.c_str();
  while (*at != '\0') {
    char* end = nullptr;
    const unsigned long value = std::strtoul(at, &end, 10);
    if (end == at) {
      ++at;
      continue;
    }
    out.push_back(static_cast<std::uint32_t>(value));
    at = end;
  }
  return out;
}

double number_field(std::string_view line, std::string_view key, double otherwise) {
  const std::size_t i = value_of(line, key);
  if (i == std::string_view::npos) return otherwise;
  const std::string text(line.substr(i, 32));
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? otherwise : value;
}

std::vector<std::string> read_lines(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace ordergate::quality
