// Facts of a line under the Commerce Control List.
#include <array>

#include "rules/facts/fact_get.h"

namespace ordergate::rules {
namespace {

constexpr std::string_view kPart738 = "15 CFR part 738";
constexpr std::string_view kList = "Supp. 1 to part 774";

const CclAssessment& ccl_of(const void* c, std::uint32_t i) noexcept { return assessed_of(c).ccl[i]; }

/// What the list says for the destination that is judged; null where that is not known.
const Determination* found(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const CountryCode destination = assessed.destination();
  return destination.known() ? &assessed.ccl[i].determination(destination, assessed.at) : nullptr;
}
template <bool Determination::*Member>
Value found_flag(const void* c, std::uint32_t i) noexcept {
  const Determination* const answer = found(c, i);
  return answer == nullptr ? Value::unknown(Type::boolean) : Value::of(answer->*Member);
}
std::uint32_t reasons(const Determination& answer) noexcept { return answer.reasons | answer.doubtful; }

Value state(const void* c, std::uint32_t i) noexcept { return Value::of(to_string(ccl_of(c, i).state())); }
Value reasons_text(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const CountryCode destination = assessed.destination();
  return destination.known() ? value_of(assessed.ccl[i].reasons_text(destination, assessed.at))
                             : Value::unknown(Type::string);
}
/// For a country on the way.
Value asked_in_transit(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  for (const CountryCode country : assessed.order->transit_countries)
    if (assessed.ccl[i].controlled() && assessed.ccl[i].determination(country, assessed.at).asks())
      return Value::of(true);
  return Value::of(false);
}
Value condition(const void* c, std::uint32_t i) noexcept {
  const Determination* const answer = found(c, i);
  return answer == nullptr ? Value::unknown(Type::string) : value_of(answer->condition);
}
Value only_national_security(const void* c, std::uint32_t i) noexcept {
  const Determination* const answer = found(c, i);
  if (answer == nullptr) return Value::unknown(Type::boolean);
  return Value::of((reasons(*answer) & ~bit(ControlReason::AT)) == bit(ControlReason::NS));
}
Value missile(const void* c, std::uint32_t i) noexcept {
  const Determination* const answer = found(c, i);
  if (answer == nullptr) return Value::unknown(Type::boolean);
  return Value::of((reasons(*answer) & bit(ControlReason::MT)) != 0);
}
Value military_series(const void* c, std::uint32_t i) noexcept {
  return Value::of(ccl_of(c, i).military_series());
}
template <StaWords Words>
Value sta_words(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const CountryCode destination = assessed.destination();
  if (!destination.known()) return Value::unknown(Type::boolean);
  return Value::of(assessed.ccl[i].sta_words(destination, assessed.at) == Words);
}
Value technology(const void* c, std::uint32_t i) noexcept { return Value::of(ccl_of(c, i).technology()); }

const ListException* exception(const void* c, std::uint32_t i, ListException::Code code) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const CountryCode destination = assessed.destination();
  return destination.known() ? assessed.ccl[i].exception(code, destination, assessed.at) : nullptr;
}
Value lvs_value_max(const void* c, std::uint32_t i) noexcept {
  const ListException* const lvs = exception(c, i, ListException::Code::LVS);
  return lvs == nullptr ? Value::of(0.0) : Value::of(lvs->value_max_usd);
}
template <ListException::Code Code>
Value offers(const void* c, std::uint32_t i) noexcept {
  return Value::of(exception(c, i, Code) != nullptr);
}

/// What goods the words of the line are, by kind.
std::uint64_t goods_of(const void* c, std::uint32_t i) noexcept {
  std::uint64_t goods = 0;
  for (const ScannedText& text : assessed_of(c).input->texts)
    if (text.line == i) goods |= text.goods;
  return goods;
}
const GoodsKind* asking_goods(const void* c, std::uint32_t i) noexcept {
  const OrderAssessment& assessed = assessed_of(c);
  const CountryCode destination = assessed.destination();
  const std::uint64_t goods = goods_of(c, i);
  if (goods == 0 || !destination.known()) return nullptr;
  return assessed.tables->control_list.first_asking(goods, destination, assessed.at);
}
Value sounds_listed(const void* c, std::uint32_t i) noexcept {
  return Value::of(asking_goods(c, i) != nullptr);
}
/// By the ECCN that is declared or known.
Value sounds_as_classified(const void* c, std::uint32_t i) noexcept {
  return Value::of(assessed_of(c).ccl[i].may_be(goods_of(c, i)));
}
Value sounds_like(const void* c, std::uint32_t i) noexcept {
  const GoodsKind* const kind = asking_goods(c, i);
  return kind == nullptr ? Value::unknown(Type::string) : Value::of(std::string_view(kind->name));
}
Value sounds_like_eccns(const void* c, std::uint32_t i) noexcept {
  const GoodsKind* const kind = asking_goods(c, i);
  return kind == nullptr ? Value::unknown(Type::string) : Value::of(std::string_view(kind->eccns));
}

Value hs6(const void* c, std::uint32_t i) noexcept { return value_of(ccl_of(c, i).hs6()); }
Value hs_chapter(const void* c, std::uint32_t i) noexcept {
  const std::string_view code = ccl_of(c, i).hs6();
  if (code.empty()) return Value::unknown(Type::number);
  return Value::of(static_cast<double>((code[0] - '0') * 10 + (code[1] - '0')));
}

/// Price of the line; where only the order has a value, that: never less than the line's.
Value value_usd(const void* c, std::uint32_t i) noexcept {
  const Order& order = *assessed_of(c).order;
  const Item& item = order.items[i];
  if (order.currency != "USD") return Value::unknown(Type::number);
  if (item.unit_price) return Value::of(*item.unit_price * item.quantity);
  return value_of(order.value);
}

constexpr std::array kFacts = {
    FactDef{"eccn_state", kText, state, nullptr, "", kList,
            "absent, ear99, listed, itar, unlisted (no such entry) or not_an_eccn", "eccn"},
    local(FactDef{"ccl_chart", kBool, found_flag<&Determination::chart>, nullptr, "", kPart738,
                  "the Country Chart asks for a license to the destination", ""}),
    local(FactDef{"ccl_chart_doubt", kBool, found_flag<&Determination::chart_doubt>, nullptr, "", kPart738,
                  "it may, under a condition that only words describe", ""}),
    local(FactDef{"ccl_reference", kBool, found_flag<&Determination::reference>, nullptr, "", kPart738,
                  "a control outside the chart asks for a license to the destination", ""}),
    local(FactDef{"ccl_reference_doubt", kBool, found_flag<&Determination::reference_doubt>, nullptr, "",
                  kPart738, "it may, under a condition that only words describe", ""}),
    FactDef{"ccl_in_transit", kBool, asked_in_transit, nullptr, "", "15 CFR 736.2(b)(8)",
            "the list asks, or may ask, for a license to a country on the way", ""},
    local(FactDef{"ccl_reasons", kText, reasons_text, nullptr, "", kPart738,
                  "reasons for control with their columns", ""}),
    local(FactDef{"ccl_condition", kText, condition, nullptr, "", kList, "the words of the first condition",
                  ""}),
    local(FactDef{"ccl_only_ns", kBool, only_national_security, nullptr, "", "15 CFR 740.4, 740.6",
                  "national security is the only reason that asks", ""}),
    local(FactDef{"ccl_missile", kBool, missile, nullptr, "", "15 CFR 740.2(a)(5)",
                  "missile technology is among the reasons", ""}),
    FactDef{"military_series", kBool, military_series, nullptr, "", "15 CFR 772.1", "600 series or 9x515",
            ""},
    local(FactDef{"sta_shut", kBool, sta_words<StaWords::shut>, nullptr, "", "15 CFR 740.20",
                  "the entry's STA paragraph says: not for this line to the destination", ""}),
    local(FactDef{"sta_perhaps_shut", kBool, sta_words<StaWords::perhaps>, nullptr, "", "15 CFR 740.20",
                  "it may say so, for a paragraph that is not told or under a condition in words", ""}),
    FactDef{"technology", kBool, technology, nullptr, "", kList,
            "software or technology: product group D or E", ""},
    local(FactDef{"lvs_value_max", kNumber, lvs_value_max, nullptr, "USD", "15 CFR 740.3",
                  "what the entry says of LVS; 0: nothing for this line", ""}),
    local(FactDef{"offers_gbs", kBool, offers<ListException::Code::GBS>, nullptr, "", "15 CFR 740.4",
                  "the entry says GBS for this line", ""}),
    local(FactDef{"offers_tsr", kBool, offers<ListException::Code::TSR>, nullptr, "", "15 CFR 740.6",
                  "the entry says TSR for this line", ""}),
    local(FactDef{"sounds_listed", kBool, sounds_listed, nullptr, "", "goods_words.csv",
                  "its words are those of goods for which an entry of the list asks for a license to the "
                  "destination, or "
                  "may",
                  ""}),
    FactDef{"sounds_as_classified", kBool, sounds_as_classified, nullptr, "", "goods_words.csv",
            "its ECCN is one that goods of such words may fall under", ""},
    local(FactDef{"sounds_like", kText, sounds_like, nullptr, "", "goods_words.csv", "of which kind of goods",
                  ""}),
    local(FactDef{"sounds_like_eccns", kText, sounds_like_eccns, nullptr, "", "goods_words.csv",
                  "the entries of that kind", ""}),
    FactDef{"hs6", kText, hs6, nullptr, "", "docs/orders.md", "the first six digits of the HS code",
            "hs_code"},
    FactDef{"hs_chapter", kNumber, hs_chapter, nullptr, "", "docs/orders.md", "chapter of the HS code",
            "hs_code"},
    FactDef{"value_usd", kNumber, value_usd, nullptr, "USD", "15 CFR 740.3",
            "value of the line, or of the order, where the currency is USD", "unit_price"},
};

}  // namespace

std::span<const FactDef> item_ccl_facts() noexcept { return kFacts; }

}  // namespace ordergate::rules
