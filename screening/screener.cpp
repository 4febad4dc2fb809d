#include "screening/screener.h"

#include <utility>

#include "base/check.h"
#include "decisions/overlay.h"
#include "order/parser.h"
#include "parties/known_join.h"
#include "screening/fold_stage.h"
#include "screening/item_stage.h"
#include "screening/party_stage.h"
#include "screening/picture.h"
#include "screening/snapshot.h"
#include "screening/text_stage.h"

namespace ordergate {

/// One worker's working memory. What a record needs lives in the arena until the next record.
struct Screener::State {
  explicit State(const RecordLimits& limits) : parser(limits) {}

  OrderParser parser;
  Arena arena;
  Order order;
  Verdict verdict;
  parties::KnownJoin known;
  FoldStage folded;
  PartyStage parties;
  ItemStage items;
  TextStage texts;
  Picture picture;
  rules::RuleScratch rules;
  std::shared_ptr<const Snapshot> snapshot;
  std::shared_ptr<const decisions::Overlay> decisions;  // null: none are read
};

namespace {

/// A record that is no order, or must not be read as one: held, with the reason and the place.
void hold_unread(const VerdictError& error, Arena& arena, Verdict& verdict) {
  verdict.decision = Decision::hold;
  verdict.error = error;
  constexpr std::string_view kPrefix = "not screened: ";
  char* const text = arena.allocate_array<char>(kPrefix.size() + error.message.size());
  kPrefix.copy(text, kPrefix.size());
  error.message.copy(text + kPrefix.size(), error.message.size());
  verdict.summary = {text, kPrefix.size() + error.message.size()};
}

void note_order(const ParseFailure& failure, const Order& order, ScreenStats& stats) {
  stats.kind = failure ? std::nullopt : std::optional(order.kind);
  stats.unknown_keys = order.unknown_keys;
}

void note_parties(const lists::PartySearchStats& parties, ScreenStats& stats) {
  stats.parties_asked = parties.asked;
  stats.parties_remembered = parties.remembered;
  stats.candidates = parties.candidates;
}

}  // namespace

Screener::Screener(const RecordLimits& limits) : state_(std::make_unique<State>(limits)) {}
Screener::~Screener() = default;
Screener::Screener(Screener&&) noexcept = default;
Screener& Screener::operator=(Screener&&) noexcept = default;

void Screener::use(std::shared_ptr<const Snapshot> snapshot) {
  OG_CHECK(snapshot != nullptr);
  state_->folded.clear();
  state_->items.use(snapshot->book().items());
  state_->texts.use(snapshot->flags());
  state_->snapshot = std::move(snapshot);
}

void Screener::use_decisions(std::shared_ptr<const decisions::Overlay> decisions) {
  state_->decisions = std::move(decisions);
}

Verdict& Screener::begin(std::string_view record, const RecordContext& context) noexcept {
  State& state = *state_;
  OG_CHECK(state.snapshot != nullptr);
  state.arena.reset();
  Verdict& verdict = state.verdict = Verdict{};
  const std::string_view bytes = context.encoded.value_or(record);
  verdict.id = verdict_id(context.source, bytes);
  verdict.order_hash = sha256(bytes);
  verdict.source = context.source;
  verdict.profile = rules::to_string(state.snapshot->book().profile());
  verdict.regime_date = context.date_override.value_or(context.today);
  if (state.decisions != nullptr) verdict.decisions = state.decisions->json();
  return verdict;
}

const Verdict& Screener::refuse(std::string_view record, const RecordContext& context,
                                const VerdictError& error) noexcept {
  Verdict& verdict = begin(record, context);
  verdict.order_id = context.order_id;
  hold_unread(error, state_->arena, verdict);
  return verdict;
}

const Verdict& Screener::screen(std::string_view record, const RecordContext& context) noexcept {
  Verdict& verdict = begin(record, context);
  State& state = *state_;
  const Snapshot& snapshot = *state.snapshot;
  StageTimer timer(context.stats);
  Order& order = state.order = Order{};
  const ParseFailure failure = state.parser.parse(context.mapped.value_or(record), state.arena, order);
  timer.lap(ScreenStage::parse);
  if (context.stats != nullptr) note_order(failure, order, *context.stats);
  verdict.order_id = order.order_id;
  if (failure) {
    const std::string_view code = context.mapped ? kMappingFailed : to_string(failure.code);
    hold_unread({code, failure.message, failure.at}, state.arena, verdict);
    return verdict;
  }

  const Date regime_date = context.date_override.value_or(order.regime_date(context.today));
  state.known.clear();
  if (snapshot.known_parties() != nullptr)
    state.known.join(order, *snapshot.known_parties(), regime_date, state.arena);
  verdict.facts = state.known.facts();
  rules::prepare_order(order, state.arena);
  timer.lap(ScreenStage::normalize);
  state.folded.fold(order, state.arena);
  timer.lap(ScreenStage::fold_texts);
  state.parties.screen(order, state.folded, snapshot.watchlist());
  timer.lap(ScreenStage::match_parties);
  state.items.identify(order, state.folded, snapshot.book().items());
  timer.lap(ScreenStage::identify_items);
  state.texts.scan(order, state.folded, snapshot.flags(), snapshot.watchlist(), state.arena);
  timer.lap(ScreenStage::scan_texts);
  state.picture.read(order, state.folded, snapshot.gazetteer(), state.arena);
  timer.lap(ScreenStage::read_places);

  rules::RuleInput input;
  input.order = &order;
  input.regime_date = regime_date;
  if (context.live && !context.date_override) input.live_today = context.today;
  input.watchlist = &snapshot.watchlist();
  input.same_party = &snapshot.same_party();
  input.ownership = snapshot.ownership();
  input.parties = state.parties.parties();
  input.site_operator = state.parties.site_operator();
  input.site_completeness = state.parties.site_completeness();
  input.items = state.items.readings();
  input.elsewhere = state.items.elsewhere();
  input.texts = state.texts.texts();
  input.text_hits = state.texts.hits();
  input.texts_completeness = state.texts.completeness() & state.picture.completeness();
  input.places = state.picture.places();
  input.decisions = state.decisions.get();
  input.differences = state.known.differences();
  snapshot.book().evaluate(input, state.rules, state.arena, verdict);
  if (context.places != nullptr)
    for (Finding& finding : verdict.findings)
      finding.source_path = state.arena.copy(context.places->source_of(finding.subject));
  timer.lap(ScreenStage::rules);
  if (context.stats != nullptr) note_parties(state.parties.stats(), *context.stats);
  return verdict;
}

}  // namespace ordergate
