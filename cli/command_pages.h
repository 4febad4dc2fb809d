// The manual page and the shells' completions, made from the command line itself.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace ordergate::cli {

[[nodiscard]] std::string man_page(const CLI::App& app, const std::string& version);
[[nodiscard]] std::string bash_completion(const CLI::App& app);
[[nodiscard]] std::string zsh_completion(const CLI::App& app);
[[nodiscard]] std::string fish_completion(const CLI::App& app);

}  // namespace ordergate::cli
