#!/usr/bin/python3
"""Every item of the tables in every spelling that a seller may use, through `ordergate identify`.

usage: item_forms.py ORDERGATE ITEMS.csv PARTS.csv EXCEPTIONS.csv TITLES.csv...

Names (models and aliases) times forms (vendors before and after, other languages, leet, look-alike letters,
markup, separators): a controlled item must be read or held in each. Part numbers likewise. EXCEPTIONS.csv are
names that stand for nothing by themselves; TITLES.csv are titles written by hand: `held` and `free`.
"""

import csv
import json
import re
import subprocess
import sys

GOODS_ONLY = {"sme", "foundry_job", "ai_weights"}
MANY = {"any", "cloud", "model", "OEM"}
CONTROLLED_PARAGRAPHS = {"a.1", "a.2", "b.1", "b.2", "b.1+b.2", "needs_die_area"}
LETTERS = "AHBEKMOPCTXaeopcxy", "АНВЕКМОРСТХаеорсху"
GREEK = "AHBEKMOPTXNZ", "ΑΗΒΕΚΜΟΡΤΧΝΖ"


def shifted(text, capital, small, digit):
    def one(char):
        if "A" <= char <= "Z":
            return chr(capital + ord(char) - 65)
        if "a" <= char <= "z" and small:
            return chr(small + ord(char) - 97)
        return chr(digit + ord(char) - 48) if char.isdigit() and digit else char
    return "".join(map(one, text))


def full_width(text):
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def digits_from(text, zero):
    return "".join(chr(zero + ord(char) - 48) if char.isdigit() and char.isascii() else char for char in text)


def letter_by_letter(text, between):
    return between.join(text.replace(" ", ""))


def sentences(vendor, text):
    """The name inside a listing."""
    for frame in ("{v} {t}", "NEW {v} {t} in stock, fast shipping", "{t} by {v} brand new", "5x {v} {t}",
                  "Lot of 10 {v} {t} GPUs", "AI server with 8x {v} {t}", "Ускоритель {v} {t} новый в наличии",
                  "{v} {t} 全新 现货 计算卡", "{v} {t} 新品 送料無料", "{v} {t} 새제품 그래픽카드",
                  "بطاقة {v} {t} جديدة للبيع", "नया {v} {t} ग्राफिक्स कार्ड", "Tarjeta gráfica {v} {t} nueva",
                  "{v} {t} neu OVP mit Rechnung", "Karta {v} {t} nowa gwarancja", "{v} {t} ekran kartı sıfır",
                  "Card {v} {t} mới 100%", "{v} {t} 美品 動作確認済み", "{v} {t} כרטיס מסך חדש"):
        yield frame[:12], frame.format(v=vendor, t=text)
    yield "spaced vendor", f"{' '.join(vendor.upper())} {text}"
    yield "lower", f"{vendor} {text}".lower()
    yield "upper", f"{vendor} {text}".upper()


def evasions(text):
    """The name disguised; each keeps what a reader sees."""
    yield "full width", full_width(text)
    yield "zero width space", "\u200b".join(text)
    yield "zero width joiner", "\u200d".join(text)
    yield "soft hyphen", "\u00ad".join(text)
    yield "word joiner", "\u2060".join(text)
    yield "right to left marks", f"\u202e\u200f{text}\u202c"
    yield "letters for digits", text.replace("0", "O")
    yield "capital i for one", text.replace("1", "I")
    yield "by spaces", letter_by_letter(text, " ")
    yield "by dots", letter_by_letter(text, ".")
    yield "by dashes", letter_by_letter(text, "-")
    yield "by underscores", letter_by_letter(text, "_")
    yield "by slashes", letter_by_letter(text, "/")
    yield "by emoji", letter_by_letter(text, "\U0001F525")
    yield "dash", text.replace(" ", "-")
    yield "en dash", text.replace(" ", "–").replace("-", "–")
    yield "underscore", text.replace(" ", "_")
    yield "cyrillic", text.translate(str.maketrans(*LETTERS))
    yield "greek", text.translate(str.maketrans(*GREEK))
    yield "mathematical", shifted(text, 0x1D400, 0x1D41A, 0x1D7CE)
    yield "monospace", shifted(text, 0x1D670, 0x1D68A, 0x1D7F6)
    yield "squared", shifted(text, 0x1F130, 0, 0)
    yield "circled", shifted(text, 0x24B6, 0x24D0, 0x245F).replace("\u245f", "⓪")
    yield "struck through", "".join(char + "\u0336" for char in text)
    yield "bold tags", "".join(f"<b>{char}</b>" for char in text)
    yield "entities", "".join(f"&#{ord(char)};" if char.isdigit() and char.isascii() else char for char in text)
    yield "hexadecimal entities", "".join(f"&#x{ord(char):x};" for char in text)
    yield "comments", "<!-- -->".join(text)
    yield "markdown", f"**{text}**"
    yield "no-break spaces", text.replace(" ", "\u00a0")
    yield "subscripts", digits_from(text, 0x2080)
    yield "arabic digits", digits_from(text, 0x660)
    yield "persian digits", digits_from(text, 0x6F0)
    yield "devanagari digits", digits_from(text, 0x966)


def controlled(item):
    eccn = item["eccn"]
    return (item["category"] == "hbm" or eccn.startswith(("3A090", "4A090")) or ".z" in eccn
            or bool(item["letter_from"]) or item["paragraph"] in CONTROLLED_PARAGRAPHS)


def item_cases(path, exceptions):
    with open(path, encoding="utf-8", newline="") as file:
        items = [item for item in csv.DictReader(file) if item["category"] not in GOODS_ONLY and controlled(item)]
    for item in items:
        vendor = "" if item["vendor"] in MANY else item["vendor"].split("/")[0]
        names = [item["model"], item["model"].split(" (")[0], *filter(None, item["aliases"].split("|"))]
        for name in dict.fromkeys(names):
            if (item["id"], name) in exceptions:
                continue
            if not vendor:
                yield f"{item['id']}: {name}: offered", f"NEW {name} GPU server, ships today"
                continue
            for form, title in sentences(vendor, name):
                yield f"{item['id']}: {name}: {form}", title
            for form, text in evasions(name):
                if form.startswith("by ") and not re.fullmatch(r"[A-Za-z0-9 .+-]+", name):
                    continue
                yield f"{item['id']}: {name}: {form}", f"{vendor} {text}"


def part_cases(path):
    with open(path, encoding="utf-8", newline="") as file:
        parts = [part for part in csv.DictReader(file)
                 if part["eccn"].startswith(("3A090", "4A090")) or ".z" in part["eccn"]]
    for part in parts:
        number, vendor = part["part_number"], part["vendor"]
        for form, title in (("alone", number), ("text", f"{vendor} module P/N {number} new sealed"),
                            ("lower", number.lower()), ("letters for digits", number.replace("0", "O")),
                            ("no punctuation", vendor + " " + re.sub("[^A-Za-z0-9]", "", number)),
                            ("spaces", re.sub("[^A-Za-z0-9]", " ", number)),
                            ("slashes", re.sub("[^A-Za-z0-9]", "/", number)),
                            ("en dashes", number.replace("-", "–")), ("full width", full_width(number)),
                            ("zero width space", "\u200b".join(number)), ("glued", f"{vendor}{number}"),
                            ("brackets", f"GPU ({number})")):
            yield f"{number}: {form}", title


def hand_cases(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["title"], row["expect"] == "held"


def main():
    program, items, parts, exception_file, *titles = sys.argv[1:]
    with open(exception_file, encoding="utf-8", newline="") as file:
        exceptions = {(row["item"], row["name"]) for row in csv.DictReader(file)}
    cases = [(what, title, True) for what, title in (*item_cases(items, exceptions), *part_cases(parts))]
    cases += [("by hand", title, held) for path in titles for title, held in hand_cases(path)]
    lines = "".join(json.dumps({"title": title, "case": i}, ensure_ascii=False) + "\n"
                    for i, (_, title, _) in enumerate(cases))
    answer = subprocess.run([program, "identify", "--batch", "-", "--quiet"], input=lines, check=True,
                            stdout=subprocess.PIPE, text=True).stdout
    wrong, answered = 0, 0
    for line in answer.splitlines():
        found = json.loads(line)
        what, title, held = cases[found["case"]]
        answered += 1
        if found["advanced_ic"] != held:
            wrong += 1
            print(f"{'missed' if held else 'flagged'}: {what}: {title!r}: {found['item']} {found['certainty']}")
    print(f"{answered} of {len(cases)} titles answered, {wrong} wrong")
    return 0 if wrong == 0 and answered == len(cases) > 20_000 else 1


if __name__ == "__main__":
    sys.exit(main())
