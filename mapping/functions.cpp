#include "mapping/functions.h"

#include <array>

namespace ordergate::mapping {
namespace {

using F = MapFunction;
using T = MapType;

// clang-format off
constexpr std::array<FunctionDef, 33> kFunctions = {{
    {"known", F::known, false, 1, 1, T::truth, ".", "is there a value"},
    {"first", F::first, false, 1, 32, T::any, ".", "the first value that is known"},
    {"join", F::join, false, 2, 32, T::text, "w.", "join(SEPARATOR, a, b, ...): the known ones in a row"},
    {"text", F::text, false, 1, 1, T::text, ".", "a number as it is written, a text as it is"},
    {"number", F::number, false, 1, 2, T::number, ".w", "a number, or a text that is one; number(x, \",\") says the decimal sign"},
    {"truth", F::truth, false, 1, 1, T::truth, ".", "true, false, 1, 0, yes, no"},
    {"date", F::date, false, 1, 2, T::date, ".w", "a day: iso, odata, yyyymmdd as they come; dmy, mdy, days, s, ms, us, ns by name"},
    {"time", F::time, false, 1, 3, T::time, ".ww", "a moment, as date(); time(x, FORM, \"Z\") says the zone of texts without one"},
    {"country", F::country, false, 1, 1, T::country, ".", "a country by name in any language, alpha-2, alpha-3 or numeric"},
    {"decimal", F::decimal, false, 2, 2, T::number, ".n", "decimal(BASE64, SCALE): bytes of a Connect or Avro decimal; texts and numbers as they are"},
    {"scaled", F::scaled, false, 2, 2, T::number, ".n", "scaled(x, 2): cents to units"},
    {"money", F::money, false, 2, 2, T::number, "..", "money(UNITS, NANOS)"},
    {"role", F::role, false, 2, 2, T::text, ".w", "the role of a party by its code: x12, sap, edifact"},
    {"lookup", F::lookup, false, 3, 3, T::text, ".ww", "lookup(x, \"FILE.csv\", \"COLUMN\"): of the row whose first column is x"},
    {"strip_html", F::strip_html, false, 1, 1, T::text, ".", "the text without tags and entities"},
    {"json", F::json, false, 1, 1, T::any, ".", "a text that is JSON itself, read"},
    {"before", F::before, false, 2, 2, T::text, ".w", "before(x, \"/\"): the part before the first; all when there is none"},
    {"after", F::after, false, 2, 2, T::text, ".w", "after(x, \"/\"): the part behind the first; absent when there is none"},
    {"between", F::between, false, 3, 3, T::text, ".ww", "between(x, \"[\", \"]\"); absent when there is none"},
    {"flatten", F::flatten, false, 1, 1, T::list, "l", "a list of lists as one list"},
    {"contains", F::contains, true, 2, 2, T::truth, "..", "x.contains(part)"},
    {"startsWith", F::starts_with, true, 2, 2, T::truth, "..", "x.startsWith(part)"},
    {"endsWith", F::ends_with, true, 2, 2, T::truth, "..", "x.endsWith(part)"},
    {"lowerAscii", F::lower, true, 1, 1, T::text, ".", "x.lowerAscii()"},
    {"upperAscii", F::upper, true, 1, 1, T::text, ".", "x.upperAscii()"},
    {"size", F::size, true, 1, 1, T::number, ".", "entries of a list, characters of a text"},
    {"get", F::get, true, 2, 2, T::any, ".w", "x.get(\"a key\"): a key that is no name"},
    {"at", F::at, true, 2, 2, T::any, "ln", "list.at(0)"},
    {"first", F::first_of, true, 1, 1, T::any, "l", "list.first(): its first known entry"},
    {"last", F::last_of, true, 1, 1, T::any, "l", "list.last(): its last known entry"},
    {"join", F::join, true, 2, 2, T::text, "lw", "list.join(SEPARATOR)"},
    {"before", F::before, true, 2, 2, T::text, ".w", "x.before(\"/\")"},
    {"after", F::after, true, 2, 2, T::text, ".w", "x.after(\"/\")"},
}};
constexpr std::array<LoopDef, 4> kLoops = {{{"filter", F::filter, T::list},
                                            {"map", F::map, T::list},
                                            {"exists", F::exists, T::truth},
                                            {"all", F::all, T::truth}}};
// clang-format on

}  // namespace

std::span<const FunctionDef> map_functions() noexcept { return kFunctions; }

const FunctionDef* find_function(std::string_view name, bool method) noexcept {
  for (const FunctionDef& def : kFunctions)
    if (def.name == name && def.method == method) return &def;
  return nullptr;
}

const LoopDef* find_loop(std::string_view name) noexcept {
  for (const LoopDef& def : kLoops)
    if (def.name == name) return &def;
  return nullptr;
}

}  // namespace ordergate::mapping
