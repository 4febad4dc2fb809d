// ordergate map: maps of foreign orders: checked, tried on a record, drafted from one.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/map_options.h"
#include "cli/output.h"
#include "cli/schema_option.h"
#include "cli/stop.h"
#include "mapping/map_check.h"
#include "mapping/suggest.h"
#include "order/encoder.h"
#include "order/parser.h"

namespace ordergate::cli {
namespace {

using mapping::MappedOrder;
using mapping::Mapper;
using mapping::RecordMap;

struct Options {
  std::vector<std::string> maps;
  MapOptions map;
  std::string name, file = "-";
  std::uint64_t line = 0;
  bool json = false, strict = false;
  SchemaOption schema;
};

int check(const Options& options) {
  std::vector<std::string> names = options.maps;
  if (names.empty())
    for (const mapping::ShippedMap& shipped : mapping::shipped_maps()) names.emplace_back(shipped.name);
  Output output;
  std::size_t examples = 0, failed = 0;
  for (const std::string& name : names) {
    const auto map = RecordMap::load(name, {});
    std::vector<std::string> problems;
    if (!map) {
      problems.push_back(map.error().text);
    } else {
      problems = mapping::check_examples(*map.value());
      examples += map.value()->examples().size();
    }
    for (const std::string& problem : problems) output.line(problem);
    failed += problems.size();
  }
  output.line(std::to_string(names.size()) + (names.size() == 1 ? " map, " : " maps, ") +
              std::to_string(examples) + " examples, " + std::to_string(failed) + " failed");
  output.flush();
  return failed == 0 ? kDone : kFailed;
}

/// A raw record as JSON; a Stop when it is none of its schema.
std::string raw_record_of(const Options& options, const RecordLimits& limits) {
  VerdictError error;
  RawRecords raw(options.schema, limits);
  const std::string bytes = read_whole(options.file, limits.record_bytes_max);
  const std::string_view json = raw.read(bytes, error);
  if (!error.code.empty())
    throw Stop(kUnreadable, options.file + ": " + std::string(error.code) + " at '" + std::string(error.at) +
                                "': " + std::string(error.message));
  return std::string(json);
}

std::string record_of(const Options& options, const RecordLimits& limits) {
  if (!options.schema.file.empty()) return raw_record_of(options, limits);
  if (options.line == 0) return read_whole(options.file, limits.record_bytes_max);
  LineReader reader(options.file, limits.record_bytes_max);
  std::string_view text;
  while (reader.next(text))
    if (reader.line_number() == options.line) return std::string(text);
  throw Stop(kUsage, "--line " + std::to_string(options.line) + ": " + options.file + " has " +
                         std::to_string(reader.line_number()) + " lines");
}

/// What is wrong with an order, as the screener would say it; empty when it can be screened.
std::string order_problem(std::string_view order) {
  Arena arena;
  Order parsed;
  OrderParser parser{RecordLimits{}};
  const ParseFailure failure = parser.parse(order, arena, parsed);
  return failure ? std::string(failure.at) + ": " + std::string(failure.message) : "";
}

std::string padded(std::string text, std::size_t size) {
  if (text.size() < size) text.append(size - text.size(), ' ');
  return text;
}

void print_trace(const std::vector<mapping::MapTrace>& traces, Output& output) {
  std::size_t widest = 0, widest_source = 0;
  for (const mapping::MapTrace& trace : traces) {
    widest = std::max(widest, std::min<std::size_t>(trace.field.size(), 44));
    widest_source = std::max(widest_source, std::min<std::size_t>(trace.source.size(), 52));
  }
  output.line(output.colored("read from", Color::bold));
  for (const mapping::MapTrace& trace : traces) {
    const std::string source = trace.source.empty() ? "(the map)" : trace.source;
    output.line("  " + padded(trace.field, widest) + "  " + padded(source, widest_source) + "  " +
                trace.value);
  }
}

/// Line by line to the place where JSON is legible: one line.
void print_json(const std::string& file, const MappedOrder& made,
                const std::vector<mapping::MapTrace>& traces, const std::vector<Mapper::Unread>& unread,
                Output& output) {
  std::string line = "{\"file\":";
  append_json_string(file, line);
  const bool order = made.outcome == MappedOrder::Outcome::order;
  line.append(",\"order\":").append(order ? made.order : "null");
  if (!order) {
    line += ",\"error\":{\"message\":";
    append_json_string(made.message, line);
    line += ",\"at\":";
    append_json_string(made.at, line);
    line += '}';
  }
  line += ",\"read\":{";
  bool first = true;
  for (const mapping::MapTrace& trace : traces) {
    if (trace.source.empty()) continue;
    line += first ? "" : ",";
    first = false;
    append_json_string(trace.field, line);
    line += ':';
    append_json_string(trace.source, line);
  }
  line += "},\"unread\":[";
  for (const Mapper::Unread& each : unread) {
    line += &each == &unread.front() ? "{\"at\":" : ",{\"at\":";
    append_json_string(each.place, line);
    line += ",\"looks_like\":";
    append_json_string(each.looks_like, line);
    line += ",\"text\":";
    append_json_string(each.text, line);
    line += '}';
  }
  output.line(line + "]}");
}

int try_map(Options options) {
  options.map.map = options.name;
  const RecordShape shape = options.map.shape();
  require_readable({options.file});
  const RecordLimits limits;
  const std::string record = record_of(options, limits);
  Mapper mapper(limits);
  std::vector<mapping::MapTrace> traces;
  const MappedOrder made = mapper.trace(*shape.map, shape.envelope, record, traces);
  const std::vector<Mapper::Unread> unread = mapper.unread();
  const bool order = made.outcome == MappedOrder::Outcome::order;
  const std::string problem = order ? order_problem(made.order) : "";
  Output output;
  if (options.json) {
    print_json(options.file, made, traces, unread, output);
  } else if (made.outcome == MappedOrder::Outcome::no_order) {
    output.line("no order: a " + std::string(made.message) + ", which is counted and not screened");
  } else if (!order) {
    output.line(output.colored("no order can be made of it", Color::red) +
                "; it would be held: mapping_failed");
    output.line("  at   " + (made.at.empty() ? "(the record)" : std::string(made.at)));
    output.line("  why  " + std::string(made.message));
    if (!made.order_id.empty()) output.line("  order_id  " + std::string(made.order_id));
  } else {
    output.line(output.colored("order", Color::bold));
    output.line("  " + std::string(made.order));
    if (!problem.empty()) output.line(output.colored("the order cannot be screened: ", Color::red) + problem);
    print_trace(traces, output);
    output.line(output.colored(
        unread.empty() ? "unread: nothing that looks like a name, an address, a country, an item or a note"
                       : "unread, and it looks like it matters",
        unread.empty() ? Color::green : Color::yellow));
    for (const Mapper::Unread& each : unread)
      output.line("  " + padded(each.looks_like, 8) + "  " + each.place + "  \"" + each.text + "\"");
  }
  output.flush();
  if (made.outcome == MappedOrder::Outcome::failed || !problem.empty()) return kFailed;
  return options.strict && !unread.empty() ? kFailed : kDone;
}

int suggest(const Options& options) {
  require_readable({options.file});
  const Result<std::string> draft = mapping::suggest_map(record_of(options, RecordLimits{}), options.file);
  if (!draft) throw Stop(kUnreadable, options.file + ": " + draft.error().text);
  Output output;
  output.write(draft.value());
  output.flush();
  return kDone;
}

void add_suggest(CLI::App& map, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command =
      map.add_subcommand("suggest", "Draft a map from a record, for you to read and mend");
  command->add_option("FILE", options->file, "The record (JSON); - or none: standard input")->type_name("");
  command->add_option("--line", options->line, "Which line of an NDJSON file, from 1")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->callback([options, &action] { action = [options] { return suggest(*options); }; });
}

void add_check(CLI::App& map, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = map.add_subcommand("check", "Check maps with their own examples");
  command->add_option("MAP", options->maps, "Files, or names of maps that ship; none: all that ship")
      ->type_name("");
  command->callback([options, &action] { action = [options] { return check(*options); }; });
}

void add_try(CLI::App& map, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = map.add_subcommand(
      "try", "Map a record and show the order, where each value came from, and what nothing read");
  command->add_option("MAP", options->name, "A file, or the name of a map that ships")
      ->required()
      ->type_name("");
  command->add_option("FILE", options->file, "The record (JSON); - or none: standard input")->type_name("");
  command->add_option("--line", options->line, "Which line of an NDJSON file, from 1")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_option("--set", options->map.settings, "A setting of the map (repeatable), as from_country=US")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command
      ->add_option("--envelope", options->map.envelope,
                   "What is around the order: auto, none, cloudevents, debezium")
      ->type_name("WORD")
      ->check(CLI::IsMember({"auto", "none", "cloudevents", "debezium"}));
  options->schema.add_to(*command);
  command->add_flag("--json", options->json, "One line of JSON instead");
  command->add_flag("--strict", options->strict,
                    "Exit 1 when something that looks like it matters is unread");
  command->callback([options, &action] { action = [options] { return try_map(*options); }; });
}

}  // namespace

void add_map(CLI::App& app, Action& action) {
  CLI::App* const map = app.add_subcommand("map", "Maps of orders of other systems: check, try, suggest");
  map->require_subcommand(1);
  add_check(*map, action);
  add_try(*map, action);
  add_suggest(*map, action);
}

}  // namespace ordergate::cli
