#include "matchers/names/respelling.h"

#include <gtest/gtest.h>

namespace ordergate::matchers {
namespace {

std::string respelled(std::string_view name, PartyKind kind = PartyKind::person) {
  Respelling respelling;
  respelling.read(name, kind);
  std::string out;
  for (std::size_t i = 0; i < respelling.size(); ++i) out += (i == 0 ? "" : "|") + respelling[i];
  return out;
}

TEST(Respelling, WadeGilesIsReadAsPinyin) {
  EXPECT_EQ(respelled("Ch'en Kuo-ch'ing"), "chen guoqing");
  EXPECT_EQ(respelled("Hsia Feng-tung"), "xia fengdong|xia fengtong");
  EXPECT_EQ(respelled("Wang Wei"), "");
}

TEST(Respelling, RussianNamesInOtherMannersAreReadAsInEnglish) {
  EXPECT_NE(respelled("Aleksandr Osipowicz").find("osipovich"), std::string::npos);
  EXPECT_NE(respelled("Nikolaj Miklaschewitsch").find("miklashevich"), std::string::npos);
  EXPECT_NE(respelled("Ivan Ermakoff").find("ermakov"), std::string::npos);
}

TEST(Respelling, ANicknameInQuotesIsLeftOutAndInitialsStandApart) {
  EXPECT_EQ(respelled("Maria \"Mia\" Zarquon"), "Maria  Zarquon");
  EXPECT_EQ(respelled("Maria (Mia) Zarquon"), "Maria  Zarquon");
  EXPECT_EQ(respelled("Zarquon A.B."), "Zarquon A. B. ");
}

TEST(Respelling, WordsOfChineseNamesAreReadInEnglish) {
  EXPECT_EQ(respelled("\u5317\u4EAC\u7535\u5B50\u79D1\u6280\u6709\u9650\u516C\u53F8", PartyKind::company),
            "beijing electronics technology co ltd ");
  EXPECT_EQ(respelled("\u5317\u4EAC\u96FB\u5B50\u79D1\u6280\u6709\u9650\u516C\u53F8", PartyKind::company),
            "beijing electronics technology co ltd ");
}

}  // namespace
}  // namespace ordergate::matchers
