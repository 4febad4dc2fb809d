#!/usr/bin/python3
"""Every setting of [policy] turns the verdict that docs/policy.md says it turns.

usage: policy_settings.py ORDERGATE RULES_DIRECTORY

A case: setting, its other value, the rule and its outcome before and after ("-": it does not speak), a sample
order of the pack and what is changed in it. Every setting of the pack must have one, but for those of the
stream: tests/screening/screener_test.cpp.
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "lists/sample"
OF_THE_STREAM = {"days_in_the_past"}
A, K = "accelerators-to-germany", "keyboards-to-germany"
TH = {"destination_country": "TH", "parties": [{"country": "TH", "headquarters_country": "TH"}]}
KZ = {"destination_country": "KZ", "parties": [{"country": "KZ", "headquarters_country": "KZ"}]}
PAPERS = [{"type": "end_user_certificate", "date": "2026-02-17"}, {"type": "data_center_statement", "date": "2026-02-17"}]
LICENSE = [{"type": "license", "id": "D1", "authority": "BIS", "destination_country": "CN", "valid_from": "2025-10-01",
            "valid_until": "2029-09-30"}]
LPP = {"licenses": [{"type": "exception", "exception": "LPP", "items": [1]}],
       "documents": [{"type": "lpp_certification", "date": "2026-02-01"}]}


def party(name, country="CN", **more):
    return {"destination_country": country, "parties": [{"name": name, "country": country, **more}]}


def owned(percent, day):
    owner = {"name": "Northern Lantern Microsystems Co., Ltd.", "percent": percent, "country": "CN"}
    return {"ship_date": day, "parties": [{"owners": [owner]}]}


H20 = {"items": [{"manufacturer": "NVIDIA", "model": "H20", "description": "NVIDIA H20 96GB", "eccn": "4A994.l",
                  "tpp": None, "performance_density": None, "memory_bandwidth_gbps": None}]}
NOT_SUBJECT = {"from_country": "DE", "action": "reexport",
               "items": [{"origin_country": "DE", "us_content_percent": 0, "direct_product": False}]}
UNIT_IN_CHINA = {"addresses": [{"street": "Unit 3, 12/F, Lampwick Commercial Building, 99 Paper Lane, Mong Kok",
                                "city": "Kowloon", "country": "HK"}], "headquarters_country": "HK"}
OFFER = {"kind": "listing", "listing": {"title": "USB keyboard"}, "destination_country": None, "items": None,
         "parties": [{"role": "seller"}]}
WEEKS_OLD = {**TH, "items": [{"quantity": 8}], "documents": PAPERS}
NAC_24_DAYS = {"licenses": [{"type": "exception", "exception": "NAC"}],
               "documents": [{"type": "bis_notice", "date": "2025-09-02"}]}
HOME = {"ship_date": "2026-03-10", "destination_country": "VN", "items": [{"quantity": 2}], "parties": [
    {"country": "VN", "headquarters_country": "VN",
     "addresses": [{"street": "14 Ngo Yen The", "city": "Hanoi", "country": "VN", "type": "residential"}]}]}
# Blocked by name, by its owner, and as a government.
BLOCKED = party("Verde Halcon Suministros S.A. de C.V.", "MX", headquarters_country="VE", government_controlled=True,
                owners=[{"name": "Verde Halcon Suministros S.A. de C.V.", "percent": 60, "country": "MX"}])

# Each publisher's list denies where its law binds, and holds beside another.
LISTED = {"UN": ("party-un-sanctions", "Opal Lagoon Minerals Trading Company", "CD"),
          "UK": ("party-uk-sanctions", "Winter Orchard Machine Tools LLC", "AE"),
          "EU": ("party-eu-sanctions", "Silent Glacier Radioelectronics JSC", "TR"),
          "CH": ("party-swiss-sanctions", "Amber Thicket Optical Plant", "RS"),
          "CA": ("party-canada-sanctions", "Cedar Meridian Avionics LLC", "KZ"),
          "AU": ("party-australia-sanctions", "Copper Estuary Shipping Agency", "CN"),
          "JP": ("party-japan-end-user", "Granite Swallow Research Institute", "PK")}
AUTHORIZED = [{"type": "national", "id": "BAFA 1", "authority": "BAFA", "valid_from": "2026-01-01", "valid_until": "2026-12-31"}]


def jurisdictions(laws, of, after, **more):
    """The order of a party on the list of `of`, with `laws` set."""
    rule, name, country = LISTED[of]
    return ("jurisdictions", laws, rule, "hold", after, K, {**party(name, country, headquarters_country=country), **more})


CASES = [
    *(jurisdictions([law], law, "deny") for law in LISTED),
    *(jurisdictions([law for law in LISTED if law != of] if of != "UN" else ["US", "EU", "JP"], of, "hold") for of in LISTED),
    *(jurisdictions([law], "UN", "deny") for law in ("UK", "CH", "CA", "AU")),
    jurisdictions(["US", "EU"], "EU", "deny"), jurisdictions([], "EU", "hold"),
    jurisdictions(["EU"], "EU", "hold", licenses=AUTHORIZED),
    jurisdictions(["EU"], "EU", "deny", licenses=[{**AUTHORIZED[0], "valid_until": "2026-01-31"}]),
    # Left out, the lists of the United States stay as they are.
    ("jurisdictions", ["EU"], "party-sdn", "deny", "deny", K, BLOCKED),
    ("ofac_binds", False, "party-sdn", "deny", "hold", K, BLOCKED), ("ofac_binds", False, "ofac-50", "deny", "hold", K, BLOCKED),
    ("ofac_binds", False, "ofac-gov-venezuela", "deny", "hold", K, BLOCKED),
    ("domestic_d5m_headquarters", "annotate", "hq-domestic", "hold", "annotate", A,
     {"destination_country": "US", "parties": [{"country": "US", "headquarters_country": "CN", "addresses": [{"country": "US"}]}]}),
    ("small_part_price_max", 50000, "item-price-unlike", "hold", "-", K,
     {**party("Suzhou Shantang Loom Patterns"), "currency": "USD", "items": [{"description": "adapter module", "unit_price": 28000}]}),
    ("board_price_max", 50000, "item-price-unlike", "hold", "-", K,
     {**party("Suzhou Shantang Loom Patterns"), "currency": "USD", "items": [{"description": "PCIe card", "unit_price": 28000}]}),
    ("unknown_headquarters", "annotate", "rf-05-hq-unknown", "hold", "annotate", A, {"parties": [{"ultimate_parent": None}]}),
    ("fuzzy_names_hold", False, "party-name-fuzzy", "hold", "annotate", K, party("Nothern Lantern Microsystem Co., Ltd.")),
    ("meu_ear99", "hold", "party-meu", "annotate", "hold", K, party("Grey Heron Aero Engine Works Company Limited")),
    ("other_lists", "deny", "party-state-debarred", "hold", "deny", K,
     {"parties": [{"name": "Desmond Arlo Whitfield-Sample", "kind": "person", "country": "US"}]}),
    ("securities_lists", "hold", "party-state-debarred", "annotate", "hold", K,
     party("Jade Terrace Aerospace Holdings Limited")),
    ("unlicensed_use_of_uvl_statement", "annotate", "party-uvl", "hold", "annotate", K,
     {**party("Harbor Crescent Electronics FZE", "AE"), "documents": [{"type": "uvl_statement", "date": "2026-01-05"}]}),
    ("license_authorities", "METI", "dest-3a090a-enforced", "hold", "annotate", A,
     {**KZ, "licenses": [{**LICENSE[0], "authority": "METI", "destination_country": "KZ"}]}),
    ("license_for_barred_party", "deny", "party-entity-list", "hold", "deny", K,
     {**party("Northern Lantern Microsystems"), "licenses": LICENSE}),
    ("colocation_holds", False, "rf-07-colocated-listed", "hold", "annotate", K,
     party("Mong Kok Umbrella Repair Limited", "HK", **UNIT_IN_CHINA)),
    ("nac_notice_days", 24, "exc-nac", "hold", "annotate", "graphics-cards-to-shanghai", NAC_24_DAYS),
    ("aca_unclaimed", False, "dest-3a090b", "annotate", "hold", "inference-cards-to-kazakhstan", {}),
    ("cn_2026_documents", False, "lic-2026-cn", "hold", "annotate", "accelerators-to-china",
     {"ship_date": "2026-02-20", "licenses": LICENSE}),
    ("policy_of_denial", "hold", "dest-e12", "deny", "hold", K, party("Qom Stationery", "IR")),
    ("presumption_of_denial", "hold", "dest-3a090a-enforced", "deny", "hold", "accelerators-to-china", {}),
    ("case_by_case", "deny", "inf-h20", "hold", "deny", "accelerators-to-china", H20),
    ("presumption_of_approval", "deny", "dest-3a090a-enforced", "hold", "deny", A, KZ),
    ("dd_documents_ics_min", 9, "dd-5-end-user-certificate", "hold", "-", A, {**TH, "items": [{"quantity": 8}]}),
    ("dd_power_ics_min", 65, "dd-7-10mw", "hold", "-", A, {**TH, "items": [{"quantity": 64}]}),
    ("dd_power_mw_min", 11, "dd-7-10mw", "hold", "-", A,
     {**TH, "items": [{"quantity": 64}], "site": {"country": "TH", "power_mw": 10}}),
    ("certificate_days_max", 20, "dd-5-end-user-certificate", "-", "hold", A, WEEKS_OLD),
    ("dd_to_a1", "hold", "dd-5-end-user-certificate", "annotate", "hold", A, {"items": [{"quantity": 8}]}),
    ("dd_notes", "hold", "dd-4-notify-customer", "annotate", "hold", A, {}),
    ("rf01_hold_tpp", 200001, "rf-01-new-since-2022", "hold", "annotate", A,
     {"parties": [{"established_on": "2024-05-02"}], "items": [{"tpp": 10000, "quantity": 20}]}),
    ("rf02_annotate_factor", 6, "rf-02-volume-jump", "annotate", "-", A,
     {"parties": [{"advanced_tpp_12_months": 500000, "advanced_tpp_12_months_before_2022_10": 100000}]}),
    ("rf02_hold_factor", 21, "rf-02-volume-jump", "hold", "annotate", A,
     {"parties": [{"advanced_tpp_12_months": 2000000, "advanced_tpp_12_months_before_2022_10": 100000}]}),
    ("rf02_tpp_min", 500001, "rf-02-volume-jump", "annotate", "-", A,
     {"parties": [{"advanced_tpp_12_months": 500000, "advanced_tpp_12_months_before_2022_10": 100000}]}),
    ("rf03_ics_min", 3, "rf-03-residential", "hold", "-", "graphics-cards-to-shanghai", HOME),
    ("rf04_domain_days_min", 366, "rf-04-web-presence", "-", "annotate", A,
     {"parties": [{"website": {"present": True, "domain_registered_on": "2025-03-10"}}]}),
    ("rf10_overhead", 1.2, "rf-10-infrastructure", "hold", "-", A,
     {"items": [{"quantity": 512}], "site": {"country": "DE", "power_mw": 0.2}}),
    ("red_flags", "annotate", "rf-08-shared-address", "hold", "annotate", A,
     {"parties": [{"addresses": [{"type": "virtual_office"}]}]}),
    ("unclassified_holds", False, "item-unclassified", "hold", "annotate", A,
     {"items": [{"eccn": "4A994.l", "tpp": 1600, "performance_density": None}]}),
    ("listed_goods_hold", False, "ccl-by-words", "hold", "annotate", K,
     {"destination_country": "CN", "items": [{"description": "image intensifier tubes", "eccn": None}]}),
    ("mismatch_holds", False, "item-declared-mismatch", "hold", "annotate", A, {"items": [{"eccn": "4A994.l"}]}),
    ("worldwide_listing", "deny", "dest-e12", "annotate", "deny", K, OFFER),
    ("never_ships_to", "CU IR KP SY", "dest-e12", "annotate", "-", K, OFFER),
    ("first_law", "2026-03-11", "date-out-of-range", "-", "hold", K, {}),
    ("misspelled_keys", "annotate", "key-misspelled", "hold", "annotate", K, {"Transit_Countries": ["IR"]}),
    ("affiliates_stay_lapses", False, "party-affiliate-50", "deny", "-", K, owned(55, "2026-11-10")),
    ("ownership_percent_min", 56, "party-affiliate-50", "deny", "-", K, owned(55, "2026-11-10")),
    ("rf29_holds", False, "party-rf29", "hold", "annotate", K, owned(55, "2026-11-09")),
    ("not_subject_entity_list", "annotate", "party-entity-list", "hold", "-", K,
     {**party("Northern Lantern Microsystems"), **NOT_SUBJECT}),
    ("no_policy_in_d5m", "hold", "fab-sme-dev", "deny", "hold", "etcher-to-china",
     {"end_use": {"categories": ["sme_production"]}, "items": [{"eccn": "3A991.a"}]}),
    ("fab_unknown_node", "deny", "fab-unknown-node", "hold", "deny", "etcher-to-china",
     {"end_use": {"categories": ["unknown_node_fabrication"]}, "items": [{"eccn": "3B991"}]}),
    ("gp10_no_license", "hold", "gp10-chip", "deny", "hold", "chinese-chip-to-thailand", {}),
    ("gp10_one_license", "deny", "gp10-chip", "hold", "deny", "chinese-chip-to-thailand",
     {"documents": [{"type": "license_out_of_fab", "date": "2025-06-01"}]}),
    ("is_informed_letters_reach_all", False, "inf-h20", "hold", "-", "accelerators-to-china", H20),
    ("lpp_to_d1_d4", True, "aid-tier2", "hold", "annotate", A, {**KZ, **LPP}),
    ("lpp_year_tpp_max", 35999, "aid-tier2", "annotate", "hold", A, {**TH, **LPP}),
    ("lpp_notice_tpp_min", 36000, "aid-tier2", "annotate", "hold", A, {**TH, **LPP}),
    ("country_tpp_max", 35999, "aid-tier2", "hold", "deny", A, TH),
    ("iaas_weapons", "hold", "iaas-policy-2025", "deny", "hold", "cloud-for-brazil",
     {"end_use": {"categories": ["nuclear"]}}),
]
CODIFIED = {"aid-tier2"}


def lay_over(base, change):
    for key, value in change.items():
        if value is None:
            base.pop(key, None)
        elif isinstance(value, dict) and isinstance(base.get(key), dict):
            lay_over(base[key], value)
        elif isinstance(value, list) and isinstance(base.get(key), list) and key in ("parties", "items"):
            for known, new in zip(base[key], value):
                lay_over(known, new)
        else:
            base[key] = value
    return base


def worst(verdict, rule):
    ranks = ["-", "annotate", "hold", "deny"]
    found = [finding["outcome"] for finding in verdict["findings"] if finding["rule"] == rule]
    return max(found, key=ranks.index, default="-")


def screen(program, profile, config, orders):
    lists = [part for name in ("sample_list.csv", "publishers_list.csv") for part in ("--lists", str(SAMPLES / name))]
    command = [program, "screen", "--quiet", "--json", "--profile", profile, "--config", config, *lists, "-"]
    lines = "".join(json.dumps(order, default=str) + "\n" for order in orders)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    program, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.toml"))]
    samples = {sample["name"]: sample["order"] for file in files for sample in file.get("sample", [])}
    faults = [f"{entry['name']}: no case" for file in files for entry in file.get("policy", [])
              if entry["name"] not in {case[0] for case in CASES} | OF_THE_STREAM]
    orders = [{"order_id": str(number), **lay_over(copy.deepcopy(samples[case[5]]), copy.deepcopy(case[6]))}
              for number, case in enumerate(CASES)]
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "settings.toml")

        def check(number, line, rule, expected):
            config.write_text("[policy]\n" + line, encoding="utf-8")
            profile = "codified" if rule in CODIFIED else "enforced"
            if line:
                verdict = screen(program, profile, str(config), [orders[number]])[0]
            else:
                if profile not in shipped:
                    shipped[profile] = screen(program, profile, str(config), orders)
                verdict = shipped[profile][number]
            if verdict["error"] or worst(verdict, rule) != expected:
                faults.append(f"{CASES[number][0]}: {line.strip() or 'as shipped'}: {rule} is {worst(verdict, rule)}, not "
                              f"{expected} {verdict['error'] or ''}")

        shipped = {}
        for number, (setting, value, rule, before, after, _, _) in enumerate(CASES):
            check(number, "", rule, before)
            check(number, f"{setting} = {json.dumps(value)}\n", rule, after)
        config.write_text('[policy]\njurisdictions = ["US", "FR"]\n', encoding="utf-8")
        refused = subprocess.run([program, "screen", "--config", str(config), "-"], input="", capture_output=True, text=True, check=False)
        if refused.returncode == 0 or "policy.jurisdictions: 'FR' is none of" not in refused.stderr:
            faults.append(f"jurisdictions: FR is taken: exit {refused.returncode} {refused.stderr}")
    print("\n".join(faults))
    print(f"{len(CASES)} cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
