// Building a RuleBook: tables, pack, descriptions. Cold.
#include <algorithm>
#include <cstdio>
#include <map>

#include "base/sha256.h"
#include "rules/evaluation/descriptions.h"
#include "rules/evaluation/rulebook_layout.h"
#include "rules/facts/facts.h"
#include "rules/pack/files.h"
#include "tables/csv.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

std::string_view type_name(const TypeRef& type) noexcept {
  switch (type.type) {
    case Type::boolean:
      return "truth";
    case Type::number:
      return "number";
    case Type::string:
      return "text";
    case Type::date:
      return "date";
    case Type::country:
      return "country";
    case Type::list:
      return "list";
    case Type::object:
      return "object";
  }
  return "";
}

Result<std::vector<std::string>> read_designers(const tables::DataFiles& files) {
  constexpr std::string_view kFile = "designers.csv";
  Result<std::string> text = files.read(kFile);
  if (!text) return text.error();
  Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files.path(kFile));
  if (!table) return table.error();
  std::vector<std::string> names;
  for (const tables::CsvRecord& row : table.value().rows) {
    const std::string name(table.value().field(row, "name"));
    if (name.empty())
      return Error{files.path(kFile) + ":" + std::to_string(row.line) + ": a name is required"};
    if (table.value().field(row, "list") == "approved_designer") names.push_back(name);
  }
  return names;
}

Result<std::vector<LawChange>> read_calendar(const tables::DataFiles& files) {
  constexpr std::string_view kFile = "calendar.csv";
  Result<std::string> text = files.read(kFile);
  if (!text) return text.error();
  Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files.path(kFile));
  if (!table) return table.error();
  std::vector<LawChange> changes;
  for (const tables::CsvRecord& row : table.value().rows) {
    const auto field = [&](std::string_view name) { return std::string(table.value().field(row, name)); };
    const std::string where = files.path(kFile) + ":" + std::to_string(row.line) + ": ";
    const std::optional<Date> day = parse_date(field("day"));
    if (!day) return Error{where + "day is no date"};
    if (!parse_certainty(field("certainty")))
      return Error{where + "certainty must be confirmed, recalled or unsure"};
    changes.push_back({*day, field("what"), field("changes"), field("citation"), field("certainty")});
  }
  return changes;
}

/// The fact behind "order.any_chip"; null when the text is anything else.
const FactDef* plain_fact(std::string_view text) {
  constexpr std::string_view kOrder = "order.";
  if (!text.starts_with(kOrder)) return nullptr;
  for (const FactDef& fact : order_facts())
    if (fact.name == text.substr(kOrder.size()) && fact.type.type == Type::boolean) return &fact;
  return nullptr;
}

/// Position of the fact among those that guards ask for; nothing when there is no more room.
std::optional<std::size_t> guard_fact(RuleBook::Layout& layout, const FactDef& fact) {
  std::vector<GuardFact>& facts = layout.guard_facts;
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (facts[i].get == fact.get) return i;
  if (facts.size() == kGuardFactsMax) return std::nullopt;
  facts.push_back({fact.get, fact.local});
  if (fact.local) layout.local_guard_facts |= std::uint64_t{1} << (facts.size() - 1);
  return facts.size() - 1;
}

/// ActiveRule::guard_facts of a guard.
std::uint64_t facts_of_guard(RuleBook::Layout& layout, const Rule& rule) {
  std::uint64_t facts = 0;
  for (std::string_view text = rule.guard ? rule.guard_text : std::string_view(); !text.empty();) {
    constexpr std::string_view kAnd = " && ";
    const std::size_t end = std::min(text.find(kAnd), text.size());
    const FactDef* const fact = plain_fact(text.substr(0, end));
    const auto position = fact == nullptr ? std::nullopt : guard_fact(layout, *fact);
    if (!position) return 0;
    facts |= std::uint64_t{1} << *position;
    text.remove_prefix(std::min(end + kAnd.size(), text.size()));
  }
  return facts;
}

/// May it find for one destination what it does not find for another? A requirement is decided against what
/// the other requirements of that destination left.
bool local(const Rule& rule) noexcept {
  if (rule.requirement || rule.when.local() || (rule.guard && rule.guard->local())) return true;
  for (const OutcomeCase& choice : rule.outcome_when)
    if (choice.when.local()) return true;
  for (const ShownFact& fact : rule.facts)
    if (fact.value.local()) return true;
  return rule.message.local() || rule.resolve.local();
}

void activate_rules(RuleBook::Layout& layout) {
  for (const Rule& rule : layout.pack->rules) {
    const std::vector<Profile>& profiles = rule.header.profiles;
    if (!profiles.empty() && std::find(profiles.begin(), profiles.end(), layout.profile) == profiles.end())
      continue;
    ActiveRule& active = layout.active.emplace_back();
    if (rule.header.from) active.from = *rule.header.from;
    if (rule.header.until) active.until = *rule.header.until;
    active.guard_facts = facts_of_guard(layout, rule);
    active.rule = &rule;
    if (local(rule)) layout.local.push_back(active);
  }
}

/// What the settings of the pack say about requirements and listings; a pack without one keeps what is usual.
void set_outcome(RequirementOutcomes& outcomes, std::string_view setting, std::string_view value) {
  const Outcome outcome = value == "deny" ? Outcome::deny : Outcome::hold;
  for (std::size_t i = 1; i < outcomes.by_policy.size(); ++i)
    if (to_string(static_cast<ReviewPolicy>(i)) == setting) outcomes.by_policy[i] = outcome;
  if (setting == "license_for_barred_party") outcomes.licensed_barred_party = outcome;
  if (setting == "worldwide_listing") outcomes.worldwide = value == "annotate" ? Outcome::annotate : outcome;
  if (setting == "license_authorities") outcomes.license_authorities = tables::split_parts(value, ';');
  if (setting != "never_ships_to") return;
  for (const std::string& code : tables::split_parts(value, ' '))
    if (CountryCode::parse(code).known()) outcomes.never_ships_to.push_back(CountryCode::parse(code));
}

void describe_policy(RuleBook::Layout& layout) {
  for (const auto& entry : layout.pack->policy) {
    std::string value;
    append_value(entry->value, value);
    set_outcome(layout.outcomes, entry->name, value);
    const std::string_view type =
        entry->list ? "list of texts" : type_name({entry->value.type, Type::boolean, 0});
    layout.policy.push_back({entry->name, std::string(type), value, entry->preset, entry->meaning});
  }
}

Result<std::vector<PackFile>> read_pack_files(const tables::DataFiles& files) {
  std::vector<PackFile> out;
  for (const std::string& name : files.names(".toml")) {
    Result<std::string> text = files.read(name);
    if (!text) return text.error();
    out.push_back({files.path(name), std::move(text).value()});
  }
  return out;
}

void add_sum(std::string_view bytes, const std::string& path, std::string& sums) {
  sums.append(sha256_hex(bytes)).append("  ").append(path).append(1, '\n');
}

/// Every file of the pack and of the user's own items as `sha256sum` lists them, behind what the settings
/// say.
Result<std::string> pack_sums(const tables::DataFiles& files, const RuleBookOptions& options) {
  std::string sums = "# profile " + std::string(to_string(options.profile)) + '\n';
  for (const auto& [name, value] : options.policy)
    sums.append("# policy ").append(name).append(" = ").append(value).append(1, '\n');
  for (const std::string_view suffix : {std::string_view(".csv"), std::string_view(".toml")})
    for (const std::string& name : files.names(suffix)) {
      Result<std::string> text = files.read(name);
      if (!text) return text.error();
      add_sum(text.value(), "rules/" + name, sums);
    }
  const auto add_own = [&sums](const std::vector<std::string>& paths, const std::string& folder) -> Status {
    for (std::size_t i = 0; i < paths.size(); ++i) {
      Result<std::string> text = tables::read_file(paths[i]);
      if (!text) return text.error();
      const std::string name = paths[i].substr(paths[i].rfind('/') + 1);
      add_sum(text.value(), folder + '/' + std::to_string(i) + '/' + name, sums);
    }
    return Done{};
  };
  if (Status added = add_own(options.extra_items, "items"); !added) return added.error();
  if (Status added = add_own(options.sku_maps, "skus"); !added) return added.error();
  return sums;
}

}  // namespace

Result<RuleBook> RuleBook::load(const RuleBookOptions& options) {
  Result<tables::DataFiles> files = pack_files(options.directory);
  if (!files) return files.error();
  auto layout = std::make_unique<Layout>();
  layout->profile = options.profile;
  Result<CountryTable> countries = CountryTable::load(files.value());
  if (!countries) return countries.error();
  layout->countries = std::make_unique<const CountryTable>(std::move(countries).value());
  Result<LawSets> sets = LawSets::load(*layout->countries, files.value());
  if (!sets) return sets.error();
  layout->sets = std::make_unique<const LawSets>(std::move(sets).value());
  Result<ItemCatalog> items = ItemCatalog::load({files.value(), options.extra_items, options.sku_maps});
  if (!items) return items.error();
  layout->items.emplace(std::move(items).value());
  Result<LawTables> law = LawTables::load(files.value());
  if (!law) return law.error();
  layout->law.emplace(std::move(law).value());
  Result<ControlList> control_list = ControlList::load(files.value(), *layout->countries);
  if (!control_list) return control_list.error();
  layout->control_list.emplace(std::move(control_list).value());
  Result<std::vector<std::string>> designers = read_designers(files.value());
  if (!designers) return designers.error();
  layout->approved_designers = std::move(designers).value();
  Result<std::vector<LawChange>> calendar = read_calendar(files.value());
  if (!calendar) return calendar.error();
  layout->calendar = std::move(calendar).value();
  Result<std::vector<PackFile>> texts = read_pack_files(files.value());
  if (!texts) return texts.error();
  Result<std::unique_ptr<const RulePack>> pack =
      load_pack(texts.value(), Schema{fact_objects(), layout->sets.get()}, options.policy);
  if (!pack) return pack.error();
  layout->pack = std::move(pack).value();
  layout->destination_classes = DestinationClasses(*layout->countries, *layout->control_list, *layout->pack);
  Result<std::string> sums = pack_sums(files.value(), options);
  if (!sums) return sums.error();
  layout->sums = std::move(sums).value();
  layout->hash = sha256_hex(layout->sums);
  activate_rules(*layout);
  describe_policy(*layout);
  describe_rules(*layout);
  return RuleBook(std::move(layout));
}

std::vector<FactDescription> RuleBook::facts() {
  std::vector<FactDescription> out;
  for (const ObjectDef& object : fact_objects())
    for (const FactDef& fact : object.facts)
      out.push_back({std::string(object.name), std::string(fact.name), std::string(type_name(fact.type)),
                     std::string(fact.unit), std::string(fact.citation), std::string(fact.meaning)});
  return out;
}

}  // namespace ordergate::rules
