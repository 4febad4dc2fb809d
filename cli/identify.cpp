// ordergate identify: what item does a title, description or part number name?
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "rules/items/item_identify.h"
#include "rules/pack/files.h"

namespace ordergate::cli {
namespace {

struct Options {
  std::string text, batch, rules, config;
  std::vector<std::string> items, skus;
  bool json = false, quiet = false;
};

rules::ItemCatalog load_catalog(const Options& options) {
  const Config config = settings_of(options.config);
  Result<tables::DataFiles> files =
      rules::pack_files(options.rules.empty() ? config.rules.directory : options.rules);
  if (!files) throw Stop(kUnreadable, files.error().text);
  Result<rules::ItemCatalog> catalog = rules::ItemCatalog::load(
      {std::move(files).value(), options.items.empty() ? config.items.extra : options.items,
       options.skus.empty() ? config.items.skus : options.skus});
  if (!catalog) throw Stop(kUnreadable, catalog.error().text);
  return std::move(catalog).value();
}

/// The item read, by its id; null when there is none.
Json id_of(const rules::ItemCatalog& catalog, rules::ItemId item) {
  if (item == rules::ItemId::none) return nullptr;
  return catalog.table().item(item).id;
}

std::string_view certainty_of(const matchers::ItemReading& reading) {
  switch (reading.certainty) {
    case matchers::ReadingCertainty::none:
      return "none";
    case matchers::ReadingCertainty::suspicious:
      return "suspicious";
    case matchers::ReadingCertainty::stricter_of:
      return "stricter_of";
    case matchers::ReadingCertainty::model:
      return "model";
    case matchers::ReadingCertainty::part_number:
      return "part_number";
  }
  return "none";
}

void add_number(Json& line, const char* key, const std::optional<double>& value) {
  if (value) line[key] = *value;
}

/// What the words around it made of it.
std::string remarks_of(const matchers::ItemReading& reading) {
  std::string text;
  const auto add = [&text](bool holds, std::string_view words) {
    if (holds) text.append(text.empty() ? "" : "; ").append(words);
  };
  add(reading.accessory, "an accessory for it, not the item itself");
  add(reading.laptop, "a laptop, whose chip of that name is another");
  add(reading.other_product, "another product of that name");
  add(reading.suspicious, "speaks of accelerators, names none that is known");
  add(reading.service, "a rental or cloud instance");
  add(reading.system, "a complete system that contains it");
  add(reading.evasive, "spelled so as not to be found");
  add(reading.conflict, "one part of it names less than another: the stricter counts");
  add(reading.broken, "for parts or not working");
  if (reading.count > 1) add(true, std::to_string(reading.count) + " in one unit");
  if (reading.lot > 1) add(true, "a lot of " + std::to_string(reading.lot));
  return text;
}

std::string words_read(const rules::Identified& found) {
  const matchers::ItemReading& reading = found.reading;
  if (reading.end <= reading.begin || reading.end > found.text.size()) return "";
  return std::string(found.text.substr(reading.begin, reading.end - reading.begin));
}

void answer(const rules::ItemCatalog& catalog, const rules::Identified& found, Json& line) {
  line["item"] = id_of(catalog, found.reading.item);
  line["advanced_ic"] = rules::is_advanced_ic(found);
  line["certainty"] = certainty_of(found.reading);
  if (found.reading.second != matchers::ItemId::none) line["second"] = id_of(catalog, found.reading.second);
  if (found.reading.part != matchers::PartId::none)
    line["part_number"] = catalog.table().part(found.reading.part).part_number;
  if (!found.facts.eccn.empty()) line["eccn"] = found.facts.eccn;
  add_number(line, "tpp", found.facts.tpp);
  add_number(line, "performance_density", found.facts.performance_density);
  add_number(line, "ics_per_unit", found.facts.ics_per_unit);
  if (!found.facts.paragraph.empty()) line["paragraph"] = found.facts.paragraph;
  if (found.reading.item != rules::ItemId::none) line["data_certainty"] = to_string(found.facts.certainty);
  if (found.reading.lot > 1) line["lot"] = found.reading.lot;
  if (const std::string words = words_read(found); !words.empty()) {
    line["read_from"] = printable(words);
    line["span"] = {found.reading.begin, found.reading.end};
  }
  if (const std::string remarks = remarks_of(found.reading); !remarks.empty()) line["remarks"] = remarks;
  if (!found.completeness) line["complete"] = false;
}

void print(const rules::ItemCatalog& catalog, const rules::Identified& found, Output& output) {
  const auto line = [&output](std::string_view label, const std::string& value) {
    if (value.empty()) return;
    std::string text(label);
    text.resize(12, ' ');
    output.line(output.colored(text, Color::dim) + printable(value));
  };
  const bool named = found.reading.item != rules::ItemId::none;
  const std::optional<double>& tpp = found.facts.tpp;
  if (named) {
    const rules::ItemRow& row = catalog.table().item(found.reading.item);
    line("item", row.vendor + " " + row.model + " (" + row.id + ")");
    line("source", row.source);
  } else {
    line("item", "none that is known");
  }
  if (found.reading.second != matchers::ItemId::none)
    line("or", catalog.table().item(found.reading.second).id);
  if (found.reading.part != matchers::PartId::none) {
    const rules::PartRow& part = catalog.table().part(found.reading.part);
    line("part number", part.vendor + " " + part.part_number + " " + part.description);
  }
  line("eccn", std::string(found.facts.eccn));
  line("control", named ? std::string(rules::to_string(found.facts.control)) : "");
  line("tpp", tpp ? with_commas(*tpp) + " an IC" : "");
  const std::optional<double>& density = found.facts.performance_density;
  char density_text[32] = "";
  if (density) std::snprintf(density_text, sizeof density_text, "%.2f TPP/mm2", *density);
  line("density", density_text);
  line("paragraph", std::string(found.facts.paragraph));
  line("ics", found.facts.ics_per_unit ? with_commas(*found.facts.ics_per_unit) + " a unit" : "");
  line("read from", words_read(found));
  line("how", std::string(certainty_of(found.reading)));
  line("certainty", named ? std::string(to_string(found.facts.certainty)) : "");
  line("remarks", remarks_of(found.reading));
  line("advanced", rules::is_advanced_ic(found) ? "yes, or not settled: a person has to look" : "no");
}

int identify(const Options& options) {
  if (options.text.empty() && options.batch.empty())
    throw Stop(kUsage, "give a TEXT or a --batch; see 'ordergate identify --help'");
  if (!options.batch.empty()) require_readable({options.batch});
  const rules::ItemCatalog catalog = load_catalog(options);
  rules::ItemScratch scratch = catalog.make_scratch();
  const auto reading_of = [&](const std::string& title, const std::string& more) {
    rules::ItemText text;
    text.description = title;
    text.more = more;
    if (catalog.table().find_sku(title).known()) text.sku = title;
    return catalog.identify(text, scratch);
  };
  if (!options.batch.empty())
    return run_batch({options.batch, "title", options.quiet}, [&](Json& line) {
      const std::string title = required_field(line, "title");
      const std::string description = text_field(line, "description");
      answer(catalog, reading_of(title, description), line);
    });
  const rules::Identified found = reading_of(options.text, "");
  Output output;
  if (options.json) {
    Json line{{"title", options.text}};
    answer(catalog, found, line);
    output.line(to_line(line));
  } else {
    print(catalog, found, output);
  }
  output.flush();
  return kDone;
}

}  // namespace

void add_identify(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command =
      app.add_subcommand("identify", "What item a title, description or part number names");
  command->add_option("TEXT", options->text, "A title, description or part number")->type_name("");
  command->add_option("--batch", options->batch, "Titles, one a line, or NDJSON; - is standard input")
      ->type_name("FILE");
  command
      ->add_option("--rules", options->rules,
                   "Directory of the rule pack; default: the one inside the program")
      ->type_name("DIR");
  command->add_option("--items", options->items, "Catalog of your own items (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command->add_option("--skus", options->skus, "Map from your SKUs to items (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command->add_option("--config", options->config, "Settings file: rules and items")->type_name("FILE");
  command->add_flag("--json", options->json, "One line of JSON");
  command->add_flag("--quiet,-q", options->quiet, "No progress");
  command->callback([options, &action] { action = [options] { return identify(*options); }; });
}

}  // namespace ordergate::cli
