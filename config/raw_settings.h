// What can be told of a settings file by its text alone, be it broken or not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ordergate {

/// Whether [log] format = "json" stands in it, so that a refusal of the rest can be said in that form. False
/// for a file that cannot be read.
[[nodiscard]] bool asks_for_json_log(const std::string& path);

/// Of the files that hold its secrets (`${file:PATH}`, keys), those that every user of the machine may read.
[[nodiscard]] std::vector<std::string> secrets_for_everyone(const std::string& path);

/// What is wrong with the quotation marks of a line that is no TOML; empty when nothing is.
[[nodiscard]] std::string quotation_problem(std::string_view line);

/// Line number `number` of a text, from 1; empty past its end.
[[nodiscard]] std::string_view line_of_text(std::string_view text, std::size_t number);

}  // namespace ordergate
