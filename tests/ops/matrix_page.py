"""docs/matrix.md and its picture: thirty ordinary goods to forty destinations, as this build answers.

Used by reference_test.py. The picture is plain SVG, so that a change of a cell is a line of a diff.
"""
import json
import subprocess

DAY = "2026-11-22"
CELL, LEFT, TOP = 18, 250, 40
COLORS = {"none": "#eef5ee", "exception": "#b9dcb9", "hold": "#f6c667", "deny": "#d9695f"}
WORDS = {"none": "no license", "exception": "license exception", "hold": "hold: a license is asked", "deny": "deny"}
TEXT = """# Goods and destinations

What the rule pack says of thirty ordinary goods to forty destinations on {day}, without a claim, to a buyer of the place:
`ordergate rules matrix` prints it, with `--json` each cell with its reasons and rules, for any `--date` and `--profile`.

![thirty goods to forty destinations](pictures/matrix.svg)

A cell is light where no license is asked, green where a license exception applies unasked (LVS, GBS, SPP), amber where
the order is held because a license is asked or may be, red where it is refused. The goods and destinations are rows of
`rules/ear/matrix.csv`. `tests/rules/control_list.py` reads the Country Chart slowly and compares it cell by cell.

```
{table}
```
"""


def kind_of(cell):
    return {"allow": "exception" if cell["cured_by"] else "none"}.get(cell["verdict"], cell["verdict"])


def rectangle(x, y, kind, title):
    return (f'<rect x="{x}" y="{y}" width="{CELL - 1}" height="{CELL - 1}" fill="{COLORS[kind]}">'
            f"<title>{title}</title></rect>")


def picture(cells):
    """Each cell one line: a square whose tooltip says what it is."""
    goods = list(dict.fromkeys((cell["eccn"], cell["description"]) for cell in cells))
    places = list(dict.fromkeys(cell["destination"] for cell in cells))
    width, height = LEFT + CELL * len(places) + 10, TOP + CELL * len(goods) + 40
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
             'font-size="11">', f'<rect width="{width}" height="{height}" fill="white"/>']
    for column, place in enumerate(places):
        lines.append(f'<text x="{LEFT + CELL * column + 1}" y="{TOP - 8}">{place}</text>')
    for row, (eccn, what) in enumerate(goods):
        lines.append(f'<text x="6" y="{TOP + CELL * row + 13}">{eccn} {what}</text>')
    for cell in cells:
        x = LEFT + CELL * places.index(cell["destination"])
        y = TOP + CELL * goods.index((cell["eccn"], cell["description"]))
        kind = kind_of(cell)
        lines.append(rectangle(x, y, kind, f'{cell["eccn"]} to {cell["destination"]}: {WORDS[kind]}'))
    for number, kind in enumerate(COLORS):
        x, y = LEFT + 180 * number, height - 28
        lines += [rectangle(x, y, kind, WORDS[kind]), f'<text x="{x + CELL + 4}" y="{y + 13}">{WORDS[kind]}</text>']
    return "\n".join(lines + ["</svg>"]) + "\n"


def pages(binary):
    """path -> content"""
    command = [binary, "rules", "matrix", "--today", DAY, "--quiet"]
    table = subprocess.run(command, capture_output=True, check=True, text=True).stdout.rstrip()
    found = subprocess.run([*command, "--json"], capture_output=True, check=True, text=True).stdout
    cells = [json.loads(line) for line in found.splitlines()]
    return {"docs/matrix.md": TEXT.format(day=DAY, table=table).encode(), "docs/pictures/matrix.svg": picture(cells).encode()}
