"""A small instrument with everything in it, records of it, and the two tables as rows to spoil."""

from __future__ import annotations

import json

from attrs import evolve

from sop_core import Sop
from sop_core.catalog import build, checked
from sop_warehouse import Tables, tally_tables, write_tables

LEVELS = ("county", "office", "unit")
TEXT = {"en": "A text."}
YES_NO = [{"code": "y", "value": 1, "label": TEXT}, {"code": "n", "value": 0, "label": TEXT}]
FIVE = [{"code": str(at), "value": at, "label": TEXT} for at in range(1, 6)]


def scale(name, items, method, **more):
    rounding = {"mode": "half_up", "places": 2}
    return {"id": name, "title": TEXT, "items": items, "method": method, "min_answered": 1, "rounding": rounding, **more}  # fmt: skip


#: Items that are named as columns are, every type, all six methods, a chain of show_if.
DEFINITION = {
    "$schema": "urn:sop:schema:instrument:1", "id": "odd", "version": "1.0.0", "status": "active", "title": TEXT,
    "respondent_role": "social_worker", "source": "made up", "rights": "none",
    "response_sets": {
        "five": {"options": [*FIVE, {"code": "na", "missing": "not_applicable", "label": TEXT}]},
        "yes": {"options": YES_NO},
        "third": {"options": [{"code": "a", "value": "1/3", "label": TEXT}, {"code": "b", "value": "-5/7", "label": TEXT}]},
    },
    "sections": [{"id": "one", "title": TEXT, "items": [
        {"id": "code", "type": "choice", "text": TEXT, "response_set": "five", "required": True},
        {"id": "item", "type": "choice", "text": TEXT, "response_set": "five"},
        {"id": "g", "type": "boolean", "text": TEXT, "show_if": {"item": "item", "in": ["1", "2"]}},
        {"id": "missing", "type": "integer", "text": TEXT, "minimum": -3, "maximum": 9, "show_if": {"item": "g", "in": ["true"]}},
        {"id": "scale", "type": "choices", "text": TEXT, "response_set": "yes"},
        {"id": "s", "type": "decimal", "text": TEXT, "minimum": "-1/2", "maximum": 10, "show_if": {"item": "scale", "in": ["y", "n"]}},
        {"id": "odd", "type": "choice", "text": TEXT, "response_set": "third"},
        {"id": "said", "type": "text", "text": TEXT},
        {"id": "day", "type": "date", "text": TEXT},
    ]}],
    "scales": [
        scale("mean", ["code", "item", "odd", "s"], "mean", weights={"odd": "2/3"}, reverse=["item", "odd"]),
        scale("sum", ["code", "item"], "sum", prorate="scale_up", min_answered="1/2"),
        scale("percent", ["code", "g", "missing", "s"], "percent_of_max", weights={"s": "3/11"}, reverse=["missing"]),
        scale("count", ["code", "scale", "g"], "count", of=["1", "5", "y", "true"], prorate="scale_up"),
        scale("lowest", ["missing", "item", "odd"], "lowest", reverse=["odd"]),
        scale("highest", ["missing", "s", "odd"], "highest", min_answered=2),
    ],
}  # fmt: skip

ANSWERS = [
    {"code": "3"},
    {"code": "1", "item": "2", "g": True, "missing": 7, "scale": ["n", "y"], "s": 2.5, "odd": "a"},
    {"code": "5", "item": "1", "g": True, "missing": -3, "scale": ["y"], "s": 10, "odd": "b"},
    {"code": "5", "item": "1", "g": False, "scale": ["n"], "odd": "b", "said": "A sentence."},
    {"code": {"missing": "declined"}, "item": "na", "scale": {"missing": "declined"}},
    {"code": "2", "item": "4", "odd": {"missing": "not_answered"}, "day": "2026-11-21"},
    {"code": "4", "item": "2", "g": {"missing": "declined"}, "odd": "a"},
]

BASE = Sop.load(plugins=False)


def sop_with(*documents):
    found = [checked(document, where="made up", trusted=True) for document in documents]
    return evolve(BASE, catalog=build(found))


SOP = sop_with(DEFINITION)


def record(at, answers=None, **more):
    return {
        "$schema": "urn:sop:schema:administration:1", "id": f"r{at}", "instrument": {"id": "odd", "version": "1.0.0"},
        "status": "complete", "respondent": f"w{at}", "subject": None,
        "scope": [["c", "n", "u"], ["c", "n"], ["c"], []][at % 4], "groups": [{}, {"kind": "new", "a": "b"}][at % 2],
        "cycle": "q1", "locale": "en", "submitted_at": "2026-11-21T14:05:00Z",
        "answers": ANSWERS[at % len(ANSWERS)] if answers is None else answers, **more,
    }  # fmt: skip


def records(n=56):
    """Records that go through every answer in every scope, with a draft, an amendment and one that was void."""
    found = [record(at) for at in range(n)]
    first, second = (SOP.accept(one).record for one in found[:2])
    from sop_core import digest

    found.append(record(n, status="draft"))
    found.append(record(n + 1, status="amended", supersedes={"id": "r0", "digest": digest(first)}))
    found.append(record(n + 2, status="entered_in_error", supersedes={"id": "r1", "digest": digest(second)}))  # fmt: skip
    return found


class Spoiled:
    """The two tables as rows; change them, then count."""

    def __init__(self, folder, rows):
        self.folder = folder
        written = write_tables(SOP, rows, folder, format="jsonl", levels=3).tables
        self.heads, self.answers = (
            [json.loads(line) for line in path.read_text().splitlines()]
            for path in (written.administrations, written.answers)
        )

    def head(self, id_):
        return next(row for row in self.heads if row["administration"] == id_)

    def answer(self, id_, item):
        return next(row for row in self.answers if (row["administration"], row["item"]) == (id_, item))  # fmt: skip

    def tables(self):
        paths = []
        for name, rows in (("h", self.heads), ("a", self.answers)):
            paths.append(self.folder / f"{name}.jsonl")
            paths[-1].write_text("".join(json.dumps(row) + "\n" for row in rows))
        return Tables(*paths)

    def tally(self, **options):
        return tally_tables(SOP, self.tables(), **{"batch": "b", "levels": LEVELS, **options})
