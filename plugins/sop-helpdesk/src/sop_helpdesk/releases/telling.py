"""A refusal in words for whoever asked: what stands against it, and no number that is withheld."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from sop_core import Issue, RecordRefused, ReleaseRefused, SopError
from sop_helpdesk.releases import ledger
from sop_helpdesk.releases.answered import UNCOUNTED, nobodys
from sop_helpdesk.releases.asking import Asked

log = logging.getLogger("sop_helpdesk")

#: What a refusal may say to whoever asked: it names no number that is withheld.
OPEN = (
    "look_counted_anew", "look_leaks", "look_over", "plan_bars", "plan_distribution", "plan_grouping", "plan_levels",
    "plan_measure", "policy_floor", "policy_too_low", "policy_undecided", "release_denied",
    "release_measure_uncounted", "release_nothing_shown", "release_uncounted", "subjects_missing",
)  # fmt: skip


CORRECTION = Issue(
    "correction_refused",
    "$",
    "Too few records of some group changed since. Beside what was published or looked at before, the correction would "
    "tell what a few people answered.",
    fix="Keep what was published, and say in words that records changed since. Or ask again when many more have. "
    "Why is for the host's administrator to look up.",
)

TOGETHER = Issue(
    "look_leaks",
    "$",
    "Together with what was looked at before, this would give somebody away.",
    fix="Publish what was looked at, and ask again: what comes after is made to fit beside it. Or ask for fewer "
    "scales, or not so far down. Why is for the host's administrator to look up.",
)


def told(issues: Iterable[Issue], *, private: bool) -> list[Issue]:
    """A refusal in words for whoever asked. A leak is explained by its numbers, and so to the administrator alone."""
    every, found = list(issues), dict[str, Issue]()
    # What stands behind it is told by no sentence more: how many there are, and of which kind, is a leak too.
    for issue in [TOGETHER] if TOGETHER in every and not private else every:
        shown = issue if private or issue.code in OPEN else _closed(issue)
        found.setdefault(f"{shown.code} {shown.message}", shown)
    return list(found.values())


def is_private(issues: Iterable[Issue]) -> bool:
    """Whether whoever asked is told less than there is to tell."""
    every = list(issues)
    return told(every, private=False) != told(every, private=True)


def place_of(reason: Mapping[str, Any]) -> str:
    """What is withheld: a group, a part of it, or how many of it gave each answer."""
    said = [f"({name}: {value})" for name, value in reason["groups"].items()]
    said += [f"(answers to {reason['distribution']})"] if "distribution" in reason else []
    return " ".join([" / ".join(reason["scope"]) or "the whole", *said])


def _closed(issue: Issue) -> Issue:
    if issue.code.startswith("correction_"):
        # Which group it is, and whether it grew or fell, is the same leak: one sentence for all of them.
        return CORRECTION
    return Issue(
        issue.code,
        "$",
        f"It cannot be released safely beside what was released before ({issue.code}).",
        fix="Ask for fewer scales, or not so far down. Why is for the host's administrator to look up.",
    )


def refused(
    error: SopError | ledger.LedgerChanged, asked: Asked, *, private: bool
) -> RecordRefused:
    """What stands against what was asked for, as a form shows it."""
    if isinstance(error, ledger.LedgerChanged):
        issues = [Issue("ledger_changed", "$", str(error), fix="Tell the host's administrator.")]
    elif isinstance(error, RecordRefused):
        # Which record it is, and what stands in it, is not for whoever asks.
        log.error("a cycle cannot be counted: %s", sorted({one.code for one in error.issues}))
        said = "Some stored answers of this cycle cannot be counted, so that nothing is shown."
        issues = [Issue("release_uncountable", "$", said, fix="Tell the host's administrator.")]
    elif isinstance(error, ReleaseRefused):
        issues = [
            nobodys(asked) if one.code == UNCOUNTED else one
            for one in told(error.issues, private=private)
        ]
    else:
        # The plan, the policy or a definition is at fault: these are settings, and hold nobody's answers.
        found = [f"{one.path}: {one.message}" for one in error.issues] or [str(error)]
        said = f"What the host was set up with does not fit. {' '.join(found)}"
        issues = [Issue("release_set_up", "$", said, fix="Tell the host's administrator.")]
    return RecordRefused("Nothing is released.", issues=issues)
