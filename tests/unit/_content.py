"""The bundled content as raw JSON, and the word lists that several tests of it share.

Only the standard library reads it, so that these tests judge the content and not the loader.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
Doc = dict[str, Any]


def read(folder: str) -> dict[str, Doc]:
    """Every bundled definition of one room, by file name."""
    files = sorted((ROOT / "src" / "sop_core" / folder / "definitions").glob("*.json"))
    return {file.name: json.loads(file.read_text(encoding="utf-8")) for file in files}


INSTRUMENTS = read("instruments")
PROMPTS = {n: d for n, d in read("prompts").items() if "prompts" in d}
SCREENS = {n: d for n, d in read("prompts").items() if "screens" in d}
EVERYTHING = INSTRUMENTS | PROMPTS | SCREENS
WORKER = INSTRUMENTS["social_worker_assessment-1.0.0.json"]
PARENT = INSTRUMENTS["parent_guardian_survey-1.0.0.json"]
THREE = PROMPTS["three_questions-1.1.0.json"]
NOTICE = PROMPTS["things_to_notice-1.1.0.json"]


def newest(docs: dict[str, Doc]) -> dict[str, Doc]:
    """The newest version of each definition, by its id: what a panel shows."""

    def version(doc: Doc) -> list[int]:
        return [int(part) for part in doc["version"].split(".")]

    return {doc["id"]: doc for doc in sorted(docs.values(), key=version)}


each_definition = pytest.mark.parametrize("doc", EVERYTHING.values(), ids=EVERYTHING.keys())
#: The prompts and screens that are shown: the newest version of each set.
SHOWN = newest(PROMPTS) | newest(SCREENS)
#: Every bundled definition of every room, by its path.
BUNDLED = {
    f"{file.parts[-3]}/{file.stem}": json.loads(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "src" / "sop_core").glob("*/definitions/*.json"))
}
each_bundled = pytest.mark.parametrize("doc", BUNDLED.values(), ids=BUNDLED.keys())
each_shown = pytest.mark.parametrize("doc", SHOWN.values(), ids=SHOWN.keys())
each_instrument = pytest.mark.parametrize("doc", INSTRUMENTS.values(), ids=INSTRUMENTS.keys())
each_prompt_set = pytest.mark.parametrize("doc", PROMPTS.values(), ids=PROMPTS.keys())

COUNTIES = (
    "Alameda Alpine Amador Butte Calaveras Colusa|Contra Costa|Del Norte|El Dorado|Fresno Glenn "
    "Humboldt Imperial Inyo Kern Kings Lake Lassen|Los Angeles|Madera Marin Mariposa Mendocino Merced "
    "Modoc Mono Monterey Napa Nevada Orange Placer Plumas Riverside Sacramento|San Benito|"
    "San Bernardino|San Diego|San Francisco|San Joaquin|San Luis Obispo|San Mateo|Santa Barbara|"
    "Santa Clara|Santa Cruz|Shasta Sierra Siskiyou Solano Sonoma Stanislaus Sutter Tehama Trinity "
    "Tulare Tuolumne Ventura Yolo Yuba"
)
NAMES = [
    name
    for part in COUNTIES.split("|")
    for name in (
        [part]
        if part.startswith(("San ", "Santa ", "Los ", "Del ", "El ", "Contra "))
        else part.split()
    )
]
COUNTY = re.compile(r"\b(" + "|".join(NAMES) + r"|[A-Z][a-z]+ County|[Cc]ondado de)\b")


def texts(node: Any, path: str = "$") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text by locale: an object whose keys are all two-letter languages, whatever holds it."""
    if isinstance(node, list):
        for n, value in enumerate(node):
            yield from texts(value, f"{path}[{n}]")
    elif isinstance(node, dict):
        if (
            node
            and all(re.fullmatch("[a-z]{2}", key) for key in node)
            and not path.endswith("translations")
        ):
            yield path, node
        else:
            for key, value in node.items():
                yield from texts(value, f"{path}.{key}")


def items(doc: Doc) -> list[Doc]:
    return [item for section in doc["sections"] for item in section["items"]]
