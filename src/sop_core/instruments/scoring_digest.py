"""What decides a score alone: the part of a definition that the scoring digest is taken over.

Ids, item types, codes, values, `show_if` and scales, each in one order and with defaults filled in.
Texts, titles, themes, order on the page and everything else can change without touching a score;
records of one scoring digest can be laid together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sop_core.instruments.exact import read_exact, write_exact


def _exact(written: Any) -> str:
    return write_exact(read_exact(written) or 0)


def _item(item: Mapping[str, Any], sets: Mapping[str, Any]) -> dict[str, Any]:
    options = sets[item["response_set"]]["options"] if "response_set" in item else ()
    condition = item.get("show_if")
    return {
        "type": item["type"],
        "codes": {
            option["code"]: {"missing": option["missing"]}
            if "missing" in option
            else {"value": _exact(option["value"])}
            for option in options
        },
        "bounds": [_exact(item[key]) for key in ("minimum", "maximum") if key in item],
        "show_if": {"item": condition["item"], "in": sorted(condition["in"])}
        if condition
        else None,
    }


def _scale(scale: Mapping[str, Any]) -> dict[str, Any]:
    weights = {item: _exact(weight) for item, weight in scale.get("weights", {}).items()}
    share = isinstance(scale["min_answered"], str)
    return {
        "items": sorted(scale["items"]),
        "reverse": sorted(scale.get("reverse", ())),
        "weights": {item: weight for item, weight in weights.items() if weight != "1"},
        "method": scale["method"],
        "min_answered": ["share" if share else "items", _exact(scale["min_answered"])],
        "prorate": scale.get("prorate", "none"),
        "rounding": {"mode": scale["rounding"]["mode"], "places": scale["rounding"]["places"]},
        "bands": [
            {"id": band["id"], "from": _exact(band["from"])} for band in scale.get("bands", ())
        ],
        "of": sorted(scale.get("of", ())),
    }


def scoring_projection(document: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a sound instrument document that decides a score, in its one form."""
    sets = document["response_sets"]
    return {
        "id": document["id"],
        "items": {
            item["id"]: _item(item, sets)
            for section in document["sections"]
            for item in section["items"]
        },
        "scales": {scale["id"]: _scale(scale) for scale in document["scales"]},
    }
