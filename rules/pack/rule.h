// Rules as loaded from the pack: data and compiled expressions, nothing evaluated yet. Immutable.
//
// Every expression of a rule sees `order` and, unless its scope is the order itself, one object of the
// scope under the scope's name: `item`, `party`. Values are given in that order (EvalFrame::variables).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/certainty.h"
#include "base/date.h"
#include "order/verdict.h"
#include "rules/language/expression.h"
#include "rules/language/message.h"
#include "rules/pack/profile.h"

namespace ordergate::rules {

/// What an unknown answer of `when` means.
enum class OnUnknown : std::uint8_t {
  hold,     // the order holds, and what is unknown is listed as missing
  missing,  // what is unknown is listed as missing; no finding
  ignore,
};

/// Where a thing stands in the pack, for messages: "rules/ear/party.toml", 12.
struct PackPlace {
  std::string file;
  std::uint64_t line = 0;
};

/// An order that must, or must not, make its rule fire.
struct PackExample {
  PackPlace place;
  std::string title;
  std::string order_json;
  Profile profile = Profile::enforced;
  std::optional<Outcome> expect;       // the outcome of the rule's finding; absent: any
  std::optional<ReviewPolicy> policy;  // the policy of its license requirement; absent: any
};

/// What every kind of rule has: who says so, when, where.
struct RuleHeader {
  std::string id, title, citation, source;
  Certainty certainty = Certainty::unsure;
  std::optional<Date> checked;       // when its law was last read again; absent: not told
  std::optional<Date> from, until;   // both inclusive: first and last day in force
  std::vector<Profile> profiles;     // where it applies; empty: in all
  std::vector<Profile> annotate_in;  // where it applies, but only as an annotation: `downgrade`
  PackPlace place;
  std::uint32_t position = 0;  // in the pack, files by name

  [[nodiscard]] bool in_force(Date day, Profile profile) const noexcept;
  [[nodiscard]] bool annotates_in(Profile profile) const noexcept;
};

/// A fact that the finding shows.
struct ShownFact {
  std::string name;
  Expression value;
};

/// An outcome or policy for some of the cases.
struct OutcomeCase {
  Expression when;
  std::string text;  // of `when`, as written
  Outcome outcome = Outcome::hold;
};
struct PolicyCase {
  Expression when;
  std::string text;
  ReviewPolicy policy = ReviewPolicy::none;
};

/// What a claimed license that covers the line does to a requirement.
enum class LicenseEffect : std::uint8_t {
  cures,  // the requirement becomes an annotation
  holds,  // a person checks its scope: barred parties, embargoes
  none,
};

/// A license requirement instead of an outcome: its policy decides (docs/policy.md, section 5) unless
/// something cures it.
struct Requirement {
  LicenseEffect license = LicenseEffect::cures;
  std::optional<double> license_days_max;  // a license runs so many days at most (750.7(g))
  ReviewPolicy policy = ReviewPolicy::none;
  std::vector<PolicyCase> policy_when;  // the first that is true replaces `policy`
  static constexpr std::size_t kCuresMax = 64;
  std::vector<std::string> cures;  // codes of exceptions, at most kCuresMax
};

struct Rule {
  RuleHeader header;
  std::uint8_t scope = 0;                 // object kind, index into Schema::objects
  std::optional<Expression> guard;        // boolean, over `order` alone; false: the rule does not fire
  Expression when;                        // boolean
  std::string guard_text, when_text;      // as written
  Outcome outcome = Outcome::annotate;    // when no case applies; with a requirement: unused
  std::vector<OutcomeCase> outcome_when;  // the first that is true decides
  std::optional<Requirement> requirement;
  OnUnknown unknown = OnUnknown::hold;
  std::vector<ShownFact> facts;
  std::vector<std::string> missing;  // what the finding adds to the verdict's `missing`; a leading '.'
                                     // continues the subject: ".ultimate_parent"
  std::string subject;               // continues the place of the object: ".name"; may be empty
  Message message, resolve;
  std::vector<PackExample> examples, counterexamples;
};

/// One thing that an exception asks for, and what to say without it.
struct ExceptionCondition {
  Expression when;  // boolean
  std::string text;
  Message missing;
};

/// What an order lacks to use an exception that nobody claimed: said where the requirement stays open.
struct ExceptionOffer {
  Expression when;  // boolean: it could cover the subject, were the lack made good
  std::string text;
  Message needs;  // "LVS: state value and currency"
};

/// A license exception: what it may cure is said by the requirements (`cures`), this says when.
struct ExceptionRule {
  RuleHeader header;
  std::string code;  // "NAC"
  std::uint8_t scope = 0;
  bool claimed = true;  // it must be claimed by the order; else applied wherever eligible
  Expression when;      // boolean: eligible at all
  std::string when_text;
  std::vector<ExceptionCondition> conditions;
  bool unmet_holds = false;  // eligible, but a condition or the claim is missing: the requirement is a
                             // hold instead of what its policy says
  std::vector<ExceptionOffer> offers;  // the first that holds is said
  std::vector<ShownFact> facts;
  Message message, resolve;
  std::vector<PackExample> examples, counterexamples;
};

/// A setting of docs/policy.md, named policy.NAME in expressions.
struct PolicyEntry {
  std::string name, meaning, unit;
  std::string text;                  // what a text value points to; of a list its words, "US, EU"
  Value value;                       // boolean, number, date or string; after the user's override
  std::string preset;                // the shipped value, as text
  std::vector<std::string> choices;  // for texts: the words allowed; empty: any
  bool list = false;                 // a list of texts
  std::vector<std::string> words;    // of it
  PackPlace place;
};

struct PredicateEntry {
  Predicate predicate;
  std::string meaning;
  PackPlace place;
};

/// The whole pack. Not movable as such: expressions point into it; hand it around by pointer.
struct RulePack {
  std::vector<Rule> rules;                // by position
  std::vector<ExceptionRule> exceptions;  // by position
  std::vector<std::unique_ptr<const PolicyEntry>> policy;
  std::vector<PredicateEntry> predicates;
  std::unique_ptr<const SetTable> sets;  // the sets given to the loader, and those of the pack
};

}  // namespace ordergate::rules
