// What a signature or a sum says is believed only as it stands.
#include "fetch/proof.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/redacted_url.h"

namespace ordergate::fetch {
namespace {

// Made by minisign 0.11, of a file that holds "ordergate\n".
constexpr const char* kKey = "RWTvb0ThyDk28KdGybKB45ZFO9R3reTlGdjedEHdHyvTFQkegzGUXUC6";
constexpr const char* kSignature =
    "untrusted comment: signature from minisign secret key\n"
    "RUTvb0ThyDk28CWZn1Yqmhy+BnA4/R4RoGK5scyaasw21ZF6wiQj5KDBed3CE4cXjZxrn3NzrixoNibkifxAWhNbUsw1uHhfQQk=\n"
    "trusted comment: timestamp:1 file:f\n"
    "b3kYTA42bXQnzsNkqLQzvVPRUEzWD0OSuqLGER5udgxHYpI4kMd4N4Z+PmA4hsKkok3jml/KXDAUOmmyTjI4BA==\n";

class ProofTest : public testing::Test {
 protected:
  ProofTest()
      : path_(std::filesystem::temp_directory_path() / ("ordergate-proof-" + std::to_string(::getpid()))) {}
  ~ProofTest() override {
    std::error_code error;
    std::filesystem::remove(path_, error);
  }
  const std::filesystem::path& holds(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return path_;
  }

 private:
  std::filesystem::path path_;
};

TEST_F(ProofTest, a_signature_of_minisign_itself_is_believed_of_its_file_alone) {
  EXPECT_TRUE(verify_minisign(holds("ordergate\n"), kSignature, kKey).ok());
  EXPECT_TRUE(
      verify_minisign(holds("ordergate\n"), kSignature, std::string("untrusted comment: a key\n") + kKey)
          .ok());
  EXPECT_FALSE(verify_minisign(holds("ordergate"), kSignature, kKey).ok());
  EXPECT_FALSE(verify_minisign(holds(""), kSignature, kKey).ok());
  EXPECT_FALSE(verify_minisign("/nonexistent/file", kSignature, kKey).ok());
}

TEST_F(ProofTest, a_signature_that_is_changed_anywhere_is_refused) {
  const std::string whole = kSignature;
  const std::filesystem::path& file = holds("ordergate\n");
  for (std::size_t at = whole.find('\n'); at < whole.size() - 1; ++at) {
    std::string changed = whole;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_minisign(file, changed, kKey).ok()) << at;
  }
  for (std::size_t size = 0; size + 2 < whole.size(); ++size)
    EXPECT_FALSE(verify_minisign(file, whole.substr(0, size), kKey).ok()) << size;
}

TEST_F(ProofTest, a_key_is_told_from_what_is_none) {
  EXPECT_TRUE(check_minisign_key(kKey).ok());
  for (const std::string text : {"", "RW", "untrusted comment: a key", "not base64!", "RWQ="})
    EXPECT_FALSE(check_minisign_key(text).ok()) << text;
  EXPECT_FALSE(check_minisign_key(std::string(kKey) + "AAAA").ok());
}

TEST_F(ProofTest, sha256_is_that_of_the_standard) {
  EXPECT_EQ(sha256_of(holds("abc")).value(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_FALSE(sha256_of("/nonexistent/file").ok());
}

TEST_F(ProofTest, a_sum_is_that_of_the_file_or_the_only_one) {
  const std::string one(64, 'a'), two(64, 'b');
  EXPECT_EQ(sha256_in(one + "\n", "list.csv").value(), one);
  EXPECT_EQ(sha256_in(one + "  other.csv\n" + two + " *list.csv\n", "list.csv").value(), two);
  EXPECT_EQ(sha256_in(one + "  another name\r\n", "list.csv").value(), one);
  EXPECT_FALSE(sha256_in(one + "  other.csv\n" + two + "  third.csv\n", "list.csv").ok());
  EXPECT_FALSE(sha256_in("<html>" + one, "list.csv").ok());
  EXPECT_FALSE(sha256_in("", "list.csv").ok());
}

TEST(RedactedUrl, keeps_scheme_host_and_path) {
  EXPECT_EQ(redacted_url("https://a.example/list.csv"), "https://a.example/list.csv");
  EXPECT_EQ(redacted_url("https://user:pass@a.example:8443/list.csv?sig=1#x"),
            "https://a.example:8443/list.csv?[redacted]");
  EXPECT_EQ(redacted_url("https://us/er@a.example"),
            "https://us/er@a.example");  // a path: where it goes is host "us"
  EXPECT_EQ(redacted_url("https://a@b@[::1]?x"), "https://[::1]?[redacted]");
  EXPECT_EQ(redacted_url("a.example/x?y"), "a.example/x?[redacted]");
  EXPECT_EQ(redacted_url(""), "");
}

}  // namespace
}  // namespace ordergate::fetch
