// Accelerators that no table holds: by the makers' patterns of model numbers, by a maker that makes
// nothing else, by a chassis that is built around them, by a memory that nothing else has.
#include <algorithm>
#include <array>

#include "matchers/items/item_context.h"

namespace ordergate::matchers {
namespace {

constexpr std::uint32_t kVendorGapMax = 18;  // bytes between a model and its vendor

constexpr bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool kept(char c) noexcept {
  return digit(c) || letter(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

}  // namespace

namespace {

/// "AS-4124GS-TNR", "SYS-421GE-TNRT": the makers' pattern for servers built around accelerators.
bool gpu_chassis(std::string_view text, std::uint32_t at, std::string_view token) noexcept {
  if (token.size() < 5 || token.size() > 6) return false;
  const std::size_t g = token.size() - 2;
  // "server 128GB" is a memory size.
  if (token[g] != 'g' || !letter(token[g + 1]) || token[g + 1] == 'b') return false;
  if (!digit(token[0]) && token[0] != 'a') return false;
  for (std::size_t i = 1; i < g; ++i)
    if (!digit(token[i])) return false;
  while (at > 0 && (text[at - 1] == '-' || text[at - 1] == ' ')) --at;
  const std::string_view before = text.substr(0, at);
  return before.ends_with("as") || before.ends_with("sys") || before.ends_with("ars") ||
         before.ends_with("server");
}

/// "graphics card 80GB": a word for cards right beside a size that no card of players has. Not "graphics
/// card, 96GB RAM".
bool card_of_that_memory(const TextContext& context) noexcept {
  constexpr std::uint32_t kGigabytesMin = 40;
  constexpr std::size_t kTouchMax = 2;
  const auto joins = [&](std::size_t from, std::size_t to) {
    return from <= to && to - from <= kTouchMax &&
           context.text.substr(from, to - from).find_first_not_of(" -(") == std::string_view::npos;
  };
  return std::any_of(context.memory.begin(), context.memory.end(), [&](const MemorySize& size) {
    if (size.gigabytes < kGigabytesMin) return false;
    std::string_view behind = context.text.substr(size.end);
    behind.remove_prefix(std::min(behind.find_first_not_of(" -"), behind.size()));
    for (const std::string_view other :
         {"ram", "ddr", "ssd", "nvme", "hdd", "memory", "sdram", "emmc", "内存"})
      if (behind.starts_with(other)) return false;
    return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& word) {
      return word.has(WordClass::gpu) && (joins(word.end, size.begin) || joins(size.end, word.begin));
    });
  });
}

}  // namespace

bool names_accelerator_memory(const TextContext& context) noexcept {
  // Sizes that only data-center accelerators have.
  static constexpr std::array<std::uint32_t, 10> kSizes = {80, 94, 96, 141, 144, 180, 186, 192, 288, 432};
  if (card_of_that_memory(context)) return true;
  if (!context.has(WordClass::gpu) || (context.vendors == 0 && !context.has(WordClass::accelerator)))
    return false;
  return std::any_of(context.memory.begin(), context.memory.end(), [](const MemorySize& size) {
    return std::find(kSizes.begin(), kSizes.end(), size.gigabytes) != kSizes.end();
  });
}

bool names_more_memory(const TextContext& context) noexcept {
  constexpr std::uint32_t kGigabytesMin = 32;
  return std::any_of(context.memory.begin(), context.memory.end(), [&](const MemorySize& size) {
    if (size.gigabytes < kGigabytesMin) return false;
    std::string_view rest = context.text.substr(size.end);
    while (rest.starts_with(' ') || rest.starts_with('-')) rest.remove_prefix(1);
    return rest.starts_with("gddr7") || rest.starts_with("d7");
  });
}

namespace {

bool digits(std::string_view token, std::size_t from, std::size_t count) noexcept {
  if (token.size() < from + count) return false;
  return std::all_of(token.begin() + static_cast<std::ptrdiff_t>(from),
                     token.begin() + static_cast<std::ptrdiff_t>(from + count), digit);
}

/// The makers' patterns for models, whether or not one of that number is known.
enum class Pattern : std::uint8_t { none, hundred, grace, instinct, instinct_x, mlu, geforce };

Pattern pattern_of(std::string_view token, std::string_view before) noexcept {
  const std::size_t size = token.size();
  if ((size == 4 || size == 5) &&
      (token[0] == 'h' || token[0] == 'b' || token[0] == 'r' || token[0] == 'f') && token[1] != '0' &&
      digits(token, 1, 3) && token.substr(2, 2) == "00" && (size == 4 || letter(token[4])))
    return Pattern::hundred;
  const bool superchip = token.starts_with("gb") || token.starts_with("gr") || token.starts_with("vr");
  if (size == 5 && superchip && digits(token, 2, 3) && token.substr(3) == "00") return Pattern::grace;
  if ((size == 5 || size == 6) && token.starts_with("mi") && token[2] >= '3' && digits(token, 2, 3) &&
      (size == 5 || letter(token[5])))
    return size == 6 && token[5] == 'x' ? Pattern::instinct_x : Pattern::instinct;
  if (size == 6 && token.starts_with("mlu") && token[3] >= '3' && digits(token, 3, 3)) return Pattern::mlu;
  if (size >= 4 && digits(token, 0, 4) && token[0] >= '4' && token.substr(1, 2) == "09" &&
      before.ends_with("rtx "))
    return Pattern::geforce;
  return Pattern::none;
}

std::uint32_t gap_between(std::uint32_t begin, std::uint32_t end, std::uint32_t other_begin,
                          std::uint32_t other_end) noexcept {
  if (other_begin >= end) return other_begin - end;
  return other_end <= begin ? begin - other_end : 0;
}

/// Does the text around say that the model is an accelerator? Cases and boards bear such numbers too.
bool spoken_of(const TextContext& context, Pattern pattern, std::uint32_t begin, std::uint32_t end) noexcept {
  constexpr std::uint32_t kGigabytesMin = 94;  // a size behind a model that is no accelerator's
  if (pattern == Pattern::instinct_x) return true;
  const bool own = pattern == Pattern::instinct || pattern == Pattern::mlu;
  if (own && (context.has(WordClass::gpu) || context.has(WordClass::accelerator))) return true;
  for (const MemorySize& size : context.memory)
    if (size.begin >= end && size.begin - end <= 2 && size.gigabytes >= kGigabytesMin) return true;
  return std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& m) {
    return m.has(WordClass::vendor) && m.vendor != 0 &&
           gap_between(begin, end, m.begin, m.end) <= kVendorGapMax;
  });
}

/// "沐曦C588", "Enflame L600": a number behind or before a maker that makes nothing else.
TextSpan find_unknown_of_maker(const TextContext& context) noexcept {
  constexpr std::uint32_t kModelGapMax = 24;
  for (const ItemMention& word : context.mentions) {
    if (!word.has(WordClass::maker)) continue;
    const std::uint32_t stop =
        std::min(static_cast<std::uint32_t>(context.text.size()), word.end + kModelGapMax);
    for (std::uint32_t at = word.begin > kModelGapMax ? word.begin - kModelGapMax : 0; at < stop; ++at) {
      if (!digit(context.text[at]) || (at >= word.begin && at < word.end)) continue;
      const bool known =
          std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& m) {
            return (m.model() || m.has(WordClass::known_gpu) || m.has(WordClass::unit)) && m.begin <= at &&
                   at < m.end;
          });
      if (!known) return {word.begin, word.end};
    }
    if (context.has(WordClass::accelerator) || context.has(WordClass::compute)) return {word.begin, word.end};
  }
  return {};
}

}  // namespace

TextSpan find_unknown_model(const TextContext& context) noexcept {
  constexpr int kLikeModelsMax = 64;  // nobody lists that many: suspicious without a look at each
  const std::string_view text = context.text;
  int like_models = 0;
  if (const TextSpan of_maker = find_unknown_of_maker(context); of_maker.end != 0) return of_maker;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    if (!kept(text[at]) || (at > 0 && kept(text[at - 1]))) continue;
    const std::uint32_t begin = at;
    std::uint32_t end = at;
    while (end < text.size() && kept(text[end])) ++end;
    const std::string_view token = text.substr(begin, end - begin);
    const Pattern pattern = pattern_of(token, text.substr(0, begin));
    at = end;
    if (gpu_chassis(text, begin, token)) return {begin, end};
    if (pattern == Pattern::none) continue;
    if (++like_models > kLikeModelsMax) return {begin, end};
    const bool named =
        std::any_of(context.mentions.begin(), context.mentions.end(), [&](const ItemMention& m) {
          return m.model() && m.begin < end && m.end > begin &&
                 (context.has(WordClass::other) ||
                  accepted(context, m, context.families[index_of(m.family)]));
        });
    if (!named && spoken_of(context, pattern, begin, end)) return {begin, end};
  }
  return {};
}

}  // namespace ordergate::matchers
