// One party against the compiled watchlist. Hot: noexcept, allocation-free once warm, no locks.
#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/utf8.h"
#include "lists/evidence.h"
#include "lists/identifier.h"
#include "lists/party_cache.h"
#include "lists/party_work.h"
#include "lists/watchlist.h"
#include "lists/watchlist_layout.h"
#include "matchers/names/name_work.h"
#include "matchers/names/respelling.h"
#include "matchers/names/set_apart.h"
#include "matchers/text/look_alike.h"
#include "matchers/text/repair.h"

namespace ordergate::lists {
namespace {

constexpr std::uint8_t kExactScore = 88;  // of a listed name inside a longer field, or by its letters

constexpr std::size_t kPremisesOfMany = 4;  // different floors and rooms of one building that the list names

// Work in units of base/work.h: of one step of the name index, of a name to be read, of one to be
// repaired and respelled before, of an address, of a byte of any, and of one that is not ASCII: such letters
// are folded, transliterated and read as words.
constexpr std::uint64_t kStepWork = 3, kTextWork = 300, kRepairWork = 50, kByteWork = 6, kAddressWork = 2'000;
constexpr std::uint64_t kForeignByteWork = 20;

/// What is known so far of one entry for the present query.
struct Candidate {
  EntryId entry{};
  std::uint32_t evidence = 0;
  std::uint8_t name_score = 0;
  bool named = false;  // a name is at or above the bar of the search
  NameWeight weight = NameWeight::ordinary;
  bool equal = false;       // the words of that name are equal
  bool identifies = false;  // that name is equal and distinctive, a primary name or strong alias
  bool rare = false;        // ... and hardly two parties bear it
  QueryField field = QueryField::name;
  std::uint16_t field_index = 0;
  std::uint32_t part = 0;  // which listed name
  std::uint8_t identifier_size = 0;
  std::uint16_t identifier_index = 0;
  std::uint32_t identifier_part = 0;
  std::uint8_t address_score = 0;
  bool neighbor = false;   // of that address: PartyHit::neighbor
  bool same_room = false;  // PartyHit::same_room
  std::uint16_t address_index = 0;
  std::uint32_t address_part = 0;
};

}  // namespace

struct PartyScratch::State {
  matchers::NameScratch names;
  matchers::AddressScratch addresses;
  std::vector<matchers::NameHit> name_hits;
  std::vector<matchers::ExactHit> exact_hits;
  matchers::RepairedText repaired;
  std::string without_stranger;
  matchers::Respelling respelling;
  matchers::SetApart apart;
  std::vector<matchers::AddressHit> address_hits;
  matchers::AddressScratch shared_scratch;
  std::vector<matchers::AddressHit> shared_hits;
  std::vector<Candidate> candidates;
  std::vector<std::uint32_t> seen;   // by entry: the query that met it last
  std::vector<std::uint32_t> place;  // by entry: where it is among the candidates
  std::uint32_t query_number = 0;
  std::uint64_t serial = 0;
  PartyCache cache;
  PartySearchStats stats;
  std::uint64_t work = 0;  // of this record
  std::uint64_t work_max = UINT64_MAX;

  [[nodiscard]] std::uint64_t work_left() const noexcept { return work < work_max ? work_max - work : 0; }

  void begin(const Watchlist::Layout& layout) {
    if (serial != layout.serial) {
      serial = layout.serial;
      seen.assign(layout.entry_count(), 0);
      place.resize(layout.entry_count());
      query_number = 0;
    }
    if (++query_number == 0) {
      std::fill(seen.begin(), seen.end(), 0);
      query_number = 1;
    }
    candidates.clear();
  }

  [[nodiscard]] Candidate& candidate(EntryId entry) {
    const std::uint32_t at = index_of(entry);
    if (seen[at] != query_number) {
      seen[at] = query_number;
      place[at] = static_cast<std::uint32_t>(candidates.size());
      candidates.emplace_back().entry = entry;
    }
    return candidates[place[at]];
  }
};

PartyScratch::PartyScratch() : state_(std::make_unique<State>()) {}
PartyScratch::~PartyScratch() = default;
PartySearchStats PartyScratch::stats() const noexcept { return state_->stats; }
std::uint64_t record_work(PartyScratch& scratch) noexcept { return scratch.state().work; }
void begin_record(PartyScratch& scratch, std::uint64_t work_max) noexcept {
  scratch.state().work = 0;
  scratch.state().work_max = work_max;
}
PartyScratch::PartyScratch(PartyScratch&&) noexcept = default;
PartyScratch& PartyScratch::operator=(PartyScratch&&) noexcept = default;

namespace {

class Screening {
 public:
  Screening(const Watchlist::Layout& layout, const PartyQuery& query, PartyScratch::State& state)
      : layout_(layout), query_(query), state_(state) {}

  Completeness run(std::vector<PartyHit>& hits) noexcept {
    state_.begin(layout_);
    find_identifiers();
    find_addresses();
    find_names();
    const std::size_t first = hits.size();
    for (const Candidate& candidate : state_.candidates) take(candidate, hits);
    std::sort(hits.begin() + static_cast<std::ptrdiff_t>(first), hits.end(), better);
    return completeness_;
  }

 private:
  static bool better(const PartyHit& left, const PartyHit& right) noexcept {
    if (left.sure != right.sure) return left.sure;
    if (left.colocated != right.colocated) return right.colocated;
    if (left.neighbor != right.neighbor) return right.neighbor;
    if (left.score != right.score) return left.score > right.score;
    return left.entry < right.entry;
  }

  /// What may strengthen a name lowers the bar of the search by as much.
  [[nodiscard]] int name_bar() const noexcept {
    const bool details = !query_.addresses.empty() || query_.birth_date.has_value() || query_.country.known();
    return layout_.options.name_threshold - (details ? kStrengthenMax : 0);
  }

  /// Takes the work of reading a text. False: there is none left, and the caller must hold.
  bool begin_text(std::uint64_t work, std::string_view text) noexcept {
    if (state_.work_left() == 0) {
      completeness_ = Completeness::over_bound;
      return false;
    }
    const auto foreign = static_cast<std::uint64_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
    state_.work += work + text.size() * kByteWork + foreign * (kForeignByteWork - kByteWork);
    return true;
  }

  /// How many of `count` texts are looked at; when not all, the caller must hold.
  std::size_t searched(std::size_t count) noexcept {
    completeness_ &= completeness(count <= kPartyTextsMax);
    return std::min(count, kPartyTextsMax);
  }

  void find_names() noexcept {
    find_name(query_.name, QueryField::name, 0);
    // A name of signs alone tells nobody who it is.
    if (!query_.name.empty()) completeness_ &= completeness(read_words_);
    if (!query_.native_name.empty()) find_name(query_.native_name, QueryField::native_name, 0);
    for (std::size_t i = 0; i < searched(query_.aliases.size()); ++i) {
      find_name(query_.aliases[i], QueryField::alias, i);
    }
  }

  /// The text, what was meant by it where it is damaged, and what it comes to in our spelling.
  void find_name(std::string_view text, QueryField field, std::size_t index) noexcept {
    if (text.empty() || !begin_text(kRepairWork, text)) return;
    const bool damaged = matchers::repair_text(text, state_.repaired);
    if (!damaged || !state_.repaired.escaped) find_spelling(text, field, index, false);
    if (damaged) {
      text = state_.repaired.text;
      find_spelling(text, field, index, false);
    }
    if (matchers::replace_stranger(text, state_.without_stranger))
      find_spelling(state_.without_stranger, field, index, false);
    if (matchers::read_imitation(text, state_.without_stranger))
      find_spelling(state_.without_stranger, field, index, true);
    if (matchers::read_small_l(text, state_.without_stranger))
      find_spelling(state_.without_stranger, field, index, true);
    state_.apart.read(text);
    for (std::size_t i = 0; i < state_.apart.size(); ++i) find_equal(state_.apart[i], field, index);
    for (const std::string_view company : state_.apart.companies())
      find_spelling(company, field, index, false);
    state_.respelling.read(text, query_.kind);
    for (std::size_t i = 0; i < state_.respelling.size(); ++i)
      find_spelling(state_.respelling[i], field, index, true);
  }

  /// Looks for the names of the index, at `bar` or above, into state_.name_hits. False: there was no work
  /// left.
  bool search(std::string_view text, int bar) noexcept {
    state_.name_hits.clear();
    if (!begin_text(kTextWork, text)) return false;
    limit_steps(state_.names, state_.work_left() / kStepWork + 1);
    const auto status = layout_.names.find(text, query_.kind, bar, state_.names, state_.name_hits);
    state_.work += state_.names.steps() * kStepWork;
    completeness_ &= status;
    read_words_ = read_words_ || state_.names.read_words();
    return true;
  }

  /// A piece of the field that is a listed name word for word: a person looks at it.
  void find_equal(std::string_view text, QueryField field, std::size_t index) noexcept {
    if (!search(text, matchers::kEqualNameScore)) return;
    for (const matchers::NameHit& hit : state_.name_hits) {
      if (hit.relation != matchers::NameRelation::equal) continue;
      meet({hit.name, kExactScore, hit.distinctive, true, false, false}, field, index);
    }
  }

  /// `respelled`: what is found only resembles.
  void find_spelling(std::string_view text, QueryField field, std::size_t index, bool respelled) noexcept {
    // Equality is a relation: the threshold moves what resembles, never what is equal.
    const int bar = name_bar();
    if (!search(text, std::min(bar, matchers::kEqualNameScore))) return;
    for (const matchers::NameHit& hit : state_.name_hits) {
      const bool equal = hit.relation == matchers::NameRelation::equal && !respelled;
      if (hit.score < bar && !equal) continue;
      const bool rare = hit.rarity == matchers::NameRarity::rare ||
                        (hit.rarity == matchers::NameRarity::uncommon && hit.same_form);
      const bool distinctive = hit.distinctive || (equal && rare);
      meet({hit.name, hit.score, distinctive, equal, equal && distinctive, rare}, field, index);
    }
    find_exactly(text, field, index, respelled);
  }

  /// Listed names that stand whole inside the text, or but for spaces, look-alikes and a cut are the text.
  void find_exactly(std::string_view text, QueryField field, std::size_t index, bool respelled) noexcept {
    state_.exact_hits.clear();
    completeness_ &= layout_.exact_names.find(state_.names.text(), count_characters(text), state_.exact_hits);
    for (const matchers::ExactHit& hit : state_.exact_hits) {
      const bool whole = hit.way == matchers::ExactWay::branch && !respelled;
      // Ships bear the names of people and towns, as institutes do.
      if (hit.way == matchers::ExactWay::inside && ship_of_another_kind(hit.name)) continue;
      meet({hit.name, kExactScore, true, true, whole, whole}, field, index);
    }
  }

  [[nodiscard]] bool ship_of_another_kind(matchers::NameId name) const noexcept {
    const PartyKind kind = layout_.entry(layout_.part(name).entry).kind;
    return (kind == PartyKind::vessel || kind == PartyKind::aircraft) &&
           (query_.kind == PartyKind::company || query_.kind == PartyKind::person ||
            query_.kind == PartyKind::government);
  }

  /// A listed name that was met, and how.
  struct Met {
    matchers::NameId name;
    std::uint8_t score;
    bool distinctive;
    bool equal;       // it stands there, whatever its score
    bool identifies;  // and says who it is
    bool rare;        // hardly two parties bear the name
  };

  void meet(const Met& met, QueryField field, std::size_t index) noexcept {
    const EntryItem& from = layout_.part(met.name);
    const ListedName::Role role = layout_.entry(from.entry).names[from.part].role;
    const bool identifies =
        met.identifies && (role == ListedName::Role::primary || role == ListedName::Role::strong_alias);
    Candidate& candidate = state_.candidate(from.entry);
    const bool improves = !candidate.named || (identifies && !candidate.identifies) ||
                          (identifies == candidate.identifies && met.score > candidate.name_score);
    candidate.equal = candidate.equal || met.equal;
    if (!improves) return;
    candidate.named = true;
    candidate.name_score = met.score;
    candidate.weight = !met.distinctive
                           ? NameWeight::common
                           : (met.identifies ? NameWeight::equal_distinctive : NameWeight::ordinary);
    candidate.identifies = identifies;
    candidate.rare = met.rare;
    candidate.field = field;
    candidate.field_index = static_cast<std::uint16_t>(index);
    candidate.part = from.part;
    candidate.evidence |= kEvidenceName;
  }

  void find_identifiers() noexcept {
    for (std::size_t i = 0; i < searched(query_.identifiers.size()); ++i) {
      const NormalIdentifier identifier(query_.identifiers[i]);
      if (identifier.text().empty()) continue;
      const std::uint64_t hash = hash64(identifier.text());
      auto at =
          std::lower_bound(layout_.identifiers.begin(), layout_.identifiers.end(), hash,
                           [](const IdentifierKey& key, std::uint64_t value) { return key.hash < value; });
      for (; at != layout_.identifiers.end() && at->hash == hash; ++at) {
        Candidate& candidate = state_.candidate(at->from.entry);
        candidate.evidence |= kEvidenceIdentifier;
        if (identifier.text().size() <= candidate.identifier_size) continue;
        candidate.identifier_size = static_cast<std::uint8_t>(identifier.text().size());
        candidate.identifier_index = static_cast<std::uint16_t>(i);
        candidate.identifier_part = at->from.part;
      }
    }
  }

  void find_addresses() noexcept {
    for (std::size_t i = 0; i < searched(query_.addresses.size()); ++i) {
      matchers::AddressText address = query_.addresses[i];
      if (address.text.empty() || !begin_text(kAddressWork, address.text)) continue;
      state_.address_hits.clear();
      completeness_ &= layout_.addresses.find(address, layout_.options.address_threshold, state_.addresses,
                                              state_.address_hits);
      const bool shared = !state_.address_hits.empty() && many_share(address);
      for (const matchers::AddressHit& hit : state_.address_hits) {
        const EntryItem& from = layout_.part(hit.address);
        Candidate& candidate = state_.candidate(from.entry);
        candidate.evidence |= kEvidenceAddress;
        const bool tower = shared || hit.of_many;
        const bool by_itself = layout_.entry(from.entry).kind == PartyKind::address_only;
        const bool neighbor = tower && !hit.same_premises && !by_itself;
        const bool closer = candidate.address_score == 0 || (candidate.neighbor && !neighbor) ||
                            (candidate.neighbor == neighbor && hit.score > candidate.address_score);
        if (!closer) continue;
        candidate.address_score = hit.score;
        candidate.neighbor = neighbor;
        candidate.same_room = hit.same_room;
        candidate.address_index = static_cast<std::uint16_t>(i);
        candidate.address_part = from.part;
      }
    }
  }

  /// Is the building of state_.address_hits one that many parties share? By the list itself, which names
  /// several premises in it, or by the table.
  bool many_share(const matchers::AddressText& address) noexcept {
    std::array<std::uint32_t, kPremisesOfMany> known;
    std::size_t count = 0;
    for (const matchers::AddressHit& hit : state_.address_hits) {
      const auto end = known.begin() + static_cast<std::ptrdiff_t>(count);
      if (hit.premises == 0 || std::find(known.begin(), end, hit.premises) != end) continue;
      known[count++] = hit.premises;
      if (count == kPremisesOfMany) return true;
    }
    state_.shared_hits.clear();
    (void)layout_.shared_buildings.find(address, layout_.options.address_threshold, state_.shared_scratch,
                                        state_.shared_hits);
    return !state_.shared_hits.empty();
  }

  /// An identity by name or identifier, else a neighbor by address, else nothing.
  void take(const Candidate& candidate, std::vector<PartyHit>& hits) const noexcept {
    const ListEntry& entry = layout_.entry(candidate.entry);
    PartyHit hit;
    hit.entry = candidate.entry;
    hit.evidence = candidate.evidence | compare_details(query_, entry);
    const bool identified = (candidate.evidence & kEvidenceIdentifier) != 0;
    if (candidate.named) {
      hit.score = adjusted_score(candidate.name_score, candidate.weight, hit.evidence);
      constexpr std::uint32_t kSecondFact =
          kEvidenceCountry | kEvidenceAddress | kEvidenceBirthDate | kEvidenceIdentifier;
      hit.sure = candidate.identifies && !contradicted(hit.evidence) &&
                 (candidate.rare || (hit.evidence & kSecondFact) != 0);
      if (candidate.equal && !another_person(hit.evidence)) {
        // The very name of the list is reported whatever contradicts it (a person decides).
        hit.score = std::max(hit.score, static_cast<std::uint8_t>(layout_.options.name_threshold));
      }
      set_text(hit, candidate.field, candidate.field_index, entry.names[candidate.part].text);
    }
    const bool named = candidate.named && hit.score >= layout_.options.name_threshold;
    if (identified) {
      const bool backed = named || (hit.evidence & kEvidenceCountry) != 0;
      hit.sure = hit.sure || backed || candidate.identifier_size >= kIdentifierCharactersAlone;
      if (!named) {
        hit.score = 100;
        set_text(hit, QueryField::identifier, candidate.identifier_index,
                 entry.identifiers[candidate.identifier_part].value);
      }
    }
    if (named || identified || hit.sure) {
      hits.push_back(hit);
      return;
    }
    if (candidate.address_score == 0) return;
    hit.evidence &= ~static_cast<std::uint32_t>(kEvidenceName);
    hit.colocated = true;
    hit.neighbor = candidate.neighbor;
    hit.same_room = candidate.same_room;
    hit.sure = false;
    hit.score = candidate.address_score;
    set_text(hit, QueryField::address, candidate.address_index, entry.addresses[candidate.address_part].text);
    hits.push_back(hit);
  }

  void set_text(PartyHit& hit, QueryField field, std::uint16_t index,
                std::string_view matched) const noexcept {
    hit.field = field;
    hit.field_index = index;
    hit.matched = matched;
    hit.query = query_text(query_, field, index);
  }

  const Watchlist::Layout& layout_;
  const PartyQuery& query_;
  PartyScratch::State& state_;
  Completeness completeness_ = Completeness::complete;
  bool read_words_ = false;  // some reading of the name has more than legal forms
};

}  // namespace

Completeness Watchlist::screen(const PartyQuery& query, PartyScratch& scratch, std::vector<PartyHit>& hits,
                               std::vector<PartyHit>& owned) const noexcept {
  const std::size_t first = hits.size();
  const Completeness status = screen_all(query, scratch.state(), hits);
  if (layout_->owned.empty()) return status;
  std::size_t kept = first;
  for (std::size_t i = first; i < hits.size(); ++i) {
    if (!layout_->is_owned(hits[i].entry)) {
      hits[kept++] = hits[i];
      continue;
    }
    owned.push_back(hits[i]);
    owned.back().entry = EntryId{static_cast<std::uint32_t>(index_of(hits[i].entry) - entries().size())};
  }
  hits.resize(kept);
  return status;
}

Completeness Watchlist::screen(const PartyQuery& query, PartyScratch& scratch,
                               std::vector<PartyHit>& hits) const noexcept {
  const std::size_t first = hits.size();
  const Completeness status = screen_all(query, scratch.state(), hits);
  if (layout_->owned.empty()) return status;
  const auto of_owned = [&](const PartyHit& hit) { return layout_->is_owned(hit.entry); };
  hits.erase(std::remove_if(hits.begin() + static_cast<std::ptrdiff_t>(first), hits.end(), of_owned),
             hits.end());
  return status;
}

Completeness Watchlist::screen_all(const PartyQuery& query, PartyScratch::State& state,
                                   std::vector<PartyHit>& hits) const noexcept {
  const Hash128 key = state.cache.key_of(query, layout_->serial);
  Completeness status = Completeness::complete;
  ++state.stats.asked;
  std::uint64_t work = state.work_left();
  if (state.cache.recall(key, query, hits, status, work)) {
    ++state.stats.remembered;
    state.work += work;
    return status;
  }
  const std::uint64_t before = state.work;
  const std::size_t first = hits.size();
  status = Screening(*layout_, query, state).run(hits);
  state.stats.candidates += state.candidates.size();
  if (state.work_left() > 0) state.cache.remember(key, hits, first, status, state.work - before);
  return status;
}

}  // namespace ordergate::lists
