// Records to orders, and to failures that name the place in the record.
#include "tests/mapping/map_support.h"

namespace ordergate::mapping {
namespace {

const std::string kRecord = R"({"id":"A-1","to":"Peru","who":"Ejemplo SAC","what":"lamp","count":2})";

std::string with(std::string record, const std::string& from, const std::string& to) {
  record.replace(record.find(from), from.size(), to);
  return record;
}

TEST(MapperTest, makes_the_order_that_the_map_says) {
  const Mapped made = map_record(*map_of(kHead + kParty + kItem), kRecord);
  EXPECT_EQ(
      made.json,
      R"({"order_id":"A-1","kind":"sale","destination_country":"PE","parties":[{"name":"Ejemplo SAC"}],)"
      R"("items":[{"description":"lamp","quantity":2}]})");
  EXPECT_EQ(made.unread, 0U);
}

TEST(MapperTest, fails_closed_with_the_place_in_the_record) {
  const auto map = map_of(kHead + kParty + kItem);
  struct Case {
    std::string record, at, message;
  };
  const Case cases[] = {
      {with(kRecord, "\"Peru\"", "\"Atlantis\""), "to", "\"Atlantis\" is no country"},
      {with(kRecord, "\"Peru\"", "null"), "to", "destination_country is required, and there is none"},
      {with(kRecord, "\"Peru\"", "[\"PE\"]"), "to", "a list where one text is wanted"},
      {with(kRecord, "\"count\":2", "\"count\":\"2\""), "count",
       "a text where a number is wanted: number() reads it"},
      {with(kRecord, "\"count\":2", "\"count\":null"), "count", "quantity is required, and there is none"},
      {with(kRecord, "\"who\":\"Ejemplo SAC\",", ""), "who", "parties is required, and there is none"},
      {with(kRecord, "\"to\"", "\"to\":\"PE\",\"to\""), "to", "the key stands twice in one object"},
      {with(kRecord, "Ejemplo", "E\\xjemplo"), "byte 31", "no such escape"},
      {"[]", "id", "order_id is required, and there is none"},
  };
  for (const Case& each : cases) {
    const Mapped made = map_record(*map, each.record);
    EXPECT_FALSE(made.order) << made.json;
    if (each.message != "no such escape") {
      EXPECT_EQ(made.at, each.at) << each.record;
      EXPECT_EQ(made.message, each.message) << each.record;
    }
  }
}

TEST(MapperTest, carries_the_order_id_wherever_it_can_be_read) {
  const auto map = map_of(kHead + kParty + kItem);
  EXPECT_EQ(map_record(*map, with(kRecord, "Peru", "Atlantis")).order_id, "A-1");
  EXPECT_EQ(map_record(*map, with(kRecord, "\"A-1\"", "77")).json.substr(0, 17), R"({"order_id":"77",)");
  EXPECT_EQ(map_record(*map, with(kRecord, "\"A-1\"", "{}")).order_id, "");
}

TEST(MapperTest, a_place_in_a_list_or_in_a_text_of_JSON_is_named) {
  const auto map = map_of(kHead + kParty +
                          "[[order.items]]\neach = 'json(src.lines)'\nas = 'l'\ndescription = "
                          "'l.name'\nquantity = 'number(l.qty)'\n");
  const Mapped made = map_record(
      *map,
      R"({"id":"A","to":"PE","who":"X","lines":"[{\"name\":\"a\",\"qty\":\"1\"},{\"name\":\"b\",\"qty\":\"two\"}]"})");
  EXPECT_EQ(made.at, "lines[1].qty");
  EXPECT_EQ(map_record(*map, R"({"id":"A","to":"PE","who":"X","lines":"[{]"})").at, "lines");
}

TEST(MapperTest, a_key_that_stands_twice_fails_wherever_it_is_asked_for) {
  for (const char* const asked : {"src.all.first().n", "src.all.first().get('n')"}) {
    const auto map = map_of(kHead + kItem + "[[order.parties]]\nname = \"" + asked + "\"\n");
    const std::string record = R"({"id":"A","to":"PE","what":"x","count":1,"all":[{"n":"one","n":"two"}]})";
    const Mapped made = map_record(*map, record);
    EXPECT_FALSE(made.order) << asked;
    EXPECT_EQ(made.message, "the key stands twice in one object") << asked;
  }
}

TEST(MapperTest, more_entries_than_an_order_may_have_fail) {
  const auto map = map_of(kHead + kItem + "[[order.parties]]\neach = 'src.all'\nname = 'it'\n");
  std::string record = R"({"id":"A","to":"PE","what":"x","count":1,"all":[)";
  for (int i = 0; i < 64; ++i) record += "\"n\",";
  EXPECT_TRUE(map_record(*map, record + "null]}").order);
  const Mapped made = map_record(*map, record + "\"n\"]}");
  EXPECT_EQ(made.at, "all[64]");
  EXPECT_EQ(made.message, "more entries than an order may have");
}

TEST(MapperTest, a_party_without_a_name_fails_unless_all_of_it_is_absent) {
  const auto map = map_of(
      kHead + kParty + kItem +
      "[[order.parties]]\nrole = '\"end_user\"'\nname = 'src.b.name'\ncountry = 'country(src.b.country)'\n");
  EXPECT_TRUE(map_record(*map, kRecord).order);
  const Mapped made = map_record(*map, with(kRecord, "\"id\"", "\"b\":{\"country\":\"PE\"},\"id\""));
  EXPECT_EQ(made.at, "b.name");
  EXPECT_EQ(made.message, "name is required, and there is none");
}

TEST(MapperTest, a_line_of_which_nothing_can_be_read_fails_and_an_empty_party_is_none) {
  const auto map = map_of(kHead +
                          "[[order.parties]]\neach = 'src.parties'\nas = 'p'\nname = 'p.name'\n"
                          "[[order.items]]\neach = 'src.lines'\nas = 'l'\nwhere = 'l.kind != \"note\"'\n"
                          "description = 'l.name'\nquantity = 'l.qty'\n");
  const auto record = [](const std::string& party, const std::string& line) {
    return R"({"id":"1","to":"PE","parties":[{"name":"A"})" + party +
           R"(],"lines":[{"name":"lamp","qty":1})" + line + "]}";
  };
  for (const char* fine : {"", ",null", R"(,{"kind":"note"})", R"(,{"kind":"note","text":"with care"})"})
    EXPECT_TRUE(map_record(*map, record("", fine)).order) << fine;
  for (const char* bad : {",7", ",\"lamp\"", ",[]", ",{}", R"(,{"title":"GPU"})"}) {
    const Mapped made = map_record(*map, record("", bad));
    EXPECT_FALSE(made.order) << made.json;
    EXPECT_EQ(made.at, "lines[1]") << bad;
  }
  EXPECT_TRUE(map_record(*map, record(",{}", "")).order);
  EXPECT_EQ(map_record(*map, record(",\"Ejemplo SAC\"", "")).at, "parties[1]") << "no object";
}

TEST(MapperTest, an_entry_whose_where_nobody_can_answer_is_kept) {
  const auto map =
      map_of(kHead + kParty +
             "[[order.items]]\neach = 'src.l'\nas = 'l'\nwhere = 'l.kind != \"note\"'\nquantity = 'l.n'\n");
  const Mapped made = map_record(
      *map, R"({"id":"A","to":"PE","who":"X","l":[{"n":1},{"n":2,"kind":"note"},{"n":3,"kind":"goods"}]})");
  EXPECT_NE(made.json.find(R"("items":[{"quantity":1},{"quantity":3}])"), std::string::npos) << made.json;
}

TEST(MapperTest, what_says_nothing_is_absent) {
  const std::string record = R"({"a":false,"b":"","c":" - ","d":"N/A","e":null,"f":"x","g":0})";
  for (const char* key : {"a", "b", "c", "d", "e", "h"})
    EXPECT_EQ(value_of(std::string("src.") + key, record), "absent") << key;
  EXPECT_EQ(value_of("first(src.a, src.b, src.c, src.d, src.e, src.f)", record), "x");
  EXPECT_EQ(value_of("src.g", record), "0");
}

TEST(MapperTest, expressions_have_the_meaning_of_the_rules_language) {
  const std::string record =
      R"({"n":3,"t":"Straße 5","yes":true,"list":[{"k":"a","v":"1"},{"k":"b","v":"2"},{"k":"b"}],"words":["x","-","y"],"p":[7,"Seven"],"html":"<b>A&amp;B</b>"})";
  const auto is = [&](const std::string& expression, const std::string& expected) {
    EXPECT_EQ(value_of(expression, record), expected) << expression;
  };
  is("src.n + 2 * 3", "9");
  is("src.n / 0", "absent");
  is("src.n > 2 ? \"many\" : \"few\"", "many");
  is("src.none > 2 ? \"many\" : \"few\"", "absent");
  is("src.none == 1 || src.yes ? \"yes\" : \"no\"", "yes");
  is("src.none == 1 && src.yes ? \"yes\" : \"no\"", "absent");
  is("!src.yes ? \"yes\" : \"no\"", "no");
  is("src.list.filter(e, e.k == \"b\").first().v", "2");
  is("src.list.map(e, e.v).join(\"+\")", "1+2");
  is("src.list.exists(e, e.k == \"b\") ? \"yes\" : \"no\"", "yes");
  is("src.list.all(e, known(e.v)) ? \"yes\" : \"no\"", "no");
  is("src.list.size()", "3");
  is("src.t.size()", "8");
  is("join(\"|\", src.n, src.words, src.none, src.t)", "3|x|y|Straße 5");
  is("src.p.at(1)", "Seven");
  is("src.p.at(9)", "absent");
  is("src.list.at(1).get(\"k\")", "b");
  is("src.n in [1, 2, 3] ? \"in\" : \"out\"", "in");
  is("src.t in src.words ? \"in\" : \"out\"", "out");
  is("strip_html(src.html)", "A&B");
  is("before(src.t, \" \")", "Straße");
  is("src.t.after(\" \")", "5");
  is("between(\"x[y]z\", \"[\", \"]\")", "y");
  is("src.t.upperAscii()", "STRAßE 5");
  is("src.t.startsWith(\"Str\") ? \"yes\" : \"no\"", "yes");
  is("scaled(1999, 2)", "19.99");
  is("money(12, 500000000)", "12.5");
  is("decimal(\"DeqA\", 2)", "9120");
}

TEST(MapperTest, values_that_nothing_read_are_handed_on_as_texts) {
  const auto map = map_of(kHead + kParty + kItem);
  const Mapped made = map_record(
      *map, with(kRecord, "\"id\"",
                 R"("agent":{"company":"Hidden Trading LLC","id":"x-1"},"mail":"a@b.example","id")"));
  EXPECT_EQ(made.unread, 1U);
  EXPECT_NE(made.json.find(R"("unread":["Hidden Trading LLC"])"), std::string::npos) << made.json;
  const auto ignoring = map_of("ignore = [\"agent\"]\n" + kHead + kParty + kItem);
  EXPECT_EQ(map_record(*ignoring, with(kRecord, "\"id\"", R"("agent":{"company":"Hidden Trading LLC"},"id")"))
                .unread,
            0U);
}

TEST(MapperTest, ignoring_goes_through_lists_and_spares_what_stands_beside) {
  const auto map = map_of("ignore = [\"lines.vendor\"]\n" + kHead + kParty + kItem);
  const Mapped made = map_record(
      *map, with(kRecord, "\"id\"", R"("lines":[{"vendor":"Big Company","name":"Odd Thing"}],"id")"));
  EXPECT_NE(made.json.find(R"("unread":["Odd Thing"])"), std::string::npos) << made.json;
}

TEST(MapperTest, traces_say_where_each_field_came_from) {
  const auto map = map_of(kHead + kParty + kItem);
  Mapper mapper{RecordLimits{}};
  std::vector<MapTrace> traces;
  ASSERT_EQ(mapper.trace(*map, Envelope::none, kRecord, traces).outcome, MappedOrder::Outcome::order);
  std::string all;
  for (const MapTrace& trace : traces) all += trace.field + "<" + trace.source + " ";
  EXPECT_EQ(all,
            "order_id<id kind< destination_country<to parties[0].name<who items[0].description<what "
            "items[0].quantity<count ");
  EXPECT_EQ(mapper.source_of("parties[0].name"), "who");
  EXPECT_EQ(mapper.source_of("items[0]"), "what");
}

TEST(MapperTest, a_place_of_the_order_leads_to_the_record) {
  Mapper mapper{RecordLimits{}};
  const auto map = map_of(
      "[let]\nland = 'country(src.ship.land)'\n"
      "[order]\norder_id = 'src.id'\nkind = '\"sale\"'\ndestination_country = 'land'\nfrom_country = "
      "'\"DE\"'\n"
      "[[order.parties]]\nwhere = 'known(src.bill.name)'\nname = 'src.bill.name'\n"
      "[[order.parties]]\nrole = '\"ultimate_consignee\"'\nname = 'src.ship.name'\ncountry = 'land'\n"
      "addresses = [{ street = 'src.ship.street', city = 'src.ship.town' }]\n"
      "[[order.parties]]\nname = 'src.agent'\ncountry = 'land'\n"
      "[[order.items]]\neach = 'flatten(src.boxes.map(b, b.lines))'\nas = 'line'\ndescription = 'line.what'\n"
      "quantity = '1'\n");
  const std::string record =
      R"({"after":{"id":"7","bill":{"name":"-"},"agent":"Kim","note":"left by the Red Gate",)"
      R"("ship":{"name":"Muster","land":"AT","street":"Am Tor 2","town":"Graz"},)"
      R"("boxes":[{"lines":[{"what":"Pump"}]},{"lines":[{"what":"Valve"},{"what":"Hose"}]}]},"op":"c"})";
  const MappedOrder made = mapper.map(map.get(), Envelope::automatic, record);
  ASSERT_EQ(made.outcome, MappedOrder::Outcome::order) << made.message;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"order_id", "after.id"},
      {"destination_country", "after.ship.land"},
      {"parties[0].name", "after.ship.name"},
      {"parties[0].role", "after.ship"},                  // the map says it
      {"parties[0].headquarters_country", "after.ship"},  // absent
      {"parties[0]", "after.ship"},
      {"parties[0].addresses[0]", "after.ship"},
      {"parties[0].addresses[0].city", "after.ship.town"},
      {"parties[1]", "after.agent"},  // all that it was read from is the whole record
      {"items[2]", "after.boxes[1].lines[1]"},
      {"items[2].description", "after.boxes[1].lines[1].what"},
      {"items[1].eccn", "after.boxes[1].lines[0]"},
      {"unread[0]", "after.note"},
      {"from_country", ""},
      {"order", ""},
      {"documents.end_user_certificate", ""},
      {"items[", ""},
      {"parties[9].name", ""},
      {"", ""}};
  for (const auto& [place, source] : cases) EXPECT_EQ(mapper.source_of(place), source) << place;
}

TEST(MapperTest, one_mapper_maps_records_of_several_maps) {
  Mapper mapper{RecordLimits{}};
  const auto one = map_of(kHead + kParty + kItem);
  const auto other = RecordMap::load("shopify").value();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(mapper.map(one.get(), Envelope::none, kRecord).outcome, MappedOrder::Outcome::order);
    EXPECT_EQ(mapper.map(other.get(), Envelope::none, other->examples().front().source).outcome,
              MappedOrder::Outcome::order);
  }
}

}  // namespace
}  // namespace ordergate::mapping
