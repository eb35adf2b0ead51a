"""Charts of the statistics pages: drawings inside the page, without script and without style of their own.

The pages' security rules allow neither; pygal's own style sheet and tooltips are taken out, charts.css paints them. A
chart stands beside a table with the same numbers, so nothing is lost to who cannot see it.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_LONGEST_LABEL = 12
_WIDTH = 760


def line_chart(labels: Sequence[str], series: Mapping[str, Sequence[int | None]], describes: str) -> Markup:
    """Lines over months.

    Args:
        labels: Names of the months.
        series: Numbers by name; None leaves a gap.
        describes: What the drawing shows, for who cannot see it.
    """
    import pygal

    chart = pygal.Line(**_settings(height=320), x_label_rotation=30, legend_at_bottom=True, dots_size=3)
    chart.x_labels = list(labels)
    for name, numbers in series.items():
        chart.add(name, list(numbers))
    return _inline(chart, describes)


def bar_chart(rows: Sequence[tuple[str, int, str]], describes: str) -> Markup:
    """Bars from the largest down; each leads to the files behind it.

    Args:
        rows: Name, number, and address of the list of files ("" for none).
        describes: What the drawing shows.
    """
    height = 70 + 34 * max(len(rows), 1)
    import pygal

    chart = pygal.HorizontalBar(**_settings(height=height), show_legend=False)
    chart.x_labels = [f"{_short(name)}　{number}" for name, number, _ in reversed(rows)]
    chart.add("", [_bar(number, address) for _, number, address in reversed(rows)])
    return _inline(chart, describes)


def _bar(number: int, address: str) -> dict[str, Any]:
    return {"value": number, "xlink": {"href": address, "target": "_self"}} if address else {"value": number}


def _settings(*, height: int) -> dict[str, Any]:
    from pygal.style import Style  # drawing is imported where it is done: a third of a second of the start

    return {
        "width": _WIDTH,
        "height": height,
        "explicit_size": False,
        "js": [],
        "css": [],
        "disable_xml_declaration": True,
        "include_x_axis": True,
        "margin": 8,
        "spacing": 8,
        "value_formatter": lambda value: f"{value:g}",
        "no_data_text": "没有数据",
        "truncate_label": -1,
        "truncate_legend": -1,
        # pygal takes a letter for 0.6 of its size and a Chinese one is as wide as high: tell it a larger size
        "style": Style(label_font_size=22, major_label_font_size=22, legend_font_size=22),
    }


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…"


def _inline(chart: Any, describes: str) -> Markup:
    """The drawing as part of a page."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(chart.render())  # noqa: S314 - our own drawing
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rsplit("}", 1)[-1] in {"style", "script", "title", "desc"}:
                parent.remove(child)
        parent.attrib.pop("style", None)
    root.set("role", "img")
    root.set("aria-label", describes)
    root.set("class", f"chart {root.get('class', '')}".strip())
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - every text in it was escaped by the tree
