// What matching has to tell apart, one line a feature: scripts, order, typing, legal forms, labels, numbers.
#include <gtest/gtest.h>

#include "matchers/names/name_index.h"

namespace ordergate::matchers {
namespace {

struct Pair {
  const char* feature;
  const char* query;
  const char* listed;
};

constexpr Pair kSame[] = {
    {"latin diacritics", "Škoda Jäger Müller Ångström", "Skoda Jager Muller Angstrom"},
    {"cyrillic", "Рособоронэкспорт", "Rosoboronexport"},
    {"cyrillic person", "Сергей Викторович Лавров", "Sergey Viktorovich Lavrov"},
    {"ukrainian", "Володимир Зеленський", "Volodymyr Zelenskyi"},
    {"arabic", "محمد حسن عبدالله", "Mohammed Hassan Abdullah"},
    {"arabic article", "أسامة بن لادن", "Usama bin Laden"},
    {"persian", "محمود احمدی نژاد", "Mahmoud Ahmadi Nejad"},
    {"hebrew", "בנימין נתניהו", "Binyamin Netanyahu"},
    {"greek", "Αλέξης Τσίπρας", "Alexis Tsipras"},
    {"han simplified", "华为技术有限公司", "Huawei Jishu Youxian Gongsi"},
    {"han traditional", "華為技術有限公司", "华为技术有限公司"},
    {"han pinyin words", "北京航空航天大学", "Beijing Hangkong Hangtian Daxue"},
    {"kana", "トヨタ", "Toyota"},
    {"kana small", "キョウト ギケン", "Kyoto Giken"},
    {"hangul", "김정은", "Kim Jong Un"},
    {"hangul company", "삼성전자 주식회사", "Samseong Jeonja"},
    {"devanagari", "राजेश कुमार", "Rajesh Kumar"},
    {"port of registry", "MV Zarquon Vremova, port d'Abidjan", "Zarquon Vremova"},
    {"registration number", "Zarquon Vremova d.o.o., matična številka 5834219000", "Zarquon Vremova d.o.o."},
    {"number words", "Zarquon Brigade Forty 4", "Zarquon Brigade 44"},
    {"word written twice", "Zarquon Zarquon Vremova", "Zarquon Vremova"},
    {"particles of a surname", "Vanderzarquon Corp", "van der Zarquon Corp"},
    {"short form of a given name", "Bill Zarquonov", "William Zarquonov"},
    {"legal form misspelled", "Zarquon Aktiengeselschaft", "Zarquon AG"},
    {"one typo", "Rosoboronexpotr", "Rosoboronexport"},
    {"transposed letters", "Haikvision Dijital", "Hakivision Dijital"},
    {"glued", "Rosobor Onexport", "Rosoboronexport"},
    {"split", "HangzhouHikvision Digital", "Hangzhou Hikvision Digital"},
    {"word order", "Vladimir Antonov Nikolaevich", "Antonov Vladimir Nikolaevich"},
    {"surname first", "ANTONOV, Vladimir Nikolaevich", "Vladimir Nikolaevich Antonov"},
    {"dropped patronymic", "Vladimir Antonov", "ANTONOV, Vladimir Nikolaevich"},
    {"dropped minor word", "Institute for Applied Xenology", "Institute Applied Xenology"},
    {"initial", "V. Rosoboronski", "Vladimir Rosoboronski"},
    {"legal form russian", "ООО Зеркон Время", "Zerkon Vremya Limited Liability Company"},
    {"legal form german", "Zarquon Gesellschaft mit beschränkter Haftung", "Zarquon GmbH"},
    {"legal form spanish", "Zarquon S.A. de C.V.", "Zarquon Sociedad Anonima"},
    {"legal form turkish", "Zarquon Sanayi ve Ticaret Limited Şirketi", "Zarquon San. ve Tic. Ltd. Sti."},
    {"legal form polish", "Zarquon sp. z o.o.", "Zarquon Spółka z ograniczoną odpowiedzialnością"},
    {"legal form glued", "ZARQUONCOMPANY LIMITED", "Zarquon Company Limited"},
    {"a common name mistyped", "Kristal Ltd", "Kristall Ltd"},
    {"a ship's number agrees", "Fu Yuan 7863", "Fu Yuan Yu 7863"},
    {"abbreviation", "Zarquon Intl Trdg Co", "Zarquon International Trading Company"},
    {"homoglyph", "Zаrquоn Vrem", "Zarquon Vrem"},
    {"digit for a letter", "Zarqu0n Vrem", "Zarquon Vrem"},
    {"invisible characters", "Zar​quon‍ Vrem", "Zarquon Vrem"},
    {"full width", "Ｚａｒｑｕｏｎ Ｖｒｅｍ", "Zarquon Vrem"},
    {"care of", "c/o Zarquon Vrem", "Zarquon Vrem"},
    {"label", "Shipper: Zarquon Vrem", "Zarquon Vrem"},
    {"label and branch", "Consignee: Zarquon Vrem, Dubai Branch", "Zarquon Vrem"},
    {"attention", "Zarquon Vrem Attn: Purchasing Dept", "Zarquon Vrem"},
    {"also known as", "Quux Fnord a/k/a Zarquon Vrem", "Zarquon Vrem"},
    {"formerly", "Quux Fnord (f/k/a Zarquon Vrem)", "Zarquon Vrem"},
    {"ship prefix", "M/V Zarquon Star", "Zarquon Star"},
    {"messrs", "M/s. Zarquon Vrem", "Zarquon Vrem"},
    {"title", "Dr. Zarquon Vrem", "Zarquon Vrem"},
    {"article", "Abd al-Rahman al-Zarquoni", "Abdul Rahman Zarquoni"},
    {"forefathers behind the name", "Zarquon Vremova Abdul Hamid", "Zarquon Vremova"},
    {"forefathers left out", "Zarquon Vremova", "Zarquon Muhammad Vremova Shah Mohammed"},
    {"name of descent", "Zarquon Vremova Haqqani", "Zarquon Vremova"},
    {"name of descent by its form", "Zarquon Vremova Abdullah Telmasari", "Zarquon Vremova"},
    {"trade word of another language", "Zarquon Metall GmbH", "Zarquon Metal LLC"},
    {"a short form that is the name", "ETS Solutions, Inc.", "ETS Solutions"},
    {"a name of letters and a form", "EK Inc.", "EK LLC"},
    {"number word", "Institute No. Three Zarquon", "Institute No. 3 Zarquon"},
};

constexpr Pair kDifferent[] = {
    {"another father", "Rustam Ibrahimovich Zarquonov", "Rustam Magomedovich Zarquonov"},
    {"father and son exchanged", "Salman bin Muhammad al-Zarquoni", "Muhammad bin Salman al-Zarquoni"},
    {"another father behind ben", "Zarquon ben Mohamed ben Belkassem Vremova",
     "Zarquon ben Ali ben Belkassem Vremova"},
    {"another name in the middle", "Zarquon Mohamed Mohamed Vremova", "Zarquon Osman Mohamed Vremova"},
    {"forefathers around one name", "Zarquon Mohammed Ali", "Zarquon"},
    {"sister company abroad", "Zarquon Environmental Services LLC",
     "Zarquon Environmental Services de México, S.A. de C.V."},
    {"another trade in Japanese", "Zarquon Kagaku Holdings K.K.", "Zarquon Kagaku Kogyo K.K."},
    {"number in Han characters", "第八星風丸", "第十八星風丸"},
    {"sibling number", "Institute No. 3 Zarquon", "Institute No. 8 Zarquon"},
    {"sibling ship", "Zarquon Star 5", "Zarquon Star 6"},
    {"sibling plant", "Plant 22", "Plant 27"},
    {"another first name", "Reza Kumar", "Akhilesh Kumar"},
    {"common words", "Acme Trading International", "Zenith Trading International"},
    {"common words alone", "International Trading Company", "General Trading Company"},
    {"initials", "J. S.", "J. S. Vrem"},
    {"one common given name", "Mohammad", "Mohammad Zarquoni"},
    {"same surname other given name", "Anna Petrova", "Oksana Petrova"},
    {"place only", "Shenzhen Electronics Co", "Shenzhen Machinery Co"},
    {"one letter of a short name", "Faiz", "Fair"},
    {"another works of a common name", "JSC Kristall", "AO PO Kristall"},
    {"a common name and a trade", "OOO Magistral Elektronika", "OOO Magistral"},
    {"a common name and a letter", "LLC Vityaz M", "MK Vityaz"},
    {"a name made of common pieces", "OOO Energomet", "Energotest LLC"},
    {"a town and its trade", "Shiraz Industrial Co.", "Shiraz Electronics Industries"},
    {"a legal form is no word", "Leika Zarquon", "LLC Zarquon"},
    {"titles are no surnames", "Faisal Sayed", "Rabbi, Faisal"},
    {"a typing error in another script", "Верников Иван", "MELNIKOV, Ivan"},
    {"pinyin of another surname", "Zhang Jiaqi", "ZHUANG, Jack"},
    {"Vietnamese syllables", "Hoang Thanh Ngan", "Thach Hoang Nguyen"},
    {"a word without vowels", "محمد القحطاني", "QAHTAN, Muhammad"},
    {"common words turned and shortened", "Sol Industry Pte Ltd", "Industrial Solutions"},
    {"a short form is no part of the listed name", "MMC Technology, Inc.", "Technology LLC"},
    {"another short form", "EE Solutions, Inc.", "ETS Solutions"},
    {"forms alone", "Zarquon-Ex Limited", "Limited Liability Company Port Elga"},
    {"forms of other countries", "Tenron S.A. de C.V.", "Tenrom OOO"},
};

/// What the index says, and the comparison without it.
void expect(const Pair& pair, bool same) {
  NameIndexBuilder builder;
  builder.add(NameId{1}, pair.listed, PartyKind::unknown);
  const NameIndex index = builder.build();
  NameScratch scratch;
  std::vector<NameHit> hits;
  EXPECT_EQ(index.find(pair.query, PartyKind::unknown, kNameThreshold, scratch, hits), FindStatus::complete);
  const NameComparison comparison = compare_names(pair.query, pair.listed, PartyKind::unknown);
  EXPECT_EQ(!hits.empty(), same) << pair.feature << ": " << pair.query << " ~ " << pair.listed << " scores "
                                 << int{comparison.score};
  EXPECT_EQ(comparison.score >= kNameThreshold, same) << pair.feature;
  if (!hits.empty()) {
    EXPECT_EQ(hits[0].score, comparison.score) << pair.feature;
  }
}

TEST(NamePairs, TheSameNameIsFoundHoweverItIsWritten) {
  for (const Pair& pair : kSame) expect(pair, true);
}

TEST(NamePairs, OthersAreNot) {
  for (const Pair& pair : kDifferent) expect(pair, false);
}

TEST(NamePairs, AnotherKindOfThingCostsUnlessTheVeryWordsAgree) {
  NameIndexBuilder builder;
  builder.add(NameId{1}, "Zarquon Vremova", PartyKind::vessel);
  builder.add(NameId{2}, "Victoria", PartyKind::vessel);
  const NameIndex index = builder.build();
  NameScratch scratch;
  const auto score = [&](std::string_view query, PartyKind kind) {
    std::vector<NameHit> hits;
    EXPECT_EQ(index.find(query, kind, 1, scratch, hits), FindStatus::complete);
    return hits.empty() ? 0 : int{hits[0].score};
  };
  EXPECT_GE(score("Zarquon Vremova", PartyKind::person), kNameThreshold);
  EXPECT_LT(score("Zarquon Vremowa", PartyKind::person), score("Zarquon Vremowa", PartyKind::vessel));
  EXPECT_LT(score("Victoria", PartyKind::person), kNameThreshold);
  EXPECT_GE(score("Victoria", PartyKind::vessel), kNameThreshold);
}

}  // namespace
}  // namespace ordergate::matchers
