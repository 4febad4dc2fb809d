#include "base/sha256.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace ordergate {
namespace {

/// FIPS 180-4, and the examples of NIST's page of test values.
TEST(Sha256, GivesThePublishedValues) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameInPiecesOfAnySize) {
  std::mt19937 random(7);
  std::string text(1000, ' ');
  for (char& byte : text) byte = static_cast<char>(random());
  for (std::size_t length = 0; length <= text.size(); length += 1 + random() % 9) {
    const std::string_view whole = std::string_view(text).substr(0, length);
    Sha256Stream stream;
    for (std::string_view rest = whole; !rest.empty();) {
      const std::size_t taken = std::min<std::size_t>(rest.size(), 1 + random() % 150);
      stream.update(rest.substr(0, taken));
      rest.remove_prefix(taken);
    }
    EXPECT_EQ(stream.finish(), sha256(whole)) << length;
  }
}

TEST(Sha256, ReadsWhatItWritesAndNothingElse) {
  Sha256 read{};
  EXPECT_TRUE(parse_sha256(sha256_hex("x"), read));
  EXPECT_EQ(read, sha256("x"));
  EXPECT_FALSE(parse_sha256(sha256_hex("x").substr(1), read));
  EXPECT_FALSE(parse_sha256(std::string(64, 'G'), read));
  EXPECT_FALSE(parse_sha256(std::string(64, 'A'), read));
}

}  // namespace
}  // namespace ordergate
