#include "mapping/suggest.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <vector>

#include "mapping/clerk.h"
#include "mapping/key_words.h"
#include "mapping/mapper.h"
#include "rules/language/lexer.h"

namespace ordergate::mapping {
namespace {

/// What belongs to one party, as expressions.
struct PartyDraft {
  std::string at;  // what it was found under, plain
  std::string company, name, first, last, region, postal_code, city, country, tax;
  std::vector<std::string> street;
};

class Draft {
 public:
  Draft(const JsonTree& tree, std::uint32_t root, std::string_view name)
      : tree_(tree), root_(root), name_(name) {
    // OData V2 and others wrap all of it in one key.
    if (tree_[root].kind == JsonKind::object && tree_[root].count == 1 &&
        tree_[tree_[root].first].kind == JsonKind::object) {
      root_ = tree_[root].first;
      base_ = step(base_, tree_[root_].key);
    }
  }

  std::string write() {
    visit(root_, base_, "", true);
    find_roots();
    std::string out =
        "# A draft from one record: read every line, and try it: ordergate map try FILE "
        "RECORD.json\n[map]\ntitle = \"" +
        std::string(name_) +
        "\"\n\n[settings]\nfrom_country = \"\"  # where you ship from, alpha-2\n\n[order]\n";
    line(out, "order_id", order_id_, "no key looks like the number of the order");
    out += "kind = '\"sale\"'  # guessed: sale, iaas, listing, service ...\n";
    if (!created_.empty()) line(out, "created_at", created_, "");
    if (!ship_date_.empty()) line(out, "ship_date", ship_date_, "");
    out += "from_country = 'setting.from_country'\n";
    line(out, "destination_country", destination(), "no country was found");
    if (!value_.empty()) line(out, "value", value_, "");
    if (!currency_.empty()) line(out, "currency", currency_, "");
    if (!notes_.empty()) line(out, "notes", "join(\"\\n\", " + joined(notes_) + ")", "");
    for (const PartyDraft& party : parties_) write_party(out, party);
    out += lists_;
    if (parties_.empty() && lists_.find("order.parties") == std::string::npos)
      out += "\n[[order.parties]]\nname = 'null'  # nobody was found: name the parties\n";
    out += items_.empty()
               ? "\n[[order.items]]\nquantity = 'null'  # no goods were found: name the list of lines\n"
               : items_;
    return out;
  }

 private:
  // Values.
  [[nodiscard]] std::string text(std::uint32_t node) const {
    std::string_view value;
    return tree_.text(node, value) ? std::string(value) : "";
  }
  [[nodiscard]] bool scalar(std::uint32_t node) const {
    return tree_[node].kind == JsonKind::text || tree_[node].kind == JsonKind::number;
  }
  [[nodiscard]] bool filled(std::uint32_t node) const { return scalar(node) && !says_nothing(text(node)); }

  static std::string step(const std::string& owner, std::string_view key) {
    const bool name = !key.empty() &&
                      std::all_of(key.begin(), key.end(),
                                  [](char c) {
                                    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                           (c >= '0' && c <= '9') || c == '_';
                                  }) &&
                      !(key[0] >= '0' && key[0] <= '9') && key != "in" && key != "true" && key != "false";
    if (name) return owner + "." + std::string(key);
    std::string quoted;
    for (const char c : key) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c == '\'' || static_cast<unsigned char>(c) < 0x20
                    ? '?'
                    : c;  // TOML's literal text has no single quote
    }
    return owner + ".get(\"" + quoted + "\")";
  }

  template <typename Each>
  void members(std::uint32_t object, Each&& each) const {
    if (tree_[object].kind != JsonKind::object) return;
    for (std::uint32_t at = tree_[object].first; at != 0; at = tree_[at].next) each(at, plain(tree_[at].key));
  }

  /// The elements of a list of objects; also behind OData's `results` and the like.
  [[nodiscard]] bool is_list_of_objects(std::uint32_t node) const {
    return tree_[node].kind == JsonKind::array && tree_[node].first != 0 &&
           tree_[tree_[node].first].kind == JsonKind::object;
  }

  [[nodiscard]] std::string country(std::uint32_t node, const std::string& at) const {
    return filled(node) && read_country(text(node)).known() ? "country(" + at + ")" : "";
  }

  [[nodiscard]] std::string moment(std::uint32_t node, const std::string& at, bool day) const {
    const std::string value = text(node);
    const std::string function = day ? "date(" : "time(";
    if (tree_[node].kind == JsonKind::number) {
      const double number = std::strtod(value.c_str(), nullptr);
      const char* const form = number < 1e5    ? "days"
                               : number < 1e11 ? "s"
                               : number < 1e14 ? "ms"
                               : number < 1e17 ? "us"
                                               : "ns";
      if (number < 10000) return "";
      return (number < 1e5 ? "date(" : function) + at + ", \"" + form + "\")";
    }
    Arena arena;
    if (value.starts_with("/Date(") || day || value.size() <= 10)
      return read_day(value, TimeForm::written) ? "date(" + at + ")" : "";
    if (read_time(value, TimeForm::written, "", arena)) return "time(" + at + ")";
    return read_time(value, TimeForm::written, "Z", arena) ? "time(" + at + ", \"iso\", \"Z\")" : "";
  }

  [[nodiscard]] std::string number(std::uint32_t node, const std::string& at) const {
    if (tree_[node].kind == JsonKind::number) return at;
    if (tree_[node].kind != JsonKind::text) return "";
    if (read_number(text(node), '\0')) return "number(" + at + ")";
    return read_number(text(node), ',') ? "number(" + at + ", \",\")" : "";
  }

  // Lines.
  static void line(std::string& out, const std::string& key, const std::string& expression,
                   const std::string& why_not) {
    out += key + " = '" + (expression.empty() ? "null" : expression) + "'";
    out += expression.empty() ? "  # to do: " + why_not + "\n" : "\n";
  }
  static std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
    return out;
  }

  // Parties.
  static std::string role_of(std::string_view at) {
    if (has(at, {"enduser", "endcustomer"})) return "end_user";
    if (has(at, {"forwarder", "carrier", "spediteur"})) return "freight_forwarder";
    if (has(at, {"ship", "deliver", "consignee", "recipient", "liefer"})) return "ultimate_consignee";
    if (has(at, {"bill", "sold", "buyer", "customer", "client", "account", "purchas", "invoice", "payer",
                 "partner"}))
      return "purchaser";
    return has(at, {"seller", "vendor", "supplier"}) ? "seller" : "";
  }

  /// Takes a value of a party for what its key says; false when it says nothing of a party.
  bool take(PartyDraft& party, std::uint32_t node, const std::string& key, const std::string& at) const {
    const auto once = [](std::string& into, const std::string& value) {
      if (into.empty()) into = value;
      return true;
    };
    if (tree_[node].kind == JsonKind::array && has(key, {"street", "lines", "address"}) &&
        tree_[node].first != 0 && scalar(tree_[node].first)) {
      party.street.push_back(at);
      return true;
    }
    if (!filled(node)) return false;
    if (has(key, {"country", "land"}) &&
        ends(key, {"country", "code", "id", "iso", "iso2", "iso3", "name", "land"})) {
      const std::string read = country(node, at);
      return !read.empty() && once(party.country, read);
    }
    if (has(key, {"vat", "taxid", "taxnumber", "registrationno"})) return once(party.tax, at);
    if (has(key, {"firstname", "givenname"})) return once(party.first, at);
    if (has(key, {"lastname", "familyname", "surname"})) return once(party.last, at);
    if (has(key, {"company", "organization", "organisation", "legalname", "firm", "firma"}))
      return once(party.company, at);
    if (has(key, {"street", "address1", "address2", "addressline", "line1", "line2", "housenumber"}) ||
        (ends(key, {"address"}) && tree_[node].kind == JsonKind::text)) {
      party.street.push_back(at);
      return true;
    }
    if (has(key, {"city", "town"})) return once(party.city, at);
    if (has(key, {"postcode", "postalcode", "zip"})) return once(party.postal_code, at);
    if (has(key, {"state", "province", "region"}) && !has(key, {"status"})) return once(party.region, at);
    if (ends(key, {"name"}) && !has(key, {"username", "filename", "hostname"})) return once(party.name, at);
    return false;
  }

  [[nodiscard]] bool names_somebody(std::uint32_t object) const {
    bool found = false;
    members(object, [&](std::uint32_t node, const std::string& key) {
      PartyDraft party;
      static_cast<void>(take(party, node, key, "x"));
      found = found || !party.company.empty() || !party.name.empty() || !party.last.empty();
    });
    return found;
  }

  /// The party of an object, with what lies in the objects below that name nobody else.
  void gather(PartyDraft& party, std::uint32_t object, const std::string& at, bool below) const {
    members(object, [&](std::uint32_t node, const std::string& key) {
      const std::string here = step(at, tree_[node].key);
      if (take(party, node, key, here)) return;
      if (tree_[node].kind == JsonKind::object && (below || !names_somebody(node)))
        gather(party, node, here, below);
      if (below && is_list_of_objects(node)) gather(party, tree_[node].first, here + ".at(0)", below);
    });
  }

  void write_party(std::string& out, const PartyDraft& party) const {
    out += "\n[[order.parties]]\n";
    write_party_fields(out, party, role_of(party.at));
  }

  void write_party_fields(std::string& out, const PartyDraft& party, const std::string& role) const {
    if (!role.empty()) out += "role = '\"" + role + "\"'  # guessed\n";
    const std::string person = !party.first.empty() || !party.last.empty()
                                   ? "join(\" \", " + joined(both(party.first, party.last)) + ")"
                                   : "";
    std::vector<std::string> names;
    for (const std::string& each : {party.company, party.name, person})
      if (!each.empty()) names.push_back(each);
    out += "name = '" + (names.size() == 1 ? names[0] : "first(" + joined(names) + ")") + "'";
    out +=
        names.size() > 1 ? "  # guessed: of several, only the first is read; make a party of each\n" : "\n";
    if (!party.country.empty()) out += "country = '" + party.country + "'\n";
    std::string address;
    const auto part = [&](const char* key, const std::string& value) {
      if (!value.empty()) address += std::string(address.empty() ? "" : ", ") + key + " = '" + value + "'";
    };
    if (!party.street.empty()) part("street", "join(\", \", " + joined(party.street) + ")");
    part("city", party.city);
    part("region", party.region);
    part("postal_code", party.postal_code);
    if (!address.empty()) out += "addresses = [{ " + address + " }]\n";
    if (!party.tax.empty())
      out += "identifiers = [{ type = '\"tax\"', value = '" + party.tax +
             "' }]  # guessed: tax or registration\n";
  }
  static std::vector<std::string> both(const std::string& a, const std::string& b) {
    std::vector<std::string> parts;
    for (const std::string& each : {a, b})
      if (!each.empty()) parts.push_back(each);
    return parts;
  }

  // The walk.
  void visit(std::uint32_t object, const std::string& at, const std::string& under, bool top) {
    if (!top && names_somebody(object)) {
      PartyDraft party;
      party.at = under;
      gather(party, object, at, false);
      parties_.push_back(std::move(party));
    }
    members(object, [&](std::uint32_t node, const std::string& key) {
      const std::string here = step(at, tree_[node].key);
      if (tree_[node].kind == JsonKind::object) return visit(node, here, under + key, false);
      if (is_list_of_objects(node)) return list(node, here, under + key);
      if (tree_[node].kind == JsonKind::text && has(key, {"json", "lines", "items", "positions"}) &&
          text(node).starts_with("[{"))
        return inside(node, here);
      if (filled(node)) order_value(node, key, here, under);
    });
  }

  /// Lines as JSON in a text.
  void inside(std::uint32_t node, const std::string& at) {
    JsonTree& tree = const_cast<JsonTree&>(tree_);  // hangs the text's values below it
    const std::uint32_t root = tree.parse_inside(node, text(node));
    if (root != JsonTree::kNone && is_list_of_objects(root)) list(root, "json(" + at + ")", "");
  }

  void list(std::uint32_t node, const std::string& at, const std::string& under) {
    const std::uint32_t first = tree_[node].first;
    if (std::string quantity =
            find_number(first, "line", {"qty", "quantity", "ordered", "count", "menge", "pieces"});
        !quantity.empty()) {
      if (items_.empty()) items_ = items(first, at, quantity);
      return;
    }
    PartyDraft party;
    party.at = under;
    gather(party, first, "p", true);
    if (!party.company.empty() || !party.name.empty() || !party.last.empty()) {
      if (party.country.empty() && party.street.empty() && party.city.empty() && !has(under, {"part"}))
        return;
      lists_ += "\n[[order.parties]]\neach = '" + at + "'\nas = 'p'\n";
      const std::string role = role_code(node);
      if (!role.empty()) lists_ += "role = '" + role + "'\n";
      write_party_fields(lists_, party, role.empty() ? role_of(under) : "");
      list_country_ = party.country.empty() ? "" : at + ".map(p, " + party.country + ").first()";
      list_of_consignees_ = !list_country_.empty() && role_of(under) == "ultimate_consignee";
      return;
    }
    members(first, [&](std::uint32_t member, const std::string& key) {
      if (filled(member) && tree_[member].kind == JsonKind::text &&
          has(key, {"text", "note", "comment", "value"}))
        notes_.push_back(at + ".map(n, " + step("n", tree_[member].key) + ")");
    });
  }

  /// "role(p.Code, \"sap\")" when a member of the list's entries holds codes of a scheme.
  [[nodiscard]] std::string role_code(std::uint32_t list) const {
    std::string found;
    members(tree_[list].first, [&](std::uint32_t member, const std::string& key) {
      if (!found.empty() && !has(key, {"internal"})) return;
      for (const char* scheme : {"sap", "x12", "edifact"}) {
        bool all = true;
        for (std::uint32_t at = tree_[list].first; at != 0; at = tree_[at].next) {
          const std::uint32_t code = tree_.find(at, tree_[member].key);
          all = all && code != JsonTree::kNone && read_role(scheme, text(code)) != "other";
        }
        if (all && has(key, {"function", "role", "code", "qualifier", "type"})) {
          found = "role(" + step("p", tree_[member].key) + ", \"" + scheme + "\")";
          return;
        }
      }
    });
    return found;
  }

  [[nodiscard]] std::string find_number(std::uint32_t object, const std::string& at,
                                        std::initializer_list<std::string_view> words) const {
    for (const std::string_view word : words) {
      std::string found;
      members(object, [&](std::uint32_t node, const std::string& key) {
        if (found.empty() && has(key, {word}) && !has(key, {"unit", "cancel", "refund"}) && filled(node))
          found = number(node, step(at, tree_[node].key));
      });
      if (!found.empty()) return found;
    }
    return "";
  }

  [[nodiscard]] std::string find_text(std::uint32_t object, const std::string& at,
                                      std::initializer_list<std::string_view> words) const {
    for (const std::string_view word : words) {
      std::string found;
      members(object, [&](std::uint32_t node, const std::string& key) {
        if (found.empty() && has(key, {word}) && filled(node) && !ends(key, {"id"}))
          found = step(at, tree_[node].key);
        if (found.empty() && tree_[node].kind == JsonKind::object)
          members(node, [&](std::uint32_t inner, const std::string& inner_key) {
            if (found.empty() && has(inner_key, {word}) && filled(inner) && !ends(inner_key, {"id", "type"}))
              found = step(step(at, tree_[node].key), tree_[inner].key);
          });
      });
      if (!found.empty()) return found;
    }
    return "";
  }

  [[nodiscard]] std::string items(std::uint32_t first, const std::string& at,
                                  const std::string& quantity) const {
    std::string out = "\n[[order.items]]\neach = '" + at + "'\nas = 'line'\n";
    std::vector<std::string> descriptions;
    for (const std::string_view word : {"name", "title", "description", "text"})
      if (std::string found = find_text(first, "line", {word});
          !found.empty() && std::find(descriptions.begin(), descriptions.end(), found) == descriptions.end())
        descriptions.push_back(found);
    if (const std::string part = find_text(first, "line", {"mpn", "partnumber", "productcode"});
        !part.empty())
      out += "part_number = '" + part + "'\n";
    if (const std::string sku = find_text(first, "line", {"sku", "material", "article", "itemno"});
        !sku.empty())
      out += "sku = '" + sku + "'\n";
    if (!descriptions.empty()) out += "description = 'join(\", \", " + joined(descriptions) + ")'\n";
    out += "quantity = '" + quantity + "'\n";
    if (const std::string price = find_number(first, "line", {"unitprice", "priceunit", "price", "each"});
        !price.empty())
      out += "unit_price = '" + price + "'  # guessed: of one piece?\n";
    else if (const std::string amount =
                 find_number(first, "line", {"netamount", "linetotal", "amount", "total"});
             !amount.empty())
      out += "unit_price = '" + amount + " / " + quantity + "'  # guessed: the amount of the line\n";
    return out;
  }

  void order_value(std::uint32_t node, const std::string& key, const std::string& at,
                   const std::string& under) {
    const auto better = [](std::string& into, int& rank, int wanted, const std::string& value) {
      if (value.empty() || rank <= wanted) return;
      into = value;
      rank = wanted;
    };
    const int depth = under.empty() ? 0 : 2;
    if (has(key, {"ordernumber", "orderno", "orderid", "orderref", "incrementid", "salesorder"}) &&
        !ends(key, {"type", "date"}))
      better(order_id_, id_rank_, depth + 0, at);
    else if (key == "number" || key == "no" || key == "name" || key == "reference")
      better(order_id_, id_rank_, 4 + depth, at);
    else if (key == "id")
      better(order_id_, id_rank_, 5 + depth, at);
    if (has(key, {"created", "placed", "orderdate", "dateorder", "salesorderdate", "when", "date"}) &&
        !has(key, {"update", "gmt", "modified"})) {
      const bool shipping = has(key, {"ship", "deliver", "request"});
      const std::string read = moment(node, at, shipping);
      if (shipping)
        better(ship_date_, ship_rank_, depth, read);
      else
        better(created_, created_rank_, depth + (has(key, {"created", "placed", "order"}) ? 0 : 1), read);
    }
    if (has(key, {"currency", "currencycode"}) && text(node).size() == 3)
      better(currency_, currency_rank_, depth + (key.find("base") != std::string::npos ? 1 : 0), at);
    if (has(key, {"total", "amount"}) &&
        !has(key, {"sub", "discount", "shipping", "base", "status", "minor", "cent", "item", "count", "qty",
                   "quantity", "weight"}) &&
        (!has(key, {"tax"}) || has(key, {"inc"})) && depth == 0)
      better(value_, value_rank_, key.find("total") != std::string::npos ? 0 : 1, number(node, at));
    if (has(key, {"note", "comment", "remark", "instruction", "message", "enduse"}) &&
        tree_[node].kind == JsonKind::text)
      notes_.push_back(at);
    if (has(key, {"country"}) && has(under + key, {"ship", "deliver", "dest"}))
      better(destination_, destination_rank_, depth, country(node, at));
  }

  /// Parties told by keys of the order itself: customer_name, customer_country.
  void find_roots() {
    std::set<std::string> prefixes;
    members(root_, [&](std::uint32_t node, const std::string& key) {
      for (const std::string_view word : {"name", "company"})
        if (filled(node) && key.ends_with(word) && key.size() > word.size() &&
            tree_[node].kind == JsonKind::text) {
          const std::string prefix = key.substr(0, key.size() - word.size());
          if (!role_of(prefix).empty() && !has(prefix, {"first", "last", "user", "file"}))
            prefixes.insert(prefix);
        }
    });
    for (const std::string& prefix : prefixes) {
      PartyDraft party;
      party.at = prefix;
      members(root_, [&](std::uint32_t node, const std::string& key) {
        if (key.starts_with(prefix))
          static_cast<void>(take(party, node, key.substr(prefix.size()), step(base_, tree_[node].key)));
      });
      parties_.push_back(std::move(party));
    }
  }

  [[nodiscard]] std::string destination() const {
    if (!destination_.empty()) return destination_;
    for (const PartyDraft& party : parties_)
      if (!party.country.empty() && role_of(party.at) == "ultimate_consignee") return party.country;
    if (list_of_consignees_) return list_country_;
    for (const PartyDraft& party : parties_)
      if (!party.country.empty()) return party.country;
    return list_country_;
  }

  const JsonTree& tree_;
  std::uint32_t root_;
  std::string_view name_;
  std::string base_ = "src";
  bool list_of_consignees_ = false;
  std::string order_id_, created_, ship_date_, value_, currency_, destination_, list_country_, lists_, items_;
  int id_rank_ = 99, created_rank_ = 99, ship_rank_ = 99, value_rank_ = 99, currency_rank_ = 99,
      destination_rank_ = 99;
  std::vector<std::string> notes_;
  std::vector<PartyDraft> parties_;
};

}  // namespace

Result<std::string> suggest_map(std::string_view record, std::string_view name) {
  Arena arena;
  JsonTree tree{RecordLimits{}};
  if (const ParseFailure failure = tree.parse(record, arena))
    return Error{std::string(failure.at) + ": " + std::string(failure.message)};
  const Opened opened = open_envelope(tree, Envelope::automatic);
  if (!opened.failure.empty()) return Error{std::string(opened.failure)};
  if (!opened.no_order.empty())
    return Error{"the record is a " + std::string(opened.no_order) + ", and no order"};
  std::uint32_t root = opened.order;
  std::string draft = Draft(tree, root, name).write();
  const auto map = RecordMap::parse(draft, "draft");
  if (!map) return Error{"a draft was made that is no map; " + map.error().text};
  Mapper mapper{RecordLimits{}};
  const MappedOrder made = mapper.map(map.value().get(), Envelope::automatic, record);
  if (made.outcome == MappedOrder::Outcome::failed)
    draft +=
        "\n# As it is, the record fails at " + std::string(made.at) + ": " + std::string(made.message) + "\n";
  const std::vector<Mapper::Unread> unread = mapper.unread();
  if (!unread.empty()) draft += "\n# Nothing reads these, and they look like they matter:\n";
  for (const Mapper::Unread& each : unread) {
    std::string shown = each.text.substr(0, 80);
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    draft += "#   " + each.looks_like + "  " + each.place + "  \"" + shown + "\"\n";
  }
  return draft;
}

}  // namespace ordergate::mapping
