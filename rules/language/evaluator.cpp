// Runs flat code. One loop over instructions, no recursion; the same loop is compiled twice, with and
// without the recording of unknown facts, so that ordinary evaluations do not pay for it.
//
// Values are written field by field, or made in place by the fact itself, and read field by field: a copy
// of a whole Value that was just written waits for its narrow stores (measured: a third of the time).
#include <algorithm>
#include <new>

#include "base/check.h"
#include "base/utf8.h"
#include "rules/language/code.h"
#include "rules/language/operators.h"

namespace ordergate::rules {
namespace {

/// Slots and witness: `witness_slot_` is where the value that a witness speaks for stands, so that a
/// value turning false takes its witness along.
///
/// Recording keeps this invariant: when an expression's value is known, no unknown fact stays recorded
/// from it. marks_[slot] is the number of recorded facts when the expression that ends in `slot` began.
template <bool kRecord>
class Machine {
 public:
  Machine(const Expression::Code& code, EvalFrame& frame) noexcept
      : code_(code),
        frame_(frame),
        stack_(frame.stack.data()),
        top_(frame.stack.data()),
        recorded_from_(static_cast<std::uint32_t>(frame.unknowns.size())) {}

  void run(Value& answer) noexcept {
    const auto end = static_cast<std::uint32_t>(code_.instructions.size());
    while (next_ < end) step(code_.instructions[next_++]);
    answer.type = code_.type.type;
    answer.known = false;
    answer.number = 0;
    if (exhausted_ || !stack_->known) return;
    copy_fields(*stack_, answer);
    if (answer.type == Type::boolean && !answer.boolean) frame_.witness = {};
  }

 private:
  __attribute__((always_inline)) void step(const Instruction& i) noexcept {
    switch (i.op) {
      case Op::constant:
        return push(code_.constants[i.c]);
      case Op::variable:
        return push_fields(frame_.variables[i.b]);
      case Op::local:
        return push_fields(stack_[i.b]);
      case Op::fact:
        return fact(i);
      case Op::variable_fact:
        return push_fact(frame_.variables[i.b], code_.facts[i.c]);
      case Op::local_fact:
        return push_fact(stack_[i.b], code_.facts[i.c]);
      case Op::compare_number_constant:
        return compare_number(i, top_[-1], code_.constants[i.c].number);
      case Op::compare_number:
        --top_;
        return top_->known ? compare_number(i, top_[-1], top_->number) : set_unknown(Type::boolean);
      case Op::compare_constant:
        return compare(i, code_.constants[i.c]);
      case Op::compare:
        --top_;
        return compare(i, *top_);
      case Op::in_set:
        return in_set(i.c);
      case Op::in_constants:
        return in_constants(i);
      case Op::and_test:
        return test(i.c, false);
      case Op::or_test:
        return test(i.c, true);
      case Op::and_join:
        return join(false);
      case Op::or_join:
        return join(true);
      case Op::logical_not:
        return logical_not();
      case Op::loop_begin:
        return loop_begin(i);
      case Op::loop_next:
        return loop_next(i);
      case Op::branch:
        return branch(i);
      case Op::jump:
        next_ = i.c;
        return;
      default:
        return step_rare(i);
    }
  }

  void step_rare(const Instruction& i) noexcept {
    switch (i.op) {
      case Op::negate:
        top_[-1].number = -top_[-1].number;
        return;
      case Op::arithmetic:
        return arithmetic(static_cast<Operator>(i.a));
      case Op::in_list:
        return in_list(code_.facts[i.c]);
      case Op::known:
        set_boolean(top_[-1].known);
        return forget();
      case Op::size_list:
        return set(top_[-1].known ? Value::of(static_cast<double>(top_[-1].list.count))
                                  : Value::unknown(Type::number));
      case Op::size_text:
        return set(top_[-1].known ? Value::of(static_cast<double>(count_characters(top_[-1].string)))
                                  : Value::unknown(Type::number));
      case Op::text_test:
        return text_test(static_cast<TextTest>(i.a));
      case Op::lower:
        return lower();
      case Op::leave:
        return leave(i.b);
      default:
        OG_CHECK(false);
    }
  }

  // The stack.

  [[nodiscard]] std::uint32_t top_slot() const noexcept {
    return static_cast<std::uint32_t>(top_ - stack_) - 1;
  }

  void push(const Value& value) noexcept {
    *top_++ = value;
    if constexpr (kRecord) frame_.marks[top_slot()] = recorded();
  }
  void push_fields(const Value& value) noexcept {
    copy_fields(value, *top_++);
    if constexpr (kRecord) frame_.marks[top_slot()] = recorded();
  }
  void set(const Value& value) noexcept { top_[-1] = value; }
  void set_boolean(bool value) noexcept {
    Value& slot = top_[-1];
    slot.type = Type::boolean;
    slot.known = true;
    slot.boolean = value;
  }
  void set_unknown(Type type) noexcept {
    Value& slot = top_[-1];
    slot.type = type;
    slot.known = false;
    slot.number = 0;
  }

  // Unknown facts and the witness.

  [[nodiscard]] std::uint32_t recorded() const noexcept {
    return static_cast<std::uint32_t>(frame_.unknowns.size());
  }

  void record(const FactReference& reference, std::uint32_t object) noexcept {
    if (recorded() - recorded_from_ >= kUnknownFactsMax) return;
    for (std::size_t i = recorded_from_; i < frame_.unknowns.size(); ++i) {
      const UnknownFact& known = frame_.unknowns[i];
      if (known.fact == reference.fact && known.object == object &&
          known.object_kind == reference.object_kind)
        return;
    }
    frame_.unknowns.push_back({reference.object_kind, object, reference.fact});
  }

  /// The top's value is known: what was unknown on the way to it did not matter.
  void forget() noexcept {
    if constexpr (kRecord) frame_.unknowns.resize(frame_.marks[top_slot()]);
  }

  void keep_witness() noexcept {
    if (!frame_.witness.present || witness_slot_ < top_slot()) return;
    if (top_[-1].known && !top_[-1].boolean) {
      frame_.witness = {};
    } else {
      witness_slot_ = top_slot();
    }
  }

  // Facts.

  /// Makes the fact in `slot`, without a copy.
  void read_fact(Value* slot, const FactReference& reference, std::uint32_t object) noexcept {
    ::new (static_cast<void*>(slot)) Value(reference.get(frame_.context, object));
    if constexpr (kRecord)
      if (!slot->known) record(reference, object);
  }

  void push_fact(const Value& object, const FactReference& reference) noexcept {
    Value* const slot = top_++;
    if constexpr (kRecord) frame_.marks[top_slot()] = recorded();
    if (!object.known) return set_unknown(reference.type.type);
    read_fact(slot, reference, object.object);
  }

  void fact(const Instruction& i) noexcept {
    const FactReference& reference = code_.facts[i.c];
    if (!top_[-1].known) return set_unknown(reference.type.type);
    read_fact(top_ - 1, reference, top_[-1].object);
  }

  /// Makes an element of a list in `slot`, without a copy.
  void read_element(Value* slot, const FactReference& list, std::uint32_t owner,
                    std::uint32_t index) noexcept {
    ::new (static_cast<void*>(slot)) Value(list.element(frame_.context, owner, index));
    if constexpr (kRecord)
      if (!slot->known) record(list, owner);
  }

  // Operators.

  void compare_number(const Instruction& i, const Value& left, double right) noexcept {
    if (!left.known) return set_unknown(Type::boolean);
    set_boolean(compare_with(static_cast<Operator>(i.a), left.number, right));
  }

  void compare(const Instruction& i, const Value& right) noexcept {
    if (!top_[-1].known || !right.known) return set_unknown(Type::boolean);
    set_boolean(compare_values(static_cast<Operator>(i.a), top_[-1], right));
  }

  void arithmetic(Operator op) noexcept {
    --top_;
    const Value& left = top_[-1];
    const bool days = left.type == Type::date && top_->type == Type::date;
    const Type type = days ? Type::number : left.type;
    set(left.known && top_->known ? calculate(op, left, *top_) : Value::unknown(type));
  }

  void logical_not() noexcept {
    if (top_[-1].known) top_[-1].boolean = !top_[-1].boolean;
    keep_witness();
  }

  void test(std::uint32_t target, bool decides) noexcept {
    if (top_[-1].known && top_[-1].boolean == decides) next_ = target;
  }

  /// left && right with decides = false, left || right with decides = true.
  void join(bool decides) noexcept {
    const Value& right = *--top_;
    if (!right.known) {
      set_unknown(Type::boolean);
    } else if (right.boolean == decides) {
      set_boolean(decides);
      forget();
    }  // else the left one, true for && or unknown, is the answer
    keep_witness();
  }

  void branch(const Instruction& i) noexcept {
    if (!top_[-1].known) {
      set_unknown(static_cast<Type>(i.a));
      next_ = i.c;
      return;
    }
    --top_;
    if (!top_->boolean) next_ = i.b;
  }

  void in_set(std::uint32_t set_index) noexcept {
    if (!top_[-1].known) return set_unknown(Type::boolean);
    set_boolean(code_.sets->contains(set_index, top_[-1], frame_.at));
  }

  void in_constants(const Instruction& i) noexcept {
    const Value& needle = top_[-1];
    if (!needle.known) return set_unknown(Type::boolean);
    set_boolean(among(needle, code_.constants.data() + i.c, i.b));
  }

  void in_list(const FactReference& reference) noexcept {
    const Value& list = *--top_;
    const Value& needle = top_[-1];
    if (!list.known || !needle.known) return set_unknown(Type::boolean);
    bool all_known = true;
    Value candidate;
    for (std::uint32_t i = 0; i < list.list.count; ++i) {
      read_element(&candidate, reference, list.list.owner, i);
      all_known = all_known && candidate.known;
      if (!candidate.known || !compare_values(Operator::equal, needle, candidate)) continue;
      set_boolean(true);
      return forget();
    }
    if (all_known) return set_boolean(false);
    set_unknown(Type::boolean);
  }

  void text_test(TextTest test) noexcept {
    const Value& part = *--top_;
    if (!part.known || !top_[-1].known) return set_unknown(Type::boolean);
    set_boolean(test_text(test, top_[-1].string, part.string));
  }

  void lower() noexcept {
    const Value text = top_[-1];
    if (!text.known || std::none_of(text.string.begin(), text.string.end(), is_capital)) return;
    if (!frame_.texts) frame_.texts = std::make_unique<Arena>();
    char* const data = frame_.texts->allocate_array<char>(text.string.size());
    std::transform(text.string.begin(), text.string.end(), data,
                   [](char c) { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; });
    set(Value::of(std::string_view(data, text.string.size())));
  }

  void leave(std::uint16_t count) noexcept {
    const Value& result = top_[-1];  // stays readable above the top
    top_ -= count;
    copy_fields(result, top_[-1]);
    if (top_[-1].known) forget();
    if (top_[-1].type == Type::boolean) keep_witness();
  }

  // Loops. Slots: list, state, element. state.list = {index, matches}; state.known: no test was unknown.

  void loop_begin(const Instruction& i) noexcept {
    const Value& list = top_[-1];
    if (!list.known || list.list.count == 0) {
      next_ = i.c;
      return set(list.known ? empty_result(static_cast<Loop>(i.a))
                            : Value::unknown(result_type(static_cast<Loop>(i.a))));
    }
    push(Value::list_of(0, 0));
    ++top_;
    if constexpr (kRecord) frame_.marks[top_slot()] = recorded();
    read_element(top_ - 1, code_.facts[i.b], list.list.owner, 0);
  }

  static Type result_type(Loop loop) noexcept {
    return loop == Loop::filter_size ? Type::number : Type::boolean;
  }
  static Value empty_result(Loop loop) noexcept {
    return loop == Loop::filter_size ? Value::of(0.0) : Value::of(loop == Loop::all);
  }

  void loop_next(const Instruction& i) noexcept {
    const auto loop = static_cast<Loop>(i.a);
    const Value& body = *--top_;
    Value& state = top_[-2];
    const Value& list = top_[-3];
    const bool decisive = body.known && body.boolean != (loop == Loop::all);
    if (!body.known) state.known = false;
    if (decisive) {
      if (loop != Loop::exists_one && loop != Loop::filter_size) return decide(loop, code_.facts[i.b]);
      ++state.list.count;
    }
    if (++state.list.owner < list.list.count) return turn(i, list, state.list.owner);
    finish(loop);
  }

  void turn(const Instruction& i, const Value& list, std::uint32_t index) noexcept {
    if (++turns_ > kTurnsMax) {
      exhausted_ = true;
      next_ = static_cast<std::uint32_t>(code_.instructions.size());
      return;
    }
    read_element(top_ - 1, code_.facts[i.b], list.list.owner, index);
    next_ = i.c;
  }

  /// One element settled it: true for exists, false for all.
  void decide(Loop loop, const FactReference& reference) noexcept {
    const Value& found = top_[-1];  // stays readable above the top
    top_ -= 2;
    set_boolean(loop != Loop::all);
    forget();
    if (loop != Loop::exists_outermost || found.type != Type::object || frame_.witness.present) return;
    frame_.witness = {true, reference.type.object, found.object};
    witness_slot_ = top_slot();
  }

  /// Every element was visited.
  void finish(Loop loop) noexcept {
    const Value& state = top_[-2];  // stays readable above the top
    top_ -= 2;
    if (!state.known) return set_unknown(result_type(loop));
    const double matches = state.list.count;
    if (loop == Loop::filter_size) return set(Value::of(matches));
    set_boolean(loop == Loop::exists_one ? matches == 1 : loop == Loop::all);
  }

  const Expression::Code& code_;
  EvalFrame& frame_;
  Value* const stack_;
  Value* top_;
  std::uint32_t next_ = 0;
  std::uint32_t turns_ = 0;
  std::uint32_t witness_slot_ = 0;
  std::uint32_t recorded_from_;
  bool exhausted_ = false;
};

}  // namespace

namespace {

void run_machine(const Expression::Code& code, EvalFrame& frame, Value& answer) noexcept {
  if (frame.stack.size() < code.stack_size) frame.stack.resize(code.stack_size);
  if (frame.texts) frame.texts->reset();
  Machine<false>(code, frame).run(answer);
  if (answer.known) return;
  if (frame.marks.size() < code.stack_size) frame.marks.resize(code.stack_size);
  if (frame.texts) frame.texts->reset();
  frame.witness = {};
  Machine<true>(code, frame).run(answer);
}

}  // namespace

Value Expression::evaluate(EvalFrame& frame) const noexcept {
  Value answer;  // returned everywhere, so that it is made in the caller's place
  frame.witness = {};
  if (!code_) return answer;
  OG_CHECK(frame.variables.size() >= code_->variable_count);
  run_machine(*code_, frame, answer);
  return answer;
}

}  // namespace ordergate::rules
