"""Whether a definition can be used: its shape, its rules, and its own worked cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sop_core.coaching import check_calendar, check_goal_words, check_read_back
from sop_core.documents import (
    administration_of,
    goal_words_of,
    in_document_order,
    instrument_of,
    shape_issues,
)
from sop_core.documents.records import plain
from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments import (
    Instrument,
    ScaleScore,
    check_definition,
    check_migrations,
    check_scales,
    check_wording,
    frequency_words,
    read_answers,
    score,
)
from sop_core.instruments.wording import FAMILY_ROLES
from sop_core.practice import check_crosswalk, check_lexicon
from sop_core.profiles import advise_profile, check_profile, descriptor_texts
from sop_core.prompts import check_prompts, check_screens


def _rules(document: dict[str, Any], kind: str) -> list[Issue]:
    if kind == "instrument":
        return [
            *check_definition(document),
            *check_scales(document),
            *check_migrations(document),
        ]
    if kind == "goal-words":
        return check_goal_words(document)
    if kind == "screens":
        return check_screens(document)
    if kind == "lexicon":
        return check_lexicon(document)
    if kind == "crosswalk":
        return check_crosswalk(document)
    if kind == "calendar":
        return [*check_calendar(document), *_zone(document)]
    return check_profile(document) if kind == "profile" else check_prompts(document)


def _zone(document: Mapping[str, Any]) -> Iterator[Issue]:
    """A time zone that this system's database does not have: no time of day could be placed."""
    zone = document.get("timezone")
    if not isinstance(zone, str):
        return
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Issue(
            "unknown_timezone",
            "$.timezone",
            f"There is no time zone {shown(zone)} on this system.",
            fix='Name one of the IANA database, such as "America/Los_Angeles"; a system without the database needs '
            "the package tzdata.",
        )


def definition_issues(document: dict[str, Any], kind: str) -> tuple[Issue, ...]:
    """All that is wrong with a definition, in document order; its cases are run once the rest is sound."""
    issues = [*shape_issues(document, kind), *_rules(document, kind)]
    if not issues and kind == "instrument":
        issues = list(case_issues(document, instrument_of(document)))
    if not issues and kind == "goal-words":
        issues = check_read_back(goal_words_of(document))
    return in_document_order(issues, document)


def definition_advice(document: dict[str, Any], kind: str) -> tuple[Issue, ...]:
    """What an author may want to look at again; nothing is refused or left out for it."""
    advice: list[Issue] = []
    if kind == "instrument":
        advice = [*_family_named(document), *check_wording(document)]
    elif kind == "profile":
        advice = [*advise_profile(document), *_frequency_in_levels(document)]
    return in_document_order(advice, document)


def _family_named(document: Mapping[str, Any]) -> Iterator[Issue]:
    """Advice where a family answers an instrument that is not anonymous (S0-12, C-10)."""
    role = document.get("respondent_role")
    if role in FAMILY_ROLES and document.get("anonymous") is not True:
        yield Issue(
            "family_not_anonymous",
            "$.respondent_role",
            f"A {role} answers, and the instrument is not anonymous: its records may say who answered and when. "
            "Whoever depends on the agency says how it was only if nothing leads back to them (S0-12, C-10).",
            fix='Add "anonymous": true; leave it out if the family is meant to be known by what it answers, and is '
            "told so before it does.",
            severity="advice",
        )


def _frequency_in_levels(document: Mapping[str, Any]) -> Iterator[Issue]:
    """Advice on each level that speaks of how often: levels describe skill (S1-01)."""
    for place, text in descriptor_texts(document):
        for locale, said in text.items():
            found = frequency_words(said, locale) if isinstance(said, str) else ()
            if found:
                yield Issue(
                    "frequency_wording",
                    json_path(*place, locale),
                    f"This speaks of how often ({listed(found)}). A level describes what skilled practice looks like; "
                    "how often a thing is done says nothing of how well, and turns into a count of work (S1-01).",
                    fix="Say what another person could see or hear at this level; leave it if the word means something "
                    "else here.",
                    severity="advice",
                )


def case_issues(document: Mapping[str, Any], instrument: Instrument) -> Iterator[Issue]:
    """An issue for each worked case that does not come out as its definition says."""
    for index, case in enumerate(document.get("cases", ())):
        read = read_answers(instrument, case["answers"], status="complete")
        for issue in read.issues:
            path = json_path("cases", index) + issue.path.removeprefix("$")
            yield Issue(issue.code, path, issue.message, fix=issue.fix, item=issue.item)
        if read.issues:
            continue
        blank: dict[str, Any] = {
            "id": "case",
            "status": "complete",
            "respondent": None,
            "subject": None,
            "scope": [],
            "cycle": "case",
            "locale": "en",
            "submitted_at": "2000-01-01",
        }
        scales = score(instrument, administration_of(blank, instrument, read.answers)).scales
        for name, expected in case["expect"].items():
            yield from _differences(
                ("cases", index, "expect", name), expected, scales.get(name), list(scales)
            )


def _differences(
    at: tuple[str | int, ...],
    expected: Mapping[str, Any],
    ours: ScaleScore | None,
    known: list[str],
) -> Iterator[Issue]:
    if ours is None:
        yield Issue(
            "unknown_scale",
            json_path(*at),
            f"The case expects a score of {shown(at[-1])}, which is no scale.",
            fix=f"The scales are {listed(known) or 'none'}.",
        )
        return
    for key, wanted in expected.items():
        value = getattr(ours, key)
        found = plain(value)
        # A value is compared as a decimal: "3.50" is 3.5.
        as_decimal = key == "value" and isinstance(wanted, str) and value is not None
        same = Decimal(wanted) == value if as_decimal else wanted == found
        if not same:
            yield Issue(
                "case_differs",
                json_path(*at, key),
                f"The case expects {shown(wanted)}, and the rules of the scale come to {shown(found)}.",
                fix="Work the case out by hand: either the expectation or the scale's rule is not what was meant.",
            )
