// Syntax tree to steps: names resolved, types checked, paths gathered. Cold.
#include <algorithm>
#include <optional>

#include "base/near_name.h"
#include "mapping/functions.h"
#include "mapping/map_expression.h"
#include "rules/language/lexer.h"
#include "tables/csv.h"
#include "tables/data_files.h"

namespace ordergate::mapping {
namespace {

using rules::Node;
using rules::NodeKind;
using rules::Operator;

class MapCompiler {
 public:
  using Made = std::optional<std::uint32_t>;

  MapCompiler(MapScope& scope, MapExpression& out) : scope_(scope), out_(out) {}

  Status run() {
    Result<rules::Syntax> parsed = rules::parse_expression(out_.source);
    if (!parsed) return parsed.error();
    syntax_ = &parsed.value();
    const Made root = compile(syntax_->nodes[syntax_->root]);
    if (!root) return *error_;
    out_.root = *root;
    out_.type = out_.steps[*root].type;
    return Done{};
  }

 private:
  [[nodiscard]] const Node& child(const Node& node, std::size_t i) const { return syntax_->child(node, i); }

  std::nullopt_t fail(const Node& node, const std::string& what) {
    if (!error_) error_ = rules::error_at(out_.source, node.at, what);
    return std::nullopt;
  }

  MapLiteral& literal_of(MapStep& step) {
    MapLiteral& made = scope_.literals.emplace_back();
    step.literal = &made;
    return made;
  }
  void be_text(MapStep& step, const std::string& text) {
    MapLiteral& literal = literal_of(step);
    literal.text = text;
    literal.value = MapValue::of(literal.text, JsonTree::kNone);
  }

  std::uint32_t add(const MapStep& made, const std::vector<std::uint32_t>& operands = {}) {
    MapStep step = made;
    step.first = static_cast<std::uint32_t>(out_.operands.size());
    step.count = static_cast<std::uint32_t>(operands.size());
    out_.operands.insert(out_.operands.end(), operands.begin(), operands.end());
    out_.steps.push_back(step);
    return static_cast<std::uint32_t>(out_.steps.size() - 1);
  }

  [[nodiscard]] MapType type_of(std::uint32_t step) const { return out_.steps[step].type; }

  Made compile(const Node& node) {
    switch (node.kind) {
      case NodeKind::boolean:
      case NodeKind::number:
      case NodeKind::text:
        return literal(node);
      case NodeKind::name:
      case NodeKind::field:
        return path(node);
      case NodeKind::unary:
        return unary(node);
      case NodeKind::binary:
        return binary(node);
      case NodeKind::conditional:
        return conditional(node);
      case NodeKind::list:
        return list(node);
      case NodeKind::call:
        return call(node);
    }
    return std::nullopt;
  }

  Made literal(const Node& node) {
    MapStep step;
    step.op = MapOp::constant;
    if (node.kind == NodeKind::boolean) {
      step.type = MapType::truth;
      literal_of(step).value.kind = MapValue::Kind::truth;
      scope_.literals.back().value.truth = node.boolean;
    } else if (node.kind == NodeKind::number) {
      step.type = MapType::number;
      literal_of(step).value.kind = MapValue::Kind::number;
      scope_.literals.back().value.number = node.number;
    } else if (node.text.size() > kMapTextMax) {
      return fail(node, "a text of more than 1 MiB");
    } else {
      step.type = MapType::text;
      be_text(step, node.text);
    }
    return add(step);
  }

  /// The keys behind a variable: `src.a.get("b c")`; null when it is no such chain.
  const Node* chain(const Node& node, std::vector<const Node*>& keys) const {
    if (node.kind == NodeKind::name) return &node;
    const bool get = node.kind == NodeKind::call && node.method && node.text == "get" &&
                     node.children.size() == 2 && child(node, 1).kind == NodeKind::text;
    if (node.kind != NodeKind::field && !get) return nullptr;
    const Node* const root = chain(child(node, 0), keys);
    if (root != nullptr) keys.push_back(get ? &child(node, 1) : &node);
    return root;
  }

  Made path(const Node& node) {
    std::vector<const Node*> keys;
    const Node* const root = chain(node, keys);
    if (root == nullptr) {
      const Made value = compile(child(node, 0));
      if (!value) return std::nullopt;
      if (type_of(*value) != MapType::any)
        return fail(node,
                    "a " + std::string(to_string(type_of(*value))) + " has no field '" + node.text + "'");
      return field(*value, node.text);
    }
    if (root->text == "setting" && !keys.empty()) return setting(node, keys);
    if (root->text == "null" && keys.empty()) return add({});
    const std::optional<std::uint32_t> variable = find_variable(root->text);
    if (!variable) return unknown_variable(*root);
    MapVariable& known = scope_.variables[*variable];
    if (!keys.empty() && known.type != MapType::any)
      return fail(*keys.front(), "'" + root->text + "' is a " + std::string(to_string(known.type)) +
                                     " and has no field '" + keys.front()->text + "'");
    asks(*variable, keys);
    MapStep step;
    step.type = keys.empty() ? known.type : MapType::any;
    step.op = keys.empty() ? MapOp::variable : MapOp::load;
    step.slot = keys.empty() ? *variable : slot_of(known, keys);
    return add(step);
  }

  void asks(std::uint32_t variable, const std::vector<const Node*>& keys) {
    if (!out_.constant) return;
    out_.constant = false;
    out_.asked_variable = variable;
    for (const Node* key : keys) out_.asked_path += (out_.asked_path.empty() ? "" : ".") + key->text;
  }

  std::uint32_t slot_of(MapVariable& variable, const std::vector<const Node*>& keys) {
    PathTree** tree = &variable.paths;
    std::uint32_t slot = 0;
    for (const Node* key : keys) {
      if (*tree == nullptr) {
        scope_.trees.push_back(std::make_unique<PathTree>());
        *tree = scope_.trees.back().get();
      }
      std::vector<PathTree::Key>& known = (*tree)->keys;
      auto found =
          std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.key == key->text; });
      if (found == known.end()) {
        variable.slots.push_back(scope_.slot_count);
        (*tree)->add(key->text, scope_.slot_count++);
        found = known.end() - 1;
      }
      slot = found->slot;
      tree = &found->below;
    }
    return slot;
  }

  Made setting(const Node& node, const std::vector<const Node*>& keys) {
    const auto found = scope_.settings.find(keys[0]->text);
    if (keys.size() != 1 || found == scope_.settings.end()) {
      std::vector<std::string_view> names;
      for (const auto& [name, value] : scope_.settings) names.push_back(name);
      return fail(node,
                  "no setting '" + keys[0]->text + "' in [settings]" + did_you_mean(keys[0]->text, names));
    }
    MapStep step;
    step.type = MapType::text;
    if (!says_nothing(found->second)) {
      step.op = MapOp::constant;
      be_text(step, found->second);
    }
    return add(step);
  }

  [[nodiscard]] std::optional<std::uint32_t> find_variable(std::string_view name) const {
    for (auto at = scope_.visible.rbegin(); at != scope_.visible.rend(); ++at)
      if (scope_.variables[*at].name == name) return *at;
    return std::nullopt;
  }

  Made unknown_variable(const Node& node) {
    std::vector<std::string_view> names;
    for (const std::uint32_t each : scope_.visible) names.push_back(scope_.variables[each].name);
    return fail(node,
                "unknown name '" + node.text + "'; a text stands in quotes" + did_you_mean(node.text, names));
  }

  Made field(std::uint32_t value, const std::string& key) {
    MapStep step;
    step.op = MapOp::field;
    be_text(step, key);
    return add(step, {value});
  }

  /// A value that may be of the type: it is, or the record says only then.
  bool fits(std::uint32_t step, MapType wanted) const {
    const MapType type = type_of(step);
    return type == MapType::any || type == wanted;
  }

  Made unary(const Node& node) {
    const Made value = compile(child(node, 0));
    if (!value) return std::nullopt;
    const bool logical = node.op == Operator::logical_not;
    if (!fits(*value, logical ? MapType::truth : MapType::number))
      return fail(node, std::string(logical ? "'!' needs true or false" : "'-' needs a number") +
                            ", found a " + std::string(to_string(type_of(*value))));
    MapStep step;
    step.op = logical ? MapOp::logical_not : MapOp::negate;
    step.type = logical ? MapType::truth : MapType::number;
    return add(step, {*value});
  }

  Made binary(const Node& node) {
    const Made left = compile(child(node, 0));
    const Made right = left ? compile(child(node, 1)) : std::nullopt;
    if (!right) return std::nullopt;
    MapStep step;
    step.operation = node.op;
    const auto wants = [&](MapType type) {
      if (fits(*left, type) && fits(*right, type)) return true;
      fail(node, "'" + std::string(rules::to_string(node.op)) + "' needs " +
                     (type == MapType::truth ? "true or false" : "numbers") + " on both sides");
      return false;
    };
    switch (node.op) {
      case Operator::logical_and:
      case Operator::logical_or:
        if (!wants(MapType::truth)) return std::nullopt;
        step.op = node.op == Operator::logical_and ? MapOp::logical_and : MapOp::logical_or;
        step.type = MapType::truth;
        break;
      case Operator::add:
      case Operator::subtract:
      case Operator::multiply:
      case Operator::divide:
        if (!wants(MapType::number)) return std::nullopt;
        step.op = MapOp::arithmetic;
        step.type = MapType::number;
        break;
      case Operator::in:
        if (!fits(*right, MapType::list)) return fail(node, "'in' needs a list on its right");
        step.op = MapOp::in_list;
        step.type = MapType::truth;
        break;
      default:
        if (!comparable(type_of(*left), type_of(*right)))
          return fail(node, "a " + std::string(to_string(type_of(*left))) + " and a " +
                                std::string(to_string(type_of(*right))) + " cannot be compared");
        step.op = MapOp::compare;
        step.type = MapType::truth;
    }
    return add(step, {*left, *right});
  }

  static bool comparable(MapType left, MapType right) {
    const auto plain = [](MapType type) {
      return type == MapType::country || type == MapType::time ? MapType::text : type;
    };
    if (left == MapType::list || right == MapType::list) return false;
    return left == MapType::any || right == MapType::any || plain(left) == plain(right);
  }

  Made conditional(const Node& node) {
    const Made condition = compile(child(node, 0));
    if (!condition) return std::nullopt;
    if (!fits(*condition, MapType::truth))
      return fail(node, "the condition before '?' must be true or false");
    const Made yes = compile(child(node, 1));
    const Made no = yes ? compile(child(node, 2)) : std::nullopt;
    if (!no) return std::nullopt;
    MapStep step;
    step.op = MapOp::conditional;
    step.type = common(*yes, *no);
    return add(step, {*condition, *yes, *no});
  }

  /// The type of one of two values; absent is of each.
  [[nodiscard]] MapType common(std::uint32_t left, std::uint32_t right) const {
    if (out_.steps[left].op == MapOp::absent) return type_of(right);
    if (out_.steps[right].op == MapOp::absent || type_of(left) == type_of(right)) return type_of(left);
    return MapType::any;
  }

  Made list(const Node& node) {
    std::vector<std::uint32_t> operands;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const Made element = compile(child(node, i));
      if (!element) return std::nullopt;
      operands.push_back(*element);
    }
    MapStep step;
    step.op = MapOp::list_literal;
    step.type = MapType::list;
    return add(step, operands);
  }

  Made call(const Node& node) {
    std::vector<const Node*> keys;
    if (chain(node, keys) != nullptr) return path(node);
    if (node.method)
      if (const LoopDef* loop = find_loop(node.text)) return compile_loop(node, *loop);
    const FunctionDef* const def = find_function(node.text, node.method);
    if (def == nullptr) return unknown_function(node);
    if (node.children.size() < def->least || node.children.size() > def->most)
      return fail(node, "'" + node.text + "' takes " + std::string(def->meaning));
    std::vector<std::uint32_t> operands;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const Made operand = compile(child(node, i));
      if (!operand || !takes(*def, i, child(node, i), *operand)) return std::nullopt;
      operands.push_back(*operand);
    }
    MapStep step;
    step.op = MapOp::call;
    step.function = def->function;
    step.type = def->gives;
    if (def->function == MapFunction::first)
      for (std::size_t i = 0; i < operands.size(); ++i) {
        step.type = i == 0 ? type_of(operands[0]) : step.type;
        if (type_of(operands[i]) != step.type) step.type = MapType::any;
      }
    if (!resolve_words(node, *def, step)) return std::nullopt;
    return add(step, operands);
  }

  bool takes(const FunctionDef& def, std::size_t i, const Node& node, std::uint32_t operand) {
    const char wanted = def.takes[std::min(i, def.takes.size() - 1)];
    if (wanted == 'w' && node.kind != NodeKind::text && out_.steps[operand].op != MapOp::constant) {
      fail(node, "'" + std::string(def.name) + "' needs a text in quotes here");
      return false;
    }
    if (wanted == 'n' && !fits(operand, MapType::number)) {
      fail(node, "'" + std::string(def.name) + "' needs a number here");
      return false;
    }
    if (wanted == 'l' && !fits(operand, MapType::list)) {
      fail(node, "'" + std::string(def.name) + "' needs a list, found a " +
                     std::string(to_string(type_of(operand))));
      return false;
    }
    if (wanted == '.' && type_of(operand) == MapType::list && def.function != MapFunction::known &&
        def.function != MapFunction::first && def.function != MapFunction::join &&
        def.function != MapFunction::size) {
      fail(node, "'" + std::string(def.name) + "' needs one value, found a list");
      return false;
    }
    return true;
  }

  /// Checks and resolves the words that some functions take.
  bool resolve_words(const Node& node, const FunctionDef& def, MapStep& step) {
    const auto word = [&](std::size_t i) {
      return i < node.children.size() ? child(node, i).text : std::string();
    };
    switch (def.function) {
      case MapFunction::date:
      case MapFunction::time:
        if (node.children.size() < 2) return true;
        if (const std::optional<TimeForm> form = time_form(word(1))) {
          step.form = *form;
          return true;
        }
        fail(child(node, 1),
             "'" + word(1) + "' is no form of a date; there are " + std::string(time_form_words()));
        return false;
      case MapFunction::number:
        if (node.children.size() < 2 || word(1) == "." || word(1) == ",") return true;
        fail(child(node, 1), "the decimal sign is \".\" or \",\"");
        return false;
      case MapFunction::role:
        if (is_role_scheme(word(1))) return true;
        fail(child(node, 1),
             "'" + word(1) + "' is no scheme of roles; there are " + std::string(role_schemes()));
        return false;
      case MapFunction::lookup:
        return open_lookup(node, word(1), word(2), step);
      default:
        return true;
    }
  }

  bool open_lookup(const Node& node, const std::string& file, const std::string& column, MapStep& step) {
    const std::string name = file + "\n" + column;
    if (!scope_.lookups.contains(name)) {
      const std::string path =
          scope_.directory.empty() || file.starts_with('/') ? file : scope_.directory + "/" + file;
      const Result<std::string> text = tables::read_file(path);
      if (!text) return (fail(child(node, 1), text.error().text), false);
      const Result<tables::CsvTable> table = tables::CsvTable::parse(text.value(), path);
      if (!table) return (fail(child(node, 1), table.error().text), false);
      const std::optional<std::size_t> at = table.value().header.find(column);
      if (!at) return (fail(child(node, 2), path + " has no column '" + column + "'"), false);
      LookupTable rows;
      for (const tables::CsvRecord& row : table.value().rows) {
        if (row.fields[*at].size() > kMapTextMax)
          return (fail(child(node, 1), path + ": a text of more than 1 MiB"), false);
        rows[row.fields[0]] = row.fields[*at];
      }
      scope_.lookups[name] = std::move(rows);
    }
    literal_of(step).table = &scope_.lookups[name];
    return true;
  }

  Made compile_loop(const Node& node, const LoopDef& loop) {
    if (node.children.size() != 3 || child(node, 1).kind != NodeKind::name)
      return fail(node,
                  "'" + node.text + "' takes a name and an expression: list." + node.text + "(x, x.key)");
    const Made list = compile(child(node, 0));
    if (!list) return std::nullopt;
    if (!fits(*list, MapType::list))
      return fail(node,
                  "'" + node.text + "' needs a list, found a " + std::string(to_string(type_of(*list))));
    const std::uint32_t variable = scope_.declare(child(node, 1).text, MapType::any);
    const Made body = compile(child(node, 2));
    scope_.forget();
    if (!body) return std::nullopt;
    if (loop.function != MapFunction::map && !fits(*body, MapType::truth))
      return fail(child(node, 2), "'" + node.text + "' needs a condition here");
    MapStep step;
    step.op = MapOp::call;
    step.function = loop.function;
    step.type = loop.gives;
    step.slot = variable;
    return add(step, {*list, *body});
  }

  Made unknown_function(const Node& node) {
    std::vector<std::string_view> names;
    for (const FunctionDef& def : map_functions())
      if (def.method == node.method) names.push_back(def.name);
    return fail(node, "unknown function '" + node.text + "'" + did_you_mean(node.text, names));
  }

  MapScope& scope_;
  MapExpression& out_;
  const rules::Syntax* syntax_ = nullptr;
  std::optional<Error> error_;
};

}  // namespace

Result<MapExpression> compile_expression(std::string_view source, MapScope& scope) {
  MapExpression made;
  made.source = source;
  const Status status = MapCompiler(scope, made).run();
  if (!status) return status.error();
  return made;
}

}  // namespace ordergate::mapping
