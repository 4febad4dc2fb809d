#include "matchers/addresses/address_index.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/hash_map.h"
#include "matchers/addresses/address_keys.h"
#include "matchers/addresses/address_score.h"

namespace ordergate::matchers {
namespace {

/// Different addresses that one query is compared with; more is over the bound.
constexpr std::size_t kCandidatesMax = 4096;

/// One key's addresses: one of them inline, more in the postings.
struct Slot {
  std::uint64_t key = 0;  // 0: free
  std::uint32_t at = 0;   // the address, or where its postings start
  std::uint32_t count = 0;
};

struct Record {
  std::uint32_t text = 0, word = 0, number = 0;  // where its parts start
  std::uint32_t listed = 0, listed_count = 0;    // the callers' ids, in Layout::listed
  std::uint8_t word_count = 0, number_count = 0;
  CountryCode country;
};

/// Which floor and room it names, as one number; 0: none.
std::uint32_t premises_of(const AddressView& address) noexcept {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < address.number_count; ++i) {
    const AddressNumber& number = address.numbers[i];
    if (number.kind != AddressNumberKind::floor && number.kind != AddressNumberKind::unit) continue;
    sum += mix64(number.low * 4ULL + (number.kind == AddressNumberKind::floor ? 1 : 2) +
                 (static_cast<std::uint64_t>(number.suffix) << 40U));
  }
  return sum == 0 ? 0 : static_cast<std::uint32_t>(sum) | 1U;
}

/// Is it in a building that many share, by what it names itself: a high floor, or any room or floor in a city
/// of towers?
bool of_many(const AddressView& address) noexcept {
  constexpr std::uint32_t kTowerFloors = 8;
  constexpr std::uint32_t kRoomFrom = 100 * kTowerFloors;  // Room 1204 is on floor 12
  constexpr std::uint32_t kRoomTo = 9'999;
  const auto high = [](const AddressNumber& number) {
    if (number.code) return false;
    if (number.kind == AddressNumberKind::floor) return number.low >= kTowerFloors;
    return number.kind == AddressNumberKind::unit && number.low >= kRoomFrom && number.low <= kRoomTo;
  };
  return std::any_of(address.numbers, address.numbers + address.number_count, high) ||
         (city_state(address.country) && premises_of(address) != 0);
}

bool worth_a_place(const AddressView& address) noexcept { return address.word_count != 0; }

}  // namespace

struct AddressIndex::Layout {
  std::vector<Slot> slots;  // a power of two of them
  std::vector<std::uint32_t> postings;
  std::vector<Record> records;
  std::vector<AddressId> listed;
  std::vector<char> text;
  std::vector<AddressToken> words;
  std::vector<AddressNumber> numbers;
  std::size_t address_count = 0;

  [[nodiscard]] AddressView view_of(std::uint32_t record) const noexcept {
    const Record& r = records[record];
    return {text.data() + r.text, words.data() + r.word, numbers.data() + r.number,
            r.word_count,         r.number_count,        r.country};
  }

  [[nodiscard]] std::size_t home(std::uint64_t key) const noexcept { return key & (slots.size() - 1); }

  [[nodiscard]] const Slot* find(std::uint64_t key) const noexcept {
    const Slot& slot = slots[place_of(key)];
    return slot.key == 0 ? nullptr : &slot;
  }
  /// Where the key is, or the free slot where it would be.
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const noexcept {
    return probe(slots.size(), key,
                 [&](std::size_t at) { return slots[at].key == 0 || slots[at].key == key; });
  }
};

struct AddressScratch::State {
  ParsedAddress query;
  AddressKeys keys;
  std::vector<std::uint32_t> seen;  // by record: the query that met it last
  std::vector<std::uint32_t> candidates;
  std::uint32_t query_number = 0;
  bool over_bound = false;

  void begin(std::size_t records) {
    if (seen.size() < records) seen.resize(records, 0);
    if (candidates.capacity() < kCandidatesMax) candidates.reserve(kCandidatesMax);
    candidates.clear();
    over_bound = false;
    if (++query_number == 0) {
      std::fill(seen.begin(), seen.end(), 0);
      query_number = 1;
    }
  }

  void meet(std::uint32_t record) noexcept {
    if (seen[record] == query_number) return;
    seen[record] = query_number;
    if (candidates.size() == kCandidatesMax) {
      over_bound = true;
    } else {
      candidates.push_back(record);
    }
  }
};

AddressScratch::AddressScratch() : state_(std::make_unique<State>()) {}
AddressScratch::~AddressScratch() = default;
AddressScratch::AddressScratch(AddressScratch&&) noexcept = default;
AddressScratch& AddressScratch::operator=(AddressScratch&&) noexcept = default;

AddressIndex::AddressIndex(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
AddressIndex::~AddressIndex() = default;
AddressIndex::AddressIndex(AddressIndex&&) noexcept = default;
AddressIndex& AddressIndex::operator=(AddressIndex&&) noexcept = default;

std::size_t AddressIndex::address_count() const noexcept { return layout_->address_count; }

Completeness AddressIndex::find(const AddressText& query, int score_min, AddressScratch& scratch,
                                std::vector<AddressHit>& hits) const noexcept {
  AddressScratch::State& state = scratch.state();
  state.begin(layout_->records.size());
  parse_address(query, state.query);
  const AddressView asked = view(state.query);
  address_keys(asked, false, state.keys);
  for (std::size_t i = 0; i < state.keys.count; ++i) {
    __builtin_prefetch(&layout_->slots[layout_->home(state.keys.values[i])]);
  }
  for (std::size_t i = 0; i < state.keys.count; ++i) {
    const Slot* slot = layout_->find(state.keys.values[i]);
    if (slot == nullptr) continue;
    if (slot->count == 1) {
      state.meet(slot->at);
      continue;
    }
    for (std::uint32_t j = 0; j < slot->count && !state.over_bound; ++j)
      state.meet(layout_->postings[slot->at + j]);
  }
  const std::size_t first = hits.size();
  for (const std::uint32_t record : state.candidates) {
    const AddressScore score = score_addresses(asked, layout_->view_of(record));
    if (score.relation != AddressRelation::same_building || score.score < score_min) continue;
    const Record& found = layout_->records[record];
    const AddressView listed = layout_->view_of(record);
    AddressHit hit{AddressId{}, score.score, score.relation};
    hit.same_room = score.unit == PartAgreement::agrees && score.floor != PartAgreement::differs;
    hit.same_premises = hit.same_room || score.floor == PartAgreement::agrees;
    hit.of_many = of_many(asked) || of_many(listed);
    hit.premises = premises_of(listed);
    for (std::uint32_t j = 0; j < found.listed_count; ++j) {
      hit.address = layout_->listed[found.listed + j];
      hits.push_back(hit);
    }
  }
  std::sort(hits.begin() + static_cast<std::ptrdiff_t>(first), hits.end(),
            [](const auto& left, const auto& right) {
              return left.score != right.score ? left.score > right.score : left.address < right.address;
            });
  return state.query.completeness & state.keys.completeness & completeness(!state.over_bound);
}

struct AddressIndexBuilder::State {
  std::unique_ptr<AddressIndex::Layout> layout = std::make_unique<AddressIndex::Layout>();
  std::unordered_map<std::string, std::uint32_t> records;      // by folded content
  std::vector<std::vector<AddressId>> listed;                  // by record
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed;  // key, record
  ParsedAddress parsed;
  AddressKeys keys;

  /// The same words, numbers and country: one record for all who write it so.
  [[nodiscard]] std::string identity() const {
    std::string text;
    for (std::size_t i = 0; i < parsed.number_count; ++i) {
      const AddressNumber& number = parsed.numbers[i];
      const std::uint32_t values[] = {number.low,
                                      number.high,
                                      static_cast<std::uint32_t>(number.kind),
                                      static_cast<std::uint32_t>(number.suffix),
                                      number.code ? 1U : 0U,
                                      number.range ? 1U : 0U};
      for (const std::uint32_t value : values) text += std::to_string(value) + ',';
    }
    text.append(parsed.country.text());
    for (std::size_t i = 0; i < parsed.word_count; ++i) {
      text += ' ';
      text += view(parsed).word(i);
      text += static_cast<char>('0' + static_cast<int>(parsed.words[i].meaning));
    }
    return text;
  }

  void store() {
    AddressIndex::Layout& out = *layout;
    Record record;
    record.text = static_cast<std::uint32_t>(out.text.size());
    record.word = static_cast<std::uint32_t>(out.words.size());
    record.number = static_cast<std::uint32_t>(out.numbers.size());
    record.word_count = parsed.word_count;
    record.number_count = parsed.number_count;
    record.country = parsed.country;
    for (std::size_t i = 0; i < parsed.word_count; ++i) {
      AddressToken word = parsed.words[i];
      const std::string_view text = view(parsed).word(i);
      word.begin = static_cast<std::uint16_t>(out.text.size() - record.text);
      out.text.insert(out.text.end(), text.begin(), text.end());
      out.words.push_back(word);
    }
    out.numbers.insert(out.numbers.end(), parsed.numbers.begin(),
                       parsed.numbers.begin() + parsed.number_count);
    const auto index = static_cast<std::uint32_t>(out.records.size());
    out.records.push_back(record);
    address_keys(out.view_of(index), true, keys);
    for (std::size_t i = 0; i < keys.count; ++i) keyed.emplace_back(keys.values[i], index);
  }
};

AddressIndexBuilder::AddressIndexBuilder() : state_(std::make_unique<State>()) {}
AddressIndexBuilder::~AddressIndexBuilder() = default;

void AddressIndexBuilder::add(AddressId address, const AddressText& text) {
  State& state = *state_;
  ++state.layout->address_count;
  parse_address(text, state.parsed);
  if (!worth_a_place(view(state.parsed))) return;
  const auto [at, added] =
      state.records.try_emplace(state.identity(), static_cast<std::uint32_t>(state.layout->records.size()));
  if (added) {
    state.store();
    state.listed.emplace_back();
  }
  state.listed[at->second].push_back(address);
}

AddressIndex AddressIndexBuilder::build() {
  AddressIndex::Layout& out = *state_->layout;
  for (std::size_t i = 0; i < out.records.size(); ++i) {
    out.records[i].listed = static_cast<std::uint32_t>(out.listed.size());
    out.records[i].listed_count = static_cast<std::uint32_t>(state_->listed[i].size());
    out.listed.insert(out.listed.end(), state_->listed[i].begin(), state_->listed[i].end());
  }
  auto& keyed = state_->keyed;
  std::sort(keyed.begin(), keyed.end());
  keyed.erase(std::unique(keyed.begin(), keyed.end()), keyed.end());
  std::size_t capacity = 16;
  while (capacity < keyed.size() * 2) capacity *= 2;
  out.slots.resize(capacity);
  for (std::size_t i = 0; i < keyed.size();) {
    std::size_t end = i;
    while (end < keyed.size() && keyed[end].first == keyed[i].first) ++end;
    const std::size_t at = out.place_of(keyed[i].first);
    out.slots[at] = {keyed[i].first, keyed[i].second, static_cast<std::uint32_t>(end - i)};
    if (end - i > 1) {
      out.slots[at].at = static_cast<std::uint32_t>(out.postings.size());
      for (std::size_t j = i; j < end; ++j) out.postings.push_back(keyed[j].second);
    }
    i = end;
  }
  AddressIndex index(std::move(state_->layout));
  *state_ = State();
  return index;
}

}  // namespace ordergate::matchers
