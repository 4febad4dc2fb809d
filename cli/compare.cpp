// ordergate compare: how alike are two names, or two addresses?
#include <CLI/CLI.hpp>
#include <cmath>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/name_kind.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "matchers/addresses/address_index.h"
#include "matchers/names/name_index.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::string left, right, kind, batch;
  bool address = false, json = false, quiet = false;
};

struct Answer {
  int score = 0;
  bool match = false;
};

Answer compare_pair(const std::string& left, const std::string& right, std::string_view kind) {
  if (kind == "address") {
    const int score = matchers::compare_addresses({left, {}}, {right, {}}).score;
    return {score, score >= matchers::kAddressThreshold};
  }
  const int score = matchers::compare_names(left, right, name_kind(kind).value_or(PartyKind::unknown)).score;
  return {score, score >= matchers::kNameThreshold};
}

void answer_line(Json& line, const Options& options) {
  const std::string left = required_field(line, "query");
  const std::string right = required_field(line, "candidate");
  std::string kind = text_field(line, "kind");
  if (kind.empty()) kind = options.address ? "address" : options.kind;
  if (kind != "address" && !name_kind(kind)) throw BadLine("no such kind: " + kind);
  const Answer answer = compare_pair(left, right, kind);
  line["score"] = answer.score;
  line["match"] = answer.match;
}

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + "%"; }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text.empty() ? "nothing" : text;
}

void explain_names(const Options& options, Output& output) {
  const matchers::NameComparison comparison =
      matchers::compare_names(options.left, options.right, *name_kind(options.kind));
  Table table({"left", "right", "alike", "weight"});
  table.right(2);
  table.right(3);
  for (const matchers::TokenAgreement& token : comparison.tokens)
    table.add({token.left.empty() ? "-" : printable(token.left),
               token.right.empty() ? "-" : printable(token.right), percent(token.similarity),
               percent(token.weight)});
  if (!table.empty()) output.write(table.render());
}

void explain_addresses(const Options& options, Output& output) {
  const matchers::AddressComparison comparison =
      matchers::compare_addresses({options.left, {}}, {options.right, {}});
  output.line("agrees: " + printable(joined(comparison.agreed)));
  output.line("differs: " + printable(joined(comparison.differed)));
}

int compare(const Options& options) {
  if (!options.batch.empty()) {
    require_readable({options.batch});
    return run_batch({options.batch, "", options.quiet},
                     [&options](Json& line) { answer_line(line, options); });
  }
  if (options.left.empty() || options.right.empty())
    throw Stop(kUsage, "give two names A and B, or a --batch; see 'ordergate compare --help'");
  const Answer answer = compare_pair(options.left, options.right, options.address ? "address" : options.kind);
  Output output;
  if (options.json) {
    output.line(to_line(Json{{"query", options.left},
                             {"candidate", options.right},
                             {"score", answer.score},
                             {"match", answer.match}}));
  } else {
    output.line(std::to_string(answer.score) + " of 100: " + (answer.match ? "a match" : "no match"));
    if (options.address) {
      explain_addresses(options, output);
    } else {
      explain_names(options, output);
    }
  }
  output.flush();
  return kDone;
}

}  // namespace

void add_compare(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("compare", "How alike two names or addresses are");
  command->add_option("A", options->left, "One name")->type_name("");
  command->add_option("B", options->right, "The other")->type_name("");
  command->add_flag("--address", options->address, "They are addresses");
  command->add_option("--kind", options->kind, "company, person, vessel, aircraft, government, unknown")
      ->type_name("KIND")
      ->check(CLI::IsMember({"company", "person", "vessel", "aircraft", "government", "unknown"}));
  command->add_option("--batch", options->batch, "NDJSON with query, candidate and kind; - is standard input")
      ->type_name("FILE");
  command->add_flag("--json", options->json, "One line of JSON");
  command->add_flag("--quiet,-q", options->quiet, "No progress");
  command->callback([options, &action] { action = [options] { return compare(*options); }; });
}

}  // namespace ordergate::cli
