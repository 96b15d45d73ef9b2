"""What a lead may ask for beyond averages, as far as the agency allows it: parts of groups, distributions and spread.

`SOP["parts"]` holds them as a release plan does (docs/releases.md), so that nothing here knows any one of them. A form
offers what fits its instrument; what is asked for goes into the plan as it stands in the settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sop_core import DocumentRefused
from sop_core.documents import plan_of
from sop_core.instruments import Instrument
from sop_core.reporting import BarsOf, PlannedDistribution, is_of_parents
from sop_core.reporting.bars import options_of
from sop_helpdesk.coaching.fields import Field
from sop_helpdesk.conf import conf
from sop_helpdesk.releases.counting import Subjects, levels, workers

#: The parts of a plan; and which of each were chosen, by their ids.
NAMES = ("groupings", "distributions", "spread")
Chosen = Mapping[str, Sequence[str]]
SPREAD = {
    "sd": "How far answers lie apart (standard deviation)",
    "median": "The middle answer",
    "interval": "A likely range for the average",
}


def planned(chosen: Chosen, down_to: Sequence[str]) -> dict[str, list[Any]]:
    """The parts of a plan that were chosen, of those that the agency allows; groupings go as far down as the plan."""
    found: dict[str, list[Any]] = {}
    for name in NAMES:
        own = [one for one in conf().parts.get(name, ()) if _id(one) in chosen.get(name, ())]
        if own:
            found[name] = own if name != "groupings" else [_within(one, down_to) for one in own]
    return found


def counted(chosen: Chosen, workers: Subjects) -> list[dict[str, Any]]:
    """How many workers each group has, and each part of one by a grouping that was chosen (rule 2).

    Those of narrower groups too than are asked for: where all answers come from one unit, they are about its workers.
    """
    asked = {*chosen.get("groupings", ())}
    return [dict(one) for one in workers if asked.issuperset(one.get("groups", {}))]


def _id(part: Any) -> str:
    return part if isinstance(part, str) else str(part["id"])


def _within(grouping: Mapping[str, Any], down_to: Sequence[str]) -> Mapping[str, Any]:
    """A grouping, down to the last level of a plan where the agency lets it go further."""
    given = dict(grouping)
    if given.get("level") in (None, *down_to):
        return given
    del given["level"]
    return {**given, "level": down_to[-1]} if down_to else given


def fields(instrument: Instrument, first: Chosen) -> Iterator[Field]:
    """The questions that the agency allows, as far as they fit the instrument; `first` is what is chosen already."""
    for name, label, hint, choices in _questions(instrument):
        if choices:
            ids = [id_ for id_, _ in choices if id_ in first.get(name, ())]
            yield Field(
                name=name, label=label, hint=hint, path=f"$.{name}", kind="checks",
                choices=choices, first="\n".join(ids), needed=False,
            )  # fmt: skip


def _questions(instrument: Instrument) -> Iterator[tuple[str, str, str, list[tuple[str, str]]]]:
    allowed = conf().parts
    groupings = allowed.get("groupings", ())
    if groupings and is_of_parents(instrument):
        # Rule 2: a part of parents' answers needs the number of its own workers. Unknown is withheld.
        known = {name for one in workers() for name in one.get("groups", {})}
        groupings = [one for one in groupings if one["id"] in known]
    yield (
        "groupings",
        "By which further groups?",
        "A part that is too small is not shown, nor what would give it away.",
        [(one["id"], _said(one)) for one in groupings],
    )
    yield (
        "distributions",
        "How many gave each answer, of which questions?",
        "Shown whole or not at all: each bar is nobody, or enough people.",
        [(one["id"], text) for one in allowed.get("distributions", ()) if (text := _of(one, instrument))],
    )  # fmt: skip
    yield (
        "spread",
        "How far do answers lie apart?",
        "Shown of groups that are twice as large as the smallest that may be shown.",
        [(one, SPREAD[one]) for one in allowed.get("spread", ())],
    )


def _said(grouping: Mapping[str, Any]) -> str:
    """A grouping in words, made of its ids: the agency's own."""
    name, value, level = (grouping.get(one) for one in ("id", "value", "level"))
    named = f"By {name}" if value is None else f"Those with {name}: {value}"
    return (named if level is None else f"{named}, down to each {level} at most").replace("_", " ")


def _of(distribution: Mapping[str, Any], instrument: Instrument) -> str | None:
    """What a distribution is of, in the instrument's words; None where it is of another instrument."""
    asked = PlannedDistribution(
        id=distribution["id"], kind=BarsOf(distribution.get("kind", BarsOf.ITEM))
    )
    if options_of(asked, instrument) is None:
        return None
    if asked.kind is BarsOf.ITEM:
        return str(instrument.items[asked.id].text.get("en"))
    (scale,) = (one for one in instrument.scales if one.id == asked.id)
    return str(scale.title.get("en"))


def against(parts: object) -> str:
    """What is wrong with the setting, in words; nothing where a plan may hold it."""
    if not isinstance(parts, Mapping) or not parts.keys() <= {*NAMES}:
        return f"it names something else than {', '.join(NAMES)}."
    return _against(parts)


def against_workers() -> str:
    """What is wrong with the numbers of workers, in words; a function of the county's is not asked here."""
    said = conf().workers
    if said is None or callable(said):
        return ""
    try:
        subjects = list(workers())
    except (TypeError, ValueError):
        return "it is neither a number for each path nor a list as a release plan's subjects."
    return _against({**conf().parts, "subjects": subjects})


def _against(parts: Mapping[str, Any]) -> str:
    plan = {
        "$schema": "urn:sop:schema:release-plan:1",
        "id": "parts",
        "instrument": {"id": "any", "version": "1.0.0"},
        "cycle": "any",
        "levels": list(levels()),
        "measures": ["any"],
        "purpose": "cqi",
        "audience": "internal",
        **parts,
    }
    try:
        plan_of(plan)
    except DocumentRefused as refused:
        return str(refused)
    return ""
