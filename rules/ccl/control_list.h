// The Commerce Control List: which controls of an ECCN ask for a license to a destination on a day, and which
// of the entry's own exceptions are open to a line (15 CFR part 774 Supp. 1, part 738).
//
// A scope that the table could not put into paragraphs is carried as words: such a control is in doubt
// wherever it may apply, never left out. Immutable once loaded, any number of threads. Lookups are hot:
// noexcept, no allocation.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/country.h"
#include "base/date.h"
#include "base/result.h"
#include "rules/ccl/country_chart.h"
#include "rules/ccl/eccn_text.h"
#include "rules/countries/country_table.h"
#include "tables/data_files.h"

namespace ordergate::rules {

/// Reasons for control that exceptions ask about, as bits.
enum class ControlReason : std::uint8_t { NS, RS, MT, NP, CB, CC, FC, AT, UN, CW, EI, SI, SL, SS, other };
inline constexpr std::size_t kControlReasonCount = 15;
[[nodiscard]] std::string_view to_string(ControlReason) noexcept;
[[nodiscard]] constexpr std::uint32_t bit(ControlReason reason) noexcept {
  return 1U << static_cast<std::uint32_t>(reason);
}

/// Whom a control without a chart column reaches.
enum class Reach : std::uint8_t { everywhere, except, countries, set, footnote, elsewhere, itar, open };

/// Paragraphs of an entry: "a.7.b". Empty: the entire entry.
struct EntryScope {
  std::vector<std::string> paragraphs, but;
  std::string condition;  // what else must be true, in words; empty: nothing
  /// May an item of that paragraph lie within? An empty paragraph may be any.
  [[nodiscard]] bool reaches(std::string_view paragraph) const noexcept;
};

struct ListControl {
  ControlReason reason = ControlReason::other;
  EntryScope scope;
  std::optional<std::uint8_t> column;  // of the chart; none: `reference`
  std::uint16_t reference = 0;
};

/// What an entry says of LVS, GBS, TSR or STA. Of STA entries say only for what and where to it may not be
/// used.
struct ListException {
  enum class Code : std::uint8_t { LVS, GBS, TSR, STA, other };
  enum class State : std::uint8_t { no, yes, open };  // open: only words say for what
  Code code = Code::other;
  State state = State::no;
  double value_max_usd = 0;  // LVS
  EntryScope scope;
  std::uint32_t not_for = 0;       // bits of reasons
  std::vector<CountrySet> not_to;  // STA: Country Groups
};

/// Do the words of an entry shut License Exception STA for a line (15 CFR 740.20(b), Supp. 1 to part 774)?
enum class StaWords : std::uint8_t { none, perhaps, shut };

/// The controls that ask for a license, as found. Texts point into the list.
struct Determination {
  bool chart = false, chart_doubt = false;          // a control with a column: surely, perhaps
  bool reference = false, reference_doubt = false;  // one without
  std::uint32_t reasons = 0, doubtful = 0;          // bits of ControlReason
  std::array<const ListControl*, 8> controls{};     // the first of them, sure ones first
  std::uint8_t count = 0;
  std::string_view condition;  // the words of the first doubtful one

  /// For a license, or perhaps for one.
  [[nodiscard]] bool asks() const noexcept { return chart || chart_doubt || reference || reference_doubt; }
};

/// Goods that have the words of entries, whatever they measure (goods_words.csv).
struct GoodsKind {
  std::string name;   // "night vision"
  std::string eccns;  // "6A002, 6A003"
  std::vector<std::uint32_t> entries;
  std::vector<std::uint32_t> also;  // entries of another category or group that such goods may fall under
};
/// A text's kinds are bits of one word, in the order of the file.
inline constexpr std::size_t kGoodsKindsMax = 64;

class ControlList {
 public:
  struct Entry {
    std::array<char, 5> heading{};
    std::vector<ListControl> controls;
    std::vector<ListException> exceptions;
    bool plain = false;  // nothing but anti-terrorism controls
    bool itar = false;   // a pointer to the ITAR
  };

  /// Errors name file and line. `countries` must outlive the list.
  [[nodiscard]] static Result<ControlList> load(const tables::DataFiles& files,
                                                const CountryTable& countries);

  [[nodiscard]] const std::vector<GoodsKind>& goods() const noexcept { return goods_; }
  /// The first of the kinds in `goods` (bits) of which an entry asks for a license to the destination, or
  /// may; null: none does.
  [[nodiscard]] const GoodsKind* first_asking(std::uint64_t goods, CountryCode destination,
                                              Date at) const noexcept;

  /// May goods of one of these kinds fall under the entry? So they may under each of the category and product
  /// group of an entry of the kind, and under its software and technology.
  [[nodiscard]] bool may_be(std::uint64_t goods, const Entry& entry) const noexcept;

  /// Null when the list has no such entry.
  [[nodiscard]] const Entry* find(std::string_view heading) const noexcept;

  [[nodiscard]] Determination determine(const Entry& entry, std::string_view paragraph,
                                        CountryCode destination, Date at) const noexcept;

  /// The exception of the entry that an item of that paragraph could use, where its words leave no doubt and
  /// no control in `reasons` rules it out; null: none.
  [[nodiscard]] const ListException* exception(const Entry& entry, ListException::Code code,
                                               std::string_view paragraph,
                                               std::uint32_t reasons) const noexcept;

  /// perhaps: a paragraph that is not told, or a condition in words, decides.
  [[nodiscard]] StaWords sta_words(const Entry& entry, std::string_view paragraph, CountryCode destination,
                                   Date at) const noexcept;

  /// "NS column 2, RS column 1" or "EI (15 CFR 742.15)"; appended to `out`, which is cut where it is full.
  [[nodiscard]] std::string_view reasons_text(const Determination& found,
                                              std::array<char, 160>& out) const noexcept;

  /// Has the place a row of the chart, by itself or by its sovereign?
  [[nodiscard]] bool has_row(CountryCode code) const noexcept { return chart_.row(code).exists; }
  /// Equal for two codes that every entry treats alike on that day. Cold.
  [[nodiscard]] std::vector<std::uint32_t> signature(CountryCode code, Date at) const;
  [[nodiscard]] std::size_t control_count() const noexcept { return control_count_; }
  [[nodiscard]] std::size_t entry_count() const noexcept { return entries_.size(); }

 private:
  struct Reference {
    std::string name, citation;
    Reach reach = Reach::open;
    std::vector<CountryCode> countries;
    CountrySet set = CountrySet::count;
    std::uint32_t footnote = 0;
    Date from{INT32_MIN};
  };
  friend class ControlListLoader;
  [[nodiscard]] bool reaches(const Reference& reference, CountryCode destination, Date at) const noexcept;

  const CountryTable* countries_ = nullptr;
  CountryChart chart_;
  std::vector<Reference> references_;
  std::vector<Entry> entries_;  // by heading
  std::vector<GoodsKind> goods_;
  std::size_t control_count_ = 0;
};

}  // namespace ordergate::rules
