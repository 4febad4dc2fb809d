// The terms of an expression that are asked before the machine runs: found when compiling, asked first of all
// when evaluating.
#include <new>

#include "rules/language/code.h"
#include "rules/language/operators.h"

namespace ordergate::rules {
namespace {

/// Does a false value at the && test `at` end the term? Leaving a predicate keeps it.
bool decides(const Expression::Code& code, std::size_t at, std::size_t end) noexcept {
  const std::vector<Instruction>& all = code.instructions;
  if (at >= end || all[at].op != Op::and_test) return false;
  while (at < end) {
    if (all[at].op == Op::leave) {
      ++at;
    } else if (all[at].op == Op::and_test) {
      at = all[at].c;
    } else {
      return false;
    }
  }
  return true;
}

/// What is asked of the fact before `at`; moves `at` behind it.
void read_comparison(const Expression::Code& code, std::size_t end, std::size_t& at, Lead& lead) noexcept {
  const std::vector<Instruction>& all = code.instructions;
  const auto op = [&] { return at < end ? all[at].op : Op::leave; };
  lead.kind = Lead::Kind::truth;
  if (op() == Op::known) {
    lead.kind = Lead::Kind::known;
    ++at;
  } else if (op() == Op::in_set) {
    lead.kind = Lead::Kind::in_set;
    lead.constant = all[at++].c;
  } else if (op() == Op::in_constants || op() == Op::compare_number_constant ||
             op() == Op::compare_constant) {
    lead.kind = op() == Op::in_constants ? Lead::Kind::in_constants : Lead::Kind::compare;
    lead.op = all[at].a;
    lead.count = all[at].b;
    lead.constant = all[at++].c;
  }
  if (op() == Op::logical_not) {
    lead.negated = true;
    ++at;
  }
}

/// Is the term false, by a fact that is known?
bool rejects(const Expression::Code& code, const Lead& lead, const Value& fact, Date at) noexcept {
  if (lead.kind == Lead::Kind::known) return fact.known == lead.negated;
  if (!fact.known) return false;
  switch (lead.kind) {
    case Lead::Kind::truth:
      return fact.boolean == lead.negated;
    case Lead::Kind::compare:
      return compare_values(static_cast<Operator>(lead.op), fact, code.constants[lead.constant]) ==
             lead.negated;
    case Lead::Kind::in_constants:
      return among(fact, code.constants.data() + lead.constant, lead.count) == lead.negated;
    case Lead::Kind::in_set:
      return code.sets->contains(lead.constant, fact, at) == lead.negated;
    default:
      return false;
  }
}

/// A constant, or a fact that is the whole expression.
bool answered_whole(const Expression::Code& code, const Lead& lead, const EvalFrame& frame,
                    Value& answer) noexcept {
  if (lead.kind == Lead::Kind::constant) {
    answer = code.constants[lead.constant];
    return true;
  }
  const Value& object = frame.variables[lead.variable];
  if (!object.known) return false;
  ::new (static_cast<void*>(&answer)) Value(lead.get(frame.context, object.object));
  return answer.known;
}

}  // namespace

Lead lead_of(const Expression::Code& code, const Term& term) noexcept {
  const std::vector<Instruction>& all = code.instructions;
  const bool alone = term.begin == 0 && term.end == all.size();
  Lead lead;
  std::size_t at = term.begin;
  if (alone && all.size() == 1 && all[0].op == Op::constant) {
    lead.kind = Lead::Kind::constant;
    lead.constant = all[0].c;
    return lead;
  }
  if (term.begin == term.end) return {};
  if (all[at].op == Op::variable_fact) {
    lead.variable = all[at].b;
    lead.get = code.facts[all[at++].c].get;
  } else if (term.end - at > 1 && all[at].op == Op::variable && all[at + 1].op == Op::local_fact &&
             all[at + 1].b == term.depth) {
    lead.variable = all[at].b;  // the argument of a predicate
    lead.get = code.facts[all[at + 1].c].get;
    at += 2;
  } else {
    return {};
  }
  if (alone && at == all.size() && term.end - term.begin == 1) {
    lead.kind = Lead::Kind::whole;
    return lead;
  }
  read_comparison(code, term.end, at, lead);
  std::size_t end = at;
  while (end < term.end && all[end].op == Op::leave) ++end;
  const bool finished = end == term.end;
  lead.complete = alone && finished;
  return finished || decides(code, at, term.end) ? lead : Lead{};
}

bool answered_by_leads(const Expression::Code& code, const EvalFrame& frame, Value& answer) noexcept {
  for (const Lead& lead : code.leads) {
    if (lead.kind == Lead::Kind::constant || lead.kind == Lead::Kind::whole)
      return answered_whole(code, lead, frame, answer);
    const Value& object = frame.variables[lead.variable];
    if (!object.known) continue;
    const Value fact(lead.get(frame.context, object.object));
    const bool rejected = rejects(code, lead, fact, frame.at);
    const bool told = fact.known || lead.kind == Lead::Kind::known;
    if (!rejected && !(lead.complete && told)) continue;
    answer.type = Type::boolean;
    answer.known = true;
    answer.boolean = !rejected;
    return true;
  }
  return false;
}

}  // namespace ordergate::rules
