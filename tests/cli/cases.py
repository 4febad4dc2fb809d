"""What each command line must give: cases as data.

A case is (name, arguments, expectations): exit code (`exit`, default 0), pieces of standard output (`out`) and
standard error (`err`), pieces that must not be there (`not_out`), text for standard input (`stdin`). In arguments
and pieces {orders}, {lists}, {good} ... are replaced by what the test set up (see cli_test.py). An expected error is
exactly one line, unless `many`.
"""

LISTED = "Northern Lantern Microsystems Co., Ltd."


def case(name, *arguments, **expected):
    return {"name": name, "arguments": list(arguments), **expected}


HELP = [
    case("no command is wrong usage", exit=2, err=["--help"]),
    case("help names every command", "--help",
         out=["screen", "explain", "match", "compare", "identify", "lists", "rules", "check-config", "bench", "Exit codes"]),
    case("version", "--version", out=["ordergate 0."]),
    case("help of a command", "screen", "--help", out=["--fail-on", "--lists", "--profile", "--date"]),
    case("unknown command", "scren", exit=2, err=["'scren'", "did you mean 'screen'"]),
    case("unknown option", "screen", "--fail-no", exit=2, err=["'--fail-no'", "did you mean '--fail-on'"]),
    case("unknown option of the program", "--verbose", exit=2, err=["--verbose"]),
    case("bad word for an option", "screen", "--fail-on", "allow", exit=2, err=["--fail-on", "allow"]),
    case("option without its value", "screen", "--lists", exit=2, err=["--lists"]),
]

SCREEN = [
    case("a verdict line for each order", "screen", "-q", "{orders}", lines=3, out=['"order_id":"CLI-1"']),
    case("standard input", "screen", "-q", stdin="{order}\n", lines=1, out=['"source":{{"file":"-","line":1}}']),
    case("a dash is standard input", "screen", "-q", "-", stdin="{order}\n", lines=1),
    case("no order, no verdict", "screen", "-q", stdin="", lines=0),
    case("empty lines count but give nothing", "screen", "-q", stdin="\n\n{order}\n", lines=1, out=['"line":3']),
    case("blank lines are records", "screen", "-q", stdin="   \n", lines=1, out=['"code":"empty_record"']),
    case("the last line may lack its end", "screen", "-q", stdin="{order}", lines=1),
    case("Windows line ends", "screen", "-q", stdin="{order}\r\n{order}\r\n", lines=2, not_out=['"code"']),
    case("a broken line is held", "screen", "-q", stdin='{{"order_id":"X"', lines=1,
         out=['"order_id":"X"', '"verdict":"hold"', '"code":"truncated_json"']),
    case("a line over the limit is held and the next one read", "screen", "-q", stdin="{huge}\n{order}\n", lines=2,
         out=['"code":"record_too_large"', '"line":2']),
    case("the sample list warns", "screen", "{orders}", lines=3, err=["warning", "sample list"]),
    case("a list named does not warn", "screen", "--lists", "{list}", "{orders}", lines=3, err=[]),
    case("lists are named one by one", "screen", "--lists", "{list}", "--lists", "{new_list}", "{orders}", lines=3,
         out=['"entries"'], err=[]),
    case("fail-on met", "screen", "-q", "--fail-on", "hold", "{orders}", exit=1, lines=3),
    case("fail-on deny met", "screen", "-q", "--fail-on", "deny", "{orders}", exit=1, lines=3),
    case("fail-on not met", "screen", "-q", "--fail-on", "deny", stdin="{order}\n", lines=1),
    case("a date for every order", "screen", "-q", "--date", "2023-01-02", stdin="{order}\n",
         out=['"regime":{{"date":"2023-01-02"']),
    case("a day for orders without a date", "screen", "-q", "--today", "2023-01-02", stdin='{{\n{order}\n',
         out=['"regime":{{"date":"2023-01-02"', '"regime":{{"date":"2026-02-10"']),
    case("a date for every order goes before the day for those without", "screen", "-q", "--today", "2023-01-02", "--date",
         "2024-03-04", stdin='{{\n{order}\n', out=['"date":"2024-03-04"'], not_out=['"date":"2023-01-02"']),
    case("bad day", "screen", "--today", "tomorrow", "{orders}", exit=2, err=["--today", "tomorrow"]),
    case("a profile", "screen", "-q", "--profile", "codified", stdin="{order}\n", out=['"profile":"codified"']),
    case("text for a person", "screen", "-q", "--human", "{orders}", out=["DENY", "CLI-2", LISTED[:20], "3 orders"],
         not_out=['{{"verdict_id"', "\033["]),
    case("limits of a settings file", "screen", "-q", "--config", "{small}", stdin="{order}\n",
         out=['"code":"too_many_items"']),
    case("an own SKU is what it stands for", "screen", "-q", "--config", "{own_config}", stdin="{own_order}\n",
         out=["4A003.z.1"]),
    case("bad date", "screen", "--date", "2026-02-30", "{orders}", exit=2, err=["--date", "2026-02-30"]),
    case("bad profile", "screen", "--profile", "strict", "{orders}", exit=2, err=["strict"]),
    case("missing file", "screen", "{missing}", exit=3, err=["{missing}", "No such file"]),
    case("missing second file, nothing printed", "screen", "-q", "{orders}", "{missing}", exit=3, lines=0,
         err=["{missing}"]),
    case("a directory for a file", "screen", "{folder}", exit=3, err=["{folder}", "directory"]),
    case("missing list", "screen", "--lists", "{missing}", "{orders}", exit=3, err=["{missing}"]),
    case("a list that is none", "screen", "--lists", "{orders}", "{orders}", exit=3, err=["{orders}"]),
    case("missing settings file", "screen", "--config", "{missing}", "{orders}", exit=3, err=["{missing}"]),
    case("bad settings file", "screen", "--config", "{bad_config}", "{orders}", exit=2, err=["{bad_config}:2"]),
    case("missing rule pack", "screen", "--rules", "{missing}", "{orders}", exit=3, err=["{missing}"]),
    case("a folder without rules", "screen", "--rules", "{no_rules}", "{orders}", exit=3, err=["{no_rules}: no rules in it"]),
    case("a cut list", "screen", "--lists", "{cut_list}", "{orders}", exit=3, err=["{cut_list}:", "cut or damaged"]),
    case("human and json exclude each other", "screen", "--human", "--json", "{orders}", exit=2, err=["--human"]),
]

EXPLAIN = [
    case("a person's answer", "explain", "-q", stdin="{listed}",
         out=["DENY", "CLI-2", "citation", "order", "listed", LISTED, "score 100", "settle"]),
    case("what an allowed order was judged by", "explain", "-q", stdin="{order}",
         out=["ALLOW", "What was judged", "1 list, ", "DE as destination (destination_country)"]),
    case("one company in two roles is told once", "explain", "-q", stdin="{two_roles}",
         out=["1. deny  party-entity-list", "about     parties[0].name, with items[0] (office chair), also parties[1].name"],
         not_out=["2. deny  party-entity-list"]),
    case("what is asked, in plain words", "explain", "-q", stdin="{listed}",
         out=["presumption of denial (usually refused)", "(confirmed; last checked 20"]),
    case("the sisters of a group are told once", "explain", "-q", "--lists", "{sisters_list}", stdin="{sister}",
         out=["party-entity-list", "also like 2 more of the list: Quiet Copper Works (", "Wuhan"],
         not_out=["3. hold  party-name-fuzzy"]),
    case("a pretty-printed file", "explain", "-q", "{pretty}", out=["CLI-1"]),
    case("a line of a file", "explain", "-q", "--line", "2", "{orders}", out=["CLI-2"]),
    case("a broken order", "explain", "-q", stdin="{{", out=["HOLD", "truncated_json", "byte 1"]),
    case("the verdict line", "explain", "-q", "--json", stdin="{order}", lines=1, out=['"verdict":']),
    case("more than one order", "explain", "-q", "{orders}", exit=2, err=["more than one order", "--line"]),
    case("no such line", "explain", "-q", "--line", "9", "{orders}", exit=2, err=["--line 9", "3 lines"]),
    case("missing file", "explain", "{missing}", exit=3, err=["{missing}"]),
]

MATCH = [
    case("a listed name, as JSON in a pipe", "match", "-q", LISTED, lines=1,
         out=['"score":99', '"list":"EL"', '"evidence":["name"', '"sure":true']),
    case("a name on no list", "match", "-q", "Beispielmann Gartenbau Rosenheim", lines=1, out=['"hits":[]']),
    case("a high score only", "match", "-q", "--min-score", "99", LISTED, out=['"score":99']),
    case("at most so many", "match", "-q", "--limit", "1", "--min-score", "1", LISTED, lines=1, count=('"score"', 1)),
    case("an address alone", "match", "-q", "--address", "99 Paper Lane, Mong Kok, Kowloon, Hong Kong", lines=1,
         out=['"address":']),
    case("a batch of names", "match", "-q", "--batch", "{names}", lines=3,
         out=['{{"name":"' + LISTED + '","hits":[{{', '"id":7', '"hits":[]']),
    case("a bad line keeps its place", "match", "-q", "--batch", "-", stdin='{{"name":1}}\nAnna\n', exit=3, lines=2,
         out=['{{"line":1,"error":"name is not a string"}}', '"name":"Anna"'], err=["-:1"]),
    case("nothing asked", "match", exit=2, err=["NAME"]),
    case("bad country", "match", "--country", "us", "X", exit=2, err=["--country"]),
    case("bad kind", "match", "--kind", "firm", "X", exit=2, err=["firm"]),
    case("bad score", "match", "--min-score", "101", "X", exit=2, err=["--min-score"]),
    case("missing batch", "match", "--batch", "{missing}", exit=3, err=["{missing}"]),
    case("missing list", "match", "--lists", "{missing}", "X", exit=3, err=["{missing}"]),
]

COMPARE = [
    case("the same name", "compare", "Siemens AG", "Siemens Aktiengesellschaft", out=["a match", "siemens"]),
    case("two names", "compare", "Siemens AG", "Volkswagen AG", out=["no match"]),
    case("two addresses", "compare", "--address", "10 Anson Road, Singapore", "10 Anson Rd, Singapore",
         out=["of 100", "agrees"]),
    case("as JSON", "compare", "--json", "Anna", "Anna", lines=1, out=['"score":97', '"match":true']),
    case("a batch", "compare", "--batch", "-", lines=2,
         stdin='{{"query":"Anna Beispiel","candidate":"Anna Beispiel","kind":"person","x":1}}\n'
               '{{"query":"10 Anson Road","candidate":"99 Paper Lane","kind":"address"}}\n',
         out=['"kind":"person","x":1,"score":99,"match":true', '"match":false']),
    case("a bad line", "compare", "--batch", "-", stdin='{{"query":"A"}}\nnone\n', exit=3, lines=2,
         out=["candidate is absent", "not a JSON object"]),
    case("one name", "compare", "A", exit=2, err=["two names"]),
    case("missing batch", "compare", "--batch", "{missing}", exit=3, err=["{missing}"]),
]

IDENTIFY = [
    case("an item", "identify", "NVIDIA H100 PCIe 80GB", out=["H100", "eccn", "tpp", "advanced"]),
    case("nothing known", "identify", "office chair, blue", out=["none that is known", "no"]),
    case("a batch", "identify", "--batch", "-", stdin='{{"title":"NVIDIA H100 PCIe 80GB"}}\n{{"title":"office chair"}}\n',
         lines=2, out=['"item":"nvidia-h100', '"advanced_ic":true', '"item":null,"advanced_ic":false']),
    case("nothing asked", "identify", exit=2, err=["TEXT"]),
    case("missing batch", "identify", "--batch", "{missing}", exit=3, err=["{missing}"]),
    case("an own item", "identify", "--items", "{own_items}", "Trainer T8000", out=["own-trainer-8"]),
    case("an own SKU", "identify", "--json", "--items", "{own_items}", "--skus", "{own_skus}", "SHOP-0001",
         out=['"item":"own-trainer-8"']),
    case("own items of a settings file", "identify", "--config", "{own_config}", "Trainer T8000", out=["own-trainer-8"]),
    case("own items that clash", "identify", "--items", "{clashing_items}", "X", exit=3,
         err=["{clashing_items}:2", "already names"]),
    case("missing own items", "identify", "--items", "{missing}", "X", exit=3, err=["{missing}"]),
    case("missing pack", "identify", "--rules", "{missing}", "X", exit=3, err=["{missing}"]),
]

LISTS = [
    case("a good list", "lists", "check", "{list}", out=["us_csl", "entries", "{list}"]),
    case("entries are counted by list", "lists", "check", "{list}", out=["us_csl  EL", "us_csl  SDN"]),
    case("entries by list as JSON", "lists", "check", "--json", "{list}", out=['"lists":{{', '"EL":']),
    case("a list that is gone since a daemon accepted it", "lists", "check", "--config", "{kept_config}", "{gone_list}",
         exit=1, out=["accepted last", "us_csl  ISN", "refused: list ISN (us_csl) is gone; 1 entries were accepted last"]),
    case("a refusal as JSON", "lists", "check", "--json", "--config", "{kept_config}", "{gone_list}", exit=1,
         lines=2, out=['{{"refused":"list ISN (us_csl) is gone', '"list":"ISN"']),
    case("a list that is gone and accepted", "lists", "check", "--config", "{kept_config}", "--accept-shrunken", "isn",
         "{gone_list}", out=["accepted last"], not_out=["refused"]),
    case("the lists of the settings", "lists", "check", "--config", "{kept_config}", out=["{list}"], not_out=["refused"]),
    case("a code of no list", "lists", "check", "--accept-shrunken", "ELL", "{list}", exit=2, err=["'ELL'", "EL, DPL"]),
    case("a cut file", "lists", "check", "{cut_list}", exit=3, err=["{cut_list}:", "cut or damaged"]),
    case("as JSON", "lists", "check", "--json", "{list}", lines=1, out=['"entries":', '"rejections":[]', '"hash":"']),
    case("a rejected row by line", "lists", "check", "{bad_list}", exit=1, out=["{bad_list}:3", "rejected"]),
    case("nothing given", "lists", "check", exit=2, err=["PATH"]),
    case("missing", "lists", "check", "{missing}", exit=3, err=["{missing}"]),
    case("no list", "lists", "check", "{orders}", exit=3, err=["{orders}"]),
    case("no subcommand", "lists", exit=2, err=["--help"]),
    case("no difference", "lists", "diff", "{list}", "{list}", out=["0 added, 0 removed, 0 changed"]),
    case("a difference", "lists", "diff", "{list}", "{new_list}",
         out=["added  EL", "Added Example GmbH", "removed", "1 added, 1 removed, 1 changed"]),
    case("a difference as JSON", "lists", "diff", "--json", "{list}", "{new_list}", lines=3, out=['"Added Example GmbH"']),
    case("missing first", "lists", "diff", "{missing}", "{list}", exit=3, err=["{missing}"]),
    case("one list to compare", "lists", "diff", "{list}", exit=2, err=["NEW"]),
    case("missing second", "lists", "diff", "{list}", "{missing}", exit=3, err=["{missing}"]),
]

RULES = [
    case("every example holds", "rules", "check", out=["rules", "examples", "0 failed"]),
    case("list", "rules", "list", out=["dest-e12", "certainty"]),
    case("list as JSON", "rules", "list", "--json", out=['"id":"dest-e12"']),
    case("show", "rules", "show", "dest-e12", out=["citation", "fires on", "does not fire on"]),
    case("facts", "rules", "facts", out=["item.tpp", "unit"]),
    case("unknown rule", "rules", "show", "dest-e13", exit=2, err=["'dest-e13'", "did you mean 'dest-e12'"]),
    case("missing pack", "rules", "check", "{missing}", exit=3, err=["{missing}"]),
    case("a folder without rules", "rules", "check", "{no_rules}", exit=3, err=["{no_rules}: no rules in it"]),
    case("a file for a pack", "rules", "list", "--rules", "{orders}", exit=3, err=["{orders}", "not a directory"]),
    case("show says what hangs on it", "rules", "show", "hq-3a090a-world",
         out=["presumption_of_denial = deny", "exc-nac", "2023-11-17 to 2025-05-14", "since 2025-05-15"]),
    case("show says which verdicts it decides", "rules", "show", "local-hold", "--rules", "{new_pack}", "-q",
         "--orders", "{orders}", out=["line 1  CLI-1  hold, by this rule alone", "3 orders: the rule speaks in"]),
    case("show on orders that are missing", "rules", "show", "dest-e12", "--orders", "{missing}", exit=3,
         err=["{missing}"], many=True),
    case("diff of a pack with itself", "rules", "diff", "-", "-", out=["0 parts of the pack changed"]),
    case("diff", "rules", "diff", "-", "{new_pack}", out=["added  rule  local-hold", "1 part of the pack changed"]),
    case("diff on orders", "rules", "diff", "-", "{new_pack}", "-q", "--orders", "{orders}",
         out=["line 1  CLI-1  allow -> hold", "+ hold local-hold", "3 orders: 1 verdicts change"]),
    case("diff as JSON", "rules", "diff", "--json", "-q", "-", "{new_pack}", "--orders", "{orders}",
         out=['"part":"rule","name":"local-hold"', '"before":"allow","after":"hold"']),
    case("diff of a missing pack", "rules", "diff", "-", "{missing}", exit=3, err=["{missing}"]),
    case("a broken pack", "rules", "check", "{broken_pack}", exit=1, err=["{broken_pack}/broken.toml:2"], many=True),
]

CONFIG = [
    case("good", "check-config", "{config}", out=["good"]),
    case("printed", "check-config", "--print", "{config}", out=["[kafka]", 'group_id = "cli"', "[redacted]"],
         not_out=["hunter2"]),
    case("bad key", "check-config", "{bad_config}", exit=2, err=["{bad_config}:2", "group_idd", "did you mean 'group_id'"]),
    case("own items", "check-config", "{own_config}", out=["good"]),
    case("own items that clash", "check-config", "{clashing_config}", exit=2, err=["{clashing_items}:2", "already names"]),
    case("a folder without rules", "check-config", "{no_rules_config}", exit=2, err=["{no_rules}: no rules in it"]),
    case("bad policy", "check-config", "{bad_policy}", exit=2, err=["{bad_policy}", "no_such_setting"]),
    case("a property that Kafka's client does not have", "check-config", "{bad_property}", exit=2,
         err=["{bad_property}", "[kafka.consumer]", "no.such.property"]),
    case("missing", "check-config", "{missing}", exit=3, err=["{missing}"]),
    case("a directory", "check-config", "{folder}", exit=3, err=["{folder}", "directory"]),
    case("nothing given", "check-config", exit=2, err=["FILE"]),
]

RUN = [
    case("no settings file", "run", exit=2, err=["--config"]),
    case("missing", "run", "--config", "{missing}", exit=3, err=["{missing}"]),
    case("bad key", "run", "--config", "{bad_config}", exit=2, err=["{bad_config}:2"]),
    case("a code of no list", "run", "--config", "{config}", "--accept-shrunken", "ELL", exit=2, err=["'ELL'", "EL, DPL"]),
    case("a state folder that cannot be made", "run", "--config", "{no_state_config}", exit=2,
         err=["state_dir", "cannot be made"], many=True),
    case("lists cut while the daemon was down, no copy", "run", "--config", "{gone_config}", exit=3,
         err=["list ISN (us_csl) is gone; 1 entries were accepted last"], many=True),
]

BENCH = [
    case("invented orders", "bench", "-q", "--orders", "50", "--rounds", "1",
         out=["all new", "repeating", "x parse", "names/s"]),
    case("one line of JSON", "bench", "-q", "--orders", "50", "--rounds", "1", "--json", lines=1,
         out=['"orders_per_second"', '"stages_us"', '"peak_mb"']),
    case("the user's own orders", "bench", "-q", "--rounds", "1", "{orders}", out=["first seen", "seen again"]),
    case("a larger list", "bench", "-q", "--orders", "20", "--rounds", "1", "--factor", "1", "--factor", "3",
         out=["1x  all new", "3x  all new"]),
    case("the sample list warns", "bench", "--orders", "20", "--rounds", "1", err=["sample list"]),
    case("missing orders", "bench", "{missing}", exit=3, err=["{missing}"]),
    case("no orders", "bench", "-q", "/dev/null", exit=3, err=["no orders"]),
    case("missing list", "bench", "-q", "--lists", "{missing}", exit=3, err=["{missing}"]),
    case("no rounds", "bench", "--rounds", "0", exit=2, err=["--rounds"]),
]

ALL = {"help": HELP, "screen": SCREEN, "explain": EXPLAIN, "match": MATCH, "compare": COMPARE, "identify": IDENTIFY,
       "lists": LISTS, "rules": RULES, "check-config": CONFIG, "run": RUN, "bench": BENCH}
