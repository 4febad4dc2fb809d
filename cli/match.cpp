// ordergate match: one party, or many, against the lists.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/name_kind.h"
#include "cli/output.h"
#include "cli/stop.h"
#include "cli/terminal_text.h"
#include "config/config.h"
#include "lists/diff.h"
#include "lists/entry_key.h"
#include "lists/evidence_words.h"
#include "lists/ownership/ownership_walk.h"
#include "lists/same_party.h"
#include "lists/watchlist.h"

namespace ordergate::cli {
namespace {

struct Options {
  ScreeningOptions screening;
  std::string name, address, country, kind, batch;
  int min_score = 0;        // 0: the shipped thresholds
  std::uint32_t limit = 0;  // 0: all
  bool json = false;
};

/// One party as asked.
struct Question {
  std::string name, address;
  CountryCode country;
  PartyKind kind = PartyKind::unknown;
};

/// The lists, searched party by party.
class Search {
 public:
  explicit Search(const ScreeningSetup& setup, const Options& options)
      : limit_(options.limit), watchlist_(build(setup, options)), parties_(watchlist_.entries()) {
    const std::vector<std::string>& paths = setup.snapshot.ownership_paths;
    if (paths.empty()) return;
    Result<lists::RelationTable> relations = lists::read_relations(paths);
    if (!relations) throw Stop(kUnreadable, relations.error().text);
    Result<lists::Ownership> graph = lists::Ownership::build(std::move(relations).value(), watchlist_);
    if (!graph) throw Stop(kUnreadable, graph.error().text);
    ownership_ = std::move(graph).value();
    day_ = setup.date.value_or(setup.today());
  }

  /// A party of the files of ownership that the question may mean, and one listed party behind it on the day.
  struct Behind {
    std::string_view party;
    bool sure = false;
    const lists::ListEntry* entry = nullptr;
    std::string path;
  };
  [[nodiscard]] std::vector<Behind> behind(const Question& question) {
    std::vector<Behind> all;
    if (!ownership_) return all;
    std::vector<lists::PartyHit> listed_too, meant;
    lists::PartyQuery query;
    query.name = question.name;
    query.kind = question.kind;
    query.country = question.country;
    completeness_ &= watchlist_.screen(query, scratch_, listed_too, meant);
    for (const lists::PartyHit& hit : meant) {
      completeness_ &= walk_.up(*ownership_, ownership_->party_of(hit), day_);
      for (const lists::ListedOwner& owner : walk_.listed())
        for (const lists::PartyHit& listed : ownership_->listed_as(walk_.party(owner.place))) {
          if (!listed.sure) continue;
          Behind& one = all.emplace_back();
          one.party = ownership_->name(ownership_->party_of(hit));
          one.sure = hit.sure;
          one.entry = &watchlist_.entry(listed.entry);
          walk_.append_path(owner, one.path);
        }
    }
    return all;
  }

  /// Best first. Lives until the next call.
  const std::vector<lists::PartyHit>& hits(const Question& question) {
    hits_.clear();
    lists::PartyQuery query;
    query.name = question.name;
    query.kind = question.kind;
    query.country = question.country;
    const matchers::AddressText address{question.address, question.country};
    if (!question.address.empty()) query.addresses = {&address, 1};
    completeness_ = watchlist_.screen(query, scratch_, hits_);
    std::stable_sort(hits_.begin(), hits_.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    found_ = hits_.size();
    if (limit_ != 0 && hits_.size() > limit_) hits_.resize(limit_);
    return hits_;
  }
  /// How many there were before the limit, and whether everything was compared.
  [[nodiscard]] std::size_t found() const noexcept { return found_; }
  [[nodiscard]] Completeness completeness() const noexcept { return completeness_; }

  [[nodiscard]] const lists::ListEntry& entry(const lists::PartyHit& hit) const {
    return watchlist_.entry(hit.entry);
  }
  /// Are the entries of both one party, as far as the lists tell?
  [[nodiscard]] bool one_party(const lists::PartyHit& hit, const lists::PartyHit& other) const {
    return parties_.one(hit.entry, other.entry);
  }

 private:
  static lists::Watchlist build(const ScreeningSetup& setup, const Options& options) {
    lists::WatchlistOptions thresholds;
    if (setup.snapshot.name_threshold > 0) thresholds.name_threshold = setup.snapshot.name_threshold;
    if (setup.snapshot.address_threshold > 0) thresholds.address_threshold = setup.snapshot.address_threshold;
    if (options.min_score > 0) thresholds.name_threshold = thresholds.address_threshold = options.min_score;
    Result<lists::Watchlist> watchlist =
        lists::Watchlist::build(load_lists(setup.snapshot.list_paths), thresholds);
    if (!watchlist) throw Stop(kUnreadable, watchlist.error().text);
    warn_of_sample(setup);
    return std::move(watchlist).value();
  }

  std::uint32_t limit_;
  lists::Watchlist watchlist_;
  lists::PartyGroups parties_;
  std::optional<lists::Ownership> ownership_;
  lists::OwnershipWalk walk_;
  Date day_;
  lists::PartyScratch scratch_;
  std::vector<lists::PartyHit> hits_;
  std::size_t found_ = 0;
  Completeness completeness_ = Completeness::complete;
};

/// A party on several lists, or twice on one: where else it stands, beside each of its hits.
Json also_of(Search& search, const std::vector<lists::PartyHit>& hits, const lists::PartyHit& hit) {
  constexpr std::size_t kComparedMax = 50;
  Json also = Json::array();
  if (hits.size() > kComparedMax) return also;
  for (const lists::PartyHit& other : hits) {
    const lists::ListEntry& listed = search.entry(other);
    if (other.entry != hit.entry && !other.colocated && search.one_party(hit, other))
      also.push_back({{"list", lists::to_string(listed.list)},
                      {"entry", lists::key_of(listed)},
                      {"citation", listed.citation}});
  }
  return also;
}

Json json_of(const lists::PartyHit& hit, const lists::ListEntry& entry, Json also) {
  Json evidence = Json::array();
  for (const lists::EvidenceWord& word : lists::kEvidenceWords)
    if ((hit.evidence & word.bit) != 0) evidence.push_back(word.word);
  Json json{{"score", hit.score},
            {"list", lists::to_string(entry.list)},
            {"entry", lists::key_of(entry)},
            {"entry_hash", entry.content_hash},
            {"entry_name", lists::published_title(entry)},
            {"matched", hit.matched},
            {"evidence", evidence},
            {"sure", hit.sure},
            {"line", entry.line}};
  if (!entry.citation.empty()) json["citation"] = entry.citation;
  if (hit.colocated) json["colocated"] = true;
  if (hit.neighbor) json["neighbor"] = true;
  if (!also.empty()) json["also"] = std::move(also);
  return json;
}

void answer(Search& search, const Question& question, Json& line) {
  Json hits = Json::array();
  const std::vector<lists::PartyHit>& found = search.hits(question);
  for (const lists::PartyHit& hit : found)
    hits.push_back(json_of(hit, search.entry(hit), also_of(search, found, hit)));
  line["hits"] = std::move(hits);
  Json owned = Json::array();
  for (const Search::Behind& one : search.behind(question))
    owned.push_back({{"party", one.party},
                     {"sure", one.sure},
                     {"list", lists::to_string(one.entry->list)},
                     {"entry", lists::key_of(*one.entry)},
                     {"path", one.path}});
  if (!owned.empty()) line["owned"] = std::move(owned);
  if (!search.completeness()) line["complete"] = false;
}

CountryCode country_of(const std::string& text) {
  const CountryCode country = CountryCode::parse(text);
  if (!text.empty() && !country.known()) throw BadLine("country must be two capital letters");
  return country;
}

Question question_of(const Json& line) {
  Question question;
  question.name = text_field(line, "name");
  question.address = text_field(line, "address");
  if (question.name.empty() && question.address.empty()) throw BadLine("name is absent or empty");
  question.country = country_of(text_field(line, "country"));
  const std::optional<PartyKind> kind = name_kind(text_field(line, "kind"));
  if (!kind) throw BadLine("no such kind");
  question.kind = *kind;
  return question;
}

std::string evidence_of(const lists::PartyHit& hit) {
  std::string text = hit.sure ? "sure" : "";
  for (const lists::EvidenceWord& word : lists::kEvidenceWords)
    if ((hit.evidence & word.bit) != 0) text.append(text.empty() ? "" : " ").append(word.word);
  return text;
}

/// "SDN, UN": the list of hit `first`, then the others that its party is on.
std::string lists_of(Search& search, const std::vector<lists::PartyHit>& hits, std::size_t first) {
  std::vector<std::string_view> codes = {lists::to_string(search.entry(hits[first]).list)};
  for (std::size_t i = first + 1; i < hits.size(); ++i) {
    const std::string_view code = lists::to_string(search.entry(hits[i]).list);
    if (hits[i].colocated == hits[first].colocated && search.one_party(hits[first], hits[i]) &&
        std::find(codes.begin(), codes.end(), code) == codes.end())
      codes.push_back(code);
  }
  std::string text(codes.front());
  for (std::size_t i = 1; i < codes.size(); ++i) text.append(", ").append(codes[i]);
  return text;
}

void print_table(Search& search, const Question& question, Output& output) {
  const std::vector<lists::PartyHit>& hits = search.hits(question);
  if (hits.empty()) output.line("no hits");
  Table table({"score", "list", "entry", "entry name", "matched", "agreement"});
  table.right(0);
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const lists::PartyHit& hit = hits[i];
    const lists::ListEntry& entry = search.entry(hit);
    const auto shown = [&](const lists::PartyHit& before) {
      return before.colocated == hit.colocated && search.one_party(before, hit);
    };
    if (std::any_of(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(i), shown)) continue;
    table.add({std::to_string(hit.score), lists_of(search, hits, i), printable(lists::key_of(entry)),
               shortened(printable(lists::published_title(entry)), 40), shortened(printable(hit.matched), 40),
               evidence_of(hit)});
  }
  if (!table.empty()) output.write(table.render());
  for (const Search::Behind& one : search.behind(question))
    output.line((one.sure ? "owned: " : "may be owned: ") + std::string(lists::to_string(one.entry->list)) +
                " " + printable(lists::key_of(*one.entry)) + ": " + printable(one.path));
  if (search.found() > hits.size())
    output.line("and " + std::to_string(search.found() - hits.size()) + " more");
  if (!search.completeness())
    output.line("not everything was compared: too many listed names resemble this one");
}

int match(const Options& options) {
  if (options.batch.empty() && options.name.empty() && options.address.empty())
    throw Stop(kUsage, "give a NAME, an --address or a --batch; see 'ordergate match --help'");
  Question question{options.name, options.address, {}, *name_kind(options.kind)};
  try {
    question.country = country_of(options.country);
  } catch (const BadLine& wrong) {
    throw Stop(kUsage, std::string("--country: ") + wrong.what());
  }
  if (!options.batch.empty()) require_readable({options.batch});
  const ScreeningSetup setup = screening_setup(options.screening);
  Search search(setup, options);
  if (!options.batch.empty())
    return run_batch({options.batch, "name", options.screening.quiet},
                     [&search](Json& line) { answer(search, question_of(line), line); });
  Output output;
  if (output.is_terminal() && !options.json) {
    print_table(search, question, output);
  } else {
    Json line;
    if (!options.name.empty()) line["name"] = options.name;
    if (!options.address.empty()) line["address"] = options.address;
    answer(search, question, line);
    output.line(to_line(line));
  }
  output.flush();
  return kDone;
}

}  // namespace

void add_match(CLI::App& app, Action& action) {
  auto options = std::make_shared<Options>();
  CLI::App* const command = app.add_subcommand("match", "One party, or many, against the lists");
  command->add_option("NAME", options->name, "The party's name")->type_name("");
  command->add_option("--address", options->address, "Its address")->type_name("TEXT");
  command->add_option("--country", options->country, "Where it is: two capital letters")->type_name("CC");
  command->add_option("--kind", options->kind, "company, person, vessel, aircraft, government, unknown")
      ->type_name("KIND")
      ->check(CLI::IsMember({"company", "person", "vessel", "aircraft", "government", "unknown"}));
  command
      ->add_option("--min-score", options->min_score,
                   "Lowest score to report; default: the shipped thresholds")
      ->type_name("1..100")
      ->check(CLI::Range(1, 100));
  command->add_option("--limit", options->limit, "At most so many hits a party; default: all")
      ->type_name("N");
  CLI::Option* const batch =
      command->add_option("--batch", options->batch, "Names, one a line, or NDJSON; - is standard input");
  batch->type_name("FILE");
  command->add_flag("--json", options->json, "One line of JSON even on a terminal");
  options->screening.add_to(*command);
  command->callback([options, &action] { action = [options] { return match(*options); }; });
}

}  // namespace ordergate::cli
