// Flat code of one compiled expression: what the compiler writes and the evaluator runs. A stack
// machine whose every slot is known when compiling; jumps only go to instructions of the same code.
// Internal to the rule language.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "rules/language/expression.h"
#include "rules/language/fact_schema.h"
#include "rules/language/syntax.h"
#include "rules/language/value.h"

namespace ordergate::rules {

/// `a`, `b`, `c` are the instruction's fields; "slot" counts from the bottom of the stack.
enum class Op : std::uint8_t {
  constant,                 // push constants[c]
  variable,                 // push variable b
  local,                    // push slot b
  fact,                     // object -> fact c of it
  variable_fact,            // push fact c of variable b
  local_fact,               // push fact c of the object in slot b
  logical_not,              // boolean -> boolean
  negate,                   // number -> number
  arithmetic,               // left, right -> value; a: Operator
  compare_number,           // left, right -> boolean; a: Operator
  compare_number_constant,  // left -> boolean, against constants[c]; a: Operator
  compare_constant,         // left -> boolean, against constants[c] of its type; a: Operator
  compare,                  // left, right of one type -> boolean; a: Operator
  in_set,                   // value -> boolean, set c
  in_constants,             // value -> boolean, b constants from c
  in_list,                  // value, list -> boolean; the list is fact c
  and_test,                 // when the top is false, go to c
  and_join,                 // left, right -> boolean
  or_test,                  // when the top is true, go to c
  or_join,                  // left, right -> boolean
  branch,                   // condition ->; false: go to b; unknown: push an unknown of Type a, go to c
  jump,                     // go to c
  known,                    // value -> boolean
  size_list,                // list -> number
  size_text,                // text -> number of characters
  text_test,                // text, part -> boolean; a: TextTest
  lower,                    // text -> text
  loop_begin,  // list -> list, state, element; empty or unknown: result, go to c; a: Loop, b: fact
  loop_next,   // list, state, element, body -> result, or the next element and go to c; a, b
  leave        // drop b slots under the top
};

enum class TextTest : std::uint8_t { contains, starts_with, ends_with };
enum class Loop : std::uint8_t { exists, exists_outermost, exists_one, all, filter_size };

struct Instruction {
  Op op = Op::constant;
  std::uint8_t a = 0;
  std::uint16_t b = 0;
  std::uint32_t c = 0;
};

/// A fact resolved at compile time.
struct FactReference {
  Value (*get)(const void* context, std::uint32_t object) noexcept = nullptr;
  Value (*element)(const void* context, std::uint32_t owner, std::uint32_t index) noexcept = nullptr;
  TypeRef type;
  std::uint16_t fact = 0;        // index into ObjectDef::facts
  std::uint8_t object_kind = 0;  // whose fact it is
  bool local = false;            // FactDef::local
};

inline constexpr std::size_t kInstructionsMax = 16 * 1024;
inline constexpr std::size_t kStackMax = 1024;
inline constexpr std::size_t kLoopNestingMax = 3;
/// Loop turns of one evaluation; past it the answer is unknown.
inline constexpr std::uint32_t kTurnsMax = 1'000'000;

struct Expression::Code {
  std::vector<Instruction> instructions;
  std::vector<Value> constants;
  std::vector<FactReference> facts;
  std::deque<std::string> texts;  // what text constants point to
  const SetTable* sets = nullptr;
  std::size_t stack_size = 0;
  std::size_t variable_count = 0;
  TypeRef type;
};

}  // namespace ordergate::rules
