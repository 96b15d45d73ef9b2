"""Pictures of averages, drawn by Vega-Lite inside the process (extra `charts`): no network, no browser, no script.

A picture repeats what the table below it says. Its marks have one color, that of the text around them, and are told
apart by their place, so that it reads alike in gray, in the dark and by anybody's eyes. Where everything stands is
stated and nothing is measured by the letters of a machine, so that one report is the same picture everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sop_core.errors import MissingExtra

if TYPE_CHECKING:
    from markupsafe import Markup

#: How high a row is and what stands below the last, and how far a group stands under the one that it is part of.
_ROW, _FOOT, _INDENT = 20, 24, 8
#: How wide a letter is at most, as a rule, so that a name is cut before it runs into what is drawn.
_LETTER = 7
_INK = "currentColor"
#: Both ends of a range, each with its number and its line.
_AXIS = {
    "labelFontSize": 12, "labelColor": _INK, "labelFlush": False, "grid": True, "gridColor": _INK,
    "gridOpacity": 0.5, "tickColor": _INK, "domainColor": _INK, "domainOpacity": 0.5,
}  # fmt: skip
#: What Vega writes for readers who listen: they have the table, and the picture's name.
_ARIA = re.compile(r' (?:aria-[a-z]+|role|class|xmlns(?::[a-z]+)?)="[^"]*"')
_EMPTY = re.compile(r'<path d=""[^<>]*/>')
_ALONE = re.compile(r"<([a-z]+)([^<>]*)/>")
_ROOT = re.compile(r"<svg[^>]*>(?P<inside>.*)</svg>", re.DOTALL)


@frozen(kw_only=True)
class Mark:
    """One row of a picture: its name, how deep it stands, its value (None: nothing is drawn), and what is written.

    `short` stands in the place of a name that looks like another one where both are cut.
    """

    name: str
    depth: int
    value: float | None
    said: str
    short: str = ""


@frozen(kw_only=True)
class _Layout:
    """How wide the names, the place for marks, and the numbers are; together they fit a screen of 320 pixels."""

    names: int
    plot: int
    numbers: int

    @property
    def width(self) -> int:
        return self.names + self.plot + self.numbers


_GROUPS = _Layout(names=104, plot=100, numbers=76)
_ANSWERS = _Layout(names=152, plot=80, numbers=48)


@frozen(kw_only=True)
class Picture:
    """A drawing: its size, and its markup without the element round it."""

    width: int
    height: int
    inside: Markup


def available() -> None:
    """Nothing where the extra is installed; MissingExtra, with what to do, where it is not."""
    try:
        import vl_convert as _  # noqa: F401
    except ImportError as absent:
        raise MissingExtra(
            "The pictures of a report are drawn with vl-convert-python, which is not installed here. Install the "
            'extra: pip install "sop-core[charts]". Or ask for the tables alone: charts=False, or --no-charts on the '
            "command line."
        ) from absent


def averages(marks: Sequence[Mark], low: float, high: float, *, wide: bool = False) -> Picture:
    """A picture of averages: a mark for each that is shown, in the order given; `wide` leaves room for long names."""
    drawn = {"type": "point", "filled": True, "size": 80, "opacity": 1, "color": _INK}
    return _picture(marks, _marks(drawn, low, high, _AXIS), _ANSWERS if wide else _GROUPS)


def bars(marks: Sequence[Mark]) -> Picture:
    """A picture of a distribution: a bar for each answer, from nobody on; the number stands beside it."""
    drawn = {"type": "bar", "size": _ROW // 2, "color": _INK, "opacity": 0.75}
    most = max((one.value or 0 for one in marks), default=0)
    return _picture(marks, _marks(drawn, 0, most or 1, None), _ANSWERS)


def _marks(
    mark: dict[str, Any], low: float, high: float, axis: dict[str, Any] | None
) -> dict[str, Any]:
    """The layer of what is drawn, between two ends; a row without a value has nothing."""
    ends = [low, high]
    return {
        "mark": mark,
        "transform": [{"filter": "isValid(datum.value)"}],
        "encoding": {
            "x": {
                "field": "value",
                "type": "quantitative",
                "title": None,
                "scale": {"domain": ends, "nice": False, "zero": False},
                "axis": axis if axis is None else {**axis, "values": ends},
            }
        },
    }


def _picture(marks: Sequence[Mark], layer: dict[str, Any], layout: _Layout) -> Picture:
    text = {"type": "text", "fontSize": 12, "color": _INK, "baseline": "middle"}
    dots = {"type": "rule", "color": _INK, "opacity": 0.3, "strokeDash": [1, 3]}
    spec = {
        "width": layout.plot,
        "height": {"step": _ROW},
        "padding": {
            "left": layout.names,
            "right": layout.numbers,
            "top": 0,
            "bottom": _FOOT,
        },
        "autosize": "none",
        "background": None,
        "view": {"stroke": None},
        "data": {"values": _rows(marks, layout)},
        "encoding": {"y": {"field": "at", "type": "ordinal", "sort": None, "axis": None}},
        "layer": [
            {"mark": dots, "encoding": {"x": {"value": 0}, "x2": {"value": layout.plot}}},
            layer,
            {
                "mark": {**text, "align": "left"},
                "encoding": {
                    "x": {"field": "from", "type": "quantitative", "scale": None, "axis": None},
                    "text": {"field": "name"},
                },
            },
            {
                "mark": {**text, "align": "left"},
                "encoding": {"x": {"value": layout.plot + 8}, "text": {"field": "said"}},
            },
        ],
        "resolve": {"scale": {"x": "independent"}},
        "config": {"aria": False, "font": "sans-serif"},
    }
    return _drawn(spec, layout.width, _ROW * len(marks) + _FOOT)


def _rows(marks: Sequence[Mark], layout: _Layout) -> list[dict[str, Any]]:
    return [
        {
            "at": number,
            "name": name,
            "from": _INDENT * mark.depth - layout.names,
            "value": mark.value,
            "said": mark.said,
        }
        for number, (mark, name) in enumerate(zip(marks, _cut(marks, layout), strict=True))
    ]


def _cut(marks: Sequence[Mark], layout: _Layout) -> list[str]:
    """The names as far as there is place; the short ones of those that two names, cut, would be told by alike."""
    several: dict[str, set[str]] = {}
    for mark in marks:
        several.setdefault(_fitting(mark.name, mark, layout), set()).add(mark.name)
    return [
        _fitting(mark.short if mark.short and len(several[cut]) > 1 else mark.name, mark, layout)
        for mark in marks
        for cut in [_fitting(mark.name, mark, layout)]
    ]


def _fitting(name: str, mark: Mark, layout: _Layout) -> str:
    most = max(2, (layout.names - _INDENT * mark.depth) // _LETTER)
    return name if len(name) <= most else name[: most - 1] + "…"


def _drawn(spec: dict[str, Any], width: int, height: int) -> Picture:
    available()
    import vl_convert
    from markupsafe import Markup

    # Nothing may be loaded: what is drawn stands in the specification.
    svg = vl_convert.vegalite_to_svg(spec, vl_version="5.20", allowed_base_urls=[])
    found = _ROOT.search(svg)
    assert found is not None  # noqa: S101  every drawing has a root
    inside = _EMPTY.sub("", _ARIA.sub("", found["inside"]))
    # In a page of HTML every element is closed by its own end.
    inside = _ALONE.sub(r"<\1\2></\1>", inside)
    # Vega escapes every text that it writes.
    return Picture(width=width, height=height, inside=Markup(inside))  # noqa: S704
