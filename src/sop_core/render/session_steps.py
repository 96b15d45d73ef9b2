"""The steps of a session as a page draws them, by the table that sessions are held to.

What a partner wrote after the worker's turn is held back unless the worker's own words and own rating
are there to be read first (S1-25 to S1-27): the page decides it again, whatever it was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.coaching import STEPS, Format, Part, StepName
from sop_core.render.ratings import day_of
from sop_core.render.safe import said

if TYPE_CHECKING:
    from sop_core.coaching import Area, SessionState, SessionStep, Step
    from sop_core.profiles import PracticeProfile
    from sop_core.render.words import Words

#: What the worker does first, and others read first (S1-25, S1-26).
_FIRST = frozenset((StepName.WORKER_REFLECTION, StepName.WORKER_SELF_RATING))
_BEFORE = frozenset((StepName.OPENING, StepName.INTERESTS, StepName.FOCUS))
_TEXTS = ("went_well", "differently", "observed", "try_next", "encouragement", "celebration")
Named = tuple[str, tuple[str, ...]]


@frozen
class Written:
    """What one person wrote in one step; nothing of it where it is held back."""

    who: str
    day: str
    held: bool
    texts: tuple[tuple[str, str], ...] = ()
    lists: tuple[Named, ...] = ()
    facts: tuple[str, ...] = ()


@frozen
class DrawnStep:
    """A step: where it stands, and what was written."""

    title: str
    where: str
    now: bool
    written: tuple[Written, ...]


@frozen(kw_only=True)
class Reader:
    """How a session's steps are said to whoever reads the page."""

    state: SessionState
    names: Mapping[str, str]
    profiles: Mapping[str, PracticeProfile]
    words: Words

    @property
    def parts(self) -> Mapping[str, Part]:
        """Each attendee's part."""
        return {
            one.person: one.part
            for step in self.state.written(StepName.OPENING)
            for one in step.attendees
        }

    def is_learner(self, one: SessionStep) -> bool:
        """Whether a step was written by who learns in the session."""
        return self.parts.get(one.by) is Part.LEARNER

    def is_held(self, one: SessionStep) -> bool:
        """Whether what one wrote is to be read only after the worker's own view, which is not there."""
        if self.state.format is Format.GROUP or one.step in _BEFORE or self.is_learner(one):
            return False
        return not _FIRST.issubset(self.state.done)

    def may_follow(self, step: Step) -> bool:
        """Whether a step may come next, as the page shows it: nothing follows what is still held back."""
        held = any(self.is_held(one) for one in self.state.steps)
        return not held or step.name in (*_BEFORE, *_FIRST)

    def name(self, token: str) -> str:
        """What to call a person: as the host does, else by their part."""
        part = self.parts.get(token)
        return self.names.get(token) or self.words(f"part_{part}" if part else "part_unknown")

    def area(self, area: Area) -> str:
        """An area by its titles, or by its ids where its profile was not passed."""
        profile = self.profiles.get(area.profile)
        if profile is None:
            return said(" · ".join(one for one in (area.profile, area.aspect) if one))
        titles = [profile.title, *(one.title for one in profile.aspects if one.id == area.aspect)]
        return said(" · ".join(title.get(self.words.locale) for title in titles))


def steps_of(reader: Reader) -> tuple[DrawnStep, ...]:
    """Every step of the session's table, in its order."""
    table = STEPS[reader.state.format or Format.INDIVIDUAL]
    return tuple(_step(step, reader) for step in table)


def _step(step: Step, reader: Reader) -> DrawnStep:
    # The worker's own words come first in every step that more than one may write.
    written = sorted(reader.state.written(step.name), key=lambda one: not reader.is_learner(one))
    may = reader.state.next if reader.may_follow(step) else ()
    following = next((one for one in may if one.step is step.name), None)
    now = following is not None and not written and not following.optional
    return DrawnStep(
        title=reader.words(f"step_{step.name}"),
        where=_where(step, reader, written=bool(written), open_now=following is not None),
        now=now,
        written=tuple(_written(one, reader) for one in written),
    )


def _where(step: Step, reader: Reader, *, written: bool, open_now: bool) -> str:
    words = reader.words
    if written:
        return words("session_done")
    if reader.state.closed:
        return words("session_left")
    if not open_now:
        return words("session_later")
    key = "session_may" if step.optional else "session_next"
    return words(key, who=words.plain(f"writer_{step.writer}"))


def _written(one: SessionStep, reader: Reader) -> Written:
    who, day, words = reader.name(one.by), day_of(one), reader.words
    if reader.is_held(one):
        return Written(who, day, held=True)
    texts = ((name, getattr(one, name)) for name in _TEXTS)
    return Written(
        who,
        day,
        held=False,
        texts=tuple((words(f"session_{name}"), said(text)) for name, text in texts if text),
        lists=tuple(_lists(one, reader)),
        facts=tuple(_facts(one, words)),
    )


def _lists(one: SessionStep, reader: Reader) -> Iterable[Named]:
    if one.attendees:
        people = tuple(_attendee(each.person, each.part, reader) for each in one.attendees)
        yield reader.words("session_people"), people
    for name in ("interests", "focus"):
        areas: tuple[Area, ...] = getattr(one, name)
        if areas:
            yield reader.words(f"session_{name}"), tuple(map(reader.area, areas))


def _attendee(person: str, part: Part, reader: Reader) -> str:
    name, part_said = reader.names.get(person), reader.words(f"part_{part}")
    return reader.words("session_person", name=name, part=part_said) if name else part_said


def _facts(one: SessionStep, words: Words) -> Iterable[str]:
    if one.ratings:
        yield words("session_rated")
    if one.goals:
        yield words("session_goals", n=len(one.goals))
