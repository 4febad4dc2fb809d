#!/usr/bin/python3
"""Writes the Grafana dashboards from panels.py.

usage: ops/grafana/generate.py [--check]    --check: exit 1 when the files are not what would be written
"""
import json
import pathlib
import sys

from panels import DASHBOARDS

FOLDER = pathlib.Path(__file__).resolve().parent / "dashboards"
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
COLUMNS, HEIGHT, STAT_HEIGHT = 24, 8, 4


def variables():
    def label(name, title, query):
        return {"name": name, "label": title, "type": "query", "datasource": DATASOURCE, "definition": query,
                "query": {"query": query, "refId": "A"}, "refresh": 2, "multi": True, "includeAll": True,
                "allValue": ".+", "current": {"text": "All", "value": "$__all"}, "sort": 1}
    return {"list": [
        {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus", "current": {}},
        label("job", "Job", "label_values(ordergate_build_info, job)"),
        label("instance", "Instance", 'label_values(ordergate_build_info{job=~"$job"}, instance)'),
    ]}


def defaults(spec):
    steps = [{"value": value, "color": color} for value, color in spec.get("thresholds", [(None, "green")])]
    found = {"unit": spec["unit"], "noValue": spec["empty"], "min": 0,
             "color": {"mode": "thresholds" if spec["kind"] == "stat" else "palette-classic"},
             "thresholds": {"mode": "absolute", "steps": steps}}
    if spec["title"].startswith("What changed"):
        del found["min"]
    if spec["kind"] == "timeseries":
        stacking = {"mode": "normal" if spec.get("stack") else "none", "group": "A"}
        found["custom"] = {"drawStyle": "line", "lineWidth": 1, "fillOpacity": 20 if spec.get("stack") else 5,
                           "showPoints": "never", "spanNulls": False, "stacking": stacking}
    return found


def options(spec):
    if spec["kind"] == "timeseries":
        return {"legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
                "tooltip": {"mode": "multi", "sort": "desc"}}
    if spec["kind"] == "stat":
        return {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "graphMode": "area",
                "colorMode": "value", "textMode": "auto"}
    if spec["kind"] == "heatmap":
        return {"calculate": False, "yAxis": {"unit": "short"}, "color": {"scheme": "Blues", "mode": "scheme"}}
    return {"showHeader": True}


def target(kind, number, query):
    expression, legend = query
    made = {"refId": chr(ord("A") + number), "datasource": DATASOURCE, "expr": expression, "legendFormat": legend}
    if kind == "table":
        made |= {"format": "table", "instant": True}
    if kind == "heatmap":
        made |= {"format": "heatmap"}
    return made


def panel(number, spec, x, y):
    made = {"id": number, "type": spec["kind"], "title": spec["title"], "description": spec["description"],
            "datasource": DATASOURCE, "gridPos": {"x": x, "y": y, "w": spec["width"], "h": height(spec)},
            "fieldConfig": {"defaults": defaults(spec), "overrides": []}, "options": options(spec),
            "targets": [target(spec["kind"], i, query) for i, query in enumerate(spec["queries"])]}
    if spec["kind"] == "table":
        hidden = {"Time": True, "Value": True, "__name__": True}
        made["transformations"] = [{"id": "organize", "options": {"excludeByName": hidden}}]
    return made


def height(spec):
    return STAT_HEIGHT if spec["kind"] == "stat" and spec["width"] == 4 else HEIGHT


def laid_out(specs):
    panels, x, y, row = [], 0, 0, 0
    for number, spec in enumerate(specs, 1):
        if x + spec["width"] > COLUMNS:
            x, y, row = 0, y + row, 0
        panels.append(panel(number, spec, x, y))
        x, row = x + spec["width"], max(row, height(spec))
    return panels


def dashboard(uid, title, specs):
    others = [{"title": "ordergate", "type": "dashboards", "tags": ["ordergate"], "asDropdown": True,
               "includeVars": True, "keepTime": True}]
    return {"uid": uid, "title": title, "tags": ["ordergate"], "schemaVersion": 39, "version": 1, "editable": False,
            "graphTooltip": 1, "refresh": "30s", "time": {"from": "now-6h", "to": "now"}, "timezone": "utc",
            "templating": variables(), "links": others, "annotations": {"list": []}, "panels": laid_out(specs)}


def main():
    check, bad = "--check" in sys.argv, 0
    FOLDER.mkdir(exist_ok=True)
    for uid, (title, specs) in DASHBOARDS.items():
        path = FOLDER / f"{uid}.json"
        text = json.dumps(dashboard(uid, title, specs), indent=1, ensure_ascii=False) + "\n"
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            bad += 1
            print(f"{path.name} is not what panels.py says; run ops/grafana/generate.py")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
