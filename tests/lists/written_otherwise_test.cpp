// Listed names as people write them who do not want them to be found, or whose machines spoil them.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "lists/reader.h"
#include "lists/watchlist.h"

namespace ordergate::lists {
namespace {

using Name = const std::string&;

std::string each(Name name, const std::function<std::string(char)>& write) {
  std::string out;
  for (const char c : name) out += write(c);
  return out;
}
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string digits_for_letters(Name name) {
  return each(name, [](char c) {
    return std::string(1, c == 'o' || c == 'O' ? '0' : c == 'i' || c == 'I' ? '1' : c == 'e' ? '3' : c);
  });
}
std::string behind_each_word(Name name, const char* sign) {
  return each(name, [&](char c) { return c == ' ' ? sign + std::string(" ") : std::string(1, c); }) + sign;
}
std::string reversed(Name name) { return "\u202E" + std::string(name.rbegin(), name.rend()); }
std::string percent(Name name) {
  return each(name, [](char c) { return c == ' ' ? std::string("%20") : std::string(1, c); });
}
std::string entities(Name name) {
  return each(name, [](char c) {
    return c == 'o' ? std::string("&#111;") : c == ' ' ? std::string("&nbsp;") : std::string(1, c);
  });
}
std::string without_spaces(Name name) {
  return each(name, [](char c) { return c == ' ' ? std::string() : std::string(1, c); });
}
std::string spaced_out(Name name) {
  return each(name, [](char c) { return letter(c) ? std::string(1, c) + " " : std::string(1, c); });
}
std::string cyrillic_look_alikes(Name name) {
  return each(name, [](char c) { return c == 'a' ? "\u0430" : c == 'o' ? "\u043E" : std::string(1, c); });
}
std::string upper(Name name) {
  return each(name,
              [](char c) { return std::string(1, c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c); });
}

struct Way {
  const char* name;
  std::function<std::string(Name)> write;
};

const Way kWays[] = {
    {"twice", [](Name n) { return n + " " + n; }},
    {"twice with a slash", [](Name n) { return n + " / " + n; }},
    {"reversed", reversed},
    {"turned", [](Name n) { return "\u202E" + n; }},
    {"digits for letters", digits_for_letters},
    {"without spaces", without_spaces},
    {"letters apart", spaced_out},
    {"a number behind", [](Name n) { return n + " 77"; }},
    {"a number before", [](Name n) { return "77 " + n; }},
    {"another party behind", [](Name n) { return n + " / Zarquon Vremov Ltd."; }},
    {"another party before", [](Name n) { return "Zarquon Vremov Ltd.; " + n; }},
    {"another party and a bar", [](Name n) { return "Zarquon Vremov Ltd. | " + n; }},
    {"another party and plus", [](Name n) { return "Zarquon Vremov Ltd. + " + n; }},
    {"as agent for", [](Name n) { return "Zarquon Vremov Ltd. as agent for " + n; }},
    {"on behalf of", [](Name n) { return "Zarquon Vremov Ltd. on behalf of " + n; }},
    {"for account of", [](Name n) { return "Zarquon Vremov Ltd. for account of " + n; }},
    {"care of", [](Name n) { return "c/o " + n; }},
    {"z.Hd.", [](Name n) { return "Zarquon Vremov Ltd. z.Hd. " + n; }},
    {"branch", [](Name n) { return n + ", Dubai Branch"; }},
    {"Niederlassung", [](Name n) { return n + " Niederlassung Wien"; }},
    {"plane 14", [](Name n) { return behind_each_word(n, "\U000E0041"); }},
    {"zero width", [](Name n) { return behind_each_word(n, "\u200B"); }},
    {"private use", [](Name n) { return behind_each_word(n, "\uE000"); }},
    {"a control", [](Name n) { return behind_each_word(n, "\x01"); }},
    {"percent escapes", percent},
    {"character references", entities},
    {"Cyrillic look-alikes", cyrillic_look_alikes},
    {"capitals", upper},
    {"in quotes", [](Name n) { return "\"" + n + "\""; }},
    {"two lines", [](Name n) { return "Zarquon Vremov Ltd.\n" + n; }},
};

/// Names of the sample list that say who they are: the others are not met beside other words.
bool plain(const ListedName& name) {
  int letters = 0;
  for (const char c : name.text) {
    if (static_cast<unsigned char>(c) >= 0x80 || c == '(' || c == '%') return false;
    letters += letter(c) ? 1 : 0;
  }
  return letters >= 12 && name.text.find(' ') != std::string::npos &&
         name.role != ListedName::Role::weak_alias;
}

TEST(WrittenOtherwise, AListedNameIsMetOrHeldInAnyOfThirtyWays) {
  const ListFile file = sample_list();
  const Watchlist list = Watchlist::build({file}, {}).value();
  PartyScratch scratch;
  std::vector<PartyHit> hits;
  for (const Way& way : kWays) {
    int asked = 0;
    int allowed = 0;
    std::string missed;
    for (std::uint32_t i = 0; i < file.entries.size(); ++i) {
      for (const ListedName& name : file.entries[i].names) {
        if (!plain(name)) continue;
        const std::string text = way.write(name.text);
        PartyQuery query;
        query.name = text;
        hits.clear();
        ++asked;
        const bool complete = list.screen(query, scratch, hits) == Completeness::complete;
        bool met = !complete;
        for (const PartyHit& hit : hits) met = met || hit.entry == EntryId{i};
        allowed += met ? 0 : 1;
        if (!met) missed += "\n  " + text;
      }
    }
    EXPECT_GT(asked, 20);
    EXPECT_LE(allowed * 50, asked) << way.name << ": " << allowed << " of " << asked << missed;
  }
}

TEST(WrittenOtherwise, AListedNameBesideAnotherPartyOrABranchIsAsSureAsAlone) {
  const Watchlist list = Watchlist::build({sample_list()}, {}).value();
  PartyScratch scratch;
  std::vector<PartyHit> hits;
  const auto sure = [&](const char* text) {
    PartyQuery query;
    query.name = text;
    query.country = CountryCode::parse("CN");
    hits.clear();
    EXPECT_EQ(list.screen(query, scratch, hits), Completeness::complete);
    return !hits.empty() && hits.front().sure;
  };
  EXPECT_TRUE(sure("Northern Lantern Microsystems Co., Ltd."));
  EXPECT_TRUE(sure("Zarquon Vremov Ltd. / Northern Lantern Microsystems Co., Ltd."));
  EXPECT_TRUE(sure("Northern Lantern Microsystems Co., Ltd., Shanghai Branch"));
  EXPECT_FALSE(sure("Northern Lantern Microsystems Quality Garden"));
  EXPECT_FALSE(hits.empty());
}

TEST(WrittenOtherwise, AnAndBetweenTwoLegalFormsMayBeOfTheNameOrBetweenTwo) {
  ListFile file;
  for (const char* name :
       {"Bake and Kitchen", "JSC Vremova", "Al-Bir and Al-Ihsan Organization", "Zarquonix Kvarteka"}) {
    ListEntry& entry = file.entries.emplace_back();
    entry.list = ListCode::el;
    entry.names = {{name, ListedName::Role::primary}};
  }
  const Watchlist list = Watchlist::build({file}, {}).value();
  PartyScratch scratch;
  std::vector<PartyHit> hits;
  const auto met = [&](const char* text) -> std::string {
    PartyQuery query;
    query.name = text;
    hits.clear();
    EXPECT_EQ(list.screen(query, scratch, hits), Completeness::complete) << text;
    return hits.empty() ? "" : list.entry(hits.front().entry).names.front().text;
  };
  EXPECT_EQ(met("OOO Bake and Kitchen GmbH"), "Bake and Kitchen");
  EXPECT_EQ(met("Limited Liability Company Al-Bir and Al-Ihsan Organization Ltd"),
            "Al-Bir and Al-Ihsan Organization");
  EXPECT_EQ(met("Joint Stock Company Vremova and Harbor Street GmbH"), "JSC Vremova");
  EXPECT_EQ(met("Bake and Kitchen Ltd and Florawise"), "Bake and Kitchen");
  // Each side is looked for as any name is, whatever the "and".
  for (const char* two : {"OOO Zarqonix Kvarteka and Harbor Street GmbH",
                          "OOO Harbor Street Trading and Zarqonix Kvarteka GmbH",
                          "OOO Harbor Street Trading And Zarquonix Kvarteka GmbH",
                          "OOO HARBOR STREET UND ZARQUONIX KVARTEKA GMBH",
                          "OOO Harbor and Street Trading and Zarquonix Kvarteka GmbH"})
    EXPECT_EQ(met(two), "Zarquonix Kvarteka") << two;
  EXPECT_EQ(met("OOO Harbor and Street GmbH"), "");
}

TEST(WrittenOtherwise, OrdinaryNamesStayUnmet) {
  const Watchlist list = Watchlist::build({sample_list()}, {}).value();
  PartyScratch scratch;
  std::vector<PartyHit> hits;
  for (const char* name :
       {"Zarquon Vremov Ltd. / Blue Ridge Systems Inc.", "Paper & Ink Garden Supplies, Inc.",
        "Harbor Street Bakery (Boston) LLC", "Maria \"Mia\" Lindqvist", "Blue Branch Office Plants"}) {
    PartyQuery query;
    query.name = name;
    hits.clear();
    EXPECT_EQ(list.screen(query, scratch, hits), Completeness::complete) << name;
    EXPECT_TRUE(hits.empty()) << name;
  }
}

}  // namespace
}  // namespace ordergate::lists
