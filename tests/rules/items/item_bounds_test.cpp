// Long and hostile texts: read in linear time, counted in steps, or held.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "matchers/items/item_matcher.h"
#include "rules/items/item_identify.h"
#include "rules/items/load_item_lexicon.h"
#include "rules/pack/files.h"

namespace ordergate::rules {
namespace {

constexpr std::size_t kTextBytes = std::size_t{64} << 10;  // the limit of one string

struct Reader {
  Reader()
      : table(std::move(ItemTable::load({.files = pack_files()})).value()),
        matcher(std::move(
                    matchers::ItemMatcher::compile(std::move(load_item_lexicon(pack_files(), table)).value()))
                    .value()),
        scratch(matcher.make_scratch()) {}
  ItemTable table;
  matchers::ItemMatcher matcher;
  matchers::ItemMatchScratch scratch;
};

Reader& reader() {
  static Reader made;
  return made;
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}

struct Outcome {
  bool complete = false;
  matchers::ItemReading reading;
  std::uint64_t work = 0;
};

Outcome read(const std::string& text) {
  Outcome out;
  out.complete = reader().matcher.read(matchers::TextFolder().fold(text), reader().scratch, out.reading) ==
                 Completeness::complete;
  out.work = reader().scratch.work();
  return out;
}

const std::vector<std::string>& hostile_pieces() {
  static const std::vector<std::string> pieces = {"H H H ",     "h1",
                                                  "H 1 0 0 ",   "4 0 9 0 ",
                                                  "&#72;&#49;", "<b>H</b>",
                                                  "<",          "&",
                                                  "<!--",       "H\u0336",
                                                  "\u200b",     "Н1",
                                                  "rtx ",       "for for with ",
                                                  "a100 ",      "nvidia ",
                                                  "h300 ",      "gb500 ",
                                                  "bracket ",   "9 0 0 - 2 1 ",
                                                  "100-",       "1,1,1,1,",
                                                  "8x",         "24gb ",
                                                  "lot of 4 ",  "|0|o",
                                                  "server 1g",  "waterblock for rtx 4090 ",
                                                  "with box ",  "no box ",
                                                  "hgx h100 ",  "мI300X ",
                                                  "11111111",   "g g g g ",
                                                  "not sxm "};
  return pieces;
}

TEST(ItemBounds, StepsGrowWithTheTextAndNoFaster) {
  for (const std::string& piece : hostile_pieces()) {
    const Outcome half = read(repeated(piece, kTextBytes / 16));
    const Outcome whole = read(repeated(piece, kTextBytes / 8));
    if (half.complete && whole.complete) {
      EXPECT_LE(whole.work, half.work * 4 + 1000) << piece;
    }
  }
}

TEST(ItemBounds, NoTextCostsMoreThanTheBound) {
  // Three readings (as it stands, without markup, with Latin letters), each: its bytes as given, folded and
  // squeezed, the candidates, and a million words weighed.
  constexpr std::uint64_t kStepsMax = 3 * (3 * kTextBytes + (1U << 16U) + (1U << 20U));
  for (const std::string& piece : hostile_pieces())
    EXPECT_LE(read(repeated(piece, kTextBytes)).work, kStepsMax) << piece;
}

TEST(ItemBounds, AThousandNearHitsAreSuspiciousOrHeld) {
  for (const std::string_view piece : {"h300 ", "gb500 ", "mi900x "}) {
    const Outcome out = read("nvidia " + repeated(piece, kTextBytes));
    EXPECT_TRUE(!out.complete || out.reading.suspicious) << piece;
  }
}

TEST(ItemBounds, MoreModelsThanCanBeWeighedAreHeld) {
  EXPECT_FALSE(read(repeated("h100 ", kTextBytes)).complete);
  EXPECT_FALSE(read(repeated("rtx 4090 with box ", kTextBytes)).complete);
}

TEST(ItemBounds, ALongDescriptionHidesNothing) {
  const std::string filler =
      repeated("Quality goods, shipped worldwide, ask for a quote today. ", kTextBytes - 200);
  for (const std::string_view term :
       {"NVIDIA H100 80GB PCIe", "N V I D I A  H 1 0 0  80GB", "<i>NVIDIA</i> H&#49;00 80GB",
        "ＮＶＩＤＩＡ Ｈ１００", "NVIDIA H\u200b1\u200b0\u200b0 80GB", "RTX <b>4</b><b>0</b>90",
        "900-21010-0000-000"}) {
    for (const std::size_t at : {std::size_t{0}, filler.size() / 2, filler.size()}) {
      std::string text = filler;
      text.insert(
          text.find_first_of(". ", at) == std::string::npos ? text.size() : text.find_first_of(' ', at),
          " " + std::string(term) + " ");
      const Outcome out = read(text);
      EXPECT_TRUE(!out.complete || out.reading.item != matchers::ItemId::none ||
                  out.reading.part != matchers::PartId::none)
          << term << " at " << at;
    }
  }
}

TEST(ItemBounds, AnOrdinaryLongDescriptionIsReadWhole) {
  const std::string text = repeated(
      "<p>Gaming PC with RTX 4060 8GB, 32GB RAM, fans, box and cables included; for home and office.</p>\n",
      16'000);
  const Outcome out = read(text);
  EXPECT_TRUE(out.complete);
  EXPECT_FALSE(out.reading.suspicious);
  EXPECT_EQ(out.reading.item, matchers::ItemId::none);
}

}  // namespace
}  // namespace ordergate::rules
