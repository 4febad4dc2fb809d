"""Draws the time series panels of the dashboards as pictures, from a Prometheus; live_test.py --pictures calls it."""
import pathlib
import re
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

from panels import DASHBOARDS  # noqa: E402

COLUMNS, PANEL_INCHES = 3, (4.6, 2.7)
SCALES = {"s": [(1e-6, "µs"), (1e-3, "ms"), (1, "s"), (3600, "h")], "bytes": [(1, "B"), (1024, "KiB"), (1 << 20, "MiB")],
          "Bps": [(1, "B/s"), (1024, "KiB/s"), (1 << 20, "MiB/s")], "percentunit": [(0.01, "%")], "reqps": [(1, "/s")],
          "ops": [(1, "/s")]}


def filled_in(expression: str) -> str:
    return expression.replace("$job", ".+").replace("$instance", ".+").replace("$__rate_interval", "15s")


def legend_of(template: str, labels: dict) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda match: labels.get(match.group(1), ""), template)


def scale_for(unit: str, top: float):
    best = (1, "")
    for factor, name in SCALES.get(unit, []):
        if not best[1] or top >= factor:
            best = (factor, name)
    return best


def draw_panel(axes, panel, server, begin: float, end: float):
    lines = []
    for expression, legend in panel["queries"]:
        data = server.get("query_range", query=filled_in(expression), start=begin, end=end, step=2)
        for series in data["result"]:
            points = [(float(at) - begin, float(value)) for at, value in series["values"] if value != "NaN"]
            if points:
                lines.append((legend_of(legend, series["metric"]), points))
    top = max((value for _, points in lines for _, value in points), default=0)
    factor, name = scale_for(panel["unit"], top)
    for label, points in lines:
        axes.plot([at for at, _ in points], [value / factor for _, value in points], label=label, linewidth=1)
    axes.set_title(panel["title"] + (f" ({name})" if name else ""), fontsize=9, loc="left")
    axes.tick_params(labelsize=7)
    axes.set_xlim(0, end - begin)
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
    axes.grid(alpha=0.3)
    if lines:
        axes.legend(fontsize=5.5, loc="upper left", ncols=2 if len(lines) > 5 else 1)
    else:
        axes.text(0.5, 0.5, panel["empty"], ha="center", transform=axes.transAxes, fontsize=9)


def draw(server, folder: pathlib.Path, seconds: float):
    """One picture a dashboard: the last `seconds` of its time series."""
    folder.mkdir(parents=True, exist_ok=True)
    end = time.time()
    for uid, (title, panels) in DASHBOARDS.items():
        drawn = [panel for panel in panels if panel["kind"] == "timeseries"]
        rows = -(-len(drawn) // COLUMNS)
        figure, grid = plt.subplots(rows, COLUMNS, figsize=(COLUMNS * PANEL_INCHES[0], rows * PANEL_INCHES[1]),
                                    layout="constrained", squeeze=False)
        for axes, panel in zip(grid.flat, drawn):
            draw_panel(axes, panel, server, end - seconds, end)
        for axes in list(grid.flat)[len(drawn):]:
            axes.set_axis_off()
        figure.suptitle(f"{title}: its queries against a live daemon, {seconds:.0f} s of generated load (seconds →)", fontsize=10)
        figure.savefig(folder / f"{uid}.png", dpi=70)
        plt.close(figure)
