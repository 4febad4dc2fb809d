#include "cli/command_pages.h"

#include <CLI/CLI.hpp>
#include <vector>

namespace ordergate::cli {
namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  std::vector<const CLI::App*> shown;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!command->get_group().empty()) shown.push_back(command);
  return shown;
}

std::vector<const CLI::Option*> options_of(const CLI::App& app, bool positional) {
  std::vector<const CLI::Option*> shown;
  for (const CLI::Option* option : app.get_options())
    if (option->get_positional() == positional && !option->get_group().empty()) shown.push_back(option);
  return shown;
}

/// "--lists", "-h" ... of an option.
std::vector<std::string> spellings(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

bool takes_value(const CLI::Option& option) { return option.get_expected_max() > 0; }

std::string without_newlines(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

/// Text that troff takes as it stands.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : without_newlines(text)) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out.empty() || (out[0] != '.' && out[0] != '\'') ? out : "\\&" + out;
}

void append_options(const CLI::App& app, std::string& out) {
  for (const bool positional : {true, false}) {
    for (const CLI::Option* option : options_of(app, positional)) {
      std::string names;
      for (const std::string& name : spellings(*option)) names += (names.empty() ? "" : ", ") + name;
      if (names.empty()) names = option->get_name(true);
      if (takes_value(*option) && !positional) names += " " + option->get_type_name();
      out += ".TP\n.B " + roff(names) + "\n" + roff(option->get_description()) + "\n";
    }
  }
}

void append_command(const CLI::App& command, const std::string& name, std::string& out) {
  out += ".SS " + roff(name) + "\n" + roff(command.get_description()) + "\n";
  append_options(command, out);
  for (const CLI::App* child : commands_of(command))
    append_command(*child, name + " " + child->get_name(), out);
}

/// Words that may follow a command: its subcommands and options.
std::string words_of(const CLI::App& app) {
  std::string words;
  for (const CLI::App* command : commands_of(app)) words += command->get_name() + " ";
  for (const CLI::Option* option : options_of(app, false))
    for (const std::string& name : spellings(*option)) words += name + " ";
  if (!words.empty()) words.pop_back();
  return words;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : without_newlines(text)) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

void append_fish_options(const CLI::App& app, const std::string& condition, std::string& out) {
  for (const CLI::Option* option : options_of(app, false)) {
    std::string line = "complete -c ordergate" + condition;
    for (const std::string& name : option->get_snames()) line += " -s " + name;
    for (const std::string& name : option->get_lnames()) line += " -l " + name;
    if (takes_value(*option)) line += " -r";
    out += line + " -d " + quoted(option->get_description()) + "\n";
  }
}

}  // namespace

std::string man_page(const CLI::App& app, const std::string& version) {
  std::string out = ".TH ORDERGATE 1 \"\" \"ordergate " + version + "\" \"User Commands\"\n";
  out +=
      ".SH NAME\nordergate \\- screen orders against restricted\\-party lists and export\\-control rules\n";
  out += ".SH SYNOPSIS\n.B ordergate\n.I COMMAND\n[OPTION]...\n.SH DESCRIPTION\n" +
         roff(app.get_description()) + "\n";
  out += ".SH OPTIONS\n";
  append_options(app, out);
  out += ".SH COMMANDS\n";
  for (const CLI::App* command : commands_of(app)) append_command(*command, command->get_name(), out);
  out += ".SH EXIT STATUS\n" + roff(app.get_footer()) + "\n";
  out +=
      ".SH FILES\n.TP\n.I /etc/ordergate/ordergate.toml\nSettings of the service.\n.TP\n"
      ".I /var/lib/ordergate/lists\nWhere the packaged settings look for lists.\n";
  return out;
}

std::string bash_completion(const CLI::App& app) {
  std::string out =
      "# bash completion for ordergate\n_ordergate() {\n  local word=${COMP_WORDS[COMP_CWORD]} words\n"
      "  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n";
  for (const CLI::App* command : commands_of(app))
    for (const CLI::App* child : commands_of(*command))
      out += "    \"" + command->get_name() + " " + child->get_name() + "\") words=\"" + words_of(*child) +
             "\" ;;\n";
  for (const CLI::App* command : commands_of(app))
    out += "    \"" + command->get_name() + " \"*) words=\"" + words_of(*command) + "\" ;;\n";
  out += "    *) words=\"" + words_of(app) + "\" ;;\n  esac\n";
  out += "  [ \"$COMP_CWORD\" -eq 1 ] && words=\"" + words_of(app) + "\"\n";
  out +=
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n}\n"
      "complete -o default -F _ordergate ordergate\n";
  return out;
}

std::string zsh_completion(const CLI::App& app) {
  std::string out = "#compdef ordergate\n_ordergate() {\n  local -a commands\n  commands=(\n";
  for (const CLI::App* command : commands_of(app))
    out += "    " + quoted(command->get_name() + ":" + command->get_description()) + "\n";
  out +=
      "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n  case "
      "$words[2] in\n";
  for (const CLI::App* command : commands_of(app))
    out += "    " + command->get_name() + ") compadd -- " + words_of(*command) + " ;;\n";
  out += "  esac\n  _files\n}\n_ordergate \"$@\"\n";
  return out;
}

std::string fish_completion(const CLI::App& app) {
  std::string out = "# fish completion for ordergate\n";
  append_fish_options(app, " -n __fish_use_subcommand", out);
  for (const CLI::App* command : commands_of(app)) {
    const std::string& name = command->get_name();
    out += "complete -c ordergate -n __fish_use_subcommand -a " + name + " -d " +
           quoted(command->get_description()) + "\n";
    const std::string inside = " -n '__fish_seen_subcommand_from " + name + "'";
    append_fish_options(*command, inside, out);
    for (const CLI::App* child : commands_of(*command))
      out += "complete -c ordergate" + inside + " -a " + child->get_name() + " -d " +
             quoted(child->get_description()) + "\n";
  }
  return out;
}

}  // namespace ordergate::cli
