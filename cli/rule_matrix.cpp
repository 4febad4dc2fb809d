#include "cli/rule_matrix.h"

#include <algorithm>
#include <array>
#include <map>

#include "cli/batch.h"
#include "cli/output.h"
#include "cli/rule_trial.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "rules/evaluation/rulebook.h"
#include "rules/pack/files.h"
#include "tables/csv.h"

namespace ordergate::cli {
namespace {

tables::CsvTable table_of(const std::string& directory, std::string_view file) {
  Result<tables::DataFiles> files = rules::pack_files(directory);
  if (!files) throw Stop(kUnreadable, files.error().text);
  Result<std::string> text = files.value().read(file);
  if (!text) throw Stop(kUnreadable, text.error().text);
  Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files.value().path(file));
  if (!table) throw Stop(kUnreadable, table.error().text);
  return std::move(table).value();
}

struct Good {
  std::string eccn, description;
};

/// What the pack says of one good to one destination.
struct Cell {
  Decision verdict = Decision::hold;
  std::string reasons;                // "NS column 2, RS column 1"
  std::vector<std::string> rules;     // that hold or deny
  std::vector<std::string> cured_by;  // licenses exceptions applied
};

std::string order_for(const Good& good, const std::string& country, Date day) {
  const Json party = {{"role", "purchaser"},
                      {"name", "Muster Anlagen"},
                      {"country", country},
                      {"headquarters_country", country},
                      {"government_controlled", false},
                      {"ultimate_parent", {{"name", "self"}}}};
  const Json item = {
      {"description", good.description}, {"quantity", 1}, {"origin_country", "US"}, {"eccn", good.eccn}};
  return to_line(Json{{"order_id", good.eccn + " " + country},
                      {"kind", "sale"},
                      {"ship_date", format_date(day)},
                      {"from_country", "US"},
                      {"destination_country", country},
                      {"parties", Json::array({party})},
                      {"items", Json::array({item})}});
}

Cell read_cell(const Verdict& verdict) {
  Cell cell;
  cell.verdict = verdict.decision;
  for (const Finding& finding : verdict.findings) {
    for (const FindingFact& fact : finding.facts)
      if (fact.name == "reasons" && cell.reasons.empty()) cell.reasons = fact.text;
    if (!finding.license.cured_by.empty()) cell.cured_by.emplace_back(finding.license.cured_by);
    if (finding.outcome != Outcome::annotate) cell.rules.emplace_back(finding.rule);
  }
  return cell;
}

/// "." free, "e" free by a license exception, "H" hold, "D" deny.
std::string mark_of(const Cell& cell) {
  if (cell.verdict == Decision::deny) return "D";
  if (cell.verdict == Decision::hold) return "H";
  return cell.cured_by.empty() ? "." : "e";
}

Json json_of(const Good& good, const std::string& country, const Cell& cell) {
  return Json{{"eccn", good.eccn},        {"description", good.description},
              {"destination", country},   {"verdict", to_string(cell.verdict)},
              {"reasons", cell.reasons},  {"rules", cell.rules},
              {"cured_by", cell.cured_by}};
}

struct Due {
  std::string day, what, changes, citation, certainty;
};

std::vector<Due> due_rows(const std::string& directory, Date today) {
  std::vector<Due> out;
  const Result<rules::RuleBook> book = rules::RuleBook::load({.directory = directory, .policy = {}});
  if (!book) throw Stop(kUnreadable, book.error().text);
  for (const rules::LawChange& change : book.value().calendar())
    if (change.day >= today)
      out.push_back(
          {format_date(change.day), change.what, change.changes, change.citation, change.certainty});
  for (const rules::RuleDescription& rule : book.value().rules()) {
    if (rule.from && *rule.from >= today)
      out.push_back({format_date(*rule.from), "rule " + rule.id, "begins: " + rule.title, rule.citation,
                     rule.certainty});
    if (rule.until && *rule.until >= today)
      out.push_back({format_date(*rule.until), "rule " + rule.id, "its last day: " + rule.title,
                     rule.citation, rule.certainty});
  }
  std::stable_sort(out.begin(), out.end(), [](const Due& a, const Due& b) { return a.day < b.day; });
  return out;
}

}  // namespace

int print_matrix(const std::string& directory, const ScreeningSetup& setup, bool json) {
  std::vector<Good> goods;
  std::vector<std::string> countries;
  const tables::CsvTable table = table_of(directory, "matrix.csv");
  for (const tables::CsvRecord& row : table.rows) {
    const std::string value(table.field(row, "value"));
    if (table.field(row, "axis") == "goods") {
      goods.push_back({value, std::string(table.field(row, "description"))});
    } else {
      countries.push_back(value);
    }
  }
  Screener screener = screener_for(setup, directory);
  RecordContext context;
  context.today = setup.today();
  std::vector<std::string> header = {"eccn"};
  header.insert(header.end(), countries.begin(), countries.end());
  header.emplace_back("goods: reasons where a license is asked");
  Table grid(header);
  Output output;
  for (const Good& good : goods) {
    std::vector<std::string> row = {good.eccn};
    std::string reasons;
    for (const std::string& country : countries) {
      const Cell cell = read_cell(screener.screen(order_for(good, country, setup.today()), context));
      if (json) output.line(to_line(json_of(good, country, cell)));
      row.push_back(mark_of(cell));
      if (cell.reasons.size() > reasons.size()) reasons = cell.reasons;
    }
    row.push_back(good.description + (reasons.empty() ? "" : ": " + reasons));
    grid.add(row);
  }
  if (!json) {
    output.write(grid.render());
    output.line(". no license   e license exception   H hold   D deny");
  }
  output.flush();
  return kDone;
}

int print_due(const std::string& directory, Date today, bool json) {
  Output output;
  Table table({"day", "in days", "what", "what changes", "certainty"});
  table.right(1);
  for (const Due& due : due_rows(directory, today)) {
    const std::int64_t left = parse_date(due.day)->days - today.days;
    if (json)
      output.line(to_line(Json{{"day", due.day},
                               {"days", left},
                               {"what", due.what},
                               {"changes", due.changes},
                               {"citation", due.citation},
                               {"certainty", due.certainty}}));
    table.add({due.day, std::to_string(left), due.what, due.changes, due.certainty});
  }
  if (!json) output.write(table.render());
  output.flush();
  return kDone;
}

}  // namespace ordergate::cli
