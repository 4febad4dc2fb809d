// Reading the tables of the Commerce Control List. Cold.
#include <algorithm>
#include <charconv>
#include <map>

#include "base/certainty.h"
#include "rules/ccl/control_list.h"
#include "tables/csv.h"
#include "tables/text_parts.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kControls = "ccl_controls.csv";
constexpr std::string_view kReferences = "ccl_references.csv";
constexpr std::string_view kExceptions = "ccl_exceptions.csv";
constexpr std::string_view kGoods = "goods_words.csv";

ControlReason reason_of(std::string_view word) noexcept {
  for (std::size_t i = 0; i < kControlReasonCount; ++i)
    if (to_string(static_cast<ControlReason>(i)) == word) return static_cast<ControlReason>(i);
  return ControlReason::other;
}

std::optional<Reach> reach_of(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 8> kWords = {"everywhere", "except",    "countries", "set",
                                                      "footnote",   "elsewhere", "itar",      "open"};
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == word) return static_cast<Reach>(i);
  return std::nullopt;
}

ListException::Code exception_code(std::string_view word) noexcept {
  if (word == "LVS") return ListException::Code::LVS;
  if (word == "GBS") return ListException::Code::GBS;
  if (word == "TSR") return ListException::Code::TSR;
  return word == "STA" ? ListException::Code::STA : ListException::Code::other;
}

bool number(std::string_view text, double& out) noexcept {
  const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
  return end.ec == std::errc() && end.ptr == text.data() + text.size();
}

}  // namespace

class ControlListLoader {
 public:
  ControlListLoader(const tables::DataFiles& files, const CountryTable& countries) : files_(files) {
    list_.countries_ = &countries;
  }

  Result<ControlList> load() {
    Result<CountryChart> chart = CountryChart::load(files_, *list_.countries_);
    if (!chart) return chart.error();
    list_.chart_ = std::move(chart).value();
    if (Status read = each(kReferences, [&](const auto& field) { return read_reference(field); }); !read)
      return read.error();
    if (Status read = each(kControls, [&](const auto& field) { return read_control(field); }); !read)
      return read.error();
    if (Status read = each(kExceptions, [&](const auto& field) { return read_exception(field); }); !read)
      return read.error();
    for (auto& [heading, entry] : entries_) list_.entries_.push_back(std::move(entry));
    for (ControlList::Entry& entry : list_.entries_) entry.plain = !entry.itar && plain(entry);
    if (Status read = each(kGoods, [&](const auto& field) { return read_goods(field); }); !read)
      return read.error();
    return std::move(list_);
  }

 private:
  /// Calls `read(field)` for each row; it returns what is wrong, or nothing.
  template <typename Read>
  Status each(std::string_view file, Read&& read) {
    Result<std::string> text = files_.read(file);
    if (!text) return text.error();
    Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), files_.path(file));
    if (!table) return table.error();
    for (const tables::CsvRecord& row : table.value().rows) {
      const auto field = [&](std::string_view name) { return table.value().field(row, name); };
      std::string wrong = read(field);
      if (wrong.empty() && !parse_certainty(field("certainty")))
        wrong = "certainty must be confirmed, recalled or unsure";
      if (!wrong.empty()) return Error{files_.path(file) + ":" + std::to_string(row.line) + ": " + wrong};
    }
    return Done{};
  }

  template <typename Field>
  std::string read_reference(const Field& field) {
    ControlList::Reference reference;
    reference.name = field("reference");
    reference.citation = field("citation");
    const std::optional<Reach> reach = reach_of(field("reach"));
    if (reference.name.empty() || reference_numbers_.count(reference.name) != 0)
      return "a name of its own is required";
    if (!reach) return "reach must be everywhere, except, countries, set, footnote, elsewhere, itar or open";
    reference.reach = *reach;
    const std::string_view where = field("where");
    if (*reach == Reach::except || *reach == Reach::countries)
      for (const std::string& code : tables::split_parts(where, ' ')) {
        reference.countries.push_back(CountryCode::parse(code));
        if (!list_.countries_->exists(reference.countries.back()))
          return code + " has no row in countries.csv";
      }
    if (*reach == Reach::set) {
      const std::optional<std::uint32_t> set = list_.countries_->find(where);
      if (!set) return "unknown set of countries";
      reference.set = static_cast<CountrySet>(*set);
    }
    double footnote = 0;
    if (*reach == Reach::footnote && (!number(where, footnote) || footnote < 1 || footnote > 31))
      return "where must be the number of a footnote";
    reference.footnote = static_cast<std::uint32_t>(footnote);
    if (const std::string_view from = field("from"); !from.empty()) {
      const std::optional<Date> day = parse_date(from);
      if (!day) return "from is no date";
      reference.from = *day;
    }
    reference_numbers_.emplace(reference.name, static_cast<std::uint16_t>(list_.references_.size()));
    list_.references_.push_back(std::move(reference));
    return {};
  }

  /// The entry of the row; null: its ECCN is none.
  ControlList::Entry* entry(std::string_view heading) {
    const EccnText text = EccnText::read(heading);
    if (text.kind() != EccnKind::eccn || text.heading() != heading) return nullptr;
    ControlList::Entry& entry = entries_[std::string(heading)];
    std::copy(heading.begin(), heading.end(), entry.heading.begin());
    return &entry;
  }

  template <typename Field>
  static EntryScope scope(const Field& field) {
    EntryScope out;
    out.paragraphs = tables::split_parts(field("paragraphs"), ' ');
    out.but = tables::split_parts(field("but"), ' ');
    out.condition = field("condition");
    return out;
  }

  template <typename Field>
  std::string read_control(const Field& field) {
    ControlList::Entry* const of = entry(field("eccn"));
    if (of == nullptr) return "eccn must be like 3A001";
    ListControl control;
    if (field("reason").empty()) return "a reason is required";
    control.reason = reason_of(field("reason"));
    control.scope = scope(field);
    const std::string_view column = field("column");
    const auto reference = reference_numbers_.find(std::string(field("reference")));
    if (column.empty() == field("reference").empty()) return "either a column or a reference is required";
    if (!column.empty()) {
      control.column = chart_column(column);
      if (!control.column) return "unknown column";
    } else {
      if (reference == reference_numbers_.end()) return "reference has no row in ccl_references.csv";
      control.reference = reference->second;
      of->itar = of->itar || list_.references_[control.reference].reach == Reach::itar;
    }
    of->controls.push_back(std::move(control));
    ++list_.control_count_;
    return {};
  }

  template <typename Field>
  std::string read_exception(const Field& field) {
    ControlList::Entry* const of = entry(field("eccn"));
    if (of == nullptr || of->controls.empty()) return "eccn has no row in ccl_controls.csv";
    ListException exception;
    exception.code = exception_code(field("exception"));
    const std::string_view state = field("state");
    if (state != "yes" && state != "no" && state != "open") return "state must be yes, no or open";
    exception.state = state == "yes"  ? ListException::State::yes
                      : state == "no" ? ListException::State::no
                                      : ListException::State::open;
    exception.scope = scope(field);
    if (const std::string_view most = field("value_max_usd"); !most.empty())
      if (!number(most, exception.value_max_usd)) return "value_max_usd must be a number";
    if (exception.code == ListException::Code::LVS && state == "yes" && exception.value_max_usd <= 0)
      return "LVS needs value_max_usd";
    for (const std::string& reason : tables::split_parts(field("not_for"), ' '))
      exception.not_for |= bit(reason_of(reason));
    for (const std::string& group : tables::split_parts(field("not_to"), ' ')) {
      const std::optional<std::uint32_t> set = list_.countries_->find(group);
      if (!set) return "not_to names no set of countries";
      exception.not_to.push_back(static_cast<CountrySet>(*set));
    }
    if ((exception.code == ListException::Code::STA) == exception.not_to.empty())
      return "not_to is for STA, which needs it";
    of->exceptions.push_back(std::move(exception));
    return {};
  }

  template <typename Field>
  std::string read_goods(const Field& field) {
    GoodsKind kind;
    kind.name = field("goods");
    if (kind.name.empty() || field("words").empty()) return "goods and words are required";
    if (list_.goods_.size() == kGoodsKindsMax)
      return "there are more kinds of goods than a text has bits for";
    for (const std::string& eccn : tables::split_parts(field("eccns"), ' ')) {
      const ControlList::Entry* const entry = list_.find(eccn);
      if (entry == nullptr) return eccn + " has no row in ccl_controls.csv";
      kind.entries.push_back(static_cast<std::uint32_t>(entry - list_.entries_.data()));
      kind.eccns += (kind.eccns.empty() ? "" : ", ") + eccn;
    }
    if (kind.entries.empty()) return "eccns are required";
    for (const std::string& eccn : tables::split_parts(field("also"), ' ')) {
      const ControlList::Entry* const entry = list_.find(eccn);
      if (entry == nullptr) return "also: " + eccn + " has no row in ccl_controls.csv";
      kind.also.push_back(static_cast<std::uint32_t>(entry - list_.entries_.data()));
    }
    list_.goods_.push_back(std::move(kind));
    return {};
  }

  bool plain(const ControlList::Entry& entry) const {
    return std::all_of(entry.controls.begin(), entry.controls.end(), [&](const ListControl& control) {
      if (control.column) return control.reason == ControlReason::AT;
      return list_.references_[control.reference].name == "none";
    });
  }

  const tables::DataFiles& files_;
  ControlList list_;
  std::map<std::string, std::uint16_t> reference_numbers_;
  std::map<std::string, ControlList::Entry> entries_;
};

Result<ControlList> ControlList::load(const tables::DataFiles& files, const CountryTable& countries) {
  return ControlListLoader(files, countries).load();
}

}  // namespace ordergate::rules
