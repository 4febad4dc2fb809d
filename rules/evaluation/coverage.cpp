#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "rules/evaluation/rulebook_layout.h"

namespace ordergate::rules {
namespace {

constexpr std::array<std::string_view, 5> kAsWords = {"destination", "site", "located", "transit",
                                                      "mentioned"};
constexpr std::array<std::string_view, 3> kReadWords = {"declared", "address", "text"};

/// The same country from the same field, once.
bool covered(const Coverage& coverage, const CoveredPlace& place) noexcept {
  for (const CoveredPlace& known : coverage.places)
    if (known.country == place.country && known.as == place.as && known.at == place.at &&
        known.read == place.read)
      return true;
  return false;
}

/// Why it was not judged whether a line needs a license; empty where it was.
std::string_view not_determined(const OrderAssessment& assessed, std::uint32_t line) noexcept {
  const CclAssessment& ccl = assessed.ccl[line];
  if (ccl.state() == EccnState::itar) return "the Department of State decides (ITAR)";
  if (ccl.open()) return "no entry of the Commerce Control List";
  const CountryCode there = assessed.destination();
  if (!ccl.controlled() || !there.known()) return {};
  const Determination& found = ccl.determination(there, assessed.at);
  const bool doubted = found.chart_doubt || found.reference_doubt;
  return doubted && !found.chart && !found.reference ? ccl.reasons_text(there, assessed.at)
                                                     : std::string_view();
}

/// The line that a finding holds or denies; nothing where it speaks of something else, or only notes.
std::optional<std::uint32_t> line_of(const Finding& finding) noexcept {
  constexpr std::string_view kLine = "items[";
  if (finding.outcome == Outcome::annotate || !finding.subject.starts_with(kLine)) return std::nullopt;
  std::uint32_t line = 0;
  const char* const begin = finding.subject.data() + kLine.size();
  const char* const end = finding.subject.data() + finding.subject.size();
  const auto [rest, error] = std::from_chars(begin, end, line);
  return error == std::errc{} && rest != end && *rest == ']' ? std::optional(line) : std::nullopt;
}

/// "items[0].eccn 9A610.x: possibly RS column 1". A line that nothing holds is not told: it was judged by the
/// exception that covers it, or needs no license where it stays.
void note_lines(const OrderAssessment& assessed, std::string& text, Arena& arena, Verdict& verdict) noexcept {
  constexpr std::uint32_t kToldMax = 64;
  ArenaList<std::string_view>& told = verdict.coverage.not_judged;
  for (const Finding& finding : verdict.findings) {
    const std::optional<std::uint32_t> line = line_of(finding);
    if (!line || *line >= assessed.ccl.size() || told.size() == kToldMax) continue;
    const std::string_view why = not_determined(assessed, *line);
    if (why.empty()) continue;
    text.assign("items[").append(std::to_string(*line)).append("].eccn ").append(assessed.items[*line].eccn);
    text.append(": ").append(why);
    if (std::find(told.begin(), told.end(), text) == told.end()) told.push_back(arena, arena.copy(text));
  }
}

}  // namespace

void fill_coverage(const RuleBook::Layout& layout, const OrderAssessment& assessed, std::string& text,
                   Arena& arena, Verdict& verdict) noexcept {
  const RuleInput& input = *assessed.input;
  constexpr std::uint32_t kPlacesMax = 64;  // of an order with more the rules know all, the verdict the first
  Coverage& coverage = verdict.coverage;
  coverage = {};
  coverage.present = true;
  coverage.lists =
      input.watchlist == nullptr ? 0 : static_cast<std::uint32_t>(input.watchlist->files().size());
  for (const ActiveRule& rule : layout.active)
    if (rule.from <= input.regime_date && input.regime_date <= rule.until) ++coverage.rules_considered;
  for (const OrderPlace& place : input.places) {
    const CoveredPlace told{place.country, kAsWords[static_cast<std::size_t>(place.as)], place.at,
                            kReadWords[static_cast<std::size_t>(place.read)]};
    if (coverage.places.size() < kPlacesMax && !covered(coverage, told))
      coverage.places.push_back(arena, told);
  }
  for (std::uint32_t i = 0; i < input.parties.size(); ++i)
    if (!input.parties[i].completeness)
      coverage.not_judged.push_back(arena, "a party holds more than could be compared with the lists");
  if (!input.texts_completeness) coverage.not_judged.push_back(arena, "a text was not read to its end");
  note_lines(assessed, text, arena, verdict);
  coverage.ignored_keys = input.order->unknown_keys;
  for (const OddKey& key : input.order->odd_keys) coverage.odd_keys.push_back(arena, key.place);
}

}  // namespace ordergate::rules
