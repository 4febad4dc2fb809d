#include "tracing/trace_context.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ordergate::tracing {
namespace {

const std::string kGood = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

template <typename Text>
std::string text(const Text& from) {
  return {from.begin(), from.end()};
}

TEST(Traceparent, is_read_and_written_as_the_standard_has_it) {
  const auto context = parse_traceparent(kGood);
  ASSERT_TRUE(context);
  EXPECT_EQ(text(to_hex(context->trace)), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(text(to_hex(context->span)), "b7ad6b7169203331");
  EXPECT_EQ(context->flags, kSampledFlag);
  EXPECT_EQ(text(write_traceparent(*context)), kGood);
}

TEST(Traceparent, what_is_none_is_none) {
  const auto with = [](std::size_t at, const std::string& piece) {
    return std::string(kGood).replace(at, piece.size(), piece);
  };
  for (const std::string& wrong :
       {std::string(), std::string("00-1"), kGood.substr(1), kGood + "-", kGood + "x", with(0, "ff"),
        with(0, "0g"), with(2, "_"), with(3, std::string(32, '0')), with(36, std::string(16, '0')),
        with(3, "0A"), with(53, "0G"), with(35, "0"), with(52, "0")})
    EXPECT_FALSE(parse_traceparent(wrong)) << wrong;
}

TEST(Traceparent, of_a_later_version_what_is_known_is_read) {
  const std::string later = "42" + kGood.substr(2);
  ASSERT_TRUE(parse_traceparent(later));
  EXPECT_TRUE(parse_traceparent(later + "-more"));
  EXPECT_FALSE(parse_traceparent(later + "more"));
  EXPECT_EQ(text(write_traceparent(*parse_traceparent(later.substr(0, 53) + "ff"))),
            kGood.substr(0, 53) + "03");
}

TEST(Sampling, keeps_its_share_and_a_lower_share_of_the_same) {
  SpanIds ids(7);
  int kept_of_tenth = 0, kept_of_half = 0;
  for (int i = 0; i < 10'000; ++i) {
    TraceId id;
    const SpanId low = ids.next();
    std::copy(low.bytes.begin(), low.bytes.end(), id.bytes.begin() + 8);
    const bool tenth = sampled(id, 100'000), half = sampled(id, 500'000);
    EXPECT_TRUE(half || !tenth);
    EXPECT_TRUE(sampled(id, kMillion));
    EXPECT_FALSE(sampled(id, 0));
    kept_of_tenth += tenth ? 1 : 0;
    kept_of_half += half ? 1 : 0;
  }
  EXPECT_NEAR(kept_of_tenth, 1000, 150);
  EXPECT_NEAR(kept_of_half, 5000, 250);
}

TEST(SpanIds, differ_from_each_other_and_from_those_of_another_seed) {
  SpanIds ones(1), others(2);
  std::set<std::array<std::uint8_t, 8>> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(ones.next().bytes).second);
    EXPECT_TRUE(seen.insert(others.next().bytes).second);
  }
}

}  // namespace
}  // namespace ordergate::tracing
