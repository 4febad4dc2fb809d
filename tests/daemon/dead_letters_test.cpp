#include <gtest/gtest.h>

#include "daemon/dead_letter_replay.h"

namespace ordergate {
namespace {

TopicRecord letter_record() {
  TopicRecord record{.topic = "orders.dlq", .partition = 2, .offset = 17, .key = "k", .value = "{}"};
  record.headers = {{"trace", "1"},
                    {"none", std::nullopt},
                    {"ordergate-error-code", "invalid_value"},
                    {"ordergate-error-message", "no such word"},
                    {"ordergate-source-topic", "orders"},
                    {"ordergate-source-partition", "3"},
                    {"ordergate-source-offset", "41"}};
  return record;
}

TEST(DeadLetters, APlaceIsAPartitionAndAnOffset) {
  EXPECT_EQ(parse_place("2/17"), (DeadLetterPlace{2, 17}));
  EXPECT_EQ(to_string(DeadLetterPlace{2, 17}), "2/17");
  for (const char* text :
       {"", "17", "/", "2/", "/17", "2/17x", "2/1/7", "-1/17", "2/-1", " 2/17", "99999999999/1"})
    EXPECT_FALSE(parse_place(text)) << text;
}

TEST(DeadLetters, WhatGoesBackIsTheOrderWithoutTheGatesHeaders) {
  const std::optional<DeadLetter> letter = as_dead_letter(letter_record());
  ASSERT_TRUE(letter);
  const TopicRecord order = replayed(*letter, "orders.dlq", std::nullopt);
  EXPECT_EQ(order.topic, "orders");
  EXPECT_EQ(order.partition, 3);
  EXPECT_EQ(order.key, "k");
  EXPECT_EQ(order.value, "{}");
  ASSERT_EQ(order.headers.size(), 3U);
  EXPECT_EQ(order.headers[1].second, std::nullopt);
  EXPECT_EQ(order.header("ordergate-replayed-from"), "orders.dlq/2/17");
  EXPECT_EQ(replayed(*letter, "orders.dlq", "mended").value, "mended");
}

TEST(DeadLetters, TheGatesHeadersAreTheLastOnes) {
  TopicRecord record = letter_record();
  record.headers.insert(record.headers.begin(), {"ordergate-source-topic", "elsewhere"});
  EXPECT_EQ(as_dead_letter(record)->source_topic, "orders");
}

TEST(DeadLetters, NoOrderPassesForAMark) {
  TopicRecord record = letter_record();
  record.headers.insert(record.headers.begin(), {"ordergate-replay-of", "0/0"});
  EXPECT_FALSE(mark_of(record));
  EXPECT_TRUE(as_dead_letter(record));
  record.headers = {{"ordergate-replay-of", "0/0"}};
  EXPECT_EQ(mark_of(record), "0/0");
  EXPECT_FALSE(as_dead_letter(record));
}

TEST(DeadLetters, LettersOfOneOrderAreOneAndOfATopicMadeAnewAnother) {
  TopicRecord again = letter_record();
  again.offset = 99;
  EXPECT_EQ(order_of(*as_dead_letter(letter_record())), order_of(*as_dead_letter(again)));
  again.value = "other bytes at the same place";
  EXPECT_NE(order_of(*as_dead_letter(letter_record())), order_of(*as_dead_letter(again)));
}

TEST(DeadLetters, ARecordWithoutItsSourceIsNone) {
  for (const char* name : {"ordergate-error-code", "ordergate-source-topic", "ordergate-source-partition",
                           "ordergate-source-offset"}) {
    TopicRecord record = letter_record();
    std::erase_if(record.headers, [name](const auto& header) { return header.first == name; });
    EXPECT_FALSE(as_dead_letter(record)) << name;
  }
}

}  // namespace
}  // namespace ordergate
