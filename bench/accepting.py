"""`sop.accept` of 30 items from bytes, beside pydantic validating the same bytes and scoring by hand.

And beside jsonschema and cattrs, which come to the same verdict on the shape and score nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from importlib.util import find_spec
from itertools import cycle
from random import Random
from typing import Annotated, Any, Literal
from unittest import mock

from attrs import frozen
from cattrs import Converter
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field

from bench.timing import Result, beside
from sop_core import Sop, to_json
from sop_core.documents import faster, schema

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
N_ITEMS = 30
N_DOCUMENTS = 200


def definition() -> dict[str, Any]:
    """An instrument of 30 items on five points, in six scales of five, one item of each reverse-keyed."""
    items = [f"q{number:02}" for number in range(1, N_ITEMS + 1)]
    options = [{"code": str(n), "value": n, "label": {"en": f"Point {n}"}} for n in range(1, 6)]
    missing = {"code": "na", "missing": "not_applicable", "label": {"en": "Does not apply"}}
    return {
        "$schema": "urn:sop:schema:instrument:1",
        "id": "bench",
        "version": "1.0.0",
        "status": "active",
        "title": {"en": "Bench"},
        "respondent_role": "social_worker",
        "source": "generated",
        "rights": "none",
        "response_sets": {"five": {"options": [*options, missing]}},
        "sections": [
            {
                "id": "all",
                "title": {"en": "All"},
                "items": [
                    {
                        "id": item,
                        "type": "choice",
                        "text": {"en": item},
                        "response_set": "five",
                        "required": True,
                    }
                    for item in items
                ],
            }
        ],
        "scales": [
            {
                "id": f"s{at}",
                "title": {"en": f"Scale {at}"},
                "items": items[at * 5 : at * 5 + 5],
                "reverse": [items[at * 5]],
                "method": "mean",
                "min_answered": "1/2",
                "rounding": {"mode": "half_up", "places": 2},
            }
            for at in range(6)
        ],
    }


def document(seed: int = 0) -> dict[str, Any]:
    """An administration of it, its answers drawn by a seed; two items do not apply."""
    draw = Random(seed)
    answers: dict[str, Any] = {
        f"q{number:02}": str(draw.randint(1, 5)) for number in range(1, N_ITEMS + 1)
    }
    for number in draw.sample(range(1, N_ITEMS + 1), 2):
        answers[f"q{number:02}"] = {"missing": "not_applicable"}
    return {
        "$schema": "urn:sop:schema:administration:1",
        "id": "6f0c2b9d8e",
        "instrument": {"id": "bench", "version": "1.0.0"},
        "status": "complete",
        "respondent": "w-1",
        "subject": None,
        "scope": ["county-07", "north", "unit-3"],
        "groups": {"caseload": "ongoing"},
        "cycle": "2026-Q4",
        "locale": "en",
        "submitted_at": "2026-11-21T14:05:00-08:00",
        "answers": answers,
    }


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Ref(_Closed):
    id: Id
    version: Id
    digest: str | None = None
    scoring: str | None = None


class _Missing(_Closed):
    missing: Literal["not_answered", "not_applicable", "declined", "dont_know"]


class _Administration(_Closed):
    schema_: Literal["urn:sop:schema:administration:1"] = Field(alias="$schema")
    id: Id
    instrument: _Ref
    status: Literal["draft", "complete", "amended", "entered_in_error"]
    respondent: Id | None
    subject: Id | None
    scope: list[Id] = Field(max_length=12)
    groups: dict[Id, Id] = {}
    cycle: Id
    locale: str
    submitted_at: str
    answers: dict[Id, Literal["1", "2", "3", "4", "5"] | _Missing]
    extensions: dict[Id, Any] = {}


def floor(data: bytes) -> dict[str, tuple[Fraction, float] | None]:
    """The same bytes through pydantic, and the six means by hand."""
    record = _Administration.model_validate_json(data)
    scores: dict[str, tuple[Fraction, float] | None] = {}
    for at in range(6):
        items = [f"q{number:02}" for number in range(at * 5 + 1, at * 5 + 6)]
        total = answered = applicable = 0
        for index, item in enumerate(items):
            answer = record.answers.get(item)
            if isinstance(answer, str):
                total += 6 - int(answer) if index == 0 else int(answer)
                answered += 1
                applicable += 1
            elif answer is None or answer.missing != "not_applicable":
                applicable += 1
        enough = answered and 2 * answered >= applicable
        exact = Fraction(total, answered) if enough else None
        scores[f"s{at}"] = None if exact is None else (exact, round(float(exact), 2))
    return scores


def results(*, rounds: int) -> list[Result]:
    """Accept beside its floor, with the JSON parser that is installed."""
    sop = Sop.load(plugins=False, definitions=[definition()], require=["bench"])
    # No two alike, so that nothing is remembered from one call to the next but what a host would too.
    several = [to_json(document(seed)).encode() for seed in range(N_DOCUMENTS)]
    for data in several:
        ours, theirs = sop.accept(data).score, floor(data)
        assert ours is not None
        assert {name: scale.exact for name, scale in ours.scales.items()} == {
            name: value and value[0] for name, value in theirs.items()
        }
    turns, others = cycle(several), cycle(several)
    accept: Callable[[], object] = lambda: sop.accept(next(turns))  # noqa: E731  timed as it is called
    check: Callable[[], object] = lambda: sop.check(next(turns))  # noqa: E731  timed as it is called
    found = [beside("verdict, 30 items", check, _by_libraries(several), goal=1 / 30, rounds=rounds)]
    if find_spec("orjson"):
        by_hand = lambda: floor(next(others))  # noqa: E731  timed as it is called
        found.append(beside("accept, with orjson", accept, by_hand, goal=1.0, rounds=rounds))
    with without_orjson():
        by_hand = lambda: floor(next(others))  # noqa: E731  timed as it is called
        found.append(beside("accept, with json", accept, by_hand, goal=1.5, rounds=rounds))
    return found


@contextmanager
def without_orjson() -> Iterator[None]:
    """As it is where the extra `fast` is not installed."""
    with mock.patch.object(faster, "find_spec", return_value=None):
        faster.quick_glance.cache_clear()
        yield
    faster.quick_glance.cache_clear()


@frozen
class _Plain:
    """A record as cattrs structures it: the parts that have a type, the rest as it is."""

    id: str
    instrument: dict[str, str]
    status: Literal["draft", "complete", "amended", "entered_in_error"]
    respondent: str | None
    subject: str | None
    scope: list[str]
    groups: dict[str, str]
    cycle: str
    locale: str
    submitted_at: str
    answers: dict[str, Any]


def _by_libraries(several: list[bytes]) -> Callable[[], object]:
    """jsonschema's verdict on the same schema, and cattrs' structure: shapes alone, no rule, no score."""
    validator = Draft202012Validator(dict(schema("administration")))
    converter, turns = Converter(), cycle(several)

    def verdict() -> object:
        document = json.loads(next(turns))
        validator.validate(document)
        return converter.structure(document, _Plain)

    return verdict
