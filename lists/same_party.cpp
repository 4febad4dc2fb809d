#include "lists/same_party.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "base/hash.h"
#include "lists/identifier.h"
#include "matchers/text/fold.h"

namespace ordergate::lists {
namespace {

/// Names that more entries bear than this are no names of one party.
constexpr std::size_t kBearersMax = 64;

template <typename T>
bool in_common(const std::vector<T>& one, const std::vector<T>& other) {
  return std::any_of(one.begin(), one.end(), [&](const T& value) {
    return std::find(other.begin(), other.end(), value) != other.end();
  });
}

bool identifier_in_common(const ListEntry& one, const ListEntry& other) {
  for (const ListedIdentifier& left : one.identifiers) {
    if (!identifies_party(left.type, left.value)) continue;
    const NormalIdentifier known(left.value);
    for (const ListedIdentifier& right : other.identifiers)
      if (!known.text().empty() && identifies_party(right.type, right.value) &&
          NormalIdentifier(right.value).text() == known.text())
        return true;
  }
  return false;
}

/// Letters and digits of the name in one spelling.
std::uint64_t key_of_name(std::string_view name) {
  std::string key;
  for (const char c : matchers::fold(name, matchers::FoldMode::keep_cjk))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80U) != 0)
      key += c;
  return key.empty() ? 0 : hash64(key);
}

struct Bearer {
  std::uint64_t name = 0;
  std::uint32_t entry = 0;
  bool primary = false;
};

/// Another kind of thing, or born on another day.
bool contradict(const ListEntry& one, const ListEntry& other) {
  if (one.kind != other.kind && one.kind != PartyKind::unknown && other.kind != PartyKind::unknown)
    return true;
  if (!one.birth_dates.empty() && !other.birth_dates.empty() &&
      !in_common(one.birth_dates, other.birth_dates))
    return true;
  return !one.birth_years.empty() && !other.birth_years.empty() &&
         !in_common(one.birth_years, other.birth_years);
}

/// Who stands for whom, so far.
class Sets {
 public:
  explicit Sets(const std::vector<ListEntry>& entries)
      : entries_(entries), parent_(entries.size()), next_(entries.size()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    std::iota(next_.begin(), next_.end(), 0U);
  }
  std::uint32_t root(std::uint32_t entry) {
    while (parent_[entry] != entry) entry = parent_[entry] = parent_[parent_[entry]];
    return entry;
  }
  /// Unless somebody of one contradicts somebody of the other.
  void join(std::uint32_t one, std::uint32_t other) {
    const std::uint32_t a = root(one), b = root(other);
    if (a == b || any_contradict(a, b)) return;
    parent_[std::max(a, b)] = std::min(a, b);
    std::swap(next_[a], next_[b]);
  }

 private:
  [[nodiscard]] bool any_contradict(std::uint32_t one, std::uint32_t other) const {
    std::uint32_t a = one;
    do {
      std::uint32_t b = other;
      do {
        if (contradict(entries_[a], entries_[b])) return true;
        b = next_[b];
      } while (b != other);
      a = next_[a];
    } while (a != one);
    return false;
  }

  const std::vector<ListEntry>& entries_;
  std::vector<std::uint32_t> parent_;
  std::vector<std::uint32_t> next_;  // the members of a set in a ring
};

std::vector<Bearer> bearers_of(const std::vector<ListEntry>& entries) {
  std::vector<Bearer> bearers;
  for (std::uint32_t i = 0; i < entries.size(); ++i)
    for (const ListedName& name : entries[i].names) {
      const bool primary = name.role == ListedName::Role::primary;
      if (!primary && name.role != ListedName::Role::strong_alias) continue;
      if (const std::uint64_t key = key_of_name(name.text); key != 0) bearers.push_back({key, i, primary});
    }
  std::sort(bearers.begin(), bearers.end(), [](const Bearer& left, const Bearer& right) {
    return left.name != right.name ? left.name < right.name : left.entry < right.entry;
  });
  return bearers;
}

}  // namespace

bool second_fact_agrees(const ListEntry& one, const ListEntry& other) {
  if (one.list == other.list && !one.id.empty() && one.id == other.id) return true;
  return !contradict(one, other) &&
         (in_common(one.birth_dates, other.birth_dates) || in_common(one.birth_years, other.birth_years) ||
          in_common(one.countries, other.countries) || identifier_in_common(one, other));
}

PartyGroups::PartyGroups(const std::vector<ListEntry>& entries) {
  const std::vector<Bearer> bearers = bearers_of(entries);
  Sets sets(entries);
  for (std::size_t begin = 0; begin < bearers.size();) {
    std::size_t end = begin + 1;
    while (end < bearers.size() && bearers[end].name == bearers[begin].name) ++end;
    for (std::size_t i = begin; i < end && end - begin <= kBearersMax; ++i)
      for (std::size_t j = begin; j < i; ++j) {
        const Bearer& one = bearers[i];
        const Bearer& other = bearers[j];
        if (one.entry != other.entry && (one.primary || other.primary) &&
            second_fact_agrees(entries[one.entry], entries[other.entry]))
          sets.join(one.entry, other.entry);
      }
    begin = end;
  }
  std::vector<std::uint32_t> number(entries.size(), 0);
  std::uint32_t groups = 0;
  group_.resize(entries.size());
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const std::uint32_t root = sets.root(i);
    if (root == i) number[i] = groups++;
    group_[i] = number[root];  // a root stands before all others of its set
  }
  first_.assign(groups + 1, 0);
  for (const std::uint32_t group : group_) ++first_[group + 1];
  for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
  members_.resize(entries.size());
  std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
  for (std::uint32_t i = 0; i < entries.size(); ++i) members_[next[group_[i]]++] = EntryId{i};
}

}  // namespace ordergate::lists
