// What findings say: places in the order, rendered messages, facts shown, list evidence.
#include <array>
#include <charconv>

#include "lists/evidence_words.h"
#include "rules/evaluation/evaluation.h"

namespace ordergate::rules {
namespace {

/// Units of base/work.h that one expression takes at most but for a few: rules of a line may look at every
/// party, those of a party at every line.
std::uint64_t ask_work(const Order& order, Subject subject) noexcept {
  constexpr std::uint64_t kAskWork = 10;
  if (subject.kind != ObjectKind::item) return kAskWork + order.items.size() / 4;
  return kAskWork + order.parties.size() / 4;
}

void append_index(std::string& out, std::string_view name, std::uint32_t index) {
  std::array<char, 12> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), index).ptr;
  out.append(name).push_back('[');
  out.append(digits.data(), end).push_back(']');
}

FindingFact fact_of(std::string_view name, const Value& value) noexcept {
  FindingFact fact;
  fact.name = name;
  switch (value.type) {
    case Type::number:
      fact.type = FindingFact::Type::number;
      fact.number = value.number;
      break;
    case Type::boolean:
      fact.type = FindingFact::Type::boolean;
      fact.boolean = value.boolean;
      break;
    case Type::date:
      fact.type = FindingFact::Type::date;
      fact.date = value.date;
      break;
    default:
      fact.type = FindingFact::Type::text;
      fact.text = value.string;
      break;
  }
  return fact;
}

void append_field_place(const lists::PartyHit& hit, std::string& out) {
  switch (hit.field) {
    case lists::QueryField::name:
      out.append(".name");
      break;
    case lists::QueryField::native_name:
      out.append(".native_name");
      break;
    case lists::QueryField::alias:
      append_index(out, ".aliases", hit.field_index);
      break;
    case lists::QueryField::address:
      append_index(out, ".addresses", hit.field_index);
      break;
    case lists::QueryField::identifier:
      append_index(out, ".identifiers", hit.field_index);
      break;
  }
}

}  // namespace

void append_joined(std::string& out, std::string_view text, std::string_view separator) {
  if (text.empty()) return;
  if (!out.empty()) out.append(separator);
  out.append(text);
}

void Evaluation::set_variables(Subject subject) noexcept {
  variables_[1].object = subject.index;
  scratch_.frame.variables = {variables_, subject.kind == ObjectKind::order ? 1U : 2U};
}

Value Evaluation::ask(const Expression& expression, Subject subject) noexcept {
  set_variables(subject);
  scratch_.work.spend(ask_work(*assessed_.order, subject));
  return expression.evaluate(scratch_.frame);
}

bool Evaluation::is_true(const Expression& expression, Subject subject) noexcept {
  const Value value = ask(expression, subject);
  return value.known && value.boolean;
}

std::string_view Evaluation::render(const Message& message, Subject subject) noexcept {
  if (message.empty()) return {};
  set_variables(subject);
  scratch_.text.clear();
  message.render(scratch_.frame, scratch_.text);
  return keep(scratch_.text);
}

void Evaluation::append_hit_place(const HitAssessment& hit, std::string& out) const noexcept {
  if (hit.via == HitVia::text) {
    out.append(assessed_.input->text_hits[hit.owner].place);
    return;
  }
  if (hit.via == HitVia::site) {
    out.append(hit.hit->field == lists::QueryField::address ? "site.address" : "site.operator");
    return;
  }
  append_index(out, "parties", hit.party);
  if (hit.via == HitVia::parent) {
    out.append(".ultimate_parent.name");
  } else if (hit.via == HitVia::owner && hit.owner == HitAssessment::kOnFile) {
    out.append(".name");
  } else if (hit.via == HitVia::owner) {
    append_index(out, ".owners", hit.owner);
    out.append(".name");
  } else {
    append_field_place(*hit.hit, out);
  }
}

void Evaluation::append_place(Subject subject, std::string& out) const noexcept {
  switch (subject.kind) {
    case ObjectKind::order:
      out.append("order");
      break;
    case ObjectKind::item:
      append_index(out, "items", subject.index);
      break;
    case ObjectKind::party:
      append_index(out, "parties", subject.index);
      break;
    case ObjectKind::hit:
      append_hit_place(assessed_.hits[subject.index], out);
      break;
    case ObjectKind::address:
    case ObjectKind::owner:
      append_index(out, "parties", outer_index(subject.index));
      append_index(out, subject.kind == ObjectKind::address ? ".addresses" : ".owners",
                   inner_index(subject.index));
      break;
    case ObjectKind::license:
      append_index(out, "licenses", subject.index);
      break;
    case ObjectKind::document:
      append_index(out, "documents", subject.index);
      break;
  }
}

std::string_view Evaluation::place(Subject subject, std::string_view suffix) noexcept {
  // A rule over the whole order names a part of it directly: "documents", not "order.documents".
  if (subject.kind == ObjectKind::order && !suffix.empty()) {
    while (suffix.starts_with('.')) suffix.remove_prefix(1);
    return suffix;
  }
  scratch_.text.clear();
  append_place(subject, scratch_.text);
  scratch_.text.append(suffix);
  return keep(scratch_.text);
}

void Evaluation::show_facts(const std::vector<ShownFact>& shown, Subject subject, Finding& finding) noexcept {
  for (const ShownFact& fact : shown) {
    Value value = ask(fact.value, subject);
    if (!value.known || value.type == Type::list || value.type == Type::object) continue;
    if (value.type == Type::string) value = Value::of(keep(value.string));
    if (value.type == Type::country) {
      const CountryCode code = value.country;
      value = Value::of(keep(code.text()));
    }
    finding.facts.push_back(arena_, fact_of(fact.name, value));
  }
}

void Evaluation::show_match(const HitAssessment& hit, Finding& finding) noexcept {
  MatchEvidence& match = finding.match;
  const lists::ListEntry& entry = *hit.entry;
  match.present = true;
  match.list = lists::to_string(entry.list);
  match.entry = entry.key;
  match.entry_hash = entry.content_hash;
  match.entry_name = lists::published_name(entry);
  match.matched = hit.hit->matched;
  match.score = hit.hit->score;
  match.citation = entry.citation;
  for (const lists::EvidenceWord& evidence : lists::kEvidenceWords)
    if ((hit.hit->evidence & evidence.bit) != 0) match.evidence.push_back(arena_, evidence.word);
  match.list_date = list_date(assessed_.input->watchlist->file_of(hit.hit->entry));
  show_same_party(hit.hit->entry, finding);
}

void Evaluation::show_same_party(lists::EntryId shown, Finding& finding) noexcept {
  constexpr std::size_t kShownMax = 8;
  if (assessed_.input->same_party == nullptr) return;
  const lists::Watchlist& watchlist = *assessed_.input->watchlist;
  std::size_t count = 0;
  scratch_.text.clear();
  for (const lists::EntryId other : assessed_.input->same_party->of(shown)) {
    const lists::ListEntry& entry = watchlist.entry(other);
    if (other == shown || entry.key == watchlist.entry(shown).key) continue;
    if (++count > kShownMax) {
      scratch_.text.append("; ...");
      break;
    }
    if (count > 1) scratch_.text.append("; ");
    scratch_.text.append(lists::to_string(entry.list)).append(" ").append(entry.key);
    if (!entry.citation.empty()) scratch_.text.append(" (").append(entry.citation).append(")");
  }
  if (count > 0) finding.facts.push_back(arena_, fact_of("also_listed", Value::of(keep(scratch_.text))));
}

std::string_view Evaluation::list_date(const lists::ListFile& file) noexcept {
  if (dated_file_ == &file) return list_date_;
  dated_file_ = &file;
  list_date_ = {};
  if (!file.date) return list_date_;
  scratch_.text.clear();
  append_date(*file.date, scratch_.text);
  list_date_ = keep(scratch_.text);
  return list_date_;
}

}  // namespace ordergate::rules
