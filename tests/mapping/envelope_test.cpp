// What is around an order: opened, or said to be no order.
#include "tests/mapping/map_support.h"

namespace ordergate::mapping {
namespace {

const std::string kOwn = R"({"order_id":"1","kind":"service"})";

MappedOrder::Outcome open(const std::string& record, Envelope envelope, std::string& text) {
  Mapper mapper{RecordLimits{}};
  const MappedOrder made = mapper.map(nullptr, envelope, record);
  text = made.outcome == MappedOrder::Outcome::order ? std::string(made.order) : std::string(made.message);
  return made.outcome;
}

struct Case {
  const char* name;
  std::string record;
  Envelope envelope;
  MappedOrder::Outcome outcome;
  std::string text;
};

TEST(EnvelopeTest, opens_each_kind_and_counts_what_is_no_order) {
  using Outcome = MappedOrder::Outcome;
  const std::string event = R"({"specversion":"1.0","id":"1","source":"/s","type":"t","data":)";
  const std::vector<Case> cases = {
      {"bare", kOwn, Envelope::automatic, Outcome::order, kOwn},
      {"connect", R"({"schema":{"type":"struct"},"payload":)" + kOwn + "}", Envelope::automatic,
       Outcome::order, kOwn},
      {"schema and payload of an order's own", R"({"schema":1,"payload":2,"order_id":"1"})",
       Envelope::automatic, Outcome::order, R"({"schema":1,"payload":2,"order_id":"1"})"},
      {"event", event + kOwn + "}", Envelope::automatic, Outcome::order, kOwn},
      {"event with JSON in a text", event + R"("{\"order_id\":\"1\",\"kind\":\"service\"}"})",
       Envelope::cloudevents, Outcome::order, kOwn},
      {"event without data", event.substr(0, event.size() - 8) + "}", Envelope::cloudevents, Outcome::failed,
       "the event has no data"},
      {"event of nothing", event + "null}", Envelope::cloudevents, Outcome::failed, "the event has no data"},
      {"no event", kOwn, Envelope::cloudevents, Outcome::failed,
       "no CloudEvent: it has no specversion, id, source and type"},
      {"create", R"({"before":null,"after":)" + kOwn + R"(,"op":"c"})", Envelope::automatic, Outcome::order,
       kOwn},
      {"read", R"({"after":)" + kOwn + R"(,"op":"r"})", Envelope::debezium, Outcome::order, kOwn},
      {"update in Connect's envelope",
       R"({"schema":null,"payload":{"before":{},"after":)" + kOwn + R"(,"op":"u"}})", Envelope::debezium,
       Outcome::order, kOwn},
      {"delete", R"({"before":{"order_id":"1"},"after":null,"op":"d"})", Envelope::automatic,
       Outcome::no_order, "delete"},
      {"truncate", R"({"op":"t","source":{}})", Envelope::debezium, Outcome::no_order, "truncate"},
      {"tombstone in Connect's envelope", R"({"schema":null,"payload":null})", Envelope::debezium,
       Outcome::no_order, "tombstone"},
      {"update without the row", R"({"before":{},"after":null,"op":"u"})", Envelope::debezium,
       Outcome::failed, "a change without the row after it"},
      {"a delete, and a row behind", R"({"op":"d","after":null,"after":)" + kOwn + "}", Envelope::automatic,
       Outcome::failed, "the key stands twice in one object"},
      {"a row, and another", R"({"op":"c","after":{},"after":)" + kOwn + "}", Envelope::automatic,
       Outcome::failed, "the key stands twice in one object"},
      {"a delete that is a create", R"({"op":"d","op":"c","before":null,"after":)" + kOwn + "}",
       Envelope::automatic, Outcome::failed, "the key stands twice in one object"},
      {"an event with two data", event + R"("{}","data":)" + kOwn + "}", Envelope::automatic, Outcome::failed,
       "the key stands twice in one object"},
      {"an event with data and base64", event + kOwn + R"(,"data_base64":"e30="})", Envelope::automatic,
       Outcome::failed, "the event has data and data_base64"},
      {"a delete with a row", R"({"before":{},"after":)" + kOwn + R"(,"op":"d"})", Envelope::automatic,
       Outcome::failed, "a row after a change that leaves none"},
      {"an order with an op of its own", R"({"order_id":"1","op":"d","before":{},"source":{}})",
       Envelope::automatic, Outcome::order, R"({"order_id":"1","op":"d","before":{},"source":{}})"},
      {"an order with a source of its own", R"({"op":"m","source":"web"})", Envelope::automatic,
       Outcome::order, R"({"op":"m","source":"web"})"},
      {"a change with more beside it", R"({"order_id":"1","op":"d","before":{}})", Envelope::debezium,
       Outcome::failed, "no change record: it has no op, or more than a change has"},
      {"an order beside an event's data", event + R"({},"items":[]})", Envelope::automatic, Outcome::failed,
       "an attribute of an event is no object and no list"},
      {"an operation that is none", R"({"after":{},"op":"x"})", Envelope::debezium, Outcome::failed,
       "no such operation: c, r, u, d, t and m are known"},
      {"no change", kOwn, Envelope::debezium, Outcome::failed,
       "no change record: it has no op, or more than a change has"},
      {"change in an event", event + R"({"after":)" + kOwn + R"(,"op":"c"}})", Envelope::automatic,
       Outcome::order, kOwn},
      {"a document as text", R"({"after":"{\"order_id\":\"1\",\"kind\":\"service\"}","op":"c"})",
       Envelope::debezium, Outcome::order, kOwn},
      {"none is opened when none is said", event + kOwn + "}", Envelope::none, Outcome::order,
       event + kOwn + "}"},
  };
  for (const Case& each : cases) {
    std::string text;
    EXPECT_EQ(open(each.record, each.envelope, text), each.outcome) << each.name << ": " << text;
    EXPECT_EQ(text, each.text) << each.name;
  }
}

TEST(EnvelopeTest, words_are_read) {
  EXPECT_EQ(parse_envelope("debezium"), Envelope::debezium);
  EXPECT_FALSE(parse_envelope("kafka"));
}

TEST(EnvelopeTest, a_schema_that_stays_the_same_changes_nothing) {
  const auto map = map_of(
      "[order]\norder_id = '\"1\"'\nkind = '\"service\"'\n"
      "notes = 'event.payload.say == \"yes\" ? event.schema.name : null'\n");
  const auto record = [](const std::string& schema, const std::string& row) {
    return R"({"schema":)" + schema + R"(,"payload":)" + row + "}";
  };
  const std::string schema = R"({"type":"struct","name":"Orders of Zed Traders","fields":[{"field":"id"}]})";
  const std::string row = R"({"id":"1","to":"DE","who":"Muster","what":"Pump","count":1,"say":"yes"})";
  const std::string other = R"({"id":"2","to":"FR","who":"Exemple","what":"Valve","count":3})";
  const std::string escaped = R"({"type":"str\u0075ct","fi\u0065lds":[1]})";
  const std::vector<std::string> records = {
      record(schema, row),      record(schema, other), record(schema, "null"),
      record(schema, row),      record(schema, "{"),   record(schema, row).substr(0, schema.size() + 14),
      record(schema, other),    record(schema, row),   "{\"schema\":" + schema + "}",
      record(escaped, row),     record(escaped, row),  record("{}", other),
      "  " + record("{}", row), record("{}", row),     "{\"schema\":" + schema + " x",
      record(schema, row),      record(schema, row)};
  Mapper warm{RecordLimits{}};
  for (const Envelope envelope : {Envelope::automatic, Envelope::none, Envelope::debezium})
    for (int round = 0; round < 2; ++round)
      for (const std::string& text : records) {
        Mapper cold{RecordLimits{}};
        const MappedOrder first = warm.map(map.get(), envelope, text);
        const MappedOrder second = cold.map(map.get(), envelope, text);
        EXPECT_EQ(first.outcome, second.outcome) << text;
        EXPECT_EQ(first.order, second.order) << text;
        EXPECT_EQ(first.message, second.message) << text;
        EXPECT_EQ(first.at, second.at) << text;
        EXPECT_EQ(warm.unread().size(), cold.unread().size()) << text;
      }
}

}  // namespace
}  // namespace ordergate::mapping
