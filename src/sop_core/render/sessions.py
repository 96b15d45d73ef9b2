"""Where a coaching session stands: its steps in their order, who comes next, and what each wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from sop_core.errors import CallRefused
from sop_core.render import safe
from sop_core.render.environment import draw, environment
from sop_core.render.ratings import records_of
from sop_core.render.session_steps import Reader, steps_of
from sop_core.render.words import words_for

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.access import Disclosure
    from sop_core.coaching import SessionState, SessionStep
    from sop_core.profiles import PracticeProfile
    from sop_core.render.words import Words


def session(
    disclosed: Disclosure | Iterable[Disclosure],
    *,
    names: Mapping[str, str] | None = None,
    profiles: Iterable[PracticeProfile] = (),
    locale: str = "en",
    heading_level: int = 2,
    prefix: str = "",
) -> Markup:
    """One session: its steps in their order, which comes next and whose it is, and what was written.

    It takes the Disclosures of the session's steps. Texts stand as they were written, the worker's
    first. What a partner wrote is held back where the worker's reflection and own rating are not among
    the steps that were disclosed (S1-25 to S1-27). `names` says what to call a token, such as “You”;
    without it people are called by their part. `profiles` give areas their titles. A rating is said to
    be there: `timeline` shows it. Raises CallRefused for what is no Disclosure, or several sessions.
    """
    from sop_core.coaching import state_of

    environment()
    steps = cast("list[SessionStep]", records_of(disclosed, "coaching-session"))
    state = state_of(_session(steps), steps)
    speak, prefix = words_for(safe.plain(locale)), safe.field_prefix(prefix)
    reader = Reader(
        state=state,
        names={safe.plain(token): safe.said(name) for token, name in (names or {}).items()},
        profiles={one.ref.id: one for one in profiles},
        words=speak,
    )
    return draw(
        "session",
        id=f"sop-{prefix}session",
        locale=speak.locale,
        dir=safe.direction(speak.locale),
        h=safe.heading(heading_level, floors=1),
        stands=_stands(state, speak),
        steps=steps_of(reader),
        say=speak,
    )


def _session(steps: list[SessionStep]) -> str:
    sessions = {one.session for one in steps}
    if len(sessions) != 1:
        raise CallRefused(
            f"The Disclosures are of {len(sessions)} sessions. This fragment shows one: pass the steps of one session "
            "that stand."
        )
    return sessions.pop()


def _stands(state: SessionState, words: Words) -> str:
    return words("session_closed" if state.closed else "session_open")
