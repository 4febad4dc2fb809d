// What an entry is called stays from one publication to the next; the hash of its content does when it does.
#include "lists/entry_key.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace ordergate::lists {
namespace {

ListEntry sample() {
  ListEntry entry;
  entry.list = ListCode::el;
  entry.source = "Entity List";
  entry.line = 17;
  entry.names = {{"Zarquon Vremova", ListedName::Role::primary},
                 {"Vremova Works", ListedName::Role::strong_alias},
                 {"Zarquon Plant", ListedName::Role::strong_alias}};
  entry.addresses = {{"1 Long Street, Zarq", {}}, {"2 Short Street, Zarq", {}}};
  entry.citation = "89 FR 1";
  return entry;
}

TEST(EntryKey, ThePublishersIdIsTheKey) {
  ListEntry entry = sample();
  entry.id = "12345";
  EXPECT_EQ(key_of(entry), "12345");
}

TEST(EntryKey, WithoutOneTheRowMayMove) {
  const ListEntry entry = sample();
  ListEntry moved = entry;
  moved.line = 4711;
  EXPECT_EQ(key_of(entry).size(), 16U);
  EXPECT_EQ(key_of(moved), key_of(entry));
  EXPECT_EQ(content_hash_of(moved), content_hash_of(entry));
}

TEST(EntryKey, ListNameAndCitationTellEntriesApart) {
  const ListEntry entry = sample();
  ListEntry other = entry;
  other.citation = "90 FR 2";
  EXPECT_NE(key_of(other), key_of(entry));
  other = entry;
  other.names[0].text = "Zarquon Vremovo";
  EXPECT_NE(key_of(other), key_of(entry));
  other = entry;
  other.list = ListCode::meu;
  EXPECT_NE(key_of(other), key_of(entry));
}

TEST(EntryKey, AnAddressIsTheNameOfAnEntryThatHasNone) {
  ListEntry entry = sample();
  entry.names.clear();
  ListEntry other = entry;
  other.addresses[0].text = "3 Long Street, Zarq";
  EXPECT_NE(key_of(other), key_of(entry));
}

TEST(EntryKey, ContentChangesItsHashAndNotTheKey) {
  const ListEntry entry = sample();
  ListEntry changed = entry;
  changed.names.push_back({"Vremova Three", ListedName::Role::weak_alias});
  EXPECT_EQ(key_of(changed), key_of(entry));
  EXPECT_NE(content_hash_of(changed), content_hash_of(entry));
  ListEntry turned = entry;
  std::swap(turned.names[1], turned.names[2]);
  std::swap(turned.addresses[0], turned.addresses[1]);
  EXPECT_EQ(content_hash_of(turned), content_hash_of(entry));
}

}  // namespace
}  // namespace ordergate::lists
