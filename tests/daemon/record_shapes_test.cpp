// What the records of a topic are: by its [[source]], else orders of our own.
#include "daemon/record_shapes.h"

#include <gtest/gtest.h>

#include <array>

namespace ordergate::daemon {
namespace {

Config config_with(SourceSettings source) {
  Config config;
  config.sources.push_back(std::move(source));
  return config;
}

TEST(RecordShapesTest, a_topic_without_a_source_holds_orders_of_our_own) {
  const auto shapes = RecordShapes::load(Config{});
  ASSERT_TRUE(shapes);
  EXPECT_TRUE(shapes.value().of("orders", {}).plain());
}

TEST(RecordShapesTest, a_source_has_its_map_and_envelope) {
  SourceSettings source;
  source.topic = "shop";
  source.map = "shopify";
  source.envelope = "cloudevents";
  source.settings["from_country"] = "DE";
  const auto shapes = RecordShapes::load(config_with(source));
  ASSERT_TRUE(shapes) << shapes.error().text;
  EXPECT_NE(shapes.value().of("shop", {}).map, nullptr);
  EXPECT_EQ(shapes.value().of("shop", {}).envelope, mapping::Envelope::cloudevents);
  EXPECT_TRUE(shapes.value().of("other", {}).plain());
  const std::array<Header, 1> binary = {Header{"ce_specversion", "1.0"}};
  EXPECT_EQ(shapes.value().of("shop", binary).envelope, mapping::Envelope::automatic)
      << "in binary mode the value is the data";
}

TEST(RecordShapesTest, a_map_that_is_none_refuses_to_start_and_names_the_source) {
  SourceSettings source;
  source.topic = "shop";
  source.map = "no-such-map";
  EXPECT_NE(
      RecordShapes::load(config_with(source)).error().text.find("topic 'shop': 'no-such-map' is no file"),
      std::string::npos);
  source.map = "shopify";
  source.settings["nonsense"] = "x";
  EXPECT_NE(RecordShapes::load(config_with(source)).error().text.find("[settings] nonsense"),
            std::string::npos);
  source.map = "";
  EXPECT_NE(RecordShapes::load(config_with(source)).error().text.find("there is none"), std::string::npos);
}

}  // namespace
}  // namespace ordergate::daemon
