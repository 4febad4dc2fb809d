// Scores one pair of names without an index: every token against every other. Cold; also the slow
// reference of the index.
#include <cmath>

#include "matchers/names/name_model.h"
#include "matchers/names/name_reference.h"

namespace ordergate::matchers {

namespace {

struct Piece {
  std::string text;
  Word word;
  std::uint8_t first = 0, count = 1;
  std::size_t first_length = 0;  // of its first token
  bool misread = false;
};

/// All readings of neighboring tokens as one word: `pairs_only` as the index reads listed names.
std::vector<Piece> pieces(const NameText& text, const std::vector<NameToken>& tokens, bool listed) {
  std::vector<Piece> out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::size_t most = listed ? std::min<std::size_t>(2, tokens.size() - i) : join_max(tokens, i);
    std::string joined;
    for (std::size_t count = 1; count <= most; ++count) {
      joined += text.text(tokens[i + count - 1]);
      Piece piece{
          joined, {}, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(count), tokens[i].length};
      if (count == 1) {
        piece.word = word_of(text, tokens[i]);
      } else {
        if (joined.size() < 4 || joined.size() > kTokenBytesMax) continue;
        piece.word = joined_word(joined, tokens[i].script);
      }
      out.push_back(std::move(piece));
    }
    if (listed || tokens[i].known) continue;
    misread_word(text.text(tokens[i]), joined);
    if (joined.empty()) continue;
    Piece piece{joined, joined_word(joined, tokens[i].script), static_cast<std::uint8_t>(i), 1,
                tokens[i].length};
    piece.misread = true;
    out.push_back(std::move(piece));
  }
  for (Piece& piece : out) piece.word.text = piece.text;
  return out;
}

/// "DEC V" and "DE CV": the same letters, cut elsewhere.
bool shifted_space(const Piece& left, const Piece& right) {
  return left.word.hash == right.word.hash && left.first_length != right.first_length;
}

WordLikeness piece_likeness(const Piece& left, const Piece& right) {
  if (left.count > 1 && right.count > 1)
    return shifted_space(left, right) ? WordLikeness{1, WordMatch::same} : WordLikeness{};
  WordPattern pattern;
  pattern.assign(left.word.text);
  const bool joined = left.count > 1 || right.count > 1;
  if (joined && !joined_alike(left.word, pattern, right.word)) return {};
  WordLikeness alike = word_likeness(left.word, pattern, right.word);
  if (left.misread) alike = {alike.similarity * kMisreadSimilarity, WordMatch::edited};
  return alike;
}

std::vector<SideToken> sides(const NameText& text, const std::vector<NameToken>& tokens) {
  std::vector<SideToken> out;
  out.reserve(tokens.size());
  for (const NameToken& token : tokens) out.push_back(side_of(text, token));
  return out;
}

/// What the index searches by and files: the whole text, and each of several names in it.
std::vector<std::uint8_t> readings(const NameText& text) {
  std::vector<std::uint8_t> out = {kWholeText};
  if (text.segments() > 1)
    for (std::uint8_t i = 0; i < text.segments(); ++i) out.push_back(i);
  return out;
}

}  // namespace

ReferenceScore reference_score(const NameText& left, std::uint8_t left_segment, PartyKind left_kind,
                               const NameText& right, std::uint8_t right_segment, PartyKind right_kind) {
  ReferenceScore result;
  select_tokens(left, left_segment, result.left_tokens);
  select_tokens(right, right_segment, result.right_tokens);
  if (result.left_tokens.empty() || result.right_tokens.empty()) return result;
  const std::vector<Piece> left_pieces = pieces(left, result.left_tokens, false);
  const std::vector<Piece> right_pieces = pieces(right, result.right_tokens, true);
  for (const Piece& r : right_pieces) {
    for (const Piece& l : left_pieces) {
      const WordLikeness alike = piece_likeness(l, r);
      if (alike.similarity > 0) result.pairs.push_back({l.first, l.count, r.first, r.count, alike});
    }
  }
  result.candidates = result.pairs;
  result.left = sides(left, result.left_tokens);
  result.right = sides(right, result.right_tokens);
  result.score = score_names({result.left, inferred_kind(result.left, left_kind)},
                             {result.right, inferred_kind(result.right, right_kind)}, result.pairs);
  return result;
}

ReferenceScore best_reference_score(const NameText& left, PartyKind left_kind, const NameText& right,
                                    PartyKind right_kind) {
  ReferenceScore best;
  for (const std::uint8_t l : readings(left)) {
    for (const std::uint8_t r : readings(right)) {
      ReferenceScore one = reference_score(left, l, left_kind, right, r, right_kind);
      if (best.left.empty() || one.score.score > best.score.score) best = std::move(one);
    }
  }
  return best;
}

NameComparison compare_names(std::string_view left, std::string_view right, PartyKind kind) {
  NameText left_text;
  NameText right_text;
  left_text.read(left);
  right_text.read(right);
  const ReferenceScore best = best_reference_score(left_text, kind, right_text, kind);
  NameComparison result;
  result.score = static_cast<std::uint8_t>(std::lround(best.score.score));
  result.relation = best.score.relation;
  float total = 0;
  for (const SideToken& token : best.right) total += token.bits;
  const auto joined = [](const NameText& text, const std::vector<NameToken>& tokens, std::size_t first,
                         std::size_t count) {
    std::string out;
    for (std::size_t i = first; i < first + count; ++i)
      out += (i > first ? " " : "") + std::string(text.text(tokens[i]));
    return out;
  };
  std::vector<bool> left_used(best.left.size());
  std::vector<bool> right_used(best.right.size());
  for (const TokenPair& pair : best.pairs) {
    TokenAgreement row;
    row.left = joined(left_text, best.left_tokens, pair.left, pair.left_count);
    row.right = joined(right_text, best.right_tokens, pair.right, pair.right_count);
    row.similarity = pair.alike.similarity;
    for (std::size_t j = pair.right; j < static_cast<std::size_t>(pair.right) + pair.right_count; ++j) {
      row.weight += best.right[j].bits / total;
      right_used[j] = true;
    }
    for (std::size_t i = pair.left; i < static_cast<std::size_t>(pair.left) + pair.left_count; ++i)
      left_used[i] = true;
    result.tokens.push_back(std::move(row));
  }
  for (std::size_t i = 0; i < left_used.size(); ++i) {
    if (!left_used[i])
      result.tokens.push_back({joined(left_text, best.left_tokens, i, 1), "", best.left[i].bits / total, 0});
  }
  for (std::size_t j = 0; j < right_used.size(); ++j) {
    if (!right_used[j])
      result.tokens.push_back(
          {"", joined(right_text, best.right_tokens, j, 1), best.right[j].bits / total, 0});
  }
  return result;
}

}  // namespace ordergate::matchers
