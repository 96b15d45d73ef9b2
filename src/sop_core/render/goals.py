"""A goal in plain English with what was done of it, and what quick entry understood, to be confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, cast

from sop_core.errors import CallRefused, shown
from sop_core.render import safe
from sop_core.render.environment import draw, environment
from sop_core.render.ratings import kind_of, levels_of, records_of
from sop_core.render.sentences import without_sources
from sop_core.render.words import Words, words_for

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.access import Disclosure
    from sop_core.coaching import Goal, GoalDraft, GoalEvent, GoalWords, Progress
    from sop_core.profiles import PracticeProfile


def goal(
    disclosed: Disclosure | Iterable[Disclosure],
    words: GoalWords,
    *,
    profile: PracticeProfile | None = None,
    locale: str = "en",
    heading_level: int = 2,
    prefix: str = "",
) -> Markup:
    """A goal in plain English, and what was done of it: “2 of 5” (C-19).

    It takes the Disclosure of one goal, with the events towards it beside it (`earlier`) or in Disclosures
    of their own. What came after the window is listed by its day and not counted, without another
    word. `words` are the goal words that the goal names; `profile` gives a target its title. No
    reference of a case or family is on it. Raises CallRefused for what is no Disclosure, and where
    they do not belong together.
    """
    from sop_core.coaching import progress as progress_of
    from sop_core.coaching import said

    environment()
    every = records_of(disclosed, "goal", "goal-event")
    one = _one_goal([cast("Goal", each) for each in every if kind_of(each) == "goal"])
    done = [cast("GoalEvent", each) for each in every if kind_of(each) == "goal-event"]
    _check_events(one, done)
    progress = progress_of(one, done)
    speak, at = words_for(safe.plain(locale)), safe.field_prefix(prefix)
    days = {event.id: safe.said(event.on) for event in done}
    return draw(
        "goal",
        id=f"sop-{at}goal",
        locale=speak.locale,
        dir=safe.direction(speak.locale),
        h=safe.heading(heading_level, floors=0),
        goal=safe.said(said(one, words=words)),
        language=_language(words, speak),
        target=_target(one, profile, speak),
        window=speak("goal_window", first=one.window.starts, last=one.window.due),
        done=speak("goal_done", done=progress.shown, target=progress.target),
        more=speak("goal_more", done=progress.done) if progress.done > progress.target else "",
        say=speak,
        **_days(progress, days),
    )


def _days(progress: Progress, days: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        key: [days[event] for event in getattr(progress, key)]
        for key in ("counted", "repeated", "late", "early")
    }


def _one_goal(goals: list[Goal]) -> Goal:
    if len(goals) != 1:
        raise CallRefused(
            f"The Disclosures hold {len(goals)} goals that stand. This fragment shows one: draw one for each."
        )
    return goals[0]


def _check_events(goal: Goal, events: list[GoalEvent]) -> None:
    for event in events:
        if event.goal.id != goal.id or event.worker != goal.worker:
            raise CallRefused(
                f"The event {shown(event.id)} is not of this goal. Pass the Disclosures of its own events."
            )


def _language(words: GoalWords, speak: Words) -> Markup:
    """The attributes of a text of the goal words, where the fragment is in another language."""
    from markupsafe import Markup

    if safe.same_language(words.language, speak.locale):
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(words.language, safe.direction(words.language))


def _target(goal: Goal, profile: PracticeProfile | None, speak: Words) -> str:
    if profile is None or goal.target is None or goal.aspect is None:
        return ""
    if (profile.ref.id, profile.ref.version) != (goal.profile.id, goal.profile.version):
        raise CallRefused(
            f"The goal is of the profile {shown(goal.profile.id)} {goal.profile.version}, and the profile that was "
            f"passed is {shown(profile.ref.id)} {profile.ref.version}. Pass the one that the goal names."
        )
    levels = levels_of(profile, speak.locale)
    title = next(one.title for one in profile.aspects if one.id == goal.aspect)
    return speak(
        "goal_target", aspect=safe.said(title.get(levels.locale)), level=levels.title(goal.target)
    )


def goal_draft(
    draft: GoalDraft,
    words: GoalWords,
    *,
    profiles: Iterable[PracticeProfile] = (),
    locale: str = "en",
    action: str = "",
    hidden: Mapping[str, str] | None = None,
    prefix: str = "",
    submit_label: str | None = None,
    heading_level: int = 2,
) -> Markup:
    """What quick entry understood, for the worker to confirm: nothing is guessed without a word (S1-21).

    It says the goal, each part of it or that it is not there yet, the words that were not understood,
    and what refuses it. A draft that can be a goal has a form that confirms it; another form lets the
    sentence be changed. `coaching.read_goal_entry(fields, prefix=prefix)` reads both. `profiles` give the
    practice its title; they are those that `parse_goal` was called with.
    """
    from sop_core.coaching import said
    from sop_core.coaching.entry import CONFIRMED, ON, PHRASE

    environment()
    speak, prefix = words_for(safe.plain(locale)), safe.field_prefix(prefix)
    names = frozenset(prefix + name for name in (PHRASE, ON, CONFIRMED))
    on = "" if draft.window is None else safe.plain(draft.window.starts)
    confirm = ((PHRASE, safe.plain(draft.phrase)), (ON, on), (CONFIRMED, "yes"))
    return draw(
        "draft",
        id=f"sop-{prefix}draft",
        locale=speak.locale,
        dir=safe.direction(speak.locale),
        h=safe.heading(heading_level, floors=1),
        action=safe.address(action, what="action"),
        hidden=safe.hidden_fields(hidden, names),
        confirm=tuple((prefix + name, value) for name, value in confirm),
        name=prefix + PHRASE,
        typed=safe.exact(draft.phrase),
        ok=draft.ok,
        goal=safe.said(said(draft, words=words)) if draft.ok else "",
        language=_language(words, speak),
        parts=_parts(draft, words, tuple(profiles), speak),
        left=[safe.said(one.word) for one in draft.not_understood],
        errors=[
            {
                "code": safe.plain(one.code),
                "text": without_sources(f"{one.message} {one.fix}".strip()),
            }
            for one in draft.issues
            if one.severity == "error"
        ],
        notes=[without_sources(one.message) for one in draft.issues if one.severity != "error"],
        submit=safe.plain(submit_label) if submit_label is not None else speak("echo_confirm"),
        say=speak,
    )


def _parts(
    draft: GoalDraft, words: GoalWords, profiles: Iterable[PracticeProfile], speak: Words
) -> list[tuple[str, str]]:
    """The parts of a draft by the key of their name; an empty text where one was not found.

    With whom and what for may be left out, and stand here only where they were said.
    """
    among = {one.id: one.name for one in words.among}
    parts = [
        ("echo_practice", _practice(draft, words, profiles)),
        ("echo_activity", draft.activity or ""),
        ("echo_count", _count(draft, words)),
        ("echo_window", _window(draft, words, speak)),
    ]
    parts += [
        (key, value)
        for key, value in (
            ("echo_with", ", ".join(among.get(one, one) for one in draft.among)),
            ("echo_purpose", draft.purpose or ""),
        )
        if value
    ]
    return [(key, safe.said(value)) for key, value in parts]


def _practice(draft: GoalDraft, words: GoalWords, profiles: Iterable[PracticeProfile]) -> str:
    if draft.practice is None:
        return ""
    titles = [one.title.get(words.language) for one in profiles if one.practice == draft.practice]
    names = [one.names[0] for one in words.practices if one.id == draft.practice]
    return next(iter((*titles, *names)), draft.practice.replace("_", " "))


def _count(draft: GoalDraft, words: GoalWords) -> str:
    """How many of what; nothing where either was not found."""
    unit = None if draft.unit is None else words.unit(draft.unit)
    if draft.count is None or unit is None:
        return ""
    return f"{draft.count} {unit.one if draft.count == 1 else unit.other}"


def _window(draft: GoalDraft, words: GoalWords, speak: Words) -> str:
    """The phrase, and the last day that it comes to (C-18)."""
    from sop_core.coaching.saying import day_said

    if draft.window is None:
        return ""
    due = day_said(date.fromisoformat(draft.window.due), words)
    return speak.plain("echo_until", phrase=draft.window.phrase, day=due)
