// The one line at the head of a verdict.
#include "rules/evaluation/evaluation.h"
#include "rules/items/eccn.h"

namespace ordergate::rules {
namespace {

void append_number(std::string& out, double number) { append_value(Value::of(number), out); }

/// "8 HGX H200 8-GPU baseboard (64 ICs, 1,013,760 TPP)".
void append_item(const OrderAssessment& assessed, std::uint32_t index, std::string& out) {
  const Item& item = assessed.order->items[index];
  const ItemAssessment& reading = assessed.items[index];
  append_number(out, item.quantity);
  out.append(" x ");
  const std::string_view name = !item.description.empty()   ? item.description
                                : !item.model.empty()       ? item.model
                                : !item.part_number.empty() ? item.part_number
                                                            : std::string_view("item");
  constexpr std::size_t kNameBytesMax = 60;
  std::size_t end = name.size();
  if (end > kNameBytesMax) {
    end = kNameBytesMax;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U) --end;
  }
  out.append(name.substr(0, end));
  if (end < name.size()) out.append("...");
  if (!reading.chip() || !reading.tpp_total || *reading.tpp_total <= 0) return;
  out.append(" (");
  append_number(out, reading.ics);
  out.append(reading.ics == 1 ? " IC, " : " ICs, ");
  append_number(out, *reading.tpp_total);
  out.append(" TPP)");
}

void append_subject(const OrderAssessment& assessed, std::string& out) {
  const Order& order = *assessed.order;
  if (order.kind == OrderKind::model_weights) {
    out.append("Model weights");
    if (!order.model.name.empty()) out.append(" ").append(order.model.name);
    return;
  }
  if (order.kind == OrderKind::iaas) out.append("Rented compute: ");
  if (order.items.empty()) {
    out.append(order.kind == OrderKind::iaas ? "no line" : "Order without lines");
    return;
  }
  // The line that weighs most stands for the order.
  std::uint32_t heaviest = 0;
  for (std::uint32_t i = 1; i < order.items.size(); ++i)
    if (assessed.items[i].tpp_total.value_or(0) > assessed.items[heaviest].tpp_total.value_or(0))
      heaviest = i;
  append_item(assessed, heaviest, out);
  if (order.items.size() == 1) return;
  out.append(" and ");
  append_number(out, order.items.size() - 1.0);
  out.append(order.items.size() == 2 ? " more line" : " more lines");
}

}  // namespace

std::string_view summarize(const OrderAssessment& assessed, const Verdict& verdict, std::string& text,
                           Arena& arena) noexcept {
  text.clear();
  append_subject(assessed, text);
  if (assessed.order->kind == OrderKind::listing) {
    text.append(assessed.order->listing.worldwide ? ", listed worldwide" : ", listed");
  } else if (assessed.destination().known()) {
    text.append(" to ").append(assessed.countries->name(assessed.destination()));
  }
  const Finding* worst = verdict.findings.empty() ? nullptr : &verdict.findings[0];
  if (worst != nullptr && worst->outcome != Outcome::annotate) {
    text.append(": ").append(worst->message);
  } else if (verdict.decision == Decision::allow) {
    text.append(": no open restriction");
  } else {
    text.append(": ").append(verdict.error.message);  // nothing was found, and not everything was looked at
  }
  return arena.copy(text);
}

}  // namespace ordergate::rules
