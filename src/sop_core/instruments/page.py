"""The individual's page as frozen values in words: one sitting beside the same person's last cycle.

    strengths first    skills that are strong now, then skills to strengthen (`reflect`)
    each scale         its place among five on a line from the scale's own low end to its own high end
    change             since the last cycle, for each scale and each skill: `changes` has the rules
    last cycle         the latest earlier sitting of the same instrument about the same subject in
                       another cycle, as it stands after amendments

S0-10: no grade, rank, percentage or colour, and nobody to be compared with. Scores are computed here
and not believed. Whoever shows the page asks `Sop.disclose` first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from sop_core.errors import CallRefused
from sop_core.instruments import page_words as words
from sop_core.instruments.administration import Administration
from sop_core.instruments.changes import (
    Direction,
    NotComparable,
    SmallestChange,
    direction_of,
    smallest_change,
)
from sop_core.instruments.model import Instrument, Scale
from sop_core.instruments.reflection import Placed, Skill, reflect, skill_places
from sop_core.instruments.scores import ScaleScore
from sop_core.instruments.scoring import score
from sop_core.instruments.words import say
from sop_core.types import InstrumentRef, Method, RecordStatus, ScoreStatus, Translation

#: The places of a scale's line, from 1 at its low end.
STEPS = 5
#: An earlier sitting as today's definition reads it; None where scores are not comparable.
Comparable = Callable[[Administration], Administration | None]

_COUNTED = (RecordStatus.COMPLETE, RecordStatus.AMENDED)
_TO_ENDS = (Method.MEAN, Method.LOWEST, Method.HIGHEST, Method.PERCENT_OF_MAX)


@frozen
class Change:
    """How something stands to the last cycle, with `words` for it; `why` where it cannot be said."""

    direction: Direction
    words: str
    why: NotComparable | None = None


@frozen
class ScaleOnPage:
    """One scale: its place in words, the same as one of five steps for a picture, and its change.

    `step` is None where the scale has no value: the words say why. `change` is None where there is
    no earlier cycle. `smallest` is how many points are a change at all.
    """

    scale: str
    title: str
    status: ScoreStatus
    words: str
    step: int | None
    change: Change | None
    smallest: SmallestChange


@frozen
class SkillOnPage:
    """One skill and its change since the last cycle, with how many points are a change at all."""

    skill: Skill
    change: Change
    smallest: SmallestChange


@frozen
class IndividualPage:
    """What a page for one person holds, in `locale`; the sentences are in `spoken`, its nearest.

    `line` says what a scale's line runs between, `since` which cycle it is set beside, or why none
    is, `figures` how many points are a change and whose figure that is. `cycle_before` is None, and
    `skills` is empty, where there is no earlier cycle; `compared` says whether anything could be.
    """

    instrument: InstrumentRef
    title: str
    locale: str
    spoken: str
    translation: Translation
    cycle: str
    day: str
    strong: tuple[Skill, ...]
    to_strengthen: tuple[Skill, ...]
    line: str
    scales: tuple[ScaleOnPage, ...]
    cycle_before: str | None
    compared: bool
    since: str
    skills: tuple[SkillOnPage, ...]
    figures: tuple[str, ...]


def _moment(one: Administration, every: Mapping[str, Administration]) -> dt.datetime:
    """When a sitting was: for an amended record, when the first one that it stands in for was."""
    seen: set[str] = set()
    while one.supersedes is not None and one.supersedes.id in every and one.id not in seen:
        seen.add(one.id)
        one = every[one.supersedes.id]
    at = dt.datetime.fromisoformat(one.submitted_at)
    # An anonymous record has a day alone; any fixed hour puts it in its place among the others.
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def last_cycle(
    administration: Administration, earlier: Iterable[Administration]
) -> Administration | None:
    """The sitting that a page is set beside: None where there is none.

    Of the same instrument, respondent and subject, in another cycle, before this one, counted
    (complete or amended) and not superseded by another of these; the latest of such.
    """
    every = {one.id: one for one in (*earlier, administration)}
    superseded = {one.supersedes.id for one in every.values() if one.supersedes}
    now = _moment(administration, every)
    before = [
        (_moment(one, every), one.id)
        for one in every.values()
        if one.status in _COUNTED
        and one.id not in superseded
        and one.cycle != administration.cycle
        and _of_whom(one) == _of_whom(administration)
    ]
    return every[max(found)[1]] if (found := [pair for pair in before if pair[0] < now]) else None


def _of_whom(one: Administration) -> tuple[str, str | None, str | None]:
    return one.instrument.id, one.respondent, one.subject


def individual_page(
    instrument: Instrument,
    administration: Administration,
    *,
    earlier: Iterable[Administration] = (),
    locale: str = "en",
    comparable: Comparable | None = None,
) -> IndividualPage:
    """The page of one administration, beside the last cycle among the `earlier` ones.

    `instrument` is the definition that the administration was made with. The text is in `locale`, or
    in the nearest one that the definition has. An earlier sitting is compared only if its scoring
    digest is the same; for another, `comparable` may give the sitting as this definition reads it.
    Raises CallRefused for an administration of another definition. This function asks nobody's leave:
    show what it gives to the person whose answers they are, through `Sop.disclose`.
    """
    if administration.instrument.scoring != instrument.ref.scoring:
        raise CallRefused(
            f"The administration was made with {administration.instrument.id} {administration.instrument.version}, and "
            f"its scoring digest is not that of {instrument.id} {instrument.version}. A page is drawn with the "
            "definition that the answers were given to: pass that one."
        )
    at = instrument.title.locale_for(locale)
    before = last_cycle(administration, earlier)
    then = None if before is None else _as_read_now(before, instrument, comparable)
    reflection = reflect(instrument, administration, at)
    scales = _scales(instrument, administration, before, then, at)
    skills = () if before is None else _skills(instrument, administration, then, at)
    return IndividualPage(
        instrument=instrument.ref,
        title=instrument.title.get(at),
        locale=at,
        spoken="es" if at.split("-", 1)[0] == "es" else "en",
        translation=instrument.translation(at),
        cycle=administration.cycle,
        day=administration.day,
        strong=reflection.strong,
        to_strengthen=reflection.to_strengthen,
        line=_line(instrument, at),
        scales=scales,
        cycle_before=None if before is None else before.cycle,
        compared=then is not None,
        since=_since(before, then, at),
        skills=skills,
        figures=() if then is None else _figures(scales, skills, at),
    )


def _as_read_now(
    before: Administration, instrument: Instrument, comparable: Comparable | None
) -> Administration | None:
    if before.instrument.scoring == instrument.ref.scoring:
        return before
    carried = comparable(before) if comparable else None
    if carried is None or carried.instrument.scoring != instrument.ref.scoring:
        return None
    return carried


def _since(before: Administration | None, then: Administration | None, locale: str) -> str:
    if before is None:
        return say(words.NO_CYCLE, locale)
    said = words.OTHER_CYCLE if then is None else words.SINCE
    return say(said, locale).format(cycle=before.cycle)


def _line(instrument: Instrument, locale: str) -> str:
    """What the lines run between: the outer options, where all scales share them, else in general."""
    ends = {_ends(instrument, scale, locale) for scale in instrument.scales}
    only = ends.pop() if len(ends) == 1 else None
    if only is None:
        return say(words.ANY_LINE, locale)
    return say(words.LINE, locale).format(low=only[0], high=only[1])


def _ends(instrument: Instrument, scale: Scale, locale: str) -> tuple[str, str] | None:
    """The labels at the two ends of a scale's line, where its answers and its line are of one kind."""
    sets = {instrument.items[item].response_set for item in scale.items}
    if scale.method not in _TO_ENDS or scale.reverse or len(sets) != 1:
        return None
    options = [
        (one.value, one.label.get(locale))
        for one in instrument.options_of(instrument.items[scale.items[0]])
        if one.value is not None
    ]
    if not options:
        return None
    ordered = sorted(options, key=lambda option: option[0])
    return ordered[0][1], ordered[-1][1]


def _change(now: Fraction | None, then: Fraction | None, least: Fraction, locale: str) -> Change:
    direction, why = direction_of(now, then, least)
    said = words.DIRECTIONS[direction] if why is None else words.WHY_NOT[why]
    return Change(direction, say(said, locale), why)


def _other_scoring(locale: str) -> Change:
    why = NotComparable.OTHER_SCORING
    return Change(Direction.NOT_COMPARABLE, say(words.WHY_NOT[why], locale), why)


def _scales(
    instrument: Instrument,
    administration: Administration,
    before: Administration | None,
    then: Administration | None,
    locale: str,
) -> tuple[ScaleOnPage, ...]:
    now = score(instrument, administration).scales
    past = None if then is None else score(instrument, then).scales
    found: list[ScaleOnPage] = []
    for scale in instrument.scales:
        one, smallest = now[scale.id], smallest_change(instrument, scale)
        change = None if before is None else _other_scoring(locale)
        if past is not None:
            change = _change(one.exact, past[scale.id].exact, smallest.points, locale)
        step, said = _place(one, smallest, locale)
        title = scale.title.get(locale)
        found.append(ScaleOnPage(scale.id, title, one.status, said, step, change, smallest))
    return tuple(found)


def _place(one: ScaleScore, line: SmallestChange, locale: str) -> tuple[int | None, str]:
    """One of five places between the scale's own bounds, and its words; or why there is none."""
    if one.exact is None:
        return None, say(words.NO_VALUE[one.status], locale)
    if line.low == line.high:
        return None, say(words.NO_LINE, locale)
    along = STEPS * (one.exact - line.low) / (line.high - line.low)
    step = min(max(int(along), 0), STEPS - 1)  # the high end itself is the last place
    return step + 1, say(words.PLACES[step], locale)


def _skills(
    instrument: Instrument,
    administration: Administration,
    then: Administration | None,
    locale: str,
) -> tuple[SkillOnPage, ...]:
    now = skill_places(instrument, administration, locale)
    past = None if then is None else skill_places(instrument, then, locale)
    found: list[SkillOnPage] = []
    for item, placed in now.items():
        smallest = smallest_change(instrument, placed.scale).within(placed.low, placed.high)
        change = (
            _other_scoring(locale)
            if past is None
            else _change(_value(placed), _value(past[item]), smallest.points, locale)
        )
        found.append(SkillOnPage(placed.skill, change, smallest))
    return tuple(found)


def _value(placed: Placed) -> Fraction | None:
    """The answer in points of its own line."""
    return None if placed.place is None else placed.place * (placed.high - placed.low)


def _figures(
    scales: Sequence[ScaleOnPage], skills: Sequence[SkillOnPage], locale: str
) -> tuple[str, ...]:
    """How many points are a change, and whose figure it is: one sentence for all that share it."""
    lines = [(one.title, one.smallest) for one in scales if one.smallest.points]
    alone = [(one.skill.area, one.smallest) for one in skills]
    return (*_sentences(lines, words.COUNTS, locale, sourced=True),
            *_sentences(alone, words.COUNTS_ALONE, locale, sourced=False))  # fmt: skip


def _sentences(
    stated: Sequence[tuple[str, SmallestChange]],
    said: Mapping[str, str],
    locale: str,
    *,
    sourced: bool,
) -> list[str]:
    groups: dict[SmallestChange, dict[str, None]] = {}
    for title, smallest in stated:
        groups.setdefault(smallest, {})[title] = None
    found: list[str] = []
    for smallest, titles in groups.items():
        sentence = say(said, locale).format(
            points=words.points(smallest.points, locale),
            low=words.number(smallest.low),
            high=words.number(smallest.high),
        )
        source = f" {say(words.SOURCE[smallest.own], locale)}" if sourced else ""
        whose = f"{', '.join(titles)}: " if len(groups) > 1 else ""
        found.append(f"{whose}{sentence}{source}")
    return found
