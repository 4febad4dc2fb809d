#!/usr/bin/env python3
"""Makes word_weights.txt: how common words are in names, from sources that may be shipped.

    pip install Faker==40.63.0 Babel==2.18.0;  apt-get install scowl
    python3 matchers/names/data/make_word_weights.py [SCOWL FOLDER] > matchers/names/data/word_weights.txt

Sources, and nothing else:
  * given names, surnames, towns, company words and trades of all locales of Faker (MIT license);
  * names of countries and towns of the Unicode CLDR, through Babel (Unicode license, BSD);
  * English words by how common they are, from SCOWL (Copyright Kevin Atkinson; may be used, copied,
    modified and sold if the notice stays; as is, without warranty);
  * the table of business words below, graded by hand.
No list, corpus or case file is read. How common a word is in the list that is loaded is counted when the
index is built (matchers/names/name_index_compile.cpp) and not here. The shares are estimates by hand: what
counts is the order of magnitude.
"""
import collections
import importlib
import math
import pkgutil
import re
import sys
import unicodedata

import babel
import faker
import faker.providers.address
import faker.providers.company
import faker.providers.job
import faker.providers.person

BITS_MAX = 13.0  # of a word that is not here; rarer ones are listed as existing words
NAME_SHARE_MOST = 0.02  # of one locale's names
LOCALES_TOGETHER = 25  # a name common in one locale is that much rarer in the world
WORD_BITS = {10: 8.5, 20: 9.0, 35: 10.0, 40: 11.0, 50: 11.0}  # by SCOWL size
PLACE_BITS, COMPANY_BITS, TRADE_BITS = 10.5, 10.5, 10.5
TABLE_MOST = 400  # a longer table is one of villages
LANGUAGES = "en fr de es it pt nl pl cs ro tr id sv da hu".split()

BUSINESS = {
    4.5: "holdings international group company limited",
    5.5: "technology technologies trading trust fund energy capital industries industrial bank financial services "
         "systems development engineering global acquisition pharmaceuticals therapeutics",
    6.5: "electronics electronic investment investments research institute general national shipping production "
         "center resources holding management solutions medical health science scientific partners bancorp gold oil "
         "american china united insurance realty properties power software digital data",
    7.5: "enterprise enterprises equipment plant factory design communications logistics aviation mining petroleum "
         "gas water first royal new federal state bureau association brands foods pharma bio biosciences biopharma "
         "sciences networks media entertainment interactive bancshares semiconductor instruments materials metals "
         "chemical chemicals motors automotive airlines marine maritime transport export import machinery",
    8.5: "star sun ocean sea blue golden silver east west north south pacific atlantic eastern western northern "
         "southern great grand royal crown eagle lion phoenix diamond alpha beta delta omega sigma nova apex prime "
         "premier summit pioneer victory global universal world continental imperial standard modern advanced "
         "security defense environmental construction consulting education hospital university college academy",
}


def fold(text):
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    for old, new in (("ı", "i"), ("ø", "o"), ("đ", "d"), ("ł", "l"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ə", "a")):
        text = text.replace(old, new)
    return re.sub(r"['’‘`´ʻʼ]", "", text)


def words_of(text):
    """Latin words only: other scripts are compared with these."""
    return {w for w in re.findall(r"[a-z]+", fold(text)) if 2 <= len(w) <= 24}


def locales(package):
    for module in pkgutil.iter_modules(package.__path__):
        provider = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "Provider", None)
        if provider is not None:
            yield module.name, provider


def texts(value):
    """All strings in a nest of lists and tables."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value:
            yield from texts(item)
    elif isinstance(value, (list, tuple, set)):
        for item in value:
            yield from texts(item)


def person_shares():
    shares = collections.Counter()
    for _, provider in locales(faker.providers.person):
        for field in dir(provider):
            if not re.fullmatch(r"(first|last|middle)_.*names?(_\w+)?", field):
                continue
            value = getattr(provider, field)
            items = value.items() if isinstance(value, dict) else [(text, 1) for text in texts(value)]
            items = [(text, weight) for text, weight in items if isinstance(text, str)]
            total = sum(weight for _, weight in items)
            for text, weight in items:
                for word in words_of(text):
                    shares[word] += min(weight / total, NAME_SHARE_MOST) / LOCALES_TOGETHER
    return shares


def provider_words(package, pattern):
    found = set()
    for name, provider in locales(package):
        if package is not faker.providers.address and name[:2] not in LANGUAGES:
            continue
        for field in dir(provider):
            table = list(texts(getattr(provider, field))) if re.search(pattern, field) else []
            for text in table if len(table) <= TABLE_MOST else []:
                found |= words_of(re.sub(r"\{\{.*?\}\}", " ", text))
    return found


def cldr_places():
    found = set()
    for language in LANGUAGES:
        locale = babel.Locale.parse(language)
        for text in locale.territories.values():
            found |= words_of(text)
        for zone in locale.time_zones.values():
            found |= words_of(zone.get("city", ""))
    return found


def scowl_words(folder, size):
    found = set()
    for kind in ("english-words", "american-words", "english-upper", "english-proper-names", "american-proper-names"):
        try:
            with open(f"{folder}/{kind}.{size}", encoding="latin-1") as lines:
                found |= {w for line in lines if "'" not in line for w in words_of(line)}
        except FileNotFoundError:
            pass
    return found


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/dict/scowl"
    bits = {}

    def note(words, value):
        for word in words:
            bits[word] = min(bits.get(word, BITS_MAX), value)

    for word, share in person_shares().items():
        note([word], min(-math.log2(share), BITS_MAX))
    for value, words in BUSINESS.items():
        note(words.split(), value)
    note(provider_words(faker.providers.address, r"cit(y|ies)|countr|state|province|town|region|district"), PLACE_BITS)
    note(provider_words(faker.providers.company, r"compan|words|catch|bsword|activities"), COMPANY_BITS)
    note(provider_words(faker.providers.job, r"jobs|occupation"), TRADE_BITS)
    note(cldr_places(), PLACE_BITS)
    for size, value in WORD_BITS.items():
        note({w for w in scowl_words(folder, size) if len(w) > 2}, value)

    lines = collections.defaultdict(list)
    for word, value in bits.items():
        lines[round(value * 2) / 2].append(word)
    print("# How rare words are in names: -log2 of the estimated share of names that have the word, in steps of a\n"
          "# half. Made by make_word_weights.py, where sources stand; licenses in NOTICE.md.\n# Words not here count as rare.")
    for value in sorted(lines):
        line = f"{value:g}:"
        for word in sorted(lines[value]):
            if len(line) + len(word) > 100:
                print(line)
                line = f"{value:g}:"
            line += " " + word
        print(line)


main()
