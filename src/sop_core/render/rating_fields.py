"""Each aspect of a rating form as a page draws it: levels, ticks, what was said before, what to correct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.errors import json_path
from sop_core.profiles.form import NOT_YET, field_names
from sop_core.render.ratings import VIEWS, Levels, day_of
from sop_core.render.safe import Fields, plain, said, values_of
from sop_core.render.sentences import Problem, Problems, without_sources

if TYPE_CHECKING:
    from sop_core.errors import Issue
    from sop_core.profiles import PracticeProfile, Rating, SkillAspect


@frozen
class LevelChoice:
    """One level to choose or tick, with its description where it has one."""

    id: str
    value: str
    label: str
    checked: bool
    text: str = ""
    aside: bool = False


@frozen
class Earlier:
    """What was said of the aspect before, in one of the two views."""

    key: str
    lines: tuple[str, ...]


@frozen
class RatingField:
    """One aspect, ready to draw."""

    id: str
    name: str
    ticks_name: str
    text: str
    levels: tuple[LevelChoice, ...]
    ticks: tuple[LevelChoice, ...]
    earlier: tuple[Earlier, ...]
    errors: tuple[str, ...]
    stray: tuple[str, ...]

    @property
    def first(self) -> str:
        """The id of the first control: where a link to the aspect leads."""
        return self.levels[0].id

    @property
    def described(self) -> str:
        """The ids of all that describes the aspect, in reading order."""
        parts = {"error": self.errors, "sent": self.stray}
        return " ".join(f"{self.id}-{name}" for name, there in parts.items() if there)


def rating_fields(
    levels: Levels, values: Fields, previous: list[Rating], problems: Problems, *, prefix: str
) -> tuple[RatingField, ...]:
    """The profile's aspects, with every value where it was."""
    return tuple(
        _field(
            levels, aspect, values, previous, problems, at=f"sop-{prefix}a{number}", prefix=prefix
        )
        for number, aspect in enumerate(levels.profile.aspects, start=1)
    )


def _field(
    levels: Levels,
    aspect: SkillAspect,
    values: Fields,
    previous: list[Rating],
    problems: Problems,
    *,
    at: str,
    prefix: str,
) -> RatingField:
    name, ticks_name = field_names(plain(aspect.id), prefix)
    met, some = values_of(values, name), values_of(values, ticks_name)
    choices = _levels(levels, aspect, met, at=at)
    ticks = tuple(
        LevelChoice(f"{at}-s{number}", plain(level.id), levels.title(level.id), level.id in some)
        for number, level in enumerate(levels.profile.levels, start=1)
    )
    return RatingField(
        id=at,
        name=name,
        ticks_name=ticks_name,
        text=said(aspect.title.get(levels.locale)),
        levels=choices,
        ticks=ticks,
        earlier=_earlier(levels, aspect.id, previous),
        errors=problems.of(aspect.id),
        stray=tuple(
            dict.fromkeys(said(one) for one in (*_left(met, choices), *_left(some, ticks)))
        ),
    )


def _levels(
    levels: Levels, aspect: SkillAspect, met: tuple[str, ...], *, at: str
) -> tuple[LevelChoice, ...]:
    words = levels.words
    every = [(NOT_YET, words("rating_not_yet"), "", True)]
    every += [
        (plain(level.id), levels.title(level.id), said(aspect.descriptors[level.id].get(levels.locale)), False)
        for level in levels.profile.levels
    ]  # fmt: skip
    every.append(("", words("rating_not_now"), "", True))
    # Nothing chosen is `not rated now`; two of one group cannot both be chosen, and then none is.
    on = met[0] if len(met) == 1 else None if met else ""
    return tuple(
        LevelChoice(f"{at}-o{number}", value, label, value == on, text, aside)
        for number, (value, label, text, aside) in enumerate(every, start=1)
    )


def _left(sent: tuple[str, ...], choices: tuple[LevelChoice, ...]) -> list[str]:
    """What was sent and no control shows, so that it is not lost without a word."""
    chosen = {choice.value for choice in choices if choice.checked}
    return [value for value in sent if value and value not in chosen]


def _earlier(levels: Levels, aspect: str, previous: list[Rating]) -> tuple[Earlier, ...]:
    groups = (
        Earlier(
            f"view_{view}",
            tuple(
                levels.words("rating_line", day=day_of(one), said=levels.said(one, aspect))
                for one in previous
                if one.view == view and aspect in one.aspects
            ),
        )
        for view in VIEWS
    )
    return tuple(group for group in groups if group.lines)


def rating_problems(profile: PracticeProfile, issues: Iterable[Issue], levels: Levels) -> Problems:
    """Every issue as a sentence: once each, those of no aspect first, the rest in the profile's order."""
    order = {aspect.id: at for at, aspect in enumerate(profile.aspects)}
    errors: dict[tuple[str | None, str], Problem] = {}
    notes: list[str] = []
    for issue in issues:
        if issue.severity != "error":
            notes.append(without_sources(issue.message))
            continue
        at = next((one for one in order if _is_of(issue.path, one)), None)
        text = _sentence(issue, at, levels)
        errors.setdefault((at, text), Problem(at, plain(issue.code), text))
    in_order = sorted(errors.values(), key=lambda one: -1 if one.item is None else order[one.item])
    return Problems(tuple(in_order), tuple(dict.fromkeys(notes)))


#: What a rater can do something about; anything else is said in general.
_OF_THE_WHOLE = {
    "page_too_old": "error.page_too_old",
    "nothing_rated": "rating_error_nothing",
    "own_view_first": "rating_error_own_first",
    "after_not_own": "rating_error_own_first",
    "agreement_missing": "rating_error_agreement",
    "agreement_not_in_force": "rating_error_agreement",
}


def _is_of(path: str, aspect: str) -> bool:
    place = json_path("aspects", aspect)
    return path == place or path.startswith((f"{place}.", f"{place}["))


def _sentence(issue: Issue, aspect: str | None, levels: Levels) -> str:
    words = levels.words
    if aspect is None:
        return words(_OF_THE_WHOLE.get(issue.code, "rating_error_other"))
    if ".some_work_at" in issue.path:
        return words("rating_error_some")
    return words("rating_error_level")
