"""What a plan asks for beyond scopes and means: further groupings, distributions and spread, and what they must keep.

groupings      each once, with its kind; a value is singled out of an overlapping one, and of no other
distributions  of single-choice items and of scales with bands; each bar joins neighbours, and none is left out
subjects       of a part of a scope too, no more than the scope has
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments import Instrument
from sop_core.reporting.bars import groups_of_bars, is_in_order, options_of
from sop_core.reporting.plans import BarsOf, PartKind, Plan
from sop_core.reporting.tally import Group, GroupKey, Tally

Plain = Mapping[str, Any]


def check_parts(document: Plain) -> Iterator[Issue]:
    """What a plan's groupings, distributions and workers of parts break by themselves; their shape is sound."""
    yield from _groupings(document)
    yield from _bars(document)
    yield from _workers(document)


def _groupings(document: Plain) -> Iterator[Issue]:
    seen: set[str] = set()
    for at, one in enumerate(document.get("groupings", ())):
        if one["id"] in seen:
            yield twice(("groupings", at, "id"), f"Grouping {shown(one['id'])}")
        seen.add(one["id"])
        singled = one["kind"] == PartKind.OVERLAPPING
        if singled != ("value" in one):
            yield Issue(
                "plan_grouping",
                json_path("groupings", at, "kind"),
                f"Grouping {shown(one['id'])} is {one['kind']}"
                + (
                    ", and no value of it is singled out. A record has one value of each grouping, so that two values "
                    "of one never overlap."
                    if singled
                    else ", and a value of it is singled out. Who is in no part of a partition would not be shown, "
                    "and follows from the others."
                ),
                fix='Write "value": "…" for the one that is meant, or "kind": "partition".'
                if singled
                else 'Leave "value" out, or write "kind": "overlapping".',
            )
        if one.get("level") is not None and one["level"] not in document["levels"]:
            yield Issue(
                "plan_grouping",
                json_path("groupings", at, "level"),
                f"{shown(one['level'])} is none of the levels that are released: "
                f"{listed(document['levels']) or 'the whole alone'}.",
                fix='Name one of these, or leave "level" out for the whole alone.',
            )


def _bars(document: Plain) -> Iterator[Issue]:
    seen: set[str] = set()
    for at, one in enumerate(document.get("distributions", ())):
        if one["id"] in seen:
            yield twice(("distributions", at, "id"), f"The distribution of {shown(one['id'])}")
        seen.add(one["id"])
        codes = [code for bar in one.get("bars", ()) for code in bar]
        for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
            yield _no_bars(
                at, f"{shown(code)} stands in two bars, so that one answer would count twice"
            )


def _workers(document: Plain) -> Iterator[Issue]:
    groupings = {one["id"] for one in document.get("groupings", ())}
    known = {
        tuple(one["scope"]): one["n"]
        for one in document.get("subjects", ())
        if not one.get("groups")
    }
    for at, one in enumerate(document.get("subjects", ())):
        place = json_path("subjects", at, "groups")
        groups = one.get("groups", {})
        for name in groups:
            if name not in groupings:
                yield Issue(
                    "plan_subjects",
                    place,
                    f"{shown(name)} is no grouping of this plan. Its groupings are: "
                    f"{listed(sorted(groupings)) or 'none'}.",
                    fix="Name one of these, or leave the entry out.",
                )
        most = known.get(tuple(one["scope"]))
        if groups and most is not None and most < one["n"]:
            yield Issue(
                "plan_subjects",
                json_path("subjects", at, "n"),
                f"A part of {shown('/'.join(one['scope']) or 'the whole')} has {one['n']} workers, and all of it has "
                f"{most}. A worker of a part is a worker of the whole.",
                fix="Count the workers of each part again.",
            )


def twice(place: tuple[str | int, ...], what: str) -> Issue:
    """Something that a plan names stands in it twice."""
    return Issue(
        "plan_twice",
        json_path(*place),
        f"{what} stands twice, and nobody could tell which one is meant.",
        fix="Keep one.",
    )


def _no_bars(at: int, said: str) -> Issue:
    return Issue(
        "plan_bars",
        json_path("distributions", at, "bars"),
        f"{said}. Bars go from the lowest option up, each joins neighbours, and every option is in one.",
        fix="Write the bars anew, or leave them out: then neighbours are joined by the usual rule.",
    )


# ------------------------------------------------------------------ beside the instrument and the tally


def fit_parts(plan: Plan, instrument: Instrument, tally: Tally) -> Iterator[Issue]:
    """What does not fit between what a plan asks for, the instrument and the tally."""
    named = {name for key in tally.groups for name, _ in key.groupings}
    for at, grouping in enumerate(plan.groupings):
        if grouping.id not in named:
            yield Issue(
                "plan_grouping",
                json_path("groupings", at, "id"),
                f"The tally counts nothing by {shown(grouping.id)}. It counts by: {listed(sorted(named)) or 'none'}.",
                fix="Name one of these; or count the records, or export the tally, with that grouping.",
            )
    for at in range(len(plan.distributions)):
        yield from _distribution(plan, at, instrument)


def _distribution(plan: Plan, at: int, instrument: Instrument) -> Iterator[Issue]:
    asked = plan.distributions[at]
    options = options_of(asked, instrument)
    if options is None:
        yield Issue(
            "plan_distribution",
            json_path("distributions", at, "id"),
            f"{shown(asked.id)} is no {_KINDS[asked.kind]} of {instrument.id} {instrument.version}, so that there are "
            "no bars of it.",
            fix=f"Name one of these: {listed(_able(asked.kind, instrument)) or 'there are none'}.",
        )
    elif asked.kind is BarsOf.ITEM and any(scale.id == asked.id for scale in instrument.scales):
        yield Issue(
            "plan_distribution",
            json_path("distributions", at, "id"),
            f"{shown(asked.id)} is an item, and a scale has the same id: the two could not be told apart.",
            fix="Give the instrument's item or scale another id.",
        )
    elif not is_in_order(groups_of_bars(asked, options), options):
        yield _no_bars(
            at, f"The bars of {shown(asked.id)} are not its {listed(options)} in this order"
        )


_KINDS = {BarsOf.ITEM: "single-choice item", BarsOf.SCALE: "scale with bands"}


def _able(kind: BarsOf, instrument: Instrument) -> list[str]:
    from sop_core.reporting.plans import PlannedDistribution

    names: Iterable[str] = (
        instrument.items if kind is BarsOf.ITEM else (scale.id for scale in instrument.scales)
    )
    return [
        name for name in names if options_of(PlannedDistribution(id=name, kind=kind), instrument)
    ]


def other_codes(
    plan: Plan, instrument: Instrument, groups: Mapping[GroupKey, Group]
) -> Iterator[Issue]:
    """Unknown is never zero: what an item's counts hold and its options do not would be missing from every bar."""
    for at, one in enumerate(plan.distributions):
        if one.kind is BarsOf.ITEM:
            options = options_of(one, instrument) or ()
            codes = {code for group in groups.values() for code in group.items[one.id].codes}
            if codes - set(options):
                yield Issue(
                    "release_other_codes",
                    json_path("distributions", at, "id"),
                    f"The tally counts the codes {listed(sorted(codes - set(options)))} of {shown(one.id)}, and its "
                    f"options are: {listed(options)}.",
                    fix="Count the records with the definition that is loaded, or leave this distribution out.",
                )


def uncounted(plan: Plan, groups: Mapping[GroupKey, Group]) -> Iterator[str]:
    """What the distributions of a plan need, and a tally does not count for every group."""
    for group in groups.values():
        for one in plan.distributions:
            if one.id not in (group.items if one.kind is BarsOf.ITEM else group.scales):
                yield one.id
