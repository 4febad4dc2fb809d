#include "cli/report.h"

#include <algorithm>
#include <string>
#include <vector>

#include "cli/terminal_text.h"

namespace ordergate::cli {
namespace {

constexpr std::string_view kIndent = "       ";
constexpr std::string_view kDetail = "             ";

std::string upper(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

std::string padded(std::string_view word, std::size_t width) {
  std::string out(word);
  out.resize(std::max(width, out.size()), ' ');
  return out;
}

std::string where(const Finding& finding) {
  std::string place = printable(finding.subject);
  if (!finding.with.empty()) place += ", with " + printable(finding.with);
  return place;
}

/// What a list says, in one line.
std::string match_line(const MatchEvidence& match) {
  std::string line =
      "list " + printable(match.list) + " " + printable(match.entry) + ": " + printable(match.entry_name);
  if (match.matched != match.entry_name) line += " (as " + printable(match.matched) + ")";
  return line + ", score " + std::to_string(match.score);
}

/// What changes nothing, by its rules alone; `explain` says more.
void print_notes(const Verdict& verdict, Output& output) {
  std::vector<std::string_view> rules;
  for (const Finding& finding : verdict.findings)
    if (finding.outcome == Outcome::annotate &&
        std::find(rules.begin(), rules.end(), finding.rule) == rules.end())
      rules.push_back(finding.rule);
  if (rules.empty()) return;
  std::string line = "noted:";
  for (const std::string_view rule : rules) line.append(line.back() == ':' ? " " : ", ").append(rule);
  output.write(output.colored(wrapped(printable(line), kIndent, output.columns()), Color::dim));
}

void print_finding(const Finding& finding, std::string_view summary, Output& output) {
  output.write(kIndent);
  output.write(output.colored(padded(to_string(finding.outcome), 5), color_of(finding.outcome)));
  output.line(" " + std::string(finding.rule) + " (" + where(finding) + ")");
  if (summary.find(finding.message) == std::string_view::npos)  // said above already
    output.write(wrapped(printable(finding.message), kDetail, output.columns()));
  if (finding.match.present) output.write(wrapped(match_line(finding.match), kDetail, output.columns()));
  const std::string_view citation = finding.citation.empty() ? finding.match.citation : finding.citation;
  if (!citation.empty())
    output.write(output.colored(wrapped(printable(citation), kDetail, output.columns()), Color::dim));
  if (!finding.resolve.empty())
    output.write(wrapped("to settle: " + printable(finding.resolve), kDetail, output.columns()));
}

std::string countries(const ArenaList<CountryCode>& codes) {
  std::string text;
  for (const CountryCode code : codes) text.append(text.empty() ? "" : " ").append(code.text());
  return text.empty() ? "nowhere" : text;
}

}  // namespace

Color color_of(Decision decision) noexcept {
  switch (decision) {
    case Decision::allow:
      return Color::green;
    case Decision::hold:
      return Color::yellow;
    case Decision::deny:
      return Color::red;
  }
  return Color::plain;
}

Color color_of(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::annotate:
      return Color::dim;
    case Outcome::hold:
      return Color::yellow;
    case Outcome::deny:
      return Color::red;
  }
  return Color::plain;
}

void print_brief(const Verdict& verdict, Output& output) {
  output.write(output.colored(padded(upper(to_string(verdict.decision)), 6), color_of(verdict.decision)));
  const std::string id = verdict.order_id.empty() ? "(no order_id)" : printable(verdict.order_id);
  output.write(" " + output.colored(id, Color::bold));
  output.line("  " + printable(verdict.source.file) + ":" + std::to_string(verdict.source.line));
  if (!verdict.summary.empty()) output.write(wrapped(printable(verdict.summary), kIndent, output.columns()));
  if (!verdict.error.code.empty()) {
    std::string line = "error  " + std::string(verdict.error.code);
    if (!verdict.error.at.empty()) line += " at " + printable(verdict.error.at);
    output.write(wrapped(line + ": " + printable(verdict.error.message), kIndent, output.columns()));
  }
  for (const Finding& finding : verdict.findings)
    if (finding.outcome != Outcome::annotate) print_finding(finding, verdict.summary, output);
  print_notes(verdict, output);
  if (verdict.destinations.present) {
    const Destinations& to = verdict.destinations;
    output.write(wrapped("not to: " + countries(to.deny) + "; after review to: " + countries(to.hold) +
                             (to.allow_otherwise ? "; everywhere else: yes" : "; nowhere else"),
                         kIndent, output.columns()));
  }
  output.write("\n");
}

}  // namespace ordergate::cli
