"""What quick entry made of a sentence: a draft for the worker to confirm, never a record (S1-21).

The three examples of the source come out as written: S1-22, S1-23, S1-24.
"""

from __future__ import annotations

from attrs import field, frozen

from sop_core.coaching.goals import GoalWindow
from sop_core.errors import Issue


@frozen
class Unread:
    """A word that quick entry did not understand, and where it stands in the text."""

    word: str
    start: int
    end: int


@frozen(kw_only=True)
class GoalDraft:
    """A goal as it was understood; what was not found, or not without guessing, is None.

    `profiles` are the ids of the profiles of the practice: none where there is no profile for it yet.
    `issues` says what refuses the goal or is advised; `not_understood` lists the words that were left.
    """

    phrase: str
    practice: str | None = None
    profiles: tuple[str, ...] = ()
    activity: str | None = None
    count: int | None = None
    unit: str | None = None
    among: tuple[str, ...] = field(default=(), metadata={"name": "with"})
    purpose: str | None = None
    window: GoalWindow | None = None
    not_understood: tuple[Unread, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether practice, count, unit and window were found and no rule refuses."""
        found = (self.practice, self.count, self.unit, self.window)
        refused = any(issue.severity == "error" for issue in self.issues)
        return all(one is not None for one in found) and not refused
