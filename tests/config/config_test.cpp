#include "config/config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "config/duration.h"
#include "config/raw_settings.h"

namespace ordergate {
namespace {

/// A directory of its own for each test, gone afterwards.
class ConfigFile : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() /
                 ("ordergate_config_" + std::string(test->name()) + std::to_string(::getpid()));
    std::filesystem::create_directories(directory_);
    ASSERT_EQ(::setenv("OG_TEST_HOST", "broker-7", 1), 0);
    ::unsetenv("OG_TEST_UNSET");
    ::unsetenv("STATE_DIRECTORY");
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string write(const std::string& text, const char* name = "ordergate.toml") {
    const std::string path = directory_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  /// The error without the directory: "ordergate.toml:2: …"; "" when there is none.
  std::string error_of(const std::string& text) {
    const Result<Config> config = load_config(write(text));
    if (config) return "";
    std::string error = config.error().text;
    const std::string prefix = directory_.string() + "/";
    for (std::size_t at = 0; (at = error.find(prefix)) != std::string::npos;) error.erase(at, prefix.size());
    return error;
  }
  Config load(const std::string& text) {
    Result<Config> config = load_config(write(text));
    EXPECT_TRUE(config.ok()) << config.error().text;
    return config ? std::move(config).value() : Config{};
  }

  std::filesystem::path directory_;
};

TEST_F(ConfigFile, NamesTheUsersOwnItems) {
  const Config config = load("[items]\nextra = [\"a.csv\"]\nskus = [\"b.csv\", \"c.csv\"]\n");
  EXPECT_EQ(config.items.extra, std::vector<std::string>{"a.csv"});
  EXPECT_EQ(config.items.skus.size(), 2U);
  EXPECT_NE(print_config(config).find("skus = [\"b.csv\", \"c.csv\"]"), std::string::npos);
  EXPECT_NE(error_of("[items]\nextra = [\"\"]\n").find("must not be empty"), std::string::npos);
  EXPECT_NE(error_of("[items]\nsku = []\n").find("ordergate.toml:2"), std::string::npos);
}

TEST_F(ConfigFile, SourcesNameTopicsOfOrdersAndWhatTheirRecordsAre) {
  EXPECT_TRUE(load("").sources.empty());
  const std::string text =
      "[[source]]\ntopic = \"shop\"\nmap = \"shopify\"\nsettings = { from_country = \"DE\" }\n"
      "[[source]]\ntopic = \"erp\"\nformat = \"avro\"\nenvelope = \"debezium\"\nregistry = \"https://r\"\n"
      "registry_user = \"me\"\nregistry_password = \"hush\"\n";
  const Config config = load(text);
  ASSERT_EQ(config.sources.size(), 2U);
  EXPECT_EQ(config.sources[0].map, "shopify");
  EXPECT_EQ(config.sources[0].settings.at("from_country"), "DE");
  EXPECT_EQ(config.sources[1].envelope, "debezium");
  EXPECT_EQ(config.topics.orders, (std::vector<std::string>{"shop", "erp"}));
  EXPECT_EQ(load("[topics]\norders = [\"own\", \"erp\"]\n" + text).topics.orders,
            (std::vector<std::string>{"own", "erp", "shop"}));
  EXPECT_EQ(print_config(config).find("hush"), std::string::npos);
  const std::string printed = print_config(load("[[source]]\ntopic = \"shop\"\nsettings = { a = \"b\" }\n"));
  EXPECT_EQ(print_config(load(printed)), printed);
}

TEST_F(ConfigFile, SourcesThatContradictThemselvesAreRefused) {
  const auto error = [&](const std::string& lines) { return error_of("[[source]]\n" + lines); };
  EXPECT_NE(error("map = \"shopify\"\n").find("topic: must not be empty"), std::string::npos);
  EXPECT_EQ(error("topic = \"a\"\nformat = \"xml\"\n").find("ordergate.toml:3: [source[0]] format: "), 0U);
  EXPECT_NE(error("topic = \"a\"\nmaps = \"b\"\n").find("did you mean 'map'?"), std::string::npos);
  EXPECT_NE(error("topic = \"a\"\nformat = \"avro\"\n").find("registry: must be given"), std::string::npos);
  EXPECT_NE(error("topic = \"a\"\nregistry = \"https://r\"\n").find("is of formats with a schema"),
            std::string::npos);
  EXPECT_NE(error("topic = \"a\"\n[[source]]\ntopic = \"a\"\n").find("has a source already"),
            std::string::npos);
  EXPECT_NE(error("topic = \"order-verdicts\"\n").find("is also a topic of orders"), std::string::npos);
  EXPECT_NE(error_of("[source]\ntopic = \"a\"\n").find("expected [[source]]"), std::string::npos);
}

TEST_F(ConfigFile, StateIsKeptWhereTheFileSaysElseWhereTheServiceManagerSaysElseNowhere) {
  EXPECT_EQ(load("").daemon.state_directory, "");
  ASSERT_EQ(::setenv("STATE_DIRECTORY", "/var/lib/a:/var/lib/b", 1), 0);
  EXPECT_EQ(load("").daemon.state_directory, "/var/lib/a/state");
  EXPECT_NE(print_config(load("")).find("state_dir = \"/var/lib/a/state\""), std::string::npos);
  EXPECT_EQ(load("[daemon]\nstate_dir = \"kept\"\n").daemon.state_directory, "kept");
  EXPECT_EQ(load("[daemon]\nstate_dir = \"/x\"\n").daemon.state_directory, "/x");
  ASSERT_EQ(::setenv("STATE_DIRECTORY", "", 1), 0);
  EXPECT_EQ(load("[daemon]\nstate_dir = \"\"\n").daemon.state_directory, "");
  ::unsetenv("STATE_DIRECTORY");
}

TEST_F(ConfigFile, StateIsNotKeptAmongTheLists) {
  EXPECT_EQ(
      error_of(
          "[lists]\npaths = [\"/a\", \"/var/lists/\"]\n[daemon]\nstate_dir = \"/var/x/../lists/state\"\n"),
      "ordergate.toml:4: [daemon] state_dir: '/var/x/../lists/state' lies in '/var/lists/', a path of "
      "[lists]");
  EXPECT_NE(error_of("[lists]\npaths = [\".\"]\n[daemon]\nstate_dir = \"state\"\n"), "");
  EXPECT_EQ(error_of("[lists]\npaths = [\"/var/lists\"]\n[daemon]\nstate_dir = \"/var/lists-state\"\n"), "");
}

TEST_F(ConfigFile, AnEmptyFileGivesTheDefaults) {
  const Config config = load("");
  EXPECT_EQ(config.kafka.bootstrap_servers, "127.0.0.1:9092");
  EXPECT_EQ(config.topics.orders, std::vector<std::string>{"orders"});
  EXPECT_EQ(config.delivery, DeliveryMode::at_least_once);
  EXPECT_EQ(config.lists.stale_after, std::chrono::hours(48));
  EXPECT_EQ(config.rules.profile, "enforced");
  EXPECT_EQ(config.limits.parties_max, 64U);
}

TEST_F(ConfigFile, ReadsEverySetting) {
  const Config config = load(R"(
[kafka]
bootstrap_servers = "${OG_TEST_HOST}:9092,b:9092"
group_id = "g"
instance_id = "i"
workers = 3
[kafka.consumer]
"session.timeout.ms" = 6000
fetch.min.bytes = 1
debug = "cgrp"
[kafka.producer]
linger.ms = 5.5
socket.keepalive.enable = true
[topics]
orders = ["a", "b"]
verdicts = "v"
dead_letter = "d"
deny = "x"
[delivery]
mode = "exactly_once"
shutdown_timeout = "2m"
[lists]
paths = ["/x", "y"]
stale_after = "3d"
shrink_guard_percent = 5
fail_closed_when_stale = true
[rules]
dir = "r"
profile = "codified"
[matching]
name_threshold = 85
[policy]
lpp_to_d1_d4 = true
dd_ics = 8
jurisdictions = ["US", "EU"]
[limits]
parties_max = 8
[http]
listen = "[::1]:0"
[log]
level = "debug"
format = "json"
)");
  EXPECT_EQ(config.kafka.bootstrap_servers, "broker-7:9092,b:9092");
  EXPECT_EQ(config.kafka.workers, 3);
  EXPECT_EQ(config.kafka.consumer,
            (std::map<std::string, std::string>{
                {"session.timeout.ms", "6000"}, {"fetch.min.bytes", "1"}, {"debug", "cgrp"}}));
  EXPECT_EQ(config.kafka.producer,
            (std::map<std::string, std::string>{{"linger.ms", "5.5"}, {"socket.keepalive.enable", "true"}}));
  EXPECT_EQ(config.topics.orders, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(config.topics.deny, "x");
  EXPECT_EQ(config.delivery, DeliveryMode::exactly_once);
  EXPECT_EQ(config.shutdown_timeout, std::chrono::minutes(2));
  EXPECT_EQ(config.lists.paths, (std::vector<std::string>{"/x", "y"}));
  EXPECT_EQ(config.lists.stale_after, std::chrono::hours(72));
  EXPECT_TRUE(config.lists.fail_closed_when_stale);
  EXPECT_EQ(config.rules.profile, "codified");
  EXPECT_EQ(config.matching.name_threshold, 85);
  EXPECT_EQ(config.policy, (std::map<std::string, std::string>{
                               {"lpp_to_d1_d4", "true"}, {"dd_ics", "8"}, {"jurisdictions", "US, EU"}}));
  EXPECT_EQ(config.limits.parties_max, 8U);
  EXPECT_EQ(config.http.listen, "[::1]:0");
  EXPECT_EQ(config.log.format, "json");
}

struct WrongSetting {
  const char* text;
  const char* error;
};

const WrongSetting kWrongSettings[] = {
    {"[kafka]\ngroup_idd = \"x\"",
     "ordergate.toml:2: [kafka] group_idd: no such setting (did you mean 'group_id'?)"},
    {"[kafk]\n", "ordergate.toml:1: [kafk]: no such table (did you mean 'kafka'?)"},
    {"workers = 1", "ordergate.toml:1: workers: stands outside any table"},
    {"kafka = 3", "ordergate.toml:1: [kafka]: expected a table, found a whole number"},
    {"[kafka]\nworkers = \"2\"",
     "ordergate.toml:2: [kafka] workers: expected a whole number, found a string"},
    {"[kafka]\nworkers = -1", "ordergate.toml:2: [kafka] workers: must be from 0 to 256"},
    {"[kafka]\nworkers = 1.5",
     "ordergate.toml:2: [kafka] workers: expected a whole number, found a number with a point"},
    {"[kafka]\ngroup_id = \"\"", "ordergate.toml:2: [kafka] group_id: must not be empty"},
    {"[kafka]\ngroup_id = 7", "ordergate.toml:2: [kafka] group_id: expected a string, found a whole number"},
    {"[kafka.consumer]\ndebug = [\"cgrp\"]",
     "ordergate.toml:2: [kafka.consumer] debug: expected a string, a number or true or false, found an "
     "array"},
    {"[policy]\njurisdictions = [1]",
     "ordergate.toml:2: [policy] jurisdictions: expected a string, found a whole number"},
    {"[topics]\norders = \"orders\"",
     "ordergate.toml:2: [topics] orders: expected an array of strings, found a string"},
    {"[topics]\norders = [1]", "ordergate.toml:2: [topics] orders: expected a string, found a whole number"},
    {"[topics]\norders = []", "ordergate.toml:2: [topics] orders: must name at least one topic"},
    {"[topics]\norders = [\"a\", \"a\"]", "ordergate.toml:2: [topics] orders: 'a' stands twice"},
    {"[topics]\norders = [\"a b\"]", "ordergate.toml:2: [topics] orders: 'a b' is no topic name"},
    {"[topics]\nverdicts = \"orders\"",
     "ordergate.toml:2: [topics] verdicts: 'orders' is also a topic of orders"},
    {"[topics]\ndead_letter = \"orders\"",
     "ordergate.toml:2: [topics] dead_letter: 'orders' is also a topic of orders"},
    {"[topics]\ndead_letter = \"order-verdicts\"",
     "ordergate.toml:2: [topics] dead_letter: 'order-verdicts' is also the topic of all verdicts"},
    {"[topics]\nhold = \"orders.dlq\"",
     "ordergate.toml:2: [topics] hold: 'orders.dlq' is also the dead-letter topic"},
    {"[delivery]\nmode = \"exactly-once\"",
     "ordergate.toml:2: [delivery] mode: 'exactly-once' is none of: at_least_once, exactly_once (did you "
     "mean "
     "'exactly_once'?)"},
    {"[lists]\nstale_after = \"48\"",
     "ordergate.toml:2: [lists] stale_after: '48' is no duration: a whole number and its unit ms, s, m, h "
     "or d"},
    {"[lists]\nstale_after = 48",
     "ordergate.toml:2: [lists] stale_after: expected a string, found a whole number"},
    {"[lists]\nstale_after = \"500ms\"", "ordergate.toml:2: [lists] stale_after: must be from 1s to 3650d"},
    {"[lists]\nstale_after = \"1500ms\"", "ordergate.toml:2: [lists] stale_after: must be whole seconds"},
    {"[lists]\nshrink_guard_percent = 101",
     "ordergate.toml:2: [lists] shrink_guard_percent: must be from 0 to 100"},
    {"[lists]\nfail_closed_when_stale = 1",
     "ordergate.toml:2: [lists] fail_closed_when_stale: expected true or false, found a whole number"},
    {"[lists]\npaths = [\"\"]", "ordergate.toml:2: [lists] paths: a path must not be empty"},
    {"[rules]\nprofile = \"strict\"",
     "ordergate.toml:2: [rules] profile: 'strict' is none of: enforced, codified, historical"},
    {"[matching]\nname_threshold = 0", "ordergate.toml:2: [matching] name_threshold: must be from 1 to 100"},
    {"[limits]\nparties_max = 65", "ordergate.toml:2: [limits] parties_max: must be from 1 to 64"},
    {"[limits]\nrecord_bytes_max = 2097152",
     "ordergate.toml:2: [limits] record_bytes_max: must be from 1 to 1048576"},
    {"[http]\nlisten = \"9464\"", "ordergate.toml:2: [http] listen: '9464' is not HOST:PORT"},
    {"[http]\nlisten = \"127.0.0.1:99999\"",
     "ordergate.toml:2: [http] listen: '127.0.0.1:99999' is not HOST:PORT"},
    {"[log]\nlevel = \"verbose\"",
     "ordergate.toml:2: [log] level: 'verbose' is none of: debug, info, warning, error"},
    {"[kafka.consumer]\nenable.auto.commit = true",
     "ordergate.toml:2: [kafka.consumer] enable.auto.commit: is set by ordergate itself and cannot be "
     "passed through"},
    {"[kafka.consumer]\n\"group.id\" = \"x\"",
     "ordergate.toml:2: [kafka.consumer] group.id: is set by ordergate itself and cannot be passed "
     "through"},
    {"[kafka.producer]\nacks = 1",
     "ordergate.toml:2: [kafka.producer] acks: is set by ordergate itself and cannot be passed through"},
    {"[kafka.producer]\nlinger.ms = [1]",
     "ordergate.toml:2: [kafka.producer] linger.ms: expected a string, a number or true or false, found an "
     "array"},
    {"[kafka]\ngroup_id = \"${OG_TEST_UNSET}\"",
     "ordergate.toml:2: [kafka] group_id: '${OG_TEST_UNSET}': the environment variable OG_TEST_UNSET is "
     "not set"},
    {"[kafka]\ngroup_id = \"${OG\"",
     "ordergate.toml:2: [kafka] group_id: '${' without a closing brace (write '$${' for the signs)"},
    {"[kafka.consumer]\nsasl.password = \"${file:/no/such}\"",
     "ordergate.toml:2: [kafka.consumer] sasl.password: '${file:/no/such}': /no/such: cannot be read: No "
     "such file or "
     "directory"},
};

TEST_F(ConfigFile, NamesFileLineAndKeyOfWhatIsWrong) {
  for (const WrongSetting& wrong : kWrongSettings) EXPECT_EQ(error_of(wrong.text), wrong.error) << wrong.text;
}

TEST_F(ConfigFile, NamesTheLineOfBrokenToml) {
  const std::string error = error_of("[kafka]\nworkers = \n");
  EXPECT_EQ(error.rfind("ordergate.toml:2: ", 0), 0U) << error;
  EXPECT_EQ(error.find('\n'), std::string::npos) << error;
  EXPECT_NE(error_of("[log]\nlevel = \"info\"\nlevel = \"info\"").find("ordergate.toml:3: "),
            std::string::npos);
}

TEST_F(ConfigFile, SaysThatAQuotationMarkIsMissing) {
  const std::pair<const char*, const char*> cases[] = {
      {"[kafka]\ngroup_id = \"x\nworkers = 2\n", "ordergate.toml:2: a quotation mark is missing"},
      {"[kafka]\ngroup_id = x\"\n", "ordergate.toml:2: a quotation mark is missing"},
      {"[kafka]\ngroup_id = 'x\n", "ordergate.toml:2: a quotation mark is missing"},
      {"[topics]\norders = [\"a, \"b\"]\n", "ordergate.toml:2: a quotation mark is missing"},
      {"[kafka]\ngroup_id = \"a\" # it's\nbootstrap_servers = localhost:9092\n",
       "ordergate.toml:3: a text stands in quotation marks: bootstrap_servers = "},
      {"[http]\nlisten = 127.0.0.1:9\n", "ordergate.toml:2: a text stands in quotation marks: listen = "},
  };
  for (const auto& [text, error] : cases) EXPECT_EQ(error_of(text).rfind(error, 0), 0U) << error_of(text);
  EXPECT_EQ(error_of("[kafka]\nworkers = 2 2\n").find("quotation"), std::string::npos);
}

TEST_F(ConfigFile, KnowsByItsTextAloneThatItAsksForAJsonLog) {
  const std::pair<const char*, bool> cases[] = {
      {"[log]\nformat = \"json\"\n", true},
      {"[kafka]\ngroup_id = \"x\n[log]\n  format='json' # for the collector\n", true},
      {"[kafka]\nno = 1\n\nlog.format = \"json\"\n", true},
      {"[log]\nformat = \"text\"\n", false},
      {"[log]\n# format = \"json\"\n", false},
      {"[other]\nformat = \"json\"\n", false},
      {"", false},
  };
  for (const auto& [text, json] : cases) EXPECT_EQ(asks_for_json_log(write(text)), json) << text;
  EXPECT_FALSE(asks_for_json_log((directory_ / "none.toml").string()));
}

TEST_F(ConfigFile, NamesSecretsThatEveryUserMayRead) {
  using std::filesystem::perms;
  const std::string open = write("opensesame", "open");
  const std::string closed = write("opensesame", "closed");
  const std::string key = write("key", "key.pem");
  std::filesystem::permissions(open, perms::owner_read | perms::others_read);
  std::filesystem::permissions(key, perms::owner_read | perms::others_read);
  std::filesystem::permissions(closed, perms::owner_read | perms::group_read);
  const std::string path =
      write("[kafka.consumer]\n\"sasl.password\" = \"${file:" + open +
            "}\"\n\"ssl.key.password\" = \"${file:" + closed + "}\"\n\"ssl.key.location\" = \"" + key +
            "\"\n# \"x\" = \"${file:/etc/hostname}\"\n");
  EXPECT_EQ(secrets_for_everyone(path), (std::vector<std::string>{open, key}));
}

TEST_F(ConfigFile, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(load_config("/no/such.toml").error().text,
            "/no/such.toml: cannot be read: No such file or directory");
  EXPECT_EQ(load_config(directory_).error().text, directory_.string() + ": is a directory, not a file");
}

TEST_F(ConfigFile, HidesSecretsWhenPrinted) {
  const std::string secret = write("s3cret\n", "password");
  const Config config =
      load("[kafka]\ngroup_id = \"${file:" + secret + "}\"\n[kafka.consumer]\n\"sasl.username\" = \"u\"\n" +
           "\"sasl.password\" = \"plain\"\n\"client.rack\" = \"${file:" + secret + "}\"\n");
  EXPECT_EQ(config.kafka.group_id, "s3cret");
  EXPECT_EQ(config.kafka.consumer.at("client.rack"), "s3cret");
  const std::string printed = print_config(config);
  EXPECT_EQ(printed.find("s3cret"), std::string::npos) << printed;
  EXPECT_EQ(printed.find("plain"), std::string::npos) << printed;
  EXPECT_NE(printed.find("\"sasl.username\" = \"u\""), std::string::npos) << printed;
}

TEST_F(ConfigFile, PrintsWhatItReadsBack) {
  const std::string text =
      "[kafka]\ninstance_id = \"a\\\"b\\\\c$${d}\\u0007\"\n[kafka.consumer]\n\"session.timeout.ms\" = 6000\n"
      "[policy]\nx = true\n[lists]\npaths = [\"p q\", \"r\"]\nstale_after = \"90s\"\n[limits]\nitems_max = "
      "3\n";
  const std::string once = print_config(load(text));
  EXPECT_EQ(load(text).kafka.instance_id, "a\"b\\c${d}\a");
  EXPECT_EQ(print_config(load(once)), once);
}

TEST(Durations, CarryAUnit) {
  EXPECT_EQ(parse_duration("48h"), std::chrono::hours(48));
  EXPECT_EQ(parse_duration("500ms"), std::chrono::milliseconds(500));
  EXPECT_EQ(parse_duration("0s"), std::chrono::milliseconds(0));
  for (const char* text : {"", "48", "h", "-1s", "1.5h", "1 h", "1h30m", "1w", "99999999999s", "4000d"})
    EXPECT_FALSE(parse_duration(text)) << text;
  EXPECT_EQ(format_duration(std::chrono::hours(48)), "2d");
  EXPECT_EQ(format_duration(std::chrono::milliseconds(1500)), "1500ms");
}

}  // namespace
}  // namespace ordergate
